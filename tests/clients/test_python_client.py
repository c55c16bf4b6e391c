"""
Promise: openapi-python-client makes from `/openapi.json` a client that mypy takes strictly and that reads every answer.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import needs
import pytest
from clients.conftest import hold
from complete import COMPLETE

if TYPE_CHECKING:
    from collections.abc import Callable

    from apicontract.pytest_plugin.mock_api import MockApi

PROGRAM = Path(__file__).parent / "python" / "program.py"
WHOLE = Path(__file__).parent / "python" / "whole.py"
WHOLE_DOCUMENT = Path(__file__).parents[2] / "schemas" / COMPLETE / "openapi.json"
MISTAKE = """
def mistake(row: Row) -> int:
    return len(row.serial_number) + row.namme
"""


def run(folder: Path, *arguments: str, status: int = 0) -> str:
    """
    Run a Python module or file where the generated package is found, and return what it prints.
    """
    environment = {**os.environ, "PYTHONPATH": str(folder), "MYPYPATH": str(folder)}
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert status == done.returncode, f"{' '.join(arguments)}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def generated(make_mock_api: Callable[..., MockApi], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    Return a folder with the generated package.
    """
    return generate(tmp_path_factory.mktemp("python"), "--url", make_mock_api().url("/openapi.json"))


@pytest.fixture(scope="module")
def generated_whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    Return a folder with the package that is generated from the document of every route.
    """
    return generate(tmp_path_factory.mktemp("whole"), "--path", str(WHOLE_DOCUMENT))


def generate(folder: Path, *source: str) -> Path:
    """
    Put the package that is generated from a document into a folder, and return the folder.
    """
    generator = needs.module("openapi_python_client")
    (folder / "config.yaml").write_text("post_hooks: []\n", encoding="utf-8")
    options = [*source, "--meta", "none", "--config", "config.yaml", "--fail-on-warning"]
    run(folder, "-m", generator, "generate", *options, "--output-path", "generated")
    return folder


@pytest.fixture(scope="module")
def client(generated: Path) -> Callable[[MockApi, str], Any]:
    """
    Return a function that runs the program against a mock, and returns what it printed.
    """
    return lambda mock, task: json.loads(run(generated, str(PROGRAM), mock.url("").rstrip("/"), task))


def test_collection_is_walked(client: Callable[[MockApi, str], Any], mock_api: MockApi) -> None:
    """
    The client pages through the whole collection, filters it, and reads each mode as a class of its own.
    """
    found = client(mock_api, "walk")

    assert (601, 601, 601) == (found["records"], found["different"], found["normal"])
    assert {True} == set(found["filtered"])
    assert found["detailed"]
    assert all(each is not False for each in found["detailed"])


def test_refusals_are_read(client: Callable[[MockApi, str], Any], mock_api: MockApi) -> None:
    """
    The bodies of 400 and 404 are objects of the declared classes.
    """
    message = "status: Select a valid choice. That choice is not one of the available choices."

    assert [[400, message], [404, "No Spacecraft matches the given query."]] == client(mock_api, "refusals")


def test_throttle_is_read(client: Callable[[MockApi, str], Any], mock_api: MockApi) -> None:
    """
    The body of 429 is an object of the declared class, and Retry-After is a number.
    """
    mock_api.throttle("1/hour")

    status, sentence, waits = client(mock_api, "throttled")
    assert (429, "Request was throttled.", True) == (status, sentence[:22], waits)


def test_types_are_strict(generated: Path) -> None:
    """
    Strict mypy takes the program; canary: a null passed over and a misspelt field are each an error.
    """
    mypy = needs.module("mypy")
    strict = ["-m", mypy, "--strict", "--no-incremental", "--config-file", os.devnull]
    (generated / "mistaken.py").write_text(PROGRAM.read_text(encoding="utf-8") + MISTAKE, encoding="utf-8")

    told = run(generated, *strict, str(PROGRAM), "mistaken.py", status=1)
    found = set(re.findall(r"^([\w.]+?):\d+: error: .* \[([\w-]+)\]$", told, re.MULTILINE))
    assert {("mistaken.py", "arg-type"), ("mistaken.py", "union-attr"), ("mistaken.py", "no-any-return")} == found, told


def test_the_whole_library_is_paged(generated_whole: Path, whole: MockApi, counts: dict[str, int]) -> None:
    """
    A client of every route reads each launch, upcoming launch, event and astronaut as the class of its mode.
    """
    hold(json.loads(run(generated_whole, str(WHOLE), whole.url("").rstrip("/"))), counts)


def test_types_of_the_whole_are_strict(generated_whole: Path) -> None:
    """
    Strict mypy takes the program; canary: a pad that may be missing is an error where it is passed over.
    """
    mypy = needs.module("mypy")
    strict = ["-m", mypy, "--strict", "--no-incremental", "--config-file", os.devnull]
    mistake = "\ndef mistake(row: LaunchNormal) -> object:\n    return row.pad.location\n"
    (generated_whole / "mistaken.py").write_text(WHOLE.read_text(encoding="utf-8") + mistake, encoding="utf-8")

    told = run(generated_whole, *strict, "mistaken.py", status=1)
    assert ["union-attr"] == re.findall(r"^mistaken.py:\d+: error: .* \[([\w-]+)\]$", told, re.MULTILINE), told
