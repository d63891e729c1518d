// SPDX-License-Identifier: GPL-3.0-or-later
// Reads graphs with the parsers of other programs and prints what these understood.
// Usage: node read.mjs CHROMIUM FILE...
// Prints one line of JSON for each file, in order: {nodes: [{...}], edges: [{...}]}, or {error}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import cytoscape from "cytoscape";
import graphology from "graphology";
import gexf from "graphology-gexf";
import puppeteer from "puppeteer-core";

const [chromium, ...files] = process.argv.slice(2);
const mermaid = createRequire(import.meta.url).resolve("mermaid/dist/mermaid.min.js");

function readGexf(text) {
  const graph = gexf.parse(graphology.MultiDirectedGraph, text, { respectInputGraphType: true });

  return {
    nodes: graph.mapNodes((id, attributes) => ({ id, ...attributes })),
    edges: graph.mapEdges((id, attributes, source, target) => ({ ...attributes, id, source, target })),
  };
}

function readCyjs(text) {
  const graph = cytoscape({ headless: true, elements: JSON.parse(text).elements });

  return { nodes: graph.nodes().map((node) => node.data()), edges: graph.edges().map((edge) => edge.data()) };
}

// In the page: what the parser understood, and the labels as they are drawn.
async function draw(text) {
  window.mermaid.initialize({ startOnLoad: false, suppressErrorRendering: true });
  const diagram = await window.mermaid.mermaidAPI.getDiagramFromText(text);
  const edges = diagram.db.getEdges().map((edge) => (
    { source: edge.start, target: edge.end, text: edge.text, stroke: edge.stroke, style: edge.style }));
  const classes = new Map([...diagram.db.getVertices().values()].map((node) => [node.id, node.classes]));

  document.body.innerHTML = (await window.mermaid.render("drawn", text)).svg;
  for (const end of document.querySelectorAll(".nodeLabel br"))
    end.replaceWith("\n");
  return {
    edges,
    title: document.querySelector(".flowchartTitleText")?.textContent,
    groups: [...document.querySelectorAll(".cluster-label .nodeLabel")].map((label) => label.textContent),
    made: document.body.querySelectorAll("script, b, i, em, strong, img, a, li, .katex").length,
    nodes: [...document.querySelectorAll("g.node")].map((node) => {
      const id = /-(n\d+)-\d+$/.exec(node.id)?.[1];

      return { id, text: node.querySelector(".nodeLabel").textContent, classes: classes.get(id) };
    }),
  };
}

let browser = null, page = null;

async function readMermaid(text) {
  if (browser === null) {
    browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox"] });
    page = await browser.newPage();
    await page.addScriptTag({ path: mermaid });
  }
  return page.evaluate(draw, text);
}

for (const file of files) {
  const read = file.endsWith(".gexf") ? readGexf : file.endsWith(".cyjs") ? readCyjs : readMermaid;
  let got;

  try {
    got = await read(readFileSync(file, "utf8"));
  } catch (error) {
    got = { error: String(error) };
  }
  console.log(JSON.stringify(got));
}
await browser?.close();
