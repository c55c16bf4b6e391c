"""
Rules: selections that are declared, not computed.
"""

import datetime as dt

import pytest

from apicontract.contract.rules import AllOf, AnyOf, FieldRule, Not, field_rules, hangs_on_time, rule_of

TITLE = {"field": "title", "lookup": "exact", "value": "Night"}
LATE = {"field": "due", "type": "date-time", "lookup": "lt", "now": "-P1DT2H"}


def test_a_comparison_is_read_as_declared() -> None:
    """
    A rule names field, type, lookup and value; without a type the field is a text.
    """
    assert rule_of(TITLE) == FieldRule("title", "exact", "text", "Night")


def test_a_moment_is_now_moved_by_a_duration() -> None:
    """
    A duration of ISO 8601, with its sign, moves the present moment.
    """
    assert rule_of(LATE) == FieldRule("due", "lt", "date-time", None, -dt.timedelta(days=1, hours=2))


def test_several_values_are_alternatives() -> None:
    """
    A list of values stays one comparison.
    """
    rule = rule_of({"field": "status.id", "type": "integer", "lookup": "exact", "value": [3, 4]})
    assert isinstance(rule, FieldRule)
    assert rule.values == (3, 4)


def test_rules_are_combined() -> None:
    """
    All, any and not nest as deep as somebody writes them.
    """
    rule = rule_of({"all": [TITLE, {"any": [LATE, {"not": TITLE}]}]})
    title, late = rule_of(TITLE), rule_of(LATE)
    assert rule == AllOf((title, AnyOf((late, Not(title)))))
    assert list(field_rules(rule)) == [title, late, title]


def test_only_a_comparison_with_now_hangs_on_time() -> None:
    """
    Answers of other rules may be remembered.
    """
    assert hangs_on_time(rule_of({"not": LATE}))
    assert not hangs_on_time(rule_of({"not": TITLE}))


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({**TITLE, "lookup": "like"}, "lookup 'like'"),
        ({**TITLE, "lookup": "rule"}, "lookup 'rule'"),
        ({**TITLE, "type": "colour"}, "type 'colour'"),
        ({**LATE, "now": "yesterday"}, "duration 'yesterday'"),
        ({**LATE, "now": "P1M"}, "duration 'P1M'"),
    ],
)
def test_an_unknown_word_is_named(document: dict[str, str], message: str) -> None:
    """
    A month is no fixed time, so it is no duration here.
    """
    with pytest.raises(ValueError, match=message):
        rule_of(document)
