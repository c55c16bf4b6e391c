"""
What was asked, as values: the one form in which the rest of the mock sees a request.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlencode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: The request header that names a scope: a state of its own (`mockserver.control.state`).
SCOPE_HEADER = "X-Mock-Scope"

_HOST = re.compile(r"(?:[a-z0-9.-]+|\[[a-f0-9]*:[a-f0-9.:]+\])(?::[0-9]+)?", re.IGNORECASE)
_UNPREFIXED = ("CONTENT_TYPE", "CONTENT_LENGTH")
_PORTS = {"http": "80", "https": "443"}
_PATH_SAFE = "/:@&+$,-_.!~*'()"
_QUERY_SAFE = "/#%[]=:;$&()+,!?*@'~"
_REPERCENT = "apicontract-repercent"


def _repercent(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return quote(error.object[error.start : error.end]), error.end


codecs.register_error(_REPERCENT, _repercent)


@dataclass(frozen=True)
class Request:
    """
    One request.

    Attributes:
        method: upper case.
        scheme, host: as the client addressed the server; the host with its port, if it gave one.
        path: decoded; bytes that are not UTF-8 stay percent-encoded (`django.core.handlers.wsgi`).
        query: what stands behind the question mark, as sent.
        headers: lower-case name to value.
        client: address of the client.
        prefix: path below which the application is mounted, decoded; not part of `path`.
        body: what was sent with it, as far as it was read (`mockserver.http.receiving`); the mock answers without it.
    """

    method: str
    scheme: str
    host: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    client: str = ""
    prefix: str = ""
    body: bytes = b""

    @cached_property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """
        The query's names and values in order, blank values kept; only `&` separates.

        Bytes that are not UTF-8 become U+FFFD when percent-encoded, and are read as Latin-1 when not
        (`django.http.QueryDict`).
        """
        raw = self.query.encode("latin-1", "replace")
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            text = raw.decode("latin-1")
        return tuple(parse_qsl(text, keep_blank_values=True))

    @cached_property
    def last(self) -> Mapping[str, str]:
        """
        Each parameter's last value, which is the one that counts.
        """
        return dict(self.parameters)

    def every(self, name: str) -> tuple[str, ...]:
        """
        Return all the values of a repeated parameter, in order.
        """
        return tuple(value for key, value in self.parameters if key == name)

    def with_parameters(self, parameters: Iterable[tuple[str, str]]) -> Request:
        """
        Return the same request with another query.
        """
        return replace(self, query=urlencode(list(parameters)))

    @property
    def origin(self) -> str:
        """
        Scheme, host and the path below which the application is mounted: the beginning of every link.
        """
        return f"{self.scheme}://{self.host}{encode_path(self.prefix)}"

    @property
    def target(self) -> str:
        """
        Path and query, encoded anew (`django.http.HttpRequest.get_full_path`).
        """
        return encode_path(self.prefix + self.path) + self.query_part

    @property
    def query_part(self) -> str:
        """
        The query with its question mark, encoded where it was not, or nothing.
        """
        return f"?{quote(self.query, safe=_QUERY_SAFE)}" if self.query else ""

    @property
    def url(self) -> str:
        """
        The absolute URL of the request.
        """
        return f"{self.scheme}://{self.host}{self.target}"

    @property
    def well_formed(self) -> bool:
        """
        Whether the host is such that a view would be asked at all.
        """
        return is_host(self.host)

    def within(self, most: int | None) -> bool:
        """
        Return whether the query has so many fields at the most; None stands for any number.
        """
        return most is None or self.query.count("&") < most


def read_request(environ: Mapping[str, Any], *, trust_proxy: bool = False) -> Request:
    """
    Return the value of a WSGI request.

    Args:
        environ: of the request (PEP 3333).
        trust_proxy: take scheme and host from `X-Forwarded-Proto` and `X-Forwarded-Host`, where these are such.
    """
    headers = headers_of(environ)
    scheme = str(environ["wsgi.url_scheme"])
    host = headers.get("host") or _server(environ, scheme)
    if trust_proxy:
        told_scheme, told_host = (
            _first(headers.get("x-forwarded-proto")).lower(),
            _first(headers.get("x-forwarded-host")),
        )
        scheme = told_scheme if told_scheme in _PORTS else scheme
        host = told_host if is_host(told_host) else host
    return Request(
        method=str(environ["REQUEST_METHOD"]).upper(),
        scheme=scheme,
        host=host,
        path=decode_path(str(environ.get("PATH_INFO", ""))),
        prefix=decode_path(str(environ.get("SCRIPT_NAME", ""))),
        query=str(environ.get("QUERY_STRING", "")),
        headers=headers,
        client=str(environ.get("REMOTE_ADDR", "")),
    )


def headers_of(environ: Mapping[str, Any]) -> dict[str, str]:
    """
    Return the headers of a WSGI request: lower-case name to value.
    """
    headers = {
        name[5:].replace("_", "-").lower(): str(value) for name, value in environ.items() if name.startswith("HTTP_")
    }
    # CGI names these two without the prefix, empty where they were not sent (RFC 3875, 4.1).
    return headers | {name.replace("_", "-").lower(): str(environ[name]) for name in _UNPREFIXED if environ.get(name)}


def folded_headers(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """
    Return the headers of an ASGI request as a WSGI environment has them.

    One whose name has an underscore is dropped; one that is repeated is joined (RFC 9110, 5.3).
    """
    folded: dict[str, str] = {}
    for raw, value in headers:
        if b"_" not in raw:
            name = raw.decode("latin-1").upper().replace("-", "_")
            key, text = name if name in _UNPREFIXED else f"HTTP_{name}", value.decode("latin-1")
            folded[key] = f"{folded[key]}{'; ' if name == 'COOKIE' else ','}{text}" if key in folded else text
    return folded


def is_host(text: str) -> bool:
    """
    Tell whether a text is the name or address of a host, with or without a port.
    """
    return bool(_HOST.fullmatch(text))


def decode_path(path: str) -> str:
    """
    Decode a path as WSGI hands it over (one character for each byte).
    """
    return path.encode("latin-1", "replace").decode("utf-8", _REPERCENT)


def encode_path(path: str) -> str:
    """
    Percent-encode a decoded path (`django.utils.encoding.escape_uri_path`).
    """
    return quote(path, safe=_PATH_SAFE)


def _server(environ: Mapping[str, Any], scheme: str) -> str:
    name, port = str(environ["SERVER_NAME"]), str(environ["SERVER_PORT"])
    name = f"[{name}]" if ":" in name else name
    return name if port == _PORTS.get(scheme) else f"{name}:{port}"


def _first(header: str | None) -> str:
    return (header or "").partition(",")[0].strip()
