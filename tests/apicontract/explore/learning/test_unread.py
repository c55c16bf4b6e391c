"""
What of a request a server does not read, and how it answers beside its lists.
"""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask, Response, request

from apicontract.client import Budget, Client, Target
from apicontract.explore.learning.asking import Asker
from apicontract.explore.learning.learn import learn
from apicontract.explore.learning.unread import refused_first

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROWS = [{"id": number, "name": f"film {number}"} for number in range(3)]
ADDED = {"X-Frame-Options": "DENY", "Referrer-Policy": "same-origin"}
UNREAD = {
    "negotiation": "fixed",
    "authorization": "ignored",
    "most_parameters": None,
    "unrouted_headers": list(ADDED),
}


def unread_of(
    refuses: Callable[[Any], int] = lambda _: 0,
    page_type: str = "text/html; charset=utf-8",
    dead: Mapping[str, str] = MappingProxyType({}),
    **moved: str,
) -> dict[str, Any]:
    """
    Return what is learnt of a server that refuses some requests with a status, and lists films otherwise.

    Its pages have a type, pages of dead ends some headers, and its redirects these.
    """
    application = Flask("films")

    @application.get("/films/")
    def films() -> Any:
        status = refuses(request)
        return Response(json.dumps(ROWS), status or 200, ADDED, content_type="application/json")

    @application.get("/films", strict_slashes=True)
    def slashed() -> Any:
        return Response(status=301, headers={"Location": "/films/", **moved})

    @application.errorhandler(404)
    def absent(_: Any) -> Any:
        return Response("<p>", 404, dict(dead), content_type=page_type)

    with Client(Target("films", "http://films.test", application=application), budget=Budget(150)) as client:
        return learn(Asker(client), "/films/").unread


@pytest.mark.parametrize(
    ("refuses", "read"),
    [
        (lambda _: 0, ()),
        (lambda asked: 406 * (asked.headers["Accept"] == "image/png"), ("negotiation",)),
        (lambda asked: 404 * (asked.args.get("format") == "xyz"), ("negotiation",)),
        (lambda asked: 401 * ("Authorization" in asked.headers), ("authorization",)),
        (lambda asked: 400 * (len(asked.args.getlist("x")) > 1000), ("most_parameters",)),
    ],
)
def test_what_changes_nothing_is_not_read(refuses: Callable[[Any], int], read: tuple[str, ...]) -> None:
    """
    A form is chosen by nobody where neither the header nor the parameter changes the answer; likewise a token.

    Parameters of which 1,001 are read have no limit that is known.
    """
    left = {name: value for name, value in UNREAD.items() if name not in read}
    assert unread_of(refuses, **{"Referrer-Policy": "same-origin"}) == left


@pytest.mark.parametrize(
    ("moved", "inner"),
    [({}, {"inner_headers": list(ADDED)}), (ADDED, {"inner_headers": []}), ({"Referrer-Policy": "same-origin"}, {})],
)
def test_a_redirect_shows_which_headers_it_lacks(moved: dict[str, str], inner: dict[str, Any]) -> None:
    """
    What lists have and the redirect to them has not is told, unless it is what redirects usually lack.
    """
    assert unread_of(**moved) == UNREAD | inner


def test_a_page_that_names_no_character_set_is_told() -> None:
    """
    The type of the page of a path that there is not is learnt, unless it is the usual one.
    """
    found = unread_of(page_type="text/html", **{"Referrer-Policy": "same-origin"})
    assert found == UNREAD | {"page_type": "text/html"}


def test_a_dead_end_may_have_the_headers_of_a_list() -> None:
    """
    Then it lacks none.
    """
    found = unread_of(dead=ADDED, **{"Referrer-Policy": "same-origin"})
    assert "unrouted_headers" not in found


@pytest.mark.parametrize(
    ("body", "first"),
    [
        (["Null characters are not allowed."], {"refused_first": "search"}),
        ({"year": ["Enter a number."]}, {}),
        ("x", {}),
    ],
)
def test_a_refusal_says_what_is_read_first(body: Any, first: dict[str, str]) -> None:
    """
    Of a search and a filter that cannot be read, the refusal is of one.
    """
    application = Flask("films")

    @application.get("/films/")
    def films() -> Any:
        assert dict(request.args) == {"q": "\0", "year": "no-such-value"}
        return Response(json.dumps(body), 400, content_type="application/json")

    with Client(Target("films", "http://films.test", application=application), budget=Budget(4)) as client:
        assert first == refused_first(Asker(client), "/films/", "q", "year")
