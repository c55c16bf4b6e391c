"""
`serve --upstream` as a process: what it says while it runs, at the end, and what it ends with.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from listening import listening
from simulated import Throttled, upstream_world

from apicontract.cli import main
from apicontract.cli.upstream import UpstreamOptions, conclude
from apicontract.contract.catalog import load_api
from mockserver.app import create_app
from mockserver.control.state import Switches

if TYPE_CHECKING:
    from pathlib import Path

OPTIONS = ("--port", "0", "--records", "60", "--upstream-rate", "15/hour", "--fail-on", "violation")
GIVEN = UpstreamOptions("ll", "1h", 1.0, None, 10.0, 0, (), (), (), None)


def test_an_end_to_end_run_is_a_contract_check(tmp_path: Path) -> None:
    """
    A fault of the upstream is said while it runs and reported at the end, which is 1 where it is to fail.
    """
    wrong = create_app(load_api(), upstream_world(), switches=Switches(faults=("limit-default-doubled",)))
    environment = {**os.environ, "APICONTRACT_CACHE": str(tmp_path / "cache")}
    with listening(Throttled(wrong)) as url:
        command = [sys.executable, "-m", "mockserver", *OPTIONS, "--upstream", url, "--data", str(tmp_path / "mine")]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
        ) as process:
            assert process.stdout
            own = re.findall(r"http://[^/\s]+", process.stdout.readline())[0]
            sources = []
            for _ in range(4):
                with urllib.request.urlopen(f"{own}/2.3.0/spacecraft/") as answer:
                    sources.append(answer.headers["X-Mock-Source"].partition(";")[0])
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
    shown = CliRunner().invoke(main, ["report", str(tmp_path / "mine" / "report.json")])

    assert (["upstream", "recorded", "recorded", "recorded"], 1) == (sources, process.returncode)
    assert "VIOLATION limit-default: " in out
    assert "VIOLATION limit-default: " in shown.stdout
    assert "GET /2.3.0/spacecraft/ 200" in err
    assert re.search(r" ms recorded; age=\d+$", err, re.MULTILINE)
    assert "the contract of ll2-small was copied to " in err
    assert [] == [*tmp_path.glob("*.jsonl")]


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    """
    A file in the place of the folder for the recordings is one line and 2.
    """
    (tmp_path / "file").touch()
    result = CliRunner().invoke(main, ["serve", "--upstream", "ll", "--data", str(tmp_path / "file"), "--port", "0"])

    assert 2 == result.exit_code
    assert result.stderr.endswith(f"{tmp_path}/file cannot be written: Not a directory; name another one with --data\n")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--upstream", ""), "--upstream is empty; name a declared host or a URL, or leave it out"),
        (("--spend", "3"), "--spend without --upstream; name the upstream, or leave the option out"),
        (("--fresh", "1h"), "--fresh without --upstream; name the upstream, or leave the option out"),
        (("--fail-on", "note"), "--fail-on without --upstream; name the upstream, or leave the option out"),
        (("--upstream", "mock"), "unknown target 'mock' (known: lldev, ll, http(s)://…)"),
    ],
)
def test_options_that_mean_nothing(options: tuple[str, ...], sentence: str) -> None:
    """
    What is said of an upstream that nobody names, or names as none, is one line and 2.
    """
    result = CliRunner().invoke(main, ["serve", "--port", "0", *options])

    assert (2, f"apicontract: {sentence}") == (result.exit_code, result.stderr.splitlines()[-1])


def test_no_upstream_has_no_settings() -> None:
    """
    Without a target there is nothing to set, whatever the other options say.
    """
    none = UpstreamOptions(None, "soon", 1.0, "fast", 10.0, 0, (), (), (), "note")

    assert none.settings(load_api(), None, "ll") is None


def test_without_a_log_nothing_is_concluded() -> None:
    """
    Where no exchange was logged there is no report, and the end is good.
    """
    settings = GIVEN.settings(load_api(), None, None)

    assert settings
    assert 0 == conclude(load_api(), settings, "", "note")
