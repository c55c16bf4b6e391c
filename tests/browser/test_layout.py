"""
Nothing overlaps and nothing scrolls sideways, in narrow and wide windows, light and dark; axe finds no fault.

With the variable APICONTRACT_SCREENSHOTS set to a folder, each page that is looked at leaves its picture there.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from apicontract.catalog import load_api

if TYPE_CHECKING:
    from conftest import Visitor
    from playwright.sync_api import Page

API = load_api()
LIST = f"{API.base_path}{API.primary}/"
PAGES = {
    "list": f"{LIST}?format=api&limit=3",
    "filtered": f"{LIST}?format=api&search=a&limit=2&offset=2&ordering=-{API.resources[API.primary].ordering[0].name}",
    "record": f"{LIST}1/?format=api",
    "missing": f"{LIST}987654321/?format=api",
    "root": f"{API.base_path}?format=api",
    "index": "/",
    "docs": "/docs/",
}
WINDOWS = [(width, scheme) for width in (360, 800, 1400) for scheme in ("light", "dark")]

#: Pairs of things to press or to fill in that lie on each other. Each is taken line by line, as text flows.
OVERLAPS = """() => {
  const seen = [];
  for (const element of document.querySelectorAll("a, button, input, select, summary, h1, h2, label")) {
    if (!element.checkVisibility() || element.classList.contains("skip")) continue;
    for (const box of element.getClientRects()) if (box.width && box.height) seen.push([element, box]);
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


def look(visitor: Visitor, mock: str, name: str, width: int, scheme: str) -> Page:
    """
    Open one of the pages, wait until it stands, and keep its picture if asked.
    """
    page = visitor.open(mock + PAGES[name], width=width, scheme=scheme)
    if name == "docs":
        page.locator(".opblock").first.wait_for()
    if folder := os.environ.get("APICONTRACT_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png")
    return page


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
@pytest.mark.parametrize("name", PAGES)
def test_layout(name: str, width: int, scheme: str, visitor: Visitor, mock: str) -> None:
    """
    The page is as wide as the window, and no control lies on another.
    """
    page = look(visitor, mock, name, width, scheme)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [] == page.evaluate(OVERLAPS)


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1400, "light"), (1400, "dark")])
@pytest.mark.parametrize("name", PAGES)
def test_accessibility(name: str, width: int, scheme: str, visitor: Visitor, mock: str) -> None:
    """
    Axe finds no serious and no critical fault.
    """
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - it loads Playwright

    result = Axe().run(look(visitor, mock, name, width, scheme))
    serious = [each for each in result.response["violations"] if each["impact"] in {"serious", "critical"}]

    assert [] == [(each["id"], node["html"]) for each in serious for node in each["nodes"]]
