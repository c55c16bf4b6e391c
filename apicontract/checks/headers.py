"""
Checks of the headers of an answer.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from apicontract.checks.check import Check, Difference, each

if TYPE_CHECKING:
    from apicontract.checks.answers import ParsedExchange
    from apicontract.checks.context import Context


def _wrapped(reading: ParsedExchange) -> bool:
    """
    Return whether an answer comes from the resource itself, and its headers were kept.
    """
    known = reading.asked.route.of_records and bool(reading.exchange.headers)
    status = reading.exchange.status
    moved = HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST
    return known and not moved and status < HTTPStatus.INTERNAL_SERVER_ERROR


def _members(value: str | None) -> list[str]:
    return [each.strip() for each in (value or "").split(",") if each.strip()]


def _allow(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    if not _wrapped(reading) or reading.exchange.status not in (HTTPStatus.OK, HTTPStatus.METHOD_NOT_ALLOWED):
        return None
    if _preflight(reading):
        return None
    setting, found = context.api.behaviour["methods"], reading.exchange.header("Allow")
    writing = context.api.behaviour.get("writing_methods")
    # Those that write are not sent, and not each resource has them all.
    read = [each for each in _members(found) if writing is None or each not in writing.value]
    if sorted(read) == sorted(setting.value):
        return []
    expected = ", ".join(setting.value)
    return [Difference("header Allow", f"Allow is {found}, not {expected}", expected, found, grade=setting.grade)]


def _vary(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    """
    What can be had in several forms depends on which is accepted.
    """
    if len(context.api.setting("representations")) == 1:
        return None
    if not _wrapped(reading) or _preflight(reading) or reading.exchange.status != HTTPStatus.OK:
        return None
    found = reading.exchange.header("Vary")
    if "accept" in [each.lower() for each in _members(found)]:
        return []
    return [Difference("header Vary", f"Vary is {found}, without Accept", "Accept", found)]


def _preflight(reading: ParsedExchange) -> bool:
    return reading.exchange.method == "OPTIONS"


def _cross_origin(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    """
    With CORS, an answer to a request that names its origin may be read from anywhere, or from the origins named.
    """
    setting = context.api.behaviour["cross_origin"]
    origin = next((value for name, value in reading.exchange.request_headers if name.lower() == "origin"), "")
    if setting.value is False or not origin or not _wrapped(reading):
        return None
    expected = "*" if setting.value is True else origin if origin in setting.value else None
    found = reading.exchange.header("Access-Control-Allow-Origin")
    if found == expected:
        return []
    message = f"Access-Control-Allow-Origin is {found}, not {expected}"
    return [Difference("header Access-Control-Allow-Origin", message, expected, found, grade=setting.grade)]


CHECKS = (
    Check(
        "allow-header",
        "headers",
        "Allow names the methods that are allowed and nothing else.",
        "one",
        each(_allow),
        scope="surface",
    ),
    Check("vary-header", "headers", "Vary includes Accept.", "one", each(_vary), scope="surface"),
    Check(
        "cross-origin",
        "headers",
        "CORS allows the origins that the API names, or all.",
        "one",
        each(_cross_origin),
        scope="surface",
    ),
)
