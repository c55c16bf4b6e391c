"use strict";

// The viewer has a dark dress of its own; which one it wears follows the reader's setting.
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const dress = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dress();
dark.addEventListener("change", dress);

window.ui = SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#viewer",
  // Its links to an operation would stand inside that operation's button: nothing for a keyboard.
  deepLinking: false,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  validatorUrl: null,
  // The choice of server comes without a name of its own.
  onComplete: () => document.querySelector("#servers")?.setAttribute("aria-label", "Server"),
});
