"""
Each kind of change of what is promised about requests, one change at a time.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from apicontract.contract.model import (
    Api,
    Field,
    Grade,
    Host,
    Modes,
    Parameter,
    Resource,
    Setting,
    Shape,
    Throttle,
)
from apicontract.contract.paging import STYLES
from apicontract.diff.changes import changes
from apicontract.diff.rules import RULES
from apicontract.diff.tables import PROMISES

URI = "https://schemas.example/books"
BOOKS = Resource(
    name="books",
    title="Book",
    entity="books",
    identifier=Field("id", "id", "integer"),
    modes=Modes(("normal",), "normal", "normal"),
    shapes={"normal": "books", "list": "books"},
    parameters=(Parameter("title", ("title",), "exact", "text"),),
    search=(Field("title", "title"),),
    ordering=(Field("id", "id", "integer"),),
)
API = Api(
    name="library",
    title="Library",
    version="1.0",
    base_path="/1.0/",
    primary="books",
    hosts={"main": Host("main", "https://api.example", Throttle(15, 3600))},
    default_host="main",
    paging=replace(STYLES["limit-offset"], default_limit=10, maximum_limit=100),
    resources={"books": BOOKS},
    shapes={"books": Shape("books", URI, "books", {"$id": URI, "type": "object"})},
    behaviour={"nulls": Setting("last", Grade.GUESS)},
)


def book(**changed: Any) -> Any:
    """
    Return the API with its one resource changed.
    """
    return replace(API, resources={"books": replace(BOOKS, **changed)})


TITLE = BOOKS.parameters[0]
MODES = BOOKS.modes
HOST = API.hosts["main"]
FASTER = replace(HOST, throttle=Throttle(30, 3600))
OTHER = Host("other", "https://other.example")

#: Rule to the state after the change.
CASES = {
    "resource-added": replace(API, resources={"books": BOOKS, "authors": replace(BOOKS, name="authors")}),
    "singleton-added": replace(API, singletons={"state": "books"}),
    "identifier-changed": book(identifier=Field("id", "id", "uuid")),
    "title-changed": book(title="Volume"),
    "filter-added": book(parameters=(TITLE, Parameter("year", ("year",), "exact", "integer"))),
    "filter-renamed": book(parameters=(replace(TITLE, name="titles"),)),
    "filter-target-changed": book(parameters=(replace(TITLE, fields=("subtitle",)),)),
    "filter-reading-changed": book(parameters=(replace(TITLE, type="choice"),)),
    "lookup-changed": book(parameters=(replace(TITLE, lookup="icontains"),)),
    "search-field-added": book(search=(*BOOKS.search, Field("author", "author"))),
    "search-field-changed": book(search=(Field("title", "subtitle"),)),
    "ordering-field-added": book(ordering=(*BOOKS.ordering, Field("title", "title"))),
    "ordering-field-changed": book(ordering=(Field("id", "id", "text"),)),
    "default-ordering-changed": book(default_ordering=("id",)),
    "mode-added": book(modes=replace(MODES, choices=("normal", "list"))),
    "default-mode-changed": book(modes=replace(MODES, list="list")),
    "documentation-changed": book(documentation=replace(BOOKS.documentation, sections=(("Help", ()),))),
    "envelope-changed": replace(API, paging=replace(API.paging, style="cursor")),
    "maximum-limit-raised": replace(API, paging=replace(API.paging, maximum_limit=200)),
    "default-limit-changed": replace(API, paging=replace(API.paging, default_limit=20)),
    "base-path-changed": replace(API, base_path="/2.0/"),
    "version-changed": replace(API, version="1.1"),
    "host-added": replace(API, hosts={"main": HOST, "other": OTHER}),
    "host-moved": replace(API, hosts={"main": replace(HOST, url="https://new.example")}),
    "default-host-changed": replace(API, default_host="other"),
    "throttle-loosened": replace(API, hosts={"main": FASTER}),
    "behaviour-changed": replace(API, behaviour={"nulls": Setting("first", Grade.GUESS)}),
}


def found(old: Any, new: Any) -> Any:
    """
    Return the rules that are found between two states without recordings.
    """
    return [each.rule.id for each in changes((old, ()), (new, ()))]


def test_every_rule_has_a_case() -> None:
    """
    No rule about requests goes untested: it has a case, or its mirror has.
    """
    assert {*CASES, *(RULES[each].mirror for each in CASES)} == set(PROMISES)


@pytest.mark.parametrize("rule", CASES)
def test_one_change_is_one_finding(rule: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A state with one change gives one finding of that rule, and the swapped sides give its mirror.
    """
    monkeypatch.setitem(STYLES, "cursor", STYLES["limit-offset"])
    assert found(API, CASES[rule]) == [rule]
    assert found(CASES[rule], API) == [RULES[rule].mirror]


def test_a_parameter_is_judged_in_its_own_direction() -> None:
    """
    A parameter that takes fewer choices breaks those who send the others; one that takes more breaks nobody.
    """
    few, many = (book(parameters=(replace(TITLE, type="choice", choices=choices),)) for choices in (("a",), ("a", "b")))
    (narrowed,), (widened,) = changes((many, ()), (few, ())), changes((few, ()), (many, ()))
    assert [(each.rule.id, each.level) for each in (narrowed, widened)] == [
        ("parameter-enum-value-removed", "breaking"),
        ("parameter-enum-value-added", "compatible"),
    ]


def test_a_filter_by_related_records_has_the_type_of_their_identifier() -> None:
    """
    Filters by the text identifiers of authors were texts before, and are no integers for being related.
    """
    authors = replace(BOOKS, name="authors", entity="authors", identifier=Field("name", "name", "text"))
    by_name = Parameter("author", ("author.name",), "exact", "text")
    states = [
        replace(API, resources={"books": replace(BOOKS, parameters=(each,)), "authors": authors})
        for each in (by_name, replace(by_name, type="related", related="authors"))
    ]

    assert ["filter-target-changed", "filter-reading-changed"] == found(*states)


def test_another_identifier_of_related_records_is_told_once() -> None:
    """
    Filters by records whose identifier has another type are told with that identifier.
    """
    by_author = Parameter("author", ("author.id",), "exact", "related", related="authors")
    states = [
        replace(
            API,
            resources={
                "books": replace(BOOKS, parameters=(by_author,)),
                "authors": replace(BOOKS, name="authors", entity="authors", identifier=Field("id", "id", each)),
            },
        )
        for each in ("integer", "uuid")
    ]

    assert ["identifier-changed"] == found(*states)


def test_a_level_can_be_overridden() -> None:
    """
    A rule weighs what the caller says.
    """
    (change,) = changes((API, ()), (CASES["version-changed"], ()), {"version-changed": "breaking"})
    assert change.level == "breaking"


def test_a_limit_is_told_in_numbers() -> None:
    """
    Both sides of a changed limit are quoted; a host without one says so.
    """
    unlimited = replace(API, hosts={"main": replace(HOST, throttle=None)})
    (tightened,) = changes((unlimited, ()), (replace(API, hosts={"main": FASTER}), ()))

    assert ("no limit", "30 in 3600 s") == (tightened.fact.old, tightened.fact.new)
