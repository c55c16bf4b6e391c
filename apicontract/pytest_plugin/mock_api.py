"""
The mock as a test holds it: overrides, changes, faults and failures, and what it was asked.
"""

from __future__ import annotations

import json as json_module
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pytest_httpserver import HTTPServer
from werkzeug.wrappers import Response

from apicontract.contract.errors import UnknownName
from mockserver.control.failures import Match, failure_from
from mockserver.control.state import Edit
from mockserver.control.throttle import parse_rate
from mockserver.faults import with_faults
from mockserver.http.request import SCOPE_HEADER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from _typeshed.wsgi import WSGIApplication
    from werkzeug.wrappers import Request

    from apicontract.contract.exchange import Exchange
    from mockserver.control.mock_server import MockServer
    from mockserver.control.state import State


class AppServer(HTTPServer):
    """
    A `pytest_httpserver.HTTPServer` that lets an application answer what no expectation was set for.

    Its own expectations, request log and assertions stay available; one thread answers each request.
    """

    def __init__(self, app: WSGIApplication) -> None:
        super().__init__(host="127.0.0.1", port=0, threaded=True)
        self.app = app

    def respond_nohandler(self, request: Request, extra_message: str = "") -> Response:
        """
        Let the application answer, unless an ordered expectation is still waited for.
        """
        if self.permanently_failed or self.ordered_handlers:
            return super().respond_nohandler(request, extra_message)
        # The request log has read the body; whoever reads on would wait for a client that waits for an answer.
        request.environ["wsgi.input"] = BytesIO(request.get_data())
        return Response.from_app(self.app, request.environ)


class MockApi:
    """
    A running mock, or one scope of it.

    Attributes:
        server: the `pytest_httpserver.HTTPServer` beneath.
        headers: what a client sends to be in this scope; empty for the common one.
    """

    def __init__(self, server: AppServer, live: MockServer, scope: str = "") -> None:
        self.server = server
        self.headers: Mapping[str, str] = {SCOPE_HEADER: scope} if scope else {}
        self._live = live
        self._scope = scope

    @property
    def base_url(self) -> str:
        """
        Scheme, host and port, and the API's base path.
        """
        return self.url(self._live.site.api.base_path)

    @property
    def requests(self) -> list[Exchange]:
        """
        What was asked of the API in this scope, with its answers, in order.
        """
        with self._state.lock:
            return [each.exchange for each in self._state.journal]

    @property
    def hints(self) -> list[str]:
        """
        Near misses among what was asked: misspelt parameters, values without effect.
        """
        with self._state.lock:
            return [hint for each in self._state.journal for hint in each.hints]

    @property
    def findings(self) -> list[str]:
        """
        Where the answers of its upstream break the contract, in one sentence each, after all were judged.
        """
        upstream = self._live.upstream
        if upstream is None:
            return []
        upstream.settle()
        return [f"{each['check']}: {each['message']}" for each in upstream.describe()["findings"]]

    def url(self, path: str = "/") -> str:
        """
        Return the absolute URL of a path.
        """
        return f"http://{self.server.host}:{self.server.port}{path}"

    def scope(self, name: str) -> MockApi:
        """
        Return the same mock with a state of its own, for clients that send its `headers`.
        """
        return MockApi(self.server, self._live, name)

    def override(
        self,
        path: str,
        *,
        status: int = 200,
        json: Any = None,
        body: str | None = None,
        times: int | None = None,
        **members: Any,
    ) -> None:
        """
        Answer a path otherwise, until the test ends or so many times.

        Args:
            path: of the URL without the query, a shell pattern.
            status: what is answered.
            json: the body as a value.
            body: the body as text; without either, the status's name.
            times: how often.
            members: as in `mockserver.control.failures.failure_from`: method, parameters, request_headers, headers,
                rate.
        """
        text = json_module.dumps(json) if body is None and json is not None else body
        document = {"kind": "status", "path": path, "status": status, "body": text, "times": times, **members}
        self._state.schedule(failure_from(document))

    def fail(self, kind: str, **members: Any) -> None:
        """
        Fail on the way: `fail("close", path="/v1/things/", times=1)`.

        The kinds are `mockserver.control.failures.FAILURE_KINDS`.
        """
        self._state.schedule(failure_from({"kind": kind, **members}))

    def fault(self, *names: str) -> None:
        """
        Be wrong in these named ways (`mockserver.faults.FAULTS`) and no others.

        Raises:
            UnknownName: there is no such fault.
        """
        with_faults(self._live.mock.pipeline, names)
        self._state.switch(names)

    def change(self, resource: str, identifier: Any, **fields: Any) -> None:
        """
        Change fields of a record; where a field refers to another record, give its identifier.

        Raises:
            UnknownName: no such resource, record or field.
        """
        path = self._identifier(resource)
        known = [str(each[path]) for each in self._live.site.world.tables[self._entity(resource)]]
        added = [str(each.record.get(path)) for each in self._state.edits]
        if str(identifier) not in {*known, *added}:
            raise UnknownName(f"record of {resource}", str(identifier), tuple(known[:5]))
        self._edit(resource, {path: identifier, **fields})

    def add(self, resource: str, **fields: Any) -> None:
        """
        Add a record; fields that are not given are those of the first one, the identifier is a new one.
        """
        self._edit(resource, fields)

    def throttle(self, rate: str | None) -> None:
        """
        Limit requests ("15/hour"), or no longer (None).
        """
        with self._state.lock:
            self._state.window.rate = parse_rate(rate) if rate else None
            self._state.window.reset()

    def advance(self, seconds: float) -> None:
        """
        Move the clock of the throttle forward.
        """
        with self._state.lock:
            self._state.clock.advance(seconds)

    def assert_requested(
        self, path: str, *, times: int | None = None, method: str = "*", parameters: Mapping[str, str] | None = None
    ) -> None:
        """
        Assert that a path (a shell pattern) was asked for, at least once or exactly so many times.
        """
        match = Match(path, method, tuple((parameters or {}).items()))
        found = sum(match.fits(each.method, each.path, each.query, each.request_headers) for each in self.requests)
        if found == times if times is not None else found:
            return
        asked = "\n".join(f"  {each.method} {each.url} -> {each.status}" for each in self.requests) or "  nothing"
        wanted = "at least once" if times is None else f"{times} times"
        what = f"{method} {path} {dict(match.parameters) or ''}".rstrip()
        raise AssertionError(f"{what} was asked for {found} times, not {wanted}; asked for was:\n{asked}")

    def reset(self) -> None:
        """
        Forget everything that a test did.
        """
        self._live.scopes.close(self._scope)
        if not self._scope:
            self.server.clear()

    @property
    def _state(self) -> State:
        return self._live.scopes.of(self._scope)

    def _edit(self, resource: str, record: dict[str, Any]) -> None:
        self._live.edit(self._state, Edit(self._entity(resource), record))

    def _entity(self, resource: str) -> str:
        resources = self._live.site.api.resources
        if resource not in resources:
            raise UnknownName("resource", resource, tuple(resources))
        return resources[resource].entity

    def _identifier(self, resource: str) -> str:
        self._entity(resource)
        return self._live.site.api.resources[resource].identifier.path
