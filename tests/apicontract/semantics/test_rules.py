"""
Whether a record obeys a rule, by the naive reading.
"""

import datetime as dt

import pytest

from apicontract.contract.model import Parameter, Record
from apicontract.contract.rules import Rule, rule_of
from apicontract.semantics.conditions import Condition
from apicontract.semantics.predicates import NEAR, obeys, satisfies

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
DUE = {"field": "due", "type": "date-time", "lookup": "gte", "now": "-P1D"}
HOT = {"field": "heat", "type": "integer", "lookup": "gt", "value": 5}
CREW = {"field": "crew.id", "type": "integer", "lookup": "isnull", "value": False}


def due(hours: float) -> Record:
    """
    Return a record that is due so many hours from noon.
    """
    return {"due": (NOON + dt.timedelta(hours=hours)).isoformat(), "heat": 1, "crew": []}


@pytest.mark.parametrize(("hours", "answer"), [(0, True), (-23.9, True), (-24.1, False), (1000, True)])
def test_a_moment_is_compared_with_now(hours: float, *, answer: bool) -> None:
    """
    Now is the moment of the answer, moved as the rule says.
    """
    assert obeys(rule_of(DUE), due(hours), NOON) is answer


def test_what_lies_at_the_border_is_undecided() -> None:
    """
    Clocks differ, and headers have whole seconds: within a minute nothing is decided.
    """
    assert obeys(rule_of(DUE), due(-24), NOON) is None
    assert obeys(rule_of(DUE), due(-24 + 2 * NEAR / dt.timedelta(hours=1)), NOON) is True


def test_without_a_moment_nothing_is_decided() -> None:
    """
    An answer of which nobody knows when it was given decides no rule that hangs on time, and every other one.
    """
    assert obeys(rule_of(DUE), due(0), None) is None
    assert obeys(rule_of(HOT), due(0), None) is False


@pytest.mark.parametrize(
    ("rule", "record", "answer"),
    [
        ({"all": [HOT, CREW]}, {"heat": 6, "crew": [{"id": 1}]}, True),
        ({"all": [HOT, CREW]}, {"heat": 6, "crew": []}, False),
        ({"any": [HOT, CREW]}, {"heat": 6, "crew": []}, True),
        ({"any": [HOT, CREW]}, {"heat": 5, "crew": []}, False),
        ({"not": HOT}, {"heat": 5}, True),
        ({"not": HOT}, {"heat": None}, True),
        ({"not": HOT}, {}, None),
        ({"all": [HOT, CREW]}, {"crew": []}, False),
        ({"any": [HOT, CREW]}, {"crew": [{"id": 1}]}, True),
        ({"field": "heat", "type": "integer", "lookup": "exact", "value": [1, 6]}, {"heat": 6}, True),
        ({"field": "day", "type": "date", "lookup": "lt", "now": "P0D"}, {"day": "2026-02-28"}, True),
        ({"field": "day", "type": "date", "lookup": "lt", "now": "P0D"}, {"day": "2026-03-01"}, False),
    ],
)
def test_rules_are_logic(rule: dict[str, object], record: Record, *, answer: bool | None) -> None:
    """
    Null satisfies no comparison, so that its opposite selects it; what a row does not show is not decided.
    """
    assert obeys(rule_of(rule), record, NOON) is answer


def of(value: object) -> Condition:
    """
    Return a filter by rule with a value.
    """
    rules: tuple[tuple[str, Rule], ...] = (("true", rule_of(HOT)), ("false", rule_of({"not": HOT})))
    parameter = Parameter("hot", ("heat",), "rule", "boolean", rules=rules)
    return Condition(parameter, "", (value,), NOON)


def test_a_filter_chooses_its_rule_by_value() -> None:
    """
    Each value stands for a rule of its own.
    """
    assert [satisfies(of(value), {"heat": 6}) for value in (True, False)] == [True, False]


def test_a_value_without_a_rule_selects_everything() -> None:
    """
    A switch that is off by itself needs no rule for that.
    """
    assert satisfies(of("else"), {"heat": 1}) is True
