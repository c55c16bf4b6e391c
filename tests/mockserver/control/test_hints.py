"""
Near misses that the mock tells about.
"""

from __future__ import annotations

import pytest
from paging_styles import api_in

from apicontract.contract.catalog import load_api
from mockserver.control.hints import hints

LIST = "/2.3.0/spacecraft/"


@pytest.mark.parametrize(
    ("path", "query", "expected"),
    [
        (LIST, [], ()),
        ("/favicon.ico", [], ()),
        (LIST, [("is_placeholder", "true"), ("limit", "5"), ("format", "json"), ("mode", "detailed")], ()),
        (
            LIST,
            [("is_placeholders", "true")],
            ("`is_placeholders` is not a parameter and is ignored; did you mean `is_placeholder`?",),
        ),
        (LIST, [("utm_source", "x")], ("`utm_source` is not a parameter and is ignored",)),
        (LIST, [("in_space", "yes")], ("`in_space=yes` is invalid and ignored; give true or false",)),
        (
            LIST,
            [("ordering", "-flight_count,id")],
            ("`flight_count` is not an ordering field and is ignored; did you mean `flights_count`?",),
        ),
        (
            LIST,
            [("mode", "list")],
            ("`mode=list` is not documented (normal, detailed); the answer is in mode normal",),
        ),
        (LIST, [("limit", "1000")], ("`limit=1000` becomes 100",)),
        (LIST, [("limit", "many")], ("`limit=many` becomes 10",)),
        ("/2.3.0/spacecraft/1/", [("nam", "x")], ("`nam` is not a parameter and is ignored; did you mean `name`?",)),
        ("/2.3.0/spacecrafts/", [], ("`/2.3.0/spacecrafts/` is not served; did you mean `/2.3.0/spacecraft/`?",)),
        ("/spacecraft/", [], ("`/spacecraft/` is not served; did you mean `/2.3.0/spacecraft/`?",)),
        (
            "/2.3.0/rockets/",
            [],
            ("`/2.3.0/rockets/` is not served; the nearest served path is `/2.3.0/docking_events/`",),
        ),
        ("/robots.txt", [], ("`/robots.txt` is not served; the nearest served path is `/2.3.0/`",)),
        ("/2.3.0/api-throttle", [], ()),
        ("/", [], ()),
        ("/2.3.0/", [], ()),
    ],
)
def test_hints(path: str, query: list[tuple[str, str]], expected: tuple[str, ...]) -> None:
    """
    What has no effect is told, with the name that may have been meant.
    """
    assert expected == hints(load_api(), path, query)


def test_what_sets_no_rows_of_a_page_is_told() -> None:
    """
    Where paging begins with a number of rows, a text that is none is told.
    """
    told = hints(api_in("page-on-size"), "/library/v1/books/", [("page_size", "many")])

    assert ("`page_size=many` sets no rows of a page; all records are sent",) == told


def test_hints_are_bounded() -> None:
    """
    However much of a request has no effect, a few hints of a few words are told, and that there are more.
    """
    query = [(f"unknown{number}" + "x" * 10_000, "1") for number in range(500)]
    told = hints(load_api(), LIST, [*query, ("ordering", "y" * 10_000), ("mode", "z" * 10_000)])

    assert (21, "further parts of this request have no effect") == (len(told), told[-1])
    assert max(map(len, told)) < 200
