// SPDX-License-Identifier: GPL-3.0-or-later
// report.html in a real browser. Usage: node test_page.mjs CIRCFIN ROOT [CHROMIUM]
// Prints what is wrong and a closing line `N passed, M failed`.
// Also what paper has of it, and the PDF that circfin prints itself.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const [circfin, root, chromium = "/usr/bin/chromium"] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const place = mkdtempSync(join(tmpdir(), "circfin-browser-"));
let passed = 0, failed = 0;

function expect(holds, words) {
  if (holds) passed++;
  else { failed++; console.log(words); }
}

function same(actual, expected, words) {
  expect(JSON.stringify(actual) === JSON.stringify(expected),
         `${words}: ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
}

function report(scenario, ...options) {
  const folder = mkdtempSync(join(place, "report-"));
  execFileSync(circfin, ["report", scenario, "-o", folder, "--quiet", ...options]);
  return "file://" + join(folder, "report.html");
}

function largeScenario() {
  const deals = [];
  for (let i = 0; i < 5000; i++) {
    const payer = `e${(i * 7) % 700}`, payee = `e${(i * 13 + Math.floor(i / 700) + 1) % 700}`;
    if (payer !== payee)
      deals.push({ id: `d${i}`, relation: i % 3 ? "customer" : "investor", payer, payee,
                   amount: 1 + i % 17, note: "a note ".repeat(10) });
  }
  const entities = Array.from({ length: 700 }, (_, i) => ({ id: `e${i}` }));
  const file = join(place, "large.json");
  writeFileSync(file, JSON.stringify({ schema: "circfin.scenario/1", name: "large",
                                       currency: "USD", unit: "bn", entities, deals }));
  return { file, deals: deals.length };
}

// A page that tells of every complaint and of every request that leaves.
async function open(browser, url, { width = 1400, scheme = "light", script = true } = {}) {
  const page = await browser.newPage();
  const told = [];
  page.on("console", (message) => told.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => told.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (request.url() !== url) told.push(`request: ${request.url()}`);
  });
  await page.setJavaScriptEnabled(script);
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto(url, { waitUntil: "load" });
  if (script) // the panel, where there is one, builds itself while the page is there already
    await page.waitForFunction(() => !document.getElementById("panel") || document.getElementById("panel").dataset.listed);
  return { page, told };
}

// The numbers of the edges that are lit in a picture, each once.
const lit = (page, id) => page.evaluate((id) => [...new Set(
  [...document.querySelectorAll(`#${id}.lighting .cf-edge.cf-lit`)]
    .map((edge) => Number(edge.dataset.edge)))].sort((a, b) => a - b), id);

// What should be: the pictures say themselves whose money comes round on an edge.
const carrying = (page, id, supplier) => page.evaluate((id, supplier) => [...new Set(
  [...document.querySelectorAll(`#${id} .cf-edge`)]
    .filter((edge) => (edge.dataset.suppliers ?? "").split(" ").includes(supplier))
    .map((edge) => Number(edge.dataset.edge)))].sort((a, b) => a - b), id, supplier);

async function looksRight(browser, url, width, scheme) {
  const { page, told } = await open(browser, url, { width, scheme });
  const where = `${width} px, ${scheme}`;
  const seen = await page.evaluate(() => ({
    overflow: document.documentElement.scrollWidth - window.innerWidth,
    paper: getComputedStyle(document.body).backgroundColor,
    svg: getComputedStyle(document.querySelector(".cf-paper")).fill,
    wide: [...document.querySelectorAll("svg.cf-picture")].filter((svg) =>
      svg.getBoundingClientRect().right > window.innerWidth).map((svg) => svg.textContent.slice(0, 40)),
    first: ["#answer .answer", "#intervals-title", "#sankey"].map((what) =>
      document.querySelector(what).parentElement.getBoundingClientRect().top),
  }));
  same(told, [], `${where}: complaints`);
  expect(seen.overflow <= 0, `${where}: the page is ${seen.overflow} px too wide`);
  same(seen.wide, [], `${where}: charts that do not fit`);
  if (width >= 1000)
    expect(Math.max(...seen.first) < 900, `${where}: not on the first screen: ${seen.first}`);
  same(seen.paper, scheme === "dark" ? "rgb(18, 24, 30)" : "rgb(255, 255, 255)", `${where}: paper`);
  same(seen.svg, seen.paper, `${where}: paper of the pictures`);
  await page.evaluate(axe);
  await page.evaluate(() => document.querySelectorAll("details")
    .forEach((details) => { details.open = true; }));
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: {
    type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
                          "best-practice"] } }));
  for (const violation of violations)
    console.log(`  ${violation.id}: ${violation.help}: ${violation.nodes.length} times, such as ` +
                violation.nodes[0].html.slice(0, 160));
  same(violations.map((violation) => violation.id), [], `${where}: axe`);
  await page.close();
}

