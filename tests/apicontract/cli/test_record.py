"""
`apicontract record` as a person runs it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small import SMALL_DATA

from apicontract.cli import main
from apicontract.cli.recording import server_of
from apicontract.contract.catalog import load_api
from apicontract.contract.files import CACHE_VARIABLE
from apicontract.contract.folders import DATA_VARIABLE
from apicontract.evidence.recordings import recordings_in

LIBRARY = Path(__file__).parents[2] / "data" / "library"


def run(folder: Path, *arguments: str) -> Result:
    """
    Run the command in process, with a memory of its own.
    """
    runner = CliRunner(env={CACHE_VARIABLE: str(folder / "cache")})
    return runner.invoke(main, ["record", *arguments])


def test_pages_of_the_mock_are_recorded(tmp_path: Path) -> None:
    """
    The files that were written are listed, and each is a recording.
    """
    result = run(tmp_path, "mock", "--output", str(tmp_path / "data"), "--request-budget", "2")
    *files, last = result.stdout.splitlines()
    assert result.exit_code == 0
    assert last.startswith("2 pages kept, 0 showed nothing new; ")
    assert len(recordings_in(tmp_path / "data" / "fixtures")) == len(files) == 2


@pytest.mark.parametrize("below", ["", "tonight"], ids=["into the folder in force", "beside it"])
def test_what_was_recorded_into_stands_for_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, below: str) -> None:
    """
    The folder has the contract beside the recordings: it loads alone, derives and is compared.
    """
    in_force = shutil.copytree(SMALL_DATA, tmp_path / "data")
    monkeypatch.chdir(in_force)
    monkeypatch.delenv(DATA_VARIABLE)
    result = run(tmp_path, "mock", "--request-budget", "1", *(("--output", below) if below else ()))
    folder = in_force / below
    api = load_api(None, folder, alone=True)

    assert (0, {load_api().name}) == (result.exit_code, {api.name})
    assert bool(below) == (folder / "schemas" / "meta" / "api.schema.json").is_file()
    recorded = {each.moment is None for each in recordings_in(folder / "fixtures" / api.name)}
    assert ({False} if below else {True, False}) == recorded
    for command in (["derive", "--data", str(folder), "--quiet"], ["diff", str(folder), str(folder)]):
        done = CliRunner().invoke(main, command)
        assert 0 == done.exit_code, done.output


@pytest.mark.parametrize("below", ["", "tonight"], ids=["into the current folder", "into a named one"])
def test_packaged_data_in_force_give_their_contract(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, below: str
) -> None:
    """
    Where no folder has data, what is recorded has the packaged contract and its schemas beside it.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(DATA_VARIABLE)
    result = run(tmp_path, "mock", "--request-budget", "1", *(("--output", below) if below else ()))

    assert (0, load_api().name) == (result.exit_code, load_api(None, tmp_path / below, alone=True).name)
    assert (tmp_path / below / "schemas" / "meta" / "api.schema.json").is_file()


def test_resources_without_evidence_keep_their_contract(tmp_path: Path) -> None:
    """
    What is derived from a night that shows one resource leaves the others as they were.
    """
    folder, derived = tmp_path / "data", tmp_path / "derived"
    shutil.copytree(LIBRARY / "fixtures", derived / "fixtures")
    assert 0 == CliRunner().invoke(main, ["derive", "--data", str(derived), "--quiet"]).exit_code
    run(tmp_path, "mock", "--data", str(derived), "--request-budget", "1", "--output", str(folder))
    before = set(load_api(None, folder, alone=True).resources)
    result = CliRunner().invoke(main, ["derive", "--data", str(folder), "--quiet"])

    assert 0 == result.exit_code, result.output
    assert before == set(load_api(None, folder, alone=True).resources)


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("nowhere",), 2, "unknown target 'nowhere'"),
        (("mock", "--resource", "no-such"), 2, "unknown resource 'no-such'"),
        (("mock", "--api", "no-such"), 2, "unknown API 'no-such'"),
        (("http://127.0.0.1:1/",), 3, "http://127.0.0.1:1: "),
    ],
)
def test_bad_input_is_one_line(tmp_path: Path, arguments: tuple[str, ...], status: int, told: str) -> None:
    """
    What cannot be recorded ends in one line and its exit status, and leaves no recording.
    """
    result = run(tmp_path, *arguments, "--output", str(tmp_path / "data"))
    assert (result.exit_code, len(result.stderr.splitlines())) == (status, 1)
    assert told in result.stderr
    assert list(tmp_path.rglob("recorded/*.json")) == []


def test_an_undeclared_host_gets_the_strictest_limit() -> None:
    """
    A host of which nothing is known is asked no oftener than the strictest of the declared ones.
    """
    api = load_api()
    target, _ = server_of("https://elsewhere.example", api)
    assert target.throttle == min(
        (each.throttle for each in api.hosts.values() if each.throttle), key=lambda it: it.requests / it.seconds
    )
