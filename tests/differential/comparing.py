"""
Two answers -> what differs: status, headers, body and key order; the order among equal sort keys is free.
"""

from __future__ import annotations

import html
import json
import re
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from reference_drf.service import dotted

from differential.subject import values_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reference_drf.service import Resource

    from differential.asking import Answer, Request
    from differential.subject import Subject

#: Headers whose value, or absence, must be the same.
COMPARED = (
    "content-type",
    "allow",
    "location",
    "www-authenticate",
    "retry-after",
    "link",
    "x-total-count",
    "x-frame-options",
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "access-control-allow-origin",
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-max-age",
)

#: How the rows of a list are called in the styles of paging that the reference has.
_ROWS = ("results", "data", "items")
#: The value that an error quotes.
QUOTED = re.compile("\N{LEFT DOUBLE QUOTATION MARK}([^\N{RIGHT DOUBLE QUOTATION MARK}]*)")


def differences(subject: Subject, request: Request, framework: Answer, mock: Answer) -> list[str]:
    """
    Return what differs, as sentences; the framework's answer is right.
    """
    return list(_differences(subject, request, framework, mock))


def _differences(subject: Subject, request: Request, framework: Answer, mock: Answer) -> Iterator[str]:
    if framework.status != mock.status:
        yield f"status: {framework.status} is answered with {mock.status}"
        return
    for name in COMPARED:
        if framework.headers.get(name) != mock.headers.get(name):
            yield f"header {name}: {framework.headers.get(name)!r} is {mock.headers.get(name)!r}"
    if _varying(framework) != _varying(mock):
        yield f"header vary: {framework.headers.get('vary')!r} is {mock.headers.get('vary')!r}"
    if request.method == "HEAD":
        return
    if "content-length" in mock.headers and int(mock.headers["content-length"]) != len(mock.body):
        yield f"header content-length: {len(mock.body)} bytes are announced as {mock.headers['content-length']}"
    if framework.kind == "text/html" and "accept" in _varying(framework):
        yield from _pages(subject, request, framework, mock)
    elif framework.body != mock.body:
        yield from _bodies(subject, request, framework, mock)


def _varying(answer: Answer) -> set[str]:
    """
    Return on which request headers an answer depends; cookies are those of a session, which the reference has none of.
    """
    return {each.strip().lower() for each in answer.headers.get("vary", "").split(",")} - {"", "cookie"}


def _pages(subject: Subject, request: Request, framework: Answer, mock: Answer) -> Iterator[str]:
    """
    Compare what two browsable pages show: the status line and the JSON; their looks are their own.
    """
    expected, found = _shown(framework), _shown(mock)
    if expected[0] != found[0]:
        yield f"page, status: {expected[0]!r} is {found[0]!r}"
    elif json.dumps(expected[1]) != json.dumps(found[1]):
        yield from (f"page, {each}" for each in _contents(subject, request, expected[1], found[1]))


def _shown(answer: Answer) -> tuple[str, Any]:
    """
    Return the status line that a browsable page shows, and its JSON; where there is none, the text in its place.
    """
    text = html.unescape(re.sub(r"<[^>]*>", "", answer.body.decode()))
    status = re.search(r"HTTP \d{3} [A-Za-z ]+", text)
    start = re.search(r"^Vary: [^\n]*\n\s*\n", text, re.MULTILINE)
    shown = text[start.end() :].lstrip() if start else ""
    try:
        value, _ = json.JSONDecoder().raw_decode(shown)
    except ValueError:
        value = shown[:80]
    return status.group().strip() if status else "", value


def _bodies(subject: Subject, request: Request, framework: Answer, mock: Answer) -> Iterator[str]:
    try:
        expected, found = json.loads(framework.body), json.loads(mock.body)
    except ValueError:
        yield f"body: {framework.body[:300]!r} is {mock.body[:300]!r}"
        return
    if framework.status == 400 and _names_another(request, framework.body.decode(), mock.body.decode()):
        return
    if json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode() != mock.body:
        yield f"body: {mock.body[:300]!r} is not written as compact JSON"
    else:
        yield from _contents(subject, request, expected, found)


