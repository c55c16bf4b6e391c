"""
Checks of one record seen in several answers: it is the same record everywhere.

Answers of other times are not compared with each other (`again`): a record may have changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from apicontract.checks.again import apart
from apicontract.checks.check import Check, Difference, Evaluation
from apicontract.contract.paths import KEYS

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

    from apicontract.checks.answers import ParsedExchange
    from apicontract.checks.check import CheckFunction
    from apicontract.checks.context import Context
    from apicontract.checks.knowledge import KnownCollection
    from apicontract.contract.model import Record


@dataclass(frozen=True, slots=True)
class _Pair:
    """
    A record in one answer, and as an earlier one showed it.
    """

    reading: ParsedExchange
    pointer: str
    row: Record
    other: ParsedExchange
    before: Record


def _kind(reading: ParsedExchange) -> Hashable:
    return reading.asked.route.kind


def _mode(reading: ParsedExchange) -> Hashable:
    return reading.asked.mode


def _form(reading: ParsedExchange) -> Hashable:
    return reading.asked.representation.name


#: check id to what tells two sightings of a record apart, and what they have in common.
_RELATIONS: Mapping[str, tuple[Callable[[ParsedExchange], Hashable], ...]] = {
    "detail-entry": (_kind,),
    "mode-values": (_mode, _kind),
    "format-values": (_form, _kind, _mode),
    "record-steady": (_kind, _mode, _form),
}


def _function(name: str) -> CheckFunction:
    """
    Make the check that a record has the same values in two answers that differ in one way.
    """

    def function(context: Context, readings: Sequence[ParsedExchange]) -> Iterator[Evaluation]:
        for collection in context.collections(readings):
            yield from _compared(collection, name, context.labels)

    return function


def _compared(collection: KnownCollection, name: str, labels: frozenset[str]) -> Iterator[Evaluation]:
    different, *common = _RELATIONS[name]
    steady = name == "record-steady"
    first: dict[Hashable, tuple[ParsedExchange, Record]] = {}
    for reading in collection.readings:
        pairs: list[_Pair] = []
        for pointer, row in reading.rows:
            key = (str(reading.identifier(row)), *(each(reading) for each in common))
            key += (different(reading),) if steady else ()
            other, before = first.setdefault(key, (reading, row))
            if apart(other, reading):
                first[key] = (reading, row)
            elif other is not reading and (steady or different(other) != different(reading)):
                pairs.append(_Pair(reading, pointer, row, other, before))
        if pairs:
            others = {id(each.other): each.other for each in pairs}
            differences = (each for pair in pairs for each in _differences(collection, pair, labels))
            yield Evaluation((reading, *others.values()), tuple(differences)[:3])


def _differences(collection: KnownCollection, pair: _Pair, labels: frozenset[str]) -> Iterator[Difference]:
    moving = {name for name in collection.ticking for row in (pair.row, pair.before) if collection.may_grow(row, name)}
    shown = {name: value for name, value in pair.row.items() if name not in moving}
    title = pair.reading.name(pair.row)
    for place, expected, found in unequal(pair.before, shown, labels):
        message = f"{place[1:]} of {title} is {found!r}; {pair.other.exchange.url} shows {expected!r}"
        yield Difference(pair.pointer + place, message, expected, found, title)


def unequal(one: Any, other: Any, labels: frozenset[str], place: str = "") -> Iterator[tuple[str, Any, Any]]:
    """
    Yield where two forms of one record differ, on the fields that both have, with both values.

    The labels tell the forms apart, and a link follows its request: neither is compared.
    """
    if isinstance(one, dict) and isinstance(other, dict):
        if one == other:
            return
        for name in one:
            if name in other and name not in labels:
                yield from unequal(one[name], other[name], labels, f"{place}/{name}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, pair in enumerate(zip(one, other, strict=True)):
            yield from unequal(*pair, labels, f"{place}/{number}")
    elif (_bare(one) != _bare(other) or type(one) is not type(other)) and not (
        _named(one, other) or _named(other, one)
    ):
        yield place, one, other


def _named(record: Any, key: Any) -> bool:
    """
    Return whether a value is the key of a record, which one form shows and another nests.
    """
    return isinstance(record, dict) and isinstance(key, int | str) and key in [record.get(each) for each in KEYS]


def _bare(value: Any) -> Any:
    return value.partition("?")[0] if isinstance(value, str) and "://" in value else value


CHECKS = tuple(
    Check(name, concern, sentence, "many", _function(name))
    for name, concern, sentence in (
        ("record-steady", "schema", "A record has the same values in every response."),
        ("format-values", "formats", "The format changes no value."),
        ("mode-values", "modes", "The mode changes no value that both modes show."),
        ("detail-entry", "detail", "A record has the values of its entry in the list."),
    )
)
