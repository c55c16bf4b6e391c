"""
How well it is known how many rows a page may have, and where it begins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.semantics.sizes import whole_number

if TYPE_CHECKING:
    from apicontract.checks.answers import ParsedExchange
    from apicontract.contract.grades import Grade
    from apicontract.contract.model import Api


def limit_grade(api: Api, reading: ParsedExchange) -> Grade:
    """
    Return how well the limit that counts for a request is known: by the promise of the default or of the maximum.

    A limit that is no larger than a default which is well known is below every maximum: it is as good as stated.
    """
    number = whole_number(reading.exchange.parameter(reading.paging.size))
    default, unreadable = api.grade_of("limit-default"), api.grade_of("limit-unreadable")
    if reading.oddly_sized and unreadable.inferred:
        # What such a text comes to is another promise.
        return unreadable
    if number is None or number < 1 or (number <= api.paging.default_limit and not default.inferred):
        return default
    return api.grade_of("limit-clamped")


def page_guessed(api: Api, reading: ParsedExchange) -> bool:
    """
    Return whether it is a guess which page a request asks for: by a text that nobody saw the service read.

    A guess about such a text is one about all that the answer shows.
    """
    asked = {"limit-unreadable": reading.oddly_sized, "offset-unreadable": reading.oddly_placed}
    return any(odd and api.grade_of(promise).guessed for promise, odd in asked.items())
