"""
A running mock: what it serves, what was switched on, and what happens to a request on the way.
"""

from __future__ import annotations

import math
import threading
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from apicontract.contract.errors import ApiContractError
from apicontract.contract.model import Exchange
from mockserver.control.edits import edited
from mockserver.control.failures import KINDS, Wire
from mockserver.control.hints import hints
from mockserver.control.mock import Mock
from mockserver.control.state import Scopes
from mockserver.control.throttle import wording
from mockserver.faults import planted
from mockserver.http import cross_origin
from mockserver.http.errors import detail
from mockserver.http.request import SCOPE_HEADER
from mockserver.http.routing import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mockserver.control.failures import Failure
    from mockserver.control.reloading import Watch
    from mockserver.control.state import Edit, State
    from mockserver.engine.singletons import Usage
    from mockserver.engine.site import Site
    from mockserver.engine.stages.call import Call
    from mockserver.http.answer import Answer
    from mockserver.http.request import Request

_SCOPE = SCOPE_HEADER.lower()


@dataclass(frozen=True)
class Renewal:
    """
    How what is served is made anew when a data file changes.

    Attributes:
        watch: tells that one has.
        make: reads the data again.
        report: told the sentence of what is wrong with it; the last good world goes on.
    """

    watch: Watch
    make: Callable[[], Site]
    report: Callable[[str], None]


class Live:
    """
    What answers requests.

    Attributes:
        mock: the site and the right pipeline, before anything was switched on.
        scopes: what was switched on.
        trouble: what is wrong with the data files, or empty.
    """

    def __init__(self, mock: Mock, scopes: Scopes | None = None, renewal: Renewal | None = None) -> None:
        self.mock = mock
        self.scopes = scopes or Scopes()
        self.trouble = ""
        self._renewal = renewal
        self._lock = threading.Lock()
        self._generation = 0

    @property
    def site(self) -> Site:
        """
        What is served, before edits.
        """
        return self.mock.site

    def respond(self, request: Request) -> Wire:
        """
        Answer one request, with everything that happens to it on the way, and write it down.
        """
        self._renew()
        state = self.state_of(request)
        began = time.perf_counter()
        struck = self._struck(state, request)
        answer = self.served(state).answer(request)
        wire = Wire(answer.status, (*answer.headers, ("Content-Length", str(len(answer.body)))), (answer.body,))
        for failure in struck:
            wire = KINDS[failure.kind].apply(failure, wire, state.chance)
        self._write_down(state, request, wire, answer, time.perf_counter() - began)
        return wire

    def _struck(self, state: State, request: Request) -> Sequence[Failure]:
        # What a browser asks beforehand is not the request that a failure waits for.
        if cross_origin.asks(request.method, request.headers):
            return ()
        return state.strike(request.method, request.path, request.parameters, request.headers.items())

    def state_of(self, request: Request) -> State:
        """
        Return the state of the scope that a request names.
        """
        return self.scopes.of(request.headers.get(_SCOPE, ""))

    def served(self, state: State) -> Mock:
        """
        Return the mock as a state has it: the world edited, faults planted, requests counted.

        Raises:
            ApiContractError: an edit or a fault of the state cannot be made.
        """
        with state.lock:
            key = (state.version, self._generation)
            if state.built is None or state.built[0] != key:
                state.built = (key, self._build(state))
            return state.built[1]

    def edit(self, state: State, edit: Edit) -> None:
        """
        Change or add a record in a state.

        Raises:
            ApiContractError: the edit cannot be made, or what it writes cannot be read as what the contract says
                it is; then the state stays as it was.
        """
        with state.lock:
            self._edited((*state.edits, edit)).prepare()
            state.edit(edit)

    def _edited(self, edits: Sequence[Edit]) -> Site:
        site = self.mock.site
        return replace(site, world=edited(site.api, site.world, edits)) if edits else site

    def _build(self, state: State) -> Mock:
        site = self._edited(state.edits)
        counted = replace(self.mock.pipeline.with_fresh_memory(), throttle=_throttle(state), usage=_usage(state))
        return Mock(site, planted(counted, state.faults))

    def _renew(self) -> None:
        renewal = self._renewal
        if renewal is None or not self._lock.acquire(blocking=False):
            return
        try:
            if renewal.watch.changed():
                self.mock = replace(self.mock, site=renewal.make())
                self._generation += 1
                self.trouble = ""
        except ApiContractError as error:
            self.trouble = str(error)
            renewal.report(self.trouble)
        finally:
            self._lock.release()

    def _write_down(self, state: State, request: Request, wire: Wire, answer: Answer, duration: float) -> None:
        exchange = Exchange(
            method=request.method,
            url=request.url,
            status=wire.status,
            headers=wire.headers,
            body=wire.chunks[0] if isinstance(wire.chunks, tuple) and wire.chunks else answer.body,
            request_headers=tuple(request.headers.items()),
            source="answered by the mock",
        )
        told = hints(self.mock.site.api, request.path, request.parameters)
        with state.lock:
            state.journal.add(exchange, state.clock.now(), duration, told)


def _throttle(state: State) -> Callable[[Call], None]:
    """
    Return the stage that refuses who asks too often; what tells about the limit is not counted.
    """

    def throttle(call: Call) -> None:
        if call.route.kind is Kind.SINGLETON:
            return
        with state.lock:
            wait = state.window.admit(_client(call), state.clock.now())
        if wait is not None:
            raise detail(429, wording(wait), (("Retry-After", str(math.ceil(wait))),))

    return throttle


def _usage(state: State) -> Callable[[Call], Usage]:
    """
    Return the stage that tells a client what it has used of its limit.
    """

    def usage(call: Call) -> Usage:
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
