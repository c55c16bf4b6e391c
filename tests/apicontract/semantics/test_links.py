"""
The links that answers must hold, and which record a text in a URL names.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from handmade import API, HOST, LIST, answer

from apicontract.contract.model import Field
from apicontract.contract.paging import STYLES
from apicontract.contract.templates import Template
from apicontract.semantics.identity import identified
from apicontract.semantics.links import last_link, next_link, own_link, previous_link, self_link
from apicontract.semantics.request import parse_request

if TYPE_CHECKING:
    from apicontract.contract.paging import Paging

NUMBERED = replace(STYLES["page-number"], default_limit=3, maximum_limit=5)
FROM_ZERO = replace(NUMBERED, first=0)


@pytest.mark.parametrize(
    ("paging", "query", "count", "links"),
    [
        (API.paging, "", 3, (None, None)),
        (API.paging, "", 4, ("limit=3&offset=3", None)),
        (API.paging, "offset=3", 6, (None, "limit=3")),
        (API.paging, "offset=4", 8, ("limit=3&offset=7", "limit=3&offset=1")),
        (NUMBERED, "", 4, ("page=2", None)),
        (NUMBERED, "page=2&a=1", 7, ("a=1&page=3", "a=1")),
        (NUMBERED, "page=3&page_size=2", 7, ("page=4&page_size=2", "page=2&page_size=2")),
        (NUMBERED, "page=last", 7, (None, "page=2")),
        (NUMBERED, "page=last", 6, (None, "")),
        (NUMBERED, "page=last", 3, (None, None)),
        (FROM_ZERO, "page=1", 9, ("page=2", "")),
        (STYLES["none"], "", 9, (None, None)),
    ],
)
def test_links_of_a_page(paging: Paging, query: str, count: int, links: tuple[str | None, str | None]) -> None:
    """
    A page has a following one if records are left, and one before if it is not the first, whose own number is left out.
    """
    api = replace(API, paging=paging)
    asked = parse_request(api, answer(query))
    expected = tuple(each if each is None else LIST + (f"?{each}" if each else "") for each in links)

    assert expected == (next_link(api, asked, count), previous_link(api, asked, count))


@pytest.mark.parametrize(
    ("query", "count", "last"),
    [("", 0, None), ("", 3, None), ("", 4, "page=2"), ("", 6, "page=2"), ("", 7, "page=3"), ("page=3", 7, None)],
)
def test_the_last_page(query: str, count: int, last: str | None) -> None:
    """
    The link to the last page is left out on that page.
    """
    api = replace(API, paging=NUMBERED)

    assert (last and f"{LIST}?{last}") == last_link(api, parse_request(api, answer(query)), count)


def test_a_count_of_any_size_is_divided() -> None:
    """
    Where the last page begins is told at once, whatever count a server says.
    """
    api, count = replace(API, paging=NUMBERED), 3 * 10**30

    assert f"{LIST}?page={10**30}" == last_link(api, parse_request(api, answer("")), count)
    assert f"{LIST}?page={10**30 - 1}" == previous_link(api, parse_request(api, answer("page=last")), count)


@pytest.mark.parametrize(
    ("query", "suffix"),
    [("", ""), ("limit=2", ""), ("format=json&limit=2", "?format=json"), ("format=api&format=json", "?format=json")],
)
def test_links_to_a_record(query: str, suffix: str) -> None:
    """
    The URL of a record keeps the last format parameter and no other, and its identifier is percent-encoded.
    """
    asked = parse_request(API, answer(query))

    assert f"{HOST}/v1/kinds/a%20b/{suffix}" == self_link(
        API, asked, replace(API.resources[API.primary], name="kinds", template=Template("kinds")), "a b", {}
    )
    assert f"{HOST}/x{suffix}" == own_link(asked, "/x")


@pytest.mark.parametrize(
    ("kind", "key", "expected"),
    [
        ("integer", "12", "12"),
        ("integer", "+1_2 ", "12"),
        ("integer", "x", None),
        ("integer", "1\x00", None),
        ("uuid", "A0EEBC999C0B4EF8BB6D6BB9BD380A11", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
        ("uuid", "a0", None),
        ("hex", "{A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11}", "a0eebc999c0b4ef8bb6d6bb9bd380a11"),
        ("hex", "a0", None),
        ("text", " a", " a"),
        ("text", "a\x00", None),
    ],
)
def test_the_record_that_a_text_names(kind: str, key: str, expected: str | None) -> None:
    """
    The text is read by the type of the identifier; what cannot be one names none.
    """
    field = Field("id", "id", form="hex") if kind == "hex" else Field("id", "id", kind)

    assert expected == identified(field, key)
