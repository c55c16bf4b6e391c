"""
Recorded answers -> the records they show and the places where these stood: the projection, backwards.

A recorded row is walked with the schema of its shape. Every nested object that belongs to an entity goes
into the table of that entity, where the fields that different shapes show of it come together. The answers are
walked from the oldest to the newest, and what a newer one shows replaces what an older one showed.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from apicontract.contract.keys import key_of
from apicontract.contract.model import REFERS, Parameter, Unserved
from apicontract.contract.moments import oldest_first
from apicontract.contract.projection import Schemas
from apicontract.contract.routes import located
from apicontract.contract.tokens import TOKENS
from apicontract.contract.weblinks import NEXT, PREVIOUS
from apicontract.dataset.asked import SEARCH, plain_query
from apicontract.dataset.equality import brief, same
from apicontract.dataset.lazy_records import LazyRecord
from apicontract.dataset.paging import Window, paging_of_request, read_limit, read_window, token_given
from apicontract.dataset.recorded_pages import RecordedPage, counted

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
    from datetime import datetime

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api, Host, Json, Record, Resource, Shape

_HTTP_OK = 200
_HTTP_NOT_FOUND = 404
#: What walking an answer may raise that is no answer of the contract's shape: whoever recorded it, it stops nothing.
_UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
#: JSON type of an identifier to its class here.
_IDENTIFIERS: Mapping[str, type] = {"integer": int, "string": str}


@dataclass
class Showing:
    """
    A value of a field with the answers that show it.

    Attributes:
        value: what they show.
        ticking: whether it runs with the clock.
        exchanges: the answers, each with the number of those that are newer.
    """

    value: Any
    ticking: bool
    exchanges: list[tuple[int, Exchange]] = field(default_factory=list)

    @property
    def age(self) -> int:
        """
        How many answers are newer than the last one that shows the value.
        """
        return min(age for age, _ in self.exchanges)


@dataclass
class RecordedData:
    """
    What the recordings of one host show.

    Attributes:
        tables: entity to identifier to record, in the order seen; a record has the fields that were seen.
        pages: the recorded stretches of lists, newest first; of one request the newest alone.
        absent: resource and identifier text of records that were answered with 404.
        withheld: `id` of a record to the optional fields that its shapes have and that it was shown without.
        ages: `id` of a record to how many answers are newer than the last one that shows it.
        shown: `id` of a record to each field of it with the newest value.
        outdated: source to the first thing that it shows and that a newer recording shows otherwise.
        unserved: answers that cannot be read, and values that another recording of the same moment contradicts.
    """

    tables: dict[str, dict[Json, Record]] = field(default_factory=dict)
    pages: list[RecordedPage] = field(default_factory=list)
    absent: list[tuple[str, str]] = field(default_factory=list)
    withheld: dict[int, set[str]] = field(default_factory=dict)
    ages: dict[int, int] = field(default_factory=dict)
    shown: dict[int, dict[str, Showing]] = field(default_factory=dict)
    outdated: dict[str, str] = field(default_factory=dict)
    unserved: list[Unserved] = field(default_factory=list)


def recorded_data(api: Api, host: Host, exchanges: Iterable[Exchange]) -> RecordedData:
    """
    Collect what the recordings of one host show: of two values of a field, the newer one.
    """
    return _Collector(api, host).collect(exchanges)


def identifiers(api: Api) -> dict[str, str]:
    """
    Return the name of the identifying field of every entity; those without a resource have `id`.
    """
    known = {each.entity: each.identifier.path for each in api.resources.values()}
    return {each.entity: known.get(each.entity, "id") for each in api.shapes.values() if each.entity}


class _Collector:
    """
    Keeps, beside the tables, which answers show each value: when a newer one shows another, these are outdated.
    """

    def __init__(self, api: Api, host: Host) -> None:
        self._api = api
        self._authority = urlsplit(host.url).netloc
        self._schemas = Schemas(api.shapes)
        self._identifiers = identifiers(api)
        self._linked = {each.entity: each for each in api.resources.values() if each.own_url}
        self._required = _required(api)
        self._age = 0
        self._first: dict[datetime, int] = {}
        self._seen: dict[tuple[str, Json, str], tuple[Record, list[Showing]]] = {}
        self._found = RecordedData()
        self._led: dict[Hashable, int] = {}
        self._ends: dict[Hashable, int] = {}
        self._waiting: list[tuple[int, Exchange, Resource]] = []

    def collect(self, exchanges: Iterable[Exchange]) -> RecordedData:
        own = [each for each in oldest_first(exchanges) if urlsplit(each.url).netloc == self._authority]
        for age, exchange in zip(range(len(own) - 1, -1, -1), own, strict=True):
            if exchange.moment:
                self._first.setdefault(exchange.moment, age)
            for resource, identifier in self._addressed(exchange):
                self._read(age, exchange, self._take, resource, identifier)
        self._take_waiting()
        self._settle()
        newest = {each.request: each for each in sorted(self._found.pages, key=lambda each: -each.age)}
        self._found.pages = sorted(counted(list(newest.values())), key=lambda each: each.age)
        return self._found

    def _read(self, age: int, exchange: Exchange, take: Callable[..., object], *details: object) -> None:
        """
        Take what an answer shows; one that cannot be read stops nothing, and is told.
        """
        self._age = age
        try:
            take(exchange, *details)
        except _UNREADABLE as error:
            reason = f"it is no answer that the contract describes ({type(error).__name__}: {error})"
            self._found.unserved.append(Unserved(exchange.source, reason, page=False))

    def _take_waiting(self) -> None:
        """
        Take the pages to which tokens led, each after the one that gave its token; of the others, the records alone.
        """
        waiting: list[tuple[int, Exchange, Resource]] | None = None
        while waiting is None or len(waiting) != len(self._waiting):
            waiting, self._waiting = self._waiting, []
            for age, exchange, resource in waiting:
                self._read(age, exchange, self._page, resource)
        for age, exchange, resource in self._waiting:
            self._read(age, exchange, self._rows, resource)

    def _rows(self, exchange: Exchange, resource: Resource) -> None:
        for row in self._api.paging.read(exchange.json, exchange.header)[1]:
            self._row(row, resource, self._mode(exchange, resource), exchange)

    def _mode(self, exchange: Exchange, resource: Resource) -> str:
        asked = exchange.parameter("mode") or ""
        return asked if asked in resource.modes.choices else resource.modes.list

    def _window(self, exchange: Exchange, resource: Resource, count: int) -> Window | None:
        """
        Return where a page stands; None if a token led to it that no answer so far gave.
        """
        paging = paging_of_request(self._api.paging, dict(exchange.query))
        name, token = token_given(paging, dict(exchange.query))
        if paging.unit != TOKENS or not token:
            return read_window(paging, dict(exchange.query), count) or Window(paging.default_limit, 0)
        key, limit = (
            self._token_key(exchange, resource, name, token),
            read_limit(exchange.parameter(paging.size), paging),
        )
        if key in self._led:
            return Window(limit, self._led[key])
        end = self._ends.get(key)
        return None if end is None else Window(min(limit, end), max(end - limit, 0))

    def _token_key(self, exchange: Exchange, resource: Resource, name: str, token: str | None) -> Hashable:
        left_out = {*self._api.paging.parameters, "mode", "format"}
        query = frozenset(each for each in exchange.query if each[0] not in left_out)
        return resource.name, exchange.path, query, name, token

    def _addressed(self, exchange: Exchange) -> Iterator[tuple[Resource, str]]:
        """
        Yield the resource that a URL names, with the identifier of a detail URL or "".
        """
        place = located(self._api, exchange.path) if exchange.method == "GET" else None
        if place is not None:
            yield place.resource, place.key

    def _take(self, exchange: Exchange, resource: Resource, identifier: str) -> None:
        if identifier and exchange.status == _HTTP_NOT_FOUND:
            if not resource.selects and not any(
                resource.parameter(name) or name == SEARCH for name, _ in plain_query(self._api, exchange.query)
            ):
                self._found.absent.append((resource.name, identifier))
        elif exchange.status == _HTTP_OK:
            if identifier:
                self._row(exchange.json, resource, resource.modes.detail, exchange)
            else:
                self._page(exchange, resource)

    def _page(self, exchange: Exchange, resource: Resource) -> None:
        paging = paging_of_request(self._api.paging, dict(exchange.query))
        mode, body = self._mode(exchange, resource), exchange.json
        count, rows = paging.read(body, exchange.header)
        if paging.counts and (isinstance(count, bool) or not isinstance(count, int)):
            raise TypeError("a count that is no whole number")
        known = count if paging.counts else sys.maxsize
        window = self._window(exchange, resource, known)
        if window is None:
            self._waiting.append((self._age, exchange, resource))
            return
        left_out = {*self._api.paging.parameters, "mode", "format"}
        linked = {} if paging.counts else paging.linked(body, exchange.header)
        following, before = linked.get(NEXT), linked.get(PREVIOUS)
        for given in paging.following(following) if following else ():
            self._led[self._token_key(exchange, resource, *given)] = window.offset + len(rows)
        for given in paging.following(before, PREVIOUS) if before else ():
            self._ends[self._token_key(exchange, resource, *given)] = window.offset
        more = bool(following)
        # A full page to whose next one nothing leads may be the last one.
        ends = paging.shows_next or len(rows) < window.limit
        filtered, parents = self._below(exchange, resource)
        page = RecordedPage(
            resource=filtered,
            query=(*(each for each in plain_query(self._api, exchange.query) if each[0] not in left_out), *parents),
            offset=window.offset,
            limit=window.limit,
            count=count if paging.counts else window.offset + len(rows) + more if rows else 0,
            rows=tuple(self._row(each, resource, mode, exchange) for each in rows),
            source=exchange.source,
            # An empty page behind the end says nothing of where that is.
            counted=paging.counts or (not more and ends and bool(rows or not window.offset)),
            mode=mode,
            age=self._age,
            moment_age=self._first.get(exchange.moment, self._age) if exchange.moment else self._age,
        )
        self._found.pages.append(page)

    def _below(self, exchange: Exchange, resource: Resource) -> tuple[Resource, tuple[tuple[str, str], ...]]:
        """
        Return a resource with a filter for each of its parents, and the query that asks for those in a path.
        """
        place, owners = located(self._api, exchange.path), self._api.resources
        named = {
            f"{{{each.name}}}": Parameter(
                f"{{{each.name}}}", (each.field,), "exact", owners[each.resource].identifier.type
            )
            for each in resource.route.parents
        }
        keys = zip(named, place.parents if place is not None else (), strict=bool(named))
        return replace(resource, parameters=(*resource.parameters, *named.values())), tuple(keys)

    def _row(self, row: Json, resource: Resource, mode: str, exchange: Exchange) -> Record:
        if not isinstance(row, dict):
            raise TypeError("a row that is no object")
        shape = self._shape(row, resource, mode)
        record: Record = self._absorb(row, shape.schema, shape.uri, exchange)
        if id(record) not in self._found.withheld:
            raise TypeError("a row without an identifier")
        self._found.ages[id(record)] = min(self._age, self._found.ages.get(id(record), self._age))
        return record

    def _shape(self, row: Json, resource: Resource, mode: str) -> Shape:
        """
        Return the shape of a mode, or else that shape of the resource whose constants the row has.
        """
        names = dict.fromkeys([resource.shapes[mode], *resource.shapes.values()])
        shapes = [self._api.shapes[name] for name in names]
        return next((each for each in shapes if self._agrees(row, each)), shapes[0])

    def _agrees(self, row: Json, shape: Shape) -> bool:
        return all(
            row.get(key) == schema["const"]
            for key, (schema, _) in self._schemas.properties(shape).items()
            if "const" in schema
        )

    def _absorb(self, value: Json, schema: Mapping[str, Json], uri: str, exchange: Exchange) -> Any:
        schema, uri = self._schemas.branch(schema, uri, value)
        if isinstance(value, list):
            return [self._absorb(each, schema.get("items") or {}, uri, exchange) for each in value]
        if REFERS in schema and isinstance(value, int | str):
            entity, key = schema[REFERS]["entity"], schema[REFERS]["key"]
            return self._found.tables.setdefault(entity, {}).setdefault(value, {key: value})
        if not isinstance(value, dict) or "properties" not in schema:
            return value
        entity = schema.get("x-entity", "")
        identifier = value.get(self._identifiers.get(entity, ""))
        if identifier is None and entity in self._linked:
            identifier = key_of(self._linked[entity], value)
        if identifier is None:
            return {
                key: self._absorb(each, schema["properties"].get(key, {}), uri, exchange) for key, each in value.items()
            }
        stated = self._schemas.resolve(schema["properties"].get(self._identifiers[entity], {}), uri)[0].get("type")
        if type(identifier) is not _IDENTIFIERS.get(str(stated), type(identifier)) or isinstance(identifier, float):
            raise TypeError(f"an identifier that is no {stated}")
        record = self._found.tables.setdefault(entity, {}).setdefault(identifier, LazyRecord())
        if entity in self._linked:
            record[self._identifiers[entity]] = identifier
        for key, each in value.items():
            member, place = self._schemas.resolve(schema["properties"].get(key, {}), uri)
            if "const" not in member and "x-link" not in member:
                ticking = bool(value.get(member.get("x-ticking-while")))
                seen = self._absorb(each, member, place, exchange)
                self._keep((entity, identifier, key), record, seen, exchange, ticking=ticking)
        withheld = schema["properties"].keys() - value.keys() - self._required[entity]
        self._found.withheld.setdefault(id(record), set()).update(withheld)
        return record

    def _keep(
        self, place: tuple[str, Json, str], record: Record, value: Any, exchange: Exchange, *, ticking: bool
    ) -> None:
        known = self._seen.setdefault(place, (record, []))[1]
        one = next((each for each in known if same(each.value, value)), None)
        if one is None:
            known.append(one := Showing(value, ticking))
        one.exchanges.append((self._age, exchange))
        record.setdefault(place[2], value)

    def _settle(self) -> None:
        """
        Let the newest value of each field stand; the answers that show another one are outdated.
        """
        for (entity, identifier, key), (record, known) in self._seen.items():
            newest = min(reversed(known), key=lambda each: each.age)
            record[key] = newest.value
            self._found.shown.setdefault(id(record), {})[key] = newest
            _, last = min(newest.exchanges, key=lambda each: each[0])
            for each in (each for each in known if each is not newest and not each.ticking):
                old = f"{key} of {entity} {identifier} is {brief(each.value)}"
                new = f"{brief(newest.value)} in {last.source}"
                for _, exchange in each.exchanges:
                    self._found.outdated.setdefault(exchange.source, f"{old} there, and {new}")
                    if exchange.moment == last.moment:
                        reason = f"{old}, and at the same moment {new}, which counts"
                        self._found.unserved.append(Unserved(exchange.source, reason, page=False))


def _required(api: Api) -> dict[str, set[str]]:
    """
    Return the fields that some shape of an entity always has.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for shape in api.shapes.values():
        found[shape.entity].update(shape.schema.get("required", ()))
    return found
