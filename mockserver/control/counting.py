"""
The stages by which a state counts requests: who asks too often is refused, and is told what was used of the limit.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mockserver.control.throttle import wording
from mockserver.http.refusals import detail
from mockserver.http.routing import RouteKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.control.state import State
    from mockserver.engine.singletons import ThrottleUsage
    from mockserver.engine.stages.call import Call


def throttling(state: State) -> Callable[[Call], None]:
    """
    Return the stage that refuses who asks too often; what tells about the limit is not counted.
    """

    def throttle(call: Call) -> None:
        if call.route.kind is RouteKind.SINGLETON:
            return
        with state.lock:
            wait = state.window.admit(_client(call), state.clock.now())
        if wait is not None:
            raise detail(429, wording(wait), (("Retry-After", str(math.ceil(wait))),))

    return throttle


def usage_of(state: State) -> Callable[[Call], ThrottleUsage]:
    """
    Return the stage that tells a client what it has used of its limit.
    """

    def usage(call: Call) -> ThrottleUsage:
        with state.lock:
            return state.window.usage(_client(call), state.clock.now(), call.site.rate)

    return usage


def _client(call: Call) -> str:
    """
    Return whom a request is counted for: its token, or its address.

    As `rest_framework.throttling.BaseThrottle.get_ident` does.
    """
    headers = call.request.headers
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "token" and token:
        return token.strip()
    return "".join(headers.get("x-forwarded-for", "").split()) or call.request.client
