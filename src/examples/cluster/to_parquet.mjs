// SPDX-License-Identifier: GPL-3.0-or-later
// Tables between CSV or JSON and Parquet:
//
//   node to_parquet.mjs payments.csv payments.parquet      a file of payments
//   node to_parquet.mjs score.json suppliers.parquet       the suppliers of a result of circfin
import { readFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";

const [from, to] = process.argv.slice(2);
if (!from || !to) {
  console.error("usage: node to_parquet.mjs FILE.csv|RESULT.json FILE.parquet");
  process.exit(2);
}
const text = (value) => `'${value.replaceAll("'", "''")}'`;
const db = await (await DuckDBInstance.create(":memory:")).connect();
// Without a row there is nothing to tell the columns from.
const isEmpty = from.endsWith(".json") &&
  JSON.parse(readFileSync(from, "utf8")).tables.suppliers.length === 0;
const rows = isEmpty
  ? "SELECT '' AS entity WHERE false"
  : from.endsWith(".json")
  ? `SELECT row.* FROM (SELECT unnest(tables.suppliers) AS row
       FROM read_json(${text(from)}, maximum_object_size = 1073741824))`
  : `SELECT payer, payee, relation, amount::DOUBLE AS amount
       FROM read_csv(${text(from)}, header = true, all_varchar = true)`;
await db.run(`COPY (${rows}) TO ${text(to)} (FORMAT parquet)`);
