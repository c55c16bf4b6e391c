"""
Promise: Ctrl-C ends every long command with 130 and one line on what it leaves behind, and that line is true.
"""

from __future__ import annotations

import functools
import os
import pkgutil
import shutil
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from small import SMALL_DATA

from apicontract.cli import main
from mockserver.app import create_app
from mockserver.control.state import Switches

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    #: Runs a command line, in which a function is stopped by Ctrl-C when it is called for the n-th time.
    Stopped = Callable[[str, str, int], Result]

ROOT = Path(__file__).parents[3]
WRONG = Switches(faults=("limit-not-clamped",))


@pytest.fixture
def stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stopped:
    """
    Run a command line in a folder of its own, and press Ctrl-C in the middle.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("APICONTRACT_CACHE", str(tmp_path / "cache"))
    shutil.copytree(ROOT / "docs" / "examples", tmp_path, dirs_exist_ok=True)

    def run(line: str, place: str, times: int) -> Result:
        real = pkgutil.resolve_name(place)
        calls = []

        def press(*arguments: Any, **named: Any) -> Any:
            calls.append(place)
            if len(calls) == times:
                os.kill(os.getpid(), signal.SIGINT)
            return real(*arguments, **named)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(place, press)
            result = CliRunner().invoke(main, line.split())
        assert len(calls) >= times, result.output
        return result

    return run


def test_a_comparison_writes_nothing(stopped: Stopped, tmp_path: Path) -> None:
    """
    A stopped `diff` has written no report and no baseline.
    """
    line = "diff bookshop.yaml bookshop-2.yaml --output diff.txt --write-baseline known.json"
    result = stopped(line, "apicontract.cli.comparing.side_changes", 1)

    assert (130, "apicontract: stopped by Ctrl-C; nothing was written\n") == (result.exit_code, result.stderr)
    assert {"diff.txt", "known.json"}.isdisjoint(each.name for each in tmp_path.iterdir())


def test_a_derivation_leaves_whole_files(stopped: Stopped, tmp_path: Path) -> None:
    """
    A stopped `derive` has left each file as it was or as derived, and the next run makes the rest.
    """
    for each in ("schemas", "fixtures"):
        shutil.copytree(SMALL_DATA / each, tmp_path / each)
    wanted = {path: path.read_bytes() for path in (tmp_path / "schemas").rglob("*.json")}
    contracts = list((tmp_path / "schemas").glob("ll2-small/*/contract.json"))
    for path in contracts:
        path.write_bytes(path.read_bytes().replace(b'"title": "', b'"title": "No '))
    before = {path: path.read_bytes() for path in wanted}
    result = stopped("derive --data .", "apicontract.evidence.derive.folders.write_atomically", 2)

    said = "apicontract: stopped by Ctrl-C; each file is as it was or as derived; run it again\n"
    assert (130, said) == (result.exit_code, result.stderr.splitlines(keepends=True)[-1])
    assert {} == {path: text for path, text in before.items() if path.read_bytes() not in {text, wanted[path]}}
    assert 0 == CliRunner().invoke(main, ["derive", "--data", "."]).exit_code
    assert wanted == {path: path.read_bytes() for path in wanted}


def test_a_recording_keeps_its_pages(stopped: Stopped, tmp_path: Path) -> None:
    """
    A stopped `record` has kept the pages recorded before, and the next run goes on.
    """
    line = "record mock --output recorded --request-budget 6"
    result = stopped(line, "apicontract.client.client.Client.request", 3)

    said = "apicontract: stopped by Ctrl-C; the pages recorded before are kept; run it again to go on\n"
    assert (130, said) == (result.exit_code, result.stderr.splitlines(keepends=True)[-1])
    kept = set((tmp_path / "recorded").rglob("recorded/*"))
    assert kept
    assert 0 == CliRunner().invoke(main, line.split()).exit_code
    assert kept < set((tmp_path / "recorded").rglob("recorded/*"))


def test_an_import_removes_what_it_wrote(stopped: Stopped, tmp_path: Path) -> None:
    """
    A stopped `import openapi` has removed what it had written.
    """
    result = stopped("import openapi bookshop.yaml --data mine", "apicontract.cli.importing.proved", 1)

    assert (130, True) == (result.exit_code, "what it had written of an OpenAPI document is removed" in result.stderr)
    assert [] == [each for each in (tmp_path / "mine").rglob("*") if each.is_file()]


def test_a_check_reports_what_was_found(stopped: Stopped) -> None:
    """
    A stopped `check` reports what was answered before.
    """
    result = stopped("check mock --request-budget 9", "apicontract.client.client.Client.request", 4)

    assert (130, True) == (result.exit_code, "interrupted after 3 of 9 requests" in result.stdout), result.output


def test_a_replay_makes_no_report(stopped: Stopped) -> None:
    """
    A stopped `replay` prints no report.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mockserver.app.create_app", functools.partial(create_app, switches=WRONG))
        command = ["check", "mock", "--request-budget", "15", "--format", "json", "--output", "report.json"]
        assert 1 == CliRunner().invoke(main, command).exit_code
    result = stopped("replay report.json --target mock", "apicontract.client.client.Client.request", 1)

    said = "apicontract: stopped by Ctrl-C; no report was made; the requests sent are in the ledger\n"
    assert (130, "", said) == (result.exit_code, result.stdout, result.stderr)
