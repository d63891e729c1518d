/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine of the page (src/web/engine.h) as an object that speaks in arrays and objects. */
var circfinEngine = (function () {
  "use strict";
  var FIGURES = ["entity", "invested", "reachable", "revenue", "reported", "min", "pro_rata", "max",
                 "open"];
  var SYSTEM = ["gross", "capital", "trade", "service", "funding_gap", "funds_assumed",
                "circulation_max"];
  var LOSSES = ["entity", "revenue_lost", "capital_lost", "guarantees_called", "guarantees_paid",
                "loss", "loss_share"];

  /* Base64 of WebAssembly packed by gzip, to its exports. */
  function start(text) {
    var packed = Uint8Array.from(atob(text), function (c) { return c.charCodeAt(0); });
    var stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));

    return new Response(stream).arrayBuffer().then(function (bytes) {
      return WebAssembly.instantiate(bytes, {});
    }).then(function (made) {
      made.instance.exports._initialize();
      return made.instance.exports;
    });
  }

  /* A view, from numbers as documents/html_engine.c writes them. */
  function open(engine, numbers) {
    var room = engine.room(numbers.length), web;

    function list(at, count) {
      if (at === 0) throw new Error("no memory");
      return new Float64Array(engine.memory.buffer, at, count).slice();
    }

    function rows(numbersOf, names, count) {
      var out = [];

      for (var i = 0; i < count; i++) {
        var row = {};

        names.forEach(function (name, k) { row[name] = numbersOf[i * names.length + k]; });
        out.push(row);
      }
      return out;
    }

    if (room === 0) throw new Error("no memory");
    new Float64Array(engine.memory.buffer, room, numbers.length).set(numbers);
    web = engine.open(room, numbers.length);
    engine.drop(room);
    if (web === 0) throw new Error("no view");
    return {
      deals: numbers[3],
      setAmount: function (deal, amount) { engine.set_amount(web, deal, amount); },
      setFunds: function (entity, funds) { engine.set_funds(web, entity, funds); },
      setRevenue: function (entity, revenue) { engine.set_revenue(web, entity, revenue); },
      setDilution: function (on) { engine.set_dilution(web, on ? 1 : 0); },
      setShock: function (entity, factor) { engine.set_shock(web, entity, factor); },
      measure: function () {
        var count = engine.measure(web);

        if (count < 0) throw new Error("no memory");
        return rows(list(engine.figures(web), count * FIGURES.length), FIGURES, count);
      },
      system: function () { return rows(list(engine.system(web), SYSTEM.length), SYSTEM, 1)[0]; },
      amounts: function () { return list(engine.amounts(web), numbers[3]); },
      returns: function (supplier) { return list(engine.returns(web, supplier), numbers[3]); },
      valueAt: function (supplier, kind, index, value) {
        return engine.value_at(web, supplier, kind, index, value);
      },
      stress: function () {
        var count = engine.stress(web), found;

        if (count < 0) throw new Error("no memory");
        found = list(engine.losses(web), 2 + count * LOSSES.length);
        return { unpaid: found[0], failed: found[1],
                 suppliers: rows(found.subarray(2), LOSSES, count) };
      },
      close: function () { engine.close(web); }
    };
  }

  return { start: start, open: open };
})();
