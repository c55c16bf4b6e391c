"""
How an API is asked to search and to sort, as its settings say: the queries that ask for it.

Writing alone: what a query asks for is read twice, in `apicontract.semantics` and in `apicontract.dataset`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.contract.model import Api

    #: Names and values of a query, in order.
    Pairs = tuple[tuple[str, str], ...]

#: What holds where an API's settings say nothing, by setting: as the framework does it (`schemas/meta/behaviour.json`).
USUAL: Mapping[str, str | bool] = {
    "search_parameter": "search",
    "search_words": True,
    "ordering_parameter": "ordering",
    "ordering_direction": "",
    "ordering_descending": "",
    "ordering_many": True,
    "repeated": "last",
}
#: How a direction is called where a parameter of its own says it.
UPWARDS, DOWNWARDS = "asc", "desc"


def query_setting(api: Api, name: str) -> Any:
    """
    Return a setting of `USUAL`, as the API says it or as is usual.
    """
    return api.setting(name) if name in api.behaviour else USUAL[name]


def search_name(api: Api) -> str:
    """
    Return the parameter that searches.
    """
    return str(query_setting(api, "search_parameter"))


def ordering_names(api: Api) -> tuple[str, ...]:
    """
    Return the parameters that sort, the one that names the fields first.
    """
    names = (query_setting(api, each) for each in ("ordering_parameter", "ordering_direction", "ordering_descending"))
    return tuple(filter(None, names))


def searched(api: Api, text: str) -> Pairs:
    """
    Return the query that searches for a text.
    """
    return ((search_name(api), text),)


def ordered(api: Api, terms: str) -> Pairs:
    """
    Return the query that sorts by terms, parted by commas, of which those that descend begin with a minus.

    Where a parameter of its own sorts downwards, either takes one name: that of the first term.
    """
    parameter, direction = query_setting(api, "ordering_parameter"), query_setting(api, "ordering_direction")
    descending = query_setting(api, "ordering_descending")
    if descending:
        name = terms.partition(",")[0]
        return ((descending, name.removeprefix("-")),) if name.startswith("-") else ((parameter, name),)
    if not direction:
        return ((parameter, terms),)
    parts = terms.split(",")
    words = [DOWNWARDS if each.strip().startswith("-") else UPWARDS for each in parts]
    return ((parameter, ",".join(each.strip().removeprefix("-") for each in parts)), (direction, ",".join(words)))


def last_counts(api: Api) -> bool:
    """
    Return whether the last value of a repeated parameter counts, and not the first.
    """
    return bool(query_setting(api, "repeated") == "last")


def several_terms(api: Api) -> bool:
    """
    Return whether rows that tie in one term are sorted by the next.
    """
    return bool(query_setting(api, "ordering_many"))
