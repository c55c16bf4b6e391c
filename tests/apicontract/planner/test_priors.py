"""
How much misreadings weigh.
"""

from __future__ import annotations

from itertools import permutations

import pytest

from apicontract.planner.priors import prior, total_prior


def test_the_order_of_doubts_does_not_matter() -> None:
    """
    Doubts are worth the same in any order, so a seed gives the same requests in every process.
    """
    misreadings = ["value 1", "value 2", "value 3", "limit: zero", "order -x", "lookup exact"]

    assert {total_prior(misreadings)} == {total_prior(each) for each in permutations(misreadings)}


@pytest.mark.parametrize(
    "falling",
    [
        ("detail", "detail: unknown", "detail: filtered away", "detail: unreadable", "detail: 0", "detail: 1", "other"),
        ("refusal", "refusal: all are named", "refusal: unknown choice", "refusal: search", "refusal: kind"),
        ("form: unacceptable", "form: unknown", "form: page", "form: contradiction", "form: letter case", "form: json"),
        ("method: OPTIONS", "identifier: unreadable", "method: HEAD", "other"),
        ("slash: list", "slash: detail", "half: sold true", "other"),
        ("list: plain", "limit: absent", "limit: zero shows nothing", "lenient: limit-unreadable x", "limit: zero"),
        ("limit: unreadable shows nothing", "limit: unreadable", "limit: ordinary"),
        ("offset: beyond the end", "page: the last one is short", "previous: of a later page", "offset: ordinary"),
        ("next keeps search", "next keeps mode", "previous keeps search"),
        ("lookup exact: read as iexact", "filter title: read as iexact", "two values are not read", "value x"),
        ("nulls up: misplaced", "order down: lost under a selection", "order: several terms", "order -pages: null"),
        ("order down: in a long list", "order up: in a long list", "order pages: null"),
        ("search: phrases are parted", "search: alone", "search: more than two terms find nothing", "search: ignored"),
        ("searched field: title ignored", "search: one term is enough", "search: with filters", "search: letter case"),
        ("search: only the first term", "search: only the last term", "mode: absent"),
        ("filters: alone", "filters together: one is enough", "filters together: only the last one", "filters: x"),
        ("filters: one of several is missing", "filter title: value ignored", "filters together: a, b"),
        ("second key up: ignored", "mode: detailed", "other"),
        ("lenient: repeated title", "lenient: undeclared x", "value x"),
        ("lenient: ordering-unknown ordering", "lenient: mode-unknown mode", "value x"),
    ],
    ids=lambda falling: falling[0],
)
def test_the_likelier_and_worse_weighs_more(falling: tuple[str, ...]) -> None:
    """
    Of two misreadings the one where servers are more often, or worse, wrong weighs more.
    """
    weights = [prior(each) for each in falling]

    assert sorted(set(weights), reverse=True) == weights


def test_what_nobody_named_weighs_one() -> None:
    """
    A misreading that begins like none of the table weighs one.
    """
    assert (1.0, 2.0) == (prior("singleton: kind"), total_prior(["singleton: kind", "origin: 404"]))
