"""
Nothing overlaps and nothing scrolls sideways, in narrow and wide windows, light and dark; axe finds no fault.

With the variable APICONTRACT_SCREENSHOTS set to a folder, each page that is looked at leaves its picture there.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

import pytest
from report_samples import CHECK, DIFF, hostile

from apicontract.contract.catalog import load_api
from apicontract.reports.as_html import html

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from conftest import Visitor

API = load_api()
LIST = f"{API.base_path}{API.primary}/"
LONGEST = max(API.resources.values(), key=lambda each: len(each.parameters))
PAGES = {
    "list": f"{LIST}?format=api&limit=1",
    "filtered": f"{LIST}?format=api&search=a&limit=1&offset=2&ordering=-{API.resources[API.primary].ordering[0].name}",
    "record": "",  # the first of the list, whichever that is
    "longest form": f"{API.base_path}{LONGEST.name}/?format=api&limit=1",
    "missing": f"{LIST}987654321/?format=api",
    "root": f"{API.base_path}?format=api",
    "index": "/",
    "docs": "/docs/",
    "journal": "/__mock__/",
    "entry": "/__mock__/",
    "unknown": "/__mock__/nothing",
    "wrong method": "/__mock__/reset",
    "no such page": f"{API.base_path}nothing/",
}
REPORTS = {"check report": CHECK, "diff report": DIFF, "hostile report": hostile()}
#: What the journal has to show.
ASKED_BEFORE = {
    "journal": ("?limit=2", "?in_space=true&ordering=-flights_count", "?is_placeholders=true", "?limit=1000"),
    "entry": ("?limits=3&search=Soyuz",),
}
WINDOWS = [(width, scheme) for width in (360, 800, 1400) for scheme in ("light", "dark")]

#: Pairs of things to press or to fill in that lie on each other. Each is taken line by line, as text flows,
#: and only as far as it can be seen inside what scrolls around it.
OVERLAPS = """() => {
  const seen = [];
  for (const element of document.querySelectorAll("a, button, input, select, summary, h1, h2, label")) {
    if (!element.checkVisibility() || element.classList.contains("skip")) continue;
    const frames = [];
    for (let each = element.parentElement; each; each = each.parentElement) {
      if (each !== document.documentElement && getComputedStyle(each).overflowY !== "visible") {
        frames.push(each.getBoundingClientRect());
      }
    }
    for (const box of element.getClientRects()) {
      const top = Math.max(box.top, ...frames.map((each) => each.top));
      const bottom = Math.min(box.bottom, ...frames.map((each) => each.bottom));
      if (box.width && bottom > top) seen.push([element, { left: box.left, right: box.right, top, bottom }]);
    }
  }
  const wrong = [];
  for (const [a, one] of seen) for (const [b, two] of seen) {
    if (a === b || a.contains(b) || b.contains(a)) continue;
    const wide = Math.min(one.right, two.right) - Math.max(one.left, two.left);
    const high = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
    if (wide > 1 && high > 3) wrong.push(`${a.outerHTML.slice(0, 80)} on ${b.outerHTML.slice(0, 80)}`);
  }
  return wrong;
}"""


def address(mock: str, name: str, folder: Path) -> str:
    """
    Return the URL of a page; the journal has something to show, and a report is a file.
    """
    if name in REPORTS:
        file = folder / "report.html"
        file.write_text(html(REPORTS[name]), encoding="utf-8")
        return file.as_uri()
    if name in ASKED_BEFORE:
        urlopen(Request(f"{mock}/__mock__/journal", method="DELETE")).close()
        for path in ASKED_BEFORE[name]:
            urlopen(Request(f"{mock}{LIST}{path}", headers={"Authorization": "Token a"})).close()
    if name != "record":
        return mock + PAGES[name]
    with urlopen(f"{mock}{LIST}?format=json&limit=1") as answer:
        return f"{mock}{LIST}{json.load(answer)['results'][0]['id']}/?format=api"


def stand(page: Page, name: str, width: int, scheme: str) -> None:
    """
    Give the page the window and the colours, wait until it stands, and keep its picture if asked.
    """
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    if name == "docs":
        page.locator(".opblock").first.wait_for()
    if name == "journal":
        page.locator("td.url").first.wait_for()
    if name == "entry" and not page.locator(".exchange").count():
        page.locator("td.url summary").first.click()
        page.locator(".exchange section").nth(1).wait_for()
        page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
        page.get_by_role("button", name="Copy as pytest").click()
        page.get_by_text("Selected").wait_for()
    # A change of the colours may take its time; what is measured on the way is neither the old page nor the new one.
    page.evaluate("Promise.allSettled(document.getAnimations().map(each => each.finished))")
    if folder := os.environ.get("APICONTRACT_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name.replace(' ', '-')}-{width}-{scheme}.png")


@pytest.mark.parametrize("name", [*PAGES, *REPORTS])
def test_layout(name: str, visitor: Visitor, mock: str, tmp_path: Path) -> None:
    """
    In every window the page is as wide as the window, and no control lies on another.
    """
    page = visitor.open(address(mock, name, tmp_path))
    wide, overlapping = {}, {}
    for width, scheme in WINDOWS:
        stand(page, name, width, scheme)
        wide[width] = page.evaluate("document.documentElement.scrollWidth")
        overlapping[width] = page.evaluate(OVERLAPS)

    assert {width: width for width, _ in WINDOWS} == wide
    assert {width: [] for width, _ in WINDOWS} == overlapping


#: The rules that are asked in light and in dark; the others do not depend on colours, and are asked in light alone.
RULES = {"light": None, "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
#: Axe is loaded once for a page; what is not serious is not asked for in detail.
AXE = """async (rules) => (await axe.run({resultTypes: ["violations"], ...(rules ? {runOnly: rules} : {})})).violations
  .filter((each) => ["serious", "critical"].includes(each.impact))
  .flatMap((each) => each.nodes.map((node) => `${each.id} ${node.html}`))"""


@pytest.mark.parametrize("name", [*PAGES, *REPORTS])
def test_accessibility(name: str, visitor: Visitor, mock: str, tmp_path: Path) -> None:
    """
    Axe finds no serious and no critical fault, on a phone, a tablet or a desk, light or dark.
    """
    from axe_playwright_python.base import AXE_SCRIPT  # noqa: PLC0415 - a machine without browser need not have it

    page = visitor.open(address(mock, name, tmp_path))
    page.evaluate(AXE_SCRIPT)
    found = {}
    for width, scheme in WINDOWS:
        stand(page, name, width, scheme)
        found |= dict.fromkeys(page.evaluate(AXE, RULES[scheme]), (width, scheme))

    assert {} == found


def test_a_fault_is_seen(visitor: Visitor, mock: str, tmp_path: Path) -> None:
    """
    Canary: text without contrast is told, in the window where it is.
    """
    from axe_playwright_python.base import AXE_SCRIPT  # noqa: PLC0415 - see above

    page = visitor.open(address(mock, "index", tmp_path))
    page.evaluate(AXE_SCRIPT)
    page.evaluate("document.querySelector('h1').style.color = 'rgb(200 200 200)'")

    assert [True] == ["color-contrast" in each for each in page.evaluate(AXE)]
