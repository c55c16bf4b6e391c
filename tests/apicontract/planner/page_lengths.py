"""
What was answered in a run, of which the length of pages alone is judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.planner.exchange_log import ExchangeLog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.checks import CheckResults
    from apicontract.contract.exchange import Exchange


class PageLengths(ExchangeLog):
    """
    Evidence that is held to one check, so that a test says what is wrong.
    """

    def _judge(self, exchanges: Sequence[Exchange], *, weighed: bool) -> CheckResults:
        return super()._judge(exchanges, weighed=weighed).chosen(("page-length",), ())
