"""
Whether two links are one, or differ only by what stands before a service, or by how they are written.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit


def same(expected: str | None, found: str | None) -> bool:
    """
    Whether two links are one: the case of the host, and the port that its scheme has anyway, make no difference.
    """
    return expected == found or (None not in (expected, found) and _normal(str(expected)) == _normal(str(found)))


def _normal(link: str) -> str:
    scheme, mark, rest = link.partition("://")
    host, slash, path = rest.partition("/")
    port = {"http": ":80", "https": ":443"}.get(scheme.lower(), "")
    return f"{scheme.lower()}{mark}{host.lower().removesuffix(port)}{slash}{path}"


def upgraded(expected: str | None, found: str | None) -> bool:
    """
    Whether a link is right but for https in place of http: what stands before a service may have spoken http to it.
    """
    secure = (expected or "").replace("http://", "https://", 1)
    return secure not in ("", expected) and same(secure, found)


def recoded(expected: str | None, found: str | None) -> bool:
    """
    Whether two links name the same parameters in the same order, and only escape them otherwise.
    """
    if expected is None or found is None or expected == found:
        return False
    (*one, _), (*other, _) = urlsplit(expected), urlsplit(found)
    queries = [parse_qsl(parts[3], keep_blank_values=True) for parts in (one, other)]
    return one[:3] == other[:3] and queries[0] == queries[1]
