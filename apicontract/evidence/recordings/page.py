"""
The text that a person copies from a browsable page <-> `Exchange`.

Such a page holds, from top to bottom: documentation (headings, each with lines `label - text`), the request
line, the status line, the headers, an empty line, the JSON body with indentation
(`rest_framework.renderers.BrowsableAPIRenderer`). The documentation may be missing, and its sections may come
in any order. The request line has a path only, so the host is found in the URLs of the body, or in the help
line, or else is the one that the caller declares.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from apicontract.contract.errors import DataError
from apicontract.contract.exchange import Exchange
from apicontract.contract.model import Documentation
from apicontract.evidence.recordings.copied import answer_alone, cleaned, name_lists
from apicontract.evidence.recordings.text import compact, indented, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_REQUEST = re.compile(r"(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (/.*)")
_STATUS = re.compile(r"HTTP (\d{3})(?: (.*))?")
_HEADER = re.compile(r"([!#$%&'*+.^_`|~\w-]+):(?: (.*))?")
_AUTHORITY = re.compile(r"(https?://)?((?:[\w-]+\.)+[a-z]{2,}|localhost|\d+\.\d+\.\d+\.\d+)(:\d+)?(?=[/\s]|$)")
_HEADING_WORDS = 5
_WITH_BODY = set(HTTPStatus) - {HTTPStatus.NO_CONTENT, *(each for each in HTTPStatus if each // 100 in {1, 3})}
_NOTHING = object()


@dataclass(frozen=True, slots=True)
class Layout:
    """
    Where a page's text departs from the framework's own layout; its values do not depend on it.

    Attributes:
        indent: blanks at each level of the body; 0 if the body stands on one line.
        newline: what ends a line.
        gap: what parts two paragraphs of the documentation, in newlines.
        ending: what follows the body, in newlines.
        reason: reason phrase of the status line, if it is not the standard one.
    """

    indent: int = 4
    newline: str = "\n"
    gap: int = 2
    ending: int = 0
    reason: str | None = None


def is_page(text: str) -> bool:
    """
    Return whether a text has the request line and the status line of a page.
    """
    lines = cleaned(text.replace("\r\n", "\n")).split("\n")
    return any(_REQUEST.fullmatch(one.strip()) and _STATUS.fullmatch(two.strip()) for one, two in _pairs(lines))


def read_page(text: str, place: str, host: str | None = None) -> Exchange:
    """
    Read the text of one page.

    Args:
        text: the whole text.
        place: the file, for messages.
        host: URL of the host (no path) to assume where the page itself names none.

    Raises:
        DataError: something stands where something else must, with the line.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = cleaned(text.replace(newline, "\n")).split("\n")
    start = _request_line(lines, place)
    method, path = _match(_REQUEST, lines, start, place, "a request line such as 'GET /path/'")
    status, reason = _match(_STATUS, lines, start + 1, place, "a status line such as 'HTTP 200 OK'")
    end = next((number for number in range(start + 2, len(lines)) if not lines[number].strip()), len(lines))
    headers = tuple(
        (name, value or "")
        for name, value in (_match(_HEADER, lines, at, place, "a header 'Name: value'") for at in range(start + 2, end))
    )
    body = answer_alone("\n".join(lines[end + 1 :]))
    value = _body(body, place, end + 1)
    if value is _NOTHING and method != "HEAD" and int(status) in _WITH_BODY:
        raise DataError(f"{place}:{len(lines)}", "the end of the text", "the JSON body, after an empty line")
    above, gap = _documentation("\n".join(lines[:start]))
    phrase = reason or ""
    layout = Layout(
        indent=_indent(body),
        newline=newline,
        gap=gap,
        ending=len(body) - len(body.rstrip("\n")) if body.strip() else 0,
        reason=None if phrase == _phrase(int(status)) else phrase,
    )
    return Exchange(
        method=method,
        url=_origin(path, value, above, f"{place}:{start + 1}", host) + path,
        status=int(status),
        headers=headers,
        body=compact(body).encode(),
        documentation=Documentation(above, layout),
        source=f"{place}:{start + 1}",
    )


