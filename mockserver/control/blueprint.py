"""
The control API: what was switched on, and what the mock was asked, under `/__mock__/`.

Who may ask is a matter of `mockserver.http.access`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import flask
from werkzeug.exceptions import RequestEntityTooLarge, RequestTimeout

import apicontract
from apicontract.contract.errors import ApiContractError, UsageError
from mockserver.control.bodies import description, read_body
from mockserver.control.entries import detailed, summarised
from mockserver.control.failures import failure_from
from mockserver.control.journal import har
from mockserver.control.scopes import scope_name
from mockserver.control.state import Edit
from mockserver.control.throttle import parse_rate
from mockserver.control.unrouted import refused, under_control, unrouted
from mockserver.faults import with_faults
from mockserver.faults.table import FAULTS
from mockserver.http.access import PREFIX
from mockserver.http.hint_header import HINTS_KEY
from mockserver.http.page_policy import guarded, page_nonce
from mockserver.http.receiving import BODY_SECONDS, MOST_BODY
from mockserver.http.request import SCOPE_HEADER, read_request
from mockserver.pages.problem import problem_response
from mockserver.pages.templating import render

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.exceptions import HTTPException

    from mockserver.control.mock_server import MockServer
    from mockserver.control.state import State
    from mockserver.http.access import Access

_NUMBER = re.compile(r"[0-9]{1,15}")


def control(live: MockServer, access: Access) -> flask.Blueprint:
    """
    Return the blueprint of the control API and of the journal page.
    """
    api = flask.Blueprint("control", __name__, url_prefix=PREFIX)
    api.before_request(lambda: _refusal(live, access))
    api.after_request(guarded)
    for unread in (RequestEntityTooLarge, RequestTimeout):
        api.register_error_handler(unread, _unread)
    api.register_error_handler(ApiContractError, lambda error: ({"detail": str(error)}, 400))
    for rule, method, answer in _ROUTES:
        api.add_url_rule(rule, f"{method} {rule}".replace(".", "-"), _view(live, answer), methods=[method])
    api.add_url_rule("/", "page", lambda: _page(live))
    api.add_url_rule("/openapi.json", "openapi", lambda: flask.jsonify(description()))
    return api


def _page(live: MockServer) -> str:
    about = {"api": live.mock.site.api, "title": "Journal", "prefix": PREFIX, "scope_header": SCOPE_HEADER}
    return render("journal.html", nonce=page_nonce(), **about)


def astray(live: MockServer, access: Access, error: HTTPException) -> flask.Response:
    """
    Answer a request that no route takes: refused as the others are, or told where to go on.
    """
    path = flask.request.path
    sentence = access.refusal(read_request(flask.request.environ)) if under_control(path) else ""
    problem = refused(sentence) if sentence else unrouted(live.site.api, flask.request.method, path, error)
    flask.request.environ[HINTS_KEY] = (problem.sentence,)
    return problem_response(live.site.api, problem)


def _refusal(live: MockServer, access: Access) -> flask.Response | None:
    """
    Refuse who may not control the mock; read the body of who may, so that one that cannot be read changes nothing.
    """
    sentence = access.refusal(read_request(flask.request.environ))
    if sentence:
        return problem_response(live.site.api, refused(sentence))
    flask.request.get_data()
    return None


def _unread(error: HTTPException) -> tuple[dict[str, str], int, dict[str, str]]:
    sentences = {
        413: f"The body is larger than the {MOST_BODY} bytes that are read.",
        408: f"The body did not arrive within {BODY_SECONDS:g} seconds.",
    }
    status = error.code or 400
    # What is left of the body must not be read as the next request.
    return {"detail": sentences[status]}, status, {"Connection": "close"}


def _view(live: MockServer, answer: Callable[..., Any]) -> Callable[..., Any]:
    def view(**arguments: Any) -> Any:
        name = scope_name(flask.request.headers.get(SCOPE_HEADER))
        state = live.scopes.of(name)
        answered = flask.jsonify(answer(live, state, **arguments))
        live.scopes.enforce_budget(name, state)
        return answered

    return view


def _body() -> Any:
    """
    Return the body of the request, held to what the description says of it; a longer one is not read to its end.
    """
    request = flask.request
    rule = str(request.url_rule).removeprefix(PREFIX)
    return read_body(request.get_data() if request.is_json else None, rule, request.method.lower())


def _state(live: MockServer, state: State) -> dict[str, Any]:
    current, notices = live.current, live.scopes.notices()
    upstream = live.upstream.describe() if live.upstream else None
    with state.lock:
        return {
            "api": current.mock.site.api.name,
            "world": current.mock.site.world.name,
            "trouble": current.reload_error,
            "notices": list(dict.fromkeys((*notices, *state.notices))),
            "faults": list(state.faults),
            "failures": [
                {"number": each.number, "kind": each.failure.kind, "left": each.left} for each in state.pending
            ],
            "throttle": _rate(state),
            "clock": {"now": state.clock.now(), "advanced": state.clock.offset},
            "edits": len(state.edits),
            "requests": state.journal.total,
            "upstream": upstream,
            "statuses": {str(status): times for status, times in sorted(state.journal.statuses.items())},
        }


def _rate(state: State) -> dict[str, int] | None:
    rate = state.window.rate
    return None if rate is None else {"requests": rate.requests, "seconds": rate.seconds}


def _list_faults(_: MockServer, state: State) -> list[dict[str, Any]]:
    return [
        {"name": each.name, "concern": each.concern, "sentence": each.sentence, "on": each.name in state.faults}
        for each in FAULTS.values()
    ]


def _switch_faults(live: MockServer, state: State) -> dict[str, Any]:
    names = _body()
    with_faults(live.mock.pipeline, names)
    state.switch(names)
    return _state(live, state)


def _schedule(_: MockServer, state: State) -> dict[str, int]:
    return {"number": state.schedule(failure_from(_body()))}


def _cancel(live: MockServer, state: State, number: str | None = None) -> dict[str, Any]:
    numbers = None if number is None else [_number("failure", number)]
    with state.lock:
        for each in [each.number for each in state.pending] if numbers is None else numbers:
            state.cancel(each)
    return _state(live, state)


def _throttle(live: MockServer, state: State) -> dict[str, Any]:
    text = _body()["rate"]
    rate = None if text is None else parse_rate(text)
    with state.lock:
        state.window.rate = rate
        state.window.reset()
    return _state(live, state)


def _clock(live: MockServer, state: State) -> dict[str, Any]:
    seconds = _body()["advance"]
    with state.lock:
        state.clock.advance(seconds)
    return _state(live, state)


def _world(live: MockServer, state: State) -> dict[str, Any]:
    body = _body()
    live.edit(state, Edit(body["entity"], body["record"]))
    return _state(live, state)


def _journal(_: MockServer, state: State) -> dict[str, Any]:
    after = _number("after", flask.request.args.get("after", "0"))
    with state.lock:
        entries, total = state.journal.after(after), state.journal.total
    return {"total": total, "entries": [summarised(each) for each in entries]}


def _number(name: str, text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise UsageError(f"{name} {text[:20]!r}", "give a number of at most 15 digits")
    return int(text)


def _exchange(live: MockServer, state: State, number: str) -> dict[str, Any]:
    wanted = _number("entry", number)
    with state.lock:
        found = next(state.journal.after(wanted - 1), None)
    if found is None or found.number != wanted:
        raise UsageError(f"entry {wanted} is not in the journal", "its oldest entries leave first; a reset empties it")
    site = live.served(state).site
    return detailed(site.api, site.world.name, found)


def _archive(_: MockServer, state: State) -> dict[str, Any]:
    with state.lock:
        entries = iter(state.journal)
    return har(entries, ("apicontract", apicontract.__version__))


def _forget(live: MockServer, state: State) -> dict[str, Any]:
    with state.lock:
        state.journal.reset()
    return _state(live, state)


def _reset(live: MockServer, state: State) -> dict[str, Any]:
    state.reset()
    return _state(live, state)


#: Rule below the prefix, method, and what answers with a JSON value.
_ROUTES: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("/state", "GET", _state),
    ("/faults", "GET", _list_faults),
    ("/faults", "PUT", _switch_faults),
    ("/failures", "POST", _schedule),
    ("/failures", "DELETE", _cancel),
    ("/failures/<number>", "DELETE", _cancel),
    ("/throttle", "PUT", _throttle),
    ("/clock", "POST", _clock),
    ("/world", "POST", _world),
    ("/journal", "GET", _journal),
    ("/journal", "DELETE", _forget),
    ("/journal/<number>", "GET", _exchange),
    ("/journal.har", "GET", _archive),
    ("/reset", "POST", _reset),
)
