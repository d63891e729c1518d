/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the panel "What if" shows: a table with the interval of each supplier, a tornado, losses
 * under shocks, and the streams of the page once more, whose bands change and whose layout stays.
 */
function circfinLive(results, streams, data, name) {
  "use strict";
  var SVG = "http://www.w3.org/2000/svg";
  var MOST = 24; /* suppliers with a row */
  var THIN = 1.5; /* as pictures/sankey.h has it */
  var LEAST = 0.005; /* a smaller part that comes back is not drawn */
  var table, rest, tornadoPlace, lossPlace, picture, edges = [], scale = 0;

  function make(tag, attributes, children) {
    var element = document.createElement(tag);

    Object.keys(attributes || {}).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    (children || []).forEach(function (child) { element.append(child); });
    return element;
  }

  function draw(tag, attributes) {
    var element = document.createElementNS(SVG, tag);

    Object.keys(attributes).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    return element;
  }

  function colour(entity) {
    return data.entities[entity][2];
  }

  /* ---- numbers as the page writes them: three digits, bounds outwards ---- */

  function money(amount, way) {
    var size, unit, steps;

    if (!isFinite(amount)) return "unknown";
    if (Math.abs(amount) < 1e-12) return "0";
    size = Math.floor(Math.log10(Math.abs(amount)));
    unit = Math.pow(10, Math.min(0, size - 2));
    steps = amount / unit;
    steps = Math.abs(steps - Math.round(steps)) < 1e-9 * Math.abs(steps) ? Math.round(steps)
      : way === "down" ? Math.floor(steps) : way === "up" ? Math.ceil(steps) : Math.round(steps);
    return (steps * unit).toLocaleString("en-US", { maximumFractionDigits: Math.max(0, Math.min(12, 2 - size)) });
  }

  function share(part) {
    return isFinite(part) ? money(part * 100) + "\u00a0%" : "unknown";
  }

  function sentence(who, row) {
    var words = data.unit.split(" ");

    return "Of " + words[0] + " " + money(row.invested) + (words[1] ? " " + words[1] : "") + " that " + who + " has invested, at least " + money(row.min, "down") +
           ", pro rata " + money(row.pro_rata) + " and at most " + money(row.max, "up") + " come back.";
  }

  /* ---- the table ---- */

  var COLUMNS = [["invested", "Invested"], ["min", "At least", "down"], ["pro_rata", "Pro rata"],
                 ["max", "At most", "up"], ["open", "Open", "up"]];

  function cell(row, before, column) {
    var now = row[column[0]], was = before ? before[column[0]] : NaN, made;

    made = make("td", { class: "n", "data-column": column[0], "data-value": String(now) }, [money(now, column[2])]);
    if (isFinite(was) && money(was, column[2]) !== money(now, column[2]))
      made.append(make("small", {}, ["was " + money(was, column[2])]));
    return made;
  }

  /* From min to max of what was invested, with a mark at pro rata. */
  function interval(row) {
    var svg = draw("svg", { viewBox: "0 0 100 12", preserveAspectRatio: "none", class: "wi-interval", "aria-hidden": "true" });
    var part = function (amount) { return row.invested > 0 && isFinite(amount) ? 100 * Math.min(1, amount / row.invested) : 0; };
    var s = "cf-s" + colour(row.entity);

    svg.append(draw("rect", { x: 0, y: 5.5, width: 100, height: 1, class: "cf-muted" }));
    svg.append(draw("rect", { x: part(row.min), y: 3, width: Math.max(0.5, part(row.max) - part(row.min)), height: 6, class: s + "-fill", "fill-opacity": 0.4 }));
    svg.append(draw("rect", { x: Math.max(0, part(row.pro_rata) - 0.5), y: 0, width: 1, height: 12, class: s + "-fill" }));
    return svg;
  }

  function show(rows, before, supplier) {
    var body = make("tbody");

    rows.filter(function (row, i) { return i < MOST || row.entity === supplier; }).forEach(function (row) {
      var was = before.find(function (each) { return each.entity === row.entity; });
      var reported = row.reported > 0, revenue = reported ? row.reported : row.revenue;
      var exposure = revenue > 0 ? row.pro_rata / revenue : NaN;
      var line = make("tr", { "data-entity": data.entities[row.entity][0] }, [
        make("th", { scope: "row" }, [make("bdi", {}, [name(row.entity)])])]);

      if (row.entity === supplier) line.setAttribute("class", "wi-chosen");
      COLUMNS.forEach(function (column) { line.append(cell(row, was, column)); });
      line.append(make("td", { class: "n", "data-column": "exposure", "data-value": String(exposure) },
                       isFinite(exposure) ? [share(exposure), make("br"), make("small", {}, [reported ? "reported" : "in deals"])] : [share(exposure)]));
      line.append(make("td", { class: "wi-wide" }, [interval(row)]));
      body.append(line);
    });
    table.replaceChild(body, table.tBodies[0]);
    rest.hidden = rows.length <= MOST;
    rest.textContent = "The first " + MOST + " of " + rows.length + " suppliers are shown.";
  }

  /* ---- the tornado ---- */

  function bars(rows, value) {
    var low = Math.min.apply(null, rows.map(function (row) { return Math.min(row.low, row.high); }).concat(value));
    var high = Math.max.apply(null, rows.map(function (row) { return Math.max(row.low, row.high); }).concat(value));
    var span = high > low ? high - low : 1, width = 300, left = 200, svg;
    var x = function (at) { return left + (at - low) / span * width; };

    svg = draw("svg", { viewBox: "0 0 640 " + (22 * rows.length + 24), class: "wi-bars", role: "img",
                        "aria-label": "Tornado: each amount 10 % less and 10 % more; the table below has the numbers" });
    rows.forEach(function (row, i) {
      var y = 22 * i + 4, text = draw("text", { x: left - 8, y: y + 12, "text-anchor": "end", "font-size": 12, class: "cf-ink" });
      var end = draw("text", { x: 640, y: y + 12, "text-anchor": "end", "font-size": 12, class: "cf-muted" });

      text.textContent = row.label.length > 28 ? row.label.slice(0, 27) + "\u2026" : row.label;
      end.textContent = money(row.low) + " \u2026 " + money(row.high);
      svg.append(text, end);
      svg.append(draw("rect", { x: Math.min(x(row.low), x(value)), y: y, width: Math.abs(x(row.low) - x(value)), height: 16, class: "cf-trade-fill" }));
      svg.append(draw("rect", { x: Math.min(x(row.high), x(value)), y: y, width: Math.abs(x(row.high) - x(value)), height: 16, class: "cf-capital-fill" }));
    });
    svg.append(draw("rect", { x: x(value) - 0.75, y: 0, width: 1.5, height: 22 * rows.length + 4, class: "cf-ink" }));
    return svg;
  }

  function numbersOf(rows) {
    var body = make("tbody");

    rows.forEach(function (row) {
      body.append(make("tr", {}, [make("th", { scope: "row" }, [make("bdi", {}, [row.label])]),
        make("td", { class: "n", "data-value": String(row.low) }, [money(row.low)]),
        make("td", { class: "n", "data-value": String(row.high) }, [money(row.high)])]));
    });
    return make("table", {}, [make("thead", {}, [make("tr", {}, [make("th", { scope: "col" }, ["Deal"]),
      make("th", { scope: "col", class: "n" }, ["10 % less"]), make("th", { scope: "col", class: "n" }, ["10 % more"])])]), body]);
  }

  function tornado(rows, value, who) {
    var heading = make("h3", {}, ["What moves the pro rata figure" + (who === "" ? "" : " of " + who)]);
    var open = tornadoPlace.querySelector("details[open]") !== null, details;

    if (rows.length === 0) {
      tornadoPlace.replaceChildren(heading, make("p", { class: "note" }, ["No deal of known amount moves it."]));
      return;
    }
    details = make("details", open ? { open: "" } : {}, [make("summary", {}, ["The numbers"]), numbersOf(rows)]);
    tornadoPlace.replaceChildren(heading, make("p", { class: "note" }, ["Each amount 10 % less (grey) and 10 % more."]), bars(rows, value), details);
  }

  /* ---- losses ---- */

  function losses(found) {
    var body = make("tbody");

    lossPlace.hidden = found === null;
    if (found === null) return;
    found.suppliers.slice(0, 12).forEach(function (row) {
      var line = make("tr", { "data-entity": data.entities[row.entity][0] }, [
        make("th", { scope: "row" }, [make("bdi", {}, [name(row.entity)])])]);

      ["revenue_lost", "capital_lost", "guarantees_paid", "loss"].forEach(function (column) {
        line.append(make("td", { class: "n", "data-column": column, "data-value": String(row[column]) }, [money(row[column])]));
      });
      body.append(line);
    });
    lossPlace.replaceChildren(make("h3", {}, ["What the shocks cost the suppliers"]),
      make("p", { "data-unpaid": String(found.unpaid) }, [money(found.unpaid) + " " + data.unit + " stay unpaid; " + found.failed + (found.failed === 1 ? " entity fails." : " entities fail.")]),
      make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Losses under the shocks" }, [
        make("table", {}, [make("thead", {}, [make("tr", {}, ["Supplier", "Revenue lost", "Capital lost", "Guarantees paid", "Loss"].map(function (words, i) {
          return make("th", i > 0 ? { scope: "col", class: "n" } : { scope: "col" }, [words]);
        }))]), body])]));
  }

  /* ---- the streams ---- */

  /* Words with amounts of the file would be wrong as soon as something moves. */
  function strip(copy) {
    copy.querySelectorAll("text").forEach(function (text) {
      if (text.closest(".cf-entity")) {
        if (!text.querySelector("tspan.cf-muted")) text.remove();
      } else if (/\u2192/.test(text.textContent)) {
        text.textContent = text.textContent.replace(/\s+[\d.,]+(, .*)?$/, "");
      } else if (/^[\d.,]+ in, /.test(text.textContent)) {
        text.remove();
      }
    });
    copy.querySelectorAll(":scope > text").forEach(function (text) {
      var first = copy.querySelector(".cf-edge"); /* what stands above it tells of the file */

      if (first && text.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING) text.remove();
    });
    copy.querySelectorAll(".cf-entity > title").forEach(function (title) { title.remove(); });
  }

  function copyPicture(original) {
    var copy = original.cloneNode(true);

    copy.querySelectorAll("[id]").forEach(function (each) { each.id = "live-" + each.id; });
    copy.removeAttribute("aria-labelledby");
    copy.setAttribute("aria-label", "The money as streams, with what is changed");
    copy.querySelectorAll(":scope > title, :scope > desc").forEach(function (each) { each.remove(); });
    strip(copy);
    copy.querySelectorAll("[clip-path], [mask], [href], [fill], [stroke]").forEach(function (each) {
      ["clip-path", "mask", "href", "fill", "stroke"].forEach(function (key) {
        var value = each.getAttribute(key);

        if (value && /#/.test(value)) each.setAttribute(key, value.replace(/#(?=[\w-]*sankey)/, "#live-"));
      });
    });
    return copy;
  }

  function edgeOf(group) {
    var paths = group.querySelectorAll("path"), index = Number(group.getAttribute("data-edge"));
    var core = Array.from(paths).find(function (path) { return /cf-s\d-line/.test(path.getAttribute("class") || ""); });

    if (!core) {
      core = paths[0].cloneNode(false);
      core.removeAttribute("stroke-dasharray");
      core.removeAttribute("stroke-opacity");
      group.append(core);
    }
    return { group: group, body: paths[0], core: core, title: group.querySelector("title"), deals: data.edges[index] || [],
             width: Number(paths[0].getAttribute("stroke-width")), others: Array.from(paths).slice(1).filter(function (path) { return path !== core; }) };
  }

  function addUp(edge, at, of) {
    return edge.deals.reduce(function (sum, deal) {
      var i = at[deal];

      return i === undefined || isNaN(of[i]) ? sum : sum + of[i];
    }, 0);
  }

  /* Where each deal of the file stands among those of a view. */
  function places(view) {
    var at = {};

    view.deals.forEach(function (deal, i) { at[deal.deal] = i; });
    return at;
  }

  /* Pixels a unit, from the widest band of the picture as it was drawn. */
  function measureScale(view) {
    var at = places(view), of = view.deals.map(function (deal) { return deal.amount; }), widest = 0;

    edges.forEach(function (edge) {
      var amount = addUp(edge, at, of);

      if (edge.width > widest && edge.width > THIN && amount > 0) {
        widest = edge.width;
        scale = edge.width / amount;
      }
    });
  }

  function largest(edge, at, strands) {
    var best = { supplier: -1, amount: 0 };

    strands.forEach(function (strand) {
      var amount = addUp(edge, at, strand.of);

      if (amount > best.amount) best = { supplier: strand.supplier, amount: amount };
    });
    return best;
  }

  function paint(edge, amount, strand, known) {
    var back = amount > 0 ? strand.amount / amount : 0, shown = known && amount === 0 ? "none" : "inline";

    edge.group.setAttribute("display", shown);
    edge.body.setAttribute("stroke-width", String(Math.max(THIN, amount * scale)));
    edge.others.forEach(function (path) { path.setAttribute("stroke-width", String(Math.max(THIN, amount * scale))); });
    if (amount > 0 && edge.body.getAttribute("stroke-dasharray") === "2 4") edge.body.removeAttribute("stroke-dasharray");
    edge.group.setAttribute("data-amount", String(amount));
    edge.group.setAttribute("data-back", String(strand.amount));
    edge.core.setAttribute("display", back < LEAST ? "none" : "inline");
    if (back >= LEAST) {
      edge.core.setAttribute("class", "cf-s" + colour(strand.supplier) + "-line");
      edge.core.setAttribute("stroke-width", String(Math.max(0.5, Math.min(1, back) * Math.max(THIN, amount * scale))));
    }
  }

  /* What stands beside a name: the larger of what it is paid and pays. */
  function relabel(view, amounts) {
    var into = {}, out = {};

    view.deals.forEach(function (deal, i) {
      if (isNaN(amounts[i])) return;
      into[deal.payee] = (into[deal.payee] || 0) + amounts[i];
      out[deal.payer] = (out[deal.payer] || 0) + amounts[i];
    });
    picture.querySelectorAll(".cf-entity").forEach(function (group) {
      var id = group.getAttribute("data-entity"), spans = group.querySelectorAll("tspan.cf-muted"), span = spans[spans.length - 1];
      var entity = data.entities.findIndex(function (each) { return each[0] === id; });

      if (span) span.textContent = entity < 0 ? "" : money(Math.max(into[entity] || 0, out[entity] || 0));
    });
  }

  function stream(bench, view, rows) {
    var at = places(view), amounts, strands;

    if (!picture || scale === 0) return;
    amounts = bench.amounts();
    strands = rows.filter(function (row) { return row.pro_rata > 0; }).slice(0, 16).map(function (row) {
      return { supplier: row.entity, of: bench.returns(row.entity) };
    });
    edges.forEach(function (edge) {
      var amount = addUp(edge, at, amounts), strand = largest(edge, at, strands);
      var known = !edge.deals.some(function (deal) { return at[deal] !== undefined && isNaN(view.deals[at[deal]].amount); });
      var first = view.deals[at[edge.deals.find(function (deal) { return at[deal] !== undefined; })]];

      paint(edge, amount, strand, known);
      if (edge.title && first)
        edge.title.textContent = name(first.payer) + " \u2192 " + name(first.payee) + ": " + money(amount) +
          (strand.amount > 0 ? ", of which " + money(strand.amount) + " comes round to " + name(strand.supplier) : "");
    });
    relabel(view, amounts);
  }

  /* ---- all together ---- */

  table = make("table", { class: "wi-table" }, [
    make("caption", {}, ["What comes back, in " + data.unit]),
    make("thead", {}, [make("tr", {}, ["Supplier"].concat(COLUMNS.map(function (column) { return column[1]; }), ["Of revenue", "Least to most"]).map(function (words, i) {
      return make("th", i > 0 && i < 7 ? { scope: "col", class: "n" } : { scope: "col" }, [words]);
    }))]),
    make("tbody")]);
  rest = make("p", { class: "note", hidden: "" });
  tornadoPlace = make("div", { class: "wi-tornado" });
  lossPlace = make("div", { hidden: "" });
  results.append(make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "What comes back with the changes" }, [table]), rest, tornadoPlace, lossPlace);
  if (document.querySelector("#sankey svg")) {
    picture = copyPicture(document.querySelector("#sankey svg"));
    picture.querySelectorAll(".cf-edge").forEach(function (group) { edges.push(edgeOf(group)); });
    streams.append(make("figure", { class: "picture wi-streams" }, [
      make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Picture: the money as streams, with the changes" }, [picture]),
      make("figcaption", {}, ["The streams with what is changed: bands change their width, the layout stays that of the file. Coloured is what comes back."])]));
  }
  return { money: money, sentence: sentence, table: show, tornado: tornado, losses: losses, streams: stream, scale: measureScale };
}
