"""
What an OpenAPI document describes and a contract cannot say, one sentence each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apicontract.evidence.openapi import Description, Operation


def left_out(description: Description) -> Iterator[str]:
    """
    Yield what is not read of a document, or is read and has no counterpart in a contract: place and reason.
    """
    methods: dict[str, list[str]] = {}
    for (_, method), each in description.operations.items():
        if method != "GET":
            methods.setdefault(each.path, []).append(method)
        else:
            yield from _of_get(each)
    for path, others in methods.items():
        yield f"{path}: {', '.join(others)}; only GET is expressed"
    for name, method in description.webhooks:
        yield f"webhook {name}: {method}; only what is asked for is expressed"
    if description.security:
        yield f"security: {_ways(description.security)}; answers are served to anybody"
    for name in description.rest:
        yield f"{name}: not read"
    for place, reason, _ in description.skipped:
        yield f"{place}: {reason}"


def _of_get(operation: Operation) -> Iterator[str]:
    for each in operation.parameters.values():
        if each.place not in {"query", "path"}:
            yield f"{operation.path}: the {each.place} parameter {each.name}; only those of the query are expressed"
    if operation.body is not None:
        yield f"{operation.path}: the body of a GET"
    if operation.security:
        yield f"{operation.path}: security: {_ways(operation.security)}; answers are served to anybody"
    if operation.servers:
        yield f"{operation.path}: servers of its own"
    for name in operation.rest:
        yield f"{operation.path}: {name}; not read"


def _ways(listed: object) -> str:
    found = listed if isinstance(listed, tuple) else ()
    return " or ".join(" and ".join(sorted(each)) or "nothing" for each in found)
