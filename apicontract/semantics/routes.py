"""
Which resource a URL leads to, by the routes of the contract (`rest_framework.routers`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes

from apicontract.contract.routes import closing, is_open
from apicontract.contract.templates import ANY_KEY

if TYPE_CHECKING:
    from apicontract.contract.model import Api, Resource


@dataclass(frozen=True, slots=True)
class Route:
    """
    What a URL leads to.

    Attributes:
        kind: "list", "detail", "root", "singleton", "missing_trailing_slash", "surplus_slash" or "outside" (nothing of
            this API).
        resource: of a list, of a detail, or of either with the wrong end.
        key: the text that a detail names, decoded; of a singleton, its path.
        parents: the texts that the path names, decoded, for the parents of a list or a detail.
    """

    kind: str
    resource: Resource | None = None
    key: str = ""
    parents: tuple[str, ...] = ()

    @property
    def of_records(self) -> bool:
        """
        Whether records are asked for: a list, or one of them.
        """
        return self.kind in {"list", "detail"}


OUTSIDE = Route("outside")


def route_of(api: Api, path: str) -> Route:
    """
    Return the route of a path, still percent-encoded.
    """
    if not path.startswith(api.base_path):
        return OUTSIDE
    rest = decoded(path.removeprefix(api.base_path))
    if rest == "":
        return Route("root")
    end = closing(api)
    if rest.endswith(end):
        route = _below(api, rest.removesuffix(end))
        if route is not OUTSIDE or end == "/":
            return route
        return _otherwise("surplus_slash", _below(api, rest.removesuffix("/")) if rest.endswith("/") else OUTSIDE)
    return _otherwise("missing_trailing_slash", _below(api, rest))


def decoded(path: str) -> str:
    """
    Return a path without its escapes; bytes that are no UTF-8 stay escaped (`repercent_broken_unicode` of Django).
    """
    text = unquote_to_bytes(path)
    while True:
        try:
            return text.decode()
        except UnicodeDecodeError as error:
            text = text[: error.start] + quote(text[error.start : error.end]).encode() + text[error.end :]


def _otherwise(kind: str, route: Route) -> Route:
    """
    Return the route of a path whose closing slash is not as it should be.
    """
    return OUTSIDE if route is OUTSIDE else replace(route, kind=kind)


def _below(api: Api, rest: str) -> Route:
    if rest in api.singletons:
        return Route("singleton", key=rest)
    for resource in api.resources.values():
        parents = _parents(api, resource, rest)
        if parents is not None:
            return Route("list", resource, parents=parents)
    folder, _, key = rest.rpartition("/")
    for resource in api.resources.values():
        parents = _parents(api, resource, folder)
        if parents is not None and re.fullmatch(resource.route.key, key):
            return Route("detail", resource, key, parents)
    return OUTSIDE


def _parents(api: Api, resource: Resource, path: str) -> tuple[str, ...] | None:
    """
    Return the keys of the parents in the path of a list, segment by segment; None if it is none of the resource's.
    """
    template, given = resource.route.path.split("/"), path.split("/")
    if len(template) != len(given):
        return None
    if any(step != text and not is_open(step) for step, text in zip(template, given, strict=True)):
        return None
    keys = [text for step, text in zip(template, given, strict=True) if is_open(step)]
    patterns = [api.resources[each.resource].route.key for each in resource.route.parents] or [ANY_KEY] * len(keys)
    fitting = all(re.fullmatch(pattern, key) for pattern, key in zip(patterns, keys, strict=True))
    return tuple(keys) if fitting else None
