"""
Promise: types that openapi-typescript makes from `/openapi.json` compile strictly; openapi-fetch reads every answer.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import needs
import pytest
from clients.conftest import hold
from complete import COMPLETE

if TYPE_CHECKING:
    from collections.abc import Callable

    from apicontract.pytest_plugin.mock_api import MockApi

PROJECT = Path(__file__).parent / "typescript"
WHOLE_DOCUMENT = Path(__file__).parents[2] / "schemas" / COMPLETE / "openapi.json"


def run(folder: Path, *command: str) -> str:
    """
    Run a program in a folder, and return what it prints.
    """
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    assert 0 == done.returncode, f"{' '.join(command)}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def project(make_mock_api: Callable[..., MockApi], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    Return a copy of the project with its packages installed and the types generated.
    """
    npm = needs.program("npm")
    folder = tmp_path_factory.mktemp("typescript") / "project"
    shutil.copytree(PROJECT, folder)
    run(folder, npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts")
    url = make_mock_api().url("/openapi.json")
    for source, types in ((url, "schema.d.ts"), (str(WHOLE_DOCUMENT), "whole-schema.d.ts")):
        run(folder, "node", "node_modules/openapi-typescript/bin/cli.js", source, "-o", types)
    return folder


@pytest.fixture(scope="module")
def compiled(project: Path) -> Path:
    """
    Return the project after both programs were compiled strictly.
    """
    run(project, "node", "node_modules/typescript/bin/tsc", "--project", ".")
    return project


@pytest.fixture(scope="module")
def client(compiled: Path) -> Callable[[MockApi, str], Any]:
    """
    Return a function that runs the compiled program against a mock, and returns what it printed.
    """
    return lambda mock, task: json.loads(run(compiled, "node", "built/client.js", mock.url("").rstrip("/"), task))


def test_collection_is_walked(client: Callable[[MockApi, str], Any], mock_api: MockApi) -> None:
    """
    The client pages through the whole collection, filters it, and tells detailed rows by their constant.
    """
    found = client(mock_api, "walk")

    assert (601, 601, 601) == (found["records"], found["different"], found["withoutFlights"])
    assert {True} == set(found["filtered"])
    assert ["number"] * len(found["detailed"]) == [flights for _, flights in found["detailed"]]
    assert found["detailed"]


def test_refusals_are_read(client: Callable[[MockApi, str], Any], mock_api: MockApi) -> None:
    """
    The bodies of 400 and 404 have the declared types.
    """
    message = "status: Select a valid choice. That choice is not one of the available choices."

    assert [[400, message], [404, "No Spacecraft matches the given query."]] == client(mock_api, "refusals")


def test_throttle_is_read(client: Callable[[MockApi, str], Any], mock_api: MockApi) -> None:
    """
    The body of 429 has the declared type, and Retry-After is a number.
    """
    mock_api.throttle("1/hour")

    status, sentence, waits = client(mock_api, "throttled")
    assert (429, "Request was throttled.", True) == (status, sentence[:22], waits)


def test_the_whole_library_is_paged(compiled: Path, whole: MockApi, counts: dict[str, int]) -> None:
    """
    A client of every route reads each launch, upcoming launch, event and astronaut by the types of its mode.
    """
    hold(json.loads(run(compiled, "node", "built/whole.js", whole.url("").rstrip("/"))), counts)


MISTAKES = (
    "row.namme",
    "row.flights",
    "row.serial_number.length",
    'api.GET("/2.3.0/spacecraft/", { params: { query: { in_spce: true } } })',
    'api.GET("/2.3.0/spacecraft/", { params: { query: { mode: "full" } } })',
)


def test_mistakes_do_not_compile(project: Path) -> None:
    """
    Canary: a misspelt field, another mode's field, a null passed over, a wrong parameter or choice is a type error.
    """
    text = (project / "client.ts").read_text(encoding="utf-8")
    wrong = [f"export const mistake{number} = (row: Row) => [row, {each}];" for number, each in enumerate(MISTAKES)]
    (project / "mistaken.ts").write_text("\n".join([text, *wrong, ""]), encoding="utf-8")
    configuration = {"extends": "./tsconfig.json", "include": ["mistaken.ts"]}
    configuration["compilerOptions"] = {"noEmit": True, "skipLibCheck": True}
    (project / "mistaken.json").write_text(json.dumps(configuration), encoding="utf-8")
    command = ["node", "node_modules/typescript/bin/tsc", "--project", "mistaken.json"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)

    first = text.count("\n") + 2
    found = [int(number) for number in re.findall(r"^mistaken\.ts\((\d+),", done.stdout, re.MULTILINE)]
    assert list(range(first, first + len(MISTAKES))) == found, done.stdout
