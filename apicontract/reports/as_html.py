"""
A report as one self-contained page: no outside asset, no script, light and dark.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import jinja2

from apicontract import __version__
from apicontract.reports.report import LEVELS, STATES
from apicontract.reports.wording import particulars, summary, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apicontract.reports.report import Report

_RADIUS = 45.0


@dataclass(frozen=True, slots=True)
class Slice:
    """
    One part of the chart: a ring segment drawn as a dash of the circle's outline.

    Attributes:
        state: what it counts.
        number: how many.
        length: of its dash.
        offset: where its dash begins.
        rest: the outline's length without it.
    """

    state: str
    number: int
    length: float
    offset: float
    rest: float


def html(report: Report) -> str:
    """
    Return a report as an HTML page; everything that comes from outside is escaped.
    """
    counts = report.states if report.verdicts else report.levels
    return template("report").render(
        report=report,
        version=__version__,
        summary=summary(report),
        counts=counts,
        states=STATES,
        levels=LEVELS,
        radius=_RADIUS,
        slices=tuple(_slices(counts)),
        sentences={each.id: each for each in report.rules},
        particulars=particulars,
    )


def _slices(counts: Mapping[str, int]) -> Iterator[Slice]:
    total = sum(counts.values())
    outline = 100.0  # the circle says so of itself (pathLength), whatever its radius
    begin = 0.0
    for state, number in counts.items():
        if number:
            length = outline * number / total
            yield Slice(state, number, round(length, 3), round(-begin, 3), round(outline - length, 3))
            begin += length


@cache
def template(name: str) -> jinja2.Template:
    """
    Return the template of a page; everything that it prints is escaped and visible.
    """
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("apicontract.reports", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: visible(value) if type(value) is str else value,
    )
    return environment.get_template(f"{name}.html.jinja")
