"""
Which records belong to the parents that a path names, and whether these exist.
"""

from __future__ import annotations

import pytest
from route_forms import api_of, world_of

from apicontract.semantics.parents import belongs, parent_missing
from apicontract.semantics.routes import route_of

API = api_of("nested-many")


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"authors": [{"id": 4}, {"id": 7}]}, True),
        ({"authors": [{"id": 7}, {"id": 4}]}, True),
        ({"authors": [{"id": 7}]}, False),
        ({}, None),
    ],
)
@pytest.mark.parametrize("spelled", ["4", "04"])
def test_a_record_belongs_to_each_of_its_parents(record: dict[str, object], spelled: str, *, expected: bool) -> None:
    """
    Whichever stands first; one that does not show its parents may belong to any.
    """
    assert expected is belongs(API, route_of(API, f"{API.base_path}authors/{spelled}/books/"), record)


@pytest.mark.parametrize(("key", "expected"), [("4", False), ("99999", True), ("nonsense", True)])
def test_a_parent_exists_or_not(key: str, *, expected: bool) -> None:
    """
    Where its collection is known; what cannot be an identifier names nothing.
    """
    route = route_of(API, f"{API.base_path}authors/{key}/books/")

    assert expected is parent_missing(API, route, world_of("nested-many").tables)
    assert (True if key == "nonsense" else None) is parent_missing(API, route, {})
