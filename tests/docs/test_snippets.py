"""
Promise: what the documents show works: Python and JavaScript run, commands and their options exist.
"""

from __future__ import annotations

import ast
import importlib
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import needs
import pytest
from click.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parent))
from snippets import DOCUMENTS, HOW_TO, ROOT, command_lines, option_spans, snippets

from apicontract.cli import main
from apicontract.contract.folders import DATA_VARIABLE

OWN_APPLICATION = ROOT / "docs" / "howto" / "own-application.md"

if TYPE_CHECKING:
    from apicontract.pytest_plugin.mock_api import MockApi

#: Options of other people's programs, which documents mention by themselves.
FOREIGN = {"--group", "--file", "--volume", "--all", "--outcomes", "--write"}


def with_tests(language: str, sign: str) -> list[Path]:
    """
    Return the documents that show tests in a language.
    """
    return [each for each in DOCUMENTS if any(sign in found.text for found in snippets(each, language))]


def write(document: Path, folder: Path, *languages: str) -> None:
    """
    Write the blocks of a document to the files that they name.
    """
    for each in snippets(document, *languages):
        (folder / each.file_name).write_text(each.text, encoding="utf-8")


@pytest.mark.parametrize("document", with_tests("python", "mock_api"), ids=lambda path: path.stem)
def test_python_runs(document: Path, tmp_path: Path) -> None:
    """
    The tests that a page shows pass as they stand, with the plugin and nothing else.
    """
    write(document, tmp_path, "python", "html")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    # As somebody who reads the page has it; an upstream would be recorded into a folder that is named.
    environment.pop(DATA_VARIABLE, None)
    if "playwright" in document.stem:
        environment["CHROMIUM"] = needs.chromium()
    command = [sys.executable, "-m", "pytest", "-q", "-p", "apicontract.pytest_plugin", "--rootdir", str(tmp_path)]
    # In a folder of its own: sessions that share one clear each other's old files away, and warn when they meet.
    command.append(f"--basetemp={tmp_path / 'temporary'}")
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert 0 == done.returncode, done.stdout[-4000:] + done.stderr[-1000:]
    assert re.search(r"^\d+ passed in ", done.stdout, re.MULTILINE), done.stdout


@pytest.mark.parametrize("document", with_tests("javascript", "node:test"), ids=lambda path: path.stem)
def test_javascript_runs(document: Path, tmp_path: Path, mock_api: MockApi) -> None:
    """
    The Node tests that a page shows pass as they stand, against one mock.
    """
    node = needs.program("node")
    write(document, tmp_path, "javascript")
    environment = {**os.environ, "API_URL": mock_api.url("")}
    done = subprocess.run(
        [node, "--test"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=120
    )

    assert 0 == done.returncode, done.stdout[-4000:] + done.stderr[-1000:]
    assert int(re.findall(r"^\S+ pass (\d+)$", done.stdout, re.MULTILINE)[0]) > 0, done.stdout


def unknown_names(text: str) -> list[str]:
    """
    Return what a Python text imports from this project and its tests that is not there.
    """
    wrong = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in {
            "apicontract",
            "mockserver",
            "reference_drf",
        }:
            module = importlib.import_module(node.module or "")
            wrong += [f"{node.module}.{each.name}" for each in node.names if not hasattr(module, each.name)]
    return wrong


@pytest.mark.parametrize(
    "document", [each for each in DOCUMENTS if snippets(each, "python")], ids=lambda path: path.stem
)
def test_python_is_current(document: Path) -> None:
    """
    Each Python block compiles, and what it imports from here exists.
    """
    assert [] == [name for each in snippets(document, "python") for name in unknown_names(each.text)]


def complaint(arguments: list[str]) -> str:
    """
    Return what the command line has against arguments, or nothing; no command is run and no file is read.
    """
    context = click.Context(main, info_name="apicontract")
    named = [each for each in arguments if not each.startswith("-")]
    if not named:
        return "" if not arguments or arguments[0] in {"--help", "--version"} else f"no command in {arguments}"
    command: click.Command | None = main
    rest = arguments
    while isinstance(command, click.Group) and rest:
        name, *rest = rest
        command = command.get_command(context, name)
        if command is None:
            return f"no command {name}"
    if command is None or isinstance(command, click.Group):
        return ""
    try:
        values, left, _ = command.make_parser(click.Context(command, parent=context)).parse_args(list(rest))
        if left and left[0] != ">":
            return f"no place for {' '.join(left)}"
        for parameter in command.params:
            given = values.get(parameter.name or "")
            if isinstance(parameter.type, click.Choice) and isinstance(given, str) and given != "…":
                parameter.type.convert(given, parameter, context)
    except click.UsageError as error:
        return error.format_message()
    return ""


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_commands_exist(document: Path) -> None:
    """
    Each command line of ours in a document names a command, options and arguments that exist.
    """
    assert {} == {
        f"{place} {arguments}": said for place, arguments in command_lines(document) if (said := complaint(arguments))
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["serve", "--thorttle", "15/hour"], "No such option"),
        (["serv"], "no command serv"),
        (["serve", "--access-log", "xml"], "is not one of"),
        (["serve", "ll2-2.3.0"], "no place for ll2-2.3.0"),
    ],
    ids=["option", "command", "choice", "argument"],
)
def test_wrong_commands_are_seen(arguments: list[str], said: str) -> None:
    """
    Canary: an option, a command, a choice or an argument that does not exist is told.
    """
    assert said in complaint(arguments)


def options(command: click.Command) -> set[str]:
    """
    Return the long options of a command and of those below it.
    """
    context = click.Context(command, resilient_parsing=True)
    found = {name for each in command.get_params(context) for name in (*each.opts, *each.secondary_opts)}
    if isinstance(command, click.Group):
        below = [command.get_command(context, name) for name in command.list_commands(context)]
        found = found.union(*(options(each) for each in below if each))
    return found


def test_options_exist(request: pytest.FixtureRequest) -> None:
    """
    Each option that a code span begins with is one of the command line, or of pytest with the plugin.
    """
    known = options(main) | FOREIGN
    known |= {name for each in request.config._parser.optparser._actions for name in each.option_strings}
    named = [found for document in DOCUMENTS for found in option_spans(document)]

    assert [] == [f"{place} {name}" for place, name in named if name not in known]
    assert named


@pytest.mark.parametrize("framework", ["flask", "django", "fastapi"])
def test_an_application_of_ones_own_is_held(framework: str, tmp_path: Path) -> None:
    """
    The application that is shown for each framework keeps the contract of the example, and its test says so.
    """
    needs.module(framework)
    write(OWN_APPLICATION, tmp_path, "python")
    document = ROOT / "docs" / "examples" / "bookshop.yaml"
    made = CliRunner().invoke(main, ["import", "openapi", str(document), "--data", str(tmp_path / "contracts")])
    assert 0 == made.exit_code, made.output
    command = [sys.executable, "-m", "pytest", "-q", "-p", "apicontract.pytest_plugin", f"test_{framework}.py"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path)])}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert (0, True) == (done.returncode, "1 passed" in done.stdout), done.stdout[-4000:] + done.stderr[-1000:]


def test_every_guide_is_run() -> None:
    """
    Each how-to page shows a test that is run here, or code that the tests of clients or browser run.
    """
    run = {*with_tests("python", "mock_api"), *with_tests("javascript", "node:test"), OWN_APPLICATION}

    assert {"browser", "generated-clients", "launches-page"} == {each.stem for each in HOW_TO if each not in run}
