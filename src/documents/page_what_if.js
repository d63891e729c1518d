/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The panel "What if": controls, and the figures that the engine (page_engine.js) computes after
 * each change. page_live.js draws them. What is changed lives in the address:
 *
 *   #what-if?view=base&supplier=ID&dilution=off&deal:ID=X&entity:ID.outside_funds=X
 *            &entity:ID.revenue=X&shock:ID=X
 */
(function () {
  "use strict";
  var place = document.getElementById("panel");
  var text = document.getElementById("what-if-data");
  var engineText = document.getElementById("engine");
  var VIEWS = ["firm", "base", "headline"];
  var KINDS = { deal: 0, funds: 1, revenue: 2, shock: 3 };
  var STEPS = 200; /* of a slider */
  var FIRST = 12;  /* deals that are shown before "all" */
  var data, engine, benches = [], views = [], state, parts = {}, live, frame = 0, saving = 0, ranking = 0;

  if (!place || !text || !engineText) return;

  /* ---- what the page is handed ---- */

  /* Of a view: its deals and entities as they are in the file. */
  function readView(numbers) {
    var view = { numbers: numbers, deals: [], entities: [] }, i, at = 8 + numbers[0];

    for (i = 0; i < numbers[2]; i++)
      view.entities.push({ funds: numbers[at + 2 * i], revenue: numbers[at + 2 * i + 1] });
    for (i = 0; i < numbers[3]; i++) {
      at = numbers.length - 1 - 5 * (numbers[3] - i);
      view.deals.push({ deal: numbers[at], payer: numbers[at + 1], payee: numbers[at + 2],
                        amount: numbers[at + 3] === 1 ? numbers[at + 4] : NaN });
    }
    return view;
  }

  function name(entity) { return data.entities[entity][1] || data.entities[entity][0]; }

  function entityOf(id) {
    return data.entities.findIndex(function (entity) { return entity[0] === id; });
  }

  /* ---- changes: state.changes["deal:ID"] = X and so on ---- */

  function key(kind, index) {
    if (kind === "deal") return "deal:" + data.deals[view().deals[index].deal];
    return (kind === "shock" ? "shock:" : "entity:") + data.entities[index][0] +
           (kind === "funds" ? ".outside_funds" : kind === "revenue" ? ".revenue" : "");
  }

  function original(kind, index) {
    var of = kind === "deal" ? view().deals[index].amount
      : kind === "shock" ? 1 : view().entities[index][kind];

    return of < 0 ? NaN : of;
  }

  function value(kind, index) {
    var changed = state.changes[key(kind, index)];

    return changed === undefined ? original(kind, index) : changed;
  }

  function view() { return views[state.view]; }

  function bench() { return benches[state.view]; }

  function tell(kind, index) {
    var now = value(kind, index);

    if (kind === "deal") bench().setAmount(index, now);
    else if (kind === "funds") bench().setFunds(index, now);
    else if (kind === "revenue") bench().setRevenue(index, now);
    else bench().setShock(index, now);
  }

  /* Every number of the view: after a reset, another view, another address. */
  function tellAll() {
    if (!benches[state.view])
      benches[state.view] = circfinEngine.open(engine, view().numbers);
    view().deals.forEach(function (deal, i) { tell("deal", i); });
    view().entities.forEach(function (entity, i) {
      tell("funds", i);
      tell("revenue", i);
      tell("shock", i);
    });
    bench().setDilution(state.dilution);
  }

  function set(kind, index, wanted) {
    var from = original(kind, index);

    if (wanted === null || wanted === from) delete state.changes[key(kind, index)];
    else state.changes[key(kind, index)] = wanted;
    tell(kind, index);
    if (parts.controls.has(key(kind, index))) parts.controls.get(key(kind, index)).show();
    later();
  }

  /* What each key of the view stands for: [kind, index]. */
  function subjects() {
    var of = view();

    if (!of.subjects) {
      of.subjects = new Map();
      of.deals.forEach(function (deal, i) { of.subjects.set(key("deal", i), ["deal", i]); });
      ["funds", "revenue", "shock"].forEach(function (kind) {
        of.entities.forEach(function (entity, i) { of.subjects.set(key(kind, i), [kind, i]); });
      });
    }
    return of.subjects;
  }

  /* Those that the view has, as [what, before, after], in the order in which they were made. */
  function changes() {
    return Object.keys(state.changes).filter(function (what) { return subjects().has(what); }).map(function (what) {
      return [what, original.apply(null, subjects().get(what)), state.changes[what]];
    });
  }

  /* Those that it does not have stay in the address, and count again in a view that has them. */
  function apart() {
    var what = Object.keys(state.changes).filter(function (each) { return !subjects().has(each); });

    return what.length === 0 ? "" : what.length + (what.length === 1 ? " change has" : " changes have") +
           " no part in this view: " + what.map(function (each) { return each + "=" + state.changes[each]; }).join(", ") + ".";
  }

  /* ---- the command, the changes, the address ---- */

  function quoted(word) {
    return /^[\w@%+=:,./-]+$/.test(word) ? word : "'" + word.replace(/'/g, "'\\''") + "'";
  }

  function command() {
    var shocks = [], what = [], common;

    changes().forEach(function (change) {
      if (change[0].indexOf("shock:") === 0)
        shocks.push("--shock", "funds:" + change[0].slice(6) + "=" + change[2]);
      else what.push("--what-if", change[0] + "=" + change[2]);
    });
    common = [data.file.replace(/^-/, "./-"), "--view", VIEWS[state.view]].concat(data.options.slice(1), what);
    return ["circfin", "score"].concat(common).map(quoted).join(" ") +
           (state.dilution ? "" : " --table suppliers --format csv # loopback_undiluted") +
           (shocks.length === 0 ? ""
             : "\n" + ["circfin", "stress"].concat(common, shocks).map(quoted).join(" "));
  }

  function field(words) {
    return /[",\r\n]/.test(words) ? '"' + words.replace(/"/g, '""') + '"' : words;
  }

  function csv() {
    return "what,before,after\r\n" + changes().map(function (change) {
      return field(change[0]) + "," + (isNaN(change[1]) ? "" : change[1]) + "," + change[2] + "\r\n";
    }).join("");
  }

  function address() {
    var words = [];

    function add(what, to) { words.push(encodeURIComponent(what) + "=" + encodeURIComponent(to)); }

    add("view", VIEWS[state.view]);
    if (state.supplier >= 0) add("supplier", data.entities[state.supplier][0]);
    if (!state.dilution) add("dilution", "off");
    Object.keys(state.changes).forEach(function (what) { add(what, state.changes[what]); });
    return "#what-if?" + words.join("&");
  }

  function save() {
    saving = 0;
    try { history.replaceState(null, "", address()); } catch (refused) { /* some hosts forbid it */ }
  }

  /* Unknown words and numbers are passed over: an address may come from anywhere. */
  function readAddress() {
    var at = location.hash.indexOf("?");

    state = { view: data.view, supplier: -1, dilution: true, changes: Object.create(null) };
    if (location.hash.slice(0, 9) !== "#what-if?") return false;
    location.hash.slice(at + 1).split("&").forEach(function (pair) {
      var words, number;

      try { words = pair.split("=").map(decodeURIComponent); } catch (broken) { return; }
      number = Number(words[1]);
      if (words[0] === "view" && VIEWS.indexOf(words[1]) >= 0) state.view = VIEWS.indexOf(words[1]);
      else if (words[0] === "supplier") state.supplier = entityOf(words[1]);
      else if (words[0] === "dilution") state.dilution = words[1] !== "off";
      else if (/^(deal|entity|shock):/.test(words[0]) && words[1] !== "" && number >= 0 && number <= 1e18)
        state.changes[words[0]] = number;
    });
    return true;
  }

  /* ---- pieces of the page ---- */

  function make(tag, attributes, children) {
    var element = document.createElement(tag);

    Object.keys(attributes || {}).forEach(function (key) {
      if (attributes[key] !== null) element.setAttribute(key, attributes[key]);
    });
    (children || []).forEach(function (child) { element.append(child); });
    return element;
  }

  function button(words, pressed) {
    var made = make("button", { type: "button", class: "light" }, [words]);

    made.addEventListener("click", pressed);
    return made;
  }

  function say(words) { parts.said.textContent = words; }

  function copy(words, done) {
    function byHand() {
      var range = document.createRange();

      parts.copied.textContent = words;
      parts.copied.hidden = false;
      range.selectNodeContents(parts.copied);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      say("Copy what is selected below.");
    }

    parts.copied.hidden = true;
    if (!navigator.clipboard) { byHand(); return; }
    navigator.clipboard.writeText(words).then(function () { say(done); }, byHand);
  }

  /* 1, 2 or 5 times a power of ten, at least `least`. */
  function nice(least) {
    var power = Math.pow(10, Math.floor(Math.log10(least)));

    return Number(((least <= power ? 1 : least <= 2 * power ? 2 : least <= 5 * power ? 5 : 10) * power).toPrecision(3));
  }

  function reach(kind, index) {
    var most = original(kind, index), deal = kind === "deal" ? view().deals[index].deal : -1;

    if (kind === "shock") return 1;
    most = most > 0 ? most : 0;
    views.forEach(function (other) {
      if (deal >= 0) other.deals.forEach(function (each) { if (each.deal === deal && each.amount > most) most = each.amount; });
    });
    return nice(most > 0 ? 2 * most : parts.typical);
  }

  /* ---- a control: a slider, its number, and the way back ---- */

  function label(kind, index) {
    var deal = view().deals[index];

    return kind === "deal" ? data.deals[deal.deal] : name(index);
  }

  function about(kind, index) {
    var deal = view().deals[index];

    if (kind === "deal") return name(deal.payer) + " \u2192 " + name(deal.payee);
    return kind === "funds" ? "outside funds" : kind === "revenue" ? "reported revenue"
      : "of its money from outside";
  }

  function control(kind, index) {
    var most = reach(kind, index), said = label(kind, index) + ", " + about(kind, index);
    var range = make("input", { type: "range", min: 0, max: STEPS, step: 1, "aria-label": said });
    var number = make("input", { type: "number", min: 0, step: "any", "aria-label": said + ", as a number" });
    var back = button("Back", function () { set(kind, index, null); });
    var row = make("div", { class: "wi-row" }, [
      make("span", { class: "wi-name" }, [make("bdi", {}, [label(kind, index)]), make("small", {}, [about(kind, index)])]),
      range, number, back]);

    back.setAttribute("aria-label", "Back to the file: " + said);
    row.show = function () {
      var now = value(kind, index), words = isNaN(now) ? "unknown" : live.money(now);

      if (kind === "shock") words = Math.round(now * 100) + " %";
      range.value = isNaN(now) ? 0 : Math.round(now / most * STEPS);
      range.setAttribute("aria-valuetext", words);
      if (document.activeElement !== number) number.value = isNaN(now) ? "" : Number(now.toPrecision(12));
      number.placeholder = isNaN(now) ? "unknown" : "";
      back.hidden = state.changes[key(kind, index)] === undefined;
      row.classList.toggle("wi-moved", !back.hidden);
    };
    range.addEventListener("input", function () {
      set(kind, index, Number((range.value * most / STEPS).toPrecision(10)));
    });
    number.addEventListener("input", function () {
      if (number.value === "") set(kind, index, null);
      else if (number.value >= 0 && number.value <= 1e18) set(kind, index, Number(number.value));
    });
    row.dataset.key = key(kind, index);
    parts.controls.set(key(kind, index), row);
    row.dataset.words = (said + " " + key(kind, index)).toLowerCase();
    row.show();
    return row;
  }

  /* ---- lists of controls ---- */

  function fill(list, kind, indices) {
    list.replaceChildren();
    indices.forEach(function (index) { list.append(control(kind, index)); });
  }

  function folded(title, opened) {
    var list = make("div", { class: "wi-list" }), summary = make("summary", {}, [title]);
    var details = make("details", opened ? { open: "" } : {}, [summary, list]);

    return { details: details, summary: summary, list: list };
  }

  /* Deals by what 10 % of them moves; those of unknown amount by what they could. */
  function driversOf(supplier, ready) {
    var scores = [], next = 0, count = view().deals.length, started = ++ranking;

    function score(i) {
      var now = value("deal", i), here = parts.pro_rata;
      var low = isNaN(now) ? here : bench().valueAt(supplier, 0, i, now * 0.9);
      var high = bench().valueAt(supplier, 0, i, isNaN(now) ? parts.typical : now > 0 ? now * 1.1 : parts.typical);

      return { index: i, low: low, high: high, swing: Math.abs(high - low), known: now > 0 };
    }

    function go() {
      var until = performance.now() + 8;

      if (started !== ranking) return;
      while (next < count && performance.now() < until) scores.push(score(next++));
      if (next < count) { setTimeout(go); return; }
      scores.sort(function (a, b) { return b.swing - a.swing || a.index - b.index; });
      ready(scores.filter(function (each) { return each.swing > 1e-9 * (1 + Math.abs(parts.pro_rata)); }));
    }

    if (supplier < 0) ready([]);
    else go();
  }

  function listDeals() {
    driversOf(state.supplier, function (drivers) {
      var driving = drivers.map(function (each) { return each.index; });
      var others = view().deals.map(function (deal, i) { return i; }).filter(function (i) {
        return driving.indexOf(i) < 0;
      });
      var moved = function (i) { return state.changes[key("deal", i)] !== undefined; }, empty;

      parts.drivers = drivers;
      parts.driving.summary.textContent = "Deals that move the figure of " +
        (state.supplier < 0 ? "nobody" : name(state.supplier)) + " (" + (driving.length > FIRST ? "the first " + FIRST + " of " : "") + driving.length + ")";
      fill(parts.driving.list, "deal", driving.slice(0, FIRST).concat(driving.slice(FIRST).filter(moved)));
      parts.rest = driving.slice(FIRST).filter(function (i) { return !moved(i); }).concat(others);
      empty = parts.rest.filter(function (i) { return original("deal", i) === 0; }).length;
      parts.more.summary.textContent = "Further deals (" + (parts.rest.length - empty) + (empty > 0 ? ", and " + empty + " that count as 0 in this view" : "") + ")";
      if (parts.more.details.open || others.some(moved)) fillRest();
      else parts.more.list.replaceChildren();
      drawTornado();
      find();
      place.dataset.listed = String(Number(place.dataset.listed || 0) + 1);
    });
  }

  function fillRest() {
    if (parts.rest) fill(parts.more.list, "deal", parts.rest.slice(0, 400));
  }

  function listEntities() {
    var stated = [], reported = [], all = [];

    view().entities.forEach(function (entity, i) {
      stated.push(i);
      if (entity.revenue >= 0 || state.changes[key("revenue", i)] !== undefined) reported.push(i);
      all.push(i);
    });
    fill(parts.funds.list, "funds", stated.slice(0, 400));
    fill(parts.revenue.list, "revenue", reported.slice(0, 400));
    fill(parts.shocks.list, "shock", all.slice(0, 400));
  }

  /* A word in the field hides the controls that do not have it. */
  function find() {
    var word = parts.find.value.trim().toLowerCase();

    if (word !== "" && !parts.more.details.open) fillRest();
    place.querySelectorAll(".wi-row").forEach(function (row) {
      row.hidden = word !== "" && row.dataset.words.indexOf(word) < 0;
    });
    if (word !== "") [parts.more, parts.funds, parts.revenue, parts.shocks].forEach(function (each) {
      each.details.open = each.list.querySelector(".wi-row:not([hidden])") !== null;
    });
  }

  /* ---- figures ---- */

  function later() {
    if (!frame) frame = requestAnimationFrame(compute);
    clearTimeout(saving);
    saving = setTimeout(function () { save(); listTornado(); summarise(); }, 250);
  }

  /* Only the deals that are shown: the others are ranked when the slider rests. */
  function drawTornado() {
    var shown = (parts.drivers || []).slice(0, FIRST).filter(function (each) { return value("deal", each.index) > 0; });

    shown.forEach(function (each) {
      var now = value("deal", each.index);

      each.low = bench().valueAt(state.supplier, 0, each.index, now * 0.9);
      each.high = bench().valueAt(state.supplier, 0, each.index, now * 1.1);
    });
    live.tornado(shown.map(function (each) {
      return { label: label("deal", each.index), low: each.low, high: each.high };
    }), parts.pro_rata, state.supplier < 0 ? "" : name(state.supplier));
  }

  function listTornado() {
    var focused = document.activeElement, key = focused && focused.closest ? focused.closest(".wi-row") : null;

    if (!key) listDeals(); /* rows stay in place while one of them is in use */
  }

  function summarise() {
    var row = parts.rows.find(function (each) { return each.entity === state.supplier; });

    if (row) say(live.sentence(name(row.entity), row));
  }

  function compute() {
    var begun = performance.now(), row, changed, shocked;

    frame = 0;
    parts.rows = bench().measure();
    if (!parts.rows.some(function (each) { return each.entity === state.supplier; }))
      state.supplier = parts.rows.length > 0 ? parts.rows[0].entity : -1;
    row = parts.rows.find(function (each) { return each.entity === state.supplier; });
    parts.pro_rata = row ? row.pro_rata : 0;
    live.table(parts.rows, parts.before, state.supplier);
    live.streams(bench(), view(), parts.rows);
    changed = changes();
    shocked = changed.some(function (change) { return change[0].indexOf("shock:") === 0; });
    live.losses(shocked ? bench().stress() : null);
    drawTornado();
    parts.command.textContent = command();
    if (parts.apart.textContent !== apart()) parts.apart.textContent = apart();
    parts.apart.hidden = apart() === "";
    parts.reset.disabled = Object.keys(state.changes).length === 0 && state.dilution;
    place.dataset.ms = (performance.now() - begun).toFixed(2);
    place.dataset.step = String(Number(place.dataset.step || 0) + 1);
  }

  /* Everything anew: another view, a reset, another address. */
  function begin() {
    var changed = state.changes, dilution = state.dilution;

    state.changes = Object.create(null);
    state.dilution = true;
    tellAll();
    parts.before = bench().measure();
    parts.typical = nice(parts.before.reduce(function (most, row) { return Math.max(most, row.invested / 10); }, 1));
    state.changes = changed;
    state.dilution = dilution;
    tellAll();
    parts.controls = new Map();
    parts.radios.forEach(function (radio, i) { radio.checked = i === state.view; });
    parts.dilution.checked = state.dilution;
    listEntities();
    parts.drivers = [];
    compute();
    listDeals();
    listSuppliers();
    summarise();
  }

  function listSuppliers() {
    parts.supplier.replaceChildren.apply(parts.supplier, parts.rows.map(function (row) {
      return make("option", { value: row.entity }, [name(row.entity)]);
    }));
    parts.supplier.value = state.supplier;
  }

  /* ---- the panel ---- */

  function choose() {
    parts.radios = VIEWS.map(function (words, i) {
      var radio = make("input", { type: "radio", name: "wi-view", value: words });

      radio.addEventListener("change", function () { state.view = i; begin(); save(); });
      return radio;
    });
    parts.supplier = make("select", {});
    parts.supplier.addEventListener("change", function () {
      state.supplier = Number(parts.supplier.value);
      compute();
      listDeals();
      save();
      summarise();
    });
    return make("div", { class: "wi-choice" }, [
      make("fieldset", {}, [make("legend", {}, ["View"])].concat(parts.radios.map(function (radio, i) {
        return make("label", {}, [radio, " " + VIEWS[i]]);
      }))),
      make("label", {}, ["Supplier ", parts.supplier])]);
  }

  function bar() {
    parts.reset = button("Reset", function () {
      state.changes = Object.create(null);
      state.dilution = true;
      begin();
      save();
    });
    parts.said = make("p", { role: "status", class: "wi-said" });
    parts.command = make("code", {});
    parts.apart = make("p", { class: "wi-apart note", hidden: "" });
    parts.copied = make("pre", { hidden: "", tabindex: 0 });
    return make("div", { class: "wi-bar" }, [
      parts.said, parts.reset,
      button("Copy the command", function () { copy(command(), "The command is copied."); }),
      button("Copy the changes", function () { copy(csv(), "The changes are copied."); }),
      make("pre", { tabindex: 0, role: "region", "aria-label": "The command that gives these figures" }, [parts.command]),
      parts.apart, parts.copied]);
  }

  function controls() {
    parts.find = make("input", { type: "search", placeholder: "a name or id" });
    parts.find.addEventListener("input", find);
    parts.driving = folded("Deals", true);
    parts.more = folded("Further deals", false);
    parts.funds = folded("Money that entities state from outside", false);
    parts.revenue = folded("Revenue that entities report", false);
    parts.shocks = folded("Shocks: how much of that money comes", false);
    parts.dilution = make("input", { type: "checkbox" });
    parts.dilution.addEventListener("change", function () {
      state.dilution = parts.dilution.checked;
      bench().setDilution(state.dilution);
      later();
    });
    parts.more.details.addEventListener("toggle", function () {
      if (parts.more.details.open && parts.more.list.children.length === 0) { fillRest(); find(); }
    });
    return make("div", { class: "wi-controls" }, [
      make("label", { class: "wi-find" }, ["Find ", parts.find]),
      parts.driving.details, parts.more.details,
      make("label", { class: "wi-dilution" }, [parts.dilution, " Reported revenue dilutes what comes back"]),
      parts.funds.details, parts.revenue.details, parts.shocks.details]);
  }

  function build() {
    var results = make("div", { class: "wi-results" }), streams = make("div", {});

    place.append(choose(), bar(), make("div", { class: "wi-columns" }, [controls(), results]), streams);
    live = circfinLive(results, streams, data, name);
    views = data.views.map(readView);
    live.scale(views[data.view]);
    if (readAddress()) document.getElementById("what-if").scrollIntoView();
    begin();
    window.addEventListener("hashchange", function () { if (readAddress()) begin(); });
    place.dataset.ready = "yes";
  }

  data = JSON.parse(text.textContent);
  circfinEngine.start(engineText.textContent).then(function (exports) {
    engine = exports;
    build();
  }).catch(function (error) {
    place.textContent = "This browser cannot run the engine of the panel: " + error.message;
  });
})();
