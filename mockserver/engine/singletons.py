"""
The answers that are no collection: a value made from its schema.

A property says with `x-value` which fact of the mock it holds (a key of `FACTS`); every other one holds
the plainest value that its schema allows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apicontract.contract.jsontypes import plainest
from apicontract.contract.projection import Schemas
from apicontract.contract.representations import REPRESENTATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apicontract.contract.model import Api, Json, Shape

#: What the framework reads if nobody says otherwise (`rest_framework.settings.DEFAULTS`).
_PARSED = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data")


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


def shape_metadata(shape: Shape, api: Api) -> Json:
    """
    Return what a plain view answers to OPTIONS.
    """
    return described(shape.schema.get("title", shape.name), shape.schema.get("description", ""), api)


def described(name: str, description: str, api: Api) -> Json:
    """
    Return what a view answers to OPTIONS (`rest_framework.metadata.SimpleMetadata`).
    """
    parsers = api.behaviour.get("parsers")
    return {
        "name": name,
        "description": description,
        "renders": [REPRESENTATIONS[each].media_type for each in api.setting("representations")],
        "parses": list(_PARSED if parsers is None else parsers.value),
    }


def _value(schema: Mapping[str, Json], usage: ThrottleUsage) -> Json:
    fact = FACTS[schema["x-value"]](usage) if schema.get("x-value") in FACTS else None
    return plainest(schema) if fact is None else fact
