"""
Promise: the upstream is asked through the proxy that the environment names, and who refuses is told apart from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from proxy_server import proxying

if TYPE_CHECKING:
    from collections.abc import Callable

LIST = "/2.3.0/spacecraft/?limit=2"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """
    Take away the proxies of whoever runs the tests.
    """
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    return monkeypatch


def test_the_upstream_is_asked_through_the_proxy(front: Callable[..., Any], environment: pytest.MonkeyPatch) -> None:
    """
    A proxy of the environment stands before an upstream on this machine too, unless `NO_PROXY` names that.
    """
    with proxying() as proxy, front() as stood:
        environment.setenv("HTTP_PROXY", proxy.url)
        through = stood.source(LIST)
        environment.setenv("NO_PROXY", "127.0.0.1")
        past = stood.source("/2.3.0/agencies/?limit=2")

        assert ("upstream", "upstream", 2) == (through, past, len(stood.service.admitted))
        assert [f"{stood.upstream.place.target.url}{LIST}"] == [each for each in proxy.asked if "throttle" not in each]


def test_a_proxy_that_wants_a_password(front: Callable[..., Any], environment: pytest.MonkeyPatch) -> None:
    """
    User and password in its URL are sent to the proxy; without them it refuses, which is not held against the upstream.
    """
    with proxying("Basic dXNlcjpzZWNyZXQ=") as proxy, front() as stood:
        environment.setenv("HTTP_PROXY", proxy.url)
        refused = stood.source(LIST)
        stood.upstream._quota._opens = 0.0
        environment.setenv("HTTP_PROXY", proxy.url.replace("//", "//user:secret@"))
        admitted = stood.source(LIST)
        stood.upstream.settle()

        assert ("grown", "upstream", ()) == (refused, admitted, stood.upstream.judge.findings)
    place = proxy.url.partition("//")[2]
    assert [f"407 through the proxy {place}, which wants a user and a password in its URL"] == [
        each.partition(": ")[2].partition("; until")[0] for each in stood.said
    ]


@pytest.mark.parametrize(
    ("proxy", "sentence"),
    [
        ("http://user:secret@127.0.0.1:9", "[Errno 111] Connection refused through the proxy 127.0.0.1:9"),
        ("socks5://127.0.0.1:9", "the environment names a proxy that cannot be used; name one with http or https"),
        ("any://127.0.0.1", "the environment names a proxy that cannot be used; name one with http or https"),
    ],
)
def test_a_proxy_that_is_not_there(
    front: Callable[..., Any], environment: pytest.MonkeyPatch, proxy: str, sentence: str
) -> None:
    """
    Where the proxy cannot be asked the mock answers, and the sentence names the proxy, without its password.
    """
    environment.setenv("HTTP_PROXY", proxy)
    with front() as stood:
        source = stood.source(LIST)

    assert ("grown", [sentence]) == (
        source,
        [each.partition(": ")[2].partition("; until")[0].replace("Errno 61", "Errno 111") for each in stood.said],
    )
