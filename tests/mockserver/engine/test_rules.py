"""
Which rows a rule selects, by sets.
"""

import datetime as dt
from dataclasses import replace

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.model import ListRule, Record, World
from apicontract.contract.rules import rule_of
from mockserver.engine.collection import Collection, Column
from mockserver.engine.query import hangs_on_now, select
from mockserver.engine.rules import common, rows_of_rule, united

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC).timestamp()
BOOKS: list[Record] = [
    {"id": 1, "pages": 5, "added": "2026-03-01T11:00:00Z", "authors": []},
    {"id": 2, "pages": 500, "added": "2026-02-01T11:00:00Z", "authors": [{"id": 1}, {"id": 2}]},
    {"id": 3, "pages": None, "added": None, "authors": [{"id": 2}]},
]
LONG = {"field": "pages", "type": "integer", "lookup": "gte", "value": 100}
NEW = {"field": "added", "type": "date-time", "lookup": "gte", "now": "-P1D"}
API = load_api()


def collection(selects: dict[str, object] | None = None) -> Collection:
    """
    Return the books, of which a resource may list a part.
    """
    resource = replace(API.resources[API.primary], entity="books", parameters=(), ordering=())
    if selects is not None:
        resource = replace(resource, selects=ListRule(rule_of(selects)))
    return Collection(resource, World("x", {"books": BOOKS}))


@pytest.mark.parametrize(
    ("rule", "rows"),
    [
        (LONG, {1}),
        ({"not": LONG}, {0, 2}),
        (NEW, {0}),
        ({"any": [LONG, NEW]}, {0, 1}),
        ({"all": [LONG, NEW]}, set()),
        ({"field": "authors.id", "type": "integer", "lookup": "exact", "value": [2, 9]}, {1, 2}),
        ({"field": "authors.id", "lookup": "isnull", "value": True}, {0}),
        ({"field": "added", "type": "date", "lookup": "isnull", "value": False}, {0, 1}),
    ],
)
def test_rules_are_sets(rule: dict[str, object], rows: set[int]) -> None:
    """
    A comparison is a set of rows; all, any and not are what they are for sets.
    """
    assert rows_of_rule(collection(), rule_of(rule), NOON) == rows


def test_a_resource_lists_what_its_rule_selects() -> None:
    """
    The rule of a resource stands before every filter.
    """
    assert list(select(collection({"not": LONG}), (), NOON)) == [0, 2]
    assert list(select(collection(), (), NOON)) == [0, 1, 2]


def test_what_hangs_on_now_moves_with_the_clock() -> None:
    """
    The same request is answered otherwise as time passes, and is known to be.
    """
    newest = collection(NEW)
    assert [list(select(newest, (), NOON + days * 86400)) for days in (0, 1)] == [[0], []]
    assert hangs_on_now(newest.resource, ())
    assert not hangs_on_now(collection(LONG).resource, ())


@pytest.mark.parametrize(
    ("some", "all_of", "any_of"),
    [
        ([{1, 2}], {1, 2}, {1, 2}),
        ([{1, 2, 3}, {2, 3}, {3, 4}], {3}, {1, 2, 3, 4}),
        ([{1}, set()], set(), {1}),
    ],
)
def test_sets_are_put_together(some: list[set[int]], all_of: set[int], any_of: set[int]) -> None:
    """
    What all have, and what any has; a single set is neither copied nor changed.
    """
    sets = [frozenset(each) for each in some]

    assert (all_of, any_of) == (common(iter(sets)), united(iter(sets)))
    assert (united(sets[:1]) is sets[0], common(sets[:1]) is sets[0]) == (True, True)


def test_no_value_selects_nothing() -> None:
    """
    A filter by a list without a value is met by no record.
    """
    assert frozenset() == united(())


def test_rows_of_a_value_are_kept() -> None:
    """
    Those that have it, once each; they are put together when they are first asked for, and nothing where there is none.
    """
    column = Column((("a",), ("b", "a", "a"), (None,)))

    assert [frozenset({0, 1}), frozenset({2}), frozenset()] == [column.rows_of(each) for each in ("a", None, "x")]
    assert column.rows_of("a") is column.rows_of("a")
    assert {"a", None} == set(column._sets)
