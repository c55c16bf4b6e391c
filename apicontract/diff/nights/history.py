"""
The recordings of a data folder -> the life of one field or parameter, night by night.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from apicontract.checks import judge
from apicontract.contract.errors import UnknownName
from apicontract.contract.moments import oldest_first, written_moment
from apicontract.diff.nights.change import listed
from apicontract.diff.nights.parts import PartReader, below
from apicontract.diff.nights.profiles import profiles_of
from apicontract.diff.nodes import type_of
from apicontract.diff.observations import assigned

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api, Json, Resource
    from apicontract.diff.nights.parts import Part
    from apicontract.diff.observations import Seen

#: Characters of a value that is shown.
_LONG = 40


@dataclass(frozen=True, slots=True)
class LifeNight:
    """
    What one day (UTC) of recordings shows of a field or a parameter.

    Attributes:
        day: the date, "" where no moment is known.
        of: records that could show it; of a parameter, answers that were asked for with it.
        valued, null, missing: how many of them have a value, null, or nothing; of a parameter, `missing` are the
            answers that break a promise about it.
        shown: JSON types; of a parameter, the values that were sent.
        values: what it was, in short.
    """

    day: str
    of: int
    valued: int
    null: int
    missing: int
    shown: str
    values: str


@dataclass(frozen=True)
class Life:
    """
    The life of a field or a parameter.

    Attributes:
        name: as it was asked for.
        kind: "field" or "parameter".
        first, last: moments of the first and the last recording that show it.
        places: where it stands.
        nights: day by day.
        events: moment and sentence of each change.
    """

    name: str
    kind: str
    first: str
    last: str
    places: tuple[str, ...]
    nights: tuple[LifeNight, ...]
    events: tuple[tuple[str, str], ...]


def history_of(api: Api, exchanges: Sequence[Exchange], name: str) -> tuple[Life, ...]:
    """
    Return the lives of what a name stands for: a field (`books.title`, `authors.publisher.id`), a parameter, or both.

    Raises:
        UnknownName: no recording shows such a field, and none was asked for with such a parameter.
    """
    ordered = oldest_first(exchanges)
    seen = list(assigned(api, ordered))
    parts = list(PartReader(api).parts(seen))
    fields = _fields(parts)
    asked = _parameters(seen)
    if name not in fields and name not in asked:
        raise UnknownName("field or parameter", name, tuple(sorted({*fields, *asked})))
    lives = [_field(name, parts, *fields[name])] if name in fields else []
    return (*lives, *([_parameter(api, name, *asked[name])] if name in asked else []))


def _fields(parts: Sequence[Part]) -> Mapping[str, tuple[set[tuple[str, str]], str]]:
    """
    Return each name of a field to the places at which the objects stand that have it, and its own name.

    A field is named by its entity and by the resource in whose rows it stands.
    """
    found: dict[str, tuple[set[tuple[str, str]], str]] = {}
    for variant, place, home, path, names in {
        (each.variant, each.place, each.home, each.path, frozenset(each.value)) for each in parts
    }:
        for last in names:
            for name in (below(home, below(path, last)), below(variant.partition(" ")[0], below(place, last))):
                plain = name.replace("[]", "")
                found.setdefault(plain, (set(), last))[0].add((variant, place))
    return found


def _parameters(seen: Sequence[Seen]) -> Mapping[str, tuple[Resource, str, list[Seen]]]:
    found: dict[str, tuple[Resource, str, list[Seen]]] = {}
    for each in seen:
        for name in dict.fromkeys(name for name, _ in each.exchange.query):
            entry = found.setdefault(f"{each.resource.name}.{name}", (each.resource, name, []))
            entry[2].append(each)
    return found


@dataclass
class _Day:
    """
    The objects of one day.
    """

    moment: dt.datetime | None
    valued: dict[object, Json] = field(default_factory=dict)
    null: dict[object, str] = field(default_factory=dict)
    missing: dict[object, str] = field(default_factory=dict)
    label: dict[object, str] = field(default_factory=dict)


def _field(name: str, parts: Sequence[Part], places: set[tuple[str, str]], last: str) -> Life:
    days: dict[str, _Day] = {}
    having = [each for each in parts if (each.variant, each.place) in places]
    for part in having:
        day = days.setdefault(_day(part.moment), _Day(part.moment))
        key = (part.record, part.place)
        day.label[key] = part.label
        for group in (day.valued, day.null, day.missing):
            group.pop(key, None)
        if last not in part.value:
            day.missing[key] = part.label
        elif part.value[last] is None:
            day.null[key] = part.label
        else:
            day.valued[key] = part.value[last]
    moments = [each.moment for each in having if each.moment and last in each.value]
    return Life(
        name,
        "field",
        written_moment(min(moments)) if moments else "",
        written_moment(max(moments)) if moments else "",
        tuple(sorted(f"{variant}: {below(place, last)}" for variant, place in places)),
        tuple(_night(day, each) for day, each in days.items()),
        tuple(_events(days, recurring=_recurring(having, last))),
    )


def _recurring(parts: Sequence[Part], last: str) -> bool:
    """
    Return whether the values of a field are some few that recur.
    """
    profiles = profiles_of(parts, ())
    return any(each.recurring for (_, path), each in profiles.fields.items() if path.rpartition(".")[2] == last)


def _day(moment: dt.datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else ""


def _night(day: str, found: _Day) -> LifeNight:
    types = sorted({type_of(each) for each in found.valued.values()} | ({"null"} if found.null else set()))
    of = len(found.valued) + len(found.null) + len(found.missing)
    return LifeNight(
        day,
        of,
        len(found.valued),
        len(found.null),
        len(found.missing),
        ", ".join(types),
        _values(found.valued.values()),
    )


def _values(values: Iterable[Json]) -> str:
    """
    Return what values are, in short: from the least to the largest number, or the first texts.
    """
    found = list(values)
    numbers = [each for each in found if isinstance(each, int | float) and not isinstance(each, bool)]
    if numbers and len(numbers) == len(found):
        low, high = min(numbers), max(numbers)
        return f"{low}" if low == high else f"{low} to {high}"
    texts = sorted({_short(each) for each in found if not isinstance(each, dict | list)})
    return listed(texts)


def _short(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONG else f"{text[: _LONG - 3]}..."


def _events(days: Mapping[str, _Day], *, recurring: bool) -> Iterator[tuple[str, str]]:
    """
    Yield what was so for the first time, and when a field went and came back.

    The first day says what is usual: of what it shows nothing is told but that it is there.
    """
    usual: set[str] = set()
    present = False
    for number, day in enumerate(days.values()):
        moment = written_moment(day.moment) if day.moment else "at an unknown moment"
        now = bool(day.valued or day.null)
        if now != present:
            told = "is recorded again" if "seen" in usual else "is recorded for the first time"
            yield moment, told if now else "is missing in every record"
        for event, sentence in _firsts(day, now=now, recurring=recurring):
            if event not in usual and number and "seen" in usual:
                yield moment, sentence
            usual.add(event)
        usual |= {"seen"} if now else set()
        present = now


def _firsts(day: _Day, *, now: bool, recurring: bool) -> Iterator[tuple[str, str]]:
    of = len(day.valued) + len(day.null) + len(day.missing)
    if day.null:
        yield "null", f"is null for the first time, in {len(day.null)} of {of}; first: {next(iter(day.null.values()))}"
    if day.missing and now:
        yield "missing", f"is missing for the first time, in {len(day.missing)} of {of}"
    for kind in sorted({type_of(each) for each in day.valued.values()}):
        yield f"type {kind}", f"is {kind} for the first time"
    if recurring:
        for text in sorted({each for each in day.valued.values() if isinstance(each, str)}):
            yield f"value {text}", f"is {_short(text)} for the first time"


def _parameter(api: Api, name: str, resource: Resource, own: str, pages: Sequence[Seen]) -> Life:
    days: dict[str, list[Seen]] = defaultdict(list)
    for each in pages:
        days[_day(each.exchange.moment)].append(each)
    nights, events = [], []
    broken_before: bool | None = None
    for day, found in days.items():
        broken = {
            each.exchanges[0].url: f"{each.check}: {each.message}"
            for each in judge(api, [page.exchange for page in found], weighed=False).violations
        }
        sent = sorted({each.exchange.parameter(own) or "" for each in found})
        counts = [each.count if each.count is not None else len(each.rows) for each in found]
        kept = len(found) - len(broken)
        nights.append(LifeNight(day, len(found), kept, 0, len(broken), listed(sent), f"{_values(counts)} records"))
        moment = found[0].exchange.moment
        told = written_moment(moment) if moment else "at an unknown moment"
        if broken_before is None:
            events.append((told, f"is asked for the first time, as {listed(sent)}"))
        if broken and not broken_before:
            events.append((told, next(iter(broken.values()))))
        elif broken_before and not broken:
            events.append((told, "has its effect again"))
        broken_before = bool(broken)
    moments = [each.exchange.moment for each in pages if each.exchange.moment]
    return Life(
        name,
        "parameter",
        written_moment(min(moments)) if moments else "",
        written_moment(max(moments)) if moments else "",
        (f"{resource.name}: parameter {own}",),
        tuple(nights),
        tuple(events),
    )
