"""
How bodies of requests are received, without a server.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.exceptions import RequestEntityTooLarge, RequestTimeout

from mockserver.http import receiving
from mockserver.http.receiving import MOST_BODY, receive_body

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


def received(*parts: bytes, declared: str = "", more: bool = False) -> bytes:
    """
    Return what is read of a body that comes in parts; with `more`, the last of them is announced but never comes.
    """
    waiting = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    if not more:
        waiting.append({"type": "http.request"})

    async def receive() -> dict[str, Any]:
        return waiting.pop(0) if waiting else await asyncio.Future()

    return asyncio.run(receive_body(receive, declared)).read()  # type: ignore[attr-defined, no-any-return]


def test_parts_are_joined() -> None:
    """
    A body is the sum of its parts.
    """
    assert b"abc" == received(b"a", b"", b"bc")


def test_body_that_stops_is_a_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A body of which nothing more comes can be read as a timeout, and nobody waits longer than that.
    """
    monkeypatch.setattr(receiving, "BODY_SECONDS", 0.05)
    with pytest.raises(RequestTimeout):
        received(b"a", more=True)


def test_dripping_body_is_a_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The time is for the whole body: a byte now and then does not prolong it.
    """
    monkeypatch.setattr(receiving, "BODY_SECONDS", 0.2)

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0.01)
        return {"type": "http.request", "body": b" ", "more_body": True}

    async def read() -> bytes:
        return (await receive_body(receive, "")).read()  # type: ignore[attr-defined, no-any-return]

    with pytest.raises(RequestTimeout):
        asyncio.run(asyncio.wait_for(read(), 30))


def test_large_body_is_not_kept() -> None:
    """
    Of a body that grows beyond the bound nothing more is asked for.
    """
    with pytest.raises(RequestEntityTooLarge):
        received(b" " * MOST_BODY, b" ", more=True)


def test_declared_size_is_enough() -> None:
    """
    A body that is declared too large is not asked for at all.
    """
    with pytest.raises(RequestEntityTooLarge):
        received(declared=str(MOST_BODY + 1), more=True)


def test_client_that_has_gone_is_not_waited_for() -> None:
    """
    A client that leaves in the middle of its body is a timeout at once.
    """

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def read(ask: Callable[[], Awaitable[dict[str, Any]]]) -> bytes:
        return (await receive_body(ask, "3")).read()  # type: ignore[attr-defined, no-any-return]

    with pytest.raises(RequestTimeout):
        asyncio.run(read(receive))
