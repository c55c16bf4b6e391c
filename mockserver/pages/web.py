"""
The Flask blueprint of the pages around an API: index, documentation, description.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, redirect, url_for

from apicontract.evidence.recordings import recordings_of
from mockserver.http.page_policy import guarded, page_nonce
from mockserver.pages.documentation import ASSETS, Served, asset, documentation_page, index_page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from werkzeug.wrappers import Response as AnyResponse

    from apicontract.contract.model import Api, World

#: Viewer files change with the installed package alone.
_CACHED = "public, max-age=86400"


@dataclass(frozen=True)
class Source:
    """
    Where the pages get what they show, asked anew by every request.

    Attributes:
        current: what is served.
        address: scheme and authority under which the request came.
        describe: makes the OpenAPI document of an API for a server's URL.
    """

    current: Callable[[], tuple[Api, World]]
    address: Callable[[], str]
    describe: Callable[[Api, str], Mapping[str, Any]]


def website(source: Source) -> Blueprint:
    """
    Return the blueprint of `/`, `/docs/` and `/openapi.json`.

    An API that lives at the very root keeps its own answer there: then the documentation is the first page.
    """
    pages = Blueprint("website", __name__)
    pages.after_request(guarded)
    if source.current()[0].base_path != "/":
        pages.add_url_rule("/", "index", lambda: _index(source))
    pages.add_url_rule("/docs", "short", _documentation)
    pages.add_url_rule("/docs/", "docs", lambda: documentation_page(source.current()[0], page_nonce()))
    pages.add_url_rule("/docs/<name>", "asset", _asset)
    pages.add_url_rule("/openapi.json", "openapi", lambda: _description(source))
    return pages


def _index(source: Source) -> str:
    api, world = source.current()
    recordings = {name: len(recordings_of(api, name)) for name in api.resources}
    counts = {entity: len(rows) for entity, rows in world.tables.items()}
    return index_page(api, Served(source.address(), world.name, counts, recordings), page_nonce())


def _documentation() -> AnyResponse:
    return redirect(url_for("website.docs"))


def _asset(name: str) -> Response:
    content = asset(name)
    if content is None:
        abort(404)
    return Response(content, content_type=ASSETS[name], headers={"Cache-Control": _CACHED})


def _description(source: Source) -> Response:
    """
    Return the description; pages of other origins may read it, as they may the API.
    """
    # Not `jsonify`, which sorts: viewers and generated types show properties in the order in which they are sent.
    text = json.dumps(source.describe(source.current()[0], source.address()), ensure_ascii=False)
    return Response(text, content_type="application/json", headers={"Access-Control-Allow-Origin": "*"})
