"""
The value of `ordering` -> the terms that were understood (`rest_framework.filters.OrderingFilter`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apicontract.contract.model import Field, Resource


@dataclass(frozen=True, slots=True)
class OrderingTerm:
    """
    A term of an ordering that was understood.
    """

    field: Field
    descending: bool

    def __str__(self) -> str:
        return f"-{self.field.name}" if self.descending else self.field.name


def ordering_terms(resource: Resource, text: str | None) -> tuple[OrderingTerm, ...]:
    """
    Return the terms of an ordering, the first one of each field.

    Unknown ones are dropped, and if none is left the default ordering counts.
    """
    known = {each.name: each for each in resource.ordering}
    asked = [term.strip() for term in (text or "").split(",")]
    understood = [term for term in asked if term.removeprefix("-") in known]
    terms: dict[str, OrderingTerm] = {}
    for term in understood or resource.default_ordering:
        name = term.removeprefix("-")
        if name not in known:
            break
        terms.setdefault(name, OrderingTerm(known[name], term.startswith("-")))
    return tuple(terms.values())
