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
  var PALE = { "cf-trade-line": 0.36, "cf-capital-line": 0.26 };
  var TIED = "0 7", OPEN = /^(2 4|9 4|9 3 2 3)$/; /* dashes */
  var table, rest, tornadoPlace, lossPlace, picture, edges = [], scale = 0, ids = {}, shortNames = {};

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

  /* The nearest decimal as C writes it: what lies exactly between two goes to the even one. */
  function nearest(amount, decimals) {
    var unit = Math.pow(10, decimals), steps = Math.floor(amount * unit);
    var between = Number.isInteger(amount * Math.pow(2, decimals + 1)) && amount * unit - steps === 0.5;

    return between ? (steps + steps % 2) / unit : Number(amount.toFixed(decimals));
  }

  /* As report/money.c has it. */
  function money(amount, way) {
    var size = Math.abs(amount), up = (way === "up") === (amount > 0), decimals, shown, unit;

    if (!isFinite(amount)) return "unknown";
    if (size === 0) return "0";
    if (size < 1e-6) {
      return !way ? (amount > 0 ? "less than 0.000001" : "almost 0") : !up ? "0" : (amount > 0 ? "" : "\u2212") + "0.000001";
    }
    decimals = Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(size))));
    unit = Math.pow(10, decimals);
    shown = nearest(size, decimals);
    if (way && Math.abs(shown - size) > Math.min(1e-12 * size, 1e-3 / unit) && shown > size !== up)
      shown = (Math.round(shown * unit) + (up ? 1 : -1)) / unit;
    return (amount < 0 && shown > 0 ? "\u2212" : "") + shown.toLocaleString("en-US", { maximumFractionDigits: decimals });
  }

  /* With one decimal, as everywhere. */
  function share(part) {
    return isFinite(part) ? nearest(part * 100, 1).toLocaleString("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 }) + "\u00a0%" : "unknown";
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
                       isFinite(exposure) ? [share(exposure), make("br"), make("small", {}, [reported ? data.entities[row.entity][3] : "in deals"])] : [share(exposure)]));
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

  /* Words that stand above the streams tell of the file; those on them are written anew. */
  function strip(copy) {
    copy.querySelectorAll(":scope > text").forEach(function (text) {
      var first = copy.querySelector(".cf-edge");

      if (first && text.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING) text.remove();
    });
    copy.querySelectorAll(".cf-entity > title").forEach(function (title) {
      shortNames[title.parentNode.getAttribute("data-entity")] = title.textContent.split("\n")[0];
      title.remove();
    });
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

  /* Where the words of an arc that returns stand: above the middle of its run. */
  function runOf(path, width) {
    var bend = " A\\S+ \\S+ 0 0 1 (\\S+) (\\S+) ";
    var found = new RegExp("H\\S+" + bend + "V\\S+" + bend + "H\\S+" + bend + "V").exec(path.getAttribute("d") || "");

    return found && { x: (Number(found[1]) + Number(found[5])) / 2, y: Number(found[4]) - width / 2 - 4 };
  }

  function edgeOf(group) {
    var paths = Array.from(group.querySelectorAll("path")), index = Number(group.getAttribute("data-edge"));
    var pale = paths.find(function (path) { return path.hasAttribute("stroke-opacity"); });
    var width = Number((pale || paths[0]).getAttribute("stroke-width"));

    return { group: group, path: paths[0].getAttribute("d"), paths: paths, drawn: "", index: index,
             carries: paths[0].getAttribute("class"), dash: (pale || paths[0]).getAttribute("stroke-dasharray") || "",
             tied: paths.some(function (path) { return path.getAttribute("stroke-dasharray") === TIED; }),
             payer: group.getAttribute("data-payer"), payee: group.getAttribute("data-payee"), word: null,
             title: group.querySelector("title"), deals: data.edges[index] || [], width: pale ? width : 0,
             run: runOf(paths[0], width) };
  }

  /* Gives each text on an arc to the arc below it. */
  function findWords(copy) {
    copy.querySelectorAll(":scope > text.cf-halo").forEach(function (text) {
      var nearest = null, least = 4; /* px */

      edges.forEach(function (edge) {
        var far = edge.run ? Math.abs(edge.run.x - Number(text.getAttribute("x"))) + Math.abs(edge.run.y - Number(text.getAttribute("y"))) : least;

        if (far < least && !edge.word) { nearest = edge; least = far; }
      });
      if (nearest) nearest.word = { text: text, whole: /\u2192/.test(text.textContent) };
      else text.remove();
    });
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
    var at = places(view), of = view.deals.map(function (deal) { return deal.amount; }), widest = 0, most = 0;

    edges.forEach(function (edge) {
      var amount = addUp(edge, at, of);

      most = Math.max(most, amount);
      if (edge.width > widest && edge.width > 2.4 * THIN && amount > 0) {
        widest = edge.width;
        scale = edge.width / amount;
      }
    });
    if (scale === 0 && most > 0) scale = THIN / most; /* lines only */
  }

  function largest(edge, at, strands) {
    var best = { supplier: -1, amount: 0 };

    strands.forEach(function (strand) {
      var amount = addUp(edge, at, strand.of);

      if (amount > best.amount) best = { supplier: strand.supplier, amount: amount };
    });
    return best;
  }

  function stroke(edge, line, width, more) {
    return draw("path", Object.assign({ class: line, fill: "none", "stroke-width": width, d: edge.path }, more));
  }

  /* As pictures/sankey_ribbons.c draws the body of a ribbon. */
  function bodyOf(edge, real, core, supplier) {
    var inPart = supplier >= 0 && core < 0.9 * real, width = Math.max(real, inPart ? 2.4 * THIN : 0);
    var rim = Math.min(1.2, width / 8), dash = edge.dash && !(real > 0 && OPEN.test(edge.dash)) ? { "stroke-dasharray": edge.dash } : {};
    var out = [];

    if (width < 2 * THIN) {
      out.push(stroke(edge, edge.carries, THIN, dash));
    } else {
      if (edge.carries !== "cf-trade-line")
        out.push(stroke(edge, edge.carries, width + 2 * rim, {}), stroke(edge, "cf-paper-line", width, {}));
      out.push(stroke(edge, edge.carries, width, Object.assign({ "stroke-opacity": PALE[edge.carries] || 0.14 }, dash)));
    }
    if (supplier >= 0) out.push(stroke(edge, "cf-s" + colour(supplier) + "-line", Math.max(core, THIN), {}));
    if (edge.tied && real >= 2 * THIN)
      out.push(stroke(edge, "cf-paper-line", Math.min(2.4, real / 2), { "stroke-linecap": "round", "stroke-dasharray": TIED }));
    return out;
  }

  function shortName(entity) {
    return shortNames[data.entities[entity][0]] || name(entity);
  }

  /* "Nvidia -> OpenAI  30, 4.25 of it comes back"; short: "30, 4.25 back". */
  function wordOf(edge, amount, strand, whole) {
    var words = whole ? shortNames[edge.payer] + " \u2192 " + shortNames[edge.payee] + "  " : "", id;

    words += money(amount);
    if (strand.supplier < 0) return words;
    id = data.entities[strand.supplier][0];
    words += ", " + money(strand.amount);
    if (id === edge.payer) return words + (whole ? " of it comes back" : " back");
    if (id === edge.payee) return words + " its own money";
    return words + (whole ? " of it comes round to " : " to ") + shortName(strand.supplier);
  }

  function paint(edge, amount, strand, known) {
    var back = amount > 0 ? Math.min(1, strand.amount / amount) : 0, real = amount * scale, paths;
    var seen = back >= LEAST ? strand : { supplier: -1, amount: 0 }, drawn = [amount, back, seen.supplier, known].join(" ");

    edge.group.setAttribute("data-amount", String(amount));
    edge.group.setAttribute("data-back", String(strand.amount));
    if (edge.drawn === drawn) return;
    edge.drawn = drawn;
    edge.group.setAttribute("display", known && amount === 0 ? "none" : "inline");
    paths = bodyOf(edge, real, back * real, seen.supplier);
    edge.paths.forEach(function (path) { path.remove(); });
    edge.group.append.apply(edge.group, paths);
    edge.paths = paths;
    if (edge.word) edge.word.text.textContent = amount > 0 ? wordOf(edge, amount, seen, edge.word.whole) : "";
  }

  /* Sums of amounts by who is paid and who pays: of the view, and of what stands for several. */
  function flowsOf(view, amounts, at) {
    var into = {}, out = {};

    function add(payer, payee, amount) {
      out[payer] = (out[payer] || 0) + amount;
      into[payee] = (into[payee] || 0) + amount;
    }

    view.deals.forEach(function (deal, i) {
      if (!isNaN(amounts[i])) add(data.entities[deal.payer][0], data.entities[deal.payee][0], amounts[i]);
    });
    edges.forEach(function (edge) {
      var amount = addUp(edge, at, amounts);

      add(ids[edge.payer] ? "" : edge.payer, ids[edge.payee] ? "" : edge.payee, amount);
    });
    return { into: into, out: out };
  }

  /* Beside a name the larger of what it is paid and pays; at an open end what it pays beyond. */
  function relabel(view, amounts, at) {
    var flows = flowsOf(view, amounts, at);

    picture.querySelectorAll(".cf-entity").forEach(function (group) {
      var id = group.getAttribute("data-entity"), into = flows.into[id] || 0, out = flows.out[id] || 0;
      var spans = group.querySelectorAll("tspan.cf-muted"), end = group.querySelector("text[text-anchor=end]");

      if (spans.length > 0) spans[spans.length - 1].textContent = Math.max(into, out) > 0 ? money(Math.max(into, out)) : "";
      if (end) end.textContent = out - into > 1e-9 * out ? money(out - into) : "";
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
        edge.title.textContent = shortNames[edge.payer] + " \u2192 " + shortNames[edge.payee] + ": " + money(amount) +
          (strand.amount > 0 ? ", of which " + money(strand.amount) + " comes round to " + name(strand.supplier) : "");
    });
    relabel(view, amounts, at);
  }

  /* ---- all together ---- */

  data.entities.forEach(function (entity) { ids[entity[0]] = true; });
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
    findWords(picture);
    streams.append(make("figure", { class: "picture wi-streams" }, [
      make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Picture: the money as streams, with the changes" }, [picture]),
      make("figcaption", {}, ["The streams with what is changed: bands change their width, the layout stays that of the file. Coloured is what comes back."])]));
  }
  return { money: money, sentence: sentence, table: show, tornado: tornado, losses: losses, streams: stream, scale: measureScale };
}
