"""
Where the requests go.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from apicontract.client.usage import usage_page
from apicontract.contract.errors import UnknownName, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from apicontract.client.usage import UsagePage
    from apicontract.contract.model import Api, Throttle


#: Letters of a host name, at most.
_LONGEST_NAME = 253
#: Something that is meant as an address: a host with dots, or with a port.
_ADDRESS = re.compile(r"(localhost|[\w-]+(\.[\w-]+)+|\[[0-9a-f:]+\])(:\d+)?(/.*)?|[\w-]+:\d+(/.*)?")


@dataclass(frozen=True)
class Target:
    """
    A server.

    Attributes:
        name: for people.
        url: scheme and authority, no path; for an application in process, what it takes itself to be.
        application: a WSGI callable that is called in process; without it the URL is asked.
        throttle: the published limit of that host, if any.
        usage: where the host says how much of its limit is used up, unless it is known to have none.
    """

    name: str
    url: str
    application: Callable[..., Iterable[bytes]] | None = field(default=None, repr=False)
    throttle: Throttle | None = None
    usage: UsagePage | None = None

    @property
    def host(self) -> str:
        """
        Host and port, the key of the ledger.
        """
        return urlsplit(self.url).netloc.lower()


def target_of(text: str, api: Api, others: tuple[str, ...] = ()) -> tuple[Target, Api]:
    """
    Read what a user calls a server: the name of a declared host, or a URL (of the host, or of its base path).

    The API comes back too, because a service may be mounted below a prefix: its base path then includes it.

    Args:
        text: what the user calls it.
        api: the contract.
        others: what could have been meant besides, for the message: what the caller reads itself.

    Raises:
        UnknownName: neither a URL nor a declared host.
        UsageError: a URL that cannot be asked as it stands.
    """
    if text in api.hosts:
        host = api.hosts[text]
        return Target(text, host.url, throttle=host.throttle, usage=usage_page(api) if host.throttle else None), api
    if "://" not in text:
        if _ADDRESS.fullmatch(text):
            raise UsageError(f"{text} has no scheme", f"write http://{text}")
        raise UnknownName("target", text, (*api.hosts, "http(s)://…", *others))
    parts = _parts(text)
    url = f"{parts.scheme}://{parts.netloc}"
    known = next((each for each in api.hosts.values() if urlsplit(each.url).netloc == parts.netloc.lower()), None)
    path = parts.path if parts.path.endswith("/") else parts.path + "/"
    if path not in {"/", api.base_path} and not path.endswith(api.base_path):
        raise UsageError(
            f"the path of {text} is not that of {api.title}", f"end it with {api.base_path} or leave it out"
        )
    mounted = replace(api, base_path=api.base_path if path == "/" else path)
    if known is None:
        return Target(text, url, usage=usage_page(mounted)), mounted
    return Target(text, url, throttle=known.throttle, usage=usage_page(mounted) if known.throttle else None), mounted


def server_at(text: str) -> tuple[Target, str]:
    """
    Return the server of a URL that no contract speaks of, and the path at which to begin.

    Raises:
        UsageError: no URL, or one that cannot be asked as it stands.
    """
    if "://" not in text:
        raise UsageError(f"{text} has no scheme", f"write http://{text}")
    parts = _parts(text)
    return Target(text, f"{parts.scheme}://{parts.netloc}"), parts.path or "/"


def strictest(api: Api) -> Throttle | None:
    """
    Return the strictest limit that an API declares for any host: that of a host of which nothing is known.
    """
    limits = [each.throttle for each in api.hosts.values() if each.throttle]
    return min(limits, key=lambda each: each.requests / each.seconds, default=None)


def _parts(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise UsageError(
            "host or port of the URL cannot be read", "write http://host:port/, a port up to 65535"
        ) from error
    _usable(text, parts)
    return parts


def _resolvable(host: str) -> bool:
    """
    Whether a name has the form of one that can be looked up (RFC 1035, section 2.3.4).
    """
    with suppress(UnicodeError):
        return len(host.encode("idna")) <= _LONGEST_NAME
    return False


def _usable(text: str, parts: SplitResult) -> None:
    if parts.scheme not in {"http", "https"}:
        raise UsageError(f"{parts.scheme!r} is not a supported scheme", "give a URL with http or https")
    if parts.username or parts.password:
        raise UsageError("the URL holds credentials", "put a token into the environment instead")
    if parts.hostname and not _resolvable(parts.hostname):
        raise UsageError("the host name of the URL is invalid", "names have up to 253 letters, 63 between two dots")
    if not parts.hostname or parts.query or parts.fragment:
        raise UsageError(f"{text} is not the URL of a server", "give scheme, host and at most the base path")
