"""
One request to the mock on its way to a genuine answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apicontract.explore.upstream.showing import compared

if TYPE_CHECKING:
    from collections.abc import Callable

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api
    from apicontract.explore.upstream.background_reload import BackgroundReload
    from apicontract.explore.upstream.wanted import Wanted
    from mockserver.control.genuine import Answered
    from mockserver.control.mock import Mock
    from mockserver.http.request import Request


@dataclass(frozen=True, slots=True)
class IncomingRequest:
    """
    One request on its way.

    Attributes:
        request: to the mock.
        wanted: what it asks of the upstream.
        mock: what lets it in.
        answered: answers as the mock does at the moment.
    """

    request: Request
    wanted: Wanted
    mock: Mock
    answered: Callable[[], Answered]

    def agreeing(
        self, api: Api, origin: str, reload: BackgroundReload, agrees: Callable[[Exchange], bool]
    ) -> Answered | None:
        """
        Return the mock's answer if it agrees with what was seen, from a world that holds all of that if need be.
        """
        for wait in (False, True):
            if wait and not (reload.behind and reload.wait()):
                return None
            answered = self.answered()
            if agrees(compared(api, origin, self.request, answered, self.wanted)):
                return answered
        return None
