"""
`apicontract report`: one run, every format.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from apicontract.cli import main
from apicontract.reports import FORMATS

MOVE = Path(__file__).parents[2] / "data" / "move"


def run(*arguments: str) -> Result:
    """
    Run a command in process.
    """
    return CliRunner().invoke(main, arguments)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """
    A report that was kept as JSON.
    """
    path = tmp_path / "diff.json"
    run("diff", str(MOVE / "old"), str(MOVE / "new"), "--format", "json", "--output", str(path))
    return path


@pytest.mark.parametrize("name", FORMATS)
def test_a_kept_report_is_shown_in_every_format(kept: Path, tmp_path: Path, name: str) -> None:
    """
    A report that was kept gives what the run itself would have given, on the screen and in a file.
    """
    shown = run("report", str(kept), "--format", name)
    written = run("report", str(kept), "--format", name, "--output", str(tmp_path / "out"))
    assert (shown.exit_code, written.exit_code) == (0, 0)
    assert shown.stdout == (tmp_path / "out").read_text(encoding="utf-8")
    assert "agencies/normal" in shown.stdout


def test_json_comes_back_unchanged(kept: Path) -> None:
    """
    Reading a report and writing it again loses nothing.
    """
    assert run("report", str(kept), "--format", "json").stdout == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize(("text", "told"), [("{", ":1: "), ("{}", "#: "), ("[" * 100_000, "nested more than 64 deep")])
def test_what_is_no_report_is_refused(tmp_path: Path, text: str, told: str) -> None:
    """
    A file that holds no report ends in one line and exit status 2.
    """
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    result = run("report", str(path))
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
    assert told in result.stderr
