"""
Random numbers, texts that match a pattern, and the rows of a series.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

import pytest
from fixed_random import NEARLY, Fixed

from apicontract.contract.errors import DataError
from apicontract.dataset.patterns import matching
from apicontract.dataset.seeded_random import SeededRandom
from apicontract.dataset.series import rows_of, take


def test_a_lot_depends_on_seed_and_key() -> None:
    """
    The random numbers of some seeds and keys are known, so that they are the same everywhere and for ever.
    """
    assert [0.9873, 0.4288, 0.1265, 0.6869] == [
        round(each, 4)
        for each in (
            SeededRandom(1).random("a"),
            SeededRandom(2).random("a"),
            SeededRandom(1).random("b"),
            SeededRandom(1).child("a").random("b"),
        )
    ]
    assert SeededRandom(1).random("a", "b") == SeededRandom("1").random("a", "b") != SeededRandom(1).random("ab")
    assert SeededRandom(1).child("a").random("b") != SeededRandom(1).child("a", "b").random()


def test_numbers_are_spread_evenly() -> None:
    """
    Of a thousand numbers a tenth lies in each tenth, more or less, and none reaches one.
    """
    numbers = [SeededRandom(1).random(number) for number in range(1000)]
    tenths = [sum(place <= each * 10 < place + 1 for each in numbers) for place in range(10)]

    assert 1000 == sum(tenths)
    assert all(70 < each < 130 for each in tenths)


@pytest.mark.parametrize(
    ("fraction", "low", "high", "expected"),
    [(0, 3, 5, 3), (0.33, 3, 5, 3), (0.34, 3, 5, 4), (NEARLY, 3, 5, 5), (1, 3, 5, 5), (0.9, 7, 7, 7), (0.5, -2, 1, 0)],
)
def test_whole_numbers(fraction: float, low: int, high: int, expected: int) -> None:
    """
    Both ends are drawn, each as often as what lies between, even of a number that was rounded up to one.
    """
    assert expected == Fixed(fraction).integer(low, high)


@pytest.mark.parametrize(("fraction", "expected"), [(0, "a"), (0.49, "a"), (0.5, "b"), (NEARLY, "b")])
def test_options(fraction: float, expected: str) -> None:
    """
    Each option is as likely as another.
    """
    assert expected == Fixed(fraction).choice(["a", "b"])


@pytest.mark.parametrize(("fraction", "expected"), [(0, "a"), (0.24, "a"), (0.25, "c"), (0.9, "c"), (1, "c")])
def test_weights(fraction: float, expected: str) -> None:
    """
    An option is as likely as it weighs; one without weight is never drawn.
    """
    assert expected == Fixed(fraction).weighted([("a", 1), ("b", 0), ("c", 3)])


@pytest.mark.parametrize(
    ("pattern", "least", "most"),
    [
        (r"^abc$", "abc", "abc"),
        (r"^[a-c]$", "a", "c"),
        (r"^[abx]y?$", "a", "xy"),
        (r"^a{2,9}$", "aa", "aaaaa"),
        (r"^a+$", "a", "aaaa"),
        (r"^a*?b$", "b", "aaab"),
        (r"^a{3}$", "aaa", "aaa"),
        (r"^(?:one|two)$", "one", "two"),
        (r"^(a|b)-\1$", "a-a", "b-b"),
        (r"^(?P<x>[01])(?P=x)$", "00", "11"),
        (r"^\d$", "0", "9"),
        (r"^\s$", " ", " "),
        (r"^\w$", "a", "_"),
        (r"^.$", " ", "~"),
        (r"^[^a-z]$", " ", "~"),
        (r"^[^~]$", " ", "}"),
        ("^[^ ]$", "!", "~"),
    ],
)
def test_a_text_that_matches(pattern: str, least: str, most: str) -> None:
    """
    The least numbers make the first choice and the fewest repetitions, the greatest the last and three more.
    """
    found = [matching(pattern, Fixed(fraction)) for fraction in (0, NEARLY)]

    assert [least, most] == found
    assert all(re.search(pattern, each) for each in found)


@pytest.mark.parametrize(
    "pattern", [r"^\D\W\S$", r"^(?=.*x)[a-z]{1,3}$", r"\bword\b", r"^[\d\s]{4}$", r"^(?!a)[ab]$", ""]
)
def test_any_text_that_matches(pattern: str) -> None:
    """
    What only trying can honour is tried with other random numbers.
    """
    assert re.search(pattern, matching(pattern, SeededRandom(1)))


@pytest.mark.parametrize(
    ("pattern", "message"),
    [("(", "a regular expression"), ("^a(?=b)$", "a simpler one, or a population file")],
)
def test_a_pattern_without_a_text(pattern: str, message: str) -> None:
    """
    What is no expression, and what nothing matches, is refused.
    """
    with pytest.raises(DataError, match=re.escape(message)):
        matching(pattern, SeededRandom(1))


def _rows(document: dict[str, Any], fraction: float = 0.5, most: int = 99) -> list[dict[str, Any]]:
    return take(rows_of(document, Fixed(fraction), "things.json"), most)


@pytest.mark.parametrize(
    ("generator", "least", "middle", "most"),
    [
        ("plain", "plain", "plain", "plain"),
        ("No. {n}", "No. 3", "No. 3", "No. 3"),
        (7, 7, 7, 7),
        (None, None, None, None),
        ([1, "{n}"], [1, "3"], [1, "3"], [1, "3"]),
        ({"choose": [["a", 1], ["b{n}", 1]]}, "a", "b3", "b3"),
        ({"integer": [5, 8]}, 5, 7, 8),
        ({"number": [1, 2]}, 1.0, 1.5, 2.0),
        ({"date": ["2020-01-30", "2020-02-01"]}, "2020-01-30", "2020-01-31", "2020-02-01"),
        ({"duration": ["PT0S", "PT2S"]}, "P0D", "PT1S", "PT2S"),
        ({"duration": ["P1D", "P3D", "PT12H"]}, "P1D", "P2D", "P3D"),
        ({"part": ["span", 0.5, 1]}, "PT1H", "PT1H30M", "PT1H59M"),
        ({"sum": ["age", 2]}, 12, 12, 12),
    ],
)
def test_a_field_of_a_series(generator: Any, least: Any, middle: Any, most: Any) -> None:
    """
    Templates are filled in, lists are drawn member by member, and each generator draws within its bounds.
    """
    fields = {"made": generator, "span": "PT2H", "age": 10}
    found = [
        _rows({"series": [{"numbers": [3, 3], "fields": fields}]}, fraction)[0]["made"]
        for fraction in (0.0, 0.5, NEARLY)
    ]

    assert [least, middle, most] == found


def test_members_are_counted_or_listed() -> None:
    """
    A series counts its members, both ends included, or lists them with their own variables.
    """
    document = {
        "series": [
            {"numbers": [1, 3], "fields": {"id": "a{n}"}},
            {
                "each": [{"name": "x"}, {"name": "y"}],
                "add": {"age": 10},
                "fields": {"id": "b{n}", "name": "", "age": 0},
            },
        ]
    }

    assert [
        {"id": "a1"},
        {"id": "b1", "name": "x", "age": 11},
        {"id": "a2"},
        {"id": "b2", "name": "y", "age": 12},
        {"id": "a3"},
    ] == _rows(document)


def test_endless_series_come_last_in_turn() -> None:
    """
    Two series without an end take turns, once those that have one are through.
    """
    document = {
        "series": [
            {"numbers": [5, None], "fields": {"id": "a{n}"}},
            {"numbers": [1, 1], "fields": {"id": "b{n}"}},
            {"numbers": [8, None], "fields": {"id": "c{n}"}},
        ]
    }

    assert ["b1", "a5", "c8", "a6", "c9"] == [each["id"] for each in _rows(document, most=5)]


def test_no_series_has_no_rows() -> None:
    """
    A file without series gives nothing, and comes to an end.
    """
    assert [] == _rows({})


def test_the_nearer_field_counts() -> None:
    """
    A field of the member overrules the variant's, that the series', that the kind's, that the file's.
    """
    document = {
        "fields": {"a": "file", "b": "file", "c": "file", "d": "file", "e": "file"},
        "kinds": {"k": {"fields": {"b": "kind", "c": "kind", "d": "kind", "e": "kind"}}},
        "series": [
            {
                "kind": "k",
                "each": [{"e": "member", "unknown": "left out"}],
                "fields": {"c": "series", "d": "series", "e": "series"},
                "variants": [{"weight": 1, "fields": {"d": "variant", "e": "variant"}}, {"weight": 0}],
            }
        ],
    }

    assert [{"a": "file", "b": "kind", "c": "series", "d": "variant", "e": "member"}] == _rows(document)


@pytest.mark.parametrize(("fraction", "expected"), [(0.0, "first"), (0.7, "first"), (0.8, "plain")])
def test_variants_of_a_kind(fraction: float, expected: str) -> None:
    """
    A variant is drawn by its weight; one without fields leaves the row as it is.
    """
    variants = [{"weight": 3, "fields": {"a": "first"}}, {"weight": 1}]
    document = {
        "fields": {"a": "plain"},
        "kinds": {"k": {"variants": variants}},
        "series": [{"kind": "k", "numbers": [1, 1]}],
    }

    assert [{"a": expected}] == _rows(document, fraction)


def test_numbers_of_a_member_are_its_own() -> None:
    """
    Members are drawn differently, and one more field changes no other.
    """
    fields = {"a": {"integer": [0, 10**9]}}
    one = list(islice(rows_of({"series": [{"numbers": [1, 5], "fields": fields}]}, SeededRandom(1), ""), 5))
    more = {"series": [{"numbers": [1, 5], "fields": {"b": {"integer": [0, 9]}, **fields}}]}

    assert 5 == len({each["a"] for each in one})
    assert [each["a"] for each in one] == [each["a"] for each in rows_of(more, SeededRandom(1), "")]


def test_a_template_names_a_field() -> None:
    """
    One that names nothing is refused, with the place of its series.
    """
    with pytest.raises(DataError, match=r"things.json#/series/1.*a template that names 'nmae'"):
        _rows({"series": [{"numbers": [1, 1]}, {"numbers": [1, 1], "fields": {"a": "{nmae}"}}]})
