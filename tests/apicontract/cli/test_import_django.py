"""
`apicontract import django`: from the code of a project to a contract.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from apicontract.cli import main
from apicontract.cli.describing import described_project
from apicontract.contract.catalog import load_api

TESTS = Path(__file__).parents[2]


def imported(*arguments: str) -> tuple[int, str]:
    """
    Run the command, and return its exit status and all that it says.
    """
    result = CliRunner().invoke(main, ["import", "django", *arguments])
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    A data folder with the plain project of the tests.
    """
    folder = tmp_path_factory.mktemp("imported")
    status, output = imported("plain_drf.settings", "--project", str(TESTS), "--data", str(folder))
    assert (0, True) == (status, "served and judged: 20 requests" in output), output
    return folder


def test_its_lists_become_resources(data: Path) -> None:
    """
    Each list of the router is a resource, below the path that all of them share.
    """
    api = load_api("plain_drf-1", data)

    assert ("/2.3.0/", ["spacecraft", "spacecraft_configurations", "agencies"]) == (
        api.base_path,
        list(api.resources)[:3],
    )


def test_generated_filters_are_read(data: Path) -> None:
    """
    `filterset_fields` become parameters, each with the field, the lookup and the type of the generated filter.
    """
    found = load_api("plain_drf-1", data).resources["spacecraft"].parameters

    assert [
        ("in_space", ("in_space",), "exact", "boolean"),
        ("is_placeholder", ("is_placeholder",), "exact", "boolean"),
        ("name", ("name",), "exact", "text"),
        ("spacecraft_config", ("spacecraft_config.id",), "exact", "related"),
        ("status", ("status.id",), "exact", "related"),
    ] == [(each.name, each.fields, each.lookup, each.type) for each in found]


def test_a_parameter_that_chooses_a_serializer_is_a_mode(data: Path) -> None:
    """
    What `get_serializer_class` compares `mode` with is a mode, with the serializer that it then returns.
    """
    modes = load_api("plain_drf-1", data).resources["spacecraft"].modes

    assert (("detailed",), "default", "detailed") == (modes.choices, modes.list, modes.detail)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("plain_drf.nowhere",), f"there is no module plain_drf.nowhere, looked for from {TESTS} by {sys.executable}"),
        (("nowhere.settings",), f"there is no module nowhere, looked for from {TESTS} by {sys.executable}"),
        (("plain_drf.rows",), "the project of plain_drf.rows cannot be imported: AppRegistryNotReady: "),
        (("plain_drf.paging",), "the project of plain_drf.paging cannot be imported: "),
        (("not a module",), "'not a module' is no settings module; write it as DJANGO_SETTINGS_MODULE has it"),
        (("x.y", "--python", "/nowhere/python"), "--python /nowhere/python cannot be run: No such file or directory"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, arguments: tuple[str, ...], sentence: str) -> None:
    """
    A project that cannot be read ends with one line that says why, and nothing is written.
    """
    status, output = imported(*arguments, "--project", str(TESTS), "--data", str(tmp_path / "data"))

    assert (2, True, 1, False) == (
        status,
        sentence in output,
        output.count("\n"),
        (tmp_path / "data").exists(),
    ), output


def test_an_interpreter_without_django_is_named(tmp_path: Path) -> None:
    """
    Where the interpreter lacks Django, the line says so.
    """
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} -S -E "$@"\n')
    python.chmod(0o755)
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "__init__.py").touch()
    status, output = imported("x.y", "--python", str(python), "--project", str(tmp_path), "--data", str(tmp_path))

    assert (2, True) == (status, "django is not installed for " in output), output


def test_a_written_description_is_taken_as_well(tmp_path: Path, data: Path) -> None:
    """
    A file that `describe_django.py` printed elsewhere gives the same contract as the project itself.
    """
    file = tmp_path / "project.json"
    file.write_text(json.dumps(described_project("plain_drf.settings", None, TESTS)))
    status, output = imported(str(file), "--data", str(tmp_path / "data"))

    assert 0 == status, output
    same = (folder / "schemas/plain_drf-1/spacecraft/contract.json" for folder in (data, tmp_path / "data"))
    assert 1 == len({each.read_text() for each in same})


def test_a_document_with_the_hook_gives_the_same(tmp_path: Path) -> None:
    """
    What drf-spectacular writes with the hook is imported as the project itself is: the same contracts and schemas.
    """
    document, settings = tmp_path / "openapi.json", "described_drf.documented"
    command = [sys.executable, "-m", "django", "spectacular", "--format", "openapi-json", "--settings", settings]
    subprocess.run([*command, "--file", str(document)], cwd=TESTS, check=True, capture_output=True)
    both = ["django", settings, "--project", str(TESTS)], ["openapi", str(document)]
    for number, arguments in enumerate(both):
        done = CliRunner().invoke(main, ["import", *arguments, "--api", "x", "--data", str(tmp_path / str(number))])
        assert 0 == done.exit_code, done.output

    of_project, of_document = (written(tmp_path / str(number) / "schemas" / "x") for number in (0, 1))
    assert of_project == of_document
    assert "x-apicontract" in document.read_text()


def written(folder: Path) -> dict[str, Any]:
    """
    Return the files of an API, without the sources that they name, and without the hosts, which a document states.
    """
    files = {path.relative_to(folder).as_posix(): json.loads(path.read_text()) for path in folder.rglob("*.json")}
    return {
        name: sourceless({key: value for key, value in each.items() if key not in {"hosts", "default_host", "title"}})
        for name, each in files.items()
    }


def sourceless(value: Any) -> Any:
    """
    Return a value without the members that say where it comes from.
    """
    if isinstance(value, list):
        return [sourceless(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {key: sourceless(each) for key, each in value.items() if key != "source"}
