// SPDX-License-Identifier: GPL-3.0-or-later
// The engine of report.html against the program, on random changes: every figure to 1e-9.
// Usage: node test_engine.mjs CIRCFIN ROOT [CHANGES [SEED]]
// Prints what is wrong and a closing line `N passed, M failed`.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [circfin, root, changes = "4", seed = "1"] = process.argv.slice(2);
const VIEWS = ["firm", "base", "headline"];
const place = mkdtempSync(join(tmpdir(), "circfin-engine-"));
const library = readFileSync(join(root, "src/documents/page_engine.js"), "utf8");
const circfinEngine = new Function(`${library}; return circfinEngine;`)();
let passed = 0, failed = 0, state = Number(seed) >>> 0;

// mulberry32: the same draws everywhere
function random() {
  state = (state + 0x6D2B79F5) >>> 0;
  let t = state;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

const pick = (count) => Math.floor(random() * count);

function expect(holds, words) {
  if (holds) passed++;
  else { failed++; console.log(words); }
}

function same(actual, wanted, words) {
  const holds = wanted === null ? Number.isNaN(actual)
    : Math.abs(actual - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted));
  expect(holds, `${words}: ${actual}, not ${wanted}`);
}

const json = (...words) => JSON.parse(execFileSync(
  circfin, [...words, "--quiet", "--format", "json"], { maxBuffer: 1 << 28 }));

async function pageOf(file, options) {
  const folder = mkdtempSync(join(place, "report-"));
  execFileSync(circfin, ["report", file, "-o", folder, "--quiet", ...options]);
  const html = readFileSync(join(folder, "report.html"), "utf8");
  const text = (id) => html.match(new RegExp(`id="${id}">([\\s\\S]*?)</script>`))[1];
  return { data: JSON.parse(text("what-if-data")), engine: await circfinEngine.start(text("engine")) };
}

// Where the deals of a view stand among its numbers: the last five of each.
const dealOf = (numbers, i) => {
  const at = numbers.length - 1 - 5 * (numbers[3] - i);
  return { deal: numbers[at], known: numbers[at + 3] === 1, amount: numbers[at + 4] };
};

function change(engine, data, numbers) {
  const words = [], kind = pick(10), entity = pick(numbers[2]), deal = pick(numbers[3]);
  const of = dealOf(numbers, deal);
  const value = Math.round(random() * 2e4) / 100;
  if (kind < 7) {
    const amount = random() < 0.15 ? 0 : of.amount > 0 ? of.amount * 2 * random() : value;
    engine.setAmount(deal, amount);
    words.push("--what-if", `deal:${data.deals[of.deal]}=${amount}`);
  } else if (kind < 9) {
    engine.setFunds(entity, value);
    words.push("--what-if", `entity:${data.entities[entity][0]}.outside_funds=${value}`);
  } else {
    engine.setRevenue(entity, value);
    words.push("--what-if", `entity:${data.entities[entity][0]}.revenue=${value}`);
  }
  return words;
}

const COLUMNS = [["invested", "invested"], ["reachable", "reachable"], ["revenue", "revenue"],
  ["reported", "revenue_reported"], ["min", "loopback_min"], ["pro_rata", "loopback_pro_rata"],
  ["max", "loopback_max"], ["open", "loopback_max_open"]];

function compareScore(engine, data, scored, told) {
  const rows = engine.measure();
  const id = (row) => data.entities[row.entity][0];
  same(rows.length, scored.tables.suppliers.length, `${told}: suppliers`);
  for (const wanted of scored.tables.suppliers) {
    const row = rows.find((each) => id(each) === wanted.entity);
    if (row === undefined) { expect(false, `${told}: no ${wanted.entity}`); continue; }
    for (const [own, column] of COLUMNS)
      same(row[own], wanted[column], `${told}: ${column} of ${wanted.entity}`);
  }
  const system = engine.system();
  for (const name of ["gross", "capital", "trade", "service", "funding_gap", "funds_assumed",
                      "circulation_max"])
    same(system[name], scored.figures[name], `${told}: ${name}`);
  engine.setDilution(false);
  for (const row of engine.measure()) {
    const wanted = scored.tables.suppliers.find((each) => each.entity === id(row));
    if (wanted !== undefined)
      same(row.pro_rata, wanted.loopback_undiluted, `${told}: undiluted of ${wanted.entity}`);
  }
  engine.setDilution(true);
  return rows;
}

