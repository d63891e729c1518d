// SPDX-License-Identifier: GPL-3.0-or-later
// The format vega-lite, read back by Vega-Lite and Vega themselves: every chart of charts.def on
// scenarios of the repository and on one with hostile names. Usage: node test_vega.mjs CIRCFIN ROOT [PART]
// PART of the name of a file restricts it to these scenarios.
// Prints what is wrong and a closing line `N passed, M failed`.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv";
import * as vega from "vega";
import * as vegaLite from "vega-lite";

const [circfin, root, only = ""] = process.argv.slice(2);
const place = mkdtempSync(join(tmpdir(), "circfin-vega-"));
const schema = JSON.parse(readFileSync(createRequire(import.meta.url)
                                         .resolve("vega-lite/build/vega-lite-schema.json"), "utf8"));
const ajv = new Ajv({ strict: false, allErrors: true });
for (const format of ["color-hex", "uri", "uri-reference"])
  ajv.addFormat(format, true);
const isVegaLite = ajv.compile(schema);
let passed = 0, failed = 0;

function expect(holds, words) {
  if (holds) passed++;
  else { failed++; console.log(words); }
}

function same(actual, expected, words) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  expect(a === b, `${words}: ${a?.slice(0, 400)}, not ${b?.slice(0, 400)}`);
}

function run(...words) {
  const { status, stdout, stderr } = spawnSync(circfin, words, { encoding: "utf8",
                                                                 maxBuffer: 1 << 28 });
  return { status, stdout, stderr };
}

// ---- what is asked for ------------------------------------------------------------------------

