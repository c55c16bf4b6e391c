"""
What a running server says of itself over HTTP; the generator knows nothing else of it.
"""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Operation:
    """
    One operation of the control API.

    Attributes:
        path: with the prefix, and `{name}` for each parameter.
        method: upper case.
        schema: of the body, or None where there is none.
    """

    path: str
    method: str
    schema: Any = None


@dataclass(frozen=True)
class Served:
    """
    What a server says of itself.

    Attributes:
        base: path below which the API lives.
        lists: path of each list to its query parameters.
        records: path of each list to its first record.
        control: prefix of the control API.
        operations: of the control API.
        definitions: what the schemas of their bodies refer to.
        faults: names that may be switched on.
    """

    base: str
    lists: dict[str, tuple[str, ...]]
    records: dict[str, dict[str, Any]]
    control: str
    operations: tuple[Operation, ...]
    definitions: dict[str, Any]
    faults: tuple[str, ...]

    @cached_property
    def targets(self) -> tuple[str, ...]:
        """
        The paths of the lists and of the records that are known, the root included.
        """
        details = tuple(f"{path}{record['id']}/" for path, record in self.records.items())
        return (self.base, *self.lists, *details)

    @cached_property
    def entities(self) -> dict[str, dict[str, Any]]:
        """
        Name of each entity, as its list is named, to one of its records.
        """
        return {path.removeprefix(self.base).rstrip("/"): record for path, record in self.records.items()}


def read(url: str, control: str = "/__mock__") -> Served:
    """
    Ask a server for its descriptions and for the first record of each list.
    """
    paths = _json(f"{url}/openapi.json")["paths"]
    lists = {
        path: tuple(each["name"] for each in item["get"].get("parameters", ()))
        for path, item in paths.items()
        if "{" not in path and any(each["name"] == "limit" for each in item["get"].get("parameters", ()))
    }
    pages = {path: _json(f"{url}{path}?limit=1")["results"] for path in lists}
    described = _json(f"{url}{control}/openapi.json")
    return Served(
        base=min(paths, key=len),
        lists=lists,
        records={path: page[0] for path, page in pages.items() if page and "id" in page[0]},
        control=control,
        operations=tuple(
            Operation(control + path, method.upper(), _schema(operation))
            for path, item in described["paths"].items()
            for method, operation in item.items()
            if method in {"get", "put", "post", "patch", "delete"}
        ),
        definitions=described["components"]["schemas"],
        faults=tuple(each["name"] for each in _json(f"{url}{control}/faults")),
    )


def _schema(operation: dict[str, Any]) -> Any:
    return operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")


def _json(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=60) as answer:
        return json.load(answer)
