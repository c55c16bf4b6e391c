"""
A mock behind ASGI, with known answers or without, and requests for it that are like others or not.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from small import small_api

from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from mockserver.app import application
from mockserver.control.clock import AdjustableClock
from mockserver.control.mock import Mock
from mockserver.control.mock_server import MockServer
from mockserver.control.repeating import RepeatedAnswers
from mockserver.control.scopes import Scopes
from mockserver.control.state import State
from mockserver.detour import without_detour
from mockserver.engine.pipeline import MEMORY, standard
from mockserver.engine.site import Site
from mockserver.http.access import Access
from mockserver.http.access_log import logged
from mockserver.http.asgi import Asgi

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.control.genuine import GenuineAnswers
    from mockserver.http.access_log import AccessLogLine
    from mockserver.http.asgi import Begun

API = small_api()
WORLD = generate(API, recordings_of(API), records="recorded")
LIST = "/2.3.0/spacecraft/"
Headers = tuple[tuple[bytes, bytes], ...]
Messages = list[dict[str, Any]]
HOST = (b"host", b"mock.test")


class Counting(RepeatedAnswers):
    """
    Known answers that count how many they gave.
    """

    given = 0

    def recall(self, scope: Mapping[str, Any]) -> Begun | None:
        """
        Count an answer.
        """
        known = super().recall(scope)
        self.given += known is not None
        return known


@dataclass
class Served:
    """
    A mock behind ASGI, as `serve` has it or as Flask alone, whose clock stands still until it is moved.

    Attributes:
        repeating: whether known answers and the way past Flask's router stand before Flask.
        memory: bytes of answers.
        lines: of the access log.
        upstream: whoever has genuine answers.
    """

    repeating: bool
    memory: int = MEMORY
    lines: list[AccessLogLine] = field(default_factory=list)
    upstream: GenuineAnswers | None = None

    def __post_init__(self) -> None:
        site = Site(API, WORLD, cross_origin=("*",))
        states = Scopes(lambda: State(clock=AdjustableClock(source=lambda: 1_700_000_000.0)), report=lambda _: None)
        self.live = MockServer(Mock(site, standard(self.memory)), states, upstream=self.upstream)
        access = Access(trust_proxy=True)
        app = application(self.live, access)
        self.known = Counting(self.live, self.lines.append)
        known = self.known if self.repeating else None
        served = without_detour(self.live, access, lambda: app) if self.repeating else app
        self.asgi = Asgi(logged(served, self.lines.append), access.admits, known)

    def ask(self, method: str, target: str, headers: Headers = (HOST,), body: bytes = b"", **rest: Any) -> Messages:
        """
        Return the messages of an answer.
        """
        path, _, query = target.partition("?")
        length = ((b"content-length", str(len(body)).encode()), (b"content-type", b"application/json")) if body else ()
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "server": ("127.0.0.1", "8000"),
            "client": ("127.0.0.1", "40000"),
            "headers": [*headers, *length],
            **rest,
        }
        sent: list[dict[str, Any]] = []
        given = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> dict[str, Any]:
            if given:
                return given.pop()
            await asyncio.sleep(60)
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        asyncio.run(asyncio.wait_for(self.asgi(scope, receive, send), 60))
        return sent

    def control(self, method: str, path: str, body: Any = None, scope: str = "") -> Messages:
        """
        Ask the control API.
        """
        named = ((b"x-mock-scope", scope.encode()),) if scope else ()
        data = b"" if body is None else json.dumps(body).encode()
        return self.ask(method, f"/__mock__{path}", ((b"host", b"localhost"), *named), data)

    def journals(self) -> list[Any]:
        """
        Return what every scope has written down, without what took time.
        """
        return [
            [(replace(each, duration=0.0)) for each in state.journal] + [state.journal.total, state.journal.statuses]
            for _, state in sorted(self.live.scopes._states.items())
        ]


TARGETS = (
    LIST,
    f"{LIST}?limit=3",
    f"{LIST}?limit=3&offset=3",
    f"{LIST}?ordering=-name",
    f"{LIST}?searhc=x",
    f"{LIST}?search=a",
    f"{LIST}?format=api",
    f"{LIST}?format=xml",
    f"{LIST}?token=hush",
    f"{LIST}110/",
    f"{LIST}110",
    f"{LIST}0/",
    f"{LIST[:-1]}.json",
    "/2.3.0/api-throttle/",
    "/2.3.0/",
    "/2.3.0//spacecraft/",
    "/2.3.0/nowhere/",
    "/",
    "/docs",
)
EXTRA: tuple[Headers, ...] = (
    (),
    ((b"accept", b"text/html"),),
    ((b"accept", b"application/json; indent=2"),),
    ((b"accept", b"image/png"),),
    ((b"origin", b"https://a.test"),),
    ((b"authorization", b"Token abc"),),
    ((b"authorization", b"Token a b"),),
    ((b"x-mock-scope", b"one"),),
    ((b"x_mock_scope", b"two"),),
    ((b"x-mock-scope", b"one"), (b"x-mock-scope", b"two")),
    ((b"x-forwarded-host", b"other.test"), (b"x-forwarded-proto", b"https")),
    ((b"x-forwarded-for", b"10.0.0.1"),),
    ((b"user-agent", b"x"), (b"cookie", b"a=1"), (b"cookie", b"b=2")),
    ((b"access-control-request-method", b"GET"), (b"access-control-request-headers", b"x-mock-scope")),
    ((b"if-none-match", b'"x"'), (b"range", b"bytes=0-9")),
)
