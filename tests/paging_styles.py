"""
The library of the tests in every style of paging: the contract, and the same service as the reference has it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from reference_drf import TOWN_LIBRARY

from apicontract.contract.catalog import load_api
from apicontract.contract.paging import paging_of
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from reference_drf.service import Service

    from apicontract.contract.model import Api, World
    from apicontract.contract.paging import Paging

_SIZES = {"default_limit": TOWN_LIBRARY.default_limit, "maximum_limit": TOWN_LIBRARY.maximum_limit}
#: Lookups and number of the filters of a slim contract.
_FEW, _MOST = {"exact", "gte"}, 5
#: Name of the reference's paginator to `envelope` as it stands in `api.json`.
DOCUMENTS: Mapping[str, Mapping[str, Any]] = {
    "limit-offset": {"style": "limit-offset"},
    "page-number": {"style": "page-number"},
    "page-from-zero": {
        "style": "page-number",
        "size": "page[size]",
        "start": "page[number]",
        "count": "meta.count",
        "next": "links.next",
        "previous": "links.prev",
        "rows": "data",
        "first": 0,
        "last": "",
    },
    "link-header": {"style": "link-header"},
    "link-header-total": {
        "style": "link-header",
        "unit": "rows",
        "size": "limit",
        "start": "offset",
        "total": "X-Total-Count",
        "relations": "prev next",
    },
    "cursor": {"style": "cursor"},
    "cursor-token": {
        "style": "cursor",
        "size": "limit",
        "start": "after",
        "next": "",
        "previous": "",
        "token": "next_cursor",
        "more": "has_more",
        "rows": "items",
        "refused": 400,
    },
    "cursor-before": {
        "style": "cursor",
        "size": "limit",
        "start": "after",
        "back": "before",
        "next": "links.next",
        "previous": "links.prev",
        "rows": "data",
    },
    "cursor-token-before": {
        "style": "cursor",
        "size": "limit",
        "start": "after",
        "back": "before",
        "next": "",
        "previous": "",
        "token": "next_cursor",
        "back_token": "prev_cursor",
        "rows": "items",
        "refused": 400,
    },
    "page-on-size": {"style": "page-number", "last": "", "begins_on_size": True},
    "rows-on-size": {"style": "limit-offset", "begins_on_size": True},
    "cursor-on-size": {"style": "cursor", "begins_on_size": True},
    "none": {"style": "none"},
    "none-wrapped": {"style": "none", "rows": "items"},
    "page-fixed": {"style": "page-number", "size": ""},
}


@cache
def library() -> tuple[Api, World]:
    """
    Return the contract of the library as it is, and its records.
    """
    api = load_api("library-1", Path(__file__).parent / "data" / "library")
    return api, generate(api, recordings_of(api))


def paging_in(name: str) -> Paging:
    """
    Return a paging, with the limits of the library.
    """
    document = DOCUMENTS[name]
    return paging_of({**document, **({} if document["style"] == "none" else _SIZES)})


def api_in(name: str) -> Api:
    """
    Return the library's contract with another paging.
    """
    api = replace(library()[0], paging=paging_in(name))
    if DOCUMENTS[name]["style"] != "cursor":
        return api
    # Tokens name a place in one order.
    fixed = {each.name: replace(each, ordering=(), default_ordering=()) for each in api.resources.values()}
    return replace(api, resources=fixed)


def slim_in(name: str) -> Api:
    """
    Return the library's contract with another paging, and few filters: what is planned for pages takes a fifth.
    """
    api = api_in(name)
    books = api.resources["books"]
    kept = [each for each in books.parameters if each.lookup in _FEW and each.related is None][:_MOST]
    return replace(api, resources={**api.resources, "books": replace(books, parameters=tuple(kept))})


def service_in(name: str) -> Service:
    """
    Return the library as the reference has it, with another paging.
    """
    service = replace(TOWN_LIBRARY, paging=name)
    if DOCUMENTS[name]["style"] != "cursor":
        return service
    fixed = {key: replace(each, ordering=(), default_ordering=()) for key, each in service.resources.items()}
    return replace(service, resources=fixed)
