// Comfort only: every page does its work without this script.
"use strict";

// An empty input asks for nothing, so it stays out of the address.
for (const form of document.querySelectorAll("form[method=get]")) {
  form.addEventListener("submit", () => {
    for (const input of form.elements) {
      if (input.name && !input.value) input.disabled = true;
    }
  });
  // Going back shows the page as it was left: the inputs must be usable again.
  window.addEventListener("pageshow", () => {
    for (const input of form.elements) input.disabled = false;
  });
}

// On a narrow screen the form would push the answer out of sight.
const narrow = window.matchMedia("(max-width: 63.99rem)");
for (const panel of document.querySelectorAll("details.filters")) {
  const fit = () => { panel.open = !narrow.matches; };
  fit();
  narrow.addEventListener("change", fit);
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const [told, text] = ["told", "copied"].map((name) => document.getElementById(name));
  button.hidden = false;
  button.addEventListener("click", () => {
    const address = new URL(location.href);
    address.searchParams.set("format", "json");
    copy(`curl '${address.href.replaceAll("'", "'\\''")}'`, text, told);
  });
}
