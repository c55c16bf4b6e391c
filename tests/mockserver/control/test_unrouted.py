"""
Promise: an address of the mock's own that does not exist, or has other methods, says where to go on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.model import World
from mockserver.app import create_app
from mockserver.control.bodies import description
from mockserver.http.hint_header import HINTS_KEY

if TYPE_CHECKING:
    from flask.testing import FlaskClient

API = load_api()
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
NOWHERE = ("/__mock__/stat", "/__mock__/state/", "/__mock__//x", "/__mock__/a/b/c", "/__mock__/<b>", "/docs/nothing.js")
#: What is not allowed where, and what is.
METHODS = (
    ("POST", "/__mock__/state", "GET, HEAD, OPTIONS"),
    ("GET", "/__mock__/failures", "DELETE, OPTIONS, POST"),
    ("GET", "/__mock__/failures/1", "DELETE, OPTIONS"),
    ("POST", "/__mock__/", "GET, HEAD, OPTIONS"),
    ("DELETE", "/", "GET, HEAD, OPTIONS"),
    ("PUT", "/docs/", "GET, HEAD, OPTIONS"),
    ("PATCH", "/openapi.json", "GET, HEAD, OPTIONS"),
)


@pytest.fixture
def mock() -> FlaskClient:
    """
    A client of a mock without records.
    """
    return create_app(API, World(API.default_host, {})).test_client()


@pytest.mark.parametrize("path", NOWHERE)
def test_unknown_path_is_one_line_for_a_program(path: str, mock: FlaskClient) -> None:
    """
    A program is answered by 404 and one sentence of JSON that names where to go on.
    """
    answer = mock.get(path)
    sentence = (answer.json or {})["detail"]

    assert 404 == answer.status_code
    assert re.search(r"start at (/__mock__)?/\.$", sentence)
    assert "\n" not in sentence


@pytest.mark.parametrize("path", NOWHERE)
def test_unknown_path_leads_back_in_a_browser(path: str, mock: FlaskClient) -> None:
    """
    A browser is shown a page whose links all answer.
    """
    answer = mock.get(path, headers=BROWSER)
    links = set(re.findall(r'href="(/[^"]*)"', answer.text.partition("<main")[2]))

    assert (404, "text/html") == (answer.status_code, answer.mimetype)
    assert "/__mock__/" in links
    assert {200} == {mock.get(each, headers=BROWSER).status_code for each in links}


def test_near_miss_is_named(mock: FlaskClient) -> None:
    """
    A misspelt path is told with the one that was meant.
    """
    assert "did you mean /__mock__/journal?" in (mock.get("/__mock__/jurnal").json or {})["detail"]


@pytest.mark.parametrize("accept", [{}, BROWSER], ids=["program", "browser"])
@pytest.mark.parametrize(("method", "path", "allowed"), METHODS)
def test_wrong_method_says_which_there_are(
    method: str, path: str, allowed: str, accept: dict[str, str], mock: FlaskClient
) -> None:
    """
    The status is 405; the header `Allow` and the sentence name the methods of the path (RFC 9110, 15.5.6).
    """
    answer = mock.open(path, method=method, headers=accept)

    assert (405, allowed) == (answer.status_code, answer.headers["Allow"])
    assert f"{path} takes {allowed}, not {method}." in answer.text


def test_page_lists_the_whole_control_api(mock: FlaskClient) -> None:
    """
    Every request of the description stands on the page, with its summary.
    """
    text = mock.get("/__mock__/nowhere", headers=BROWSER).text
    listed = [
        (f"/__mock__{path}", operation["summary"])
        for path, operations in description()["paths"].items()
        for operation in operations.values()
    ]

    assert [] == [each for each in listed if not all(part in text for part in each)]


def test_markup_in_a_path_stays_text(mock: FlaskClient) -> None:
    """
    What was asked for is shown escaped.
    """
    text = mock.get("/__mock__/<script>alert(1)</script>", headers=BROWSER).text

    assert "<script>" not in text
    assert "&lt;script&gt;" in text


@pytest.mark.parametrize("path", ["/__mock__/", "/__mock__/nowhere"])
def test_stranger_is_refused_everywhere_alike(path: str, mock: FlaskClient) -> None:
    """
    Who may not use the control API is not told what it has: 403 for a path that exists and for one that does not.
    """
    answer = mock.get(path, headers={**BROWSER, "Host": "rebound.example"})

    assert (403, "nosniff") == (answer.status_code, answer.headers["X-Content-Type-Options"])
    assert "--allowed-host rebound.example" in answer.text
    assert "/__mock__/state" not in answer.text


@pytest.mark.parametrize("path", ["/__mock__/nowhere", "/docs/nothing.js"])
def test_log_has_the_sentence(path: str, mock: FlaskClient) -> None:
    """
    The access log tells it below the request, as the hint that it is.
    """
    seen: dict[str, object] = {}
    app = mock.application.wsgi_app

    def watched(environ: dict[str, object], start: object) -> object:
        body = app(environ, start)  # type: ignore[arg-type]
        seen.update(environ)
        return body

    mock.application.wsgi_app = watched  # type: ignore[method-assign, assignment]
    answer = mock.get(path)

    assert ((answer.json or {})["detail"],) == seen[HINTS_KEY]


def test_paths_of_nobody_stay_the_service_s(mock: FlaskClient) -> None:
    """
    A path outside of the mock's own is answered as the service answers it.
    """
    answer = mock.get("/__mocks__/", headers=BROWSER)

    assert (404, True) == (answer.status_code, "<h1>Not Found</h1>" in answer.text)
