"""
Checks of the form of an answer: negotiation, media type, and how JSON is written.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from apicontract.checks.answers import NO_JSON
from apicontract.checks.check import Check, Difference, each
from apicontract.contract.representations import REPRESENTATIONS

if TYPE_CHECKING:
    from apicontract.checks.answers import ParsedExchange
    from apicontract.checks.check import CheckFunction
    from apicontract.checks.context import Context

#: A JSON text literal, its quotes included.
_TEXT = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"')
_SPACE = re.compile(rb"\s")
#: An escape of a character that JSON lets stand as it is (line separators are escaped for browsers' sake).
_NEEDLESS = re.compile(rb"(?<!\\)(?:\\\\)*\\u(?!00[01]|007f|202[89]|d[89a-f])[0-9a-f]{4}", re.IGNORECASE)


def _refused(status: HTTPStatus) -> CheckFunction:
    """
    Make the check that a form that cannot be had is refused with a status.
    """

    def function(context: Context, reading: ParsedExchange) -> list[Difference] | None:
        del context
        asked, found = reading.asked, reading.exchange.status
        if not asked.route.of_records or asked.representation.status != status or reading.inconclusive:
            return None
        if found == status:
            return []
        message = f"this format is not available, and the status is {found}, not {int(status)}"
        return [Difference("status", message, int(status), found)]

    return each(function)


def _content_type(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    del context
    name = reading.asked.representation.name
    if not reading.answered or not reading.asked.route.of_records or name is None:
        return None
    if not reading.exchange.headers:
        return None  # they were not kept
    if reading.exchange.documentation is not None:
        name = "json"  # the text of a page shows the headers that the JSON in it has
    expected = REPRESENTATIONS[name].media_type + ("; charset=utf-8" if name == "api" else "")
    found = reading.exchange.header("Content-Type")
    if (found or "").replace(" ", "").lower() == expected.replace(" ", ""):
        return []
    return [Difference("header Content-Type", f"Content-Type is {found}, not {expected}", expected, found)]


def _compact(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    del context
    exchange = reading.exchange
    indented = any("indent" in value for name, value in exchange.request_headers if name.lower() == "accept")
    if not reading.answered or reading.asked.representation.name != "json" or reading.json is NO_JSON or indented:
        return None
    if not reading.asked.route.resource or not exchange.headers:
        return None  # of an answer that was kept without its headers, somebody may have laid out the body
    if _SPACE.search(_tokens(exchange.body)):
        return [Difference("", "there is whitespace between JSON tokens", None, None)]
    needless = _NEEDLESS.search(exchange.body) if b"\\u" in exchange.body else None
    if needless:
        return [
            Difference("", f"{needless.group().decode()} is escaped unnecessarily", None, needless.group().decode())
        ]
    return []


def _tokens(body: bytes) -> bytes:
    """
    Return JSON without its texts.

    Without a backslash every other piece between quotes is outside of texts, which is found in a tenth of the time.
    """
    return _TEXT.sub(b"", body) if b"\\" in body else b"".join(body.split(b'"')[::2])


REFUSALS = (
    Check(
        "format-refused",
        "formats",
        "An unknown format returns 404.",
        "one",
        _refused(HTTPStatus.NOT_FOUND),
    ),
    Check(
        "accept-refused",
        "formats",
        "An unsatisfiable Accept header returns 406.",
        "one",
        _refused(HTTPStatus.NOT_ACCEPTABLE),
    ),
)

CHECKS = (
    Check(
        "content-type",
        "formats",
        "JSON is sent as application/json without charset, HTML as text/html in UTF-8.",
        "one",
        each(_content_type),
        scope="surface",
    ),
    Check(
        "json-compact",
        "formats",
        "JSON is compact, with non-ASCII characters unescaped.",
        "one",
        each(_compact),
        scope="surface",
    ),
)
