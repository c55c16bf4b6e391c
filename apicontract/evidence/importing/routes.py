"""
What the paths of a description state: the closing slash, lists below a parent, and what an answer is written as.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from apicontract.contract.representations import REPRESENTATIONS
from apicontract.contract.templates import ANY_KEY
from apicontract.evidence.openapi.parts import members

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from apicontract.evidence.openapi import Operation

_PARAMETER = re.compile(r"\{([^{}]+)\}")
_PATTERN = re.compile(r"\^\(\?:(.*)\)\$")


def resource_name(path: str) -> str:
    """
    Return the name of the list at a path below the base path: its segments without the parameters.
    """
    return "/".join(each for each in path.strip("/").split("/") if "{" not in each)


def route_of(
    path: str, identifiers: Mapping[str, str], fields: Mapping[str, Any], resolve: Callable[[Any], Mapping[str, Any]]
) -> dict[str, Any] | None:
    """
    Return the entry in `routes` of a list below parents; None if one of these is no list that is known.

    Args:
        path: below the base path.
        identifiers: path of each list that is known, below the base path, to the field that identifies its records.
        fields: properties of a row.
        resolve: returns what a schema refers to, or itself.
    """
    path = path.strip("/")
    parents = {}
    for match in _PARAMETER.finditer(path):
        owner = path[: match.start()].rstrip("/")
        if owner not in identifiers:
            return None
        # A record that may have several parents has them in a field that is called like their list.
        name = next((each for each in (match[1], owner.rpartition("/")[2]) if each in fields), match[1])
        schema = resolve(fields.get(name))
        schema = resolve(schema["items"]) if "items" in schema else schema
        inner = members(schema.get("properties"))
        field = f"{name}.{identifiers[owner]}" if inner or name not in fields else name
        parents[match[1]] = {"resource": resource_name(owner), "field": field}
    return {"path": path, "parents": parents}


def route_entry(route: Mapping[str, Any], detail: Operation | None, name: str) -> dict[str, Any]:
    """
    Return the entry in `routes` without what is usual: a path without parents, and any key.
    """
    stated = str(_key_schema(detail, name).get("pattern", ""))
    match = _PATTERN.fullmatch(stated)
    pattern = match[1] if match else ANY_KEY
    return {**(route if route["parents"] else {}), **({"key": pattern} if pattern != ANY_KEY else {})}


def key_type(detail: Operation | None, name: str) -> str:
    """
    Return the type of a record's key, as the path of a record states it.
    """
    schema = _key_schema(detail, name)
    return "integer" if schema.get("type") == "integer" else "uuid" if schema.get("format") == "uuid" else "text"


def _key_schema(detail: Operation | None, name: str) -> Mapping[str, Any]:
    found = [each for each in detail.parameters.values() if (each.place, each.name) == ("path", name)] if detail else []
    return members(found[0].schema) if found else {}


def stated_behaviour(lists: Iterable[str], gets: Mapping[str, Operation], source: str) -> dict[str, Any]:
    """
    Return the settings that the paths and the parameter `format` of a description state.
    """
    stated: dict[str, Any] = {}
    if not any(each.endswith("/") for each in lists):
        stated["closing_slash"] = False
    formats = [parameter.schema for get in gets.values() if (parameter := get.parameters.get(("query", "format")))]
    offered = [each for each in members(formats[0]).get("enum", ()) if each in REPRESENTATIONS] if formats else []
    if offered:
        stated["representations"] = offered
    return {name: {"value": value, "grade": "published", "source": source} for name, value in stated.items()}