def render_page(exchange: Exchange) -> str:
    """
    Return the text of the page that shows an exchange, as a person would copy it.

    A page that was read comes back byte for byte, in its own layout.
    """
    documentation = exchange.documentation or Documentation(())
    layout = documentation.layout if isinstance(documentation.layout, Layout) else Layout()
    phrase = _phrase(exchange.status) if layout.reason is None else layout.reason
    target = urlsplit(exchange.url)._replace(scheme="", netloc="").geturl()
    paragraphs = [part for heading, lines in documentation.sections for part in (heading, *map(_joined, lines)) if part]
    head = [f"{exchange.method} {target}", f"HTTP {exchange.status} {phrase}".rstrip()]
    head += [f"{name}: {value}".rstrip() for name, value in exchange.headers]
    text = exchange.body.decode()
    body = indented(text, layout.indent) if layout.indent else text
    gap = "\n" * layout.gap
    page = "".join(part + gap for part in paragraphs) + "\n".join(head) + "\n\n" + body + "\n" * layout.ending
    return page.replace("\n", layout.newline)


def _pairs(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    return itertools.pairwise(lines)


def _request_line(lines: Sequence[str], place: str) -> int:
    found = [number for number, line in enumerate(lines) if _REQUEST.fullmatch(line.strip())]
    if found:
        return found[0]
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    raise DataError(
        f"{place}:{first + 1}",
        f"no request line in this text, which begins {lines[first][:40]!r}",
        "the text of a browsable page, with a line such as 'GET /path/' above the status line",
    )


def _match(pattern: re.Pattern[str], lines: Sequence[str], at: int, place: str, expected: str) -> tuple[Any, Any]:
    line = lines[at].strip() if at < len(lines) else ""
    match = pattern.fullmatch(line)
    if match is None:
        raise DataError(f"{place}:{at + 1}", repr(line[:60]) if line else "nothing", expected)
    return match.group(1), match.group(2)


def _body(text: str, place: str, above: int) -> Any:
    """
    Return the value of the body; `above` is the number of lines that stand above it.
    """
    if not text.strip():
        return _NOTHING
    try:
        return parse(text)
    except ValueError as error:
        line = above + getattr(error, "lineno", 1)
        raise DataError(
            f"{place}:{line}", getattr(error, "msg", str(error)), "the JSON body and nothing after it"
        ) from error


def _indent(body: str) -> int:
    match = re.match(r"[\[{]\n( *)", body)
    return len(match.group(1)) if match else 0 if body.strip() else 4


def _documentation(text: str) -> tuple[tuple[tuple[str, tuple[tuple[str, str], ...]], ...], int]:
    """
    Return the sections and how many newlines part their paragraphs.
    """
    gap = 2 if "\n\n" in text.strip("\n") or text.endswith("\n\n") else 1
    sections: list[tuple[str, list[tuple[str, str]]]] = []
    for paragraph in name_lists([each.strip("\n") for each in text.split("\n" * gap)]):
        label, dash, content = paragraph.partition(" - ")
        if not dash and _is_heading(paragraph):
            sections.append((paragraph, []))
            continue
        if not sections:
            sections.append(("", []))
        sections[-1][1].append((label, content) if label and content else (paragraph, ""))
    return tuple((heading, tuple(lines)) for heading, lines in sections), gap


def _is_heading(paragraph: str) -> bool:
    return len(paragraph.split()) <= _HEADING_WORDS and paragraph[-1].isalnum()


def _joined(line: tuple[str, str]) -> str:
    return " - ".join(filter(None, line))


def _origin(path: str, value: Any, above: Sequence[Any], place: str, host: str | None) -> str:
    """
    Return scheme and authority: the body's, else the help line's, else the declared one.
    """
    own = urlsplit(path).path
    urls = [urlsplit(each) for each in _strings(value) if each.startswith(("https://", "http://"))]
    for prefix in (own, "/" + own.split("/")[1] + "/"):
        near = Counter(f"{each.scheme}://{each.netloc}" for each in urls if each.path.startswith(prefix))
        if near:
            return near.most_common(1)[0][0]
    for _, text in (line for _, lines in above for line in lines):
        match = _AUTHORITY.match(text)
        if match:
            scheme = match.group(1) or ("http://" if match.group(2)[-1].isdigit() or match.group(3) else "https://")
            return f"{scheme}{match.group(2)}{match.group(3) or ''}"
    if host:
        return host
    raise DataError(place, "a page without a host", "a URL in its body, a help line, or a declared host")


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else ""
