"""
The header that says what a client may have meant.
"""

from __future__ import annotations

import pytest

from apicontract.contract.catalog import load_api
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from mockserver.app import create_app
from mockserver.http.hint_header import HINT_HEADER, hint_value

API = load_api()
WORLD = generate(API, recordings_of(API), records="recorded")
LIST = f"{API.base_path}{API.primary}/"
ORIGIN = {"Origin": "http://localhost:5173"}
SAID = "`is_placeholders` is not a parameter and is ignored; did you mean `is_placeholder`?"


def headers(path: str, *, exact: bool = False, origin: bool = True) -> dict[str, str | None]:
    """
    Return the two headers of an answer that a hint adds.
    """
    client = create_app(API, WORLD, exact_headers=exact).test_client()
    answer = client.get(path, headers=ORIGIN if origin else {})
    return {name: answer.headers.get(name) for name in (HINT_HEADER, "Access-Control-Expose-Headers")}


@pytest.mark.parametrize(
    ("query", "options", "expected"),
    [
        ("?is_placeholders=1", {}, (SAID, HINT_HEADER)),
        ("?is_placeholders=1", {"origin": False}, (SAID, None)),
        ("?is_placeholders=1", {"exact": True}, (None, None)),
        ("?is_placeholder=1", {}, (None, None)),
    ],
)
def test_near_misses_stand_in_a_header(
    query: str, options: dict[str, bool], expected: tuple[str | None, str | None]
) -> None:
    """
    A near miss stands in a header that other origins may read; exact headers and right requests have none.
    """
    assert expected == tuple(headers(LIST + query, **options).values())


def test_an_unserved_path_has_the_body_of_the_service() -> None:
    """
    The header of a path that nothing serves names the nearest one, and the body stays the service's own 404.
    """
    path = f"{API.base_path}spacecrafts/"
    hinting, exact = (
        create_app(API, WORLD, exact_headers=each).test_client().get(path, headers=ORIGIN) for each in (False, True)
    )
    assert (404, exact.data) == (hinting.status_code, hinting.data)
    assert f"`{path}` is not served; did you mean `{LIST}`?" == hinting.headers[HINT_HEADER]


@pytest.mark.parametrize(
    ("hints", "expected"),
    [
        (("a", "b"), "a | b"),
        (("caf\u00e9 \u2026\r\nX: y\x7f",), "caf\\xe9 \\u2026\\r\\nX: y\\x7f"),
        (("x" * 301,), "x" * 297 + "..."),
        (("x" * 300,), "x" * 300),
    ],
)
def test_a_value_is_short_ascii_in_one_line(hints: tuple[str, ...], expected: str) -> None:
    """
    The value is one line of at most 300 characters of printable ASCII, whatever a hint quotes.
    """
    assert expected == hint_value(hints)
