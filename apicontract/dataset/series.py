"""
A population file -> candidate rows: what a series says about its members, drawn at random.

A series counts (`numbers`) or lists (`each`) its members; its fields are templates and small generators. The
kinds of generator are a table; which names and ranges there are is data.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from itertools import count, islice
from typing import TYPE_CHECKING, Any

from apicontract.contract.errors import DataError
from apicontract.dataset.texts import read_iso_duration
from apicontract.dataset.values import format_duration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from apicontract.contract.model import Json, Record
    from apicontract.dataset.seeded_random import SeededRandom


class _Member:
    """
    One member of a series: its fields are drawn when they are asked for, because some depend on others.
    """

    def __init__(self, fields: Mapping[str, Json], variables: Mapping[str, Json], random: SeededRandom) -> None:
        self._fields = fields
        self._variables = variables
        self._random = random
        self._values: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name in self._variables:
            return self._variables[name]
        if name not in self._values:
            self._values[name] = self.draw(self._fields[name], name)
        return self._values[name]

    def draw(self, generator: Json, name: str) -> Any:
        if isinstance(generator, str):
            return generator.format_map(self) if "{" in generator else generator
        if isinstance(generator, list):
            return [self.draw(each, f"{name}.{place}") for place, each in enumerate(generator)]
        if not isinstance(generator, dict):
            return generator
        (kind, argument), *_ = generator.items()
        return _GENERATORS[kind](self, argument, name)

    def random(self, name: str) -> float:
        return self._random.random(name)

    def row(self) -> Record:
        return {name: self[name] for name in self._fields}


def _choose(member: _Member, options: list[tuple[Json, float]], name: str) -> Any:
    left = member.random(name) * sum(weight for _, weight in options)
    for option, weight in options:
        left -= weight
        if left < 0:
            return member.draw(option, f"{name}?")
    return member.draw(options[-1][0], f"{name}?")


def _between(low: int, high: int, fraction: float) -> int:
    return low + min(int(fraction * (high - low + 1)), high - low)


def _integer(member: _Member, bounds: tuple[int, int], name: str) -> int:
    return _between(bounds[0], bounds[1], member.random(name))


def _number(member: _Member, bounds: tuple[float, float], name: str) -> float:
    return round(bounds[0] + (bounds[1] - bounds[0]) * member.random(name), 2)


def _date(member: _Member, bounds: tuple[str, str], name: str) -> str:
    low, high = (dt.date.fromisoformat(each).toordinal() for each in bounds)
    return dt.date.fromordinal(_between(low, high, member.random(name))).isoformat()


_span = lru_cache(maxsize=1024)(read_iso_duration)


def _duration(member: _Member, bounds: tuple[str, ...], name: str) -> str:
    """
    Draw a duration between two others, in steps of a third (seconds if there is none).
    """
    low, high, step = (_span(each) for each in (*bounds, "PT1S")[:3])
    return format_duration(low + step * _between(0, (high - low) // step, member.random(name)))


def _part(member: _Member, argument: tuple[str, float, float], name: str) -> str:
    """
    Draw a part of another field's duration: between two fractions of it, in whole minutes.
    """
    other, low, high = argument
    whole = _span(member[other])
    minutes = int(whole.total_seconds() / 60 * (low + (high - low) * member.random(name)))
    return format_duration(dt.timedelta(minutes=minutes))


def _sum(member: _Member, argument: tuple[str, int], _name: str) -> int:
    other, step = argument
    return int(member[other]) + step


#: generator's name to what it draws.
_GENERATORS: Mapping[str, Callable[[_Member, Any, str], Any]] = {
    "choose": _choose,
    "integer": _integer,
    "number": _number,
    "date": _date,
    "duration": _duration,
    "part": _part,
    "sum": _sum,
}


def rows_of(document: Mapping[str, Json], random: SeededRandom, place: str) -> Iterator[Record]:
    """
    Yield candidate rows from the series of a population file: the finite ones mixed evenly, then the endless ones.

    References are identifiers still.

    Raises:
        DataError: a template names a field that its series does not have.
    """
    series = list(enumerate(document.get("series", ())))
    finite = [(number, each, members) for number, each in series if (members := _members(each)) is not None]
    mixed = sorted(
        ((rank + 0.5) / len(members), number, each, variables)
        for number, each, members in _numbered(finite)
        for rank, variables in enumerate(members)
    )
    for _, number, _, variables in mixed:
        yield _row(document, series[number][1], variables, random, f"{place}#/series/{number}")
    endless = [(number, each) for number, each in series if _members(each) is None]
    for step in count():
        for number, each in endless:
            yield _row(document, each, {"n": each["numbers"][0] + step}, random, f"{place}#/series/{number}")
        if not endless:
            return


def _numbered(
    finite: list[tuple[int, Mapping[str, Json], list[Record]]],
) -> Iterator[tuple[int, int, list[Record]]]:
    for number, _, members in finite:
        yield number, 0, members


def _members(series: Mapping[str, Json]) -> list[Record] | None:
    """
    Return the variables of each member of a series, or None if it has no end.
    """
    if "each" in series:
        return [{"n": number, **each} for number, each in enumerate(series["each"], 1)]
    first, last = series["numbers"]
    return None if last is None else [{"n": number} for number in range(first, last + 1)]


def _row(
    document: Mapping[str, Json], series: Mapping[str, Json], variables: Record, random: SeededRandom, place: str
) -> Record:
    """
    Draw one row: the fields of the file, of the series' kind, of the series, of the variant, of the member.
    """
    kind = document.get("kinds", {}).get(series.get("kind", ""), {})
    known = {**variables, **{name: variables["n"] + step for name, step in series.get("add", {}).items()}}
    own_random = random.child(series.get("name", ""), *(f"{key}={known[key]}" for key in sorted(known)))
    variants = series.get("variants", kind.get("variants", ()))
    variant = (
        own_random.weighted([(each.get("fields", {}), each["weight"]) for each in variants], "variant")
        if variants
        else {}
    )
    fields = {**document.get("fields", {}), **kind.get("fields", {}), **series.get("fields", {}), **variant}
    fields |= {name: known[name] for name in known if name in fields}
    try:
        return _Member(fields, known, own_random).row()
    except KeyError as error:
        raise DataError(place, f"a template that names {error}", "a field or a variable of the series") from error


def take(rows: Iterator[Record], most: int) -> list[Record]:
    """
    Return the next rows, as many as there are, at the most so many.
    """
    return list(islice(rows, most))
