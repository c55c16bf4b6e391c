"""
The values that every other module speaks of.
"""

from __future__ import annotations

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.exchange import Exchange
from apicontract.contract.lookups import TYPES
from apicontract.contract.model import Field, Grade, Level, Parameter

EXCHANGE = Exchange(
    "GET",
    "https://a.test/b%20c/?x=1&y=&x=2&z=%20",
    200,
    (("Content-Type", "application/json"), ("Vary", "Accept"), ("vary", "Cookie")),
    b'{"a": 1, "a": 2}',
)


def test_levels_are_ordered() -> None:
    """
    A note weighs least, a violation most, and no two weigh the same.
    """
    assert ["NOTE", "WARNING", "VIOLATION"] == [each.name for each in sorted(Level)]
    assert Level.NOTE < Level.WARNING < Level.VIOLATION


def test_url_is_taken_apart() -> None:
    """
    The path stays encoded; the query is decoded, in order, with blank values.
    """
    assert "/b%20c/" == EXCHANGE.path
    assert (("x", "1"), ("y", ""), ("x", "2"), ("z", " ")) == EXCHANGE.query


@pytest.mark.parametrize(("name", "value"), [("x", "2"), ("y", ""), ("w", None)])
def test_last_value_of_a_parameter_counts(name: str, value: str | None) -> None:
    """
    A parameter has the last value given, or none.
    """
    assert value == EXCHANGE.parameter(name)


@pytest.mark.parametrize(
    ("name", "value"), [("VARY", "Accept, Cookie"), ("content-type", "application/json"), ("x", None)]
)
def test_headers_are_joined(name: str, value: str | None) -> None:
    """
    A header is found whatever its letter case; several are joined by a comma.
    """
    assert value == EXCHANGE.header(name)


def test_body_may_repeat_a_key() -> None:
    """
    Of a key that stands twice in an answer the last value holds.
    """
    assert {"a": 2} == EXCHANGE.json


def test_types_that_nobody_states_are_known() -> None:
    """
    A field is a text and a filter published, if nothing else is said.
    """
    assert Field("a", "a").type in TYPES
    assert "text" == Field("a", "a").type
    assert Grade.PUBLISHED == Parameter("a", ("a",), "exact", "text").grade


def test_a_resource_without_rules_compares_nothing() -> None:
    """
    What a resource compares are its own rule and those of its filters.
    """
    api = load_api()

    assert () == api.resources[api.primary].compared


@pytest.mark.parametrize(("lookup", "expected"), [("isnull", "boolean"), ("gt", "integer")])
def test_whether_a_field_is_null_is_a_yes_or_no(lookup: str, expected: str) -> None:
    """
    Whatever the field holds.
    """
    assert expected == Parameter("pages", ("pages",), lookup, "integer").query_type
