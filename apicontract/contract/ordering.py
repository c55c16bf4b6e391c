"""
What an ordering promises: one record for each rule (`rest_framework.filters.OrderingFilter`).

Declarations only: the reading and the sorting are written twice, in `apicontract.semantics` and in
`mockserver.engine`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class OrderingRule:
    """
    A rule of ordering.

    Attributes:
        name: key of `ORDERING`.
        sentence: the promise.
    """

    name: str
    sentence: str


#: rule name to rule.
ORDERING: Mapping[str, OrderingRule] = {
    each.name: each
    for each in (
        OrderingRule("terms", "the first term first"),
        OrderingRule("descending", "a minus reverses"),
        OrderingRule("ties", "records that tie in one term are ordered by the next"),
        OrderingRule("unknown", "an unknown term is dropped"),
        OrderingRule("nulls", "nulls stand together at one end"),
        OrderingRule("typed", "values are ordered by what they are, not as texts"),
    )
}
