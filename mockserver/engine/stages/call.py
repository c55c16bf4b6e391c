"""
One request on its way, as every stage sees it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apicontract.contract.querynames import last_counts
from apicontract.dataset.asked import plain_query
from apicontract.dataset.paging import paging_of_request
from mockserver.http.routing import methods_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from apicontract.contract.model import Resource
    from apicontract.contract.paging import Paging
    from mockserver.engine.collection import Collection
    from mockserver.engine.site import Site
    from mockserver.http.negotiation import NegotiatedFormat
    from mockserver.http.request import Request
    from mockserver.http.routing import RouteMatch


@dataclass(frozen=True)
class Call:
    """
    One request on its way: what every stage may look at.

    Attributes:
        site: the API, its world, and how the mock was told to behave.
        request: what was asked.
        route: what its path leads to.
        accepted: in which form to answer; JSON until negotiation has spoken.
        now: seconds since the epoch, as the mock sees them.
    """

    site: Site
    request: Request
    route: RouteMatch
    accepted: NegotiatedFormat
    now: float = 0.0

    @property
    def resource(self) -> Resource:
        """
        What is promised of the resource that the route leads to.
        """
        return self.site.api.resources[self.route.name]

    @property
    def methods(self) -> Sequence[str]:
        """
        The methods that the route allows.
        """
        return methods_of(self.site.api, self.route)

    @property
    def collection(self) -> Collection:
        """
        The records of that resource.
        """
        return self.site.collections[self.route.name]

    @property
    def paging(self) -> Paging:
        """
        How the list that is asked for is paged.
        """
        return paging_of_request(self.site.api.paging, self.parameters)

    @property
    def parameters(self) -> Mapping[str, str]:
        """
        The value that counts of each parameter: the last one; search and ordering by the framework's names.
        """
        if self.site.usual_names:
            return self.request.last
        counting = self.request.parameters if last_counts(self.site.api) else self.request.parameters[::-1]
        return dict(plain_query(self.site.api, counting))
