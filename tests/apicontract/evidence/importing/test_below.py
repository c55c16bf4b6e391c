"""
What a project serves for one of several owners.
"""

from __future__ import annotations

import pytest

from apicontract.evidence.importing.project.below import placed

PATHS = ("/shops/", "/shops/{shop}/items/", "/shops/{shop}/items/{pk}/", "/shops/open/", "/users/{user}/items/", "/")


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        ("/shops/corner/", ["/shops/corner/items/", "/shops/corner/items/{pk}/"]),
        ("/shops/open/", ["/shops/open/items/", "/shops/open/items/{pk}/", "/shops/open/"]),
        ("/shops/", ["/shops/", "/shops/{shop}/items/", "/shops/{shop}/items/{pk}/", "/shops/open/"]),
        ("/nothing/", []),
    ],
)
def test_views_below_a_path_stand_there(below: str, expected: list[str]) -> None:
    """
    A parameter of a route is what the path has in its place; what cannot be read elsewhere is not told.
    """
    unread = [{"place": each, "what": "x", "reason": "y"} for each in (*PATHS, "/status/")]
    found = placed({"views": [{"path": each} for each in PATHS], "unread": unread, "title": "shop"}, below)

    assert expected == [each["path"] for each in found["views"]]
    assert "shop" == found["title"]
    assert {"/status/", *(each for each in PATHS if each in expected)} == {each["place"] for each in found["unread"]}
