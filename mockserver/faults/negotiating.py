"""
Faults of formats and headers.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from mockserver.faults.fault import Fault, asking
from mockserver.http.negotiation import BROWSABLE, JSON, NegotiatedFormat
from mockserver.http.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.engine.site import Site
    from mockserver.engine.stages.call import Call
    from mockserver.http.answer import Answer, Draft
    from mockserver.http.request import Request

_CONCERN = "formats"


def _instead_of(status: int) -> Callable[..., NegotiatedFormat]:
    """
    Return a negotiate stage that answers in JSON where it should refuse with this status.
    """

    def wrong(right: Callable[[Call], NegotiatedFormat], call: Call) -> NegotiatedFormat:
        try:
            return right(call)
        except Refusal as refusal:
            if refusal.status == status:
                return NegotiatedFormat(JSON)
            raise

    return wrong


def _unknown_refused_as_400(right: Callable[[Call], NegotiatedFormat], call: Call) -> NegotiatedFormat:
    try:
        return right(call)
    except Refusal as refusal:
        raise _with_status(refusal, 400) from refusal


def _with_status(refusal: Refusal, status: int) -> Refusal:
    return Refusal(status, refusal.body, refusal.headers)


def _json_whatever(right: Callable[[Call], NegotiatedFormat], call: Call) -> NegotiatedFormat:
    accepted = right(call)
    return NegotiatedFormat(JSON) if accepted.renderer is BROWSABLE else accepted


def _body(change: Callable[[bytes], bytes]) -> Callable[..., Answer]:
    """
    Return a render stage that writes successful JSON otherwise.
    """

    def wrong(right: Callable[[Call, Draft], Answer], call: Call, draft: Draft) -> Answer:
        answer = right(call, draft)
        is_json = call.accepted.renderer is JSON and answer.status == 200  # noqa: PLR2004 - HTTP's OK
        return replace(answer, body=change(answer.body)) if is_json else answer

    return wrong


def _page_differs(right: Callable[[Call, Draft], Answer], call: Call, draft: Draft) -> Answer:
    """
    Show one row less on the browsable page than in JSON.
    """
    if call.accepted.renderer is BROWSABLE and draft.status == 200:  # noqa: PLR2004 - HTTP's OK
        value = json.loads(draft.body)
        for member in value.values():
            if isinstance(member, list):
                del member[-1:]
        draft = replace(draft, body=json.dumps(value).encode())
    return right(call, draft)


def _page_says(pattern: str, text: str) -> Callable[..., Answer]:
    """
    Return a render stage whose browsable pages say something else above the answer.
    """

    def wrong(right: Callable[[Call, Draft], Answer], call: Call, draft: Draft) -> Answer:
        answer = right(call, draft)
        shown = call.accepted.renderer is BROWSABLE and answer.status == 200  # noqa: PLR2004 - HTTP's OK
        return replace(answer, body=re.sub(pattern.encode(), text.encode(), answer.body, count=1)) if shown else answer

    return wrong


def _header(name: str, value: str | None, status: int | None = None) -> Callable[..., Answer]:
    """
    Return a finish stage that sets or drops a header of the API's own answers.
    """

    def wrong(right: Callable[[Site, Request, Answer], Answer], site: Site, request: Request, answer: Answer) -> Answer:
        done = right(site, request, answer)
        if done.header("Allow") is None or (status is not None and done.status != status):
            return done
        kept = tuple(each for each in done.headers if each[0].lower() != name.lower())
        return replace(done, headers=kept if value is None else (*kept, (name, value)))

    return wrong


FAULTS = (
    Fault(
        "format-ignored",
        _CONCERN,
        "negotiate",
        "the format parameter has no effect",
        lambda right, call: right(asking(call, "format")),
    ),
    Fault("format-unknown-accepted", _CONCERN, "negotiate", "an unknown format returns JSON", _instead_of(404)),
    Fault("accept-ignored", _CONCERN, "negotiate", "an unsatisfiable Accept header returns JSON", _instead_of(406)),
    Fault(
        "format-unknown-bad-request",
        "errors",
        "negotiate",
        "an unknown format returns 400",
        _unknown_refused_as_400,
    ),
    Fault("page-never", _CONCERN, "negotiate", "the browsable page is sent as JSON", _json_whatever),
    Fault("page-differs", _CONCERN, "render", "the browsable page shows one row less", _page_differs),
    Fault(
        "page-says-other-maximum",
        _CONCERN,
        "render",
        "the browsable page says a smaller maximum of rows",
        _page_says(r"\(max \d+\)", "(max 5)"),
    ),
    Fault(
        "page-lists-fewer-filters",
        _CONCERN,
        "render",
        "the browsable page leaves out a filter that there is",
        _page_says(r"(<p>Parameters - [^<]*), [^<]*</p>", r"\1</p>"),
    ),
    Fault(
        "json-spaced",
        _CONCERN,
        "render",
        "JSON is sent with whitespace",
        _body(lambda body: json.dumps(json.loads(body), ensure_ascii=False).encode()),
    ),
    Fault(
        "json-escaped",
        _CONCERN,
        "render",
        "JSON is sent with everything escaped that is not ASCII",
        _body(lambda body: json.dumps(json.loads(body), separators=(",", ":")).encode()),
    ),
    Fault("json-broken", _CONCERN, "render", "JSON is truncated", _body(lambda body: body[:-1])),
    Fault(
        "content-type-text",
        "headers",
        "finish",
        "responses are declared as plain text",
        _header("Content-Type", "text/plain"),
    ),
    Fault(
        "content-type-charset",
        "headers",
        "finish",
        "JSON is declared with a charset",
        _header("Content-Type", "application/json; charset=utf-8", 200),
    ),
    Fault("allow-missing", "headers", "finish", "there is no Allow header", _header("Allow", None)),
    Fault(
        "allow-too-much",
        "headers",
        "finish",
        "Allow names methods that are not there",
        _header("Allow", "GET, POST, HEAD, OPTIONS"),
    ),
    Fault("vary-missing", "headers", "finish", "there is no Vary header", _header("Vary", None)),
    Fault(
        "origin-closed",
        "headers",
        "finish",
        "CORS allows no other origin",
        _header("Access-Control-Allow-Origin", None),
    ),
    Fault(
        "throttle-untold",
        "errors",
        "finish",
        "a 429 response has no Retry-After",
        _header("Retry-After", None, 429),
    ),
)
