"""
Pages of two times -> which records came and went, and how large the collections are.

A record is gone only where a request that had to show it did not: its own URL answers 404, a page that holds the whole
list, or one that is sorted by what identifies records and begins before it and ends behind it. It came only where an
earlier request of that kind did not show it. Any other record was not sampled.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from apicontract.diff.coverage import Covered, extent_of, selects
from apicontract.diff.nights.change import NightChange, listed
from apicontract.diff.nights.parts import RecordKey, record_key
from apicontract.diff.observations import identity
from apicontract.semantics.routes import route_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api, Json
    from apicontract.diff.observations import Seen

_OLDEST = dt.datetime.min.replace(tzinfo=dt.UTC)
_GONE = frozenset({404, 410})


@dataclass
class Population:
    """
    Which records were shown, and which were not although they had to be.

    Attributes:
        shown: record to when it was last shown.
        labels: record to its name, identifier and URL.
        denied: record to when its own URL last said that there is none.
        pages: path of a list to the moments of its pages, with which records they had to show.
        counts: path of a list to its newest size.
        resources: path of a list to the name of its resource.
    """

    shown: dict[RecordKey, dt.datetime] = field(default_factory=dict)
    labels: dict[RecordKey, str] = field(default_factory=dict)
    denied: dict[RecordKey, dt.datetime] = field(default_factory=dict)
    pages: dict[str, list[tuple[dt.datetime, Covered]]] = field(default_factory=lambda: defaultdict(list))
    counts: dict[str, int] = field(default_factory=dict)
    resources: dict[str, str] = field(default_factory=dict)

    def missed(self, key: RecordKey) -> dt.datetime | None:
        """
        Return when a request that had to show a record last did not, if that was after it was last shown.
        """
        moments = [moment for moment, extent in self.pages.get(key.path, ()) if extent.holds(key.key)]
        moments += [self.denied[key]] if key in self.denied else []
        last, shown = max(moments, default=None), self.shown.get(key)
        return last if last is not None and (shown is None or last > shown) else None


def population_of(api: Api, seen: Sequence[Seen], exchanges: Iterable[Exchange]) -> Population:
    """
    Return the population that answers show; `seen` are the usable ones of the exchanges.
    """
    found = Population()
    lists: dict[tuple[str, dt.date], list[Seen]] = defaultdict(list)
    for page in sorted(seen, key=_moment):
        shape = page.resource.shapes.get(page.mode, "")
        schema = api.shapes[shape].schema if shape else {}
        moment = _moment(page)
        for row in page.rows:
            key = record_key(page, row)
            if key.key is not None:
                found.shown[key] = max(moment, found.shown.get(key, _OLDEST))
                found.labels[key] = identity(row, page.resource, schema if isinstance(schema, dict) else {})
        if not page.detail:
            path = unquote(page.exchange.path).strip("/")
            found.resources[path] = page.resource.name
            lists[path, moment.date()].append(page)
            if page.count is not None and not selects(page):
                found.counts[path] = page.count
    for (path, _), pages in lists.items():
        found.pages[path].append((min(map(_moment, pages)), extent_of(api.paging, pages)))
    found.denied = dict(_denied(api, exchanges))
    return found


def _moment(page: Seen) -> dt.datetime:
    return page.exchange.moment or _OLDEST


def _denied(api: Api, exchanges: Iterable[Exchange]) -> Iterator[tuple[RecordKey, dt.datetime]]:
    for each in sorted((each for each in exchanges if each.status in _GONE), key=lambda it: it.moment or _OLDEST):
        route = route_of(api, each.path)
        if route.resource is not None and route.key:
            path = unquote(each.path).strip("/").rpartition("/")[0]
            for key in _keys(route.key):
                yield RecordKey(path, key), each.moment or _OLDEST


def _keys(text: str) -> tuple[Json, ...]:
    """
    Return what a key in a path may be in a record: a text, or a number.
    """
    return (text, int(text)) if text.isascii() and text.isdecimal() else (text,)


def came(former: Population, now: Population) -> dict[RecordKey, str]:
    """
    Return the records that are there now and were not, with their labels.
    """
    return {key: now.labels[key] for key in now.shown if former.missed(key) is not None}


def went(former: Population, now: Population) -> dict[RecordKey, str]:
    """
    Return the records that are gone now and were there, with their labels.
    """
    return {
        key: former.labels[key]
        for key in former.shown
        if key not in now.shown and now.missed(key) is not None and former.missed(key) is None
    }


def population_changes(former: Population, now: Population) -> Iterator[NightChange]:
    """
    Yield what changed in the population, one change for each collection and direction.
    """
    arrived, left = came(former, now), went(former, now)
    for path in sorted({*now.resources, *(key.path for key in (*arrived, *left))}):
        resource = now.resources.get(path) or former.resources.get(path, path)
        count, size = former.counts.get(path), now.counts.get(path)
        told = f"; the collection holds {size}, before {count}" if None not in (count, size) and count != size else ""
        groups = (("appeared", "is new", "are new", arrived), ("gone", "is gone", "are gone", left))
        any_told = False
        for rule, one, several, found in groups:
            labels = [label for key, label in found.items() if key.path == path]
            if labels:
                any_told = True
                noun = f"1 record {one}" if len(labels) == 1 else f"{len(labels)} records {several}"
                yield NightChange(f"drift-records-{rule}", resource, f"{noun}: {listed(labels)}{told}", (path,))
        if not any_told and count is not None and size is not None and count != size:
            rule = "drift-count-grew" if size > count else "drift-count-shrank"
            message = f"the collection holds {size} records, before {count}"
            yield NightChange(rule, resource, message, (path,), before=str(count), now=str(size))
