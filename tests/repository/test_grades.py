"""
Grades of promises are data: no check holds one, and the data speak of checks that exist.
"""

from __future__ import annotations

import ast
import json
from typing import TYPE_CHECKING, Any

import pytest
from source import ROOT, python_files, relative, tree

from apicontract.checks import CATALOGUE
from apicontract.contract.grades import Grade
from apicontract.contract.promises import shown_by

if TYPE_CHECKING:
    from pathlib import Path

HEADS = sorted([*ROOT.glob("schemas/*/api.json"), *ROOT.glob("tests/data/*/schemas/*/api.json")])
RULES = ROOT / "schemas" / "meta" / "promises.json"


def document(path: Path) -> dict[str, Any]:
    """
    Return the JSON object of a file.
    """
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_no_check_names_a_grade() -> None:
    """
    No module of the checks names one of the grades: it may pass on what the API's data say, and nothing else.
    """
    wrong = [
        f"{relative(path)}:{node.lineno} {node.attr}"
        for path in python_files("apicontract/checks")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in Grade.__members__
    ]

    assert [] == wrong


def test_every_check_has_a_rule() -> None:
    """
    The table of rules names each check of the catalogue, in its order, and no other.
    """
    assert list(CATALOGUE) == [name for name in document(RULES) if not name.startswith("$")]


@pytest.mark.parametrize("head", HEADS, ids=lambda path: path.parent.name)
def test_promises_are_of_checks_that_exist(head: Path) -> None:
    """
    Each promise of an `api.json` is that of a check in the catalogue.
    """
    assert [] == [name for name in document(head).get("promises", {}) if name not in CATALOGUE]


def test_every_kind_of_evidence_is_known() -> None:
    """
    The table names no kind of evidence that nobody looks for, and each kind shows something.
    """
    kinds = ("recording", "schema", "record", "filter", "search", "ordering", "paging")

    assert sorted(kinds) == sorted({kind for each in list(document(RULES).values())[1:] for kind in each["shown_by"]})
    assert all(map(shown_by, kinds))
