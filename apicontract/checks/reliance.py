"""
What the reading of a request relies on: promises of other checks, that a part of its query has no effect.
"""

from __future__ import annotations

from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apicontract.checks.answers import ParsedExchange
    from apicontract.checks.context import Context
    from apicontract.contract.grades import Grade

#: Kind of a tolerated part to the check that promises what it comes to, where that is called otherwise.
_PROMISES = MappingProxyType(
    {"limit-above": "limit-clamped", "undeclared": "parameter-undeclared", "repeated": "parameter-repeated"}
)
#: The same of what is unusual of a presumed parameter. Blanks around ordering terms are promised by no check.
_PRESUMED = MappingProxyType(
    {"repeated": "parameter-repeated", "format": "format-refused", "search-parted": "search-phrase"}
)


def relied_on(reading: ParsedExchange) -> Iterator[str]:
    """
    Yield the ids of the checks that promise what a request comes to, where that is not plain.

    Of a value in another spelling only forms such as the framework's know what it means; they refuse what they cannot
    read.
    """
    asked = reading.asked
    for each in asked.tolerated:
        yield _PROMISES.get(each.kind, each.kind)
    yield from (_PRESUMED[each] for each in asked.presumed.values() if each in _PRESUMED)
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
