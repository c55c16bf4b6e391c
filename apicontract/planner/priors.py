"""
How likely and how bad each misreading is: what a request is worth that covers it.
"""

from __future__ import annotations

from functools import cache
from math import fsum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Beginning of a misreading to its prior; the first that fits counts. One is the rest.
_PRIORS: tuple[tuple[str, float], ...] = (
    # A declared request decides what no other one does.
    ("check: ", 10),
    ("detail: unknown", 40),
    ("detail: unreadable", 13),
    ("detail: filtered away", 14),
    ("detail: other letters", 12),
    ("detail: 0", 4),
    ("detail: ", 3),
    ("detail", 44),
    ("refusal: all", 10),
    ("refusal: unknown choice", 6),
    ("refusal: search", 4),
    ("refusal: ordering", 20),
    ("refusal: ", 1),
    ("refusal", 40),
    ("form: unknown", 30),
    ("form: unacceptable", 34),
    ("form: page", 8),
    ("form: contradiction", 6),
    ("form: letter", 3),
    ("form: ", 1),
    ("method: OPTIONS", 22),
    ("method: ", 3),
    ("identifier: unreadable", 16),
    ("slash: list", 37),
    ("slash: ", 4),
    ("root", 4),
    ("list: plain", 8),
    ("limit: absent", 7),
    ("limit: zero shows", 6),
    ("limit: unreadable shows", 6),
    ("lenient: limit-unreadable", 4),
    ("limit: zero", 2),
    ("limit: unreadable", 2),
    ("limit: ", 1),
    ("offset: beyond", 12),
    ("offset: ", 1.5),
    # A refusal decides nothing else, and where pages are counted each of the two must be asked for.
    ("page: behind the end", 36),
    ("page: unreadable", 36),
    ("page: ", 8),
    ("previous: ", 3),
    ("next keeps search", 4),
    ("next keeps", 2),
    ("previous keeps", 1),
    ("lookup ", 12),
    ("value ", 0.3),
    ("half: ", 2.5),
    ("two values: ", 3),
    ("nulls ", 6),
    ("order: several", 2),
    ("order down: in a long list", 6),
    ("order up: in a long list", 4),
    ("order down", 3),
    ("order -", 1.5),
    ("order", 1),
    ("second key", 2.5),
    ("search: phrases", 18),
    ("search: alone", 6),
    ("searched field: ", 10),
    ("search: with filters", 5),
    ("search: letter case", 4),
    ("search: one term", 6),
    ("search: more than two", 5),
    ("search: only the first term", 5),
    ("search: ", 3),
    ("filters together: one is enough", 5),
    ("filters together: only", 4),
    ("filters together", 1),
    ("filters: alone", 6),
    ("filters: one of several", 4),
    ("filters: ", 3),
    ("filter", 3),
    ("mode: ", 1.5),
    ("lenient: repeated", 3),
    ("lenient: ordering-unknown", 3),
    ("lenient", 1),
)


@cache
def prior(misreading: str) -> float:
    """
    Return how much it is worth to cover a misreading: how often servers are wrong there, and how badly.
    """
    return next((value for beginning, value in _PRIORS if misreading.startswith(beginning)), 1.0)


@cache
def kind_of(misreading: str) -> str:
    """
    Return what a misreading has in common with those of the same prior: its beginning in the table, or "".
    """
    return next((beginning for beginning, _ in _PRIORS if misreading.startswith(beginning)), "")


def total_prior(misreadings: Iterable[str]) -> float:
    """
    Return how much it is worth to cover several misreadings, to the last digit the same in whatever order they come.
    """
    return fsum(map(prior, misreadings))
