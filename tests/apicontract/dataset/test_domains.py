"""
Which values a property can take, and how one is chosen between two others.
"""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from apicontract.dataset.domains import Finite, Lattice, Texts, key_of
from apicontract.dataset.values import READERS

_DRAWS = (0.0, 0.3, 0.5, 0.999)


def _key(value: Any, kind: str) -> Any:
    return None if value == "open" else key_of(value, kind)


@pytest.mark.parametrize(
    ("kind", "low", "high", "expected"),
    [
        ("integer", 3, 5, [4, 4, 4, 4]),
        ("integer", 3, 7, [4, 4, 5, 6]),
        ("integer", 10, "open", [11, 311, 511, 1010]),
        ("number", 1, 2, [1.1, 1.3, 1.5, 1.9]),
        ("number", 1, 1.1, [1.000000001, 1.03, 1.05, 1.0999]),
        ("duration", "PT1S", "PT5S", ["PT2S", "PT2S", "PT3S", "PT4S"]),
        ("date", "2020-01-30", "2020-02-02", ["2020-01-31", "2020-01-31", "2020-02-01", "2020-02-01"]),
        (
            "date-time",
            "2020-01-01T00:00:00Z",
            "2020-01-01T00:00:03Z",
            ["2020-01-01T00:00:01Z", "2020-01-01T00:00:01Z", "2020-01-01T00:00:02Z", "2020-01-01T00:00:02Z"],
        ),
        ("uuid", str(uuid.UUID(int=3)), str(uuid.UUID(int=5)), [str(uuid.UUID(int=4))] * 4),
    ],
)
def test_a_counted_value_between_two(kind: str, low: Any, high: Any, expected: list[Any]) -> None:
    """
    Values are drawn evenly, of those that people write where there is one.
    """
    lattice = Lattice(READERS[kind].scale)
    found = [value for draw in _DRAWS for value in lattice.between(_key(low, kind), _key(high, kind), draw)]

    assert expected == found
    for each in found:
        assert key_of(low, kind) < key_of(each, kind)
        assert high == "open" or key_of(each, kind) < key_of(high, kind)


@pytest.mark.parametrize(
    ("lattice", "low", "high", "first", "last"),
    [
        (Lattice(READERS["integer"].scale), "open", "open", -1000, 0),
        (Lattice(READERS["integer"].scale, minimum=0), "open", "open", 0, 1000),
        (Lattice(READERS["integer"].scale, minimum=5, maximum=9), "open", "open", 5, 9),
        (Lattice(READERS["integer"].scale, minimum=5, maximum=9), 6, "open", 7, 9),
        (Lattice(READERS["integer"].scale, minimum=5, maximum=9), "open", 8, 5, 7),
        (Lattice(READERS["integer"].scale, minimum=5), 1, 8, 5, 7),
        (Lattice(READERS["integer"].scale, maximum=5), 1, 8, 2, 5),
        (Lattice(READERS["integer"].scale), 9, "open", 10, 1010),
        (Lattice(READERS["integer"].scale), 999, "open", 1000, 3000),
        (Lattice(READERS["integer"].scale), "open", 1001, -1000, 1000),
        (Lattice(READERS["integer"].scale), "open", -1999, -6000, -2000),
        (Lattice(READERS["integer"].scale), -8, None, -7, 993),
        (Lattice(READERS["date"].scale), "2020-01-01", "open", "2020-01-02", "2029-12-30"),
    ],
)
def test_how_far_an_open_side_reaches(lattice: Lattice, low: Any, high: Any, first: Any, last: Any) -> None:
    """
    Twice as far as the known side is from zero, a thousand steps at least, ten years of dates; never beyond the bounds.
    """
    kind = "date" if isinstance(first, str) else "integer"
    ends = (_key(low, kind), _key(high, kind))

    assert [first, last] == [*lattice.between(*ends, 0.0), *lattice.between(*ends, 1 - 2**-50)]


