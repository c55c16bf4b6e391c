"""
Promise: the journal shows each exchange whole and copies its request, by keyboard and without a clipboard, too.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from copied import Notebook, notebook
from werkzeug.serving import make_server

from apicontract.contract.catalog import load_api
from apicontract.contract.exchange import Exchange
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from mockserver.app import EXTENSION, create_app
from mockserver.control.copies import fetch

sys.path.insert(0, str(Path(__file__).parents[1] / "mockserver" / "control"))
from requests_to_copy import REQUESTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import flask
    from playwright.sync_api import Browser, Page

    from conftest import Visitor

API = load_api()
WORLD = generate(API, recordings_of(API), records="recorded")
#: Exchanges the clipboard of a page for another value: of one that nobody may write to, or of none.
CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', {{value: {}}})"
REFUSING = "{writeText: () => Promise.reject(new DOMException('no', 'NotAllowedError'))}"
SELECTED = "getSelection().toString().trim()"
LIST = f"{API.base_path}{API.primary}/"


@pytest.fixture
def app() -> flask.Flask:
    """
    A mock of the recorded rows.
    """
    return create_app(API, WORLD)


@pytest.fixture
def url(app: flask.Flask) -> Iterator[str]:
    """
    The URL at which it is served.
    """
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def visitor(url: str, visitor: Visitor) -> Visitor:  # noqa: ARG001 - the server is there for as long as its tabs are
    """
    A visitor whose tabs close before the server does: they go on asking it.
    """
    return visitor


@pytest.fixture(scope="module")
def written() -> Iterator[Notebook]:
    """
    A server that writes down what it was sent.
    """
    with notebook() as opened:
        yield opened


@pytest.fixture(scope="module")
def blank(browser: Browser, written: Notebook) -> Iterator[Page]:
    """
    An empty page of the server that writes down.
    """
    page = browser.new_context().new_page()
    page.goto(written.url)
    yield page
    page.context.close()


@pytest.mark.parametrize("name", REQUESTS)
def test_script_is_run_by_a_browser(name: str, written: Notebook, blank: Page) -> None:
    """
    The script, pasted into the console, sends method, target, headers and body as they were.
    """
    asked = REQUESTS[name]
    blank.evaluate(f"(async () => {{ {fetch(asked).replace('http://here.test', written.url)} }})()")
    last, headers = written.sent[-1], dict(asked.request_headers)
    target = asked.url.removeprefix("http://here.test").replace("'", "%27").replace("#", "%23")

    assert (asked.method, target, asked.request_body) == (last.method, last.target.replace("'", "%27"), last.body)
    assert headers == {each: last.headers.get(each) for each in headers}
    assert ("content-type" in headers) == ("content-type" in last.headers)


def opened(visitor: Visitor, url: str, **more: Any) -> Page:
    """
    Open the journal, and its newest entry by keyboard.
    """
    page = visitor.open(f"{url}/__mock__/", **more)
    summary = page.locator("#entries summary").first
    summary.focus()
    page.keyboard.press("Enter")
    page.locator(".exchange section").nth(1).wait_for()
    return page


def test_headers_and_bodies_are_shown(visitor: Visitor, app: flask.Flask, url: str) -> None:
    """
    An opened entry has the headers and the body of request and answer.
    """
    app.test_client().post(LIST, json={"name": "x"}, headers={"X-Note": "hello", "Authorization": "Token my-own-key"})
    text = opened(visitor, url).locator(".exchange").inner_text()

    shown = ("x-note: hello", '{"name": "x"}', "Content-Type: application/json", "not allowed", "authorization: ***")
    assert [] == [each for each in shown if each not in text]
    assert "my-own-key" not in text
    assert "*** stands for a credential, which is not kept." in text


@pytest.mark.parametrize("clipboard", ["undefined", REFUSING], ids=["none", "refused"])
def test_copied_without_a_clipboard(clipboard: str, visitor: Visitor, app: flask.Flask, url: str) -> None:
    """
    Where the browser has no clipboard or allows none, the text stands selected, and a sentence says what to press.
    """
    app.test_client().get(f"{LIST}?search=it's")
    page = opened(visitor, url)
    page.evaluate(CLIPBOARD.format(clipboard))
    for name, begin in (("curl", "curl "), ("fetch", "const response"), ("pytest", "import httpx")):
        page.get_by_role("button", name=f"Copy as {name}").focus()
        page.keyboard.press("Enter")
        page.get_by_text("Selected: press Ctrl+C").wait_for()
        page.wait_for_function("begin => getSelection().toString().startsWith(begin)", arg=begin)
        selected = page.evaluate(SELECTED)
        assert selected == page.locator(".exchange pre").first.inner_text().strip()


def test_copied_to_the_clipboard(visitor: Visitor, app: flask.Flask, url: str) -> None:
    """
    Where it is allowed, the clipboard holds the text.
    """
    app.test_client().get(f"{LIST}?search=it's")
    page = opened(visitor, url)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy as curl").press("Enter")
    page.get_by_text("Copied.").wait_for()

    assert f"curl 'http://localhost{LIST}?search=it'\"'\"'s'" == page.evaluate("navigator.clipboard.readText()")


def test_page_of_the_api_is_copied_without_a_clipboard(visitor: Visitor, url: str) -> None:
    """
    The page of an answer shows its command line selected.
    """
    page = visitor.open(f"{url}{LIST}?format=api&limit=1&search=[it's]")
    page.evaluate(CLIPBOARD.format("undefined"))
    page.get_by_role("button", name="Copy as curl").press("Enter")
    page.get_by_text("Selected: press Ctrl+C").wait_for()

    assert f"curl '{url}{LIST}?format=json&limit=1&search=%5Bit%27s%5D'" == page.evaluate(SELECTED)


def test_markup_stays_text(visitor: Visitor, app: flask.Flask, url: str) -> None:
    """
    Markup in a query, a header and a body adds no element and runs nothing.
    """
    hostile = "</pre><img src=x onerror=alert(1)><script>alert(2)</script>"
    app.test_client().post(f"{LIST}?a={hostile}", data=hostile, headers={"X-Note": hostile})
    page = opened(visitor, url)

    assert 0 == page.locator("main img").count() + page.locator("main script").count()
    assert hostile in page.locator(".exchange").inner_text()


def test_hosts_that_no_parser_reads(visitor: Visitor, app: flask.Flask, url: str) -> None:
    """
    A request whose host is none is shown like the others.
    """
    app.test_client().get(LIST, headers={"Host": "[::"})
    page = visitor.open(f"{url}/__mock__/")
    page.locator("#entries summary").first.wait_for()

    assert f"GET {LIST}" == page.locator("#entries summary").first.inner_text()


def test_many_long_entries(visitor: Visitor, app: flask.Flask, url: str) -> None:
    """
    Of 10,000 entries with addresses of 50 kB the last ones are shown, in rows of a screen's height at the most.
    """
    journal = app.extensions[EXTENSION].scopes.of("").journal
    for length in (*(10,) * 9_700, *(50_000,) * 300):
        journal.add(Exchange("GET", f"http://a.test{LIST}?a={'x' * length}", 200), 1.0, 0.0)
    page = visitor.open(f"{url}/__mock__/", width=360)
    page.locator("#entries summary").first.wait_for()

    assert "10000" == page.locator("#entries td").first.inner_text()
    assert page.locator("#entries tr").count() <= 200
    tallest = "Math.max(...Array.from(document.querySelectorAll('#entries tr'), row => row.offsetHeight))"
    assert 900 > page.evaluate(tallest)
    assert 360 == page.evaluate("document.documentElement.scrollWidth")


def test_journal_of_a_mock_started_anew(visitor: Visitor, app: flask.Flask, url: str) -> None:
    """
    Two tabs that stay open show the entries of the mock that is there now, though it counts from 1 again and further.
    """
    client = app.test_client()
    client.get(f"{LIST}?limit=1")
    tabs = [visitor.open(f"{url}/__mock__/") for _ in range(2)]
    for page in tabs:
        page.locator("#entries summary").first.wait_for()
    client.delete("/__mock__/journal")
    for number in (2, 3, 4):
        client.get(f"{LIST}?limit={number}")
    for page in tabs:
        page.locator("#entries summary", has_text="limit=4").wait_for()
        assert [f"GET {LIST}?limit={each}" for each in (4, 3, 2)] == page.locator("#entries summary").all_inner_texts()


def test_mock_that_is_gone_is_told(browser: Browser, app: flask.Flask) -> None:
    """
    A page whose mock was stopped says so, and goes on when it answers again.
    """
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    page = browser.new_context().new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/__mock__/")
    page.get_by_text("Nothing was asked yet.").wait_for()
    page.context.set_offline(True)
    page.get_by_text("The mock does not answer").wait_for()
    page.context.set_offline(False)
    page.get_by_text("The mock does not answer").wait_for(state="hidden")
    page.context.close()
    server.shutdown()
    server.server_close()


def test_entry_that_has_left_says_so(app: flask.Flask) -> None:
    """
    An entry that is no longer there is refused with the reason.
    """
    answer = app.test_client().get("/__mock__/journal/7")

    assert (400, True) == (answer.status_code, "entry 7 is not in the journal" in answer.text)
