"""
The table of kills in the documents: it is of the wrong servers that there are, reaches what is promised, and is true.
"""

from __future__ import annotations

import pytest
from formkills import BUDGETS, documented_forms, expected, small_share
from formkills import SMALL_SHARE as FORMS_SMALL_SHARE
from killtable import (
    DOCUMENT,
    LARGE,
    OWN_SHARE,
    SMALL,
    SMALL_SHARE,
    documented,
    hunt,
    idle_among,
    named,
    subject,
)
from miniatures import miniatures

MINIATURES = {each.fault: each for each in miniatures(subject()[0])}
TABLE = documented(DOCUMENT.read_text(encoding="utf-8")) if DOCUMENT.exists() else {}
FORMS = documented_forms(DOCUMENT.read_text(encoding="utf-8")) if DOCUMENT.exists() else {}
#: One in so many servers is asked anew; all of them are by `tox -e killtable`.
_SAMPLED = 30


def test_every_wrong_server_is_in_the_table() -> None:
    """
    The table names each wrong server, in the order of the catalogue of faults, and no other.
    """
    assert list(MINIATURES) == list(TABLE)


def test_every_wrong_server_is_caught() -> None:
    """
    Each of them is caught within the large budget.
    """
    assert {SMALL, LARGE} >= {budget for _, budget in TABLE.values()}


def test_most_are_caught_soon() -> None:
    """
    Nine in ten, and some more, are caught within the small budget.
    """
    budgets = [budget for _, budget in TABLE.values()]

    assert budgets.count(SMALL) >= SMALL_SHARE * len(budgets)


def test_faults_are_named() -> None:
    """
    In nine kills of ten the first violation named is one of the planted fault's own.
    """
    own = [first in MINIATURES[fault].checks for fault, (first, _) in TABLE.items()]

    assert sum(own) >= OWN_SHARE * len(own)


def test_every_check_catches_something() -> None:
    """
    Each check is named of at least one wrong server, of a style or form if of no other.
    """
    forms = {name for name, _ in FORMS.values()}

    assert [] == idle_among(named(DOCUMENT.read_text(encoding="utf-8")) | forms)


def test_every_wrong_server_of_a_style_or_form_is_in_the_table() -> None:
    """
    With as many requests as the tests of the style or form find enough.
    """
    assert expected() == {place: budget for place, (_, budget) in FORMS.items()}
    assert set(BUDGETS) >= set(expected().values())


def test_most_of_styles_and_forms_are_caught_soon() -> None:
    """
    Nine in ten are caught within the smallest budget.
    """
    assert small_share(list(expected().values())) >= FORMS_SMALL_SHARE


@pytest.mark.parametrize("fault", list(MINIATURES)[::_SAMPLED])
def test_the_table_is_true(fault: str) -> None:
    """
    A wrong server is caught within as many requests, and by the check, that the table says.
    """
    kill = hunt(MINIATURES[fault])

    assert TABLE[fault] == (kill.first, kill.budget)
