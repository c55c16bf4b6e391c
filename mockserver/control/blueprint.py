"""
The control API: what was switched on, and what the mock was asked, under `/__mock__/`.

Who may ask is a matter of `mockserver.http.access`.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import flask
from jsonschema import Draft202012Validator
from werkzeug.exceptions import RequestEntityTooLarge, RequestTimeout

import apicontract
from apicontract.contract.errors import ApiContractError, UnknownName, UsageError
from apicontract.evidence.recordings.text import parse
from mockserver.control.failures import failure_from
from mockserver.control.journal import har
from mockserver.control.state import Edit
from mockserver.control.throttle import parse_rate
from mockserver.faults import FAULTS, planted
from mockserver.http.access import PREFIX
from mockserver.http.page_policy import guarded, page_nonce
from mockserver.http.receiving import BODY_SECONDS, MOST_BODY
from mockserver.http.request import SCOPE_HEADER, read_request
from mockserver.pages.templating import render

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.exceptions import HTTPException

    from mockserver.control.journal import Entry
    from mockserver.control.live import Live
    from mockserver.control.state import State
    from mockserver.http.access import Access

#: What a schema says of a member that it does not name.
_UNKNOWN = "additionalProperties"


def control(live: Live, access: Access) -> flask.Blueprint:
    """
    Return the blueprint of the control API and of the journal page.
    """
    api = flask.Blueprint("control", __name__, url_prefix=PREFIX)
    api.before_request(lambda: _refusal(access))
    api.after_request(guarded)
    for unread in (RequestEntityTooLarge, RequestTimeout):
        api.register_error_handler(unread, _unread)
    api.register_error_handler(ApiContractError, lambda error: ({"detail": str(error)}, 400))
    for rule, method, answer in _ROUTES:
        api.add_url_rule(rule, f"{method} {rule}".replace(".", "-"), _view(live, answer), methods=[method])
    api.add_url_rule("/", "page", lambda: _page(live))
    api.add_url_rule("/openapi.json", "openapi", lambda: flask.jsonify(description()))
    return api


@cache
def description() -> dict[str, Any]:
    """
    Return the OpenAPI document of the control API.
    """
    text = (Path(__file__).parents[1] / "pages" / "templates" / "control.openapi.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def _page(live: Live) -> str:
    about = {"api": live.mock.site.api, "title": "Journal", "prefix": PREFIX, "scope_header": SCOPE_HEADER}
    return render("journal.html", nonce=page_nonce(), **about)


def _refusal(access: Access) -> tuple[dict[str, str], int] | None:
    """
    Refuse who may not control the mock; read the body of who may, so that one that cannot be read changes nothing.
    """
    sentence = access.refusal(read_request(flask.request.environ))
    if sentence:
        return {"detail": sentence}, 403
    flask.request.get_data()
    return None


def _unread(error: HTTPException) -> tuple[dict[str, str], int, dict[str, str]]:
    sentences = {
        413: f"The body is larger than the {MOST_BODY} bytes that are read.",
        408: f"The body did not come within {BODY_SECONDS:g} seconds.",
    }
    status = error.code or 400
    # What is left of the body must not be read as the next request.
    return {"detail": sentences[status]}, status, {"Connection": "close"}


def _view(live: Live, answer: Callable[..., Any]) -> Callable[..., Any]:
    def view(**arguments: Any) -> Any:
        state = live.scopes.of(flask.request.headers.get(SCOPE_HEADER, ""))
        return flask.jsonify(answer(live, state, **arguments))

    return view


def _body() -> Any:
    """
    Return the body of the request, held to what the description says of it.
    """
    rule = str(flask.request.url_rule).removeprefix(PREFIX)
    schema = _body_schema(rule, flask.request.method.lower())
    try:
        document = parse(flask.request.get_data(as_text=True)) if flask.request.is_json else None
    except ValueError:
        document = None
    if not isinstance(document, {"array": list, "object": dict}[schema["type"]]):
        raise UsageError(f"the body is no JSON {schema['type']}", "send one, with Content-Type: application/json")
    # A member that is not known comes first: it is often the one that is missing, misspelt.
    flaws = sorted(Draft202012Validator(schema).iter_errors(document), key=lambda each: each.validator != _UNKNOWN)
    if flaws:
        raise _refused(flaws[0])
    return document


@cache
def _body_schema(rule: str, method: str) -> dict[str, Any]:
    content = description()["paths"][rule][method]["requestBody"]["content"]
    schema: dict[str, Any] = content["application/json"]["schema"]
    name = schema.get("$ref", "").rpartition("/")[2]
    return description()["components"]["schemas"][name] if name else schema


def _refused(flaw: Any) -> ApiContractError:
    """
    Return what a `jsonschema.ValidationError` says of a body; of a name that is not known, with those that are.
    """
    place = flaw.json_path.removeprefix("$").removeprefix(".") or "the body"
    if flaw.validator == "enum":
        return UnknownName(place, str(flaw.instance), tuple(map(str, flaw.validator_value)))
    if flaw.validator == _UNKNOWN:
        known = tuple(flaw.schema["properties"])
        return UnknownName("member", next(each for each in flaw.instance if each not in known), known)
    return UsageError(f"{place}: {flaw.message}", f"{PREFIX}/openapi.json says what it may be")


def _state(live: Live, state: State) -> dict[str, Any]:
    with state.lock:
        return {
            "api": live.mock.site.api.name,
            "world": live.mock.site.world.name,
            "trouble": live.trouble,
            "faults": list(state.faults),
            "failures": [{"number": each.number, "kind": each.failure.kind, "left": each.left} for each in state.armed],
            "throttle": _rate(state),
            "clock": {"now": state.clock.now(), "advanced": state.clock.offset},
            "edits": len(state.edits),
            "requests": state.journal.total,
            "statuses": {str(status): times for status, times in sorted(state.journal.statuses.items())},
        }


def _rate(state: State) -> dict[str, int] | None:
    rate = state.window.rate
    return None if rate is None else {"requests": rate.requests, "seconds": rate.seconds}


def _list_faults(_: Live, state: State) -> list[dict[str, Any]]:
    return [
        {"name": each.name, "concern": each.concern, "sentence": each.sentence, "on": each.name in state.faults}
        for each in FAULTS.values()
    ]


def _switch_faults(live: Live, state: State) -> dict[str, Any]:
    names = _body()
    planted(live.mock.pipeline, names)
    state.switch(names)
    return _state(live, state)


def _arm(_: Live, state: State) -> dict[str, int]:
    return {"number": state.arm(failure_from(_body()))}


def _disarm(live: Live, state: State, number: int | None = None) -> dict[str, Any]:
    with state.lock:
        for each in [number] if number is not None else [each.number for each in state.armed]:
            state.disarm(each)
    return _state(live, state)


def _throttle(live: Live, state: State) -> dict[str, Any]:
    text = _body()["rate"]
    rate = None if text is None else parse_rate(text)
    with state.lock:
        state.window.rate = rate
        state.window.reset()
    return _state(live, state)


def _clock(live: Live, state: State) -> dict[str, Any]:
    seconds = _body()["advance"]
    with state.lock:
        state.clock.advance(seconds)
    return _state(live, state)


def _world(live: Live, state: State) -> dict[str, Any]:
    body = _body()
    live.edit(state, Edit(body["entity"], body["record"]))
    return _state(live, state)


def _journal(_: Live, state: State) -> dict[str, Any]:
    with state.lock:
        entries, total = list(state.journal), state.journal.total
    after = flask.request.args.get("after", 0, type=int)
    return {"total": total, "entries": [_entry(each) for each in entries if each.number > after]}


def _entry(entry: Entry) -> dict[str, Any]:
    exchange = entry.exchange
    return {
        "number": entry.number,
        "moment": entry.moment,
        "milliseconds": round(entry.duration * 1000, 1),
        "method": exchange.method,
        "url": exchange.url,
        "status": exchange.status,
        "bytes": len(exchange.body),
        "hints": list(entry.hints),
    }


def _archive(_: Live, state: State) -> dict[str, Any]:
    with state.lock:
        return har(state.journal, ("apicontract", apicontract.__version__))


def _forget(live: Live, state: State) -> dict[str, Any]:
    with state.lock:
        state.journal.reset()
    return _state(live, state)


def _reset(live: Live, state: State) -> dict[str, Any]:
    state.reset()
    return _state(live, state)


#: Rule below the prefix, method, and what answers with a JSON value.
_ROUTES: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("/state", "GET", _state),
    ("/faults", "GET", _list_faults),
    ("/faults", "PUT", _switch_faults),
    ("/failures", "POST", _arm),
    ("/failures", "DELETE", _disarm),
    ("/failures/<int:number>", "DELETE", _disarm),
    ("/throttle", "PUT", _throttle),
    ("/clock", "POST", _clock),
    ("/world", "POST", _world),
    ("/journal", "GET", _journal),
    ("/journal", "DELETE", _forget),
    ("/journal.har", "GET", _archive),
    ("/reset", "POST", _reset),
)
