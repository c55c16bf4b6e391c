"""
What is said of entries of a HAR file that could not be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.contract.errors import DataError


def skipped_entries(odd: Sequence[DataError]) -> tuple[str, ...]:
    """
    Return one sentence with their number and the first of them, or none.
    """
    if not odd:
        return ()
    number = "1 entry was" if len(odd) == 1 else f"{len(odd)} entries were"
    return (f"{number} skipped, the first one: {odd[0].place}: {odd[0].found}",)
