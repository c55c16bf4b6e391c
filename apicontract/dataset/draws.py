"""
What a population file says of a field of a made record -> how it is drawn.

Each kind of draw is a row of a table. Those that lead to other records stand in `record_draws`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeAlias

from apicontract.contract.errors import DataError
from apicontract.dataset.record_builder import key_of_text, reader_of, text_of
from apicontract.dataset.start_day import moment_at, month_end, span_of, written
from apicontract.dataset.values import format_duration

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    from apicontract.contract.model import Json
    from apicontract.dataset.record_builder import Draw, RecordBuilder
    from apicontract.dataset.start_day import StartDay

_NOT_OF_SLUGS, _GAPS = re.compile(r"[^\w\s-]"), re.compile(r"[-\s]+")
#: What makes a draw from its argument and its place in the file.
Maker: TypeAlias = "Callable[[Draws, Any, str], Draw]"


@dataclass
class Draws:
    """
    The kinds of draw that there are for one world.

    Attributes:
        start: the day on which the world starts.
        makers: kind to what makes a draw of it.
    """

    start: StartDay
    makers: dict[str, Maker] = field(default_factory=lambda: dict(MAKERS))

    def of(self, generator: Json, place: str) -> Draw:
        """
        Return how a value is drawn.

        Args:
            generator: a value, a template, a list of generators, or one draw (`{kind: argument}`).
            place: where that stands; its random numbers depend on it.

        Raises:
            DataError: there is no such kind.
        """
        if isinstance(generator, str) and "{" in generator:
            return text_of(generator)
        if isinstance(generator, list):
            members = [self.of(each, f"{place}/{number}") for number, each in enumerate(generator)]
            return lambda builder: [each(builder) for each in members]
        if not isinstance(generator, dict):
            return lambda _: generator
        (kind, argument), *more = generator.items()
        if more or kind not in self.makers:
            raise DataError(place, f"the draw {', '.join(generator)}", f"one of {', '.join(sorted(self.makers))}")
        return self.makers[kind](self, argument, place)


def weighted(options: list[tuple[Any, float]], place: str) -> Draw:
    """
    Return what chooses one of several values by weight.
    """
    ends = list(accumulate(weight for _, weight in options))
    values, key = [value for value, _ in options], key_of_text(place)
    return lambda builder: values[min(bisect_right(ends, builder.fraction(key) * ends[-1]), len(values) - 1)]


def bounds(draws: Draws, argument: Json, place: str) -> Callable[[RecordBuilder], tuple[int, int]]:
    """
    Return what reads how many there are: a number, two bounds, or the path of a number.
    """
    low, high = argument if isinstance(argument, list) else (argument, argument)
    ends = [draws.of(each, place) for each in (low, high)]
    return lambda builder: (int(ends[0](builder) or 0), int(ends[1](builder) or 0))


def within(low: int, high: int, fraction: float) -> int:
    """
    Return the whole number at a fraction of the way from one to another; the other one if it is the lesser.
    """
    return low + min(int(fraction * (high - low + 1)), high - low)


def _choose(draws: Draws, argument: list[tuple[Json, float]], place: str) -> Draw:
    options = [(draws.of(option, f"{place}/{number}"), weight) for number, (option, weight) in enumerate(argument)]
    chosen = weighted(options, place)
    return lambda builder: chosen(builder)(builder)


def _integer(_: Draws, argument: tuple[int, int], place: str) -> Draw:
    low, high, key = *argument, key_of_text(place)
    return lambda builder: within(low, high, builder.fraction(key))


def _number(_: Draws, argument: tuple[float, float], place: str) -> Draw:
    low, high, key = *argument, key_of_text(place)
    return lambda builder: round(low + (high - low) * builder.fraction(key), 2)


def _sum(draws: Draws, argument: list[Json], place: str) -> Draw:
    parts = [draws.of(each, place) for each in argument]
    return lambda builder: sum(int(each(builder) or 0) for each in parts)


def _at(_: Draws, argument: str, __: str) -> Draw:
    return reader_of(argument)


def _duration(_: Draws, argument: tuple[str, ...], place: str) -> Draw:
    low, high, step = (span_of(each) for each in (*argument, "PT1S")[:3])
    key, steps = key_of_text(place), (high - low) // step
    return lambda builder: format_duration(low + step * within(0, steps, builder.fraction(key)))


def _elapsed(draws: Draws, argument: tuple[Json, Json], place: str) -> Draw:
    """
    Make the time from one moment to another; null if one is missing.
    """
    ends = [draws.of(each, place) for each in argument]

    def elapsed(builder: RecordBuilder) -> str | None:
        first, last = (each(builder) for each in ends)
        if first is None or last is None:
            return None
        return format_duration(moment_at(last) - moment_at(first))

    return elapsed


def _moment(draws: Draws, argument: Mapping[str, Json], place: str) -> Draw:
    """
    Draw a moment: offsets from the start day, or from the moment `of` a path; `skew` draws it to the later end.

    A `from` that is later than `to` counts as `to`.
    """
    edges = [_edge(draws, argument[each], argument.get("of"), f"{place}/{each}") for each in ("from", "to")]
    step, skew = span_of(argument.get("step", "PT1M")), argument.get("skew", 1)
    key, whole = key_of_text(place), argument.get("month_end", False)

    def moment(builder: RecordBuilder) -> str | None:
        low, high = edges[0](builder), edges[1](builder)
        if low is None or high is None:
            return None
        drawn = low + step * within(0, (high - low) // step, 1 - (1 - builder.fraction(key)) ** skew)
        return written(month_end(drawn) if whole else drawn)

    return moment


def _edge(draws: Draws, bound: Json, of: str | None, place: str) -> Callable[[RecordBuilder], dt.datetime | None]:
    """
    Return what makes a bound of a moment: an offset, a date, or another draw of a moment.
    """
    if not isinstance(bound, str) or "{" in bound:
        drawn = draws.of(bound, place)
        return lambda builder: moment_at(text) if (text := drawn(builder)) else None
    if of is None:
        known = draws.start.after(bound) if bound.lstrip("-").startswith("P") else moment_at(bound)
        return lambda _: known
    base, span = reader_of(of), span_of(bound)
    return lambda builder: moment_at(text) + span if (text := base(builder)) else None


def _after(draws: Draws, argument: str, _: str) -> Draw:
    """
    Make the moment that lies a duration, which stands at a path, after the start day's midnight.
    """
    offset = reader_of(argument)
    return lambda builder: written(draws.start.after(offset(builder)))


def _date(draws: Draws, argument: Mapping[str, Json], place: str) -> Draw:
    moment = _moment(draws, {"step": "P1D", **argument}, place)

    def date(builder: RecordBuilder) -> str | None:
        drawn: str | None = moment(builder)
        return drawn[:10] if drawn else None

    return date


def _if(draws: Draws, argument: Mapping[str, Json], place: str) -> Draw:
    """
    Make one of two values: the first where `at` is not less than `least`, is one of `in`, or else is not null.
    """
    value = reader_of(argument["at"])
    holds = _test(draws, argument, place)
    then, other = (draws.of(argument.get(each), f"{place}/{each}") for each in ("then", "else"))
    return lambda builder: then(builder) if holds(builder, value(builder)) else other(builder)


def _match(draws: Draws, argument: Mapping[str, Json], place: str) -> Draw:
    """
    Make the value of the first case that has what stands `at` a path: `[[values, generator], ...]`, or `else`.
    """
    value = reader_of(argument["at"])
    cases = [(values, draws.of(each, f"{place}/{number}")) for number, (values, each) in enumerate(argument["cases"])]
    other = draws.of(argument.get("else"), f"{place}/else")

    def matched(builder: RecordBuilder) -> Any:
        known = value(builder)
        return next((each for values, each in cases if known in values), other)(builder)

    return matched


def _either(draws: Draws, argument: list[Json], place: str) -> Draw:
    """
    Make the first of several values that is not null.
    """
    options = [draws.of(each, f"{place}/{number}") for number, each in enumerate(argument)]
    return lambda builder: next((value for each in options if (value := each(builder)) is not None), None)


def _years(draws: Draws, argument: tuple[Json, Json], place: str) -> Draw:
    """
    Count the whole years from one date to another; null if one is missing.
    """
    ends = [_edge(draws, each, None, place) for each in argument]

    def years(builder: RecordBuilder) -> int | None:
        first, last = (each(builder) for each in ends)
        if first is None or last is None:
            return None
        return last.year - first.year - ((last.month, last.day) < (first.month, first.day))

    return years


def _test(draws: Draws, argument: Mapping[str, Json], place: str) -> Callable[[RecordBuilder, Any], bool]:
    if "in" in argument:
        return lambda _, value: value in argument["in"]
    if "least" in argument:
        least = draws.of(argument["least"], place)
        return lambda builder, value: value is not None and value >= least(builder)
    return lambda _, value: value not in (None, False)


def slugified(text: str, most: int) -> str:
    """
    Return the slug of a text, cut (`django.utils.text.slugify`, whose result `AutoSlugField` cuts).
    """
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _GAPS.sub("-", _NOT_OF_SLUGS.sub("", plain.lower())).strip("-_")[:most]


class Slugs:
    """
    Draws slugs of which none is given twice: those of the records that it knows to come, in their order.

    Args:
        source: makes the text.
        most: characters of a slug.
    """

    def __init__(self, source: Draw, most: int) -> None:
        self._source = source
        self._most = most
        self._times: dict[str, int] = {}
        self._next: list[RecordBuilder] = []
        self._made: dict[int, str] = {}

    def expect(self, builder: RecordBuilder) -> None:
        """
        Let a record have its turn, whenever its slug is asked for.
        """
        self._next.append(builder)

    def __call__(self, builder: RecordBuilder) -> str:
        """
        Return the slug of a record; one that was not expected has its turn now.
        """
        coming, self._next = self._next, []
        for each in coming:
            self._made[id(each)] = self._slug(each)
        made = self._made.pop(id(builder), None)
        return self._slug(builder) if made is None else made

    def _slug(self, builder: RecordBuilder) -> str:
        text = slugified(self._source(builder) or "", self._most)
        times = self._times[text] = self._times.get(text, 0) + 1
        return text if times == 1 else f"{text[: self._most - len(str(times)) - 1]}-{times}"


def _slug(draws: Draws, argument: Mapping[str, Json], place: str) -> Draw:
    return Slugs(draws.of(argument["of"], place), argument["length"])


def _object(draws: Draws, argument: Mapping[str, Json], place: str) -> Draw:
    fields = {name: draws.of(each, f"{place}/{name}") for name, each in argument.items()}
    return lambda builder: {name: each(builder) for name, each in fields.items()}


def _list(draws: Draws, argument: Mapping[str, Json], place: str) -> Draw:
    """
    Make a list of so many elements, each with random numbers of its own (`k` is its number, from 0).
    """
    element, key = draws.of(argument["of"], f"{place}/of"), key_of_text(place)
    ends = bounds(draws, argument["number"], place)

    def elements(builder: RecordBuilder) -> list[Any]:
        number = within(*ends(builder), builder.fraction(key))
        return [element(builder.part(each)) for each in range(number)]

    return elements


#: kind of draw to what makes one.
MAKERS: Mapping[str, Maker] = {
    "after": _after,
    "at": _at,
    "choose": _choose,
    "date": _date,
    "duration": _duration,
    "either": _either,
    "elapsed": _elapsed,
    "if": _if,
    "integer": _integer,
    "list": _list,
    "match": _match,
    "moment": _moment,
    "number": _number,
    "object": _object,
    "slug": _slug,
    "sum": _sum,
    "years": _years,
}

__all__ = ["Draws", "Maker", "Slugs", "bounds", "slugified", "weighted", "within"]
