"""
Checks of records that are seen again later: each field behaves as it always has, or as somebody declares.

What changes from one request to the next is judged by `records`; what may change in time is judged here,
among the answers of a run, and between these and the recordings.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from apicontract.checks.check import Check, Difference, Evaluation
from apicontract.checks.knowledge import collections_of
from apicontract.contract.confidence import enough
from apicontract.contract.model import Level
from apicontract.semantics.durations import iso_duration_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from apicontract.checks.answers import ParsedExchange
    from apicontract.checks.context import Context
    from apicontract.checks.knowledge import KnownCollection
    from apicontract.contract.model import Api, Record

#: Answers that are further apart than this may differ because the record has changed.
_APART = dt.timedelta(hours=1)
_READERS = (iso_duration_of, dt.date.fromisoformat, dt.datetime.fromisoformat)


@dataclass(frozen=True, slots=True)
class _Before:
    reading: ParsedExchange
    row: Record
    recorded: bool


def behaves(api: Api) -> bool:
    """
    Return whether an API says of any field how it behaves: then recordings are worth comparing with.
    """
    return any(
        isinstance(each, dict) and "x-behaviour" in each
        for shape in api.shapes.values()
        for each in shape.schema.get("properties", {}).values()
    )


def apart(one: ParsedExchange, other: ParsedExchange) -> bool:
    """
    Return whether a record may have changed between two answers, as far as their moments say.
    """
    first, second = one.exchange.moment, other.exchange.moment
    return first is not None and second is not None and abs(first - second) > _APART


def _function(context: Context, readings: Sequence[ParsedExchange]) -> Iterator[Evaluation]:
    recorded = {id(each) for each in context.recorded}
    together = [*context.recorded, *(each for each in readings if id(each) not in recorded)]
    for collection in collections_of(context.api, together).values():
        yield from _evaluated(context, collection, recorded)


def _evaluated(context: Context, collection: KnownCollection, recorded: set[int]) -> Iterator[Evaluation]:
    last: dict[str, _Before] = {}
    for reading in sorted(collection.readings, key=lambda each: _order(each, recorded)):
        known = id(reading) in recorded
        others: dict[int, ParsedExchange] = {}
        found: list[Difference] = []
        for pointer, row in reading.rows:
            key = str(reading.identifier(row))
            before = last.get(key)
            last[key] = _Before(reading, row, known)
            if before is not None and not known and _later(before, reading):
                statements = list(_statements(context, reading))
                others |= {id(before.reading): before.reading} if statements else {}
                found += (
                    each for name, said in statements for each in _broken(name, said, before, reading, pointer, row)
                )
        if others:
            yield Evaluation((reading, *others.values()), tuple(found)[:3])


def _order(reading: ParsedExchange, recorded: set[int]) -> tuple[bool, bool, float]:
    """
    Return what answers are sorted by: recordings first, and of each those without a moment in the order given.
    """
    moment = reading.exchange.moment
    return id(reading) not in recorded, moment is not None, moment.timestamp() if moment else 0.0


def _later(before: _Before, reading: ParsedExchange) -> bool:
    """
    Whether an answer is so much later that the record may have changed; what is sent now is later than any recording.
    """
    if before.recorded and before.reading.exchange.moment and reading.exchange.moment is None:
        return True
    return apart(before.reading, reading)


def _statements(context: Context, reading: ParsedExchange) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """
    Yield the fields whose behaviour is declared, or was seen often enough.
    """
    for name, schema in context.api.shapes[reading.shape].schema.get("properties", {}).items():
        said = schema.get("x-behaviour") if isinstance(schema, dict) else None
        if said and said["kind"] != "changing" and ("intervals" not in said or enough(context.api, said["intervals"])):
            yield name, said


def _broken(  # noqa: PLR0913, PLR0917 - two observations and a statement
    name: str, said: Mapping[str, Any], before: _Before, reading: ParsedExchange, pointer: str, row: Record
) -> Iterator[Difference]:
    if name not in row or name not in before.row:
        return
    one, other = before.row[name], row[name]
    title, place = reading.name(row), f"{pointer}/{name}"
    if not (_differs(one, other) if said["kind"] == "constant" else _fell(one, other)):
        return
    seen = "intervals" in said
    how = "never changes" if said["kind"] == "constant" else "never falls"
    numbers = f" (in 0 of {said['intervals']} intervals recorded)" if seen else ""
    message = f"{name} of {title} was {one!r} at {before.reading.exchange.url}, and is {other!r}; it {how}{numbers}"
    yield Difference(place, message, one, other, title, level=Level.WARNING if seen else None)


def _differs(one: Any, other: Any) -> bool:
    """
    Whether a value changed: what is nested has fields of its own, and a link follows its request.
    """
    if isinstance(one, dict | list) or isinstance(other, dict | list):
        return False
    return _bare(one) != _bare(other) or type(one) is not type(other)


def _bare(value: Any) -> Any:
    return value.partition("?")[0] if isinstance(value, str) and "://" in value else value


def _fell(one: Any, other: Any) -> bool:
    """
    Whether a value is less than before: a number, a duration, a date; what cannot be compared did not fall.
    """
    first, second = measured(one), measured(other)
    return first is not None and type(first) is type(second) and second < first


def measured(value: Any) -> Any:
    """
    Return a value that can be more or less as what it is compared by: a number, a duration or a date; None for others.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    for read in _READERS if isinstance(value, str) else ():
        try:
            found = read(value)
        except (ValueError, OverflowError):
            continue
        return found.replace(tzinfo=found.tzinfo or dt.UTC) if isinstance(found, dt.datetime) else found
    return None


CHECKS = (
    Check(
        "field-behaviour",
        "schema",
        "A field that never changes, or only grows, still does when its record is seen again later.",
        "many",
        _function,
        scope="derived",
    ),
)
