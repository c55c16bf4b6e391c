"""
What of a request a server does not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask, Response, request

from apicontract.client import Budget, Client, Target
from apicontract.explore.learning.asking import Asker
from apicontract.explore.learning.learn import learn

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = [{"id": number, "name": f"film {number}"} for number in range(3)]


def unread_of(refuses: Callable[[Any], int]) -> dict[str, str]:
    """
    Return what is learnt of a server that refuses some requests with a status, and lists films otherwise.
    """
    application = Flask("films")

    @application.get("/films")
    def films() -> Any:
        status = refuses(request)
        return Response(status=status) if status else list(ROWS)

    with Client(Target("films", "http://films.test", application=application), budget=Budget(40)) as client:
        return learn(Asker(client), "/films").unread


@pytest.mark.parametrize(
    ("refuses", "unread"),
    [
        (lambda _: 0, {"negotiation": "fixed", "authorization": "ignored"}),
        (lambda asked: 406 * (asked.headers["Accept"] == "image/png"), {"authorization": "ignored"}),
        (lambda asked: 404 * (asked.args.get("format") == "xyz"), {"authorization": "ignored"}),
        (lambda asked: 401 * ("Authorization" in asked.headers), {"negotiation": "fixed"}),
    ],
)
def test_what_changes_nothing_is_not_read(refuses: Callable[[Any], int], unread: dict[str, str]) -> None:
    """
    A form is chosen by nobody where neither the header nor the parameter changes the answer; likewise a token.
    """
    assert unread_of(refuses) == unread
