"""
What makes an answer telling: with a little less of it, a wrong server would not have been seen.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from example import ALL, REFUSED, refusal
from handmade import API, LIST, answer, messages, page, thing

from apicontract.checks.answers import reading_of
from apicontract.checks.check import Evaluation
from apicontract.checks.shapes import SchemaMatch
from apicontract.checks.telling import OF_ONE_ANSWER, TellingCase

if TYPE_CHECKING:
    from apicontract.contract.exchange import Exchange


def tells(check: str, exchange: Exchange) -> bool:
    """
    Return whether one answer is telling for a check.
    """
    reading = reading_of(API, exchange)
    context: Any = SimpleNamespace(api=API)
    return OF_ONE_ANSWER[check](TellingCase(context, (reading,), (reading,), Evaluation((reading,))))


def tells_of_object(check: str, value: dict[str, Any], schema: dict[str, Any]) -> bool:
    """
    Return whether an answer is telling for a check that holds such an object, described so.
    """
    context = SimpleNamespace(objects_of=lambda *_: [SchemaMatch("", {}, {}), SchemaMatch("", value, schema)])
    context.cached_per_row = lambda _, reading, row, function: function(context, reading, row)
    reading: Any = SimpleNamespace(rows=(("", {}),))
    return OF_ONE_ANSWER[check](TellingCase(context, (reading,), (reading,), Evaluation((reading,))))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("check", "value", "schema", "telling"),
    [
        ("key-order", {}, {}, False),
        ("key-order", {"a": 1}, {}, False),
        ("key-order", {"a": 1, "b": 2}, {}, True),
        ("field-present", {}, {}, False),
        ("field-present", {}, {"required": []}, False),
        ("field-present", {}, {"required": ["a"]}, True),
        ("field-constant", {"a": 1}, {"properties": {"a": {"const": 1}}}, True),
        ("field-constant", {"b": 1}, {"properties": {"a": {"const": 1}}}, False),
        ("field-constant", {"a": 1}, {"properties": {"a": {"enum": [1]}}}, False),
        ("field-constant", {"a": 1}, {"properties": {"a": True}}, False),
        ("field-null", {"a": 1}, {"properties": {"a": {"type": "integer"}}}, True),
        ("field-null", {"a": 1}, {"properties": {"a": {"type": ["integer", "null"]}}}, False),
        ("field-null", {"a": 1}, {"properties": {"a": {"format": "uri"}}}, False),
        ("field-type", {"a": 1}, {"properties": {"a": {"type": "integer"}}}, True),
        ("field-type", {"a": 1}, {"properties": {"a": {"$ref": "b"}}}, True),
        ("field-type", {"a": 1}, {"properties": {"a": {"minimum": 0}}}, False),
        ("field-format", {"a": "x"}, {"properties": {"a": {"format": "uri"}}}, True),
        ("field-format", {"a": "x"}, {"properties": {"a": {"pattern": "x"}}}, True),
        ("field-format", {"a": "x"}, {"properties": {"a": {"type": "string"}}}, False),
        ("field-format", {"a": None}, {"properties": {"a": {"format": "uri"}}}, False),
        ("field-value", {"a": 1}, {"properties": {"a": {"minimum": 0}}}, True),
        ("field-value", {"a": 0}, {"properties": {"a": {"maximum": 0}}}, True),
        ("field-value", {"a": None}, {"properties": {"a": {"minimum": 0}}}, False),
        ("field-value", {"a": 1}, {"properties": {"a": {"type": "integer"}}}, False),
    ],
)
def test_an_object_tells(check: str, value: dict[str, Any], schema: dict[str, Any], *, telling: bool) -> None:
    """
    If it has what the promise is about: several keys in some order, a field with such a bound, a value that it bounds.
    """
    assert telling == tells_of_object(check, value, schema)


@pytest.mark.parametrize(
    ("check", "exchange", "telling"),
    [
        ("link-base", page("limit=2", ALL[:2], count=4), True),
        ("link-base", page("limit=2&offset=2", ALL[2:], count=4), True),
        ("link-base", page("limit=5", ALL), False),
        ("link-base", refusal("limit=2", {}), False),
        ("link-limit", page("limit=2", ALL[:2], count=4), False),
        ("link-limit", page("", ALL[:3], count=4), True),
        ("link-limit", page("limit=9", ALL, count=9), True),
        ("link-limit", page("limit=9", ALL), False),
        ("link-parameters", page("limit=2&ready=false", ALL[:2], count=4), True),
        ("link-parameters", page("limit=2&offset=1", ALL[:2], count=4), False),
        ("link-parameters", page("limit=5&ready=false", ALL), False),
        ("link-encoding", page("limit=2&offset=1", ALL[:2], count=4), False),
        ("link-encoding", page("offset=1&limit=2", ALL[:2], count=4), True),
        ("link-encoding", page("offset=0&limit=5", ALL), False),
        ("link-encoding", page("ready=false&limit=2", ALL[:2], count=4), True),
        ("self-link-format", answer("format=json", thing(1)), True),
        ("self-link-format", answer("format=", thing(1)), False),
        ("self-link-format", answer("", thing(1)), False),
        ("refusal-body", refusal("kind=x", {"kind": [REFUSED]}), False),
        ("refusal-body", refusal("kind=x&size__gt=y", {"kind": [REFUSED], "size__gt": [REFUSED]}), True),
        ("refusal-body", refusal("kind=x&size__gt=y", [REFUSED]), True),
        ("refusal-body", refusal("kind=x", [REFUSED]), False),
        ("refusal-body", refusal("search=a%00b", {"detail": REFUSED}), True),
        ("json-compact", answer("", {"name": "é"}), True),
        ("json-compact", answer("", {"name": "\x01"}), True),
        ("json-compact", answer("", {"name": "e~"}), False),
    ],
)
def test_an_answer_tells(check: str, exchange: Exchange, *, telling: bool) -> None:
    """
    A link tells if there is one, and if what it keeps was written otherwise; a refusal, if it names several.
    """
    assert telling == tells(check, exchange)


@pytest.mark.parametrize(
    ("check", "exchange", "decided"),
    [
        ("limit-clamped", page("limit=9", (*ALL, thing(5)), count=6), True),
        ("limit-clamped", page("limit=9", (*ALL, thing(5)), count=5), False),
        ("limit-clamped", page("limit=9&offset=1", (*ALL, thing(5)), count=6, next=None), False),
        ("limit-default", page("", ALL[:3], count=4), True),
        ("limit-default", page("", ALL[:3], count=3), False),
        ("page-length", page("limit=5&offset=1", ALL[1:], count=4), True),
        ("page-length", page("limit=4&offset=1", ALL[1:], count=4), True),
        ("page-length", page("limit=3&offset=1", ALL[1:], count=4), False),
        ("page-length", page("limit=5&offset=3", ALL[3:], count=4), True),
        ("page-length", page("limit=5&offset=4", (), count=4), False),
        ("page-length", page("limit=5&offset=0", ALL), False),
        ("rows-unique", page("", ALL[:2]), True),
        ("rows-unique", page("", ALL[:1]), False),
        ("previous-link", page("limit=2&offset=1", ALL[1:3], count=4), True),
        ("previous-link", page("limit=2&offset=0", ALL[:2], count=4), False),
        ("ordering-direction", page("ordering=size", ALL[:3]), True),
        ("ordering-direction", page("ordering=size", ALL[:2]), False),
        ("ordering-direction", page("ordering=size", (thing(1), thing(2, size=10), thing(3))), False),
    ],
)
def test_the_edge_of_what_tells(check: str, exchange: Exchange, *, decided: bool) -> None:
    """
    One row more, one place further, or one value more decides what was open.
    """
    assert ([] if decided else None) == messages(check, exchange)


@pytest.mark.parametrize(
    ("status", "location", "inconclusive"),
    [
        (301, "https://other.example/v1/things/", True),
        (308, "http://things.example/v1/things/", True),
        (300, "http://things.example/v1/things/", True),
        (399, "http://things.example/v1/things/", True),
        (301, LIST, False),
        (301, "https://other.example/login", False),
        (301, "/v1/things/", False),
        (301, "", False),
        (299, "http://things.example/v1/things/", False),
        (400, "http://things.example/v1/things/", False),
        (404, "", False),
        (499, "", False),
        (500, "", True),
        (599, "", True),
    ],
)
def test_an_answer_from_in_front_of_the_service_says_nothing(status: int, location: str, *, inconclusive: bool) -> None:
    """
    A failure does not, nor does a redirect of the same path to another origin, as from http to https.
    """
    exchange = answer("", {}, status=status, headers=(("Location", location),) if location else ())

    assert inconclusive == reading_of(API, exchange).inconclusive
