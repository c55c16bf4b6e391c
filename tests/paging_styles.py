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

_SIZES = {"default_limit": TOWN_LIBRARY.default_limit, "maximum_limit": TOWN_LIBRARY.maximum_limit}
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


def api_in(name: str) -> Api:
    """
    Return the library's contract with another paging.
    """
    return replace(
        library()[0], paging=paging_of({**DOCUMENTS[name], **({} if DOCUMENTS[name]["style"] == "none" else _SIZES)})
    )


def service_in(name: str) -> Service:
    """
    Return the library as the reference has it, with another paging.
    """
    return replace(TOWN_LIBRARY, paging=name)
