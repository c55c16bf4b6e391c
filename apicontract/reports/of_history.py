"""
The life of a field or a parameter as text, as JSON, and as a page with a chart.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from apicontract import __version__
from apicontract.reports.as_html import template
from apicontract.reports.wording import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from apicontract.diff.nights.history import Life, LifeNight

#: Width of the chart, how many nights stand in it as wide as can be, and which part of a night is the gap to the next.
_WIDTH, _NIGHTS, _GAP = 720.0, 30, 6
#: Height of a full bar, and where the bars stand.
_HEIGHT, _GROUND = 100.0, 110.0
#: Labels below the chart.
_LABELS = 6
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "field": ("night", "records", "with value", "null", "missing", "types", "values"),
    "parameter": ("night", "answers", "kept", "", "broken", "sent", "selected"),
}
_LEGENDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "field": (("kept", "with a value"), ("undecided", "null"), ("violated", "missing")),
    "parameter": (("kept", "kept"), ("violated", "broken")),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """
    One part of a night in the chart: `state` names its colour, the numbers its rectangle.
    """

    state: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Label:
    """
    A date below the chart.
    """

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """
    The nights of a life as bars: of each the shares with a value, null and missing.

    Attributes:
        width: of the drawing.
        bars: from the left to the right.
        labels: dates below it.
        told: the same in one sentence.
    """

    width: float
    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]
    told: str


def history_text(lives: Sequence[Life], api: str, host: str) -> str:
    """
    Return lives for a person at a terminal.
    """
    return "\n".join(_lines(lives, api, host)) + "\n"


def history_json(lives: Sequence[Life], api: str, host: str) -> str:
    """
    Return lives for programs.
    """
    document = {"tool": "history", "api": api, "host": host, "lives": [asdict(each) for each in lives]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def history_html(lives: Sequence[Life], api: str, host: str) -> str:
    """
    Return lives as a page of its own, with a chart, and beside it a table that says the same.
    """
    return template("history").render(
        name=lives[0].name,
        lives=lives,
        api=api,
        host=host,
        version=__version__,
        charts=[chart_of(each) for each in lives],
        legends=_LEGENDS,
        columns=_COLUMNS,
        cells=_cells,
    )


#: Format to what makes it.
HISTORY_FORMATS: Mapping[str, Callable[[Sequence[Life], str, str], str]] = MappingProxyType(
    {"text": history_text, "json": history_json, "html": history_html}
)


def chart_of(life: Life) -> Chart:
    """
    Return the chart of a life.
    """
    step = _WIDTH / max(len(life.nights), _NIGHTS)
    width = step - step / _GAP
    bars = tuple(bar for number, night in enumerate(life.nights) for bar in _bars(night, number * step, width))
    every = -(-len(life.nights) // _LABELS)
    labels = tuple(
        Label(round(number * step, 2), night.day or "unknown")
        for number, night in enumerate(life.nights)
        if number % every == 0
    )
    events = "; ".join(f"{moment}: {sentence}" for moment, sentence in life.events)
    return Chart(_WIDTH, bars, labels, f"{len(life.nights)} nights. {events}.")


def _bars(night: LifeNight, x: float, width: float) -> Iterator[Bar]:
    ground = _GROUND
    for state, number in (("kept", night.valued), ("undecided", night.null), ("violated", night.missing)):
        if number:
            height = _HEIGHT * number / night.of
            ground -= height
            yield Bar(state, round(x, 2), round(ground, 2), round(width, 2), round(height, 2))


def _cells(kind: str, night: LifeNight) -> tuple[str, ...]:
    null = "" if kind == "parameter" else str(night.null)
    day = night.day or "unknown"
    return (day, str(night.of), str(night.valued), null, str(night.missing), night.shown, night.values)


def _lines(lives: Sequence[Life], api: str, host: str) -> Iterator[str]:
    for number, life in enumerate(lives):
        if number:
            yield ""
        yield visible(f"{life.kind} {life.name} ({api}{f', {host}' if host else ''})")
        first, last = (each or "at an unknown moment" for each in (life.first, life.last))
        yield visible(f"  first recorded {first}, last {last}")
        yield from (visible(f"  at {each}") for each in life.places)
        yield ""
        yield from (visible(f"  {moment}  {sentence}") for moment, sentence in life.events)
        yield ""
        rows = [_COLUMNS[life.kind], *(_cells(life.kind, each) for each in life.nights)]
        widths = [max(len(visible(row[column])) for row in rows) for column in range(len(rows[0]))]
        for row in rows:
            cells = (visible(each).ljust(width) for each, width in zip(row, widths, strict=True))
            yield f"  {'  '.join(cells)}".rstrip()
