"""
Promise: over thirty nights of a service that changes every change is told once, and the contract follows.

Each night is recorded, derived and compared; a change is told on its night and at its level, and nothing else is told.
"""

from __future__ import annotations

import json
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

sys.path.insert(0, str(Path(__file__).parent))

from orchard import HOST, NIGHTS, nights, opened

from apicontract.cli import main
from apicontract.client import Budget, Client, Target
from apicontract.contract.catalog import load_api
from apicontract.contract.errors import TargetError
from apicontract.contract.files import CACHE_VARIABLE
from apicontract.explore.record import record

if TYPE_CHECKING:
    from collections.abc import Mapping

DATA = Path(__file__).parents[1] / "data" / "orchard"
BUDGET = 12
#: Night to level, rule and subject of each change that is told, and a part of its sentence.
TOLD: Mapping[int, list[tuple[str, str, str, str]]] = {
    4: [("note", "drift-records-appeared", "trees", "2 records are new: Tree 015")],
    6: [("note", "drift-records-gone", "trees", "1 record is gone: Tree 007")],
    8: [("breaking", "drift-null-appeared", "trees", "remark is null")],
    10: [("risky", "drift-value-appeared", "trees", 'kind is "quince"')],
    12: [("risky", "drift-outage", "", "status 503")],
    14: [("risky", "drift-outage", "", "an empty list in place of 15 records")],
    16: [("risky", "drift-outage", "", "/1/owners/?limit=100: no JSON")],
    19: [("risky", "drift-outage", "", "/1/owners/?limit=100: status 500")],
    21: [("breaking", "drift-violation-appeared", "trees", "filter-kept: kind=")],
    23: [("compatible", "drift-field-appeared", "trees", "crown is there now")],
    24: [("breaking", "drift-field-vanished", "trees", "code is missing")],
    25: [("risky", "drift-header-changed", "", "Vary is missing")],
    26: [("breaking", "drift-type-appeared", "trees", "height is string, and never was")],
    28: [("risky", "drift-host-appeared", "trees", "picture leads to images.example")],
    29: [("note", "drift-records-appeared", "owners", "1 record is new: Owner 04")],
}
#: Nights of which nothing can be compared: the first one, an outage of all, one without quota.
UNKNOWN = {1, 12, 18}


@dataclass(frozen=True)
class Morning:
    """
    What a night came to.

    Attributes:
        requests: sent to the service.
        derived: result of `derive`.
        drift: result of `drift --format json`.
    """

    requests: int
    derived: Result
    drift: Result


def run(*arguments: str) -> Result:
    """
    Run a command in process.
    """
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture(scope="module")
def mornings(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Morning]:
    """
    Let the thirty nights happen, and return what each came to.
    """
    folder = tmp_path_factory.mktemp("nights") / "data"
    shutil.copytree(DATA, folder)
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CACHE_VARIABLE, str(folder.parent / "cache"))
        orchard = opened()
        assert 0 == run("derive", "--data", str(folder)).exit_code
        for night in nights(orchard):
            api = load_api(None, folder, alone=True)
            client = Client(Target("orchard", HOST, orchard), budget=Budget(BUDGET), clock=orchard)
            with client, suppress(TargetError):
                record(api, client, folder, list(api.resources.values()))
            derived = run("derive", "--data", str(folder), "--quiet")
            drift = run("drift", str(folder), "--format", "json", "--fail-on", "never")
            found[night] = Morning(len(orchard.asked), derived, drift)
    return found


@pytest.mark.parametrize("night", NIGHTS)
def test_a_change_is_told_once_on_its_night(mornings: dict[int, Morning], night: int) -> None:
    """
    The changes of a night are those that happened, each with its level; a quiet night tells nothing.
    """
    drift = mornings[night].drift
    findings = json.loads(drift.stdout)["findings"]

    expected = TOLD.get(night, [])
    assert [each[:3] for each in expected] == [(each["level"], each["rule"], each["subject"]) for each in findings]
    assert [] == [part for (*_, part), each in zip(expected, findings, strict=True) if part not in each["message"]]
    assert (3 if night in UNKNOWN else 0) == drift.exit_code


@pytest.mark.parametrize("night", NIGHTS)
def test_the_contract_is_derived_every_morning(mornings: dict[int, Morning], night: int) -> None:
    """
    Whatever the night brought, `derive` ends with 0.
    """
    derived = mornings[night].derived

    assert 0 == derived.exit_code, derived.output


def test_no_night_sends_more_than_its_budget(mornings: dict[int, Morning]) -> None:
    """
    Each night keeps its budget, and after the first one asks again for what is known.
    """
    assert [] == [night for night, morning in mornings.items() if morning.requests > BUDGET]


def test_every_kind_of_night_is_there() -> None:
    """
    The table has changes of every level, and more quiet nights than one in three.
    """
    levels = {level for told in TOLD.values() for level, *_ in told}

    assert {"breaking", "risky", "compatible", "note"} == levels
    assert len([night for night in NIGHTS if night not in TOLD]) * 3 > len(NIGHTS)
