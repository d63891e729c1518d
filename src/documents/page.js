/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lights up the route of a supplier or a loop in both pictures. The page is complete without it. */
(function () {
  "use strict";
  var bar = document.getElementById("lit");
  var held = null; /* what a pressed button keeps lit */
  var opened = [];

  document.documentElement.classList.add("scripted");

  function lightIn(id, way) {
    var picture = document.getElementById(id);
    var wanted = way && way.getAttribute("data-" + id);
    var numbers = wanted ? wanted.split(" ") : [];

    if (!picture) return;
    picture.classList.toggle("lighting", numbers.length > 0);
    picture.querySelectorAll(".cf-edge").forEach(function (edge) {
      edge.classList.toggle("cf-lit", numbers.indexOf(edge.getAttribute("data-edge")) >= 0);
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
    link.href = "#money";
    link.textContent = "To the pictures";
    button.type = "button";
    button.textContent = "Put out";
    button.addEventListener("click", function () { hold(null); });
    bar.append(link, button);
  }

  function hold(button) {
    document.querySelectorAll(".light[aria-pressed=true]").forEach(function (other) {
      other.setAttribute("aria-pressed", "false");
    });
    held = button && wayOf(button);
    if (button) button.setAttribute("aria-pressed", "true");
    announce(button && button.textContent.replace("Light up", "Lit:"));
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

  /* Paper cannot be unfolded. */
  window.addEventListener("beforeprint", function () {
    opened = Array.from(document.querySelectorAll("details:not([open])"));
    opened.forEach(function (details) { details.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (details) { details.open = false; });
  });
})();
