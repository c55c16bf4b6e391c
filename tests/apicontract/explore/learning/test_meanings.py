"""
What a parameter may mean, by its name.
"""

from __future__ import annotations

import pytest

from apicontract.explore.learning.meanings import fields_of, meanings_of, named, type_of

FIELDS = {"year": "integer", "name": "text", "maker.id": "integer", "maker.name": "text"}


@pytest.mark.parametrize(
    ("name", "path", "lookup"),
    [
        ("year", "year", "exact"),
        ("filter[year]", "year", "exact"),
        ("year__gte", "year", "gte"),
        ("year_gte", "year", "gte"),
        ("year[gte]", "year", "gte"),
        ("filter[year][lte]", "year", "lte"),
        ("min_year", "year", "gte"),
        ("maxYear", "year", "lte"),
        ("year_from", "year", "gte"),
        ("name__icontains", "name", "icontains"),
        ("maker", "maker.id", "exact"),
        ("maker_id", "maker.id", "exact"),
        ("maker__name", "maker.name", "exact"),
    ],
)
def test_a_name_says_what_is_compared(name: str, path: str, lookup: str) -> None:
    """
    The likeliest meaning of a name is the comparison that it spells.
    """
    first = meanings_of(name, FIELDS)[0]

    assert (path, lookup) == (first.path, first.lookup)


@pytest.mark.parametrize("name", ["colour", "year_of_birth", "name__gte", "page"])
def test_a_name_of_nothing_means_nothing(name: str) -> None:
    """
    A name without a field, or with a comparison that its values do not have, has no meaning.
    """
    assert [] == meanings_of(name, FIELDS)


def test_fields_are_typed_by_their_values() -> None:
    """
    Nulls say nothing; links, lists and fields of mixed values are none to compare.
    """
    rows = [
        {
            "id": 1,
            "born": "2020-01-31",
            "on": True,
            "link": "https://x.example/1",
            "tags": [],
            "odd": 1,
            "in": {"a": 1.5},
        },
        {"id": 2, "born": None, "on": False, "link": None, "tags": ["x"], "odd": "one", "in": {"a": 2}},
    ]

    assert {"id": "integer", "born": "date", "on": "boolean", "in.a": "number"} == fields_of(rows)


def test_values_that_are_all_null_have_no_type() -> None:
    """
    Of what was only null nothing is known.
    """
    assert "" == type_of([])


def test_a_nested_field_is_named_as_its_style_does() -> None:
    """
    Double underscores part its steps where they part words, too.
    """
    assert ("maker__id__gte", "min_maker_id") == (
        named("maker.id", "{field}__{word}", "gte"),
        named("maker.id", "{word}_{field}", "min"),
    )
