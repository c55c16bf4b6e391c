"""
Records that are seen again later.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from example import dated
from handmade import API, LIST, page, thing, thing_shape

from apicontract.checks import judge
from apicontract.contract.model import Api, Exchange, Grade, Level, Promise, Setting

SEEN = {"kind": "constant", "records": 30, "intervals": 90, "changes": 0}


def api(field: str, said: dict[str, Any], limit: float = 0.05) -> Api:
    """
    Return the API with a statement on how a field behaves, which is known from recordings.
    """
    properties = thing_shape("normal").schema["properties"]
    shape = thing_shape("normal", **{field: properties[field] | {"x-behaviour": said}})
    return replace(
        API,
        shapes={**API.shapes, "things/normal": shape},
        behaviour={**API.behaviour, "exception_limit": Setting(limit, Grade.GUESS)},
        promises={**API.promises, "field-behaviour": Promise(Grade.RECORDED, "a test")},
    )


def levels(of: Api, *exchanges: Exchange, recorded: tuple[Exchange, ...] = ()) -> list[Level]:
    """
    Return the levels of what is found about records that are seen again, and nothing else is.
    """
    found = judge(of, exchanges, recorded=recorded).violations
    return [each.level for each in found if each.check in {"field-behaviour", "record-steady", "detail-entry"}]


OLD, SOON = dated(page("", (thing(1),)), 1), dated(page("limit=2", (thing(1, name="Other", size=7),)), 1, 11)
LATER = dated(page("limit=2", (thing(1, name="Other", size=7),)), 2)


@pytest.mark.parametrize(
    ("field", "said", "expected"),
    [
        ("name", {"kind": "constant"}, [Level.VIOLATION]),
        ("name", SEEN, [Level.WARNING]),
        ("name", SEEN | {"intervals": 50}, []),
        ("name", {"kind": "changing"}, []),
        ("size", {"kind": "constant"}, [Level.VIOLATION]),
        ("size", {"kind": "clock"}, [Level.VIOLATION]),
        ("size", {"kind": "growing", "intervals": 59}, [Level.WARNING]),
        ("ready", {"kind": "growing"}, []),
    ],
)
def test_a_field_that_behaves_otherwise(field: str, said: dict[str, Any], expected: list[Level]) -> None:
    """
    What is declared is violated, what recordings show often enough is a warning, and what they show seldom is nothing.
    """
    other = {"kind": "changing"} if field != "size" else said
    base = api(field, said)
    shape = thing_shape(
        "normal", **{name: base.shapes["things/normal"].schema["properties"][name] for name in (field,)}
    )
    properties = {**shape.schema["properties"], "size": {**shape.schema["properties"]["size"], "x-behaviour": other}}
    quiet = replace(shape, schema={**shape.schema, "properties": properties})

    assert expected == levels(replace(base, shapes={**base.shapes, "things/normal": quiet}), OLD, LATER)


@pytest.mark.parametrize("day", ["P2D", "P10D"])
def test_a_duration_that_grows(day: str) -> None:
    """
    Durations are compared by their length, not as texts.
    """
    before = dated(page("", (thing(1, age="P1DT23H"),)), 1)
    after = dated(page("limit=2", (thing(1, age=day),)), 2)

    assert [] == levels(api("age", {"kind": "growing"}), before, after)
    assert [Level.VIOLATION] == levels(api("age", {"kind": "growing"}), *_swapped(before, after))


def _swapped(before: Exchange, after: Exchange) -> tuple[Exchange, Exchange]:
    return replace(before, body=after.body), replace(after, body=before.body)


def test_recordings_are_what_was_before() -> None:
    """
    What is sent now is later than a recording with a moment; recordings themselves are not judged.
    """
    now = page("limit=2", (thing(1, size=7),))
    of = api("size", {"kind": "growing"})

    assert [Level.VIOLATION] == levels(of, now, recorded=(OLD,))
    assert [] == levels(of, now, recorded=(replace(OLD, headers=now.headers),))
    assert [] == levels(of, recorded=(OLD, LATER))


def test_what_changes_within_an_hour_is_unsteady() -> None:
    """
    Two answers of one hour show one record with the same values; those of two days need not.
    """
    assert levels(api("name", {"kind": "changing"}), OLD, SOON)
    assert [] == [
        each.check
        for each in judge(API, (OLD, replace(LATER, body=dated(page("", (thing(1, name="B"),)), 2).body))).violations
        if each.check == "record-steady"
    ]


def test_the_message_has_both_values_and_the_numbers() -> None:
    """
    A finding says what the value was, where, what it is now, and in how many intervals it had not changed.
    """
    found = judge(api("name", SEEN), (OLD, LATER)).outcomes["field-behaviour"].violations
    message = next(each.message for each in found if each.place.endswith("/name"))

    assert (
        f"name of Other (id 1) was 'Thing 1' at {LIST}, and is 'Other'; "
        "it never changes (in 0 of 90 intervals recorded)"
    ) == message
