"""
Laws of one page: its length and its links.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.checks.check import Check, Difference, each
from apicontract.model import Grade

if TYPE_CHECKING:
    from apicontract.checks.answers import Reading
    from apicontract.checks.context import Context


def _page_length(context: Context, reading: Reading) -> list[Difference] | None:
    del context
    page = reading.page
    if page is None:
        return None
    asked = reading.asked
    expected = min(asked.limit, max(0, page.count - asked.offset))
    if len(page.rows) == expected:
        return []
    message = (
        f"limit {asked.limit}, offset {asked.offset} and count {page.count} make {expected} rows; "
        f"the page holds {len(page.rows)}"
    )
    return [Difference("/results", message, expected, len(page.rows))]


CHECKS = (
    Check(
        "page-length",
        "pagination",
        "A page holds as many rows as limit, offset and count leave.",
        Grade.RECORDED,
        "one",
        each(_page_length),
    ),
)