// What is lit of the entities, and how strong edges are.
const litEntities = (page, id) => page.evaluate((id) => [...new Set(
  [...document.querySelectorAll(`#${id}.lighting .cf-entity.cf-lit`)]
    .map((entity) => entity.dataset.entity))].sort(), id);

const endsOfLit = (page, id) => page.evaluate((id) => [...new Set(
  [...document.querySelectorAll(`#${id}.lighting .cf-edge.cf-lit`)]
    .flatMap((edge) => [edge.dataset.payer, edge.dataset.payee]))].sort(), id);

// The opacity that each lit edge comes to, by its number.
const strengths = (page, id) => page.evaluate((id) => Object.fromEntries(
  [...document.querySelectorAll(`#${id}.lighting .cf-edge.cf-lit`)]
    .map((edge) => [edge.dataset.edge, Number(edge.style.getPropertyValue("--weight"))])), id);

async function weighs(page, id, supplier) {
  const marks = await page.$eval(".supplier", (article, id) => Object.fromEntries(
    article.getAttribute(`data-${id}`).split(" ").map((mark) => mark.split(":").map(Number))), id);
  const strong = await strengths(page, id);
  const byMark = Object.keys(strong).sort((a, b) => marks[a] - marks[b] || a - b);
  const byStrength = Object.keys(strong).sort((a, b) => strong[a] - strong[b] || a - b);

  same(Math.max(...Object.values(marks)), 100, `${supplier}: the largest mark in ${id}`);
  same(byStrength, byMark, `${supplier}: edges of ${id} by strength`);
  expect(Math.max(...Object.values(strong)) > 1.5 * Math.min(...Object.values(strong)),
         `${supplier}: all edges of ${id} are as strong`);
  same(await litEntities(page, id), (await endsOfLit(page, id)).filter((entity) => entity),
       `${supplier}: entities lit in ${id}`);
  same(await page.evaluate((id) => {
    const dim = document.querySelector(`#${id} .cf-entity:not(.cf-lit)`);
    dim.style.transition = "none";
    return getComputedStyle(dim).opacity;
  }, id), "0.25", `${supplier}: a label that is not on the way, in ${id}`);
}

async function lightsUp(browser, url, suppliers, loopLength) {
  const { page, told } = await open(browser, url);
  for (const [index, supplier] of suppliers.entries()) {
    await page.hover(`.supplier:nth-of-type(${index + 1}) h3`);
    for (const id of ["graph", "sankey"])
      same(await lit(page, id), await carrying(page, id, supplier), `hover ${supplier}: ${id}`);
    if (index === 0)
      for (const id of ["graph", "sankey"]) await weighs(page, id, supplier);
  }
  expect((await lit(page, "graph")).length > 0, "no edge is lit");
  await page.hover("h1");
  same(await lit(page, "graph"), [], "lit though nothing is pointed at");

  await page.hover(".loops > li .chain");
  expect((await lit(page, "graph")).length >= loopLength, "a loop lights up fewer edges than hops");

  await page.focus(".choice .light");
  same(await lit(page, "graph"), await carrying(page, "graph", suppliers[0]), "focus");
  await page.keyboard.press("Enter");
  await page.focus("nav a");
  await page.hover("h1");
  same(await lit(page, "graph"), await carrying(page, "graph", suppliers[0]), "held by a press");
  const pressed = () => page.evaluate(() => [
    document.querySelectorAll(".light[aria-pressed=true]").length,
    document.getElementById("lit").hidden, document.getElementById("lit").textContent]);
  same((await pressed()).slice(0, 2), [1, false], "pressed");
  expect((await pressed())[2].startsWith("Highlighted: "), "the bar does not say what is highlighted");
  await page.keyboard.press("Escape");
  same((await pressed()).slice(0, 2), [0, true], "cleared by Escape");
  same(await lit(page, "graph"), [], "lit after Escape");
  same(told, [], "complaints while lighting up");
  await page.close();
}

