// SPDX-License-Identifier: GPL-3.0-or-later
// Turns payments in Parquet into shards for `circfin score --shards` and `circfin merge`.
//
//   node shards.mjs PAYMENTS.parquet FOLDER --currency USD [--unit one] [--size 1000000]
//
// Columns: payer, payee, relation, amount. All computing is in steps.sql; this program repeats its
// steps until nothing changes.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    currency: { type: "string" },
    unit: { type: "string", default: "one" },
    size: { type: "string", default: "1000000" },
    database: { type: "string", default: ":memory:" },
  },
});
const [file, folder] = positionals;
if (!file || !folder || !/^[A-Z]{3}$/.test(options.currency ?? "") || !(Number(options.size) >= 1)) {
  console.error("usage: node shards.mjs PAYMENTS.parquet FOLDER --currency USD " +
    "[--unit one|thousand|million|bn] [--size EDGES] [--database FILE]");
  process.exit(2);
}
if (existsSync(join(folder, "manifest.json"))) {
  console.error(`${folder} has shards already: name another folder`);
  process.exit(4);
}

const steps = new Map(
  readFileSync(fileURLToPath(new URL("steps.sql", import.meta.url)), "utf8")
    .split(/^-- step: /m).slice(1)
    .map((part) => [part.slice(0, part.indexOf("\n")), part.slice(part.indexOf("\n"))]),
);
const db = await (await DuckDBInstance.create(options.database)).connect();

// Runs a step with its texts and numbers filled in; the rows of the last statement as objects.
async function run(step, values = {}) {
  const sql = steps.get(step).replace(/\$(\w+)/g, (_, name) =>
    typeof values[name] === "number" ? `${values[name]}` : `'${values[name].replaceAll("'", "''")}'`);
  const reader = await db.runAndReadAll(sql);
  return reader.getRowObjects().map((row) =>
    Object.fromEntries(Object.entries(row).map(([key, value]) =>
      [key, typeof value === "bigint" ? Number(value) : value])));
}
const count = async (step) => (await run(step))[0].rows;

// Repeats a step until the number of rows stays the same.
async function untilEven(step, counted) {
  let before = -1;
  for (let now = await count(counted); now !== before; now = await count(counted)) {
    before = now;
    await run(step);
  }
  return before;
}

async function findComponents() {
  while ((await untilEven("trim", "live")) > 0) {
    await run("colour");
    for (;;) {
      await run("spread");
      if ((await count("spreads")) === 0) break;
      await run("take");
    }
    await run("root");
    await untilEven("back", "found");
    await run("remove");
  }
}

function about(path) {
  const bytes = readFileSync(path);
  return { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

async function writeShard(tally, scored) {
  const name = `shard-${tally.shard}`, at = join(folder, name);
  const files = { "deals.csv": join(at, "deals.csv"), "entities.csv": join(at, "entities.csv"),
                  "scenario.csv": join(at, "scenario.csv") };
  mkdirSync(at, { recursive: true });
  await run("write_deals", { shard: tally.shard, deals: files["deals.csv"] });
  await run("write_entities", { shard: tally.shard, entities: files["entities.csv"] });
  writeFileSync(files["scenario.csv"], `key,value\nname,${name}\ncurrency,${options.currency}\n` +
    `unit,${options.unit}\n`);
  const { shard, ...sums } = tally;
  return {
    folder: name, name, ...sums,
    scenario: {
      entities: tally.entities + scored.more, deals: scored.deals, gross: scored.gross,
      throughflow: tally.throughflow + tally.in + tally.out,
    },
    files: Object.fromEntries(Object.entries(files).map(([key, path]) => [key, about(path)])),
  };
}

await run("read", { file });
const [bad] = await run("bad");
if (bad.rows > 0) {
  console.error(`${file}: ${bad.rows} rows are not payments, such as from ${bad.such}; circfin trim ` +
    "on them as CSV says why");
  process.exit(3);
}
for (const step of ["merge", "balances"]) await run(step);
await findComponents();
await run("group", { size: Number(options.size) });
for (const step of ["deals", "guard"]) await run(step);
mkdirSync(folder, { recursive: true });
await run("write_nodes", { nodes: join(folder, "nodes.parquet") });

const [whole] = await run("whole");
const tallies = await run("tallies"), scored = await run("scored");
const none = { entities: 0, inside: 0, in: 0, out: 0, throughflow: 0, outside_funds: 0, suppliers: 0 };
const { shard, ...rest } = tallies.find((tally) => tally.shard === 0) ?? none;
const shards = [];
for (const tally of tallies.filter((each) => each.shard > 0))
  shards.push(await writeShard(tally, scored.find((each) => each.shard === tally.shard)));
writeFileSync(join(folder, "manifest.json"), JSON.stringify({
  schema: "circfin.manifest/1", name: "shards", currency: options.currency, unit: options.unit,
  source: { file, ...about(file) }, whole: { ...whole, payments: whole.payments ?? 0 }, rest, shards,
}, null, 1) + "\n");
console.error(`wrote ${folder}: ${shards.length} shards, ${whole.entities - rest.entities} of ` +
  `${whole.entities} entities`);
