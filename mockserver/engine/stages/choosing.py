"""
Which records: filters, search, ordering, paging, the one that a path names.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from apicontract.dataset.paging import read_window
from mockserver.engine import query
from mockserver.engine.filters import read_conditions
from mockserver.http.refusals import not_found

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apicontract.contract.model import Resource
    from apicontract.dataset.paging import Window
    from mockserver.engine.collection import Rows
    from mockserver.engine.stages.call import Call

#: How a column of each type reads the text of a path (`django.db.models.Field.to_python`).
_IDENTIFIERS: Mapping[str, Callable[[str], Any]] = {"integer": int, "uuid": uuid.UUID, "text": str}


def select(call: Call) -> Rows:
    """
    Apply the filters.
    """
    choices = call.site.choices[call.route.name]
    return query.select(call.collection, read_conditions(call.resource.parameters, call.request, choices))


def search(call: Call, rows: Rows) -> Rows:
    """
    Keep the rows that hold the searched terms.
    """
    terms = query.search_terms(call.parameters.get(query.SEARCH, ""), quoted=call.site.api.setting("quoted_search"))
    return query.search(call.collection, rows, terms)


def order(call: Call, rows: Rows) -> Rows:
    """
    Sort the rows.
    """
    terms = query.ordering_terms(call.collection, call.parameters.get(query.ORDERING))
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
    found = read_window(call.site.api.paging, call.parameters, total)
    if found is None:
        raise not_found("Invalid page.")
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
        named = call.site.api.setting("not_found") == "named"
        raise not_found(f"No {call.resource.title} matches the given query.") if named else not_found()
    return number


def _identifier(resource: Resource, text: str) -> Any:
    """
    Read an identifier from a path; what cannot be one is not found without naming the resource.
    """
    try:
        return _IDENTIFIERS[resource.identifier.type](text)
    except ValueError:
        raise not_found() from None
