"""
How queries are written, and what is said of their parameters, is what a second list of the same facts says.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from django.utils.dateparse import parse_date, parse_datetime, parse_duration

from apicontract.contract.catalog import load_api
from apicontract.contract.lookups import TYPES
from apicontract.contract.openapi import openapi_document
from apicontract.contract.paging import ECHOES
from apicontract.contract.querynames import (
    DOWNWARDS,
    UPWARDS,
    USUAL,
    last_counts,
    ordered,
    ordering_names,
    several_terms,
)
from apicontract.contract.templates import UNESCAPED

if TYPE_CHECKING:
    from apicontract.contract.model import Api

LIBRARY = Path(__file__).parents[1] / "data" / "library"
#: RFC 3986, section 3.3: what a segment may hold unescaped besides letters, digits and "-._~"; and the slash between.
SUB_DELIMS, PCHAR = "!$&'()*+,;=", ":@"
#: What reads each type that has an example, as Django's form fields do (`django.forms.fields`).
READERS = {"date": parse_date, "date-time": parse_datetime, "duration": parse_duration, "uuid": UUID}


def library(**stated: str | bool) -> Api:
    """
    Return the library, with some settings stated.
    """
    api = load_api(data=LIBRARY)
    any_setting = next(iter(api.behaviour.values()))
    made = {name: replace(any_setting, value=value) for name, value in stated.items()}
    return replace(api, behaviour=MappingProxyType({**api.behaviour, **made}))


def test_what_is_usual() -> None:
    """
    Where nothing is said, queries are written as for the framework (`rest_framework.filters`, `QueryDict.get`).
    """
    assert {
        "search_parameter": "search",
        "search_words": True,
        "ordering_parameter": "ordering",
        "ordering_direction": "",
        "ordering_descending": "",
        "ordering_many": True,
        "repeated": "last",
    } == dict(USUAL)
    assert ("asc", "desc") == (UPWARDS, DOWNWARDS)


@pytest.mark.parametrize(
    ("stated", "terms", "expected"),
    [
        ({}, "-a,b", (("ordering", "-a,b"),)),
        ({"ordering_parameter": "sort"}, "-a,b", (("sort", "-a,b"),)),
        ({"ordering_direction": "way"}, "-a,b", (("ordering", "a,b"), ("way", "desc,asc"))),
        ({"ordering_descending": "down"}, "-a", (("down", "a"),)),
        ({"ordering_descending": "down"}, "a", (("ordering", "a"),)),
    ],
)
def test_a_query_that_sorts(stated: dict[str, str], terms: str, expected: tuple[tuple[str, str], ...]) -> None:
    """
    The settings say in which parameters fields and directions stand.
    """
    assert expected == ordered(library(**stated), terms)
    assert {name for name, _ in expected} <= set(ordering_names(library(**stated)))


def test_what_counts_of_several() -> None:
    """
    The settings say whether a second term counts, and which of two values of one parameter.
    """
    plain, other = library(), library(ordering_many=False, repeated="first")

    assert [(True, True), (False, False)] == [(several_terms(each), last_counts(each)) for each in (plain, other)]


@pytest.mark.parametrize("stated", [{}, {"ordering_descending": "down"}, {"ordering_direction": "way"}])
def test_what_is_said_of_a_parameter_is_a_sentence(stated: dict[str, str]) -> None:
    """
    Each description of a parameter begins with a capital and ends with a full stop, however an API sorts.
    """
    document = openapi_document(library(**stated))
    said = {each["description"] for path in document["paths"].values() for each in path["get"].get("parameters", ())}

    assert said
    assert {each for each in said if each[0].isupper() and each.endswith(".") and not each.endswith("..")} == said


def test_what_stands_in_a_path_unescaped() -> None:
    """
    A path keeps what RFC 3986 lets stand in one, but for letters, digits and marks that nobody escapes.
    """
    assert set(SUB_DELIMS + PCHAR + "/~") == set(UNESCAPED)
    assert len(UNESCAPED) == len(set(UNESCAPED))


def test_examples_of_types_are_read_by_the_framework() -> None:
    """
    Each example of a type is one that Django reads as that type.
    """
    examples = {each.name: each.example for each in TYPES.values() if each.example}

    assert set(READERS) == set(examples)
    assert None not in {READERS[name](example) for name, example in examples.items()}


def test_what_a_page_may_say_of_itself() -> None:
    """
    What a page repeats of itself is a whole number, described, or anything.
    """
    assert {"size", "shown", "number", "pages", "before", "open"} == set(ECHOES)
    assert {("description", "minimum", "type")} == {
        tuple(sorted(each)) for name, each in ECHOES.items() if name != "open"
    }
    assert {("integer", 0)} == {(each["type"], each["minimum"]) for name, each in ECHOES.items() if name != "open"}
    assert {} == ECHOES["open"]
    said = [each["description"] for name, each in ECHOES.items() if name != "open"]
    assert [each for each in said if each[0].isupper() and each.endswith(".") and not each.endswith("..")] == said
    assert all(each.count(".") == 1 for each in said)
