"""
How the values of ordering fields compare, and the first pair of rows that stands in the wrong order.
"""

from __future__ import annotations

from functools import cmp_to_key
from itertools import product
from random import Random
from typing import Any

import pytest

from apicontract.contract.model import Field
from apicontract.contract.paths import ABSENT
from apicontract.semantics.ordering import OrderingTerm
from apicontract.semantics.sorting import Inversion, Rules, compare, compare_rows, in_order, inversion, sent

STRICT, LOOSE, OPEN = (
    Rules(nulls_last=True, strict=True),
    Rules(nulls_last=True, strict=False),
    Rules(None, strict=True),
)
FIRST = Rules(nulls_last=False, strict=True)
NUMBER, TEXT = Field("n", "n", "integer"), Field("t", "t")
UP = OrderingTerm(NUMBER, descending=False)
DOWN = OrderingTerm(NUMBER, descending=True)
LETTERS = OrderingTerm(TEXT, descending=False)


@pytest.mark.parametrize(
    ("one", "other", "rules", "expected"),
    [
        (1, 2, STRICT, -1),
        (2, 1, STRICT, 1),
        (10, 9, STRICT, 1),
        (2, 2, STRICT, 0),
        (None, 2, STRICT, 1),
        (2, None, STRICT, -1),
        (None, 2, FIRST, -1),
        (2, None, FIRST, 1),
        (None, None, STRICT, 0),
        (None, None, OPEN, 0),
        (None, 2, OPEN, None),
        (2, None, OPEN, None),
        ("x", 2, STRICT, None),
        (ABSENT, 2, STRICT, None),
        (2, ABSENT, STRICT, None),
    ],
)
def test_two_values(one: Any, other: Any, rules: Rules, expected: int | None) -> None:
    """
    Values of one type compare, nulls stand at their end, and a descending term turns the order.
    """
    assert expected == compare(UP, one, other, rules)
    assert (None if expected is None else -expected) == compare(DOWN, one, other, rules)


@pytest.mark.parametrize(
    ("one", "other", "strict", "loose"),
    [
        ("a", "b", -1, -1),
        ("b", "a", 1, 1),
        ("a", "a", 0, 0),
        ("B", "a", -1, None),
        ("a", "A", 1, None),
        ("a-c", "ab", -1, None),
        ("a c", "a d", -1, -1),
        ("a1", "ab", -1, -1),
        ("é", "f", 1, None),
        ("a", "д", -1, None),
    ],
)
def test_two_texts(one: str, other: str, strict: int, loose: int | None) -> None:
    """
    Texts stand in the order of their characters, or of any usual collation: where those differ, nothing is told.
    """
    assert (strict, loose) == (compare(LETTERS, one, other, STRICT), compare(LETTERS, one, other, LOOSE))


def test_numbers_compare_whatever_the_collation() -> None:
    """
    A collation concerns texts alone.
    """
    assert -1 == compare(UP, 9, 10, LOOSE)


def test_rules_that_leave_the_end_of_nulls_open_stand_for_both() -> None:
    """
    Nulls come last or first; where that is known, for one of them.
    """
    assert (STRICT, FIRST) == OPEN.resolved_variants()
    assert (LOOSE,) == LOOSE.resolved_variants()


def test_a_total_order() -> None:
    """
    Only texts in an unknown collation may not compare.
    """
    assert [True, True, True, False] == [
        rules.is_total_order(key) for rules in (STRICT, LOOSE) for key in (UP, LETTERS)
    ]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"n": 1, "t": "b"}, {"n": 2, "t": "a"}, (-1, 0)),
        ({"n": 1, "t": "b"}, {"n": 1, "t": "a"}, (1, 1)),
        ({"n": 1, "t": "a"}, {"n": 1, "t": "a"}, (0, 2)),
        ({"t": "a"}, {"n": 1, "t": "b"}, (None, 0)),
    ],
)
def test_the_first_key_that_differs_decides(
    one: dict[str, Any], other: dict[str, Any], expected: tuple[int | None, int]
) -> None:
    """
    Later keys count where the earlier ones tie.
    """
    assert expected == compare_rows((UP, LETTERS), one, other, STRICT)


def test_the_first_inversion() -> None:
    """
    The first two neighbours in the wrong order are told, with the key that says so and what was sent.
    """
    rows = [{"n": 1, "t": "a"}, {"n": 1, "t": "b"}, {"n": 1, "t": "a"}, {"n": 0, "t": "a"}]

    assert Inversion(2, 1, LETTERS, ("b", "a")) == inversion((UP, LETTERS), rows, STRICT)
    assert inversion((UP,), rows[:3], STRICT) is None
    assert inversion((UP,), [{"n": "x"}, {"n": 1}, {}], STRICT) is None


def test_what_a_row_is_sorted_by() -> None:
    """
    The first value at the field's path, or none if it is not shown.
    """
    assert [5, None, ABSENT] == [sent(UP, row) for row in ({"n": 5}, {"n": None}, {})]


@pytest.mark.parametrize("rules", [STRICT, FIRST])
@pytest.mark.parametrize("keys", [*product([UP, DOWN, LETTERS], repeat=2), (UP,), (DOWN,), ()])
def test_rows_in_order(keys: tuple[OrderingTerm, ...], rules: Rules) -> None:
    """
    Rows stand as two of them after another compare; those that are equal stay in the order given.
    """
    random = Random(7)  # noqa: S311 - chance, not secrecy
    rows = [{"n": random.choice([None, 1, 2, 10]), "t": random.choice("abB"), "id": number} for number in range(60)]

    def order(one: dict[str, Any], other: dict[str, Any]) -> int:
        found, _ = compare_rows(keys, one, other, rules)
        assert found is not None
        return found

    assert sorted(rows, key=cmp_to_key(order)) == in_order(keys, rows, rules)
