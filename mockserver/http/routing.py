"""
Path -> what it leads to.

The routes of `rest_framework.routers`: a list and a single record for each resource, with `.json` suffixes
where the API has them, the API root, and the answers that are no collection.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from apicontract.contract.routes import closing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.contract.model import Api, Resource

_PARAMETER = re.compile(r"\{[^{}]+\}")
_SUFFIX = re.compile(r"(?P<path>.*)\.(?P<suffix>[a-z0-9]+)/?")


class RouteKind(Enum):
    """
    What a route leads to.
    """

    ROOT = "root"
    LIST = "list"
    DETAIL = "detail"
    SINGLETON = "singleton"


@dataclass(frozen=True, slots=True)
class RouteMatch:
    """
    What a path leads to.

    Attributes:
        kind: what it is.
        name: of the resource or the singleton; empty for the root.
        identifier: of a single record, as it stands in the path.
        suffix: format given by the path (`.json`).
        parents: keys of the records below which the path stands.
    """

    kind: RouteKind
    name: str = ""
    identifier: str = ""
    suffix: str | None = None
    parents: tuple[str, ...] = ()


def methods_of(api: Api, route: RouteMatch) -> Sequence[str]:
    """
    Return the methods that a route allows: a plain view all of those that read, any other those of the API.
    """
    methods: Sequence[str] = ("GET", "HEAD", "OPTIONS") if route.kind is RouteKind.SINGLETON else api.setting("methods")
    return methods


def find_route(api: Api, path: str) -> RouteMatch | None:
    """
    Return the route of a decoded path, or None.
    """
    if not path.startswith(api.base_path):
        return None
    rest, end = path[len(api.base_path) :], closing(api)
    if rest == "" or (rest.endswith(end) and rest != end):
        route = _match(api, rest.removesuffix(end))
        if route:
            return route
    suffixed = _SUFFIX.fullmatch(rest) if api.setting("suffix_routes") else None
    route = _match(api, suffixed["path"]) if suffixed else None
    return replace(route, suffix=suffixed["suffix"]) if route and suffixed else None


def _match(api: Api, rest: str) -> RouteMatch | None:
    if rest == "":
        return RouteMatch(RouteKind.ROOT) if api.setting("api_root") else None
    if rest in api.singletons:
        return RouteMatch(RouteKind.SINGLETON, rest)
    found = [(name, match) for name, each in api.resources.items() if (match := _pattern(api, each).fullmatch(rest))]
    # A list whose path might also be that of a record is the list.
    for name, match in sorted(found, key=lambda each: each[1]["key"] is not None):
        kind = RouteKind.DETAIL if match["key"] else RouteKind.LIST
        parents = tuple(match[f"parent{number}"] for number, _ in enumerate(api.resources[name].route.parents))
        return RouteMatch(kind, name, match["key"] or "", parents=parents)
    return None


def _pattern(api: Api, resource: Resource) -> re.Pattern[str]:
    """
    Return the pattern of what may stand below the base path, without the closing slash.
    """
    keys = tuple(api.resources[each.resource].route.key for each in resource.route.parents)
    return _compiled(resource.route.path, resource.route.key, keys)


@lru_cache(maxsize=1024)
def _compiled(path: str, key: str, parents: tuple[str, ...]) -> re.Pattern[str]:
    fixed = [re.escape(each) for each in _PARAMETER.split(path)]
    opened = ["", *(f"(?P<parent{number}>{each})" for number, each in enumerate(parents))]
    listed = "".join(f"{one}{other}" for one, other in zip(opened, fixed, strict=True))
    return re.compile(f"{listed}(?:/(?P<key>{key}))?")
