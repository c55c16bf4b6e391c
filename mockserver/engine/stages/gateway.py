"""
What the site does around its views: routes, redirects, headers for every answer.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from apicontract.contract.representations import most_parameters, reads_parameters
from mockserver.engine.pictures import picture
from mockserver.http import cross_origin
from mockserver.http.request import encode_path
from mockserver.http.routing import find_route
from mockserver.http.site_pages import bad_request, moved, no_such_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mockserver.engine.site import Site
    from mockserver.http.answer import Answer
    from mockserver.http.request import Request
    from mockserver.http.routing import RouteMatch

_MOVED, _NOT_FOUND = 301, 404
#: Added where redirects and preflights never come: by `django.middleware.clickjacking`, or by code of the project.
_INNERMOST = frozenset({"X-Frame-Options", "Access-Control-Allow-Origin"})


def preflight(site: Site, request: Request) -> Answer | None:
    """
    Answer a browser's question before a request, where the API says which origins may read its answers.
    """
    return None if site.cross_origin is None else cross_origin.preflight(request.method, request.headers)


def route(site: Site, request: Request) -> RouteMatch | Answer:
    """
    Find what a path leads to; where it leads nowhere, answer as the site does.
    """
    found = find_route(site.api, request.path)
    if found:
        few = request.within(most_parameters(site.api))
        unread = not few and not reads_parameters(site.api, site.api.resources.get(found.name))
        return found if request.well_formed and (few or unread) else _typed(site, bad_request())
    drawn = picture(request.path) if site.local_images else None
    if drawn:
        return drawn
    slashed = f"{request.path}/"
    if site.api.setting("append_slash") and not request.path.endswith("/") and find_route(site.api, slashed):
        return moved(encode_path(request.prefix + slashed) + request.query_part)
    return _typed(site, no_such_page())


def _typed(site: Site, page: Answer) -> Answer:
    """
    Return a page of the site with the type that it has here.
    """
    stated = site.api.behaviour.get("page_type")
    return page if stated is None else replace(page, headers=(("Content-Type", str(stated.value)),))


def finish(site: Site, request: Request, answer: Answer) -> Answer:
    """
    Add the headers that every answer of the site has.
    """
    early = answer.status == _MOVED or preflight(site, request) is not None
    inner = site.api.behaviour.get("inner_headers")
    lacking = (_INNERMOST if inner is None else inner.value) if early else _unrouted(site, request, answer)
    added = tuple(each for each in site.api.setting("headers").items() if each[0] not in lacking)
    complete = replace(answer, headers=(*answer.headers, *added))
    if site.cross_origin is not None:
        complete = cross_origin.open_to(complete, site.cross_origin, request.method, request.headers)
    return complete


def _unrouted(site: Site, request: Request, answer: Answer) -> Sequence[str]:
    """
    Return the headers that an answer lacks because its path leads nowhere.
    """
    stated = site.api.behaviour.get("unrouted_headers")
    dead = stated is not None and answer.status == _NOT_FOUND and find_route(site.api, request.path) is None
    return stated.value if stated is not None and dead else ()
