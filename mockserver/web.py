"""
The Flask blueprint of the pages around an API: index, documentation, description.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, jsonify, request

from apicontract.recordings import recordings_of
from mockserver.pages import ASSETS, Served, asset, documentation_page, index_page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apicontract.model import Api, World

#: Viewer files change with the installed package alone.
_CACHED = "public, max-age=86400"


def website(current: Callable[[], tuple[Api, World]], describe: Callable[[Api, str], Mapping[str, Any]]) -> Blueprint:
    """
    Return the blueprint of `/`, `/docs/` and `/openapi.json`.

    An API that lives at the very root keeps its own answer there: then the documentation is the first page.

    Args:
        current: what is served at the moment of a request.
        describe: makes the OpenAPI document of an API for a server's URL.
    """
    pages = Blueprint("website", __name__)
    if current()[0].base_path != "/":
        pages.add_url_rule("/", "index", lambda: _index(*current()))
    pages.add_url_rule("/docs/", "docs", lambda: documentation_page(current()[0]))
    pages.add_url_rule("/docs/<name>", "asset", _asset)
    pages.add_url_rule("/openapi.json", "openapi", lambda: jsonify(describe(current()[0], _server_url())))
    return pages


def _index(api: Api, world: World) -> str:
    recordings = {name: len(recordings_of(api, name)) for name in api.resources}
    counts = {entity: len(rows) for entity, rows in world.tables.items()}
    return index_page(api, Served(_server_url(), world.name, counts, recordings))


def _asset(name: str) -> Response:
    content = asset(name)
    if content is None:
        abort(404)
    return Response(content, content_type=ASSETS[name], headers={"Cache-Control": _CACHED})


def _server_url() -> str:
    return request.host_url.rstrip("/")
