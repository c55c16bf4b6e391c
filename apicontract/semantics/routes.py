"""
Which resource a URL leads to, by the routes of the contract (`rest_framework.routers`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from apicontract.contract.model import Api, Resource


@dataclass(frozen=True, slots=True)
class Route:
    """
    What a URL leads to.

    Attributes:
        kind: "list", "detail", "root", "singleton", "missing_trailing_slash" or "outside" (nothing of this API).
        resource: of a list, of a detail, or of either without its slash.
        key: the text that a detail names, decoded; of a singleton, its path.
    """

    kind: str
    resource: Resource | None = None
    key: str = ""


OUTSIDE = Route("outside")


def route_of(api: Api, path: str) -> Route:
    """
    Return the route of a path, still percent-encoded.
    """
    if not path.startswith(api.base_path):
        return OUTSIDE
    rest = path.removeprefix(api.base_path)
    if rest == "":
        return Route("root")
    if rest.endswith("/"):
        return _below(api, rest)
    route = _below(api, rest + "/")
    return OUTSIDE if route.kind == "outside" else Route("missing_trailing_slash", route.resource, route.key)


def _below(api: Api, rest: str) -> Route:
    name = rest.removesuffix("/")
    if name in api.singletons:
        return Route("singleton", key=name)
    if name in api.resources:
        return Route("list", api.resources[name])
    folder, _, key = name.rpartition("/")
    text = unquote(key, errors="replace")
    if folder in api.resources and text and not {".", "/"} & set(text):
        return Route("detail", api.resources[folder], text)
    return OUTSIDE
