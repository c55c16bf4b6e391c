"""
The form of an answer: errors, headers, JSON or HTML.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from mockserver.engine import rendering
from mockserver.http.answer import Answer, Draft, compact
from mockserver.http.negotiation import BROWSABLE, JSON
from mockserver.http.refusals import worded

if TYPE_CHECKING:
    from mockserver.engine.stages.call import Call
    from mockserver.http.refusals import Refusal

#: Blanks for each level of the JSON in a page (docs/behaviour.md#formats).
PAGE_INDENT = 4


def refuse(call: Call, refusal: Refusal) -> Draft:
    """
    Write an error; values that cannot be used in the words of the service, where it has its own.
    """
    form = call.site.api.behaviour.get("invalid_body")
    named = refusal.status == HTTPStatus.BAD_REQUEST and isinstance(refusal.body, dict)
    body = worded(form.value, refusal.body) if form is not None and named else refusal.body
    return Draft(refusal.status, compact(body), refusal.headers, lasting=False)


def headers(call: Call, draft: Draft) -> tuple[tuple[str, str], ...]:
    """
    Say what every view says: the form, the methods, and what the answer depends on.

    Where there is one form alone, it does not depend on `Accept` (`APIView.default_response_headers`).
    """
    members = [each.strip() for each in call.site.api.setting("vary").split(",")]
    chosen = len(call.site.api.setting("representations")) > 1
    vary = ", ".join(each for each in members if chosen or each.lower() != "accept")
    return (
        ("Content-Type", call.accepted.renderer.content_type),
        *draft.headers,
        ("Allow", ", ".join(call.methods)),
        *((("Vary", vary),) if vary else ()),
    )


def render(call: Call, draft: Draft) -> Answer:
    """
    Give an answer the form that the client accepts.
    """
    if call.accepted.renderer is BROWSABLE:
        return Answer(draft.status, headers(call, draft), browsable(call, draft))
    indent = call.accepted.indent
    body = rendering.indented(draft.body, indent) if indent else draft.body
    return Answer(draft.status, headers(call, draft), body)


def browsable(call: Call, draft: Draft) -> bytes:
    """
    Write the HTML page; the headers that it shows are those of the JSON answer.
    """
    # Who asks for JSON alone does not pay for what makes a page.
    from mockserver.pages.browsable import BrowsableView, browsable_page  # noqa: PLC0415 - see above

    site, resource = call.site, call.site.api.resources.get(call.route.name)
    shown = [*draft.headers, ("Allow", ", ".join(call.methods)), ("Content-Type", JSON.content_type)]
    answer = BrowsableView(
        host=call.request.host,
        target=call.request.target,
        status=draft.status,
        headers=tuple(sorted([*shown, ("Vary", "Accept")])),
        body=rendering.indented(draft.body, PAGE_INDENT).decode(),
        method=call.request.method,
    )
    return browsable_page(site.api, resource, answer, site.related.get(call.route.name)).encode()
