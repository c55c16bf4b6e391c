"""
An ASGI application, called as a WSGI one.
"""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from apicontract.client.asgi import AsgiBridge
from apicontract.client.wsgi import guarded
from apicontract.contract.errors import UsageError


class Recorder:
    """
    An ASGI application that answers with what it was asked, and notes what it was told.
    """

    def __init__(self) -> None:
        self.told: list[str] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """
        Answer, or follow the lifespan.
        """
        if scope["type"] == "lifespan":
            scope["state"]["shelf"] = "open"
            for event in ("startup", "shutdown"):
                self.told.append((await receive())["type"])
                await send({"type": f"lifespan.{event}.complete"})
            return
        body = (await receive())["body"].decode()
        asked = {name: scope[name] for name in ("method", "path", "state", "scheme")}
        text = {**asked, "query": scope["query_string"].decode(), "host": dict(scope["headers"])[b"host"].decode()}
        headers = [(b"content-type", b"application/json"), (b"set-cookie", b"a=1"), (b"set-cookie", b"b=2")]
        await send({"type": "http.response.start", "status": 418, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps({**text, "body": body}).encode()})


async def speechless(scope: Any, _receive: Any, send: Any) -> None:
    """
    Answer requests, and raise at anything else, as the protocol allows.
    """
    if scope["type"] != "http":
        raise NotImplementedError
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


async def unwilling(_scope: Any, receive: Any, send: Any) -> None:
    """
    Say that it cannot start.
    """
    await receive()
    await send({"type": "lifespan.startup.failed", "message": "Traceback ...\nOSError: no database"})


def client(application: Any) -> httpx.Client:
    """
    Return a client of a WSGI callable.
    """
    return httpx.Client(transport=httpx.WSGITransport(guarded(application)), base_url="http://testserver")


def test_a_request_arrives_whole() -> None:
    """
    Method, path, query, body, host and the state of the start reach the application; its answer comes back whole.
    """
    with AsgiBridge(Recorder()) as bridge, client(bridge) as http:
        answer = http.request("REPORT", "/a%20b/ä/?x=1&x=%202", content=b"text")

    assert 418 == answer.status_code
    assert ["a=1", "b=2"] == answer.headers.get_list("set-cookie")
    assert {
        "method": "REPORT",
        "path": "/a b/ä/",
        "state": {"shelf": "open"},
        "scheme": "http",
        "query": "x=1&x=%202",
        "host": "testserver",
        "body": "text",
    } == answer.json()


def test_start_and_stop_are_told() -> None:
    """
    An application is told once that it starts, and once that it stops, however many requests there are between.
    """
    recorder = Recorder()
    with AsgiBridge(recorder) as bridge, client(bridge) as http:
        http.get("/")
        http.get("/")
        assert ["lifespan.startup"] == recorder.told

    assert ["lifespan.startup", "lifespan.shutdown"] == recorder.told


def test_one_without_a_lifespan_is_called() -> None:
    """
    An application that raises when it is told of a start is called without.
    """
    with AsgiBridge(speechless) as bridge, client(bridge) as http:
        assert 204 == http.get("/").status_code


def test_one_that_cannot_start_says_why() -> None:
    """
    The reason why an application does not start is the last line of what it says.
    """
    with pytest.raises(UsageError, match="the application does not start: OSError: no database"), AsgiBridge(unwilling):
        pass


def test_what_it_raises_is_raised() -> None:
    """
    An exception of the application reaches its caller as it is.
    """

    async def crashing(scope: Any, _receive: Any, _send: Any) -> None:
        raise ZeroDivisionError(scope["type"])

    with AsgiBridge(crashing) as bridge, pytest.raises(ZeroDivisionError, match="http"):
        httpx.Client(transport=httpx.WSGITransport(bridge)).get("http://testserver/")
