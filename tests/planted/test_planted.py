"""
A few wrong edits below both the mock and the checks, in the ordinary suite; `tox -e planted` plants hundreds.
"""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planted.code import code_edits
from planted.edit import Edit
from planted.places import SHARED, UNIT_TESTS
from planted.planting import ROOT, checkout, edits, plant

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Edits that checks and tests of one kind cannot see, because both sides read the same: the reference finds them.
#: path, the text there, the wrong text.
BELOW_BOTH = (
    (
        "apicontract/contract/paging.py",
        'offset="offset"',
        'offset="start"',
    ),
    ("schemas/ll2-2.3.0/api.json", '"maximum_limit": 100', '"maximum_limit": 60'),
    (
        "schemas/ll2-2.3.0/spacecraft/contract.json",
        '{"name": "id", "type": "integer"},\n    {"name": "m',
        '{"name": "m',
    ),
)


@pytest.fixture(scope="module")
def copied() -> Iterator[Path]:
    """
    Return a copy of the checkout.
    """
    with checkout() as folder:
        yield folder


@pytest.mark.parametrize("edit", BELOW_BOTH, ids=lambda each: each[2])
def test_reference_finds_what_is_below_both(edit: tuple[str, str, str], copied: Path) -> None:
    """
    A wrong number or a lost field in what both sides share is a difference from the framework within 600 requests.
    """
    path, right, wrong = edit
    text = (ROOT / path).read_text("utf-8")
    assert 1 == text.count(right)
    outcome = plant(copied, Edit(path, "", wrong, text.replace(right, wrong)), ["differential"], 180)

    assert "differential" == outcome.stage
    assert outcome.said


@pytest.mark.parametrize("edit", edits("data", 17, seed=0), ids=lambda each: each.key)
def test_evidence_finds_wrong_data(edit: Edit, copied: Path) -> None:
    """
    A sample of edits of the data is applied and undone; those of derived files are found by `derive --check`.
    """
    before = (copied / edit.path).read_bytes()
    outcome = plant(copied, edit, ["derive"], 60)

    derived = "schemas/ll2" in edit.path and not edit.path.startswith("tests") and not edit.path.endswith("api.json")
    assert not derived or "derive" == outcome.stage
    assert before == (copied / edit.path).read_bytes()


def test_edits_are_python_and_json() -> None:
    """
    Every edit changes its file, can still be parsed, and has a name of its own.
    """
    every = [each for path in SHARED for each in code_edits(ROOT, path)] + edits("data", 400, seed=0)
    wrong = []
    for each in every:
        (json.loads if each.path.endswith(".json") else ast.parse)(each.text)
        if (ROOT / each.path).read_text("utf-8") == each.text:
            wrong.append(each.key)

    assert [] == wrong
    assert len(every) == len({each.key for each in every})
    assert len(every) > 1000


def test_tables_are_current() -> None:
    """
    The files that the harness names exist, and so do those whose edits are listed as without effect.
    """
    listed = json.loads((Path(__file__).parent / "unobservable.json").read_text("utf-8"))
    paths = [*SHARED, *UNIT_TESTS, *(key.partition("::")[0] for key in listed)]

    assert [] == [each for each in paths if not (ROOT / each).is_file()]