const pagesOf = (pdf) =>
  (Buffer.from(pdf).toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length;

const isOnPaper = (page, places) => page.evaluate((places) => places.map((what) =>
  document.querySelector(what).getClientRects().length > 0), places);

// Every deal: searched, filtered, sorted by keyboard, and found again by a link.
async function findsRows(browser, url) {
  const { page, told } = await open(browser, url);
  const rows = () => page.$$eval("#deals tbody tr", (all) => all.filter((row) => !row.hidden)
    .map((row) => ({ id: row.id, text: row.textContent.toLowerCase(), amount: row.cells[2].textContent,
                     status: row.cells[1].firstChild.textContent.trim() })));
  const every = (await rows()).length;
  await page.evaluate(() => document.querySelectorAll("details").forEach((each) => { each.open = true; }));
  await page.focus("#deals .tools input");
  await page.keyboard.type("oracle");
  const found = await rows();
  expect(found.length > 0 && found.length < every && found.every((row) => row.text.includes("oracle")),
         `the search finds ${found.length} of ${every}`);
  same(await page.$eval("#deals .tools [role=status]", (status) => status.textContent),
       `${found.length} of ${every}`, "what the search says");
  const hidden = await page.$eval("#deals tbody tr[hidden]", (row) => row.id);
  await page.evaluate((id) => { location.hash = id; }, hidden);
  await page.waitForFunction((id) => !document.getElementById(id).hidden, {}, hidden);
  same((await rows()).length, every, "rows after a link to a hidden one");
  await page.select("#deals .tools select", "signed");
  expect((await rows()).every((row) => row.status.startsWith("signed")), "the filter leaves others");
  await page.select("#deals .tools select", "");
  await page.focus("#deals th.n .sort");
  await page.keyboard.press("Enter");
  const amounts = (await rows()).map((row) => parseFloat(row.amount.replace(/,/g, ""))).filter((each) => each >= 0);
  same(amounts, amounts.slice().sort((a, b) => b - a), "amounts, largest first");
  same(await page.$eval("#deals th.n", (head) => head.getAttribute("aria-sort")), "descending", "what the column says");
  const loops = await page.$$eval(".loops", (lists) => lists[0].children.length);
  await page.type("#loops .tools input", "nvidia");
  expect((await page.$$eval(".loops", (lists) => lists[0].querySelectorAll(":scope > li:not([hidden])").length)) <= loops,
         "more loops than before");
  same(told, [], "complaints while finding rows");
  await page.close();
}

async function prints(browser, url) {
  const { page } = await open(browser, url, { scheme: "dark" });
  const places = ["main", "#sankey", "#deals", "details", "nav", ".light", ".printed"];
  await page.emulateMediaType("print");
  same(await isOnPaper(page, places), [true, true, false, false, false, false, true],
       `on paper: ${places}`);
  for (const format of ["A4", "letter"]) {
    const pages = pagesOf(await page.pdf({ format }));
    expect(pages >= 6 && pages <= 8, `${format}: ${pages} pages, not six to eight`);
  }
  await page.close();
}

async function printsAppendix(browser) {
  const url = report(join(root, "data/ai-deals.json"), "--appendix");
  const { page } = await open(browser, url);
  const folded = () => page.evaluate(() => document.querySelectorAll("details:not([open])").length);
  const before = await folded();
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  same(await folded(), 0, "folded on paper");
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  same(await folded(), before, "not folded again");
  await page.emulateMediaType("print");
  same(await isOnPaper(page, ["#deals", "#deals tbody tr", ".printed"]), [true, true, false],
       "with the appendix: deals, and no note that they are not there");
  await page.close();
}

// What circfin prints by itself: the same pages and bytes, and nothing left behind.
function printsPdf() {
  const temporary = mkdtempSync(join(place, "temporary-"));
  const env = { ...process.env, CIRCFIN_BROWSER: chromium, TMPDIR: temporary };
  const print = (name, ...options) => {
    const file = join(place, name);
    execFileSync(circfin, ["report", join(root, "data/ai-deals.json"), "-o", file, "--quiet",
                           ...options], { env });
    return readFileSync(file);
  };
  const pdf = print("one.pdf");
  expect(pagesOf(pdf) >= 6 && pagesOf(pdf) <= 8, `the PDF has ${pagesOf(pdf)} pages`);
  expect(pdf.equals(print("two.pdf")), "a PDF has other bytes the second time");
  expect(!pdf.includes("file:/"), "the PDF names a place on this machine");
  expect(pdf.includes("/CreationDate (D:20261010000000"), "the PDF has another date");
  expect(pdf.includes("/MediaBox [0 0 59"), "the PDF is not on A4");
  const letter = print("letter.pdf", "--paper", "letter");
  expect(letter.includes("/MediaBox [0 0 612 792]"), "the PDF is not on letter");
  expect(pagesOf(letter) <= 8, `on letter, the PDF has ${pagesOf(letter)} pages`);
  expect(pagesOf(print("long.pdf", "--appendix")) > 20, "no appendix in the PDF");
  same(readdirSync(temporary), [], "left behind");
}

async function readsWithoutScript(browser, url) {
  const { page, told } = await open(browser, url, { script: false });
  const seen = await page.$eval("main", (main) => ({
    answer: main.querySelector(".answer").textContent,
    buttons: [...main.querySelectorAll("button")].filter((b) => b.getClientRects().length).length }));
  expect(seen.answer.startsWith("Of the "), `no answer without script: ${seen.answer}`);
  same(seen.buttons, 0, "buttons that do nothing");
  same(told, [], "complaints without script");
  await page.close();
}

async function opensLarge(browser) {
  const { file, deals } = largeScenario();
  const { page, told } = await open(browser, report(file));
  same(await page.$$eval("#deals tbody tr", (rows) => rows.length), Math.min(deals, 2000),
       "rows of 5,000 deals: the first 2,000");
  same(told, [], "complaints of a large page");
  await page.close();
}

async function isHarmless(browser) {
  const { page, told } = await open(browser, report(join(root, "tests/documents/hostile.json")));
  same(told, [], "complaints about hostile names");
  same(await page.$$eval("script:not([type])", (scripts) => scripts.length), 1, "scripts");
  expect((await page.title()).startsWith("</title><script>alert(1)</script>"), "the title is cut");
  await page.close();
}

const url = report(join(root, "data/ai-deals.json"));
const json = (command) => JSON.parse(execFileSync(
  circfin, [command, join(root, "data/ai-deals.json"), "--format", "json"],
  { maxBuffer: 1 << 26 })).tables;
const browser = await puppeteer.launch({
  executablePath: chromium, args: process.getuid() === 0 ? ["--no-sandbox"] : [],
  protocolTimeout: 900000 }); // ms, on a busy machine
try {
  await looksRight(browser, url, 1400, "light");
  await looksRight(browser, url, 1400, "dark");
  await looksRight(browser, url, 390, "light");
  await looksRight(browser, url, 360, "dark");
  await lightsUp(browser, url, json("score").suppliers.slice(0, 3).map((row) => row.entity),
                 json("loops").loops[0].length);
  await findsRows(browser, url);
  await prints(browser, url);
  await printsAppendix(browser);
  printsPdf();
  await readsWithoutScript(browser, url);
  await isHarmless(browser);
  await opensLarge(browser);
} finally {
  await browser.close();
  rmSync(place, { recursive: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
