"""
What the mock's own pages answer when there is nothing to show: a page that leads on, or one line of JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

import flask

from mockserver.http.page_policy import guarded, page_nonce
from mockserver.pages.templating import render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.contract.model import Api

_HTML, _JSON = "text/html", "application/json"


@dataclass(frozen=True, slots=True)
class Destination:
    """
    An address to go on to.

    Attributes:
        method, path: what to ask for.
        sentence: what is there.
        link: whether a browser can go there: nothing is to be filled in, and the method is GET.
    """

    method: str
    path: str
    sentence: str
    link: bool = True


@dataclass(frozen=True)
class Problem:
    """
    Why a request to one of the mock's own addresses has no answer.

    Attributes:
        status: HTTP status code.
        sentence: what is wrong and what to do, in one line.
        headers: those that this answer alone has.
        places: where to go on.
    """

    status: int
    sentence: str
    headers: Mapping[str, str]
    places: tuple[Destination, ...]


def problem_response(api: Api, problem: Problem) -> flask.Response:
    """
    Return the answer: a page for who prefers HTML to JSON, `{"detail": ...}` for everybody else.
    """
    if flask.request.accept_mimetypes.best_match((_JSON, _HTML)) == _HTML:
        response = flask.Response(_page(api, problem), problem.status, content_type=f"{_HTML}; charset=utf-8")
    else:
        response = flask.jsonify(detail=problem.sentence)
        response.status_code = problem.status
    response.headers.update(problem.headers)
    response.vary.add("Accept")
    return guarded(response)


def _page(api: Api, problem: Problem) -> str:
    title = f"{problem.status} {HTTPStatus(problem.status).phrase}"
    return render("problem.html", api=api, title=title, problem=problem, nonce=page_nonce())
