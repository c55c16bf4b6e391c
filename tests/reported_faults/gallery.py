"""
What a reported fault is, and the right applications.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framework import create_framework
from wrong_framework import gallery
from wrong_framework.wsgi import BASES, Answer, Application, Asked, answered, request

from apicontract.contract.catalog import load_api
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of

if TYPE_CHECKING:
    from wrong_framework.blocks import Wronger

#: API to the path that its resources are below.
BASE_OF = dict(zip(("launches", "library"), BASES, strict=True))
#: Scheme and host of every request: neither is the usual one, so that a link that loses its scheme or port shows.
SCHEME, HOST = "https", "mock.test:8443"
LIBRARY_DATA = Path(__file__).parents[1] / "data" / "library"


@dataclass(frozen=True)
class Reported:
    """
    A server that makes a mistake somebody reported.

    Attributes:
        name: in words joined by hyphens.
        address: of the public report.
        report: what the report says.
        mistake: what this server does wrong.
        wrong: makes the wrong application of the right one.
        shows: the request that the two answer differently.
        differs: in which parts of the answer (`differences.parts`).
        resource: which one to ask.
        api: of `BASE_OF`.
    """

    name: str
    address: str
    report: str
    mistake: str
    wrong: Wronger
    shows: gallery.Request
    differs: tuple[str, ...]
    resource: str = "spacecraft"
    api: str = "launches"


def is_visible(name: str) -> bool:
    """
    Say whether a fault of this name may be studied: the first bit of the hash of the name is 0.
    """
    return sha256(name.encode()).digest()[0] < 128


@cache
def contract(api: str) -> Any:
    """
    Return a contract.
    """
    return gallery.contract() if api == "launches" else load_api("library-1", LIBRARY_DATA)


@cache
def right(api: str) -> Application:
    """
    Return the right application of an API, which is built once.
    """
    if api == "launches":
        return gallery.right()
    return create_framework(contract(api), generate(contract(api), recordings_of(contract(api))))


def shown(application: Application, fault: Reported) -> Answer:
    """
    Return what an application answers to the request of a fault, without the chance in a browsable page.
    """
    shows = fault.shows
    for path in shows.after:
        _answer(application, _request(fault.api, path))
    answer = _answer(application, _request(fault.api, shows.path, shows.method, shows.headers))
    return answer.but_body(gallery.TOKEN.sub(b"", answer.body))


def _request(api: str, path: str, method: str = "GET", headers: gallery.Headers = ()) -> Asked:
    return request(BASE_OF[api] + path, method, headers, HOST).but(**{"wsgi.url_scheme": SCHEME})


def _answer(application: Application, asked: Asked) -> Answer:
    try:
        return answered(application, asked)
    except Exception:  # noqa: BLE001 - whatever goes wrong, a WSGI server answers 500
        return Answer("500 Internal Server Error")
