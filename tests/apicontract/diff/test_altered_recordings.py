"""
Altered copies of the recordings, one change each, as data: what `check` says of one and `diff` between both.
"""

from __future__ import annotations

import json
import re
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from small import SMALL_DATA

from apicontract.checks import judge
from apicontract.contract.catalog import load_api
from apicontract.diff.changes import changes
from apicontract.diff.rules import RULES
from apicontract.evidence.recordings import recordings_of
from apicontract.reports.of_changes import report_of as report_of_changes
from apicontract.reports.of_checks import report_of as report_of_checks

if TYPE_CHECKING:
    from collections.abc import Callable

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api
    from apicontract.reports.report import Finding

    Side = tuple[Api, tuple[Exchange, ...]]

#: name; pattern and what replaces its first match in the first recording; the check that names it, and its level.
TABLE: list[dict[str, str]] = json.loads(
    (Path(__file__).parents[2] / "data" / "altered" / "recordings.json").read_text(encoding="utf-8")
)
#: Level of a check's finding to the levels of changes that weigh the same; what nothing promises breaks nobody.
SAME = {"violation": {"breaking"}, "warning": {"risky"}, "note": {"compatible", "note"}}
RECORDING = "spacecraft/recorded/000_4e35257e910a8045.txt"


@pytest.fixture(scope="module")
def original() -> Side:
    """
    The packaged API with its recordings.
    """
    api = load_api()
    return api, recordings_of(api)


@pytest.fixture(scope="module")
def altered(original: Side, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Side]:
    """
    The same API with one change in one recording.
    """

    @cache
    def of(pattern: str, by: str) -> Side:
        name, folder = original[0].name, tmp_path_factory.mktemp("altered")
        for top in ("schemas", "fixtures"):
            shutil.copytree(SMALL_DATA / top / name, folder / top / name)
        path = folder / "fixtures" / name / RECORDING
        text = path.read_text(encoding="utf-8")
        changed, count = re.subn(pattern, by, text, count=1)
        assert (1, True) == (count, changed != text)
        path.write_text(changed, encoding="utf-8")
        api = load_api(name, folder, alone=True)
        return api, recordings_of(api)

    return lambda name: next(of(each["pattern"], each["by"]) for each in TABLE if each["name"] == name)


def checked(side: Side) -> tuple[Finding, ...]:
    """
    Return the findings of a check of recordings.
    """
    return report_of_checks(side[0], judge(*side), target="recordings").findings


def compared(old: Side, new: Side) -> tuple[Finding, ...]:
    """
    Return the findings of a comparison.
    """
    return report_of_changes(changes(old, new), target="both", api=old[0].name).findings


def test_there_are_at_least_forty() -> None:
    """
    Each alteration has a name of its own, and there are forty or more.
    """
    assert len({each["name"] for each in TABLE}) == len(TABLE) >= 40


def test_the_recordings_themselves_break_nothing(original: Side) -> None:
    """
    Without an alteration neither a check nor a comparison finds anything.
    """
    assert ((), ()) == (checked(original), compared(original, original))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["name"])
def test_one_alteration_is_one_finding_of_a_check(row: Any, altered: Callable[[str], Side]) -> None:
    """
    A check of altered recordings finds one thing, by the check and at the level that the table says.
    """
    assert [(row["check"], row["level"])] == [(each.rule, each.level) for each in checked(altered(row["name"]))]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["name"])
def test_one_alteration_is_one_finding_of_a_comparison(
    row: Any, original: Side, altered: Callable[[str], Side]
) -> None:
    """
    A comparison with altered recordings finds one thing, at the same level as a check; the swapped sides its mirror.
    """
    other = altered(row["name"])
    (found,) = compared(original, other)
    (mirrored,) = compared(other, original)

    assert found.level in SAME[row["level"]]
    assert RULES[found.rule].mirror == mirrored.rule
