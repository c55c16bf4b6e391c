"""
Checks of refusals: which requests are refused, with which status, and in which words.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from apicontract.checks.answers import NO_JSON
from apicontract.checks.check import Check, Difference, Evaluation, each
from apicontract.checks.knowledge import refers_to_nothing
from apicontract.checks.parents import parents_exist
from apicontract.contract.lookups import INVALID_CHOICE, NOT_A_CHOICE, NULL_CHARACTER
from apicontract.contract.model import Level
from apicontract.contract.querynames import ordering_names, search_name
from apicontract.contract.representations import own_words, searches_first
from apicontract.semantics.identity import identified
from apicontract.semantics.paging import past_status, refusal
from apicontract.semantics.predicates import satisfies
from apicontract.semantics.wording import refusal_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apicontract.checks.answers import ParsedExchange
    from apicontract.checks.context import Context
    from apicontract.checks.knowledge import KnownCollection
    from apicontract.semantics.conditions import Condition

#: Statuses by which what stands before a service says that it is out of reach.
_GATEWAY = {502, 503, 504, *range(520, 528)}


def _server_error(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    status = reading.exchange.status
    if not reading.exchange.path.startswith(context.api.base_path.rstrip("/")):
        # Recorded traffic holds other services, too.
        return None
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return []
    message = f"the server failed with status {status}"
    level = Level.WARNING if status in _GATEWAY else None
    return [Difference("status", message, None, status, level=level)]


def _throttled(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    del context
    if reading.exchange.status != HTTPStatus.TOO_MANY_REQUESTS:
        return None
    wait = reading.exchange.header("Retry-After")
    if wait is None or not wait.isdigit():
        return [Difference("header Retry-After", f"Retry-After is {wait!r}, not a number of seconds", None, wait)]
    promised = re.compile(rf"Request was throttled\. Expected available in {wait} seconds?\.")
    detail = reading.json.get("detail") if isinstance(reading.json, dict) else None
    if isinstance(detail, str) and promised.fullmatch(detail):
        return []
    expected = f"Request was throttled. Expected available in {wait} seconds."
    return [Difference("/detail", f"the body says {detail!r}, not {expected!r}", expected, detail)]


def _wrong_end(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    """
    A path with a slash too few is redirected, if the API does that; otherwise it leads nowhere, as with one too many.
    """
    kind, status = reading.asked.route.kind, reading.exchange.status
    if kind not in ("missing_trailing_slash", "surplus_slash") or reading.inconclusive:
        return None
    if kind == "missing_trailing_slash" and context.api.setting("append_slash"):
        return _redirect(reading)
    if status == HTTPStatus.NOT_FOUND:
        return []
    wrong = "without its closing slash" if kind == "missing_trailing_slash" else "with a closing slash"
    setting = context.api.behaviour["append_slash" if kind == "missing_trailing_slash" else "closing_slash"]
    message = f"the path {wrong} is answered by {status}, not by 404"
    return [Difference("status", message, int(HTTPStatus.NOT_FOUND), status, grade=setting.grade)]


def _redirect(reading: ParsedExchange) -> list[Difference]:
    status, place = reading.exchange.status, reading.exchange.header("Location") or ""
    base, _, query = reading.exchange.url.partition("?")
    expected = base + "/" + (f"?{query}" if query else "")
    if (
        status == HTTPStatus.MOVED_PERMANENTLY
        and unquote(expected).endswith(unquote(place))
        and place.partition("?")[0].endswith("/")
    ):
        return []
    message = f"the missing slash returned {status} to {place or 'nowhere'}, not 301 to {expected}"
    return [Difference("status", message, expected, place)]


def _method(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    asked, exchange = reading.asked, reading.exchange
    known = asked.route.of_records
    preflight = any(name.lower() == "access-control-request-method" for name, _ in exchange.request_headers)
    if (
        not known
        or exchange.method == "GET"
        or asked.representation.status != HTTPStatus.OK
        or preflight
        or reading.inconclusive
    ):
        return None
    setting = context.api.behaviour["other_methods"]
    if exchange.method in context.api.setting("methods"):
        return _allowed_method(context, reading)
    # Who only reads is not asked who it is (`rest_framework.permissions.SAFE_METHODS`).
    wanted = int(HTTPStatus.METHOD_NOT_ALLOWED) if exchange.method == "HEAD" else setting.value
    if exchange.status == wanted:
        return []
    message = f"{exchange.method} returned {exchange.status}, not {wanted}"
    return [Difference("status", message, wanted, exchange.status, grade=setting.grade)]


def _allowed_method(context: Context, reading: ParsedExchange) -> list[Difference]:
    """
    A method that the API allows is not refused for being that method.
    """
    method, status = reading.exchange.method, reading.exchange.status
    if status not in (HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED):
        return []
    grade = context.api.behaviour["methods"].grade
    return [Difference("status", f"{method} is allowed, and is answered by {status}", 200, status, grade=grade)]


def _value_refused(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    asked, status = reading.asked, reading.exchange.status
    if (
        not reading.is_get_of_resource
        or asked.representation.status != HTTPStatus.OK
        or not (asked.filters.refusals or asked.null_search)
    ):
        return None
    if status == HTTPStatus.BAD_REQUEST:
        return []
    if status == HTTPStatus.NOT_FOUND and asked.route.parents:
        # A parent that does not exist comes first.
        return None
    names = [name for name, _ in asked.filters.refusals] or [search_name(context.api)]
    message = f"{' and '.join(names)} is invalid, and the status is {status}, not 400"
    # That an empty text is no choice is as sure as that an unknown one is refused.
    empty = all(not reading.exchange.parameter(name) for name in names) and asked.filters.refusals
    grade = context.api.behaviour["unknown_choice"].grade if empty else None
    return [Difference("status", message, int(HTTPStatus.BAD_REQUEST), status, grade=grade)]


def _unknown_choice(context: Context, readings: Sequence[ParsedExchange]) -> Iterator[Evaluation]:
    setting = context.api.behaviour["unknown_choice"]
    for collection in context.collections(readings):
        for reading in collection.readings:
            absurd = [each for each in reading.asked.filters.conditions if refers_to_nothing(collection, each)]
            if (
                not absurd
                or not reading.is_get_of_resource
                or reading.asked.refused
                or _void(collection, reading, absurd[0])
            ):
                continue
            status, page = reading.exchange.status, reading.page
            empty = status == HTTPStatus.OK and page is not None and not page.rows
            refused = status == HTTPStatus.BAD_REQUEST
            kept = refused if setting.value == "refuse" else empty or reading.asked.route.kind == "detail"
            wanted = "400" if setting.value == "refuse" else "an empty list"
            message = f"{absurd[0]} is unknown, and the status is {status}, not {wanted}"
            wrong = Difference("status", message, wanted, status, grade=setting.grade)
            yield Evaluation((reading,), () if kept else (wrong,))


def _void(collection: KnownCollection, reading: ParsedExchange, condition: Condition) -> bool:
    """
    Whether a filter has no effect in this answer, and no other shows it at work: it is ignored, whatever it names.
    """
    name = condition.parameter.name
    asked = ((other, page) for other, page in collection.lists if other is not reading)
    return bool(reading.rows) and not any(
        page.rows and each.parameter.name == name and all(satisfies(each, row) for row in page.rows)
        for other, page in asked
        for each in other.asked.filters.conditions
    )


def _refusal_body(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    """
    The body of a 400 names each bad filter with the sentences of its type, in any order (RFC 8259, section 4).
    """
    asked = reading.asked
    refused = reading.is_get_of_resource and reading.exchange.status == HTTPStatus.BAD_REQUEST
    form = context.api.behaviour.get("invalid_body")
    if not refused or asked.filters.unclear or (own_words(context.api) and form is None):
        return None
    sure = {name: list(messages) for name, messages in asked.filters.refusals}
    of_search = asked.null_search and searches_first(context.api)
    if form is not None:
        decided = _says_one(reading) and not of_search
        return _same_body(refusal_in(form.value, sure), reading) if decided else None
    if of_search:
        return _same_body([NULL_CHARACTER], reading)
    found = reading.json if isinstance(reading.json, dict) else {}
    choices = [each for each in asked.filters.conditions if each.parameter.related]
    open_ = {each.parameter.name: [_choice_sentence(each, found.get(each.parameter.name))] for each in choices}
    if not sure and not open_:
        return _same_body([NULL_CHARACTER], reading) if asked.null_search else None
    names = [p.name for p in asked.resource.parameters if p.name in sure or (p.name in open_ and p.name in found)]
    ordering = ordering_names(context.api)[0]
    names += [ordering] if ordering in sure else []
    ignored = context.api.setting("unknown_choice") != "refuse" and any(p.related for p in asked.resource.parameters)
    if ignored or not names:
        return None
    return _same_body({name: sure.get(name) or open_[name] for name in names}, reading)


def _says_one(reading: ParsedExchange) -> bool:
    """
    Whether one filter alone is refused, of which it is known how it reads.

    Whether a choice is refused besides, a form of the service's own need not say; nor in which order.
    """
    asked = reading.asked
    names = {name for name, _ in asked.filters.refusals}
    guessed = any(each.grade.inferred for each in asked.resource.parameters if each.name in names)
    return len(names) == 1 and not guessed and not any(each.parameter.related for each in asked.filters.conditions)


def _choice_sentence(condition: Condition, found: Any) -> str:
    """
    Return how a choice that does not exist is refused; one of several is named, or a text that holds commas itself.
    """
    if condition.parameter.lookup != "any":
        return INVALID_CHOICE
    texts = (condition.text.partition(",")[0], condition.text)
    sentences = [NOT_A_CHOICE.format(text) for text in texts]
    return next((each for each in sentences if found == [each]), sentences[0])


def _same_body(expected: Any, reading: ParsedExchange) -> list[Difference]:
    found = None if reading.json is NO_JSON else reading.json
    if found == expected:
        return []
    return [Difference("", f"the body is {found!r}, not {expected!r}", expected, found)]


def _error_body(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    """
    The body of a refusal says what the framework says.
    """
    exchange, asked = reading.exchange, reading.asked
    expected = _sentence(context, reading) if asked.route.of_records else None
    if expected is None or exchange.method == "HEAD":
        return None
    own = asked.resource.absent if asked.route.kind == "detail" and exchange.status == HTTPStatus.NOT_FOUND else None
    # How a service words the absence of a record says nothing of how it words that of a form.
    formless = own is not None and asked.representation.status == HTTPStatus.NOT_FOUND
    if formless or (own is None and own_words(context.api)):
        return None
    return _same_body({"detail": expected} if own is None else own, reading)


def _sentence(context: Context, reading: ParsedExchange) -> str | None:
    asked, exchange = reading.asked, reading.exchange
    if exchange.status == HTTPStatus.NOT_ACCEPTABLE and asked.representation.status == HTTPStatus.NOT_ACCEPTABLE:
        return "Could not satisfy the request Accept header."
    if exchange.status == HTTPStatus.METHOD_NOT_ALLOWED and exchange.method != "GET":
        return f'Method "{exchange.method}" not allowed.'
    if exchange.status != HTTPStatus.NOT_FOUND:
        return None
    if asked.representation.status == HTTPStatus.NOT_FOUND:
        return "Not found."
    return _not_found(context, reading)


def _not_found(context: Context, reading: ParsedExchange) -> str | None:
    """
    Return what a 404 says of a page or a record in a form that can be had.
    """
    asked = reading.asked
    if asked.route.parents:
        # Whose absence it is, the record's or a parent's, the answer alone does not tell.
        return None
    if asked.route.kind == "list":
        none = asked.place.invalid and past_status(reading.paging) == HTTPStatus.NOT_FOUND
        return refusal(reading.paging) if none else None
    # Whether a text may hold a null character hangs on the database.
    open_ = "\x00" in asked.route.key and asked.resource.identifier.type == "text"
    if asked.route.kind != "detail" or asked.representation.status != HTTPStatus.OK or open_:
        return None
    plain = identified(asked.resource.identifier, asked.route.key) is None
    plain = plain or context.api.setting("not_found") == "plain"
    return "Not found." if plain else f"No {asked.resource.title} matches the given query."


def _answered(context: Context, readings: Sequence[ParsedExchange]) -> Iterator[Evaluation]:
    """
    A request in which nothing is wrong is answered.
    """
    for collection in context.collections(readings):
        for reading in collection.readings:
            asked, status = reading.asked, reading.exchange.status
            open_ = collection.may_refuse(reading) or collection.may_be_no_page(reading)
            if not reading.is_get_of_resource or not asked.certain or open_:
                continue
            below = asked.route.kind == "list" and parents_exist(context, readings, reading) is not True
            if status == HTTPStatus.NOT_FOUND and (asked.route.kind == "detail" or below):
                continue
            message = f"the request returned {status}, not 200"
            wrong = Difference("status", message, int(HTTPStatus.OK), status)
            yield Evaluation((reading,), () if status == HTTPStatus.OK else (wrong,))


FAILURES = (
    Check("server-error", "errors", "No 5xx response.", "one", each(_server_error)),
    Check(
        "throttle-told",
        "errors",
        "A 429 response states when to retry.",
        "one",
        each(_throttled),
    ),
)

CHOICE_CHECK = Check(
    "unknown-choice",
    "errors",
    "An unknown identifier is not a valid filter value.",
    "many",
    _unknown_choice,
)

REFUSALS = (
    Check(
        "slash-redirect",
        "errors",
        "A missing slash is answered by 301 to the URL with it, query kept, or by 404, as the API states.",
        "one",
        each(_wrong_end),
    ),
    Check(
        "method-refused", "errors", "Methods other than those allowed are refused, and no others.", "one", each(_method)
    ),
    Check(
        "value-refused",
        "errors",
        "An invalid filter value returns 400.",
        "one",
        each(_value_refused),
    ),
)

BODIES = (
    Check(
        "request-answered",
        "errors",
        "A valid request returns 200.",
        "many",
        _answered,
    ),
    Check(
        "refusal-body",
        "errors",
        "A 400 response names each invalid filter and the reason.",
        "one",
        each(_refusal_body),
    ),
    Check(
        "error-body", "errors", "The body of a 404, 405 or 406 response states the reason.", "one", each(_error_body)
    ),
)
