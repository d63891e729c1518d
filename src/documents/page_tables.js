/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables and loops that can be searched, filtered and sorted. Without it they read as they are
 * printed. Controls are buttons, fields and lists, so keyboard and screen reader know them.
 */
(function () {
  "use strict";
  var LEAST = 6;       /* rows that are worth tools */
  var MOST_WORDS = 12; /* different values of a column that can be chosen from */
  var all = [];

  function make(tag, attributes, children) {
    var element = document.createElement(tag);

    Object.keys(attributes || {}).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    (children || []).forEach(function (child) { element.append(child); });
    return element;
  }

  /* What a cell says first: without small print, notes and lists. */
  function words(cell) {
    var copy = cell.cloneNode(true);

    copy.querySelectorAll("small, p, ul, details, svg, button").forEach(function (each) { each.remove(); });
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  /* The number of a cell, or NaN, which sorts last. */
  function number(text) {
    var found = /^[+\u2212-]?[\d,]*\.?\d+(e[+-]?\d+)?/.exec(text.replace(/^(less than|USD) /, ""));

    return found ? Number(found[0].replace(/,/g, "").replace("\u2212", "-")) : NaN;
  }

  /* ---- one list of rows: of a table, or of loops ---- */

  function tools(rows, before, label) {
    var field = make("input", { type: "search" }), count = make("span", { role: "status" });
    var reset = make("button", { type: "button", class: "light", hidden: "" }, ["Show all"]);
    var bar = make("div", { class: "tools", role: "group", "aria-label": "Find and filter: " + label }, [
      make("label", {}, ["Find ", field])]);
    var of = { rows: rows, chosen: [], clear: clear };

    function apply() {
      var wanted = field.value.trim().toLowerCase().split(/\s+/), shown = 0;
      var narrow = field.value.trim() !== "" || of.chosen.some(function (each) { return each.list.value !== ""; });

      rows.forEach(function (row) {
        var fits = wanted.every(function (word) { return row.text.indexOf(word) >= 0; }) &&
          of.chosen.every(function (each) { return each.list.value === "" || row.cells[each.column] === each.list.value; });

        row.element.hidden = !fits;
        shown += fits;
      });
      reset.hidden = !narrow;
      count.textContent = narrow ? shown + " of " + rows.length : "";
    }

    function clear() {
      field.value = "";
      of.chosen.forEach(function (each) { each.list.value = ""; });
      apply();
    }

    of.choose = function (column, title, values) {
      var list = make("select", {}, [make("option", { value: "" }, ["all"])]);

      values.forEach(function (value) { list.append(make("option", { value: value }, [value])); });
      list.addEventListener("change", apply);
      of.chosen.push({ column: column, list: list });
      bar.append(make("label", {}, [title + " ", list]));
    };
    of.close = function () { bar.append(reset, count); };
    field.addEventListener("input", apply);
    reset.addEventListener("click", function () { clear(); field.focus(); });
    before.before(bar);
    all.push(of);
    return of;
  }

  function valuesOf(rows, column) {
    var seen = [];

    rows.forEach(function (row) {
      if (row.cells[column] !== "" && seen.indexOf(row.cells[column]) < 0 && seen.length <= MOST_WORDS)
        seen.push(row.cells[column]);
    });
    return seen.sort();
  }

  /* ---- tables ---- */

  function sort(table, rows, column, numeric, down) {
    var sorted = rows.slice().sort(function (a, b) {
      var x = numeric ? number(a.cells[column]) : a.cells[column], y = numeric ? number(b.cells[column]) : b.cells[column];
      var order;

      if (numeric && (isNaN(x) || isNaN(y))) return isNaN(x) - isNaN(y) || a.index - b.index;
      order = numeric ? x - y : x.localeCompare(y, "en", { numeric: true, sensitivity: "base" });
      return (down ? -order : order) || a.index - b.index;
    });

    sorted.forEach(function (row) { table.tBodies[0].append(row.element); });
  }

  function sortable(table, rows, heads) {
    heads.forEach(function (head, column) {
      var numeric = head.classList.contains("n"), button;

      if (words(head) === "") return;
      button = make("button", { type: "button", class: "sort" });
      button.append.apply(button, Array.from(head.childNodes));
      head.append(button);
      button.addEventListener("click", function () {
        var now = head.getAttribute("aria-sort"); /* numbers begin with the largest */
        var down = numeric ? now !== "descending" : now === "ascending";

        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        sort(table, rows, column, numeric, down);
      });
    });
  }

  function fitOut(table) {
    var body = table.tBodies[0], heads, rows, of, frame = table.closest(".scroll") || table;
    var head = table.tHead && table.tHead.rows.length === 1 ? table.tHead.rows[0] : null;

    if (!body || !head || table.tBodies.length !== 1 || body.rows.length < LEAST || table.closest("#what-if") ||
        body.querySelector(":scope > tr > [rowspan], :scope > tr > [colspan]") || head.querySelector("[colspan]")) return;
    heads = Array.from(head.cells);
    rows = Array.from(body.rows).map(function (row, index) {
      return { element: row, index: index, text: row.textContent.toLowerCase(), cells: Array.from(row.cells).map(words) };
    });
    of = tools(rows, frame, table.caption ? table.caption.textContent : "table");
    heads.forEach(function (each, column) {
      var values = each.classList.contains("n") ? [] : valuesOf(rows, column);

      if (values.length > 1 && values.length <= MOST_WORDS && values.length < rows.length / 2 &&
          values.every(function (value) { return value.length < 40; }))
        of.choose(column, words(each), values);
    });
    of.close();
    sortable(table, rows, heads);
  }

  /* ---- loops ---- */

  function fitOutLoops(list) {
    var items = Array.from(list.children), rows, of;

    if (items.length < LEAST) return;
    rows = items.map(function (item, index) {
      var through = Array.from(item.querySelectorAll(".chain bdi")).map(function (each) { return each.textContent; });

      item.value = index + 1; /* its rank, also when others are hidden */
      return { element: item, index: index, text: item.textContent.toLowerCase(), cells: [String(new Set(through).size)] };
    });
    of = tools(rows, list, "loops");
    of.choose(0, "Entities", valuesOf(rows, 0));
    of.close();
  }

  /* A link to a row that is hidden shows all rows of its table. */
  function reveal() {
    var target = location.hash.length > 1 && location.hash.indexOf("?") < 0 ? document.getElementById(location.hash.slice(1)) : null;

    if (!target || !target.hidden) return;
    all.forEach(function (of) {
      if (of.rows.some(function (row) { return row.element === target; })) of.clear();
    });
    target.scrollIntoView();
  }

  document.querySelectorAll("main table").forEach(fitOut);
  document.querySelectorAll("main .loops").forEach(fitOutLoops);
  window.addEventListener("hashchange", reveal);
})();
