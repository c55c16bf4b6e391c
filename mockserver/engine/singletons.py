"""
The answers that are no collection: a value made from its schema.

A property says with `x-value` which fact of the mock it holds (a key of `FACTS`); every other one holds
the plainest value that its schema allows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apicontract.contract.projection import Schemas

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apicontract.contract.model import Api, Json, Shape

_PLAINEST: Mapping[str, Json] = {
    "null": None,
    "boolean": False,
    "integer": 0,
    "number": 0.0,
    "string": "",
    "array": [],
    "object": {},
}


@dataclass(frozen=True, slots=True)
class ThrottleUsage:
    """
    What a client is told about its request limit.

    Attributes:
        limit, seconds: so many requests in so many seconds; None where no limit is in force.
        used: requests that count now.
        wait: seconds until the next one is admitted.
        client: whom the count is kept for.
    """

    limit: int | None
    seconds: int | None
    used: int
    wait: int
    client: str


#: `x-value` of a property to the fact that it holds; None leaves the schema's `default`.
FACTS: Mapping[str, Callable[[ThrottleUsage], Json]] = {
    "throttle.requests": lambda usage: usage.limit,
    "throttle.seconds": lambda usage: usage.seconds,
    "throttle.used": lambda usage: usage.used,
    "throttle.wait": lambda usage: usage.wait,
    "throttle.client": lambda usage: usage.client,
}


def singleton_value(api: Api, shape: Shape, usage: ThrottleUsage) -> Json:
    """
    Return the value of an answer that is no collection.
    """
    return {name: _value(schema, usage) for name, (schema, _) in Schemas(api.shapes).properties(shape).items()}


def metadata(shape: Shape) -> Json:
    """
    Return what a plain view answers to OPTIONS (`rest_framework.metadata.SimpleMetadata`).
    """
    return {
        "name": shape.schema.get("title", shape.name),
        "description": shape.schema.get("description", ""),
        "renders": ["application/json", "text/html"],
        "parses": ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"],
    }


def _value(schema: Mapping[str, Json], usage: ThrottleUsage) -> Json:
    fact = FACTS[schema["x-value"]](usage) if schema.get("x-value") in FACTS else None
    if fact is not None:
        return fact
    for key in ("const", "default"):
        if key in schema:
            return schema[key]
    stated = schema.get("type", "null")
    kinds = [stated] if isinstance(stated, str) else stated
    return _PLAINEST["null" if "null" in kinds else kinds[0]]
