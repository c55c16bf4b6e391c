"""
Requests sent to a real application and to the mock of it -> how many are answered alike, and what differs in the rest.
"""

from __future__ import annotations

import http.client
import json
from collections import Counter
from dataclasses import dataclass, field, replace
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from differential.asking import AUTHORITY, Request, ask
from differential.comparing import differences
from differential.deliberate import deliberate
from differential.serving import AT_NOON
from differential.table import ROWS, in_company, made

from agreement.described import Collection, parameter_names, subject_of
from apicontract.contract.catalog import load_api
from apicontract.contract.weblinks import NEXT
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from mockserver.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from differential.subject import Subject

    from apicontract.contract.paging import Paging


#: Methods that a mock of a collection answers; what else an application allows is not compared.
_READING = ("GET", "HEAD", "OPTIONS")


@dataclass
class Agreement:
    """
    What came of a comparison.

    Attributes:
        requests: how many were sent to both.
        rest: those that were answered otherwise, each with the name of its row of the tables and what differs.
    """

    requests: int = 0
    rest: list[tuple[str, Request, list[str]]] = field(default_factory=list)

    @property
    def share(self) -> float:
        """
        The share of requests that both answered alike.
        """
        return 1 - len(self.rest) / self.requests

    def __str__(self) -> str:
        causes = Counter(name for name, _, _ in self.rest)
        lines = [f"{self.share:.1%} of {self.requests} requests are answered alike"]
        lines += [f"  {name}: {count}" for name, count in causes.most_common()]
        lines += [f"{name}: {request}: {found[0]:.700}" for name, request, found in self.rest]
        return "\n".join(lines)


def agreement(subject: Subject, amount: int, seed: int, names: Mapping[str, str]) -> Agreement:
    """
    Return how far mock and application agree on so many requests.

    Args:
        subject: both of them.
        amount: of requests.
        seed: of the chance by which requests are made.
        names: how the application calls the tables' parameters `limit` and `offset`.
    """
    found = Agreement()
    for name, request in _requests(subject, amount, seed):
        asked = _renamed(request, names)
        right, answer = ask(subject.framework, asked), ask(subject.mock, asked)
        found.requests += 1
        if wrong := differences(subject, asked, right, answer):
            found.rest.append((name, asked, wrong))
    return found


def _requests(subject: Subject, amount: int, seed: int) -> Iterator[tuple[str, Request]]:
    """
    Yield requests with the names of their rows; rows for which the subject has nothing are passed over.
    """
    random = Random(seed)  # noqa: S311 - chance, not secrecy
    rows = list(ROWS)
    number = sent = 0
    while sent < amount:
        name = rows[number % len(rows)]
        number += 1
        drawn = made(random, [subject], ROWS[name])
        if drawn is None:
            continue
        scene, part = drawn
        request = scene.request(in_company(scene, part, paged=name.startswith("3 ")))
        # A real application may have data to lose, and the rest of it is not compared.
        asked = request.method in _READING and _inside(subject, request.path)
        if asked and not deliberate(subject, request):
            sent += 1
            yield name, request


def _inside(subject: Subject, path: str) -> bool:
    """
    Return whether a path is that of a list or below one.
    """
    lists = {subject.list_path(each).rstrip("/") for each in subject.service.resources.values()}
    return any(path.rstrip("/") == each or path.startswith(f"{each}/") for each in lists)


def _renamed(request: Request, names: Mapping[str, str]) -> Request:
    pairs = (each.partition("=") for each in request.query.split("&")) if request.query else ()
    return replace(request, query="&".join(f"{names.get(name, name)}{sign}{value}" for name, sign, value in pairs))


def over_http(url: str) -> Callable[..., Any]:
    """
    Return a WSGI application that hands requests on to a server, and its answers back as if it stood at `AUTHORITY`.
    """
    parts = urlsplit(url)

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        sent = {
            key.removeprefix("HTTP_").replace("_", "-").title(): str(value)
            for key, value in environ.items()
            if key.startswith("HTTP_") and key != "HTTP_HOST"
        }
        connection.request(environ["REQUEST_METHOD"], environ["REQUEST_URI"], headers=sent)
        answer = connection.getresponse()
        here, there = f"{parts.scheme}://{parts.netloc}", f"https://{AUTHORITY}"
        own = [(name, _reading(name, value.replace(here, there))) for name, value in answer.getheaders()]
        start_response(f"{answer.status} {answer.reason}", own)
        return [answer.read().replace(here.encode(), there.encode())]

    return application


def _reading(name: str, value: str) -> str:
    """
    Return the value of a header, of `Allow` without the methods that write.
    """
    if name.lower() != "allow":
        return value
    return ", ".join(each for each in value.split(", ") if each in _READING)


def rows_of(real: Callable[..., Any], path: str, paging: Paging) -> list[dict[str, Any]]:
    """
    Return all rows of a list, followed from page to page.
    """
    rows: list[dict[str, Any]] = []
    query = "&".join("=".join(each) for each in paging.sized(paging.maximum_limit))
    while True:
        answer = ask(real, Request(path, query, headers=(("Accept", "application/json"),)))
        body, headers = json.loads(answer.body), {name.title(): each for name, each in answer.headers.items()}
        _, found = paging.read(body, headers.get)
        rows += found
        link = paging.linked(body, headers.get).get(NEXT)
        if not link:
            return rows
        path, query = urlsplit(link).path, urlsplit(link).query


def compared(
    url: str, project: Mapping[str, Any], data: Path, paths: Sequence[str], chance: tuple[int, int]
) -> Agreement:
    """
    Return how far a server agrees with the mock of the API of a data folder, on requests for some of its lists.

    Args:
        url: of the server.
        project: what `describe_django.py` prints of it.
        data: the folder.
        paths: of the lists.
        chance: how many requests, and the seed by which they are made.
    """
    api = load_api(None, data)
    mock = create_app(api, generate(api, recordings_of(api)), tokens=(), exact_headers=True, switches=AT_NOON)
    real = over_http(url)
    views = {each["path"]: each for each in project["views"] if each["kind"] == "list"}
    lists = [Collection(each, views[_template(each, views)], rows_of(real, each, api.paging)) for each in paths]
    names = {"limit": api.paging.size, "offset": api.paging.start, **parameter_names(lists)}
    return agreement(subject_of(lists, api.base_path, mock, real), *chance, names)


def _template(path: str, views: Mapping[str, Any]) -> str:
    """
    Return the path of the view that answers a path, with its parameters open.
    """
    steps = path.split("/")
    fitting = (each for each in views if len(each.split("/")) == len(steps))
    return next(
        each
        for each in fitting
        if all(one == two or one.startswith("{") for one, two in zip(each.split("/"), steps, strict=True))
    )
