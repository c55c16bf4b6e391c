"""
Where there is nothing to learn, one true line says what was tried, and nothing is written.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from convention_server import served
from conventions import CONVENTIONS
from flask import Flask, Response, redirect
from listening import listening

from apicontract.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def answering(status: int, body: str = "", kind: str = "application/json") -> Flask:
    """
    Return a service that answers everything alike.
    """
    application = Flask(__name__)

    @application.get("/", defaults={"path": ""})
    @application.get("/<path:path>")
    def anything(path: str) -> Response:
        del path
        return Response(body, status, content_type=kind)

    return application


def turning() -> Flask:
    """
    Return a service that redirects in a circle.
    """
    application = Flask(__name__)
    application.add_url_rule("/", "there", lambda: redirect("/back"))
    application.add_url_rule("/back", "back", lambda: redirect("/"))
    return application


HUGE = '{"items": [' + '{"id": 1},' * 200_000 + '{"id": 2}], "total": 200001}'
#: Name to what is served, and to a part of the line.
WRONG: dict[str, tuple[Callable[[], Flask], str]] = {
    "html": (lambda: answering(200, "<html><p>hello</p></html>", "text/html"), "/: no JSON (text/html)"),
    "not-found": (lambda: answering(404, "{}"), "/: status 404"),
    "unauthorized": (lambda: answering(401, "{}"), "every request is refused (/: status 401"),
    "failing": (lambda: answering(500, "{}"), "every request fails (/: status 500"),
    "circle": (turning, "no answer after 5 redirects"),
    "text": (lambda: answering(200, "hello", "application/json"), "/: no JSON (application/json)"),
    "huge": (lambda: answering(200, HUGE), "the response has more than 1,048,576 bytes"),
    "empty": (
        lambda: answering(200, '{"items": [], "total": 0}'),
        "no list has a row to learn from (/: a list without rows",
    ),
}


def learning(url: str, folder: Path, *options: str) -> tuple[int, list[str]]:
    """
    Return the exit status and the lines of a run.
    """
    ran = CliRunner().invoke(main, ["learn", url, "--data", str(folder / "data"), *options])
    return ran.exit_code, ran.output.splitlines()


@pytest.mark.parametrize("name", WRONG)
def test_nothing_to_learn_is_one_line(name: str, tmp_path: Path) -> None:
    """
    The status is 3, the line names the server and what was found, and no file is left.
    """
    make, told = WRONG[name]
    with listening(make()) as url:
        status, lines = learning(url, tmp_path, "--max-body", "1")

    assert (3, 1) == (status, len(lines)), lines
    assert lines[0].startswith(f"apicontract: {url}: ")
    assert told in lines[0]
    assert not list((tmp_path / "data").rglob("*"))


def test_an_unreachable_server_is_one_line(tmp_path: Path) -> None:
    """
    A port at which nobody listens is no server.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
        status, lines = learning(url, tmp_path)

    assert (3, 1) == (status, len(lines)), lines
    assert lines[0].startswith(f"apicontract: {url}: ")


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("api.example.org/films", "has no scheme"),
        ("http://", "is not the URL of a server"),
        ("no-such.har", "no such file"),
    ],
)
def test_a_target_that_cannot_be_asked_is_wrong_usage(target: str, told: str, tmp_path: Path) -> None:
    """
    A target that is no URL, file or folder is refused before a request is sent.
    """
    status, lines = learning(target, tmp_path)

    assert (2, 1) == (status, len(lines)), lines
    assert told in lines[0]


def test_a_token_that_is_not_set_is_wrong_usage(tmp_path: Path) -> None:
    """
    A variable without a value is no token.
    """
    status, lines = learning("http://127.0.0.1:9/", tmp_path, "--token-env", "NO_SUCH_VARIABLE")

    assert (
        2,
        ["apicontract: the environment variable NO_SUCH_VARIABLE holds no token; set it, or leave out --token-env"],
    ) == (
        status,
        lines,
    )


def test_what_was_learned_is_not_overwritten(tmp_path: Path) -> None:
    """
    A second run into the same folder is refused, and names what is there.
    """
    with served(CONVENTIONS["one-page"]) as url:
        first, _ = learning(f"{url}/films", tmp_path, "--api", "films-1")
        second, lines = learning(f"{url}/films", tmp_path, "--api", "films-1")

    assert (0, 2, 1) == (first, second, len(lines))
    assert lines[0].endswith("published.json exists; remove it, or name another API with --api")
