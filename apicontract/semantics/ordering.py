"""
The value of `ordering` -> the terms that were understood, and those that are refused.

`rest_framework.filters.OrderingFilter` drops terms that it does not know, `django_filters.filters.OrderingFilter`
refuses them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apicontract.contract.lookups import NOT_A_CHOICE
from apicontract.contract.querynames import several_terms

if TYPE_CHECKING:
    from apicontract.contract.model import Api, Field, Resource


@dataclass(frozen=True, slots=True)
class OrderingTerm:
    """
    A term of an ordering that was understood.
    """

    field: Field
    descending: bool

    def __hash__(self) -> int:
        # Orders are remembered by their terms; what a field is besides its name need not be looked at for that.
        return hash((self.field.name, self.descending))

    def __str__(self) -> str:
        return f"-{self.field.name}" if self.descending else self.field.name


def ordering_terms(resource: Resource, text: str | None, *, strict: bool = False) -> tuple[OrderingTerm, ...]:
    """
    Return the terms of an ordering, the first one of each field.

    Unknown ones are dropped, and if none is left the default ordering counts. Where unknown terms are refused
    (`strict`), commas alone are an ordering by nothing, which replaces the default one.
    """
    if strict and resource.ordering and text and not text.strip(","):
        return ()
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


def refuses_terms(api: Api) -> bool:
    """
    Whether an ordering with an unknown term is refused, instead of the term being dropped.
    """
    return bool(api.setting("unknown_ordering") == "refuse")


def lists_terms(api: Api) -> bool:
    """
    Return whether an ordering is a list of terms, of which unknown ones are dropped.
    """
    return several_terms(api) and not refuses_terms(api)


def refused_terms(resource: Resource, text: str | None) -> tuple[str, ...]:
    """
    Return the sentences by which an ordering is refused whose terms must all be known: one of the first unknown.
    """
    known = {f"{sign}{each.name}" for each in resource.ordering for sign in ("", "-")}
    asked = (text or "").split(",") if known else ()
    return next(((NOT_A_CHOICE.format(term),) for term in asked if term and term not in known), ())
