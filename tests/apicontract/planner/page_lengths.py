"""
What was answered in a run, of which the length of pages alone is judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.planner.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.checks import Judgement
    from apicontract.contract.model import Exchange


class PageLengths(Evidence):
    """
    Evidence that is held to one check, so that a test says what is wrong.
    """

    def _judge(self, exchanges: Sequence[Exchange], *, weighed: bool) -> Judgement:
        return super()._judge(exchanges, weighed=weighed).chosen(("page-length",), ())
