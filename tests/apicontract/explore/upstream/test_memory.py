"""
Promise: the newest genuine answer of each URL is remembered, within bounds, until something newer contradicts it.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.exchange import Exchange
from apicontract.explore.upstream.contradicting import differ, passing_fields, shown_records
from apicontract.explore.upstream.memory import Genuine, GenuineMemory
from apicontract.explore.upstream.wanted import wanted_again

API = load_api()
HOST = "https://example.test"
LIST = f"{HOST}/2.3.0/config/agency_types/"


def genuine(url: str, *rows: dict[str, Any], received: float = 0.0, size: int = 0) -> Genuine:
    """
    Return a genuine answer: a page, or of the URL of a record the first row; with a size, so many bytes instead.
    """
    page = {"count": len(rows), "next": None, "previous": None, "results": rows}
    body = b"x" * size or json.dumps(page if "/?" in url or url == LIST else rows[0]).encode()
    exchange = Exchange("GET", url, 200, body=body)
    wanted = wanted_again(API, exchange)
    assert wanted
    return Genuine(API, wanted, exchange, received, 60.0)


def remembered(memory: GenuineMemory, *urls: str) -> list[str]:
    """
    Return those URLs of which an answer is remembered.
    """
    return [each for each in urls if memory.get(each) is not None]


def test_an_answer_is_fresh_from_its_moment_on() -> None:
    """
    It expires its lifetime after it was received.
    """
    assert 67.0 == genuine(LIST, received=7.0).expires


def test_the_newest_answer_of_a_url_is_remembered() -> None:
    """
    An answer takes the place of the one before, whose size and records count no more.
    """
    memory = GenuineMemory(API, most=20)
    url = f"{LIST}?limit=1"
    first, second = (genuine(url, size=15, received=number) for number in (1, 2))
    memory.put(first)
    memory.put(second)
    memory.put(genuine(f"{LIST}?limit=2", size=5))

    assert (second, [second]) == (memory.get(url), memory.group(second.wanted.group)[:1])
    assert memory.get(f"{LIST}?limit=2")
    assert None is memory.get(f"{LIST}?limit=3")


@pytest.mark.parametrize(
    ("sizes", "kept"), [((10, 10), "12"), ((10, 11), "2"), ((21,), "1"), ((10, 21), "2"), ((7, 7, 7), "23")]
)
def test_bodies_are_remembered_up_to_a_size(sizes: tuple[int, ...], kept: str) -> None:
    """
    As many bytes as are allowed stay, and the newest answer whatever its size.
    """
    memory = GenuineMemory(API, most=20)
    urls = [f"{LIST}?limit={number}" for number, _ in enumerate(sizes, 1)]
    for url, size in zip(urls, sizes, strict=True):
        memory.put(genuine(url, size=size))

    assert [f"{LIST}?limit={number}" for number in kept] == remembered(memory, *urls)


def test_a_path_is_known_as_long_as_an_answer_of_it_is() -> None:
    """
    Whatever the query, a path is known until its last answer is forgotten, and no other path.
    """
    memory = GenuineMemory(API)
    for limit in (1, 2):
        memory.put(genuine(f"{LIST}?limit={limit}"))
    known = [memory.knows(each) for each in (LIST, f"{LIST}?limit=9", f"{LIST}7/", f"{HOST}/2.3.0/agencies/")]
    after = []
    for limit in (1, 2):
        memory.forget(lambda each, limit=limit: each.wanted.url.endswith(str(limit)))  # type: ignore[misc]
        after.append(memory.knows(LIST))

    assert ([True, True, False, False], [True, False]) == (known, after)


def test_a_group_has_the_newest_first() -> None:
    """
    Pages of one list are together, those of another selection are not, and forgotten ones are gone.
    """
    memory = GenuineMemory(API)
    pages = [genuine(f"{LIST}?limit={number + 1}", received=received) for number, received in enumerate((5, 9, 7))]
    record = genuine(f"{LIST}3/", {"id": 3})
    for each in (*pages, record):
        memory.put(each)
    group = pages[0].wanted.group
    before = memory.group(group)
    memory.forget(lambda each: each.received == 9)
    after = memory.group(group)
    memory.forget(lambda each: each is not record)

    assert [pages[1], pages[2], pages[0]] == before
    assert [pages[2], pages[0]] == after
    assert ([], [record]) == (memory.group(group), memory.group(record.wanted.group))


ONE, CHANGED, TWO = {"id": 1, "name": "a"}, {"id": 1, "name": "b"}, {"id": 2, "name": "a"}


@pytest.mark.parametrize(
    ("older", "newer", "stays"),
    [
        (genuine(LIST, ONE, received=1), genuine(f"{LIST}1/", CHANGED, received=2), False),
        (genuine(LIST, ONE, received=2), genuine(f"{LIST}1/", CHANGED, received=2), False),
        (genuine(LIST, ONE, received=3), genuine(f"{LIST}1/", CHANGED, received=2), True),
        (genuine(LIST, ONE, received=1), genuine(f"{LIST}1/", ONE, received=2), True),
        (genuine(LIST, ONE, received=1), genuine(f"{LIST}2/", {**CHANGED, "id": 2}, received=2), True),
        (genuine(LIST, ONE, TWO, received=1), genuine(f"{LIST}2/", {**CHANGED, "id": 2}, received=2), False),
        (genuine(f"{LIST}1/", ONE, received=1), genuine(LIST, TWO, CHANGED, received=2), False),
        (genuine(f"{LIST}1/", ONE, received=1), genuine(f"{HOST}/2.3.0/agencies/1/", CHANGED, received=2), True),
    ],
)
def test_what_something_newer_contradicts_is_forgotten(older: Genuine, newer: Genuine, *, stays: bool) -> None:
    """
    An answer that shows a record otherwise than a newer one is given up; what was received later is not.
    """
    memory = GenuineMemory(API)
    memory.put(older)
    memory.put(newer)

    assert [stays, True] == [memory.get(each.wanted.url) is not None for each in (older, newer)]


def test_a_record_is_no_more_shown_by_what_was_forgotten() -> None:
    """
    An answer that was given up contradicts nothing, and is contradicted by nothing.
    """
    memory = GenuineMemory(API)
    memory.put(genuine(LIST, ONE, received=1))
    memory.forget(lambda _: True)
    memory.put(genuine(f"{LIST}1/", CHANGED, received=2))
    memory.put(genuine(LIST, CHANGED, received=3))

    assert [LIST, f"{LIST}1/"] == remembered(memory, LIST, f"{LIST}1/")


AGENCY = f"{HOST}/2.3.0/agencies/"


@pytest.mark.parametrize(("query", "stays"), [("?mode=detailed", True), ("?mode=normal", False)])
def test_parts_of_a_record_are_compared_in_one_form_alone(query: str, *, stays: bool) -> None:
    """
    In another level of detail a nested record may have other fields.
    """
    memory = GenuineMemory(API)
    rows = [{"id": 1, "type": {"id": 3, "name": name}} for name in ("a", "b")]
    memory.put(genuine(f"{AGENCY}?mode=normal&limit=1", rows[0], received=1))
    memory.put(genuine(f"{AGENCY}{query}", rows[1], received=2))

    assert stays == (memory.get(f"{AGENCY}?mode=normal&limit=1") is not None)


@pytest.mark.parametrize(
    ("one", "other", "same_form", "expected"),
    [
        ({"a": 1}, {"a": 1}, True, False),
        ({"a": 1}, {"a": 2}, False, True),
        ({"a": 1}, {"b": 2}, True, False),
        ({"a": None}, {"a": 2}, False, True),
        ({"a": {}}, {"a": None}, False, False),
        ({"a": None}, {"a": {}}, False, False),
        ({"a": []}, {"a": 1}, False, False),
        ({"a": {}}, {"a": None}, True, True),
        ({"url": 1}, {"url": 2}, True, False),
    ],
)
def test_rows_differ_where_both_say_something(
    one: dict[str, Any], other: dict[str, Any], *, same_form: bool, expected: bool
) -> None:
    """
    In two forms plain values count, in one form all; what passes counts in neither.
    """
    assert expected == differ(one, other, frozenset({"url"}), same_form=same_form)


def test_names_of_forms_and_links_pass() -> None:
    """
    The name of its form and its URL say nothing lasting of a record; what it is called does.
    """
    found = passing_fields(API)

    assert ({"response_mode", "url"}, set()) == (found & {"response_mode", "url"}, found & {"name", "id"})


@pytest.mark.parametrize(
    ("url", "rows", "expected"),
    [
        (LIST, [ONE, TWO], {("config/agency_types", "1"): ONE, ("config/agency_types", "2"): TWO}),
        (f"{LIST}1/", [ONE], {("config/agency_types", "1"): ONE}),
        (LIST, [], {}),
    ],
)
def test_records_are_named_by_entity_and_key(url: str, rows: list[Any], expected: dict[Any, Any]) -> None:
    """
    A page shows each of its records, and a record itself.
    """
    found = dict(shown_records(genuine(url, *rows).reading))

    entity = API.resources["config/agency_types"].entity
    assert {(entity, key): row for (_, key), row in expected.items()} == found
    assert found == genuine(url, *rows).records
