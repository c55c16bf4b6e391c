"""
The Flask application: WSGI in, WSGI out, and nothing else.

Flask's router is not asked: it would normalise paths (`//`, `%2F`) that the service treats otherwise.
Only a blueprint's own routes come before the mock.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import flask
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from apicontract.contract.catalog import load_api
from apicontract.contract.errors import UnknownName
from apicontract.contract.model import Api, World
from mockserver.control.blueprint import astray, control
from mockserver.control.bodies import shortened
from mockserver.control.mock import Mock
from mockserver.control.mock_server import MockServer, Reloader
from mockserver.control.rehearsal import rehearse
from mockserver.control.reloading import Watch
from mockserver.control.repeatable import REPEATABLE_KEY
from mockserver.control.scopes import Scopes
from mockserver.control.state import State, Switches
from mockserver.control.terminal import say, told, unserved_lines
from mockserver.control.unrouted import under_control
from mockserver.engine.pipeline import MEMORY, Pipeline, standard
from mockserver.engine.site import Site
from mockserver.faults import with_faults
from mockserver.http.access import ACCESS, Access, host_names
from mockserver.http.authentication import ANY_TOKEN
from mockserver.http.hint_header import HINTS_KEY
from mockserver.http.receiving import MOST_BODY, shown_body
from mockserver.http.request import read_request
from mockserver.http.source_header import SOURCE_KEY
from mockserver.pages.web import Source, website

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from mockserver.control.genuine import GenuineAnswers
    from mockserver.http.access_log import Wsgi

#: Key of `Flask.extensions` under which the running `MockServer` mock stands.
EXTENSION = "apicontract"


def create_app(  # noqa: PLR0913 - one option each
    api: Api | str | None = None,
    world: World | str | None = None,
    *,
    data: Path | str | None = None,
    records: str | int = "full",
    seed: int = 0,
    tokens: Iterable[str] = (ANY_TOKEN,),
    trust_proxy: bool = False,
    local_images: bool = False,
    cors_origin: str = "",
    pipeline: Pipeline | None = None,
    memory: int = MEMORY,
    switches: Switches | None = None,
    control_token: str = "",
    allowed_hosts: Iterable[str] = (),
    reload: bool = False,
    exact_headers: bool = False,
    upstream: GenuineAnswers | None = None,
) -> flask.Flask:
    """
    Return the application that serves an API.

    Args:
        api: the API or its name; without one, the default API.
        world: the records to serve, or the name of a host whose world is generated; without one, the default host's.
        data: a data folder that overrides the packaged one.
        records: for a world that is generated: "full", "recorded", or how many.
        seed: for a world that is generated.
        tokens: the valid tokens; `*`, the default, makes every well-formed one valid. Without any, none is valid.
        trust_proxy: take scheme and host of links from `X-Forwarded-Proto` and `X-Forwarded-Host`, and who asks for
            the control API from `X-Forwarded-For`.
        local_images: let the URLs of pictures lead to the mock, which draws placeholders.
        cors_origin: the only origin to which answers are open; without one, what the API says.
        pipeline: the stages, if not those of `pipeline.standard`.
        memory: bytes of answers remembered by the standard stages.
        switches: faults, failures, throttle and clock to start with; a generated world is that of the clock's day.
        control_token: lets whoever sends it use the control API, as loopback clients may.
        allowed_hosts: names, besides `localhost`, under which loopback clients may ask for the control API.
        reload: see a changed data file within a second; a request looks, or a thread (`MockServer.watch`).
        exact_headers: answer with the headers of the service alone, without `X-Mock-Hint` and `X-Mock-Source`.
        upstream: whoever has genuine answers, asked before the mock.

    Raises:
        UnknownName: no such API, world or fault.
        DataError: a data file is broken.
        UsageError: an allowed host is not a host name.
    """
    start = switches or Switches()
    day = start.clock.day
    told_before: set[str] = set()

    def make() -> Site:
        declared = api if isinstance(api, Api) else load_api(api, data)
        promised = upstream.mounted(declared) if upstream else declared
        served = world if isinstance(world, World) else _generated(promised, world, records, seed, day)
        for sentence in unserved_lines(served):
            # With an upstream the same stands there again and again.
            if upstream is None or sentence not in told_before:
                say(sentence)
            told_before.add(sentence)
        open_to = cors_origin or ("*" if promised.setting("cross_origin") else "")
        return Site(promised, served, frozenset(tokens), local_images, open_to)

    access = Access(host_names(allowed_hosts), control_token, trust_proxy)
    mock = Mock(rehearse(make()), pipeline or standard(memory))
    with_faults(mock.pipeline, start.faults)
    watch = Watch(mock.site.api, ignored=upstream.writes) if upstream else Watch(mock.site.api)
    reloader = Reloader(watch, make) if reload or upstream else None
    scopes = Scopes(lambda: State(start))
    live = MockServer(mock, scopes, reloader, exact_headers=exact_headers, upstream=upstream)
    return application(live, access)


def application(live: MockServer, access: Access) -> flask.Flask:
    """
    Return the application that lets a mock answer, and a request change it if the rule of access allows.
    """
    app = flask.Flask("mockserver", static_folder=None, template_folder=None)
    app.url_map.merge_slashes = False
    app.extensions |= {EXTENSION: live, ACCESS: access}
    # Nobody but the control API reads a body.
    app.config["MAX_CONTENT_LENGTH"] = MOST_BODY
    app.register_blueprint(website(_source(live, trust_proxy=access.trust_proxy)))
    app.register_blueprint(control(live, access))
    app.register_error_handler(Exception, _own_failure)
    for unrouted in (NotFound, MethodNotAllowed):
        app.register_error_handler(unrouted, lambda error: astray(live, access, error))

    @app.before_request
    def respond() -> flask.Response | None:
        if not isinstance(flask.request.routing_exception, NotFound) or under_control(flask.request.path):
            return None
        return _answered(live, access, flask.request.environ)

    return app


def without_detour(app: flask.Flask) -> Wsgi:
    """
    Return a WSGI application that answers as the application would, without its router where no route can be meant.

    That is where the first segment of the path is that of no route; everything else is left to the application.
    """
    live, access = app.extensions[EXTENSION], app.extensions[ACCESS]
    routed = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start, *segments = str(environ.get("PATH_INFO", "")).split("/", 2)
        if start or not segments or segments[0] in routed:
            return app(environ, start_response)
        try:
            answered = _answered(live, access, environ)
        except Exception:  # noqa: BLE001 - the application fails likewise, and says so
            return app(environ, start_response)
        return answered(environ, start_response)

    return application


def _answered(live: MockServer, access: Access, environ: dict[str, Any]) -> flask.Response:
    """
    Let the mock answer, and leave in the environment what others want to know of it.
    """
    request = read_request(environ, trust_proxy=access.trust_proxy)
    wire = live.respond(replace(request, body=shown_body(environ)))
    environ |= {HINTS_KEY: wire.hints, REPEATABLE_KEY: wire.repeatable, SOURCE_KEY: wire.source}
    return flask.Response(wire.chunks, wire.status, list(wire.headers))


def _own_failure(error: Exception) -> Any:
    """
    Answer where the mock itself failed, which nothing should make it do; what Flask answers on purpose stays.
    """
    if isinstance(error, HTTPException):
        return error
    request = flask.request
    say(f"the mock failed at {request.method} {shortened(request.path)}: {told(error)}")
    return {"detail": "The mock itself failed; its terminal says where. No failure was asked for."}, 500


def _source(live: MockServer, *, trust_proxy: bool) -> Source:
    """
    Let the pages around the API show what the mock serves at the moment.
    """

    def address() -> str:
        request = read_request(flask.request.environ, trust_proxy=trust_proxy)
        return f"{request.scheme}://{request.host}"

    def describe(api: Api, url: str) -> Mapping[str, Any]:
        from apicontract.contract.openapi import openapi_document  # noqa: PLC0415 - only who asks for it waits for it

        return openapi_document(api, url)

    return Source(lambda: (live.site.api, live.site.world), address, describe)


def _generated(api: Api, name: str | None, records: str | int, seed: int, day: dt.date) -> World:
    if name is not None and name not in api.hosts:
        raise UnknownName("world", name, tuple(api.hosts))
    # Only a world that is generated here needs these.
    from apicontract.dataset import generate  # noqa: PLC0415 - see above
    from apicontract.evidence.recordings import recordings_of  # noqa: PLC0415 - see above

    return generate(api, recordings_of(api), name, records=records, seed=seed, today=day)
