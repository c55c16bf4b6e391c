"""
What the documented filters come to in a request.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from handmade import THINGS, answer

from apicontract.contract.lookups import INVALID_CHOICE, NOT_A_CHOICE
from apicontract.contract.model import Grade, Parameter
from apicontract.semantics.conditions import Condition, Filters, read_filters

NUMBER = Parameter("n", ("size",), "exact", "integer")
FLAG = Parameter("f", ("ready",), "exact", "boolean")


def filters(parameter: Parameter, query: str) -> Filters:
    """
    Return what a query comes to where one filter is documented.
    """
    return read_filters(replace(THINGS, parameters=(parameter,)), answer(query))


def found(parameter: Parameter, query: str) -> Any:
    """
    Return the values of the only condition, or why there is none.
    """
    read = filters(parameter, query)
    if read.conditions:
        return [each.values for each in read.conditions]
    return next((name for name in ("refusals", "ignored", "empty", "unclear") if getattr(read, name)), None)


@pytest.mark.parametrize(
    ("lookup", "kind", "query", "expected"),
    [
        ("exact", "integer", "p=1&p=2", [(2,)]),
        ("exact", "integer", "p=", "empty"),
        ("exact", "integer", "p=x", "refusals"),
        ("exact", "boolean", "p=x", "ignored"),
        ("exact", "boolean", "p=%20", "empty"),
        ("exact", "integer", "q=1", None),
        ("in", "integer", "p=1,2", [(1, 2)]),
        ("in", "integer", "p=%201,02", [(1, 2)]),
        ("in", "integer", "p=9&p=1,2", [(1, 2)]),
        ("in", "integer", "p=1,", "unclear"),
        ("in", "integer", "p=", "empty"),
        ("in", "integer", "p=,", "unclear"),
        ("in", "text", "p=%20", "unclear"),
        ("in", "integer", "p=1,x", "unclear"),
        ("any", "integer", "p=1&p=2", [(1, 2)]),
        ("any", "integer", "p=", "empty"),
        ("isnull", "integer", "p=true", [(True,)]),
        ("isnull", "integer", "p=5", "ignored"),
    ],
)
def test_how_a_filter_is_read(lookup: str, kind: str, query: str, expected: Any) -> None:
    """
    One value, the last one, or several, all of which must be readable.
    """
    assert expected == found(Parameter("p", ("size",), lookup, kind), query)


@pytest.mark.parametrize(
    ("lookup", "kind", "query", "expected"),
    [
        ("exact", "related", "p=%201", [(1,)]),
        ("exact", "related", "p=x", "refusals"),
        ("any", "related", "p=1&p=2", [(1, 2)]),
        ("any", "related", "p=1&p=+2", "unclear"),
        ("any", "related", "p=1&p=02", "unclear"),
        ("exact", "uuid", "p=00000000-0000-0000-0000-00000000000a", "condition"),
        ("exact", "uuid", "p=0000000000000000000000000000000A", "unclear"),
        ("exact", "text", "p=a", [("a",)]),
        ("exact", "text", "p=%20a", "unclear"),
        ("exact", "text", "p=", "empty"),
    ],
)
def test_how_a_filter_by_identifier_is_read(lookup: str, kind: str, query: str, expected: Any) -> None:
    """
    Numbers are read leniently, one at a time; other identifiers, and several, count only as the service writes them.
    """
    read = found(Parameter("p", ("kind.id",), lookup, kind, related="kinds"), query)

    assert expected == ("condition" if expected == "condition" and isinstance(read, list) else read)


def test_a_choice_that_is_not_documented() -> None:
    """
    Is refused with the text in the sentence; a documented one is a condition.
    """
    choice = Parameter("p", ("name",), "exact", "choice", choices=("a", "b"))

    assert [("a",)] == found(choice, "p=a")
    assert (("p", ("Select a valid choice. c is not one of the available choices.",)),) == filters(
        choice, "p=c"
    ).refusals
    assert INVALID_CHOICE not in str(filters(choice, "p=c"))


@pytest.mark.parametrize(
    ("parameter", "query", "expected"),
    [
        (Parameter("p", ("kind.id",), "any", "uuid", related="kinds"), "p=", "“” is not a valid UUID."),
        (Parameter("p", ("kind.id",), "any", "related", related="kinds"), "p=&p=", "“” is not a valid value."),
        (Parameter("p", ("kind.id",), "any", "text", related="kinds"), "p=", NOT_A_CHOICE.format("")),
        (Parameter("p", ("name",), "any", "choice", choices=("a",)), "p=", NOT_A_CHOICE.format("")),
        (Parameter("p", ("name",), "any", "choice", choices=("a",)), "p=&p=z", None),
    ],
)
def test_an_empty_text_is_none_of_several_choices(parameter: Parameter, query: str, expected: str | None) -> None:
    """
    Where unknown choices are refused, so is an empty one; which of several bad ones is named is not told.
    """
    resource = replace(THINGS, parameters=(parameter,))
    read = read_filters(resource, answer(query), held=True)

    assert (() if expected is None else (("p", (expected,)),)) == read.refusals
    assert (expected is None) == bool(read.unclear)
    assert not read_filters(resource, answer(query)).refusals


@pytest.mark.parametrize(
    ("parameter", "query", "inferred", "spelled"),
    [
        (NUMBER, "n=1", False, False),
        (NUMBER, "n=+1", False, True),
        (FLAG, "f=true", False, False),
        (FLAG, "f=1", True, True),
        (FLAG, "f=TRUE", True, True),
        (replace(NUMBER, grade=Grade.GUESS), "n=1", True, False),
        (replace(FLAG, grade=Grade.GUESS), "f=1", True, True),
        (Parameter("d", ("age",), "exact", "duration"), "d=PT0S", False, False),
        (Parameter("x", ("size",), "gt", "number"), "x=1.50", False, False),
        (Parameter("x", ("size",), "gt", "number"), "x=15e-1", False, True),
        (Parameter("u", ("key",), "exact", "uuid"), "u=00000000-0000-4000-8000-00000000000A", False, False),
        (Parameter("u", ("key",), "exact", "uuid"), "u=0000000000004000800000000000000A", False, True),
    ],
)
def test_what_only_the_framework_says(parameter: Parameter, query: str, *, inferred: bool, spelled: bool) -> None:
    """
    How a number, a UUID or a boolean may be spelled otherwise, and of a boolean that it has an effect at all.
    """
    (condition,) = filters(parameter, query).conditions

    assert (inferred, spelled) == (condition.inferred, condition.spelled)


def test_how_anybody_would_ask() -> None:
    """
    Values are written plainly, booleans in lower case, several with commas.
    """
    assert ["true", "1,2", "a"] == [Condition(NUMBER, "x", values).plain for values in ((True,), (1, 2), ("a",))]
    assert "n=x" == str(Condition(NUMBER, "x", (1,)))