function compareLoops(engine, data, numbers, rows, words, told) {
  if (rows.length === 0) return;
  const supplier = rows[pick(rows.length)].entity, id = data.entities[supplier][0];
  const wanted = new Map(json("score", ...words, "--supplier", id, "--table", "deals").tables.deals
    .map((row) => [row.deal, row.looping ?? 0]));
  engine.returns(supplier).forEach((value, i) => {
    const deal = data.deals[dealOf(numbers, i).deal];
    same(value, wanted.get(deal) ?? 0, `${told}: looping of ${deal} for ${id}`);
  });
}

function compareStress(engine, data, words, told) {
  const entity = pick(data.entities.length), factor = Math.round(random() * 80) / 100;
  engine.setShock(entity, factor);
  const wanted = json("stress", ...words, "--shock", `funds:${data.entities[entity][0]}=${factor}`);
  const found = engine.stress();
  engine.setShock(entity, 1);
  same(found.unpaid, wanted.figures.unpaid, `${told}: unpaid`);
  same(found.failed, wanted.figures.failed, `${told}: failed`);
  same(found.suppliers.length, wanted.tables.suppliers.length, `${told}: suppliers under stress`);
  for (const row of wanted.tables.suppliers) {
    const own = found.suppliers.find((each) => data.entities[each.entity][0] === row.supplier);
    for (const name of ["revenue_lost", "capital_lost", "guarantees_called", "guarantees_paid",
                        "loss", "loss_share"])
      same(own === undefined ? NaN : own[name], row[name], `${told}: ${name} of ${row.supplier}`);
  }
}

// An engine that was changed, and one that gets all at once at the end, show the same figures.
async function compare(file, options = []) {
  const { data, engine: exports } = await pageOf(join(root, file), options);
  for (const [v, view] of VIEWS.entries()) {
    const numbers = data.views[v], words = [join(root, file), "--view", view, ...options];
    if (numbers[3] === 0) continue;
    const engine = circfinEngine.open(exports, Float64Array.from(numbers));
    const what = [];
    for (let n = 0; n <= Number(changes); n++) {
      const told = `${file} ${words.slice(1).concat(what).join(" ")}`;
      const rows = compareScore(engine, data, json("score", ...words, ...what), told);
      compareLoops(engine, data, numbers, rows, [...words, ...what], told);
      if (!options.includes("backed")) compareStress(engine, data, [...words, ...what], told);
      what.push(...change(engine, data, numbers));
    }
    engine.close();
  }
}

// Moving things and putting them back leaves no trace, nor do amounts that stay unknown.
async function comesBack(file) {
  const { data, engine: exports } = await pageOf(join(root, file), []);
  for (const numbers of data.views) {
    const engine = circfinEngine.open(exports, Float64Array.from(numbers));
    const first = JSON.stringify(engine.measure());
    const supplier = engine.measure()[0].entity;
    for (let i = 0; i < numbers[3]; i++) {
      const { known, amount } = dealOf(numbers, i);
      engine.valueAt(supplier, 0, i, 7);
      engine.setAmount(i, known ? amount : NaN);
    }
    expect(JSON.stringify(engine.measure()) === first, `${file}: other figures than before`);
    engine.close();
  }
}

function refuses(exports) {
  const open = (numbers) => {
    try { circfinEngine.open(exports, Float64Array.from(numbers)).close(); return "open"; }
    catch (error) { return error.message; }
  };
  for (const numbers of [[], [1], [1e9, 1, 1, 1], [0, 0, 0, 0, 0, 0, 0, 0, 1], [NaN, 0, 0, 0],
                         [1, 0, 1, 0, 0, 0, 0, 0, 7, -1, -1, 0]])
    expect(open(numbers) === "no view", `opened ${numbers}`);
  expect(open([0, 0, 0, 0, 0, 0, 0, 0, 0]) === "open", "an empty view does not open");
}

try {
  await compare("data/ai-deals.json");
  await compare("data/ai-deals.json", ["--gap", "cut"]);
  await compare("data/ai-deals.json", ["--origin", "all", "--consolidate"]);
  await compare("data/ai-deals.json", ["--weights", "probability"]);
  await compare("data/telecom-1999-2002.json");
  await compare("data/textbook/backed.json", ["--origin", "backed"]);
  for (const name of ["closed-ring", "debt-service", "earmark", "gap", "guarantee", "joint",
                      "programme", "unknown-funds", "window"])
    await compare(`data/textbook/${name}.json`);
  await comesBack("data/ai-deals.json");
  refuses((await pageOf(join(root, "data/textbook/gap.json"), [])).engine);
} finally {
  rmSync(place, { recursive: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