const charts = [...readFileSync(join(root, "src/pictures/charts.def"), "utf8")
  .matchAll(/^CF_CHART(?:_OF)?\((?:"[^"]*", )?"(\w+)", "(\w+)",?$|^CF_CHART(?:_OF)?\((?:"[^"]*", )?"(\w+)", "(\w+)", "/gm)]
  .map((row) => [row[1] ?? row[3], row[2] ?? row[4]]);

// Options without which a chart has nothing to show, by chart.
function optionsOf(chart, file, scenario) {
  const deal = scenario.deals.find((d) => d.amount !== undefined)?.id ?? "none";
  const out = new Map();
  for (const { payer, amount } of scenario.deals)
    out.set(payer, (out.get(payer) ?? 0) + (amount?.base ?? (amount > 0 ? amount : 0)));
  const payer = [...out].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "none"; // of most
  return { waterfall: ["--attribution", "--draws", "200"],
           sweep: ["--vary", `deal:${deal}=1:3:1`],
           compare: [file, "--status", "signed,completed"],
           chance: ["--draws", "200"],
           density: ["--draws", "200", "--no-sources"],
           sources: ["--draws", "200"],
           contagion: ["--shock", `funds:${payer}=0.5`],
           curve: ["--curve", `funds:${payer}=1:0:-0.25`] }[chart] ?? [];
}

function wordsOf([analysis, chart], file, scenario) {
  return [analysis, file, ...optionsOf(chart, file, scenario), "--quiet"];
}

// ---- what Vega-Lite and Vega make of it -------------------------------------------------------

// Vega calls these with a `this` of its own.
function strictLogger() {
  const told = [], keep = (...words) => { told.push(words.join(" ")); return logger; };
  const drop = () => logger, logger = { told, level: drop, info: drop, debug: drop, warn: keep,
                                        error: keep };
  return logger;
}

// What Vega says of a layer without rows, such as unknown amounts where all are known.
const isEmptyLayer = /^Infinite extent for field/;

async function read(text, what) {
  const spec = JSON.parse(text), logger = strictLogger();
  expect(isVegaLite(spec), `${what}: not Vega-Lite: ${ajv.errorsText(isVegaLite.errors?.slice(0, 3))}`);
  const compiled = vegaLite.compile(spec, { logger }).spec;
  const view = new vega.View(vega.parse(compiled), { renderer: "none", logger });
  const svg = await view.toSVG();
  const told = logger.told.filter((words) => !isEmptyLayer.test(words));
  same(told, [], `${what}: warnings`);
  expect(!/NaN|undefined|Infinity/.test(svg.replace(/<(title|desc)>.*?<\/\1>/g, "")),
         `${what}: NaN or undefined in the drawing`);
  return { spec, view, svg };
}

// The items of the marks of a layer, in all panels; of bars only those that can be seen.
function items(view, name) {
  const found = [];
  (function walk(mark) {
    if (mark.name === `${name}_marks` || mark.name === `child_${name}_marks`)
      found.push(...mark.items.filter((item) => mark.marktype !== "rect" || item.width > 1e-9));
    for (const item of mark.items ?? [])
      for (const inner of item.items ?? [])
        walk(inner);
  })(view.scenegraph().root);
  return found;
}

// ---- the same words and the same order as the drawing in SVG ---------------------------------

const plain = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"')
  .replace(/&#39;/g, "'").replace(/&amp;/g, "&");

function sameWords(spec, svg, what) {
  const title = plain(svg.match(/<title[^>]*>([^]*?)<\/title>/)[1]);
  const described = plain(svg.match(/<desc[^>]*>([^]*?)<\/desc>/)[1]);
  same(spec.title.text.join(" ").replace(/ +/g, " "), title.replace(/ +/g, " "), `${what}: title`);
  expect(described.length >= 1000 || spec.description === described,
         `${what}: description: ${spec.description}, not ${described}`);
}

// Suppliers, by name and colour, as they follow each other.
function suppliersOf(svg, scenario) {
  const names = new Map(scenario.entities.map((e) => [e.id, e.name ?? e.id]));
  return [...svg.matchAll(/<g data-supplier="([^"]*)">/g)].map((m) => names.get(plain(m[1])));
}

function coloursOf(svg) {
  const style = Object.fromEntries([...svg.matchAll(/\.cf-(s\d)-fill\{fill:(#\w+)\}/g)]
    .map((m) => [m[1], m[2]]).reverse());
  return svg.split(/<g data-supplier="/).slice(1)
    .map((part) => style[part.match(/cf-(s\d)-/)?.[1]]);
}

function once(list) {
  return list.filter((value, i) => list.indexOf(value) === i);
}

function sameOrder(spec, svg, scenario, what) {
  const rows = Object.values(spec.datasets)[0];
  const light = svg.replace(/@media[^]*?<\/style>/, "</style>");
  const drawn = suppliersOf(svg, scenario), isCurve = what.endsWith("curve"); // last line first
  const suppliers = isCurve ? drawn.reverse() : drawn;
  if (suppliers.length === 0)
    return;
  const key = rows[0].supplier_name === undefined ? "entity_name" : "supplier_name";
  const places = rows[0][key] === undefined ? Object.values(spec.datasets)[1] : rows;
  // The second of a name has its id behind it.
  const ids = scenario.entities.map((e) => ` (${e.id})`);
  const named = once(places.map((row) => row[key]))
    .map((name) => ids.reduce((n, id) => n.endsWith(id) ? n.slice(0, -id.length) : n, name));
  same(named, suppliers, `${what}: suppliers in order`);
  const colours = new Map(places.map((row) => [row[key], row.colour]));
  if (!what.endsWith("density"))
    same([...colours.values()], isCurve ? coloursOf(light).reverse() : coloursOf(light),
         `${what}: colours`);
}

// ---- the same data as the tables of the report ------------------------------------------------

// Each row of the data is one of the table, by all columns that both have, and each but once.
function sameRows(spec, view, tables, what) {
  for (const [name, rows] of Object.entries(spec.datasets)) {
    const own = rows.length === 0 ? [] : Object.keys(rows[0]);
    const shared = own.filter((key) => tables[name].length > 0 && key in tables[name][0]);
    const left = new Map();
    const keyOf = (row) => JSON.stringify(shared.map((key) => row[key]));
    for (const row of tables[name])
      left.set(keyOf(row), (left.get(keyOf(row)) ?? 0) + 1);
    for (const row of rows) {
      const count = left.get(keyOf(row)) ?? 0;
      expect(count > 0, `${what}: ${keyOf(row)} is no row of ${name}`);
      left.set(keyOf(row), count - 1);
    }
    const seen = view.data(name).map((row) => Object.fromEntries(own.map((key) => [key, row[key]])));
    same(seen, rows, `${what}: data ${name} in the view`);
  }
}

// How many marks a layer has, and what they stand for, from the tables alone.
const number = (x) => x ?? NaN;
const first = (rows, column) => rows.filter((row) => row[column] === rows[0]?.[column]);
const counts = {
  exposure: (t) => ({ interval: t.suppliers.filter((r) => r.loopback_max > r.loopback_min).length,
                      pro_rata: t.suppliers.length }),
  financing: (t) => {
    const known = new Set(t.suppliers.map((r) => r.entity));
    return { own: t.suppliers.filter((r) => r.loopback_pro_rata > 0).length,
             of_others: t.cross.filter((r) => known.has(r.from) && known.has(r.to)).length };
  },
  support: (t) => ({ parts: t.support.filter((r) => r.escrow > 0).length +
                            t.support.filter((r) => r.maximum > r.escrow).length }),
  drivers: (t) => {
    const rows = first(t.drivers, "supplier")
      .filter((r) => r.measure === "pro_rata" && Math.abs(r.high - r.low) > 0)
      .sort((a, b) => Math.abs(b.high - b.low) - Math.abs(a.high - a.low)).slice(0, 12);
    return { low: rows.filter((r) => r.low !== r.value).length,
             high: rows.filter((r) => r.high !== r.value).length };
  },
  waterfall: (t) => ({ steps: Math.min(12, first(t.drivers, "supplier")
                               .filter((r) => r.measure === "pro_rata" && r.shapley !== 0).length),
                       whole: 1 }),
  chance: (t) => ({ bins: t.histogram.length }),
  compare: (t) => ({ pro_rata: t.compare.filter((r) => r.measure === "loopback_pro_rata")
                                .flatMap((r) => [r.a, r.b]).filter((x) => x !== null).length }),
  profile: (t) => {
    const highest = new Map();
    for (const row of t.support_profile)
      highest.set(row.supplier, Math.max(highest.get(row.supplier) ?? 0, row.maximum));
    const most = [...highest].sort((a, b) => b[1] - a[1]).slice(0, 4).map(([id]) => id);
    return { bars: t.support_profile.filter((r) => most.includes(r.supplier)).length };
  },
  contagion: (t) => {
    const due = new Map();
    for (const row of t.deals)
      if (row.due > 0)
        due.set(`${row.payer} ${row.payee}`, true);
    return { due: Math.min(16, due.size),
             losses: Math.min(12, t.suppliers.filter((r) => r.loss > 0).length) };
  },
  curve: (t) => ({ falls: t.falls.length }),
  sources: (t) => ({ total: Math.min(10, first(t.sources, "supplier")
                             .filter((r) => r.measure === "exposure_pro_rata" && r.total > 0).length) }),
};

function sameCounts(view, chart, tables, what) {
  for (const [layer, count] of Object.entries(counts[chart]?.(tables) ?? {}))
    same(items(view, layer).length, count, `${what}: marks of ${layer}`);
}

// Bars are as long as the figures say: where they begin and end is read back from the scale.
function sameLengths(view, chart, tables, what) {
  if (chart !== "exposure" && chart !== "waterfall")
    return;
  const scale = view.scale("x"), value = (x) => scale.invert(x);
  const close = (a, b) => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(b));
  if (chart === "exposure")
    items(view, "interval").forEach((item, i) => {
      const row = tables.suppliers.filter((r) => r.loopback_max > r.loopback_min)[i];
      expect(close(value(item.x), row.loopback_min) &&
             close(value(item.x + item.width), row.loopback_max), `${what}: interval ${i}`);
    });
  if (chart === "waterfall") {
    const steps = items(view, "steps"), whole = items(view, "whole")[0];
    const total = first(tables.drivers, "supplier").find((r) => r.measure === "pro_rata").value;
    expect(close(value(steps[0].x), 0), `${what}: the first step begins at 0`);
    expect(close(value(whole.x + whole.width), total), `${what}: the last bar ends at the figure`);
    steps.forEach((item, i) =>
      expect(close(value(item.x + item.width) - value(item.x), Math.abs(item.datum.shapley)),
             `${what}: step ${i} is as long as what it contributes`));
  }
}

async function attempt(...of) {
  try { return await check(...of); }
  catch (error) { expect(false, `${of[3]}: ${error.message}`); }
}

// ---- everything -------------------------------------------------------------------------------

async function check(chart, file, scenario, what, whole) {
  const words = wordsOf(chart, file, scenario);
  const named = charts.filter(([analysis]) => analysis === chart[0]).length > 1
    ? ["--chart", chart[1]] : [];
  const made = run(...words, ...named, "--format", "vega-lite");
  const drawn = run(...words, ...named, "--format", "svg");
  same(made.status, drawn.status, `${what}: exit ${made.stderr}`);
  if (made.status !== 0)
    return;
  expect(!/<[\/!]/.test(made.stdout), `${what}: ends the script of a page that it stands in`);
  const { spec, view, svg } = await read(made.stdout, what);
  sameWords(spec, drawn.stdout, what);
  if (spec.datasets === undefined) {
    expect(plain(svg).includes(spec.description.slice(0, 40)), `${what}: does not say why`);
    return;
  }
  sameOrder(spec, drawn.stdout, scenario, what);
  const tables = JSON.parse(run(...words, "--format", "json").stdout).tables;
  sameRows(spec, view, tables, what);
  if (whole) {
    sameCounts(view, chart[1], tables, what);
    sameLengths(view, chart[1], tables, what);
  }
  return spec;
}

function scenarios() {
  const folders = ["data", "data/published", "data/textbook"];
  return folders.flatMap((folder) => readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".json")).map((name) => join(root, folder, name)))
    .filter((file) => file.includes(only)).map((file) => [file, JSON.parse(readFileSync(file, "utf8"))])
    .filter(([, scenario]) => scenario.schema === "circfin.scenario/1");
}

// Names that break out of a text, an expression, a field or a page; two of one name; a long one.
function hostile() {
  const names = ['"quoted" \\ name', "</script><script>alert(1)</script>", "line\nbreak", "\u{1F4B0} money",
                 "'] + datum['x", "@{unit} {capital}", "\u202Eright to left", "same", "same",
                 "w".repeat(400), "a.b[0]", "=1+1", "", "\u05D0\u05D1"];
  const entities = names.map((name, i) => ({ id: `e.${i}['"\\]@{unit}`, name: name || undefined,
                                             revenue: { amount: 50 } }));
  const deals = names.flatMap((_, i) => [
    { id: `d"${i}`, relation: "investor", payer: entities[i].id,
      payee: entities[(i + 1) % names.length].id, amount: 10 + i, status: "completed" },
    { id: `c'${i}</script>`, relation: "customer", payer: entities[(i + 1) % names.length].id,
      payee: entities[i].id, amount: { low: 5, base: 8 + i, high: 30 }, status: "signed",
      announced: "2025-0" + (1 + i % 9) },
    { id: `g@{unit}${i}`, relation: "investor", instrument: "guarantee", contingent: true,
      status: "signed", amount: 3 + i, payer: entities[i].id,
      payee: entities[(i + 2) % names.length].id }]);
  return { schema: "circfin.scenario/1", name: '</script> "x" \u{1F600} {unit}', currency: "USD",
           unit: "bn", as_of: "2026-01-31", entities, deals };
}

expect(charts.length >= 19, `only ${charts.length} charts were found in charts.def`);
for (const [file, scenario] of scenarios()) {
  const whole = file === join(root, "data/ai-deals.json");
  for (const chart of charts)
    await attempt(chart, file, scenario, `${file.slice(root.length + 1)} ${chart.join(" ")}`, whole);
}

const scenario = hostile(), file = join(place, "hostile.json");
writeFileSync(file, JSON.stringify(scenario));
same(run("check", file, "-q").status, 0, `the hostile scenario: ${run("check", file).stdout}`);
for (const chart of charts) {
  const spec = await attempt(chart, file, scenario, `hostile ${chart.join(" ")}`, false);
  const { title, description, datasets, ...look } = spec ?? {};
  if (!["sweep", "curve"].includes(chart[1])) // an axis of theirs is named as in the option
    expect(!/script|datum\['x|wwww|e\.\d/.test(JSON.stringify(look)),
           `hostile ${chart.join(" ")}: a name outside of data`);
}

rmSync(place, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
