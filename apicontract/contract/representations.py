"""
The representations in which an answer can be had: one record for each (`rest_framework.renderers`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.contract.model import Api, Resource


#: Django refuses a request with more before anything is read, if nobody says otherwise.
_MOST_PARAMETERS = 1000


@dataclass(frozen=True, slots=True)
class Representation:
    """
    A representation of an answer.

    Attributes:
        name: key of `REPRESENTATIONS`, and the value of the `format` parameter that asks for it.
        media_type: what an `Accept` header is compared with.
        sentence: what it is, for people.
    """

    name: str
    media_type: str
    sentence: str


#: name to representation, in the order of preference.
REPRESENTATIONS: Mapping[str, Representation] = {
    each.name: each
    for each in (
        Representation("json", "application/json", "JSON without blanks"),
        Representation("api", "text/html", "a page for people that shows the JSON"),
    )
}


def negotiates(api: Api) -> bool:
    """
    Return whether a request may ask for a representation; else each answer comes in the first one.
    """
    return "negotiation" not in api.behaviour or api.setting("negotiation") == "asked"


def reads_tokens(api: Api) -> bool:
    """
    Return whether a token in the header of a request is read at all.
    """
    return "authorization" not in api.behaviour or api.setting("authorization") == "token"


def most_parameters(api: Api) -> int | None:
    """
    Return how many parameters a request may have, None for any number (Django's `DATA_UPLOAD_MAX_NUMBER_FIELDS`).
    """
    stated = api.behaviour.get("most_parameters")
    return _MOST_PARAMETERS if stated is None else stated.value


def reads_parameters(api: Api, resource: Resource | None) -> bool:
    """
    Return whether a view reads the parameters of a request, as far as is known: only then are too many refused.

    One that chooses a representation does, and so does one that filters, searches, sorts or pages.
    """
    selects = resource and (resource.parameters or resource.search or resource.ordering or api.paging.parameters)
    return negotiates(api) or bool(selects)


def searches_first(api: Api) -> bool:
    """
    Return whether a search is read before the filters, so that of both the search is refused.
    """
    return "refused_first" in api.behaviour and api.setting("refused_first") == "search"


def own_words(api: Api) -> bool:
    """
    Return whether a service words its refusals otherwise than the framework does.
    """
    return "refusals" in api.behaviour and api.setting("refusals") == "own"
