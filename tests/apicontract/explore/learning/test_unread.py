"""
What of a request a server does not read, and how it answers beside its lists.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask, Response, request

from apicontract.client import Budget, Client, Target
from apicontract.explore.learning.asking import Asker
from apicontract.explore.learning.learn import learn

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = [{"id": number, "name": f"film {number}"} for number in range(3)]
ADDED = {"X-Frame-Options": "DENY", "Referrer-Policy": "same-origin"}
UNREAD = {"negotiation": "fixed", "authorization": "ignored"}


def unread_of(
    refuses: Callable[[Any], int] = lambda _: 0, page_type: str = "text/html; charset=utf-8", **moved: str
) -> dict[str, Any]:
    """
    Return what is learnt of a server that refuses some requests with a status, and lists films otherwise.

    Its pages have a type, and its redirects these headers.
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
        return Response("<p>", 404, content_type=page_type)

    with Client(Target("films", "http://films.test", application=application), budget=Budget(40)) as client:
        return learn(Asker(client), "/films/").unread


@pytest.mark.parametrize(
    ("refuses", "unread"),
    [
        (lambda _: 0, UNREAD),
        (lambda asked: 406 * (asked.headers["Accept"] == "image/png"), {"authorization": "ignored"}),
        (lambda asked: 404 * (asked.args.get("format") == "xyz"), {"authorization": "ignored"}),
        (lambda asked: 401 * ("Authorization" in asked.headers), {"negotiation": "fixed"}),
    ],
)
def test_what_changes_nothing_is_not_read(refuses: Callable[[Any], int], unread: dict[str, str]) -> None:
    """
    A form is chosen by nobody where neither the header nor the parameter changes the answer; likewise a token.
    """
    assert unread_of(refuses, **{"Referrer-Policy": "same-origin"}) == unread


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
