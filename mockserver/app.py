"""
The Flask application: WSGI in, WSGI out, and nothing else.

Flask's router is not asked: it would normalise paths (`//`, `%2F`) that the service treats otherwise.
Only a blueprint's own routes come before the mock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import flask
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from mockserver.control.blueprint import astray, control
from mockserver.control.bodies import shortened
from mockserver.control.state import Switches
from mockserver.control.terminal import say, told
from mockserver.control.unrouted import under_control
from mockserver.detour import as_flask_sends, wire_of
from mockserver.engine.pipeline import MEMORY, Pipeline
from mockserver.http.access import ACCESS, Access, host_names
from mockserver.http.authentication import ANY_TOKEN
from mockserver.http.receiving import MOST_BODY
from mockserver.http.request import read_request
from mockserver.making import MockOptions, make_mock
from mockserver.pages.web import Source, website

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from apicontract.contract.model import Api, World
    from mockserver.control.genuine import GenuineAnswers
    from mockserver.control.mock_server import MockServer

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
    options = MockOptions(
        api=api,
        world=world,
        data=data,
        records=records,
        seed=seed,
        tokens=tokens,
        local_images=local_images,
        cors_origin=cors_origin,
        pipeline=pipeline,
        memory=memory,
        switches=switches or Switches(),
        reload=reload,
        exact_headers=exact_headers,
        upstream=upstream,
    )
    access = Access(host_names(allowed_hosts), control_token, trust_proxy)
    return application(make_mock(options), access)


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
        response: flask.Response = as_flask_sends(wire_of(live, access, flask.request.environ))
        return response

    return app


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
