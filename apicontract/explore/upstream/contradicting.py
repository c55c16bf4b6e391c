"""
Whether two genuine answers show a record otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apicontract.contract.keys import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apicontract.checks.answers import ParsedExchange
    from apicontract.contract.model import Api, Record

#: Annotations of fields that say nothing lasting of a record: the name of its form, links, what runs with the clock.
_PASSING = frozenset({"const", "x-link", "x-ticking-while"})


def shown_records(reading: ParsedExchange) -> Iterator[tuple[tuple[str, str], Record]]:
    """
    Yield the records of an answer, each with the names of its entity and of itself.
    """
    if reading.asked.route.of_records:
        for _, row in reading.rows:
            yield (reading.asked.resource.entity, str(key_of(reading.asked.resource, row))), row


def passing_fields(api: Api) -> frozenset[str]:
    """
    Return the names of the fields that may differ from answer to answer while a record stays as it is.
    """
    return frozenset(
        name
        for shape in api.shapes.values()
        for name, schema in shape.schema.get("properties", {}).items()
        if isinstance(schema, dict) and not _PASSING.isdisjoint(schema)
    )


def differ(one: Record, other: Record, passing: frozenset[str], *, same_form: bool) -> bool:
    """
    Return whether two rows of one record say different things; in two forms only plain values are compared.
    """
    names = (one.keys() & other.keys()) - passing
    return any(one[name] != other[name] for name in names if same_form or _plain(one, other, name))


def _plain(one: Mapping[str, Any], other: Mapping[str, Any], name: str) -> bool:
    return not isinstance(one[name], dict | list) and not isinstance(other[name], dict | list)
