"""
What sends one request after the other, within an allowance of time and bytes for each.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import httpx

from apicontract.client.allowance import Allowance
from apicontract.client.headers import described
from apicontract.client.transport import CODINGS, BoundedTransport
from apicontract.client.wsgi import guarded
from apicontract.contract.exchange import Exchange

if TYPE_CHECKING:
    import ssl

    from apicontract.client.target import Target


class Connection:
    """
    A way to a server on which one request is under way at a time.
    """

    def __init__(self, target: Target, most_bytes: int) -> None:
        self._allowance = Allowance(most_bytes)
        self._http = httpx.Client(
            transport=httpx.WSGITransport(app=guarded(target.application))
            if target.application
            else BoundedTransport(self._allowance, _trusted),
            # The allowance holds the time, of all reads together.
            timeout=None,  # noqa: S113 - see above
            follow_redirects=False,
            headers={"User-Agent": "apicontract", "Accept-Encoding": ", ".join(CODINGS)},
            # A .netrc of the environment belongs to real hosts alone.
            trust_env=target.application is None,
        )

    def send(
        self,
        method: str,
        url: str,
        headers: tuple[tuple[str, str], ...],
        secret: tuple[tuple[str, str], ...],
        seconds: float,
    ) -> Exchange:
        """
        Send a request, and return the answer as a check sees it; of the secret headers it says nothing.

        Raises:
            httpx.HTTPError, httpx.InvalidURL: no whole answer came within so many seconds.
        """
        self._allowance.begin(seconds)
        request = self._http.build_request(method, url, headers=[*headers, *secret])
        response = self._http.send(request, stream=True)
        try:
            body = self._body(response)
        finally:
            response.close()
        return Exchange(
            method=method,
            url=url,
            status=response.status_code,
            headers=described(response.headers.multi_items()),
            body=body,
            request_headers=headers,
            source="sent",
        )

    def close(self) -> None:
        """
        Close what is open.
        """
        self._http.close()

    def _body(self, response: httpx.Response) -> bytes:
        parts, size = [], 0
        for part in response.iter_bytes():
            size += len(part)
            self._allowance.hold(size, "unpacked")
            parts.append(part)
        return b"".join(parts)


class Connections:
    """
    As many connections to a server as requests are under way at a time; the one that was used last is used first.
    """

    def __init__(self, target: Target, most_bytes: int) -> None:
        self._target = target
        self._most_bytes = most_bytes
        self._idle: list[Connection] = []

    def send(
        self,
        method: str,
        url: str,
        headers: tuple[tuple[str, str], ...],
        secret: tuple[tuple[str, str], ...],
        seconds: float,
    ) -> Exchange:
        """
        Send a request; see `Connection.send`.
        """
        # A list takes and gives back in one step each, so that no two threads have the same one.
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = Connection(self._target, self._most_bytes)
        try:
            return connection.send(method, url, headers, secret, seconds)
        finally:
            self._idle.append(connection)

    def close(self) -> None:
        """
        Close those that no request uses.
        """
        while self._idle:
            self._idle.pop().close()


@cache
def _trusted() -> ssl.SSLContext:
    """
    Return the authorities that are trusted: to read them takes longer than a request, and they are the same for all.
    """
    return httpx.create_ssl_context()
