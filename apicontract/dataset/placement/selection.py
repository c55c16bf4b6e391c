"""
A recorded query, read and evaluated naively: which records it selects, and how it sorts them.

Written for what recordings show, and nothing else: the mock's own evaluation is elsewhere, fast, and the
checks have theirs. Rules: `django_filters.filters`, `rest_framework.filters`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from apicontract.contract.lookups import LOOKUPS, Accepted, compared_type
from apicontract.contract.paths import values_or_null
from apicontract.dataset.asked import ORDERING, SEARCH
from apicontract.dataset.comparisons import COMPARISONS
from apicontract.dataset.domains import key_of
from apicontract.dataset.values import READERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.contract.model import Json, Parameter, Record, Resource
    from apicontract.dataset.domains import Key


def root_of(path: str) -> str:
    """
    Return the field of a record with which a path begins.
    """
    return path.partition(".")[0]


_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_TOKEN = re.compile(r"\"[^\"]*\"|'[^']*'|\S+")


@dataclass(frozen=True)
class Sort:
    """
    One term of an ordering.
    """

    path: str
    kind: str
    descending: bool


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
        return any(self._matches(value) for path in self.paths for value in values_or_null(record, path))

    def _matches(self, value: Json) -> bool:
        if self.lookup == "isnull":
            return (value is None) is bool(self.values[0])
        if value is None:
            return False
        parsed = READERS[compared_type(self.lookup, self.kind)].parse(value)
        return any(COMPARISONS[self.lookup].compare(parsed, wanted) for wanted in self.values)


def conditions_of(resource: Resource, query: Sequence[tuple[str, str]]) -> tuple[RecordedCondition, ...]:
    """
    Return what the parameters of a query demand; those that select nothing are left out.
    """
    compared = [each for each in resource.parameters if each.lookup != "rule"]
    found = [_condition(each, [value for name, value in query if name == each.name]) for each in compared]
    if resource.search:
        found += _search(resource, next((value for name, value in reversed(query) if name == SEARCH), ""))
    kept = {repr(each): each for each in found if each is not None and each.values}
    return tuple(kept[key] for key in sorted(kept))


def _condition(parameter: Parameter, texts: Sequence[str]) -> RecordedCondition | None:
    given = {"one": texts[-1:], "comma": [part for text in texts[-1:] for part in text.split(",")]}
    asked = given.get(LOOKUPS[parameter.lookup].values, texts)
    read = [READERS[parameter.type].read(text) for text in asked]
    values = tuple(each.value for each in read if isinstance(each, Accepted))
    return RecordedCondition(parameter.fields, parameter.type, parameter.lookup, values) if values else None


def _search(resource: Resource, text: str) -> list[RecordedCondition | None]:
    paths = tuple(each.path for each in resource.search)
    split = ([each[1:-1]] if _QUOTED.fullmatch(each) else each.split(",") for each in _TOKEN.findall(text))
    terms = (term.strip() for each in split for term in each)
    return [RecordedCondition(paths, "text", "icontains", (term,)) for term in terms if term]


def sorts_of(resource: Resource, query: Sequence[tuple[str, str]]) -> tuple[Sort, ...]:
    """
    Return the terms of a query's ordering, or else of the default one; unknown and repeated ones are left out.
    """
    fields = {each.name: each for each in resource.ordering}
    asked = next((value for name, value in reversed(query) if name == ORDERING), "").split(",")
    for terms in (asked, resource.default_ordering):
        named: dict[str, Sort] = {}
        for term in (each.strip() for each in terms):
            field = fields.get(term.removeprefix("-"))
            if field is not None and not term.startswith("--"):
                named.setdefault(field.path, Sort(field.path, field.type, term.startswith("-")))
        if named:
            return tuple(named.values())
    return ()


def asked_for(conditions: Sequence[RecordedCondition], sorts: Sequence[Sort]) -> list[str]:
    """
    Return the fields by which a query sorts or selects, those of its ordering first.
    """
    paths = [*(each.path for each in sorts), *(path for each in conditions for path in each.paths)]
    return list(dict.fromkeys(map(root_of, paths)))


def term_key(record: Record, sort: Sort, *, nulls_last: bool) -> Key:
    """
    Return what a record stands by under one term of an ordering: the less, the earlier.
    """
    value = next(iter(values_or_null(record, sort.path)), None)
    key = key_of(value, sort.kind, nulls_last=nulls_last)
    if not sort.descending:
        return key
    if key[0]:
        return (-key[0],)
    scale = READERS[sort.kind].scale
    if scale is not None:
        return 0, -scale.count(key[1])
    # Texts are turned letter by letter; of two that begin alike the longer one comes first.
    return 0, not key[1] if isinstance(key[1], bool) else (*(-ord(each) for each in key[1]), 1)


def evaluate(
    records: Sequence[Record], conditions: Sequence[RecordedCondition], sorts: Sequence[Sort], *, nulls_last: bool
) -> list[Record]:
    """
    Return the records that a query selects, in its order; ties keep the order given.
    """
    selected = [each for each in records if all(condition.holds(each) for condition in conditions)]
    return sorted(selected, key=lambda each: [term_key(each, sort, nulls_last=nulls_last) for sort in sorts])