def _contents(subject: Subject, request: Request, expected: Any, found: Any) -> Iterator[str]:
    """
    Compare two bodies that are not the same: of lists, the order among equal sort keys is free.
    """
    resource = _listed(subject, request)
    key = _rows_key(expected)
    if resource is None or key is None or _rows_key(found) != key:
        yield f"body: {expected!r:.400} is {found!r:.400}"
    elif _without_rows(expected, key) != _without_rows(found, key):
        yield f"envelope: {_without_rows(expected, key)} is {_without_rows(found, key)}"
    else:
        yield from _rows(subject, resource, request, *(each[key] if key else each for each in (expected, found)))


def _names_another(request: Request, expected: str, found: str) -> bool:
    """
    Say whether two errors differ in nothing but which of several bad values they quote.

    The framework looks through the values of a repeated parameter as a set, whose order is chance.
    """
    given = {value for _, value in parse_qsl(request.query, keep_blank_values=True)}
    quoted = QUOTED.findall(found)
    return QUOTED.sub("", expected) == QUOTED.sub("", found) and bool(quoted) and set(quoted) <= given


def _rows_key(body: Any) -> str | None:
    """
    Return the key of a list's rows; "" for a bare array, None for what is no list.
    """
    if isinstance(body, list):
        return ""
    return next((key for key in _ROWS if isinstance(body, dict) and key in body), None)


def _without_rows(page: Any, rows: str) -> str:
    if not rows:
        return str(len(page))
    return json.dumps({key: value if key != rows else len(value) for key, value in page.items()})


def _listed(subject: Subject, request: Request) -> Resource | None:
    paths = {subject.list_path(each).rstrip("/"): each for each in subject.service.resources.values()}
    return paths.get(request.path.rstrip("/").removesuffix(".json"))


def _key(row: dict[str, Any], name: str) -> str:
    """
    Return what identifies a row: its identifier, or the end of its own URL where it shows that alone.
    """
    return str(row[name]) if name in row else unquote(urlsplit(row["url"]).path.rstrip("/").rpartition("/")[2])


def _terms(resource: Resource, request: Request) -> list[str]:
    """
    Return the sort paths of a request, read as `rest_framework.filters.OrderingFilter` does.
    """
    known = {each: dotted(each) for each in resource.ordering}
    given = dict(parse_qsl(request.query, keep_blank_values=True)).get("ordering", "")
    asked = [each.strip().removeprefix("-") for each in given.split(",")]
    valid = [known[each] for each in asked if each in known]
    return valid or [known.get(each.removeprefix("-"), each) for each in resource.default_ordering]


def _rows(
    subject: Subject, resource: Resource, request: Request, expected: list[Any], found: list[Any]
) -> Iterator[str]:
    """
    Compare two pages of rows: equal sort keys at every place, and equal members wherever a tie is not cut.
    """
    terms = _terms(resource, request)
    name = resource.identifier
    records = {str(each[name]): each for each in subject.records(resource)}
    if not terms:
        keys = [[_key(each, name) for each in rows] for rows in (expected, found)]
        yield f"rows: {keys[0]} are {keys[1]}, or differ inside"
        return
    # SQL sorts by null both what is empty and what stands in no record (an outer join).
    keys = {each: repr([list(values_at(records[each], term)) or [None] for term in terms]) for each in records}
    sides = [[(keys[_key(row, name)], _key(row, name), json.dumps(row)) for row in rows] for rows in (expected, found)]
    if [row[0] for row in sides[0]] != [row[0] for row in sides[1]]:
        yield f"order by {terms}: {[row[:2] for row in sides[0]]} is {[row[:2] for row in sides[1]]}"
        return
    groups = [[list(group) for _, group in groupby(side, key=lambda row: row[0])] for side in sides]
    for place, (left, right) in enumerate(zip(*groups, strict=True)):
        cut = place in {0, len(groups[0]) - 1}
        texts = {row[1]: row[2] for row in left}
        if not cut and set(texts) != {row[1] for row in right}:
            yield f"ties: {sorted(map(str, texts))} are {sorted(str(row[1]) for row in right)}"
        yield from (
            f"row {row[1]}: {texts[row[1]]} is {row[2]}" for row in right if texts.get(row[1], row[2]) != row[2]
        )
    if len({row[1] for row in sides[1]}) != len(sides[1]):
        yield f"rows: {[row[1] for row in sides[1]]} has doubles"