@pytest.mark.parametrize(
    ("lattice", "low", "high", "room"),
    [
        (Lattice(READERS["integer"].scale), 3, 4, False),
        (Lattice(READERS["integer"].scale), 3, 5, True),
        (Lattice(READERS["integer"].scale), 3, 2, False),
        (Lattice(READERS["integer"].scale), 3, 3, False),
        (Lattice(READERS["integer"].scale), None, "open", False),
        (Lattice(READERS["integer"].scale, minimum=4), 1, 6, True),
        (Lattice(READERS["integer"].scale, minimum=9), 1, 6, False),
        (Lattice(READERS["integer"].scale, maximum=2), 2, 6, False),
    ],
)
def test_room_between_two(lattice: Lattice, low: Any, high: Any, *, room: bool) -> None:
    """
    Where no value lies strictly between, none is drawn; beyond null there is none.
    """
    assert room == bool(lattice.between(_key(low, "integer"), _key(high, "integer"), 0.5))


@pytest.mark.parametrize("nulls_last", [True, False])
def test_beyond_null_there_is_nothing(*, nulls_last: bool) -> None:
    """
    Below the null that comes first, or above the one that comes last, no value lies.
    """
    null = key_of(None, "integer", nulls_last=nulls_last)
    beyond = (null, None) if nulls_last else (None, null)

    assert [] == Lattice(READERS["integer"].scale).between(*beyond, 0.5)
    assert [] == Texts().between(*beyond, 0.5)


_LISTED = Finite([(key_of(each, "text"), each) for each in ("a", "b", "c", None)])


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("open", "open", ["a", "b", "c", None]),
        ("a", "open", ["b", "b", "c", None]),
        ("a", "c", ["b"] * 4),
        ("open", "b", ["a"] * 4),
    ],
)
def test_a_listed_value_between_two(low: Any, high: Any, expected: list[Any]) -> None:
    """
    Of the listed values those strictly between are drawn.
    """
    ends = (_key(low, "text"), _key(high, "text"))

    assert expected == [value for draw in _DRAWS for value in _LISTED.between(*ends, draw)]


@pytest.mark.parametrize(("low", "high"), [("a", "b"), ("c", "a"), ("b", "b"), (None, "open")])
def test_no_listed_value_between_two(low: Any, high: Any) -> None:
    """
    Neighbours, ends in the wrong order, a value and itself, and null have nothing between or beyond.
    """
    assert [] == _LISTED.between(_key(low, "text"), _key(high, "text"), 0.5)


@pytest.mark.parametrize(
    ("low", "high", "draw", "expected"),
    [
        ("open", "open", 0.0, "100000"),
        ("open", "open", 0.5, "550000"),
        ("b", "open", 0.0, "b 100000"),
        ("b", "open", 0.49, "b 541000"),
        ("b", "c", 0.5, "b 550000"),
        ("open", "b", 0.5, "550000"),
        ("b 9", "b!", 0.0, "b 9 100000"),
        ("b ", "b!", 0.5, "b  550000"),
        ("open", "1", 0.5, "!550000"),
        ("open", "!", 0.5, " "),
        ("b", "b!", 0.5, "b 550000"),
        ("b", "b 0", 0.5, "b "),
        ("b", "b!a", 0.5, "b 550000"),
        ("b~", "bb", 0.5, None),
    ],
)
def test_a_text_between_two(low: str, high: str, draw: float, expected: str | None) -> None:
    """
    The first of some ways to write a text that sorts between: longer than the low one, or before the high one.
    """
    found = Texts().between(_key(low, "text"), _key(high, "text"), draw)

    assert ([expected] if expected else []) == found
    assert all(low == "open" or low < each for each in found)
    assert all(high == "open" or each < high for each in found)


@pytest.mark.parametrize(
    ("kind", "value", "number"),
    [
        ("integer", 7, 7),
        ("number", 1.5, 1_500_000_000),
        ("number", 2, 2_000_000_000),
        ("duration", "PT1.5S", 1_500_000),
        ("date", "0001-01-02", 2),
        ("date-time", "1970-01-01T00:00:01Z", 1_000_000),
        ("uuid", "00000000-0000-0000-0000-00000000000a", 10),
    ],
)
def test_values_are_counted(kind: str, value: Any, number: int) -> None:
    """
    Each value has a number, and each number its value.
    """
    scale = READERS[kind].scale

    assert (number, value) == (scale.count(key_of(value, kind)[1]), scale.value(number))
