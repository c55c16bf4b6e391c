"""
Promise: `apicontract mcp` offers its tools to a client of the protocol, and leaves nothing behind.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import needs
import pytest
from click.testing import CliRunner

from apicontract.cli import main

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "docs" / "examples"
PROGRAM = (sys.executable, "-c", "from apicontract.cli import main; main()", "mcp")


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """
    What one session is answered, by the name of the question; the client is that of the official SDK.
    """
    needs.module("mcp")
    folder = tmp_path_factory.mktemp("session")
    questions = {
        "list": ("list", {}),
        "serve": ("serve", {"records": "recorded"}),
        "serve again": ("serve", {"records": "recorded"}),
        "serve another": ("serve", {"records": "recorded", "faults": ["limit-not-clamped"]}),
        "serve nothing": ("serve", {"world": "nowhere"}),
        "check": ("check", {"request_budget": 3}),
        "check nobody": ("check", {"target": "nobody"}),
        "diff": ("diff", {"old": str(EXAMPLES / "bookshop.yaml"), "new": str(EXAMPLES / "bookshop-2.yaml")}),
        "diff an option": ("diff", {"old": "--help", "new": "."}),
        "hint": ("hint", {"path": "/2.3.0/spacecraft/?is_placeholders=true&limit=1"}),
        "hint of no path": ("hint", {"path": "spacecraft"}),
    }
    return anyio.run(partial(asked, folder, questions))


async def asked(folder: Path, questions: dict[str, tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    """
    Ask each question in one session, and fetch what is served while the session goes on.
    """
    from mcp import Client, StdioServerParameters, stdio_client  # noqa: PLC0415 - an extra

    program, *arguments = PROGRAM
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "APICONTRACT_CACHE": str(folder / "cache")}
    server = StdioServerParameters(command=program, args=arguments, env=environment, cwd=folder)
    async with Client(stdio_client(server)) as client:
        told: dict[str, Any] = {"tools": [each.name for each in (await client.list_tools()).tools]}
        for name, (tool, given) in questions.items():
            result = await client.call_tool(tool, given)
            told[name] = result.content[0].text if result.is_error else result.structured_content
        told["page"] = await anyio.to_thread.run_sync(fetched, f"{told['serve']['url']}spacecraft/?limit=1")
    return told


def fetched(url: str) -> Any:
    """
    Return the JSON at a URL.
    """
    with urllib.request.urlopen(url, timeout=60) as answer:
        return json.load(answer)


def test_there_are_five_tools(answers: dict[str, Any]) -> None:
    """
    The tools are list, serve, check, diff and hint, and no others.
    """
    assert ["list", "serve", "check", "diff", "hint"] == answers["tools"]


def test_apis_are_listed(answers: dict[str, Any]) -> None:
    """
    Each API comes with its hosts and with the path of each resource.
    """
    api, *_ = answers["list"]["apis"]

    assert ("APICONTRACT_DATA", "/2.3.0/spacecraft/") == (answers["list"]["chosen_by"], api["resources"]["spacecraft"])


def test_a_mock_is_served_once(answers: dict[str, Any]) -> None:
    """
    A mock answers at the URL that is told; the same arguments lead to the same one, others to another.
    """
    assert 1 == len(answers["page"]["results"])
    assert answers["serve"] == answers["serve again"] != answers["serve another"]


def test_mocks_end_with_the_session(answers: dict[str, Any]) -> None:
    """
    Nothing is served any more once the client has gone.
    """
    with pytest.raises(urllib.error.URLError):
        fetched(answers["serve"]["url"])


@pytest.mark.parametrize(
    ("name", "status", "text"),
    [("check", 0, "apicontract check: mock"), ("diff", 1, "BREAKING parameter-removed")],
    ids=["check", "diff"],
)
def test_a_command_is_reported(answers: dict[str, Any], name: str, status: int, text: str) -> None:
    """
    A command answers with its status and its report.
    """
    assert (status, True) == (answers[name]["status"], text in answers[name]["report"])


def test_a_request_is_hinted_at(answers: dict[str, Any]) -> None:
    """
    What is misspelt in a request is told, with what may have been meant.
    """
    (hint,) = answers["hint"]["hints"]

    assert (200, True) == (answers["hint"]["status"], "did you mean `is_placeholder`?" in hint)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("serve nothing", "unknown world 'nowhere'"),
        ("check nobody", "unknown target 'nobody'"),
        ("diff an option", "--help: no such folder, file, API or git revision"),
        ("hint of no path", "'spacecraft' is no path; give path and query"),
    ],
    ids=lambda text: text.replace(" ", "-")[:30],
)
def test_a_slip_is_one_sentence(answers: dict[str, Any], name: str, said: str) -> None:
    """
    A call that cannot be done is an error of one line, and no value can become an option.
    """
    assert (True, 0) == (said in answers[name], answers[name].count("\n")), answers[name]


@pytest.mark.parametrize(
    ("number", "status", "said"),
    [
        (signal.SIGINT, 130, "apicontract: stopped by Ctrl-C; what it served is served no more\n"),
        (signal.SIGTERM, 143, ""),
    ],
    ids=["Ctrl-C", "SIGTERM"],
)
def test_a_signal_ends_it_and_what_it_serves(number: int, status: int, said: str, tmp_path: Path) -> None:
    """
    Ctrl-C and SIGTERM end the server while it waits for input, and the mocks with it.
    """
    needs.module("mcp")
    head = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    called = {"name": "serve", "arguments": {"records": "recorded"}}
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        PROGRAM, env=environment, cwd=tmp_path, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        assert process.stderr
        for message in (
            {"id": 1, "method": "initialize", "params": head},
            {"method": "notifications/initialized"},
            {"id": 2, "method": "tools/call", "params": called},
        ):
            process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
            process.stdin.flush()
        process.stdout.readline()
        url = json.loads(process.stdout.readline())["result"]["structuredContent"]["url"]
        process.send_signal(number)
        assert (status, said) == (process.wait(60), process.stderr.read())
    with pytest.raises(urllib.error.URLError):
        fetched(url)


def test_without_the_extra_it_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Where the SDK is not installed, one line says what to install, with status 2.
    """
    for name in ("mcp", "mcp.server", "mcp.server.mcpserver"):
        monkeypatch.setitem(sys.modules, name, None)
    result = CliRunner().invoke(main, ["mcp"])

    assert (2, 1, True) == (result.exit_code, result.stderr.count("\n"), "the extra 'mcp'" in result.stderr), (
        result.stderr
    )
