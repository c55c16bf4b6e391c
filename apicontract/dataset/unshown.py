"""
Recorded lists -> what they show of records that no row does: whom a filter selects, and in which order a term sorts.

A list that was recorded whole, with one filter or one term and nothing else, says it of each of its records. Where both
directions of a term were recorded, records that stand alike in both are equal in it.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from apicontract.contract.lookups import BOOLEANS, Accepted
from apicontract.dataset.asked import ORDERING
from apicontract.dataset.followed import Following
from apicontract.dataset.placement.selection import root_of
from apicontract.dataset.values import READERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from apicontract.contract.model import Api, Parameter, Record
    from apicontract.dataset.fields import Fields
    from apicontract.dataset.recorded_data import RecordedData
    from apicontract.dataset.recorded_pages import RecordedPage

    #: Query to the records that it selects, in their order.
    Lists: TypeAlias = "Mapping[tuple[tuple[str, str], ...], Sequence[Record]]"

#: Lookups with which a filter asks for one value.
_EQUAL = frozenset({"exact", "iexact", "any"})
#: Type of a field to how it holds a place in an order.
_PLACES: Mapping[str, Callable[[int], Any]] = {"text": "{:09}".format, "integer": int, "number": int}


def tell_unshown(api: Api, fields: Fields, evidence: RecordedData) -> None:
    """
    Give recorded records the values that whole recorded lists show and no row does.

    What compares a hidden field selects by it where it is known of every record (`Parameter.hidden`).
    """
    following = Following(fields, evidence.tables)
    for resource in api.resources.values():
        table, members = evidence.tables.get(resource.entity, {}), fields.members.get(resource.entity, {})
        lists = whole_lists(each for each in evidence.pages if each.resource.name == resource.name)
        for parameter in resource.parameters:
            for path in (each for each in parameter.fields if root_of(each) not in members):
                found = following.values(resource.entity, path) or _selected(parameter, lists, len(table))
                _put(table.values(), path, found)
        for each in resource.search:
            _put(table.values(), each.path, following.values(resource.entity, each.path))
        for field in resource.ordering:
            if root_of(field.path) not in members and field.type in _PLACES:
                places = {key: _PLACES[field.type](place) for key, place in _ranks(field.name, lists).items()}
                _put(table.values(), field.path, places)


def whole_lists(pages: Iterable[RecordedPage]) -> Lists:
    """
    Return the lists of which every record was recorded, the newest page first.
    """
    found: dict[tuple[tuple[str, str], ...], tuple[int, dict[int, Record]]] = {}
    for page in pages:
        count, positions = found.setdefault(page.query, (page.count if page.counted else -1, {}))
        for position, row in enumerate(page.rows, page.offset) if count == page.count else ():
            positions.setdefault(position, row)
    rows = {
        query: (count, [positions[each] for each in sorted(positions)]) for query, (count, positions) in found.items()
    }
    return {query: some for query, (count, some) in rows.items() if count == len(some) == len({*map(id, some)})}


def _selected(parameter: Parameter, lists: Lists, count: int) -> dict[int, Any]:
    """
    Return `id` of a record to the values by which a filter selects it, and 0 to those of all others.

    Args:
        parameter: the filter, which compares one field.
        lists: what was recorded.
        count: how many records there are; of a hidden filter nothing is known before each is selected by some value.
    """
    if parameter.lookup not in _EQUAL or len(parameter.fields) > 1:
        return {}
    found: dict[Any, Sequence[Record]] = {}
    for query, rows in lists.items():
        texts = [text for name, text in query if name == parameter.name]
        alone = len(texts) == len([name for name, _ in query if name != ORDERING]) == 1
        read = READERS[parameter.type].read(texts[0]) if alone else None
        if isinstance(read, Accepted):
            found.setdefault(read.value, rows)
    values: dict[int, list[Any]] = defaultdict(list)
    for value, rows in found.items():
        for row in rows:
            values[id(row)].append(value)
    both = parameter.type in BOOLEANS and len(found) > 1
    if not found or (parameter.hidden and not both and len(values) < count):
        return {}
    # Of two truths the one that was not recorded is that of all others.
    rest = [not value for value in found] if parameter.type in BOOLEANS and not both else []
    return {**values, 0: rest}


def _ranks(name: str, lists: Lists) -> dict[int, int]:
    """
    Return `id` of a record to its place by an ordering term, the same for those that tie.
    """
    up, down = (lists.get(((ORDERING, f"{sign}{name}"),), ()) for sign in ("", "-"))
    if not up:
        return {id(row): place for place, row in enumerate(reversed(down))}
    behind = {id(row): place for place, row in enumerate(down)}
    places, place = {id(row): 0 for row in up[:1]}, 0
    for one, other in pairwise(up):
        tied = behind.get(id(one), 0) < behind.get(id(other), 0)
        place += not tied
        places[id(other)] = place
    return places


def _put(records: Iterable[Record], path: str, values: Mapping[int, Any]) -> None:
    """
    Put values at a path of records by their `id`; those of which nothing is known get what stands under 0.
    """
    for record in records if values else ():
        value = values.get(id(record), values.get(0))
        if isinstance(value, list):
            value = value[0] if len(value) == 1 else value or None
        record[path] = value
