"""
Promise: what the how-to says of pages of other origins is what happens in a browser.
"""

from __future__ import annotations

import json
import re
import shlex
import threading
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

import paging_styles
import pytest
from served import Server
from werkzeug.serving import make_server

from apicontract.contract.catalog import load_api
from apicontract.contract.model import Grade, Setting, World
from mockserver.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import flask
    from playwright.sync_api import Browser, Page

HOW_TO = Path(__file__).parents[2] / "docs" / "howto" / "browser.md"
#: Names of the document for what has another port here.
_MOCK, _PORT = "http://127.0.0.1:8000", "5173"
_ROW = re.compile(r"^\| `(.+)` \| `(.+)` \|$", re.MULTILINE)
_COMMAND = re.compile(r"^\$ apicontract serve (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Table:
    """
    A table of the how-to.

    Attributes:
        origin: of the page that runs its rows.
        options: of the mock.
        rows: expression and value, both JavaScript.
    """

    origin: str
    options: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]


def tables() -> Iterator[Table]:
    """
    Yield the tables of the how-to; each has the page of its section and the command above it.
    """
    for section in HOW_TO.read_text("utf-8").split("\n## ")[1:]:
        (origin,) = re.findall(r"^In a page of `(\S+)`", section, re.MULTILINE)
        for part in re.split(r"(?=^\$ )", section, flags=re.MULTILINE)[1:]:
            (command,) = _COMMAND.findall(part)
            yield Table(origin, tuple(shlex.split(command)), tuple(_ROW.findall(part)))


TABLES = tuple(tables())
HELPERS = re.findall(r"```javascript\n(.*?)```", HOW_TO.read_text("utf-8"), re.DOTALL)[0]


@pytest.fixture(scope="module")
def front_end() -> Iterator[str]:
    """
    Serve an empty page, and return its port; `localhost` and `127.0.0.1` are two origins of it.
    """

    def page(_: object, start: Callable[..., Any]) -> Iterable[bytes]:
        start("200 OK", [("Content-Type", "text/html")])
        return [b"<!doctype html><title>A front-end</title><link rel='icon' href='data:,'>"]

    server = make_server("127.0.0.1", 0, page, threaded=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield str(server.server_port)
    server.shutdown()
    server.server_close()


@pytest.fixture
def page_of(browser: Browser) -> Iterator[Callable[[str], Page]]:
    """
    Open an empty page of an origin.
    """

    def opened(origin: str) -> Page:
        page = browser.new_context().new_page()
        page.goto(origin)
        return page

    yield opened
    for context in browser.contexts:
        context.close()


def outcome(page: Page, api: str, expression: str) -> Any:
    """
    Return what an expression of the how-to gives in a page.
    """
    helpers = HELPERS.replace(_MOCK, api)
    return page.evaluate(f"(async () => {{ {helpers}\nreturn ({expression}); }})()")


@pytest.mark.parametrize("table", TABLES, ids=lambda each: f"{each.origin} {' '.join(each.options[4:]) or 'plain'}")
def test_how_to_says_what_happens(table: Table, front_end: str, page_of: Callable[[str], Page]) -> None:
    """
    Each row of the table gives the value that it shows, one after the other.
    """
    options = [each.replace(_PORT, front_end) for each in table.options]
    options[options.index("--port") + 1] = "0"
    with closing(Server("--records", "full", *options)) as server:
        api = server.url.partition("/2.3.0")[0]
        page = page_of(table.origin.replace(_PORT, front_end))
        got = [(expression, outcome(page, api, expression)) for expression, _ in table.rows]

    expected = [(expression, json.loads(value.replace(_MOCK, api))) for expression, value in table.rows]
    assert len(table.rows) > 1
    assert expected == got


def test_every_section_is_run() -> None:
    """
    Each command of the how-to has a table, and no table is left out.
    """
    text = HOW_TO.read_text("utf-8")

    assert text.count("\n$ apicontract serve") == text.count("\n| in the page | gives |") == len(TABLES)
    assert text.count("\n| `") == sum(len(each.rows) for each in TABLES)


def headers_of(url: str, **asked: str) -> dict[str, str]:
    """
    Return the headers of an answer, their names in lower case, as they are sent.
    """
    with urlopen(Request(url, headers=asked)) as answer:
        return {name.lower(): value for name, value in answer.headers.items()}


def served(app: flask.Flask) -> Any:
    """
    Serve an application until the test ends.
    """
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server


@pytest.mark.parametrize(("exposed", "read"), [(None, None), ("Link, RateLimit-Remaining", "sent")])
def test_headers_of_the_data_are_exposed(
    exposed: str | None, read: str | None, front_end: str, page_of: Callable[[str], Page]
) -> None:
    """
    `Link` and what tells the rest of a rate are hidden from pages, unless the API's data exposes them.
    """
    api = paging_styles.api_in("link-header")
    sent = {"RateLimit-Remaining": "7", **({"Access-Control-Expose-Headers": exposed} if exposed else {})}
    behaviour = {**api.behaviour, "headers": Setting(sent, Grade.GUESS, "test")}
    api = replace(api, behaviour=behaviour)
    origin = f"http://localhost:{front_end}"
    server = served(create_app(api, paging_styles.library()[1], cors_origin=origin))
    try:
        url = f"http://127.0.0.1:{server.server_port}"
        path = f"{api.base_path}{api.primary}/?serch=a"
        direct, page = headers_of(url + path, Origin=origin), page_of(origin)
        got = {
            each: outcome(page, url, f"await header('{each}', '{path}')") for each in ("Link", "RateLimit-Remaining")
        }
        hint = outcome(page, url, f"await header('X-Mock-Hint', '{path}')")
    finally:
        server.shutdown()
        server.server_close()

    assert {"link", "ratelimit-remaining"} <= direct.keys()
    assert {each: read and direct[each.lower()] for each in got} == got
    assert "serch" in hint


def test_control_api_from_pages(front_end: str, page_of: Callable[[str], Page]) -> None:
    """
    A request without a preflight takes effect though the page cannot read the answer; one with a preflight does not.
    """
    api = load_api()
    app = create_app(api, World(api.default_host, {}))
    server = served(app)
    try:
        url = f"http://127.0.0.1:{server.server_port}"
        page, control = page_of(f"http://localhost:{front_end}"), app.test_client()
        control.put("/__mock__/throttle", json={"rate": "9/hour"})
        json_body = '{method: "PUT", body: \'{"rate": "1/hour"}\', headers: {"Content-Type": "application/json"}}'
        asked_first = outcome(page, url, f"await refused('/__mock__/throttle', {json_body})")
        kept = (control.get("/__mock__/state").json or {})["throttle"]
        sent = outcome(page, url, "await refused('/__mock__/reset', {method: 'POST'})")
        lifted = (control.get("/__mock__/state").json or {})["throttle"]
    finally:
        server.shutdown()
        server.server_close()

    assert (True, {"requests": 9, "seconds": 3600}) == (asked_first, kept)
    assert (True, None) == (sent, lifted)


@pytest.mark.parametrize("origin", ["null", "http://a-page.example", "file://"])
def test_control_api_refuses_pages_of_other_names(origin: str) -> None:
    """
    A page of another name than this machine's, and one of a file, is refused by the mock itself.
    """
    api = load_api()
    client = create_app(api, World(api.default_host, {})).test_client()

    assert 403 == client.post("/__mock__/reset", headers={"Origin": origin}).status_code
