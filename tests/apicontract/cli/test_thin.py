"""
`apicontract thin`: what can go goes, and nothing that was derived or told depends on it.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from apicontract.cli import main
from apicontract.contract.exchange import Exchange
from apicontract.contract.files import write_atomically
from apicontract.evidence.recordings.document import render_document
from apicontract.explore import thinning

DATA = Path(__file__).parents[2] / "data" / "orchard"
HOST = "https://orchard.example"
#: The same records under three addresses: of what they show together, one is enough.
QUERIES = ("limit=100", "limit=100&ordering=id", "limit=99")


def run(*arguments: str) -> Result:
    """
    Run a command in process.
    """
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """
    A data folder with seven nights, on each of which a counter rises and on one of which a remark becomes null.
    """
    place = tmp_path / "data"
    shutil.copytree(DATA, place)
    recorded = place / "fixtures" / "orchard-1" / "trees" / "recorded"
    recorded.mkdir(parents=True)
    for night in range(1, 8):
        rows = [
            {"id": each, "name": f"Tree {each}", "visits": each + night, "remark": None if night > 3 == each else "r"}
            for each in range(1, 6)
        ]
        body = json.dumps({"count": 5, "next": None, "previous": None, "results": rows}).encode()
        for number, query in enumerate(QUERIES):
            moment = f"2026-03-{night:02}T03:17:00Z"
            exchange = Exchange("GET", f"{HOST}/1/trees/?{query}", 200, (), body, recorded_at=moment)
            write_atomically(recorded / f"{number}-{night}.json", render_document(exchange))
    assert 0 == run("derive", "--data", str(place), "--quiet").exit_code
    return place


def recordings(folder: Path) -> set[str]:
    """
    Return the names of the recordings.
    """
    return {path.name for path in folder.rglob("recorded/*.json")}


def test_without_the_option_nothing_goes(folder: Path) -> None:
    """
    What can go is listed with its size, and stays.
    """
    before = recordings(folder)
    result = run("thin", "--data", str(folder))

    assert before == recordings(folder)
    assert result.stdout.splitlines()[-1].endswith("KiB; --remove removes them")


def test_what_goes_leaves_everything_that_was_said(folder: Path) -> None:
    """
    After it the same is derived byte for byte, and drift and history tell the same changes with the same moments.
    """
    told = (("drift", str(folder), "--since", "2026-03-04"), ("history", "trees.remark", "--data", str(folder)))
    before = [run(*each).stdout.split("\n\n")[0:2] for each in told]
    number = len(recordings(folder))
    result = run("thin", "--data", str(folder), "--remove")

    assert 0 == result.exit_code, result.output
    assert len(recordings(folder)) < number
    assert 0 == run("derive", "--data", str(folder), "--check").exit_code
    assert before == [run(*each).stdout.split("\n\n")[0:2] for each in told]


def test_what_a_statement_quotes_stays(folder: Path) -> None:
    """
    Each recording that a derived document names as its evidence is there after it.
    """
    run("thin", "--data", str(folder), "--remove")

    documents = "".join(path.read_text(encoding="utf-8") for path in (folder / "schemas").rglob("*.json"))
    quoted = set(re.findall(r"recorded/([^\s,\"]+)", documents))
    assert quoted
    assert set() == quoted - recordings(folder)


def test_what_was_not_tried_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Where the derivations that a run may try do not suffice, the last line says how many recordings are open.
    """
    monkeypatch.setattr(thinning, "_TRIES", 1)
    result = run("thin", "--data", str(folder))

    assert result.stdout.splitlines()[-1].endswith("others were not tried: run it again after that")


def test_ends_and_both_sides_of_a_change_stay(folder: Path) -> None:
    """
    Of each address the first and the last recording stay, and those between which something changed.
    """
    run("thin", "--data", str(folder), "--remove")

    expected = {f"{number}-{night}.json" for number in range(3) for night in (1, 3, 4, 7)}
    assert set() == expected - recordings(folder)


def test_packaged_recordings_stay(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """
    Without a data folder of one's own nothing is removed.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("APICONTRACT_DATA", raising=False)
    result = run("thin", "--remove")

    assert (2, True) == (result.exit_code, "not yours to remove" in result.stderr)
