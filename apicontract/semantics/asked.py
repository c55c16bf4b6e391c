"""
What a request says of searching and sorting, by the names that the API has for it: read naively.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.contract.querynames import DOWNWARDS, query_setting, search_name, several_terms

if TYPE_CHECKING:
    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api


def search_asked(api: Api, exchange: Exchange) -> str | None:
    """
    Return the text that a request searches for, or None.
    """
    return exchange.parameter(search_name(api))


def ordering_asked(api: Api, exchange: Exchange) -> str | None:
    """
    Return the terms that a request sorts by, parted by commas, those that descend with a minus; or None.

    Where one term alone is sorted by, a text with a comma is one term that nobody knows.
    """
    text = _terms(api, exchange)
    return text if text is None or several_terms(api) or "," not in text else text.replace(",", " ")


def _terms(api: Api, exchange: Exchange) -> str | None:
    descending = query_setting(api, "ordering_descending")
    down = exchange.parameter(descending) if descending else None
    if down:
        return f"-{down}"
    text = exchange.parameter(query_setting(api, "ordering_parameter"))
    direction = query_setting(api, "ordering_direction")
    if text is None or not (direction or descending):
        return text
    directions = (exchange.parameter(direction) or "").split(",") if direction else []
    terms = []
    for number, term in enumerate(text.split(",")):
        descends = number < len(directions) and directions[number].lower() == DOWNWARDS
        # A minus means nothing here; two begin no known term.
        known = f"--{term}" if term.startswith("-") else term
        terms.append(f"-{known}" if descends else known)
    return ",".join(terms)
