"""
Which views of a project become lists, and what is told of them.
"""

from __future__ import annotations

import pytest

from apicontract.contract.errors import DataError
from apicontract.evidence.importing.project.imported import _told, imported_project

VIEW = {"path": "shop/items/", "kind": "list", "serializer": "ItemSerializer", "own": [], "permissions": []}


@pytest.mark.parametrize(
    "views", [[], [{**VIEW, "kind": "retrieve"}], [{**VIEW, "kind": "other"}], [{**VIEW, "serializer": None}]]
)
def test_a_project_without_a_list_is_refused(views: list[dict[str, object]]) -> None:
    """
    A view that shows one record, another kind of view, and one of unknown rows are no lists.
    """
    with pytest.raises(DataError, match="no list of Django REST Framework"):
        imported_project({"views": views, "unread": []}, "shop", "a project")


@pytest.mark.parametrize(
    ("detail", "changed", "told"),
    [
        ({}, {}, []),
        (None, {}, ["shop/items/: no path of a single record"]),
        ({}, {"own": ["get_queryset"]}, ["shop/items/: get_queryset of its own; which rows it lists is not read"]),
        (
            {},
            {"permissions": ["rest_framework.permissions.IsAuthenticated"]},
            ["shop/items/: a token is needed; answers are served to anybody"],
        ),
        (
            {},
            {"permissions": ["shop.OnlyFriends"]},
            ["shop/items/: its own code says who may read; answers are served to anybody"],
        ),
    ],
)
def test_what_is_not_expressed_of_a_list_is_told(
    detail: dict[str, object] | None, changed: dict[str, object], told: list[str]
) -> None:
    """
    Rows by code of its own, no single record, and who is let in are told; of a plain list nothing.
    """
    assert told == list(_told({**VIEW, **changed}, detail))
