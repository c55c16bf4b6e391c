"""
Which pages of other origins may read an answer, as django-cors-headers says it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mockserver.http.answer import Answer
from mockserver.http.request import SCOPE_HEADER
from mockserver.http.site_pages import HTML

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

_METHODS = "DELETE, GET, OPTIONS, PATCH, POST, PUT"
_HEADERS = "accept, authorization, content-type, user-agent, x-csrftoken, x-requested-with"
_SCOPE = SCOPE_HEADER.lower()
_SECONDS = "86400"
_PREFLIGHT = "access-control-request-method"


def asks(method: str, headers: Mapping[str, str]) -> bool:
    """
    Tell whether this is the question that a browser asks before a request.
    """
    return method == "OPTIONS" and _PREFLIGHT in headers


def preflight(method: str, headers: Mapping[str, str]) -> Answer | None:
    """
    Answer the question that a browser asks before a request, or return None if this is none.
    """
    return Answer(200, (("Content-Type", HTML),), b"") if asks(method, headers) else None


def open_to(answer: Answer, allowed: Container[str], method: str, headers: Mapping[str, str]) -> Answer:
    """
    Add the headers that open an answer to origins (`*` is all); it depends on who asks also where it opens to none.
    """
    origin, added = headers.get("origin", ""), []
    if "*" in allowed or origin in allowed:
        added.append(("access-control-allow-origin", "*" if "*" in allowed else origin))
        if method == "OPTIONS":
            added += [
                ("access-control-allow-headers", _allowed_headers(headers)),
                ("access-control-allow-methods", _METHODS),
                ("access-control-max-age", _SECONDS),
            ]
    added = added if origin else []
    return replace(answer, headers=(*_varying(answer), *added))


def _allowed_headers(headers: Mapping[str, str]) -> str:
    """
    Return the headers that a page may send; the one that names a scope too, if the page asks for it.

    A browser asks for it when a test makes it send that header to a mock of another origin.
    """
    asked = {each.strip().lower() for each in headers.get("access-control-request-headers", "").split(",")}
    return f"{_HEADERS}, {_SCOPE}" if _SCOPE in asked else _HEADERS


def _varying(answer: Answer) -> tuple[tuple[str, str], ...]:
    """
    Return the answer's headers with `origin` among what it depends on.
    """
    stated = answer.header("Vary")
    if stated is None:
        return (*answer.headers, ("Vary", "origin"))
    if "origin" in {member.strip().lower() for member in stated.split(",")}:
        return answer.headers
    return tuple((name, f"{value}, origin" if name == "Vary" else value) for name, value in answer.headers)
