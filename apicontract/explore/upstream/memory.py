"""
What was genuinely answered, by URL and by what was asked for.
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from apicontract.checks.answers import reading_of
from apicontract.explore.upstream.contradicting import differ, passing_fields, shown_records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from apicontract.checks.answers import ParsedExchange
    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api, Record
    from apicontract.explore.upstream.wanted import Group, Wanted

#: Bytes of bodies that are remembered: some hundreds of the largest pages, some ten thousands of records.
_MOST = 128 * 1024 * 1024


@dataclass(frozen=True)
class Genuine:
    """
    An answer of the upstream.

    Attributes:
        api: the contract.
        wanted: what was asked for.
        exchange: what was answered.
        received: when, in seconds since the epoch.
        lifetime: seconds for which it is fresh from then on.
    """

    api: Api
    wanted: Wanted
    exchange: Exchange
    received: float
    lifetime: float

    @property
    def expires(self) -> float:
        """
        Until when it is fresh, in seconds since the epoch.
        """
        return self.received + self.lifetime

    @cached_property
    def reading(self) -> ParsedExchange:
        """
        What the answer holds.
        """
        return reading_of(self.api, self.exchange)

    @cached_property
    def records(self) -> Mapping[tuple[str, str], Record]:
        """
        The records that it shows, by the names of their entity and of themselves.
        """
        return dict(shown_records(self.reading))


class GenuineMemory:
    """
    The newest genuine answer of each URL; those that were not asked for the longest time are given up first.
    """

    def __init__(self, api: Api, most: int = _MOST) -> None:
        self._most = most
        self._passing = passing_fields(api)
        self._by_record: dict[tuple[str, str], set[str]] = {}
        self._size = 0
        self._by_url: OrderedDict[str, Genuine] = OrderedDict()
        self._paths: Counter[str] = Counter()
        self._by_group: dict[Group, dict[str, Genuine]] = {}
        self._lock = threading.Lock()

    def put(self, genuine: Genuine) -> None:
        """
        Remember an answer in the place of the one before, and no other one any more that shows a record otherwise.
        """
        rows = genuine.records
        with self._lock:
            self._drop(genuine.wanted.url)
            for url in {url for name, row in rows.items() for url in self._contradicted(name, row, genuine)}:
                self._drop(url)
            for name in rows:
                self._by_record.setdefault(name, set()).add(genuine.wanted.url)
            self._by_url[genuine.wanted.url] = genuine
            self._paths[genuine.wanted.url.partition("?")[0]] += 1
            self._by_group.setdefault(genuine.wanted.group, {})[genuine.wanted.url] = genuine
            self._size += len(genuine.exchange.body)
            while self._size > self._most and len(self._by_url) > 1:
                self._drop(next(iter(self._by_url)))

    def knows(self, url: str) -> bool:
        """
        Return whether there is an answer of a path, whatever its query.
        """
        return url.partition("?")[0] in self._paths

    def get(self, url: str) -> Genuine | None:
        """
        Return the newest answer of a URL.
        """
        with self._lock:
            found = self._by_url.get(url)
            if found is not None:
                self._by_url.move_to_end(url)
            return found

    def group(self, group: Group) -> list[Genuine]:
        """
        Return the answers to requests that select, order and shape alike, the newest first.
        """
        with self._lock:
            found = [*self._by_group.get(group, {}).values()]
        return sorted(found, key=lambda each: -each.received)

    def forget(self, outdated: Callable[[Genuine], bool]) -> None:
        """
        Give up the answers that something newer contradicts.
        """
        with self._lock:
            for url in [url for url, each in self._by_url.items() if outdated(each)]:
                self._drop(url)

    def _contradicted(self, name: tuple[str, str], row: Record, newer: Genuine) -> Iterator[str]:
        for url in self._by_record.get(name, ()):
            older = self._by_url[url]
            same_form = older.wanted.parsed.mode == newer.wanted.parsed.mode
            if older.received <= newer.received and differ(
                older.records[name], row, self._passing, same_form=same_form
            ):
                yield url

    def _drop(self, url: str) -> None:
        former = self._by_url.pop(url, None)
        if former is None:
            return
        self._size -= len(former.exchange.body)
        path = url.partition("?")[0]
        self._paths[path] -= 1
        if not self._paths[path]:
            del self._paths[path]
        for name in former.records:
            self._by_record.get(name, set()).discard(url)
        members = self._by_group[former.wanted.group]
        del members[url]
        if not members:
            del self._by_group[former.wanted.group]
