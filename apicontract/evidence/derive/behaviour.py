"""
Recorded answers -> what they show of an API's routes: settings in `behaviour` of an `api.json`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apicontract.contract.moments import oldest_first
from apicontract.evidence.derive.pages import pages_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from apicontract.contract.exchange import Exchange

_OK, _MOVED, _BAD, _ABSENT, _NOT_ALLOWED, _NOT_ACCEPTABLE = 200, 301, 400, 404, 405, 406
_HTML = "text/html"
_WRITING = ("POST", "PUT", "PATCH", "DELETE")
#: Headers that a service adds to all its answers, or to none.
_STEADY = (
    *("X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy"),
    "Access-Control-Allow-Origin",
)


def recorded_behaviour(exchanges: Sequence[Exchange], base_path: str) -> dict[str, Any]:
    """
    Return the settings that recordings show, those of newer ones; what they do not show is left out.
    """
    stated: dict[str, Any] = {}
    ordered = oldest_first(exchanges)
    for found in (_slashes, _root, _representations, _ordering, _methods, _headers):
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
    read, written = ("GET", "HEAD", "OPTIONS"), set[str]()
    for page in pages_of(exchanges, base_path):
        named = [each.strip() for each in (page.exchange.header("Allow") or "").split(",")]
        if "GET" in named:
            yield "methods", [each for each in read if each in named], f"Allow at {page.exchange.url}"
            if written < (written := written.union(named).intersection(_WRITING)):
                yield "writing_methods", [each for each in _WRITING if each in written], f"Allow at {page.exchange.url}"
    for each in exchanges:
        if each.method in ("POST", "PUT", "PATCH", "DELETE") and each.status in (_NOT_ALLOWED, 401):
            yield "other_methods", each.status, f"{each.method} at {each.url}"


def _headers(exchanges: Sequence[Exchange], base_path: str) -> Iterator[tuple[str, Any, str]]:
    """
    Yield the headers that all answers have with one value; some answers were kept without any.

    Which origin may read an answer counts where nobody named one.
    """
    answers = [page.exchange for page in pages_of(exchanges, base_path) if page.exchange.header("Content-Type")]
    answers = [each for each in answers if "origin" not in {name.lower() for name, _ in each.request_headers}]
    found = {name: {each.header(name) for each in answers} for name in _STEADY}
    if answers:
        stated = {name: next(iter(values)) for name, values in found.items() if len(values) == 1 and None not in values}
        yield "headers", stated, f"all {len(answers)} answers of lists and records"


def headers_settled(head: Mapping[str, Any], exchanges: Sequence[Exchange]) -> dict[str, Any]:
    """
    Return `api.json` with the headers that all recorded answers have, where it speaks of such: code may add others.
    """
    found = next(_headers(exchanges, head["base_path"]), None)
    behaviour = head.get("behaviour", {})
    if found is None or "headers" not in behaviour or behaviour["headers"]["value"] == found[1]:
        return dict(head)
    name, value, source = found
    return {**head, "behaviour": {**behaviour, name: {"value": value, "grade": "recorded", "source": source}}}
