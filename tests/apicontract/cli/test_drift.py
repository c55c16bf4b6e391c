"""
`apicontract drift` as a person runs it.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from apicontract.cli import main
from apicontract.contract.exchange import Exchange
from apicontract.contract.files import CACHE_VARIABLE, write_atomically
from apicontract.evidence.recordings.document import render_document

DATA = Path(__file__).parents[2] / "data" / "orchard"
HOST = "https://orchard.example"


def run(*arguments: str) -> Result:
    """
    Run the command in process.
    """
    return CliRunner().invoke(main, ["drift", *arguments])


def keep(folder: Path, night: int, **more: Any) -> None:
    """
    Keep a list of five trees as a night answered it.
    """
    rows = [{"id": each, "name": f"Tree {each}", "kind": "pear", **more} for each in range(1, 6)]
    body = json.dumps({"count": 5, "next": None, "previous": None, "results": rows}).encode()
    exchange = Exchange("GET", f"{HOST}/1/trees/?limit=100", 200, (), body, recorded_at=f"2026-03-{night:02}T03:17:00Z")
    place = folder / "fixtures" / "orchard-1" / "trees" / "recorded"
    place.mkdir(parents=True, exist_ok=True)
    write_atomically(place / f"{night}.json", render_document(exchange))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """
    A data folder with one night.
    """
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    place = tmp_path / "data"
    shutil.copytree(DATA, place)
    keep(place, 1)
    assert 0 == CliRunner().invoke(main, ["derive", "--data", str(place), "--quiet"]).exit_code
    return place


def test_nothing_to_compare_ends_with_3(folder: Path) -> None:
    """
    The first recording has nothing before it, and a folder without recordings nothing at all.
    """
    first = run(str(folder))
    shutil.rmtree(folder / "fixtures" / "orchard-1" / "trees")

    assert (3, True) == (first.exit_code, "there is nothing before the last run" in first.stdout)
    assert 3 == run(str(folder)).exit_code


def test_a_quiet_night_ends_with_0(folder: Path) -> None:
    """
    Where nothing changed nothing is found.
    """
    keep(folder, 2)
    result = run(str(folder))

    assert (0, "nothing found") == (result.exit_code, result.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    ("fail_on", "status"),
    [("breaking", 1), ("note", 1), ("never", 0), ("drift-null-appeared", 1), ("drift-field-vanished", 1)],
)
def test_a_change_ends_with_1_from_its_level_on(folder: Path, fail_on: str, status: int) -> None:
    """
    A change of the chosen level or a heavier one, or of the chosen rule, ends the command with 1.
    """
    keep(folder, 2, kind=None)

    assert status == run(str(folder), "--fail-on", fail_on).exit_code


@pytest.mark.parametrize("form", ["text", "json", "markdown", "html", "github", "sarif", "junit"])
def test_every_form_tells_the_change(folder: Path, tmp_path: Path, form: str) -> None:
    """
    The change stands in every form of the report, and a report in JSON is shown by `report`.
    """
    keep(folder, 2, kind=None)
    path = tmp_path / "report"
    run(str(folder), "--format", form, "--output", str(path))

    assert "kind is null" in path.read_text(encoding="utf-8")
    if form == "json":
        shown = CliRunner().invoke(main, ["report", str(path)])
        assert (0, True) == (shown.exit_code, "kind is null" in shown.stdout)


def test_the_folder_in_force_is_the_default(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Without an argument the data folder in force is told of.
    """
    keep(folder, 2, kind=None)
    monkeypatch.delenv("APICONTRACT_DATA", raising=False)
    monkeypatch.chdir(folder)

    assert "kind is null" in run().stdout


def test_a_server_is_asked_now_and_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A target is compared with what is recorded of it, and the folder stays as it was.
    """
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    folder = tmp_path / "data"
    assert 0 == CliRunner().invoke(main, ["record", "mock", "--output", str(folder), "--request-budget", "1"]).exit_code
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    result = run("mock", "--data", str(folder), "--request-budget", "2")

    assert (0, "nothing found") == (result.exit_code, result.stdout.splitlines()[-1])
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
