"""
Promise: every link, picture and anchor of a document leads to something that is there.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from snippets import DOCUMENTS, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
PAGES = [*DOCUMENTS, ROOT / "llms.txt"]


def anchors(text: str) -> set[str]:
    """
    Return the anchors that headings get where Markdown is shown.
    """
    headings = (re.sub(r"[^\w\- ]", "", each.lower()) for each in _HEADING.findall(_BLOCK.sub("", text)))
    return {each.replace(" ", "-") for each in headings}


def leading_nowhere(page: Path, text: str) -> Iterator[str]:
    """
    Yield the links of a page to files and anchors that are not there; addresses of other hosts are not asked.
    """
    for link in _LINK.findall(_BLOCK.sub("", text)):
        path, _, anchor = link.partition("#")
        if "://" in path or path.startswith("mailto:"):
            continue
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target.read_text(encoding="utf-8"))):
            yield link


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """
    Each link of a page leads to a file of the repository, and to a heading in it where it names one.
    """
    assert [] == list(leading_nowhere(page, page.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "link", ["[x](no-such.md)", "![x](docs/no-such.png)", "[x](README.md#no-such)", "[x](#no-such)"]
)
def test_a_link_that_leads_nowhere_is_seen(link: str) -> None:
    """
    Canary: a missing file, picture or heading is told.
    """
    assert 1 == len(list(leading_nowhere(ROOT / "README.md", link)))
