"""
The browsable page as text: what stands where, and that nothing of it becomes markup.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from apicontract.contract.catalog import load_api
from apicontract.evidence.recordings import recordings_of, render_page
from mockserver.pages.browsable import BrowsableView, browsable_page

if TYPE_CHECKING:
    from apicontract.contract.exchange import Exchange

API = load_api()
RESOURCE = API.resources[API.primary]
LIST = f"{API.base_path}{RESOURCE.name}/"
HOSTILE = "</pre><script>alert(1)</script><img src=x onerror='alert(2)'>\"'&amp;"


def page(**given: Any) -> str:
    """
    Make a page of the primary resource's list, with what a test cares about replaced.
    """
    values: dict[str, Any] = {
        "host": "localhost:8000",
        "target": LIST,
        "status": 200,
        "headers": (("Allow", "GET"), ("Content-Type", "application/json"), ("Vary", "Accept")),
        "body": json.dumps({"count": 0, "next": None, "previous": None, "results": []}, indent=4),
    }
    resource = given.pop("resource", RESOURCE)
    return browsable_page(API, resource, BrowsableView(**{**values, **given}))


def text_of(html: str) -> str:
    """
    Return the text of markup.
    """
    return unescape(re.sub(r"<[^>]*>", "", html))


@pytest.mark.parametrize("exchange", recordings_of(API), ids=lambda each: each.source.rpartition("/")[2])
def test_recorded_answer_stands_in_the_page(exchange: Exchange) -> None:
    """
    Request line, status, headers and JSON of a recorded page stand in ours, in one piece.
    """
    body = json.dumps(exchange.json, indent=4, ensure_ascii=False)
    target = exchange.url.split("/", 3)[3]
    html = page(target=f"/{target}", headers=exchange.headers, body=body)

    assert render_page(exchange).partition("\nGET ")[2].partition("\n")[2] in text_of(html)


def test_documentation_names_the_host() -> None:
    """
    The host of the request stands where the documentation speaks of one.
    """
    assert "localhost:8000/docs" in text_of(page())


@pytest.mark.parametrize(
    ("resource", "target", "title"),
    [
        (RESOURCE, LIST, f"{RESOURCE.title} List"),
        (RESOURCE, f"{LIST}?limit=2", f"{RESOURCE.title} List"),
        (RESOURCE, f"{LIST}1/", f"{RESOURCE.title} Instance"),
        (None, API.base_path, "Api Root"),
        (None, f"{API.base_path}api-state/", "Api State"),
    ],
)
def test_title(resource: object, target: str, title: str) -> None:
    """
    A page is called like the view of the framework that would answer.
    """
    assert f"<h1>{title}</h1>" in page(resource=resource, target=target)


@pytest.mark.parametrize(("status", "line"), [(404, "HTTP 404 Not Found"), (429, "HTTP 429 Too Many Requests")])
def test_status_line_of_an_error(status: int, line: str) -> None:
    """
    An error has the same page, with its own status line.
    """
    assert line in text_of(page(status=status, body='{\n    "detail": "No."\n}'))


def test_every_documented_parameter_has_a_labelled_control() -> None:
    """
    The form of a list sets search, each filter, ordering, mode and limit, each with a label.
    """
    names = re.findall(r'<label for="[^"]+">([^<]+)</label>', page())

    assert names == ["search", *(each.name for each in RESOURCE.parameters), "ordering", "mode", "limit"]


def test_controls_stand_outside_the_recorded_text() -> None:
    """
    The form stands before the documentation, and no control between there and the last brace.
    """
    html = page()
    middle = html[html.index('<div class="docs">') : html.rindex("}</span>")]

    assert html.index("<form") < html.index('<div class="docs">')
    assert not re.search(r"<(form|input|select|button|nav)\b", middle)


@pytest.mark.parametrize("name", ["search", "name", "nobody_knows_me", 'x"><b>', "format"])
def test_query_never_becomes_markup(name: str) -> None:
    """
    A hostile query, decoded or not, in a known or unknown parameter, adds no element to the page.
    """
    elements = re.findall(r"<[a-z][^\s>]*", page())
    html = page(target=f"{LIST}?{name}={HOSTILE}")

    assert "<script>alert" not in html
    assert "<img" not in html
    assert len(re.findall("<script", html)) == 1
    assert set(re.findall(r"<[a-z][^\s>]*", html)) <= {*elements, "<input"}


@pytest.mark.parametrize("place", ["host", "body", "target", "reason"])
def test_other_input_never_becomes_markup(place: str) -> None:
    """
    A hostile Host header, record, path or reason is text.
    """
    html = page(**{place: HOSTILE})

    assert "<script>alert" not in html
    assert "<img" not in html


def test_header_values_never_become_markup() -> None:
    """
    A hostile header is text.
    """
    assert "<img" not in page(headers=((HOSTILE, HOSTILE),))


def test_only_links_to_the_web_can_be_followed() -> None:
    """
    A record's URL of another scheme is text; one of the web is a link, its quotes escaped.
    """
    body = json.dumps({"a": "javascript:alert(1)", "b": 'https://x.example/?q="><b>'}, indent=4)
    html = page(body=body)

    assert 'href="javascript' not in html
    assert 'href="https://x.example/?q=&quot;&gt;&lt;b&gt;"' in html


def test_links_of_the_answer_page_through_the_list() -> None:
    """
    Next is the answer's own link, and a page without neighbours offers none.
    """
    following = f"https://localhost{LIST}?limit=1&offset=1"
    body = json.dumps({"count": 2, "next": following, "previous": None, "results": [{}]})

    assert f'href="{following.replace("&", "&amp;")}" rel="next"' in page(body=body)
    assert 'rel="next"' not in page()


def test_answer_without_sense_is_shown_as_it_is() -> None:
    """
    A body that is no JSON stands in the page unchanged, escaped.
    """
    assert '{"count": 1, <oops' in text_of(page(body='{"count": 1, <oops'))
