"""
What rides along on a walk has no effect on the rows.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Any

import pytest
from books import PARAMETERS, api, resource

from apicontract.contract.grades import Grade
from apicontract.contract.model import Modes, Setting
from apicontract.contract.paging import STYLES
from apicontract.planner.no_op_params import (
    ORIGIN,
    as_page,
    modes,
    no_op_params,
    orderings,
    overruled,
    without_effect,
)
from apicontract.planner.paging import limits, starts

_TWICE = (("title", "nothing"), ("title", ""), ("sold", "true"), ("sold", "maybe"))


def test_limits_mean_the_largest_page() -> None:
    """
    Every limit is at least the largest allowed, above it in four ways, then again from the beginning.
    """
    expected = ["6", "3 6", "+50", "9" * 30, "5", "5", "6"]

    assert expected == [" ".join(text for _, text in each) for each in islice(limits(api()), 7)]
    assert {"limit"} == {name for each in islice(limits(api()), 6) for name, _ in each}


def test_a_start_that_is_none() -> None:
    """
    A negative offset begins at the first record.
    """
    assert (("offset", "-5"),) == starts(api())


@pytest.mark.parametrize("style", ["none", "cursor"])
def test_without_a_number_of_the_start_there_is_none_such(style: str) -> None:
    """
    A list of one page and one with tokens have no beginning that could be a number below the first.
    """
    assert () == starts(replace(api(), paging=STYLES[style]))


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (("a", "id"), ["a,id", "a,unknown-term,id", " a , id ", "-unknown a,id", "a,id"]),
        (("id",), ["id", "id,unknown-term", " id ", "-unknown id", "id"]),
        ((), ["", "", "", "", ""]),
    ],
)
def test_the_same_order_in_other_words(terms: tuple[str, ...], expected: list[str]) -> None:
    """
    Unknown terms, blanks and an ordering that a later one overrules leave the order as it is.
    """
    assert expected == [" ".join(text for _, text in each) for each in islice(orderings(api(), terms), 5)]


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        (("list", "detailed", "tiny"), ["detailed", "unknown", "detailed", "list", "detailed", "tiny", "detailed", ""]),
        (("a", "detailed", "z"), ["detailed", "unknown", "detailed", "a", "detailed", "z", "detailed", ""]),
        (("z", "a", "detailed"), ["detailed", "unknown", "detailed", "z", "detailed", "a", "detailed", ""]),
        (("detailed",), ["detailed", "unknown", "detailed", ""] * 2),
        ((), [""] * 8),
    ],
)
def test_every_other_page_shows_most(choices: tuple[str, ...], expected: list[str]) -> None:
    """
    Between the pages that show most, an unknown mode, each other one and none have their turn.
    """
    turns = islice(modes(resource(modes=Modes(choices, "list", "detailed"))), 8)

    assert expected == ["".join(text for _, text in each) for each in turns]


@pytest.mark.parametrize(
    ("name", "ignored", "twice"),
    [
        ("title", ["", "  "], ["nothing", ""]),
        ("sold", ["maybe", "", "  "], ["true", "maybe"]),
        ("kind", [""], ["1", ""]),
        ("pages__gt", [""], ["1", ""]),
        ("pages__in", [], []),
        ("form", [], []),
        ("pages__isnull", ["maybe", "", "  "], ["true", "maybe"]),
    ],
)
def test_values_without_effect(name: str, ignored: list[str], twice: list[str]) -> None:
    """
    Each type has its own; a last value without effect overrules one that selects, where one value counts.
    """
    own = PARAMETERS[name]

    assert [(name, text) for text in ignored] == list(without_effect(own))
    assert [(name, text) for text in twice] == list(overruled(own))


def test_what_rides_on_one_page_after_another() -> None:
    """
    Every second page carries filters, searches and undeclared parameters that have no effect, in turn.
    """
    rich = (("mode", "detailed"),)
    first = (("title", ""), ("sold", ""), ("search", ""), ("undeclared", "x"), ("mode", "unknown"), ("format", "json"))
    second = (("search", ","), ("undeclared", 'a b,c"d~é'), ("mode", "list"), ("format", ""))
    third = (("title", ""), ("sold", "maybe"), ("search", " , "), ("page", "2"), ("mode", "normal"), ("format", "json"))
    weighed = (("Accept", "text/html;q=0.1, application/json"),)
    expected: list[Any] = [
        (rich, weighed),
        (first, (("Accept", "application/json"),)),
        (rich, ORIGIN),
        ((*_TWICE, *second), (("Accept", "application/json;q=0.1, text/plain"),)),
        (rich, ()),
        (third, (("Accept", "text/plain, */*"),)),
        (rich, weighed),
        ((*_TWICE, ("search", ""), ("order", "-id"), ("format", "")), (("Accept", "application/json"),)),
    ]

    assert expected == list(islice(no_op_params(api(), resource("title", "sold", "form")), 8))


def test_a_resource_without_choices_has_few_riders() -> None:
    """
    Where nothing can be filtered, searched or shown in another mode, undeclared parameters and formats are left.
    """
    bare = resource(search=(), modes=Modes((), "normal", "normal"))
    queries = [query for query, _ in islice(no_op_params(api(), bare), 4)]

    assert [(), (("undeclared", "x"), ("format", "json")), (), (("undeclared", 'a b,c"d~é'), ("format", ""))] == queries


@pytest.mark.parametrize(
    ("forms", "expected"), [(["json"], []), (["json", "api"], [("Accept", "text/html;q=0.1, application/json")])]
)
def test_another_representation_has_less_weight(forms: list[str], expected: list[tuple[str, str]]) -> None:
    """
    It stands first and is wanted less; where there is no other, nothing is said.
    """
    known = api()
    told = replace(known, behaviour={**known.behaviour, "representations": Setting(forms, Grade.RECORDED)})

    _, headers = next(no_op_params(told, resource()))

    assert expected == list(headers)


def test_a_page_for_people_has_one_format() -> None:
    """
    The format of a browser's page takes the place of another.
    """
    assert (("a", "1"), ("format", "api")) == as_page(api(), (("format", "json"), ("a", "1"), ("format", "")))


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({}, ["a", "a,unknown-term", " a ", "-unknown a", "a"]),
        ({"repeated": "first"}, ["a", "a,unknown-term", " a ", "a", "a,unknown-term"]),
        ({"ordering_many": False}, ["a", "-unknown a", "a", "-unknown a", "a"]),
        ({"ordering_many": False, "repeated": "first"}, ["a", "a", "a", "a", "a"]),
        ({"ordering_many": False, "ordering_descending": "down"}, ["a", "a", "a", "a", "a"]),
    ],
)
def test_what_is_refused_or_does_not_count_is_left_out(stated: dict[str, Any], expected: list[str]) -> None:
    """
    Where one term alone counts, or the first of two values, nothing is asked that would change the order.
    """
    known = api()
    made = {name: Setting(value, Grade.RECORDED) for name, value in stated.items()}
    asked = replace(known, behaviour={**known.behaviour, **made})

    assert expected == [" ".join(text for _, text in each) for each in islice(orderings(asked, ("a",)), 5)]
