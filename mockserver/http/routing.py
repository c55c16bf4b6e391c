"""
Path -> what it leads to.

The routes of `rest_framework.routers`: a list and a single record for each resource, with `.json` suffixes
where the API has them, the API root, and the answers that are no collection.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apicontract.contract.model import Api

_SUFFIX = re.compile(r"(?P<path>.*)\.(?P<suffix>[a-z0-9]+)/?")
_IDENTIFIER = re.compile(r"[^/.]+")


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
    """

    kind: RouteKind
    name: str = ""
    identifier: str = ""
    suffix: str | None = None

    @property
    def methods(self) -> tuple[str, ...]:
        """
        The methods that the route allows; views of a collection and the root are restricted to GET.
        """
        return ("GET", "HEAD", "OPTIONS") if self.kind is RouteKind.SINGLETON else ("GET",)


def find_route(api: Api, path: str) -> RouteMatch | None:
    """
    Return the route of a decoded path, or None.
    """
    if not path.startswith(api.base_path):
        return None
    rest = path[len(api.base_path) :]
    if rest == "" or rest.endswith("/"):
        route = _match(api, rest.removesuffix("/"), slash=rest != "")
        if route:
            return route
    suffixed = _SUFFIX.fullmatch(rest) if api.setting("suffix_routes") else None
    route = _match(api, suffixed["path"], slash=suffixed["path"] != "") if suffixed else None
    return RouteMatch(route.kind, route.name, route.identifier, suffixed["suffix"]) if route and suffixed else None


def _match(api: Api, rest: str, *, slash: bool) -> RouteMatch | None:
    if rest == "":
        return RouteMatch(RouteKind.ROOT) if not slash and api.setting("api_root") else None
    if rest in api.resources:
        return RouteMatch(RouteKind.LIST, rest)
    if rest in api.singletons:
        return RouteMatch(RouteKind.SINGLETON, rest)
    name, _, identifier = rest.rpartition("/")
    if name in api.resources and _IDENTIFIER.fullmatch(identifier):
        return RouteMatch(RouteKind.DETAIL, name, identifier)
    return None
