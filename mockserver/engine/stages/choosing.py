"""
Which records: filters, search, ordering, paging, the one that a path names.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from apicontract.contract.querynames import ordering_names
from apicontract.contract.representations import searches_first
from apicontract.contract.tokens import TOKENS
from apicontract.dataset.paging import read_window
from mockserver.engine import query
from mockserver.engine.collection import stored_type
from mockserver.engine.filters import read_conditions
from mockserver.http.refusals import Refusal, detail, not_found

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from apicontract.contract.model import Resource
    from apicontract.dataset.paging import Window
    from mockserver.engine.collection import Collection, Rows
    from mockserver.engine.stages.call import Call

#: How a column of each type reads the text of a path (`django.db.models.Field.to_python`).
_IDENTIFIERS: Mapping[str, Callable[[str], Any]] = {
    "integer": int,
    "uuid": uuid.UUID,
    "text": str,
    "hex": lambda text: uuid.UUID(text).hex,
}


def select(call: Call) -> Rows:
    """
    Apply the filters.
    """
    if searches_first(call.site.api):
        _terms(call)
    choices = call.site.choices[call.route.name]
    refused = _refused_ordering(call) if _strict(call) else {}
    conditions = read_conditions(call.resource.parameters, call.request, choices, refused)
    return query.select(call.collection, conditions, call.now)


def _refused_ordering(call: Call) -> Mapping[str, Sequence[str]]:
    name = ordering_names(call.site.api)[0]
    return query.refused_ordering(call.resource, call.parameters.get(query.ORDERING), name)


def _strict(call: Call) -> bool:
    return bool(call.site.api.setting("unknown_ordering") == "refuse")


def below(call: Call) -> frozenset[int] | None:
    """
    Return the rows that belong to the parents that the path names; None where it names none.

    Raises:
        Refusal: 404 for a parent that does not exist, where the API asks for it first.
    """
    found: frozenset[int] | None = None
    for parent, text in zip(call.resource.route.parents, call.route.parents, strict=True):
        owner = call.site.collections[parent.resource]
        value = _existing(call, owner, text)
        column = call.collection.column(parent.field, stored_type(owner.resource.identifier))
        rows = frozenset(() if value is None else column.places.get(value, ()))
        found = rows if found is None else found & rows
    return found


def _existing(call: Call, owner: Collection, text: str) -> Any:
    """
    Return the identifier of a parent, None if there is none and that is no error.
    """
    refuse = call.site.api.setting("missing_parent") == "refuse"
    try:
        value = _identifier(owner.resource, text)
    except Refusal:
        if refuse:
            raise
        return None
    if value in owner.identifiers:
        return value
    if refuse:
        raise _absent(call, owner.resource)
    return None


def search(call: Call, rows: Rows) -> Rows:
    """
    Keep the rows that hold the searched terms.
    """
    return query.search(call.collection, rows, _terms(call))


def _terms(call: Call) -> tuple[str, ...]:
    return query.search_terms(call.parameters.get(query.SEARCH, ""), quoted=call.site.api.setting("quoted_search"))


def order(call: Call, rows: Rows) -> Rows:
    """
    Sort the rows.
    """
    terms = query.ordering_terms(call.collection, call.parameters.get(query.ORDERING), strict=_strict(call))
    return query.order(call.collection, rows, terms, nulls_last=call.site.api.setting("nulls") == "last")


def count(call: Call, rows: Rows) -> int:  # noqa: ARG001 - a stage
    """
    Say how many rows there are on all pages.
    """
    return len(rows)


def window(call: Call, total: int) -> Window:
    """
    Read which part of a list of so many rows is asked for.
    """
    found = read_window(call.paging, call.parameters, total)
    if found is None:
        paging = call.paging
        raise detail(paging.refused, "Invalid cursor" if paging.unit == TOKENS else "Invalid page.")
    return found


def page(call: Call, rows: Rows, part: Window) -> Rows:  # noqa: ARG001 - a stage
    """
    Take the rows of the page.
    """
    return rows[part.offset : part.offset + part.limit]


def find(call: Call, rows: Rows) -> int:
    """
    Find the record that the path names among the rows that filters and search left.
    """
    value = _identifier(call.resource, call.route.identifier)
    number = call.collection.identifiers.get(value)
    if number is None or number not in rows:
        raise _absent(call, call.resource)
    return number


def _absent(call: Call, resource: Resource) -> Refusal:
    if resource.absent is not None:
        return Refusal(404, resource.absent)
    named = call.site.api.setting("not_found") == "named"
    return not_found(f"No {resource.title} matches the given query.") if named else not_found()


def _identifier(resource: Resource, text: str) -> Any:
    """
    Read an identifier from a path; what cannot be one is not found, by the framework without naming the resource.
    """
    try:
        return _IDENTIFIERS[resource.identifier.form or resource.identifier.type](text)
    except ValueError:
        raise (not_found() if resource.absent is None else Refusal(404, resource.absent)) from None
