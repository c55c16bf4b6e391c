"""
Promise: over thirty nights of a service that changes every change is told once, and every morning the mock is right.

Each night is recorded, derived and compared; a change is told on its night and at its level, and nothing else is told.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner, Result

sys.path.insert(0, str(Path(__file__).parent))

from orchard import HOST, NIGHTS, Orchard, nights, opened

from apicontract.cli import main
from apicontract.client import Budget, Client, Target
from apicontract.contract.catalog import load_api
from apicontract.contract.errors import TargetError
from apicontract.contract.files import CACHE_VARIABLE
from apicontract.explore.record import record
from mockserver.app import create_app

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pytest

DATA = Path(__file__).parents[1] / "data" / "orchard"
BUDGET = 12
#: The first of them; by hand all 30.
COUNT = int(os.environ.get("NIGHTS", "10"))
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


def run(*arguments: str) -> Result:
    """
    Run a command in process.
    """
    return CliRunner().invoke(main, list(arguments))


def recorded(orchard: Orchard, folder: Path) -> None:
    """
    Record what the service answers, as far as it does.
    """
    api = load_api(None, folder, alone=True)
    client = Client(Target("orchard", HOST, orchard), budget=Budget(BUDGET), clock=orchard)
    with client, suppress(TargetError):
        record(api, client, folder, list(api.resources.values()))


def told(folder: Path, night: int) -> tuple[int, list[tuple[str, ...]]]:
    """
    Return the exit status of `drift`, and level, rule, subject of each change, with the part of its sentence expected.
    """
    result = run("drift", str(folder), "--format", "json", "--fail-on", "never")
    parts = [part for *_, part in TOLD.get(night, ())]
    return result.exit_code, [
        (each["level"], each["rule"], each["subject"], next((part for part in parts if part in each["message"]), ""))
        for each in json.loads(result.stdout)["findings"]
    ]


def test_thirty_nights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Each night stays within its budget and tells its changes; each morning derives, serves records and checks clean.
    """
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    assert 0 == run("derive", "--data", str(folder)).exit_code
    orchard = opened()
    expected, found = {}, {}
    for night in islice(nights(orchard), COUNT):
        recorded(orchard, folder)
        derived = run("derive", "--data", str(folder), "--quiet")
        expected[night] = (True, 0, (3 if night in UNKNOWN else 0, TOLD.get(night, [])), (200, True), (0, True))
        answer = create_app(load_api(None, folder, alone=True)).test_client().get("/1/trees/")
        checked = run("check", "mock", "--data", str(folder), "--request-budget", "10")
        found[night] = (
            len(orchard.asked) <= BUDGET,
            derived.exit_code,
            told(folder, night),
            (answer.status_code, answer.get_json()["count"] > 0),
            (checked.exit_code, "nothing found" in checked.stdout),
        )

    assert expected == found


def test_every_kind_of_night_is_there() -> None:
    """
    The table has changes of every level, and more quiet nights than one in three.
    """
    levels = {level for told in TOLD.values() for level, *_ in told}

    assert {"breaking", "risky", "compatible", "note"} == levels
    assert len([night for night in NIGHTS if night not in TOLD]) * 3 > len(NIGHTS)
