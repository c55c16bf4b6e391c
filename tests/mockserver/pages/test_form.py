"""
The form of a list: the right input for each parameter, showing what the request said.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.model import Field, Modes, Parameter, Resource, World
from mockserver.pages.form import Control, controls, folded, related_choices

API = load_api()
BARE = Resource("things", "Thing", "things", Field("id", "id", "integer"), Modes((), "default", "default"), {})


def control(parameter: Parameter, *values: str, choices: tuple[tuple[str, str], ...] = ()) -> Control:
    """
    Return the control of one filter in a request that gave it some values.
    """
    resource = replace(BARE, parameters=(parameter,))
    query = [(parameter.name, each) for each in values]
    return controls(API, resource, query, {parameter.name: choices})[0]


@pytest.mark.parametrize(
    ("kind", "lookup", "shown"),
    [
        ("text", "exact", "text"),
        ("boolean", "exact", "select"),
        ("related", "exact", "number"),
        ("integer", "gt", "number"),
        ("number", "lte", "number"),
        ("date", "gte", "date"),
        ("date-time", "gte", "text"),
        ("duration", "gt", "text"),
        ("related", "in", "text"),
        ("integer", "isnull", "select"),
    ],
)
def test_input_suits_the_type(kind: str, lookup: str, shown: str) -> None:
    """
    Each type of value has an input that suits it.
    """
    assert control(Parameter("p", ("p",), lookup, kind)).kind == shown


def test_boolean_offers_both() -> None:
    """
    A boolean is chosen.
    """
    assert control(Parameter("p", ("p",), "exact", "boolean")).choices == (("True", "true"), ("False", "false"))


def test_related_offers_the_records() -> None:
    """
    A filter on another entity offers its records, and says which one was asked for.
    """
    made = control(Parameter("p", ("p.id",), "exact", "related", "makers"), "2", choices=(("1", "One"), ("2", "Two")))

    assert (made.kind, made.value, made.choices) == ("select", "2", (("1", "One"), ("2", "Two")))


def test_value_that_is_no_choice_is_shown() -> None:
    """
    What was asked for can be seen, even if it makes no sense.
    """
    made = control(Parameter("p", ("p",), "exact", "boolean"), "maybe")

    assert made.choices[-1] == ("maybe", "maybe")


def test_number_that_is_none_is_shown() -> None:
    """
    An input for numbers would hide any other text, so it becomes one for text.
    """
    assert control(Parameter("p", ("p",), "exact", "integer"), "abc").kind == "text"
    assert control(Parameter("p", ("p",), "exact", "integer"), "-4").kind == "number"


def test_repeated_parameter_keeps_every_value() -> None:
    """
    A parameter that counts each time shows each value; of any other, the last counts.
    """
    made = control(Parameter("p", ("p.id",), "any", "related", "makers"), "1", "2", choices=(("1", "One"),))

    assert (made.many, made.values, made.value) == (True, ("1", "2"), "2")


def test_hint_says_how_it_compares() -> None:
    """
    A comparison other than equality is said in words.
    """
    assert control(Parameter("p__gt", ("p",), "gt", "integer")).hint == "p is greater than …"


def test_bare_list_has_the_limit_alone() -> None:
    """
    A resource without filters, search, ordering or modes offers the rows of a page.
    """
    assert [each.name for each in controls(API, BARE, (), {})] == ["limit"]


def test_choices_are_the_records_of_the_world() -> None:
    """
    The choices of a filter are the identifiers that the world has, in order, with names where there are names.
    """
    world = World("w", {"makers": [{"id": 10, "name": "Ten"}, {"id": 9}]})
    resource = replace(BARE, parameters=(Parameter("maker", ("maker.id",), "exact", "related", "makers"),))

    assert related_choices(API, resource, world) == {"maker": (("9", "9"), ("10", "10 · Ten"))}


def test_many_records_are_typed() -> None:
    """
    A list too long to choose from is not offered.
    """
    world = World("w", {"makers": [{"id": number} for number in range(1000)]})
    resource = replace(BARE, parameters=(Parameter("maker", ("maker.id",), "exact", "related", "makers"),))

    assert related_choices(API, resource, world) == {}


def test_many_comparisons_are_folded() -> None:
    """
    Many comparisons are set apart from the plain filters; a few stand among them.
    """
    plain = Parameter("p", ("p",), "exact", "integer")
    special = tuple(Parameter(f"p{number}__gt", ("p",), "gt", "integer") for number in range(9))
    many = controls(API, replace(BARE, parameters=(plain, *special)), (), {})
    few = controls(API, replace(BARE, parameters=(plain, *special[:2])), (), {})

    assert [each.name for each in folded(many)] == [each.name for each in special]
    assert folded(few) == ()


@pytest.mark.parametrize(
    ("parameter", "choices", "expected"),
    [
        (Parameter("p", ("p",), "exact", "text"), (), Control("p", "text")),
        (
            Parameter("p__gt", ("p",), "gt", "integer"),
            (),
            Control("p__gt", "number", hint="p is greater than …", special=True),
        ),
        (
            Parameter("p__in", ("p",), "in", "integer"),
            (),
            Control("p__in", "text", hint="p is one of …, separated by commas", special=True),
        ),
        (
            Parameter("p", ("p",), "any", "text"),
            (),
            Control("p", "text", many=True, hint="p is one of …", special=True),
        ),
        (
            Parameter("p", ("p",), "any", "choice", choices=("a", "b")),
            (),
            Control("p", "select", choices=(("a", "a"), ("b", "b")), many=True, hint="p is one of …", special=True),
        ),
        (
            Parameter("p__in", ("p",), "in", "related", related="k"),
            (("1", "1 · One"),),
            Control("p__in", "text", hint="p is one of …, separated by commas", special=True),
        ),
        (
            Parameter("p", ("p",), "exact", "related", related="k"),
            (("1", "1 · One"),),
            Control("p", "select", choices=(("1", "1 · One"),)),
        ),
        (Parameter("p", ("p",), "exact", "date"), (), Control("p", "date", placeholder="2024-01-31")),
        (Parameter("p", ("p",), "exact", "duration"), (), Control("p", "text", placeholder="P1DT2H")),
    ],
)
def test_a_whole_control(parameter: Parameter, choices: tuple[tuple[str, str], ...], expected: Control) -> None:
    """
    Every filter has one control, whose kind, hint and choices follow from type and lookup.
    """
    assert expected == control(parameter, choices=choices)


def test_a_whole_form() -> None:
    """
    Search, filters, ordering, mode and rows, in this order, each with what the request said.
    """
    resource = replace(
        API.resources[API.primary],
        parameters=(),
        search=(Field("a", "a"), Field("b", "b")),
        ordering=(Field("n", "n"),),
        modes=Modes(("x", "y"), "x", "y"),
    )
    query = (("search", "s"), ("limit", "abc"), ("mode", "odd"), ("ordering", "n"), ("ordering", ""))
    most = API.paging.maximum_limit

    assert (
        Control("search", "search", ("s",), hint="in a, b"),
        Control("ordering", "select", ("n", ""), (("n", "n ↑"), ("-n", "n ↓")), empty="default"),
        Control("mode", "select", ("odd",), (("x", "x"), ("y", "y"), ("odd", "odd")), empty="default (x)"),
        Control(
            "limit",
            "text",
            ("abc",),
            placeholder=str(API.paging.default_limit),
            minimum=1,
            maximum=most,
            hint=f"rows a page, at most {most}",
        ),
    ) == controls(API, resource, query, {})


@pytest.mark.parametrize(("number", "folded_away"), [(6, 0), (7, 7)])
def test_six_comparisons_are_shown(number: int, folded_away: int) -> None:
    """
    More than six comparisons are folded away, all of them; other controls stay.
    """
    made = [Control("a", "text"), *(Control(f"b{each}", "text", special=True) for each in range(number))]

    assert folded_away == len(folded(made))
