"use strict";
const prefix = {{ prefix | tojson }};
// Rows shown, characters of an address in a row, and of a body below it.
const most = 200, longestAddress = 300, longestBody = 20000;
// The newest entry that is shown: a mock that was started anew counts from 1 again.
let newest = null;

const element = (name, kind, text) => {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  made.textContent = text ?? "";
  return made;
};
const shortened = (text, longest) => text.length <= longest ? text : `${text.slice(0, longest)}… (${text.length - longest} more characters)`;

async function ask(path) {
  const answer = await fetch(`${prefix}/${path}`);
  const value = await answer.json();
  if (!answer.ok) throw new Error(value.detail);
  return value;
}

function row(entry) {
  const made = element("tr"), asked = element("td", "url"), whole = element("details");
  // The host may be one that no parser reads, as it was sent.
  const address = entry.url.replace(/^[a-z]+:\/\/[^/?#]*/i, "");
  whole.append(element("summary", "", `${entry.method} ${shortened(address, longestAddress)}`));
  whole.addEventListener("toggle", () => { if (whole.open && !whole.querySelector(".exchange")) show(entry, whole); });
  asked.append(...entry.hints.map((hint) => element("span", "hint", hint)));
  asked.prepend(whole);
  const status = element("td", entry.status < 400 ? "good" : "bad", entry.status);
  made.append(element("td", "amount", entry.number), asked, status, element("td", "amount wide", entry.bytes), element("td", "amount wide", entry.milliseconds));
  return made;
}

async function show(entry, whole) {
  const place = element("div", "exchange");
  whole.append(place);
  try {
    const detail = await ask(`journal/${entry.number}`);
    place.append(...detail.notes.map((note) => element("p", "", note)), copies(detail), message("Request", detail.request), message(`Answer ${detail.status}`, detail.response));
  } catch (error) {
    place.append(element("p", "", error.message));
  }
}

function copies(detail) {
  const made = element("div"), buttons = element("p", "actions"), told = element("p", "told"), text = element("pre");
  told.setAttribute("role", "status");
  scrolls(text, "The copy");
  text.hidden = true;
  for (const [name, copied] of Object.entries(detail.copies)) {
    const button = element("button", "button", `Copy as ${name}`);
    button.type = "button";
    button.addEventListener("click", () => copy(copied, text, told));
    buttons.append(button);
  }
  made.append(buttons, told, text);
  return made;
}

function message(name, sent) {
  const made = element("section"), headers = element("pre"), body = element("pre");
  headers.textContent = sent.headers.map(([header, value]) => `${header}: ${value}`).join("\n");
  body.textContent = shortened(sent.body.text, longestBody);
  scrolls(headers, `${name}: headers`);
  scrolls(body, `${name}: body`);
  made.append(element("h3", "", name), sent.headers.length ? headers : element("p", "", "No headers."));
  if (sent.body.encoding) made.append(element("p", "", `The body is no text; it stands here in ${sent.body.encoding}.`));
  made.append(sent.body.text ? body : element("p", "", "No body."));
  return made;
}

// What scrolls has to be reached by keyboard.
function scrolls(place, name) {
  place.tabIndex = 0;
  place.setAttribute("role", "region");
  place.setAttribute("aria-label", name);
}

function figures(state) {
  const parts = [["requests", state.requests], ...Object.entries(state.statuses), ["faults", state.faults.join(", ") || "none"], ["failures armed", state.failures.length], ["throttle", state.throttle ? `${state.throttle.requests} in ${state.throttle.seconds} s` : "none"]];
  if (state.upstream) {
    const { answers, left, closed } = state.upstream;
    parts.push(...Object.entries(answers), ["upstream", closed || (left === null ? "asked" : `${left} requests left`)]);
  }
  document.getElementById("figures").replaceChildren(...parts.map(([name, value]) => {
    const item = element("li", "", `${name} `);
    item.append(element("strong", "", value));
    return item;
  }));
}

function findings(upstream) {
  const place = document.getElementById("findings"), found = upstream ? upstream.findings : [];
  place.hidden = !found.length;
  if (place.childElementCount === found.length) return;
  place.replaceChildren(...found.map(({ check, level, message, curl }) => {
    const item = element("li", "", `${level}: ${check}: ${message}`), lines = element("pre");
    lines.textContent = curl.join("\n");
    scrolls(lines, `${check}: requests`);
    item.append(lines);
    return item;
  }));
}

function trouble(sentences) {
  const place = document.getElementById("trouble"), text = sentences.filter(Boolean).join("\n");
  if (place.textContent !== text) place.textContent = text;
  place.hidden = !text;
}

function add(entries) {
  const body = document.getElementById("entries");
  if (newest) entries = entries.slice(1);
  else body.replaceChildren();
  for (const entry of entries.slice(-most)) body.prepend(row(entry));
  while (body.children.length > most) body.lastChild.remove();
  newest = entries.at(-1) ?? newest;
  if (!newest) body.append(nothing());
}

function nothing() {
  const made = element("tr"), cell = element("td", "", "Nothing was asked yet.");
  cell.colSpan = 5;
  made.append(cell);
  return made;
}

async function refresh() {
  try {
    const state = await ask("state");
    let { entries } = await ask(`journal?after=${newest ? newest.number - 1 : 0}`);
    if (newest && (entries[0]?.number !== newest.number || entries[0].moment !== newest.moment)) {
      newest = null;
      ({ entries } = await ask("journal"));
    }
    figures(state);
    findings(state.upstream);
    trouble([state.trouble, ...state.notices]);
    add(entries);
  } catch (error) {
    trouble([error instanceof TypeError ? "The mock does not answer; this page tries again." : error.message]);
  } finally {
    setTimeout(refresh, document.hidden ? 5000 : 1000);
  }
}
refresh();
