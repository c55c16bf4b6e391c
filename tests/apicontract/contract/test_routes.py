"""
The paths of an API, written and read.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.routes import Located, closing, detail_path, is_open, list_path, located
from apicontract.contract.templates import Parent, Template

API = load_api()
PRIMARY = API.resources[API.primary]
NESTED = replace(PRIMARY, name="nested", template=Template("up/{one}/nested", parents=(Parent("one", "up", "one.id"),)))
BASE = API.base_path


def test_paths_are_written() -> None:
    """
    A list stands below the base path and its parents, a record one segment further, each with the closing slash.
    """
    below = replace(NESTED, template=NESTED.route.choosing(("x y",)))

    assert "/" == closing(API)
    assert f"{BASE}{API.primary}/" == list_path(API, PRIMARY)
    assert f"{BASE}up/x%20y/nested/" == list_path(API, below)
    assert f"{BASE}up/x%20y/nested/a%3F/" == detail_path(API, below, "a?")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (f"{BASE}{API.primary}/", Located(PRIMARY)),
        (f"{BASE}{API.primary}", Located(PRIMARY)),
        (f"{BASE}{API.primary}/a%20b/", Located(PRIMARY, "a b")),
        (f"{BASE}up/4/nested/", Located(NESTED, "", ("4",))),
        (f"{BASE}up/4/nested/7/", Located(NESTED, "7", ("4",))),
        (f"{BASE}up/4/other/", None),
        (f"{BASE}{API.primary}/1/2/", None),
        (f"/elsewhere{BASE}{API.primary}/", None),
    ],
)
def test_paths_are_read(path: str, expected: Located | None) -> None:
    """
    A path leads to a list or a record, with the keys of its parents, whatever it ends with; others lead to nothing.
    """
    api = replace(API, resources={API.primary: PRIMARY, "nested": NESTED})

    assert expected == located(api, path)


def test_a_parameter_is_open() -> None:
    """
    A segment in braces stands for any text.
    """
    assert (True, False) == (is_open("{one}"), is_open("one"))
