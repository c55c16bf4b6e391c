"""
Documents that must agree with each other and with the code.
"""

from __future__ import annotations

import re

import pytest
from source import ROOT

import apicontract

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def test_changelog_knows_the_version() -> None:
    """
    The changelog has a section for the version of the package.
    """
    headings = re.findall(r"^## \[?([\w.]+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert apicontract.__version__ in headings


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: object) -> None:
    """
    Each relative link of each document leads to a file of the repository.
    """
    text = document.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    targets = [
        each for each in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text) if "://" not in each and "mailto:" not in each
    ]
    missing = [each for each in targets if not (document.parent / each).exists()]  # type: ignore[attr-defined]

    assert [] == missing


def test_ignores_say_why() -> None:
    """
    Every ignored warning of a linter or type checker names its code; those of the linter also give a reason.
    """
    wrong = [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in ("apicontract", "mockserver")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"# type: ignore(?!\[)|# noqa(?!: [A-Z]+\d+(, ?[A-Z]+\d+)* - \S)", line)
    ]

    assert [] == wrong
