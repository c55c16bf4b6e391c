"""
Who may use the control API.

A web page can let its own host name lead to the reader's machine (DNS rebinding); its requests then come from the
loopback interface, with nothing foreign about them but the name in `Host` and `Origin`.
So a loopback client has to ask for a name that nobody else can hold, and everybody else has to know the token.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from apicontract.contract.errors import UsageError
from mockserver.http.request import is_host, read_request

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mockserver.http.request import Request

#: Path below which the control API lives.
PREFIX = "/__mock__"
#: Key of `Flask.extensions` under which an application's `Access` stands.
ACCESS = "apicontract-access"
#: Environment variable that holds the token.
TOKEN_VARIABLE = "APICONTRACT_CONTROL_TOKEN"  # noqa: S105 - a name, no secret
#: How whoever knows the token says so.
_BEARER = "bearer"
_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.IGNORECASE)
_ORIGIN = re.compile(r"https?://(?P<host>.+)")
#: Longest name that a message repeats; no name of the DNS is longer (RFC 1035, 2.3.4).
_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Access:
    """
    The rule by which the control API lets a request in.

    Attributes:
        hosts: names, besides `localhost` and loopback addresses, for which a loopback client may ask; lower case.
        token: lets anyone in who sends it; empty for none.
        trust_proxy: whether the last address of `X-Forwarded-For` says who asks a proxy on this machine.
    """

    hosts: frozenset[str] = frozenset()
    token: str = ""
    trust_proxy: bool = False

    def refusal(self, request: Request) -> str:
        """
        Return why a request is refused and what to do about it, in one line; empty if it is let in.

        The request is as it came, with nothing of `X-Forwarded-*` in its host.
        """
        if self._knows_the_token(request):
            return ""
        if not all(map(is_loopback, self._askers(request))):
            return (
                f"The control API answers clients on its own machine alone: set {TOKEN_VARIABLE} for the server, "
                "and send 'Authorization: Bearer <token>'."
            )
        for source, host in self._names(request):
            name = _without_port(host) if is_host(host) else ""
            if not self._allows(name):
                shown = name if 0 < len(name) <= _LONGEST_NAME else "NAME"
                remedy = f"ask for localhost, or serve with --allowed-host {shown}"
                return f"The control API is not open to this {source}: {remedy}."
        return ""

    def admits(self, environ: Mapping[str, Any]) -> bool:
        """
        Tell whether a WSGI request is one for the control API that is let in.
        """
        path = str(environ.get("PATH_INFO", ""))
        return path.startswith(f"{PREFIX}/") and not self.refusal(read_request(environ))

    def _knows_the_token(self, request: Request) -> bool:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        # A header's text has one character for each byte; the token of the environment is text.
        given_bytes = given.strip().encode("latin-1", "replace")
        same = hmac.compare_digest(given_bytes, self.token.encode())
        return bool(self.token) and scheme.lower() == _BEARER and same

    def _askers(self, request: Request) -> Iterator[str]:
        """
        Yield the addresses that have to be this machine's: the connection's, and the one that a proxy tells of.
        """
        yield request.client
        told = request.headers.get("x-forwarded-for")
        if self.trust_proxy and told is not None:
            yield told.rpartition(",")[2].strip()

    def _names(self, request: Request) -> Iterator[tuple[str, str]]:
        """
        Yield every host under which a request says that it was asked or from which it comes, and where it says so.
        """
        yield "Host", request.host
        told = request.headers.get("x-forwarded-host")
        if self.trust_proxy and told is not None:
            yield from (("X-Forwarded-Host", each.strip()) for each in told.split(","))
        origin = request.headers.get("origin")
        if origin is not None:
            match = _ORIGIN.fullmatch(origin)
            yield "Origin", match["host"] if match else ""

    def _allows(self, name: str) -> bool:
        return name.lower() in {"localhost", *self.hosts} or is_loopback(name.strip("[]"))


def is_loopback(address: str) -> bool:
    """
    Tell whether a numeric address is this machine's loopback interface, as IPv4 mapped into IPv6 too.
    """
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = known.ipv4_mapped if isinstance(known, ipaddress.IPv6Address) else None
    return (mapped or known).is_loopback


def host_names(texts: Iterable[str]) -> frozenset[str]:
    """
    Read the names of hosts that are allowed.

    Raises:
        UsageError: one has a scheme, a port, a path or a wildcard, or is none at all.
    """
    return frozenset(map(_host_name, texts))


def _host_name(text: str) -> str:
    bare = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    try:
        return f"[{ipaddress.IPv6Address(bare)}]"
    except ValueError:
        pass
    if not _NAME.fullmatch(text) or len(text) > _LONGEST_NAME:
        raise UsageError(
            f"{text[:_LONGEST_NAME]!r} is not a host name",
            "give it alone, without scheme, port or path, such as mock.test",
        )
    return text.lower()


def _without_port(host: str) -> str:
    return host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]
