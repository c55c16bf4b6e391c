"""
Recorded answers -> what they show of an API's routes: settings in `behaviour` of an `api.json`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apicontract.contract.moments import oldest_first
from apicontract.evidence.derive.pages import pages_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apicontract.contract.exchange import Exchange

_OK, _MOVED, _BAD, _ABSENT, _NOT_ALLOWED, _NOT_ACCEPTABLE = 200, 301, 400, 404, 405, 406
_HTML = "text/html"


def recorded_behaviour(exchanges: Sequence[Exchange], base_path: str) -> dict[str, Any]:
    """
    Return the settings that recordings show, those of newer ones; what they do not show is left out.
    """
    stated: dict[str, Any] = {}
    ordered = oldest_first(exchanges)
    for found in (_slashes, _root, _representations, _ordering, _methods):
        for name, value, source in found(ordered, base_path):
            stated[name] = {"value": value, "grade": "recorded", "source": source}
    return stated


def _slashes(exchanges: Sequence[Exchange], base_path: str) -> Iterator[tuple[str, Any, str]]:
    """
    Yield how paths of lists and records end, and how the other end is answered.
    """
    ends = {page.exchange.path.endswith("/"): page.exchange for page in pages_of(exchanges, base_path)}
    if len(ends) != 1:
        return
    ((slash, shown),) = ends.items()
    yield "closing_slash", slash, f"the path of {shown.url}"
    known = {page.exchange.path for page in pages_of(exchanges, base_path)}
    for each in exchanges:
        if slash and each.method == "GET" and f"{each.path}/" in known and each.status in (_MOVED, _ABSENT):
            yield "append_slash", each.status == _MOVED, f"{each.status} at {each.url}"


def _root(exchanges: Sequence[Exchange], base_path: str) -> Iterator[tuple[str, Any, str]]:
    for each in exchanges:
        if each.path == base_path and each.method == "GET" and each.status in (_OK, _ABSENT) and not each.query:
            yield "api_root", each.status == _OK and _lists_links(each), f"{each.status} at {each.url}"


def _lists_links(exchange: Exchange) -> bool:
    """
    Return whether an answer is an object of links, and not a page for people or something else.
    """
    try:
        body = exchange.json
    except (ValueError, RecursionError):
        return False
    return isinstance(body, dict) and all(isinstance(each, str) for each in body.values())


def _representations(exchanges: Sequence[Exchange], base_path: str) -> Iterator[tuple[str, Any, str]]:
    """
    Yield both forms where a browsable page was recorded, JSON alone where one was asked for and refused.

    Another page for people, such as a front page, says nothing of the answers.
    """
    for each in exchanges:
        inside = each.path.startswith(base_path)
        if inside and each.documentation is not None and each.status == _OK:
            yield "representations", ["json", "api"], f"a page at {each.url}"
        accept = next((value for name, value in each.request_headers if name.lower() == "accept"), "")
        asked = each.parameter("format") == "api" and each.status == _ABSENT
        if inside and (asked or (accept == _HTML and each.status == _NOT_ACCEPTABLE)):
            yield "representations", ["json"], f"{each.status} at {each.url}"


def _ordering(exchanges: Sequence[Exchange], base_path: str) -> Iterator[tuple[str, Any, str]]:
    for each in exchanges:
        asked = each.parameter("ordering") and each.status == _BAD and each.path.startswith(base_path)
        if asked and b'"ordering"' in each.body:
            yield "unknown_ordering", "refuse", f"{each.status} at {each.url}"


def _methods(exchanges: Sequence[Exchange], base_path: str) -> Iterator[tuple[str, Any, str]]:
    """
    Yield the methods that `Allow` names, among those that read.
    """
    read = ("GET", "HEAD", "OPTIONS")
    for page in pages_of(exchanges, base_path):
        named = [each.strip() for each in (page.exchange.header("Allow") or "").split(",")]
        if "GET" in named:
            yield "methods", [each for each in read if each in named], f"Allow at {page.exchange.url}"
    for each in exchanges:
        if each.method in ("POST", "PUT", "PATCH", "DELETE") and each.status in (_NOT_ALLOWED, 401):
            yield "other_methods", each.status, f"{each.method} at {each.url}"
