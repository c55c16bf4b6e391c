"""
What a filter's name says of it.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.evidence.importing.habits import guessed_filter

FIELDS = ("price", "sold", "kind", "name")


@pytest.mark.parametrize(
    ("name", "lookup", "field"),
    [
        ("price_gte", "gte", "price"),
        ("price[gte]", "gte", "price"),
        ("min_price", "gte", "price"),
        ("max_price", "lte", "price"),
        ("price_lt", "lt", "price"),
        ("sold_after", "gte", "sold"),
        ("sold_before", "lte", "sold"),
        ("name_contains", "icontains", "name"),
        ("filter[kind]", "exact", "kind"),
    ],
)
def test_a_habit_is_a_guess(name: str, lookup: str, field: str) -> None:
    """
    A name that says by habit what it compares gives the lookup and the field, with the grade guess.
    """
    guessed = guessed_filter(name, {"type": "number"}, FIELDS)

    assert {"type": "number", "fields": [field], "lookup": lookup, "grade": "guess"} == guessed


@pytest.mark.parametrize("name", ["not_kind", "exclude_kind", "kind_ne", "kind[not]", "kind!"])
def test_what_excludes_is_open(name: str) -> None:
    """
    A name that says that it excludes is left open, for no lookup does.
    """
    assert "by its name it excludes what kind is" == guessed_filter(name, {"type": "text"}, FIELDS)["open"]


@pytest.mark.parametrize("name", ["price", "price__gte", "min_weight", "limit_gte", "q"])
def test_other_names_say_nothing(name: str) -> None:
    """
    The name of a field, one with a lookup of Django, and one that fits no field stay as they are described.
    """
    kind: dict[str, Any] = {"type": "number"}

    assert kind == guessed_filter(name, kind, FIELDS)


def test_whether_it_is_null_is_a_truth() -> None:
    """
    A filter for nulls reads a truth, whatever the field holds.
    """
    assert "boolean" == guessed_filter("sold_isnull", {"type": "date"}, FIELDS)["type"]
