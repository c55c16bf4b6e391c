"""
What is worth asking of a resource, given what was seen of it.

The ends of every ordering, the other levels of detail, rare values, the records with most and with least in them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from apicontract.contract.keys import key_of
from apicontract.contract.lookups import BOOLEANS
from apicontract.contract.paths import is_unshown, values_at
from apicontract.contract.querynames import ordered
from apicontract.contract.routes import detail_path, list_path
from apicontract.contract.tokens import TOKENS
from apicontract.contract.weblinks import NEXT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api, Field, Parameter, Record, Resource
    from apicontract.contract.paging import Paging
    from apicontract.diff.observations import Seen

#: Purpose of a page to which only the one before it leads: it is kept also where it shows nothing of a new kind, for
#: without it the pages behind it have no place.
WALK = "next page"
#: Purpose of the whole lists that show what rows do not: whom a filter selects, how a term sorts. They are kept, too.
UNSHOWN = "what no row shows"
#: Pages of such a list at the most, and values of a filter.
_PAGES, _VALUES = 4, 8
#: Parents below which the first page is asked for.
_PARENTS = 4
#: How many rare values of a filter are worth a page each.
_RARE = 3


@dataclass(frozen=True, slots=True)
class Wish:
    """
    A page that is worth asking for.

    Attributes:
        purpose: of which kind of evidence it is.
        path: below the host.
        query: names and values.
    """

    purpose: str
    path: str
    query: tuple[tuple[str, str], ...] = ()

    @property
    def url(self) -> str:
        """
        Path and query, which name the recording.
        """
        return self.path + (f"?{urlencode(self.query)}" if self.query else "")


def wishes(api: Api, resource: Resource, seen: Sequence[Seen]) -> Iterator[Wish]:
    """
    Yield what is worth asking of a resource, given what was seen of it, the most telling first.
    """
    owner = _unseen_owner(api, resource, seen)
    if owner is not None:
        yield Wish("parents", list_path(api, owner))
        return
    below = [_below(resource, keys) for keys in _owners(resource, seen)] or [resource]
    for each in below[1:_PARENTS]:
        yield Wish("beginning", list_path(api, each))
    resource, seen = below[0], [each for each in seen if each.resource.name == resource.name]
    paging, path = api.paging, list_path(api, resource)
    full = paging.sized(paging.maximum_limit)
    yield Wish("beginning", path, full)
    yield from _next_pages(api, seen)
    for pairs in _unshown(api, resource):
        yield from _whole_list(api, path, pairs, seen)
    for field_ in _tying(resource, seen):
        yield from (Wish("ordering end", path, (*full, *ordered(api, f"{sign}{field_.name}"))) for sign in ("", "-"))
    for field_ in resource.ordering[:1]:
        yield Wish("ordering end", path, (*full, *ordered(api, f"-{field_.name}")))
    for mode in resource.modes.choices:
        if mode != resource.modes.list:
            yield Wish("mode", path, (("mode", mode),))
    yield from _extremes(api, resource, seen)
    yield from _selections(resource, path, full, seen)
    for field_ in resource.ordering:
        yield Wish("ordering end", path, (*full, *ordered(api, f"-{field_.name}")))
        yield Wish("ordering end", path, (*full, *ordered(api, field_.name)))
    count = max((each.count or 0 for each in seen), default=0)
    if count > paging.maximum_limit:
        last = paging.starting(paging.last_page(count, paging.maximum_limit), paging.maximum_limit) or ()
        yield Wish("last page", path, (*full, *last))


def _tying(resource: Resource, seen: Sequence[Seen]) -> Iterator[Field]:
    """
    Yield the field by which most rows tie, if that is most of them: its order shows how rows stand that tie.
    """
    rows = {str(key_of(resource, row)): row for each in seen for row in each.rows}
    shown = [each for each in resource.ordering if not is_unshown(each.path)]
    counts = {each: len({str(next(values_at(row, each.path), None)) for row in rows.values()}) for each in shown}
    least = min(counts, key=lambda each: counts[each], default=None)
    if least is not None and rows and counts[least] * 2 <= len(rows):
        yield least


def _unshown(api: Api, resource: Resource) -> Iterator[tuple[tuple[str, str], ...]]:
    """
    Yield what to ask for so that whole lists show what no row does.
    """
    for field_ in filter(lambda each: is_unshown(each.path), resource.ordering):
        yield from (ordered(api, term) for term in (field_.name, f"-{field_.name}"))
    for parameter in filter(lambda each: each.hidden, resource.parameters):
        values = ("true", "false") if parameter.type in BOOLEANS else parameter.choices
        yield from (((parameter.name, value),) for value in values[:_VALUES])


def _whole_list(api: Api, path: str, pairs: tuple[tuple[str, str], ...], seen: Sequence[Seen]) -> Iterator[Wish]:
    """
    Yield the pages of a list, as many as its first one says that there are.
    """
    paging, size = api.paging, api.paging.maximum_limit
    counts = (each.count or 0 for each in seen if set(pairs) <= set(each.exchange.query))
    for start in range(0, max(1, *counts, 1), size)[:_PAGES]:
        place = paging.starting(start, size)
        if place is not None:
            yield Wish(UNSHOWN, path, (*paging.sized(size), *pairs, *place))


def _next_pages(api: Api, seen: Sequence[Seen]) -> Iterator[Wish]:
    """
    Yield the pages to which those of the whole list lead, where nothing but a token says where one begins.
    """
    paging = api.paging
    for each in seen if paging.unit == TOKENS else ():
        exchange = each.exchange
        _, rows = paging.read(exchange.json, exchange.header)
        link = paging.linked(exchange.json, exchange.header).get(NEXT)
        plain = {name for name, _ in exchange.query} <= {*paging.parameters}
        if plain and isinstance(rows, list) and isinstance(link, str):
            yield Wish(WALK, exchange.path, (*_sized(paging, exchange), *paging.following(link)))


def _sized(paging: Paging, exchange: Exchange) -> Iterator[tuple[str, str]]:
    return (pair for pair in exchange.query if pair[0] == paging.size)


def _below(resource: Resource, keys: Sequence[object]) -> Resource:
    return replace(resource, template=resource.route.choosing(keys))


def _unseen_owner(api: Api, resource: Resource, seen: Sequence[Seen]) -> Resource | None:
    """
    Return the resource of the first parent of which no record was seen, below its own parents; None if there is none.
    """
    shown = {each.resource.name for each in seen if each.rows}
    for parent in resource.route.parents:
        if parent.resource not in shown:
            owner = api.resources[parent.resource]
            return _below(owner, next(_owners(owner, seen), ()))
    return None


def _owners(resource: Resource, seen: Sequence[Seen]) -> Iterator[tuple[object, ...]]:
    """
    Yield keys for the parents of a resource, as far as records were seen; the last parent changes first.
    """
    first: tuple[object, ...] = ()
    for place, parent in enumerate(resource.route.parents):
        rows = [(each.resource, row) for each in seen if each.resource.name == parent.resource for row in each.rows]
        keys = list(dict.fromkeys(key_of(owner, row) for owner, row in rows))
        if place == len(resource.route.parents) - 1:
            yield from ((*first, key) for key in keys)
        first = (*first, *keys[:1])


def _extremes(api: Api, resource: Resource, seen: Sequence[Seen]) -> Iterator[Wish]:
    """
    Yield the details of the records with least and with most in them.
    """
    rows = [row for each in seen for row in each.rows if key_of(resource, row) is not None]
    if rows:
        fullest = sorted(rows, key=lambda row: (_emptiness(row), str(key_of(resource, row))))
        for row in (fullest[-1], fullest[0]):
            yield Wish("detail", detail_path(api, resource, key_of(resource, row)))


def _emptiness(row: Record) -> int:
    return sum(value in (None, "", []) for value in row.values())


def _selections(
    resource: Resource, path: str, full: tuple[tuple[str, str], ...], seen: Sequence[Seen]
) -> Iterator[Wish]:
    """
    Yield the pages of either truth, and of the values that were seen least.
    """
    for parameter in resource.parameters:
        if parameter.type in BOOLEANS:
            yield from (Wish("truth", path, (*full, (parameter.name, value))) for value in ("true", "false"))
        elif parameter.type in {"related", "choice"} or (parameter.type, parameter.lookup) == ("text", "exact"):
            counted = Counter(
                value
                for each in seen
                for row in each.rows
                for place in parameter.fields
                for value in values_at(row, place)
                if isinstance(value, int | str)
            )
            if parameter.type == "text" and not _few(resource, parameter, seen):
                continue
            rarest = sorted(counted, key=lambda value: (counted[value], str(value)))
            for value in rarest[:_RARE]:
                yield Wish("rare value", path, (*full, (parameter.name, str(value))))


def _few(resource: Resource, parameter: Parameter, seen: Sequence[Seen]) -> bool:
    """
    Return whether the texts that a filter compares are some few: names would each select their own record.
    """
    rows = {str(key_of(resource, row)): row for each in seen for row in each.rows}
    texts = [text for row in rows.values() for place in parameter.fields for text in values_at(row, place)]
    return len({each for each in texts if isinstance(each, str)}) * 2 <= len(texts)
