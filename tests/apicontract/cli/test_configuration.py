"""
Promise: a project's configuration counts where no option and no environment variable does; a slip in it is one line.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from apicontract.cli import COMMANDS, main
from apicontract.cli.configuration import defaults_of, read_configuration
from apicontract.contract.folders import package_folder
from apicontract.contract.metaschemas import meta_text

SCHEMA = json.loads(meta_text("config"))
#: Options that are about one start alone: they list and stop, or write what is accepted.
OF_ONE_START = {"help", "list-faults", "list-checks", "list-rules", "write-baseline"}
LIBRARY = Path(__file__).parents[2] / "data" / "library"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """
    An empty project as the current folder, and no environment of ours.
    """
    monkeypatch.delenv("APICONTRACT_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    """
    Run the command line in the project.
    """
    return CliRunner().invoke(main, arguments)


def defaults(name: str, folder: Path) -> dict[str, object]:
    """
    Return what a command takes for options that nobody gives.
    """
    command = main.get_command(click.Context(main), name)
    assert command is not None
    return defaults_of(command, name, read_configuration(folder))


@pytest.mark.parametrize("name", [each for each in SCHEMA["properties"] if each in COMMANDS])
def test_the_schema_has_every_option(name: str) -> None:
    """
    A command's table in the schema has the options of the command, and no other.
    """
    command = main.get_command(click.Context(main), name)
    assert command is not None
    options = {text.removeprefix("--") for each in command.params for text in each.opts if text.startswith("--")}
    assert options - OF_ONE_START == set(SCHEMA["properties"][name]["properties"])


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("apicontract.toml", "timeout = 5\n[serve]\nport = 8123\ntrust_proxy = true\n"),
        (
            "pyproject.toml",
            "[tool.apicontract]\ntimeout = 5\n[tool.apicontract.serve]\nport = 8123\ntrust-proxy = true\n",
        ),
    ],
)
def test_both_files_are_read(project: Path, file: str, text: str) -> None:
    """
    Either file gives options, named with dashes or underscores, to the folder it is in and to those below.
    """
    (project / file).write_text(text)
    below = project / "a" / "b"
    below.mkdir(parents=True)
    assert {"port": 8123, "trust_proxy": True} == defaults("serve", below)
    assert {"timeout": 5} == defaults("check", below)


def test_the_file_of_our_own_is_preferred(project: Path) -> None:
    """
    Where a folder has both, `apicontract.toml` counts; a `pyproject.toml` without our table counts for nothing.
    """
    (project / "pyproject.toml").write_text("[tool.apicontract]\nseed = 1\n[tool.other]\nx = 1\n")
    (project / "apicontract.toml").write_text("timeout = 7\n")
    assert {"timeout": 7} == defaults("check", project)
    (project / "sub").mkdir()
    (project / "sub" / "pyproject.toml").write_text("[tool.other]\nx = 1\n")
    assert {"timeout": 7} == defaults("check", project / "sub")


def test_a_table_goes_before_what_holds_for_all(project: Path) -> None:
    """
    What stands in the table of a command counts for it instead of what holds for all; paths begin at the file.
    """
    (project / "apicontract.toml").write_text('timeout = 5\nbaseline = "known.json"\n[check]\ntimeout = 9\n')
    assert {"timeout": 9, "baseline": str(project / "known.json")} == defaults("check", project)
    assert {"timeout": 5} == defaults("record", project)


def test_an_import_keeps_its_own_name(project: Path) -> None:
    """
    An import, which names a new API, is given the data folder and not the API.
    """
    (project / "apicontract.toml").write_text('api = "mine"\ndata = "here"\n')
    given = {"data": str(project / "here")}
    assert {**dict.fromkeys(("openapi", "django", "har", "page"), given)} == defaults("import", project)


@pytest.mark.parametrize(
    ("option", "environment", "configured", "expected"),
    [
        (True, True, True, "--data"),
        (False, True, True, "APICONTRACT_DATA"),
        (False, False, True, "apicontract.toml"),
        (False, False, False, "the current folder"),
    ],
)
def test_the_order_of_what_chooses_the_data_folder(  # noqa: PLR0913, PLR0917 - a table
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    option: bool,  # noqa: FBT001 - a table
    environment: bool,  # noqa: FBT001 - a table
    configured: bool,  # noqa: FBT001 - a table
    expected: str,
) -> None:
    """
    Option, environment, configuration file, current folder: the first that names a data folder counts, and is named.
    """
    shutil.copytree(LIBRARY / "schemas", project / "schemas")
    if configured:
        (project / "apicontract.toml").write_text(f"data = {json.dumps(str(LIBRARY))}\n")
    if environment:
        monkeypatch.setenv("APICONTRACT_DATA", str(LIBRARY))
    result = run("check", "mock", "--request-budget", "1", *(("--data", str(LIBRARY)) if option else ()))
    said = next(line for line in result.stderr.splitlines() if line.startswith("apicontract: data of "))
    assert said.endswith(f"{expected})")


def test_a_host_of_the_file_is_a_target(project: Path) -> None:
    """
    A name among `hosts` stands for its URL where a server is named.
    """
    (project / "apicontract.toml").write_text('[hosts]\nstaging = "http://127.0.0.1:9"\n')
    assert run("check", "staging", "--request-budget", "1").stdout.startswith("apicontract check: http://127.0.0.1:9 ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tokn-host = []", "apicontract.toml: unknown key 'tokn-host'; did you mean 'token-host'?"),
        ("[serv]\nport = 1", "apicontract.toml: unknown key 'serv'; did you mean 'serve'?"),
        ("[serve]\nprot = 1", "apicontract.toml: serve: unknown key 'prot'; did you mean 'port'?"),
        ("[serve]\nqqqqq = 1", "apicontract.toml: serve: unknown key 'qqqqq'; give one of api, "),
        ("timeout = 'x'", "apicontract.toml#/timeout: 'x' is not of type 'number'"),
        ("serve = 5", "apicontract.toml#/serve: 5 is not of type 'object'"),
        ("[hosts]\na = 'b'", "apicontract.toml#/hosts/a: 'b' does not match '^https?://'"),
        ("timeout = ", "apicontract.toml: Invalid value (at end of document); expected TOML in UTF-8"),
    ],
)
def test_a_slip_in_the_file_is_one_line(project: Path, text: str, said: str) -> None:
    """
    An unknown key or a wrong value is one line that says where, and what may have been meant; help is still given.
    """
    (project / "apicontract.toml").write_text(text)
    result = run("config")
    assert (2, True, 1) == (result.exit_code, said in result.stderr, result.stderr.count("\n")), result.stderr
    assert 0 == run("config", "--help").exit_code


def test_config_tells_where_values_come_from(project: Path) -> None:
    """
    `config` prints what the file gives, what chose the data folder, and the defaults; a token is not shown.
    """
    file = project / "apicontract.toml"
    file.write_text('request-budget = 15\n[serve]\nport = 8123\ntoken = ["s3cret"]\n')
    rows = {
        each["key"]: (each["value"], each["source"]) for each in json.loads(run("config", "--format", "json").stdout)
    }
    expected = {
        "configuration file": (str(file), "nearest"),
        "data": (str(package_folder()), "packaged"),
        "request-budget": (15, str(file)),
        "serve.port": (8123, str(file)),
        "serve.token": ("***", str(file)),
        "serve.host": ("127.0.0.1", "default"),
    }
    assert expected == {key: rows.get(key) for key in expected}
    assert "serve.port = 8123  (" in run("config").stdout
