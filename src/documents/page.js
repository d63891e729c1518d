/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Highlights the way of a supplier or a loop in both pictures. The page is complete without it. */
(function () {
  "use strict";
  var bar = document.getElementById("lit");
  var held = null; /* what a pressed button keeps highlighted */
  var opened = [];

  document.documentElement.classList.add("scripted");

  /* "4:100 7:3" as { 4: 100, 7: 3 }: edges, and what they carry in percent of the largest. */
  function weightsOf(way, id) {
    var weights = {};

    ((way && way.getAttribute("data-" + id)) || "").split(" ").forEach(function (mark) {
      if (mark) weights[mark.split(":")[0]] = Number(mark.split(":")[1]);
    });
    return weights;
  }

  /* The more an edge carries, the stronger it is; of the entities only the ends of such edges. */
  function lightIn(id, way) {
    var picture = document.getElementById(id);
    var weights = weightsOf(way, id);
    var ends = {};

    if (!picture) return;
    picture.classList.toggle("lighting", Object.keys(weights).length > 0);
    picture.querySelectorAll("[data-edge]").forEach(function (edge) {
      var weight = weights[edge.dataset.edge];

      edge.classList.toggle("cf-lit", weight > 0);
      edge.style.setProperty("--weight", 0.3 + 0.7 * Math.sqrt((weight || 0) / 100));
      if (weight > 0 && edge.dataset.payer) ends[edge.dataset.payer] = ends[edge.dataset.payee] = true;
    });
    picture.querySelectorAll(".cf-entity").forEach(function (entity) {
      entity.classList.toggle("cf-lit", ends[entity.dataset.entity] === true);
    });
  }

  function light(way) {
    lightIn("graph", way);
    lightIn("sankey", way);
  }

  function wayOf(target) {
    return target instanceof Element ? target.closest("[data-way]") : null;
  }

  function announce(words) {
    var link = document.createElement("a");
    var button = document.createElement("button");

    bar.textContent = "";
    bar.hidden = !words;
    if (!words) return;
    bar.append(words);
    link.href = "#sankey";
    link.textContent = "To the picture";
    button.type = "button";
    button.textContent = "Clear";
    button.addEventListener("click", function () { hold(null); });
    bar.append(link, button);
  }

  function hold(button) {
    document.querySelectorAll(".light[aria-pressed=true]").forEach(function (other) {
      other.setAttribute("aria-pressed", "false");
    });
    held = button && wayOf(button);
    if (button) button.setAttribute("aria-pressed", "true");
    announce(button && button.textContent.replace("Highlight", "Highlighted:"));
    light(held);
  }

  document.addEventListener("mouseover", function (event) { light(wayOf(event.target) || held); });
  document.addEventListener("focusin", function (event) { light(wayOf(event.target) || held); });
  document.addEventListener("focusout", function () { light(held); });
  document.addEventListener("click", function (event) {
    var button = event.target instanceof Element ? event.target.closest(".light") : null;

    if (button) hold(button.getAttribute("aria-pressed") === "true" ? null : button);
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") hold(null);
  });

  /* Paper cannot be unfolded; what is not of the appendix is not folded. */
  window.addEventListener("beforeprint", function () {
    if (!document.documentElement.classList.contains("with-appendix")) return;
    opened = Array.from(document.querySelectorAll("details:not([open])"));
    opened.forEach(function (details) { details.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (details) { details.open = false; });
    opened = [];
  });

  /* A link to a deal unfolds what it leads to. */
  function unfold() {
    var target = document.getElementById(location.hash.slice(1));
    var folded = target && target.closest("details:not([open])");

    if (!folded) return;
    folded.open = true;
    target.scrollIntoView();
  }
  window.addEventListener("hashchange", unfold);
  unfold();
})();
