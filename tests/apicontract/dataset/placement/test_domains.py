"""
Which values a property can take, and how one is chosen between two others.
"""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from apicontract.dataset.placement.domains import Finite, Lattice, Texts, key_of
from apicontract.dataset.values import READERS

_LOTS = (0.0, 0.3, 0.5, 0.999)


def _key(value: Any, kind: str) -> Any:
    return None if value == "open" else key_of(value, kind)


@pytest.mark.parametrize(
    ("kind", "low", "high", "expected"),
    [
        ("integer", 3, 5, [4, 4, 4, 4]),
        ("integer", 3, 7, [4, 4, 5, 6]),
        ("integer", 3, 3, [3, 3, 3, 3]),
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
def test_a_counted_value_between_two(kind: str, low: Any, high: Any, expected: list[Any] | None) -> None:
    """
    Values are drawn evenly, of those that people write where there is one; where both ends are equal, it is that one.
    """
    lattice = Lattice(READERS[kind].scale)
    found = [lattice.pick(_key(low, kind), _key(high, kind), lot) for lot in _LOTS]

    assert lattice.holds(_key(low, kind), _key(high, kind))
    if expected is not None:
        assert expected == found
    for each in found:
        assert low == high or key_of(low, kind) < key_of(each, kind)
        assert high in (low, "open") or key_of(each, kind) < key_of(high, kind)


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

    assert (first, last) == (lattice.pick(*ends, 0.0), lattice.pick(*ends, 1 - 2**-50))


@pytest.mark.parametrize(
    ("lattice", "low", "high", "room"),
    [
        (Lattice(READERS["integer"].scale), 3, 4, 0),
        (Lattice(READERS["integer"].scale), 3, 5, 1),
        (Lattice(READERS["integer"].scale), 3, 2, 0),
        (Lattice(READERS["integer"].scale), 3, 3, 0),
        (Lattice(READERS["integer"].scale), None, "open", 0),
        (Lattice(READERS["integer"].scale, minimum=4), 1, 6, 2),
        (Lattice(READERS["integer"].scale, minimum=9), 1, 6, 0),
    ],
)
def test_room_between_two(lattice: Lattice, low: Any, high: Any, room: int) -> None:
    """
    So many values lie strictly between; beyond null there is none.
    """
    ends = (_key(low, "integer"), _key(high, "integer"))

    assert room == lattice.room(*ends)
    assert (low == high or room > 0) == lattice.holds(*ends)


@pytest.mark.parametrize("nulls_last", [True, False])
@pytest.mark.parametrize("nullable", [True, False])
def test_null_is_a_value_where_it_may_be(nullable: bool, nulls_last: bool) -> None:  # noqa: FBT001 - cases
    """
    Exactly at null stands null; below the null that comes first, or above the one that comes last, nothing does.
    """
    null = key_of(None, "integer", nulls_last=nulls_last)
    beyond = (null, None) if nulls_last else (None, null)

    for domain in (Lattice(READERS["integer"].scale, nullable), Texts(nullable)):
        assert nullable == domain.holds(null, null)
        assert domain.pick(null, null, 0.5) is None
        assert not domain.holds(*beyond)


@pytest.mark.parametrize(
    ("low", "high", "used", "most", "expected"),
    [
        (3, 9, {4, 6}, 2, [5, 7]),
        (3, 6, set(), 9, [4, 5]),
        (3, "open", {4}, 3, [5, 6, 7]),
        (-5, 3, set(), 9, [1, 2]),
        (3, 4, set(), 9, []),
    ],
)
def test_free_values(low: Any, high: Any, used: set[int], most: int, expected: list[int]) -> None:
    """
    The first values above zero that are not used, as many as are needed.
    """
    assert expected == Lattice(READERS["integer"].scale).free(_key(low, "integer"), _key(high, "integer"), used, most)


_LISTED = Finite([(key_of(each, "text"), each) for each in ("a", "b", "c", None)])


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("open", "open", ["a", "b", "c", None]),
        ("a", "open", ["b", "b", "c", None]),
        ("a", "c", ["b"] * 4),
        ("open", "b", ["a"] * 4),
        ("b", "b", ["b"] * 4),
        (None, None, [None] * 4),
    ],
)
def test_a_listed_value_between_two(low: Any, high: Any, expected: list[Any]) -> None:
    """
    Of the listed values those strictly between are drawn, or the one at which both ends stand.
    """
    ends = (_key(low, "text"), _key(high, "text"))

    assert _LISTED.holds(*ends)
    assert expected == [_LISTED.pick(*ends, lot) for lot in _LOTS]


@pytest.mark.parametrize(("low", "high"), [("a", "b"), ("c", "a"), ("z", "z"), (None, "open")])
def test_no_listed_value_between_two(low: Any, high: Any) -> None:
    """
    Neighbours, ends in the wrong order, a value that is not listed, and null have nothing between or beyond.
    """
    assert not _LISTED.holds(_key(low, "text"), _key(high, "text"))


@pytest.mark.parametrize(
    ("low", "high", "lot", "expected"),
    [
        ("open", "open", 0.0, "100000"),
        ("open", "open", 0.5, "550000"),
        ("b", "open", 0.0, "b 100000"),
        ("b", "open", 0.5, "c550000"),
        ("b", "open", 0.49, "b 541000"),
        ("b", "d", 0.5, "c550000"),
        ("b", "c", 0.5, "b 550000"),
        ("open", "b", 0.5, "550000"),
        ("b 9", "b!", 0.0, "b 9 100000"),
        ("b ", "b!", 0.5, "b  550000"),
        ("open", "1", 0.5, "!550000"),
        ("open", "!", 0.5, " 550000"),
        ("b", "b!", 0.5, "b 550000"),
        ("b", "b 0", 0.5, "b /550000"),
        ("b", "b!a", 0.5, "b 550000"),
        ("b~", "bb", 0.5, None),
    ],
)
def test_a_text_between_two(low: str, high: str, lot: float, expected: str | None) -> None:
    """
    The first of some ways to write a text that sorts between: further on, longer than the low one, before the high one.
    """
    ends = (_key(low, "text"), _key(high, "text"))
    found = Texts().pick(*ends, lot)

    assert expected == found
    assert (found is not None) == Texts().holds(*ends)
    assert found is None or (low == "open" or low < found)
    assert found is None or (high == "open" or found < high)


def test_a_text_at_its_place() -> None:
    """
    Where both ends are the same text, it is that one.
    """
    key = key_of("a", "text")

    assert (True, "a") == (Texts().holds(key, key), Texts().pick(key, key, 0.5))


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
