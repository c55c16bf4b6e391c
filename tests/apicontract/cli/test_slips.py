"""
Promise: a slip of whoever types is one line that says what is wrong, where, and what to do; nothing is lost by it.

The lines are those of a narrow terminal and of a user without a home folder.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from apicontract.cli import main

ROOT = Path(__file__).parents[3]
#: Arguments, separated by blanks, to what the line says: what, where, what to do. `{free}` is a port that nobody
#: listens on, `{taken}` one that somebody does.
SLIPS = {
    # misspelt commands and options
    "--versoin": ("No such option", "Did you mean '--version'?", "apicontract --help"),
    "chekc mock": ("No such command 'chekc'", "Did you mean 'check'?", "apicontract --help"),
    "serv": ("No such command 'serv'", "Did you mean 'serve'?", "apicontract --help"),
    "zzz": ("No such command 'zzz'", "apicontract --help"),
    "import opneapi things.json": ("import: No such command 'opneapi'", "apicontract import --help"),
    "serve --wordl ll": ("serve: No such option", "'--world'", "apicontract serve --help"),
    "serve --prot 1": ("serve: No such option", "'--port'", "apicontract serve --help"),
    "check mock --reqest-budget 3": ("check: No such option", "'--request-budget'", "apicontract check --help"),
    "check mock --formt json": ("check: No such option", "'--format'", "apicontract check --help"),
    "diff a b --fail_on risky": ("diff: No such option", "'--fail-on'", "apicontract diff --help"),
    "derive --chekc": ("derive: No such option", "'--check'", "apicontract derive --help"),
    "learn": ("Missing argument 'TARGET'", "apicontract learn --help"),
    "learn api.example.org": ("api.example.org has no scheme", "write http://api.example.org"),
    "learn no-such.har": ("no such file: no-such.har", "name a URL, a HAR file or a folder of recordings that exists"),
    "learn http://127.0.0.1:9 --request-budgt 3": ("learn: No such option", "'--request-budget'"),
    "learn http://127.0.0.1:9 --token-env NO_SUCH": ("NO_SUCH holds no token", "leave out --token-env"),
    "check mock --only visibility": ("visibility is decided by requests with a token", "with --token-env"),
    "record mock --ouput x": ("record: No such option", "'--output'", "apicontract record --help"),
    "record mock --refresh-hour 1": ("record: No such option", "'--refresh-hours'", "apicontract record --help"),
    "drift --snice 2026-03-01": ("drift: No such option", "'--since'", "apicontract drift --help"),
    "history a.b --fromat html": ("history: No such option", "'--format'", "apicontract history --help"),
    "thin --remvoe": ("thin: No such option", "'--remove'", "apicontract thin --help"),
    "histroy a.b": ("No such command 'histroy'", "Did you mean 'history'?"),
    # values that an option cannot have
    "serve --port 99999": ("'--port': 99999 is not in the range", "apicontract serve --help"),
    "serve --port http": ("'--port': 'http' is not a valid integer", "apicontract serve --help"),
    "serve --port": ("Option '--port' requires an argument", "--help"),
    "serve --records many": ("'many' is neither 'full' nor 'recorded' nor a number",),
    "serve --records 999999999": ("more than can be generated", "request 100000 at most"),
    "serve --access-log xml": ("'--access-log': 'xml' is not one of", "'plain', 'json', 'off'"),
    "serve --cors-origin localhost:5173": ("'localhost:5173' is not an origin", "such as http://localhost:5173"),
    "serve --cors-origin http://a/b": ("'http://a/b' is not an origin", "write scheme, host and port"),
    "serve --seed x": ("'--seed': 'x' is not a valid integer", "apicontract serve --help"),
    "serve --throttle fast": ("fast", "15/hour"),
    "serve --upstrem ll": ("serve: No such option", "'--upstream'", "apicontract serve --help"),
    "serve --upstream lll --port 0": ("unknown target 'lll'", "did you mean 'll'?"),
    "serve --upstream ll --world ll --port 0": ("--world beside --upstream", "leave it out"),
    "serve --upstream ll --fresh soon --port 0": ("'soon' is not a span of time", "write 90s, 15m, 1h or 2d"),
    "serve --upstream ll --upstream-rate fast --port 0": ("fast", "15/hour"),
    "serve --upstream ll --upstream-share 2": ("'--upstream-share': 2.0 is not in the range", "serve --help"),
    "serve --upstream ll --fail-on errors": ("'--fail-on': 'errors' is not one of", "'violation'"),
    "serve --latency slow": ("slow",),
    "serve --error-rate 503": ("503",),
    "serve --error-rate 503=2": ("2", "probability"),
    "serve --failure clsoe": ("unknown", "'clsoe'", "did you mean 'close'?"),
    "serve --allowed-host http://mock.test --port 0": ("'http://mock.test' is not a host name", "without scheme"),
    "check mock --request-budget 0": ("'--request-budget': 0 is not in the range", "apicontract check --help"),
    "check mock --timeout 0": ("'--timeout': 0.0 is not in the range",),
    "check mock --timeout nan": ("'--timeout'", "nan"),
    "check mock --format xml": ("'--format': 'xml' is not one of", "apicontract check --help"),
    "check mock --fail-on errors": ("'--fail-on': 'errors' is not one of", "'violation'"),
    "diff a b --fail-on breakin": ("'--fail-on'", "apicontract diff --help"),
    "record mock --refresh-hours never": ("'--refresh-hours': 'never' is not a valid float",),
    "drift --since yesterday": ("--since 'yesterday' is no moment", "write it as 2026-03-01T12:00:00Z"),
    "drift --fail-on breakin": ("'--fail-on'", "apicontract drift --help"),
    "history spacecraft.name --format pdf": ("'--format': 'pdf' is not one of", "apicontract history --help"),
    # names that nothing answers to
    "serve --world mars --port 0": ("unknown world 'mars'", "known: lldev, ll"),
    "serve --api nothing": ("unknown API 'nothing'", "known: ll2-2.3.0"),
    "serve petstore": (
        "unexpected extra argument (petstore)",
        "Did you mean '--api petstore'?",
        "apicontract serve --help",
    ),
    "serve --api ../x": ("--api '../x'", "give a name of letters"),
    "serve --fault limit-not-clampd --port 0": ("unknown", "did you mean 'limit-not-clamped'?"),
    "check mock --resource spacecrafts": ("unknown resource 'spacecrafts'", "did you mean 'spacecraft'?"),
    "check mock --only limit-clampd": ("unknown check 'limit-clampd'", "did you mean 'limit-clamped'?"),
    "check lldevv": ("lldevv",),
    "record mock --resource agencie": ("unknown resource 'agencie'", "did you mean 'agencies'?"),
    "drift lldevv": ("unknown target 'lldevv'", "did you mean 'lldev'?"),
    "history spacecraft.nmae": ("unknown field or parameter 'spacecraft.nmae'", "did you mean 'spacecraft.name'?"),
    "thin --api nothing": ("unknown API 'nothing'", "known: ll2-2.3.0"),
    "schema reprot": ("unknown schema 'reprot'", "did you mean 'report'?"),
    # arguments that are missing
    "check": ("no target", "name one: mock, a host, a URL or a file"),
    "diff old": ("Missing argument 'NEW'", "apicontract diff --help"),
    "record": ("Missing argument 'TARGET'", "apicontract record --help"),
    "history": ("Missing argument 'NAME'", "apicontract history --help"),
    "thin --remove": ("the packaged recordings are not yours to remove", "name a data folder with --data"),
    "replay": ("Missing argument 'REPORT'", "apicontract replay --help"),
    "import openapi": ("Missing argument 'FILE'", "apicontract import openapi --help"),
    "import django": ("Missing argument 'SETTINGS'", "apicontract import django --help"),
    # paths
    "import django missing.json": ("missing.json", "No such file"),
    "import django shop.settings --project missing": (
        "--project missing is no folder",
        "the folder that holds manage.py",
    ),
    "import django shop/settings.py": ("'shop/settings.py' is no settings module", "such as shop.settings"),
    "check missing.har": ("no such file: missing.har", "name a file"),
    "check folder": ("folder is a folder", "name one file"),
    "check mock --output no/such/report.json": ("no/such/report.json cannot be written", "name a file in a folder"),
    "report missing.json": ("missing.json", "No such file"),
    "replay missing.json": ("missing.json", "No such file"),
    "learn http://127.0.0.1:9 --api ll2-2.3.0 --data data": ("ll2-2.3.0 is a packaged API", "another API with --api"),
    "import openapi missing.yaml": ("missing.yaml", "No such file"),
    "serve --data missing": ("missing: no folder 'schemas' in it", "a data folder with schemas"),
    "derive --data folder": ("no API in folder", "record or import one"),
    "diff missing.yaml missing.yaml": ("missing.yaml",),
    "check mock --baseline missing.json --request-budget 1": ("missing.json", "No such file"),
    # files that hold something else
    "report broken.json": ("broken.json:1", "expected"),
    "report latin.json": ("latin.json", "expected"),
    "replay list.json": ("list.json", "expected"),
    "import openapi broken.json": ("broken.json:1", "expected"),
    "import har list.json": ("list.json", "expected"),
    "check empty.har": ("empty.har", "expected"),
    # addresses
    "serve --port {taken}": ("cannot listen on 127.0.0.1 port {taken}", "choose another with --host or --port"),
    "serve --host 256.0.0.1 --port 0": ("cannot listen on 256.0.0.1 port 0", "choose another"),
    "serve --host http://localhost --port 0": ("cannot listen on http://localhost port 0", "choose another"),
    "check ftp://127.0.0.1": ("'ftp' is not a supported scheme", "give a URL with http or https"),
    "check http://": ("http://",),
    "record http://127.0.0.1:{free} --output out": ("127.0.0.1:{free}", "refused"),
}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """
    A folder with files that hold something else than is asked for, as the current one; narrow, and without a home.
    """
    (tmp_path / "folder").mkdir()
    for name, content in {
        "broken.json": b"{oops",
        "latin.json": b'{"name": "caf\xe9"}',
        "list.json": b"[]",
        "empty.har": b"",
    }.items():
        (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setenv("APICONTRACT_CACHE", str(tmp_path / "cache"))
    for name in ("HOME", "APICONTRACT_DATA"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def run(*arguments: str) -> Result:
    """
    Run a command line in this process.
    """
    return CliRunner().invoke(main, list(arguments), prog_name="apicontract")


def lines(result: Result) -> list[str]:
    """
    Return what is said on standard error, less what tells how far a run is.
    """
    return [line for line in result.stderr.splitlines() if not line.startswith("[")]


@pytest.mark.parametrize("typed", SLIPS)
@pytest.mark.usefixtures("desk")
def test_a_slip_is_one_line(typed: str) -> None:
    """
    A slip ends with 2, or 3 where a server was not reached, and with one line that says what, where and what to do.
    """
    with socket.socket() as taken, socket.socket() as free:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        free.bind(("127.0.0.1", 0))
        ports = {"taken": taken.getsockname()[1], "free": free.getsockname()[1]}
        result = run(*(each.format(**ports) for each in typed.split()))
    expected = [each.format(**ports) for each in SLIPS[typed]]
    said = lines(result)
    assert (True, 1) == (result.exit_code in {2, 3}, len(said)), result.output
    assert said[0].startswith("apicontract: ")
    assert [] == [each for each in expected if each not in said[0]], said[0]


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("apicontract.toml", "tmeout = 1", "did you mean 'timeout'?"),
        ("apicontract.toml", "[serve]\nport = '1'", "#/serve/port: '1' is not of type 'integer'"),
        ("apicontract.toml", "timeout =", "expected TOML"),
        ("pyproject.toml", "[tool.apicontract]\nserv = 1", "did you mean 'serve'?"),
        ("pyproject.toml", "[tool]\napicontract = 1", "[tool.apicontract] is no table"),
        ("pyproject.toml", "[tool.apicontract\n", "expected TOML"),
    ],
)
def test_a_slip_of_the_configuration_is_one_line(desk: Path, file: str, text: str, said: str) -> None:
    """
    Whatever is wrong with the configuration, every command says so in one line that names the file.
    """
    (desk / file).write_text(text)
    result = run("check", "mock")
    assert (2, 1) == (result.exit_code, len(lines(result))), result.output
    assert (True, True) == (file in result.stderr, said in result.stderr), result.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-16"])
def test_help_is_printed_in_any_encoding(desk: Path, encoding: str) -> None:
    """
    Help is printed whatever the encoding of the terminal, without a home folder, into a narrow window.
    """
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    environment |= {"PYTHONIOENCODING": encoding, "COLUMNS": "20"}
    command = [sys.executable, "-c", "from apicontract.cli import main; main()", "serve", "--help"]
    done = subprocess.run(command, cwd=desk, env=environment, capture_output=True, check=False)
    assert (0, b"") == (done.returncode, done.stderr)
    assert "Examples:" in done.stdout.decode(encoding)


def test_a_closed_pipe_is_no_error(desk: Path) -> None:
    """
    Where whoever reads the output goes away, the command ends without a word.
    """
    command = [sys.executable, "-c", "from apicontract.cli import main; main()", "check", "--list-checks"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=desk, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert b"" == process.stderr.read()
    process.stderr.close()
    process.wait(60)


def test_a_folder_that_cannot_be_written_is_one_line(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A report that cannot be written is told before a request is sent.
    """
    monkeypatch.setattr("os.access", lambda *_: False)
    result = run("check", "mock", "--output", str(desk / "report.json"))
    assert 2 == result.exit_code
    remedy = "name a file in a folder that is yours"
    assert [f"apicontract: {desk / 'report.json'} cannot be written: Permission denied; {remedy}"] == lines(result)


def test_sixty_slips_are_tried() -> None:
    """
    The table has sixty slips at least.
    """
    assert len(SLIPS) >= 60, json.dumps(len(SLIPS))
