"""
A recorded query, read and evaluated naively: which records it selects, and how it sorts them.

Written for what recordings show, and nothing else: the mock's own evaluation is elsewhere, fast, and the
checks have theirs. Rules: `django_filters.filters`, `rest_framework.filters`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from apicontract.contract.lookups import LOOKUPS, Accepted, compared_type
from apicontract.contract.paths import values_or_null
from apicontract.dataset.asked import ORDERING, SEARCH, search_terms
from apicontract.dataset.comparisons import COMPARISONS
from apicontract.dataset.domains import key_of
from apicontract.dataset.values import READERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from apicontract.contract.model import Record, Resource
    from apicontract.dataset.domains import Key


def root_of(path: str) -> str:
    """
    Return the field of a record with which a path begins.
    """
    return path.partition(".")[0]


@dataclass(frozen=True)
class Sort:
    """
    One term of an ordering.

    Attributes:
        path: field path.
        kind: type of the values (key of `lookups.TYPES`).
        descending: whether the greatest value comes first.
        nulls_last: whether null is greater than every value, and not less (as databases differ).
    """

    path: str
    kind: str
    descending: bool = False
    nulls_last: bool = True

    def key(self, record: Record) -> Key:
        """
        Return what a record stands by: the less, the earlier.
        """
        value = next(iter(values_or_null(record, self.path)), None)
        key = key_of(value, self.kind, nulls_last=self.nulls_last)
        if not self.descending:
            return key
        if key[0]:
            return (-key[0],)
        scale = READERS[self.kind].scale
        if scale is not None:
            return 0, -scale.count(key[1])
        # Texts are turned letter by letter; of two that begin alike the longer one comes first.
        return 0, not key[1] if isinstance(key[1], bool) else (*(-ord(each) for each in key[1]), 1)


@dataclass(frozen=True)
class RecordedCondition:
    """
    One thing that a query demands of a record.

    Attributes:
        paths: field paths, any of which may satisfy it.
        kind: type of the values (key of `lookups.TYPES`).
        lookup: how they are compared (key of `lookups.LOOKUPS`).
        values: what they are compared with, as read from the query.
    """

    paths: tuple[str, ...]
    kind: str
    lookup: str
    values: tuple[Any, ...]

    def holds(self, record: Record) -> bool:
        """
        Tell whether a record satisfies the condition.
        """
        values = [value for path in self.paths for value in values_or_null(record, path)]
        if self.lookup == "isnull":
            return any((value is None) is bool(self.values[0]) for value in values)
        parse, compare = READERS[compared_type(self.lookup, self.kind)].parse, COMPARISONS[self.lookup].compare
        return any(compare(parse(value), each) for value in values if value is not None for each in self.values)


@dataclass(frozen=True)
class RecordedQuery:
    """
    What a recorded query asks for.

    Attributes:
        conditions: what selects the records.
        sorts: what sorts them; after these, the natural order.
    """

    conditions: tuple[RecordedCondition, ...]
    sorts: tuple[Sort, ...]

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """
        The fields by which it sorts or selects, those of its ordering first.
        """
        paths = [*(each.path for each in self.sorts), *(path for each in self.conditions for path in each.paths)]
        return tuple(dict.fromkeys(map(root_of, paths)))

    def key(self, record: Record) -> tuple[Key, ...] | None:
        """
        Return what a record stands by: the less, the earlier; None if it is not selected.
        """
        selected = all(each.holds(record) for each in self.conditions)
        return tuple(each.key(record) for each in self.sorts) if selected else None

    def evaluate(self, records: Iterable[Record]) -> list[Record]:
        """
        Return the records that are selected, in order; ties keep the order given.
        """
        keyed = [(key, each) for each in records if (key := self.key(each)) is not None]
        return [each for _, each in sorted(keyed, key=itemgetter(0))]


def query_of(resource: Resource, query: Sequence[tuple[str, str]], *, nulls_last: bool = True) -> RecordedQuery:
    """
    Read a query; what selects nothing, and terms of an ordering that are unknown or repeated, are left out.
    """
    found: list[RecordedCondition] = []
    for each in (each for each in resource.parameters if each.lookup != "rule"):
        texts = [value for name, value in query if name == each.name]
        given = {"one": texts[-1:], "comma": [part for text in texts[-1:] for part in text.split(",")]}
        read = [READERS[each.type].read(text) for text in given.get(LOOKUPS[each.lookup].values, texts)]
        values = tuple(one.value for one in read if isinstance(one, Accepted))
        found += [RecordedCondition(each.fields, each.type, each.lookup, values)] if values else []
    terms, paths = search_terms(dict(query).get(SEARCH, ""), quoted=True), tuple(each.path for each in resource.search)
    found += [RecordedCondition(paths, "text", "icontains", (each,)) for each in terms if paths]
    sorts = _sorts(resource, dict(query).get(ORDERING, ""), nulls_last=nulls_last)
    return RecordedQuery(tuple(sorted(set(found), key=repr)), sorts)


def _sorts(resource: Resource, text: str, *, nulls_last: bool) -> tuple[Sort, ...]:
    fields = {each.name: each for each in resource.ordering}
    for terms in (text.split(","), resource.default_ordering):
        named: dict[str, Sort] = {}
        for term in (each.strip() for each in terms):
            if (field := fields.get(term.removeprefix("-"))) is not None:
                named.setdefault(field.path, Sort(field.path, field.type, term.startswith("-"), nulls_last))
        if named:
            return tuple(named.values())
    return ()
