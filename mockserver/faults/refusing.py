"""
Faults of errors: the wrong status, the wrong body, an error where none should be.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mockserver.engine import query
from mockserver.faults.fault import Fault
from mockserver.http.answer import Answer, compact
from mockserver.http.refusals import Refusal, detail
from mockserver.http.routing import RouteKind
from mockserver.http.site_pages import site_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.engine.collection import Rows
    from mockserver.engine.site import Site
    from mockserver.engine.stages.call import Call
    from mockserver.http.answer import Draft
    from mockserver.http.request import Request
    from mockserver.http.routing import RouteMatch

_CONCERN = "errors"


def _as_status(status: int, other: int) -> Callable[..., Draft]:
    """
    Return a refuse stage that gives another status instead of one.
    """

    def wrong(right: Callable[[Call, Refusal], Draft], call: Call, refusal: Refusal) -> Draft:
        draft = right(call, refusal)
        return replace(draft, status=other) if draft.status == status else draft

    return wrong


def _as_body(status: int, body: object) -> Callable[..., Draft]:
    """
    Return a refuse stage that gives another body with one status.
    """

    def wrong(right: Callable[[Call, Refusal], Draft], call: Call, refusal: Refusal) -> Draft:
        draft = right(call, refusal)
        return replace(draft, body=compact(body)) if draft.status == status else draft

    return wrong


def _html(right: Callable[[Call, Draft], Answer], call: Call, draft: Draft) -> Answer:
    answer = right(call, draft)
    return site_page(404, "Not Found") if draft.status == 404 else answer  # noqa: PLR2004 - HTTP's Not Found


def _quotes_refused(right: Callable[[Call, Rows], Rows], call: Call, rows: Rows) -> Rows:
    if {"'", '"'}.intersection(call.parameters.get(query.SEARCH, "")):
        raise detail(400, "Invalid characters in the search.")
    return right(call, rows)


def _fails_when_empty(right: Callable[[Call, Rows], Rows], call: Call, rows: Rows) -> Rows:
    found = right(call, rows)
    if call.parameters.get(query.SEARCH) and not found:
        raise detail(500, "A server error occurred.")
    return found


def _fails_when_long(status: int) -> Callable[..., Rows]:
    """
    Return an order stage that fails with this status when there are more than two terms.
    """

    def wrong(right: Callable[[Call, Rows], Rows], call: Call, rows: Rows) -> Rows:
        found = right(call, rows)
        if len(call.parameters.get(query.ORDERING, "").split(",")) > 2:  # noqa: PLR2004 - two terms still work
            raise detail(status, "The ordering has too many terms.")
        return found

    return wrong


def _any_method(_: Callable[[Call], None], __: Call) -> None:
    return None


def _slash_optional(
    right: Callable[[Site, Request], RouteMatch | Answer], site: Site, request: Request
) -> RouteMatch | Answer:
    found = right(site, request)
    if isinstance(found, Answer) and found.status == 301:  # noqa: PLR2004 - HTTP's Moved Permanently
        return right(site, replace(request, path=f"{request.path}/"))
    return found


def _redirect_loses_query(
    right: Callable[[Site, Request], RouteMatch | Answer], site: Site, request: Request
) -> RouteMatch | Answer:
    return right(site, replace(request, query="")) if not request.path.endswith("/") else right(site, request)


def _missing_is_first(right: Callable[[Call, Rows], int], call: Call, rows: Rows) -> int:
    try:
        return right(call, rows)
    except Refusal:
        return 0


def _site_wide(
    right: Callable[[Site, Request], RouteMatch | Answer], site: Site, request: Request
) -> RouteMatch | Answer:
    found = right(site, request)
    wrong = not isinstance(found, Answer) and found.kind is RouteKind.DETAIL and not found.identifier.isdecimal()
    return site_page(500, "Server Error (500)") if wrong else found


FAULTS = (
    Fault(
        "not-found-as-first",
        _CONCERN,
        "find",
        "an unknown id returns the first record",
        _missing_is_first,
    ),
    Fault("not-found-as-ok", _CONCERN, "refuse", "a 404 response is sent as 200", _as_status(404, 200)),
    Fault("not-found-as-gone", _CONCERN, "refuse", "a 404 response is sent as 410", _as_status(404, 410)),
    Fault("not-found-as-page", _CONCERN, "render", "a 404 response is an HTML page", _html),
    Fault(
        "not-found-renamed",
        _CONCERN,
        "refuse",
        "the body of a 404 response has another structure",
        _as_body(404, {"error": "not found"}),
    ),
    Fault("identifier-text-fails", _CONCERN, "route", "an identifier that is not a number returns 500", _site_wide),
    Fault("bad-choice-as-422", _CONCERN, "refuse", "an invalid filter returns 422", _as_status(400, 422)),
    Fault("bad-choice-as-ok", _CONCERN, "refuse", "an invalid filter returns 200", _as_status(400, 200)),
    Fault(
        "bad-choice-detail",
        _CONCERN,
        "refuse",
        "the body of a 400 does not name the parameter",
        _as_body(400, {"detail": "Bad request."}),
    ),
    Fault("empty-search-fails", _CONCERN, "search", "a search without matches returns 500", _fails_when_empty),
    Fault("long-ordering-fails", _CONCERN, "order", "an ordering of three terms returns 500", _fails_when_long(500)),
    Fault(
        "long-ordering-refused",
        _CONCERN,
        "order",
        "an ordering of three terms returns 400",
        _fails_when_long(400),
    ),
    Fault("quotes-refused", _CONCERN, "search", "a search with quotes returns 400", _quotes_refused),
    Fault("methods-allowed", _CONCERN, "allow", "every method is handled like GET", _any_method),
    Fault("method-as-404", _CONCERN, "refuse", "another method returns 404", _as_status(405, 404)),
    Fault(
        "not-acceptable-as-415", _CONCERN, "refuse", "an unsatisfiable Accept header returns 415", _as_status(406, 415)
    ),
    Fault(
        "slash-optional", _CONCERN, "route", "a missing trailing slash is accepted without a redirect", _slash_optional
    ),
    Fault(
        "redirect-loses-query", _CONCERN, "route", "the redirect to the slash loses the query", _redirect_loses_query
    ),
)
