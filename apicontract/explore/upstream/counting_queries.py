"""
What the queries of lists come to, by the part of them that counts: another page of a list needs no second reading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.contract.querynames import last_counts, ordering_names, search_name
from apicontract.semantics.tolerance import MODE

if TYPE_CHECKING:
    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api, Resource
    from apicontract.explore.upstream.wanted import Group, Wanted

#: Queries that are known before all are forgotten: a front end has some hundred.
_MOST = 2000
#: A path, and the names and values that select, order and shape its rows.
_Counting = tuple[str, tuple[tuple[str, str], ...]]


class CountingQueries:
    """
    The groups of the lists that were asked for.

    Args:
        api: the contract.
    """

    def __init__(self, api: Api) -> None:
        self._api = api
        # Where the first of repeated parameters counts, a page is told by the full reading alone.
        self._usable = last_counts(api)
        self._names: dict[str, frozenset[str]] = {}
        self._groups: dict[_Counting, Group] = {}

    def group(self, request: Exchange) -> Group | None:
        """
        Return the group of a request for a list; None if no request with what counts of its query was read before.
        """
        names = self._names.get(request.path)
        return None if names is None else self._groups.get(_counting(request, names))

    def note(self, request: Exchange, wanted: Wanted) -> None:
        """
        Take note of what a request comes to.
        """
        asked = wanted.parsed
        if not self._usable or asked.route.kind != "list" or asked.filters.unclear:
            return
        if len(self._groups) >= _MOST:
            self._names, self._groups = {}, {}
        names = self._names.setdefault(request.path, _names(self._api, asked.resource))
        self._groups[_counting(request, names)] = wanted.group


def _names(api: Api, resource: Resource) -> frozenset[str]:
    """
    Return the names of the parameters that can select, order or shape the rows of a resource.
    """
    return frozenset((*(each.name for each in resource.parameters), search_name(api), *ordering_names(api), MODE))


def _counting(request: Exchange, names: frozenset[str]) -> _Counting:
    return request.path, tuple(each for each in request.query if each[0] in names)
