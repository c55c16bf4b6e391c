"""
The token of a service, and to whom it is sent.
"""

from __future__ import annotations

import ipaddress
import os
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from apicontract.contract.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from apicontract.client.target import Target
    from apicontract.contract.model import Api

_PORTS = {"http": 80, "https": 443}


def token_for(target: Target, api: Api, named: Iterable[str] = (), say: Callable[[str], None] = lambda _: None) -> str:
    """
    Return the token that the environment holds for an API, or "" if there is none or the target may not have it.

    It is for an application in process, and for hosts that the contract declares or the user names; over a
    network only as TLS hides it.

    Args:
        target: the server that is asked.
        api: whose contract names the environment variable.
        named: hosts that may have it too, each with or without a port.
        say: told in one line why a token is not sent.
    """
    variable = api.token_environment
    token = os.environ.get(variable, "").strip() if variable else ""
    reason = "" if target.application else _objection(target.url, api, tuple(named))
    if not token or not reason:
        return token
    say(f"the token of {variable} is not sent to {target.host}: {reason}")
    return ""


def token_wanted(api: Api) -> str:
    """
    Return what to do where nobody is let in without a token; "" if there is one, or no variable for it.
    """
    variable = api.token_environment
    known = not variable or os.environ.get(variable, "").strip()
    return "" if known else f"a token is read from the environment variable {variable}"


def token_named(target: Target, variable: str) -> str:
    """
    Return the token that an environment variable holds for a target, whoever that is.

    Raises:
        UsageError: the variable is not set, or the target is asked by http over a network, which would expose it.
    """
    token = os.environ.get(variable, "").strip()
    if not token:
        raise UsageError(f"the environment variable {variable} holds no token", "set it, or leave out --token-env")
    parts = urlsplit(target.url)
    if not target.application and parts.scheme != "https" and not _is_loopback(_place(parts)[0]):
        raise UsageError(f"the token of {variable} is not sent to {target.host}: http would expose it", "use https")
    return token


def origin(url: str) -> tuple[str, str, int | None]:
    """
    Return scheme, host and port of a URL, the port that the scheme implies included (RFC 6454, section 4).

    Raises:
        ValueError: the URL cannot be read.
    """
    parts = urlsplit(url)
    return parts.scheme, *_place(parts)


def secret_headers(token: str, url: str, server: str) -> tuple[tuple[str, str], ...]:
    """
    Return the header of a token for the origin of its own server, and none for others (RFC 9110, section 15.4).
    """
    if not token or origin(url) != origin(server):
        return ()
    # One with a blank names its scheme itself (RFC 9110, section 11.4): `Bearer ...`.
    return (("Authorization", token if " " in token else f"Token {token}"),)


def _objection(url: str, api: Api, named: tuple[str, ...]) -> str:
    parts = urlsplit(url)
    place = _place(parts)
    declared = {_place(urlsplit(each.url)) for each in api.hosts.values()}
    if place not in declared and not any(_matches(each, parts) for each in named):
        return f"the contract does not declare that host; name it with --token-host {parts.netloc}"
    if parts.scheme != "https" and not _is_loopback(place[0]):
        return "http would expose it; use https"
    return ""


def _place(parts: SplitResult) -> tuple[str, int | None]:
    return (parts.hostname or "").rstrip("."), parts.port or _PORTS.get(parts.scheme)


def _matches(named: str, parts: SplitResult) -> bool:
    """
    Whether a name that a user gave, with or without a port, is that of a URL.
    """
    with suppress(ValueError):
        given = urlsplit(f"{parts.scheme}://{named}")
        host, port = _place(parts)
        return _place(given)[0] == host and given.port in {None, port}
    return False


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False
