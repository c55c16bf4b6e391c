"""
What the reading of a request relies on: promises of other checks, that a part of its query has no effect.
"""

from __future__ import annotations

from collections import Counter
from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING

from apicontract.semantics.tolerance import FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apicontract.checks.answers import ParsedExchange
    from apicontract.checks.context import Context
    from apicontract.contract.grades import Grade

#: Kind of a tolerated part to the check that promises what it comes to, where that is called otherwise.
_PROMISES = MappingProxyType(
    {"limit-above": "limit-clamped", "undeclared": "parameter-undeclared", "repeated": "parameter-repeated"}
)


#: What a search that quotes or commas part is read by.
_PARTED = "search-phrase"


def relied_on(reading: ParsedExchange) -> Iterator[str]:
    """
    Yield the ids of the checks that promise what a request comes to, where that is not plain.

    Of a value in another spelling only forms such as the framework's know what it means; they refuse what they cannot
    read.
    """
    asked = reading.asked
    for each in asked.tolerated:
        yield _PROMISES.get(each.kind, each.kind)
    times, texts = Counter(name for name, _ in asked.query), dict(asked.query)
    for name in asked.presumed:
        if times[name] > 1:
            yield "parameter-repeated"
        elif name == FORMAT:
            yield "format-refused"
        elif texts[name] == asked.searched:
            yield _PARTED
    if any(each.spelled for each in asked.filters.conditions):
        yield "value-refused"


def grades_relied_on(context: Context, check: str, reading: ParsedExchange) -> set[Grade]:
    """
    Return how well is known what a check relies on in a reading, besides its own promise.

    A failure of the server has no excuse.
    """
    if reading.exchange.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return set()
    return {context.api.grade_of(each) for each in relied_on(reading) if each != check}
