"""
Every command says which data folder it uses, by one rule.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner
from small import SMALL_DATA

from apicontract.cli import main
from apicontract.contract.catalog import packaged_data
from apicontract.contract.folders import DATA_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

_RECORDED = min((SMALL_DATA / "fixtures").glob("*/*/recorded/*"))
_API = _RECORDED.parents[2].name
#: Command to its arguments; files are written by `folder`.
READING: Mapping[str, tuple[str, ...]] = {
    "check": (str(_RECORDED), "--format", "json"),
    "check mock": ("mock", "--request-budget", "2"),
    "derive": ("--check", "--quiet"),
    "drift": (),
    "history": ("spacecraft.name",),
    "import har": (str(_RECORDED),),
    "record": ("mock", "--request-budget", "1", "--output", "out"),
    "replay": ("report.json", "--target", "mock"),
    "serve": (),
    "thin": (),
}
#: Commands that read no data folder, with the reason.
APART = {
    "config": "it shows the folder among the options",
    "diff": "both of its sides are named",
    "mcp": "each of its tools is told the folder",
    "report": "a report holds all that is shown",
    "schema": "the schemas of files belong to the program",
    "import openapi": "it writes to a folder; see below",
    "import django": "as import openapi",
    "learn": "as import openapi",
    "import page": "as import har",
}
_SHOP = Path(__file__).parents[3] / "docs" / "examples" / "bookshop.yaml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """
    A folder of somebody's own with the files that the commands name, which is the current one.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("APICONTRACT_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv(DATA_VARIABLE, raising=False)
    monkeypatch.setattr("mockserver.serve.serve", lambda *_, **__: None)
    report = CliRunner().invoke(main, ["check", str(_RECORDED), "--format", "json"]).stdout
    (tmp_path / "report.json").write_text(report, encoding="utf-8")
    return tmp_path


def told(command: str, *options: str) -> list[str]:
    """
    Return what a command says of its data folder.
    """
    name = command.split(" ")[: 2 if command.startswith("import") else 1]
    said = CliRunner().invoke(main, [*name, *READING[command], *options]).stderr
    return [each.partition("data of ")[2] for each in said.splitlines() if each.startswith("apicontract: data of ")]


def test_no_command_is_passed_over() -> None:
    """
    Each command is in the table, or its reason is told.
    """
    context = click.Context(main)
    below = main.get_command(context, "import")
    names = {*main.list_commands(context)} - {"import"} | {f"import {each}" for each in below.list_commands(context)}

    assert names == {each for each in (*READING, *APART) if each != "check mock"}


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("command", READING)
def test_a_foreign_folder_has_the_packaged_data(command: str) -> None:
    """
    Where nothing chooses a folder, the packaged data is used, and that is said once.
    """
    assert [f"{packaged_data().resolve()} (packaged)"] == told(command)


@pytest.mark.parametrize("command", READING)
@pytest.mark.parametrize("chosen", ["--data", DATA_VARIABLE, "the current folder"])
def test_what_chose_the_folder_is_told(
    command: str, chosen: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    An option comes before the environment, and both before the current folder.
    """
    place = folder if chosen == "the current folder" else folder / "mine"
    for each in ("schemas", "fixtures"):
        shutil.copytree(SMALL_DATA / each, place / each)
    if chosen == DATA_VARIABLE:
        monkeypatch.setenv(DATA_VARIABLE, "mine")

    assert [f"{place.resolve()} ({chosen})"] == told(command, *(("--data", "mine") if chosen == "--data" else ()))


@pytest.mark.parametrize("chosen", ["--data", DATA_VARIABLE, "the current folder"])
def test_an_import_says_where_it_writes(chosen: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The packaged data is never written to: the current folder stands in its place.
    """
    if chosen == DATA_VARIABLE:
        monkeypatch.setenv(DATA_VARIABLE, "mine")
    options = ["--data", "mine"] if chosen == "--data" else []
    said = CliRunner().invoke(main, ["import", "openapi", str(_SHOP), *options]).stderr
    place = folder if chosen == "the current folder" else folder / "mine"

    assert f"apicontract: data of {place.resolve()} ({chosen})" in said.splitlines()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "arguments", [("check", "no-such.har"), ("record", "mock", "--resource", "x"), ("derive", "--api", "x")]
)
def test_what_cannot_be_done_is_one_line(arguments: tuple[str, ...]) -> None:
    """
    Of a command that does not do its work only the reason is told.
    """
    done = CliRunner().invoke(main, arguments)

    assert (2, 1) == (done.exit_code, len(done.stderr.splitlines()))
