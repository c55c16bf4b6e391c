"""
What the paths of a description state: the closing slash, lists below a parent, and what an answer is written as.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from apicontract.contract.representations import REPRESENTATIONS
from apicontract.contract.templates import ANY_KEY
from apicontract.evidence.openapi.parts import members

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from apicontract.evidence.openapi import Description, Operation

_PREFIX = re.compile(r"/((?:api|rest|v?\d+(?:\.\d+)*)/)*", re.IGNORECASE)
_PARAMETER = re.compile(r"\{([^{}]+)\}")
_PATTERN = re.compile(r"\^\(\?:(.*)\)\$")


def placed(description: Description) -> tuple[str, dict[str, Operation], list[str]]:
    """
    Return the base path, each path that is read with its operation, and a note where paths repeat that of the server.
    """
    server = urlsplit(description.servers[0]).path.rstrip("/") if description.servers else ""
    stated = {each.path: each for (_, method), each in description.operations.items() if method == "GET"}
    repeated = bool(server and stated) and all(path.startswith(f"{server}/") for path in stated)
    gets = {path if repeated else server + path: each for path, each in stated.items()}
    found = Counter(match.group() for path in gets if (match := _PREFIX.match(path.removeprefix(server))))
    note = f"{description.servers[0]}: every path begins with {server} itself, which counts once" if repeated else ""
    return server + (found.most_common(1)[0][0] if found else "/"), gets, [note] if repeated else []


def entity_of(
    name: str, identifier: str, fields: Iterable[str], listed: Mapping[str, tuple[str, frozenset[str]]]
) -> str:
    """
    Return whose records a list has: those of the list above it, where most of its fields are theirs, else its own.

    `books/brief` lists books. `listed` are the known lists that stand below no record, each with its entity and fields.
    """
    entity, known = listed.get(name.rpartition("/")[0], ("", frozenset()))
    own = frozenset(fields)
    return entity if identifier in known and len(own & known) * 2 > len(own) else name


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
