"""
What a path leads to.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from apicontract.contract.model import Grade, Setting
from mockserver.http.routing import RouteKind, RouteMatch, find_route

if TYPE_CHECKING:
    from apicontract.contract.model import Api

RESOURCE = "config/agency_types"


@pytest.mark.parametrize(
    ("rest", "route"),
    [
        ("", RouteMatch(RouteKind.ROOT)),
        ("spacecraft/", RouteMatch(RouteKind.LIST, "spacecraft")),
        (f"{RESOURCE}/", RouteMatch(RouteKind.LIST, RESOURCE)),
        (f"{RESOURCE}/1/", RouteMatch(RouteKind.DETAIL, RESOURCE, "1")),
        ("spacecraft/ä b/", RouteMatch(RouteKind.DETAIL, "spacecraft", "ä b")),
        ("api-throttle/", RouteMatch(RouteKind.SINGLETON, "api-throttle")),
        ("/", None),
        ("spacecraft", None),
        ("spacecraft//", None),
        ("spacecraft/1.0/", None),
        ("spacecraft/1/2/", None),
        ("Spacecraft/", None),
        ("config/", None),
        ("spacecraft.json", None),
    ],
)
def test_paths_lead_to_routes(api: Api, rest: str, route: RouteMatch | None) -> None:
    """
    A list, a record by what its path names, the root, an answer that is no collection, or nothing.
    """
    assert find_route(api, f"{api.base_path}{rest}") == route


@pytest.mark.parametrize(
    ("rest", "route"),
    [
        (".json", RouteMatch(RouteKind.ROOT, suffix="json")),
        ("spacecraft.json", RouteMatch(RouteKind.LIST, "spacecraft", suffix="json")),
        ("spacecraft/1.json", RouteMatch(RouteKind.DETAIL, "spacecraft", "1", suffix="json")),
        ("spacecraft/1.json/", RouteMatch(RouteKind.DETAIL, "spacecraft", "1", suffix="json")),
        ("spacecraft/1.JSON", None),
        ("spacecraft/1.0.json", None),
    ],
)
def test_suffixes_are_formats(api: Api, rest: str, route: RouteMatch | None) -> None:
    """
    Where the API has suffixes they name the format of the same routes.
    """
    suffixed = replace(api, behaviour={**api.behaviour, "suffix_routes": Setting(value=True, grade=Grade.GUESS)})
    assert find_route(suffixed, f"{api.base_path}{rest}") == route


def test_other_bases_are_not_routed(api: Api) -> None:
    """
    A path outside the API's base leads nowhere.
    """
    assert find_route(api, "/other/spacecraft/") is None
