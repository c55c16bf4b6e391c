"""
A real framework behind a throttle, and a client that asks for what a front end asks for.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from framework import create_framework
from small import small_api

from apicontract.dataset import generate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from apicontract.contract.model import World

#: Seed of the upstream's records: the mock's own are those of another one.
_SEED = 7


@cache
def upstream_world(records: int = 60) -> World:
    """
    Return the records of the upstream, none of which the mock knows.
    """
    return generate(small_api(), (), None, records=records, seed=_SEED, today=dt.date(2026, 6, 1))


@cache
def framework(records: int = 60) -> Callable[..., Iterable[bytes]]:
    """
    Return the framework with the records of the upstream.
    """
    return create_framework(small_api(), upstream_world(records))


@dataclass
class Throttled:
    """
    A WSGI application behind a limit for everybody together.

    Attributes:
        application: what answers.
        limit: requests that are let through; None for all.
        admitted: path and query of each request that was let through, with its answer.
        refused: those that were answered with 429.
        before: called before each answer.
    """

    application: Callable[..., Iterable[bytes]]
    limit: int | None = None
    admitted: list[tuple[str, bytes]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    before: Callable[[str], None] = lambda _: None

    def __call__(  # noqa: D102 - a WSGI application
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        url = environ["PATH_INFO"] + (f"?{environ['QUERY_STRING']}" if environ["QUERY_STRING"] else "")
        if "throttle" in url:
            start_response("404 Not Found", [("Content-Type", "application/json")])
            return [b'{"detail":"Not found."}']
        if self.limit is not None and len(self.admitted) >= self.limit:
            self.refused.append(url)
            start_response("429 Too Many Requests", [("Content-Type", "application/json"), ("Retry-After", "3000")])
            return [b'{"detail":"Request was throttled. Expected available in 3000 seconds."}']
        self.before(url)
        body = b"".join(self.application(environ, start_response))
        self.admitted.append((url, body))
        return [body]


def visit(seed: int, requests: int, known: Callable[[], list[int]]) -> Iterator[str]:
    """
    Yield what a front end asks for: lists, filters, searches, pages, records, and the same again.

    Args:
        seed: of the choices.
        requests: how many.
        known: returns identifiers that were shown until now.
    """
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    base = "/2.3.0/spacecraft/"
    asked: list[str] = []
    while len(asked) < requests:
        kind = rng.choice(("list", "page", "page", "filter", "search", "order", "detail", "detail", "reload", "other"))
        path = {
            "list": base,
            "page": f"{base}?limit={rng.choice((5, 10, 20))}&offset={5 * rng.randrange(12)}",
            "filter": f"{base}?in_space={rng.choice(('true', 'false'))}&limit={rng.choice((5, 10))}",
            "search": f"{base}?search={quote(rng.choice(('a', 'dragon', 'soyuz', '1')))}&limit=10",
            "order": f"{base}?ordering={rng.choice(('id', '-id', 'flights_count'))}&offset={rng.randrange(40)}",
            "detail": f"{base}{rng.choice(known() or [1])}/",
            "reload": rng.choice(asked or [base]),
            "other": f"/2.3.0/{rng.choice(('agencies', 'spacecraft_configurations', 'config/spacecraft_statuses'))}/",
        }[kind]
        asked.append(path)
        yield path


@dataclass
class Seen:
    """
    What the upstream showed until now, and what a mock shows beside it.

    Attributes:
        records: path of a record to the fields that were seen of it.
        wrong: what an answer of the mock says otherwise.
    """

    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    _taken: int = 0

    def take(self, admitted: list[tuple[str, bytes]]) -> None:
        """
        See what the upstream showed since the last time.
        """
        for _, body in admitted[self._taken :]:
            for place, row in _records(json.loads(body)):
                self.records.setdefault(place, {}).update(row)
        self._taken = len(admitted)

    def hold(self, url: str, document: Any) -> None:
        """
        Note where an answer of the mock says something else of a record than was seen.
        """
        for place, row in _records(document):
            seen = self.records.get(place, {})
            self.wrong += [
                f"{url}: {place}: {name}: {_short(row[name])}, seen was {_short(seen[name])}"
                for name in sorted(row.keys() & seen.keys())
                if name != _LABEL and _differ(row[name], seen[name])
            ]


#: Names the form of a record, and says nothing of it.
_LABEL = "response_mode"


def _short(value: Any) -> str:
    return repr(value)[:100]


def _records(value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """
    Yield each record that names its own URL, wherever it stands, with the path of that URL.
    """
    if isinstance(value, dict):
        own = value.get("url")
        if isinstance(own, str) and "/2.3.0/" in own:
            yield own.partition("/2.3.0/")[2], value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _records(each)


def _differ(one: Any, other: Any) -> bool:
    """
    Tell whether two values say different things, where both say something.
    """
    if isinstance(one, dict) and isinstance(other, dict):
        return any(_differ(one[key], other[key]) for key in one.keys() & other.keys() - {_LABEL})
    if isinstance(one, list) and isinstance(other, list):
        return len(one) != len(other) or any(map(_differ, one, other))
    texts = [each.partition("/2.3.0/")[2] or each if isinstance(each, str) else each for each in (one, other)]
    return bool(texts[0] != texts[1])
