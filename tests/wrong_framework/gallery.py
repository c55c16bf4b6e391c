"""
What a wrong server is, and the right one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from framework import create_framework
from small import small_api

from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from wrong_framework.wsgi import BASE, Answer, Application, Asked, answered, request

if TYPE_CHECKING:
    from collections.abc import Callable

#: What a browsable page makes up anew each time.
TOKEN = re.compile(rb"\b[0-9A-Za-z]{64}\b")
Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Request:
    """
    A request that shows a mistake.

    Attributes:
        path: below the base path, with its query.
        method: of the request.
        headers: of the request.
        after: paths that must have been asked before, one after the other.
    """

    path: str
    method: str = "GET"
    headers: Headers = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wrong:
    """
    A wrong server.

    Attributes:
        name: in words joined by hyphens.
        sentence: what it does wrong.
        concern: which part of the contract it breaks.
        wrong: makes the wrong application of the right one.
        shows: a request that the two answer differently.
        resource: which one to ask.
        rare: whether most requests are answered right.
    """

    name: str
    sentence: str
    concern: str
    wrong: Callable[[Application], Application]
    shows: Request
    resource: str = "spacecraft"
    rare: bool = False


@cache
def contract() -> Any:
    """
    Return the contract.
    """
    return small_api()


@cache
def right() -> Application:
    """
    Return the right application, which is built once.
    """
    return create_framework(contract(), generate(contract(), recordings_of(contract())))


def shown(application: Application, shows: Request) -> Answer:
    """
    Return what an application answers to the request of a wrong server, without the chance in a browsable page.
    """
    for path in shows.after:
        _answer(application, request(BASE + path))
    answer = _answer(application, request(BASE + shows.path, shows.method, shows.headers))
    if "html" not in answer.header("Content-Type"):
        return answer
    return answer.but_body(TOKEN.sub(b"", answer.body))


def _answer(application: Application, asked: Asked) -> Answer:
    try:
        return answered(application, asked)
    except Exception:  # noqa: BLE001 - whatever goes wrong, a WSGI server answers 500
        return Answer("500 Internal Server Error")
