"""
What httpx sends its requests through: httpcore's connections, within an allowance.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from apicontract.client.network import BoundedBackend

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator

    from apicontract.client.allowance import Allowance

#: Content codings that are asked for and undone; the others unpack to thousands of times their size at a stroke.
CODINGS = ("gzip", "deflate")
#: Bytes that are unpacked at a stroke: deflate makes at most 1,032 of one, so this is some megabytes.
_PIECE = 4096
#: Status of a proxy that wants to know who asks (RFC 9110, section 15.5.8).
_PROXY_REFUSES = 407
#: Schemes of the proxies that are asked; others need a library that is not installed.
_SPOKEN = frozenset({"http", "https"})
#: Seconds for which an idle connection is kept, as httpx does.
_IDLE = 5.0


class BoundedTransport(httpx.BaseTransport):
    """
    Sends requests over HTTP, through the proxies that the environment names.

    An answer in a coding that was not asked for, or in several, is handed on as it was sent.
    """

    def __init__(self, allowance: Allowance, trusted: Callable[[], ssl.SSLContext] = httpx.create_ssl_context) -> None:
        self._backend = BoundedBackend(allowance)
        self._trusted = trusted
        self._pools: dict[str, httpcore.ConnectionPool] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """
        Send a request, and return the answer with its body yet to be read.

        Raises:
            httpx.TransportError: no answer came within the allowance, or the proxy let nobody through.
        """
        proxy = _proxy(request.url)
        target = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        with _translated(proxy):
            answer = self._pool(proxy).handle_request(
                httpcore.Request(
                    request.method,
                    target,
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        if proxy and answer.status == _PROXY_REFUSES:
            answer.close()
            raise httpx.ProxyError(f"{answer.status}{_through(proxy)}, which wants a user and a password in its URL")
        headers = httpx.Headers(answer.headers)
        named = [each.strip().lower() for each in headers.get("content-encoding", "").split(",") if each.strip()]
        coded = len(named) == 1 and named[0] in CODINGS
        if not coded:
            headers.pop("content-encoding", None)
        return httpx.Response(
            answer.status, headers=headers, stream=_Body(answer, proxy, coded=coded), extensions=answer.extensions
        )

    def close(self) -> None:
        """
        Close the connections.
        """
        for pool in self._pools.values():
            pool.close()

    def _pool(self, proxy: str) -> httpcore.ConnectionPool:
        if proxy not in self._pools:
            self._pools[proxy] = httpcore.ConnectionPool(
                ssl_context=self._trusted(),
                proxy=_spoken(proxy) if proxy else None,
                network_backend=self._backend,
                keepalive_expiry=_IDLE,
            )
        return self._pools[proxy]


class _Body(httpx.SyncByteStream):
    """
    The body of an answer; a coded one comes in pieces that are small enough to be unpacked.
    """

    def __init__(self, answer: httpcore.Response, proxy: str, *, coded: bool) -> None:
        self._answer = answer
        self._proxy = proxy
        self._coded = coded

    def __iter__(self) -> Iterator[bytes]:
        with _translated(self._proxy):
            for part in self._answer.iter_stream():
                size = _PIECE if self._coded else len(part)
                yield from (part[start : start + size] for start in range(0, len(part), size))

    def close(self) -> None:
        """
        Give the connection back, or up if there is more to read.
        """
        self._answer.close()


@contextmanager
def _translated(proxy: str) -> Iterator[None]:
    """
    Turn errors of httpcore into those of httpx, which have the same names, and say through which proxy they came.
    """
    try:
        yield
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError) as error:
        kind: type[httpx.TransportError] = getattr(httpx, type(error).__name__, httpx.TransportError)
        raise kind(f"{str(error) or type(error).__name__}{_through(proxy)}") from error


def _through(proxy: str) -> str:
    """
    Return how an error names a proxy, without the password in its URL; nothing where there is none.
    """
    return f" through the proxy {httpx.URL(proxy).netloc.decode('ascii', 'replace')}" if proxy else ""


def _proxy(url: httpx.URL) -> str:
    """
    Return the proxy that the environment names for a URL, or "".
    """
    known = getproxies()
    named = known.get(url.scheme) or known.get("all") or ""
    if not named or proxy_bypass(url.host):
        return ""
    return named if "://" in named else f"http://{named}"


def _spoken(text: str) -> httpcore.Proxy:
    if text.partition("://")[0].lower() not in _SPOKEN:
        raise httpx.ProxyError("the environment names a proxy that cannot be used; name one with http or https")
    given = httpx.Proxy(text)
    target = httpcore.URL(
        scheme=given.url.raw_scheme, host=given.url.raw_host, port=given.url.port, target=given.url.raw_path
    )
    return httpcore.Proxy(target, auth=given.raw_auth, headers=given.headers.raw)
