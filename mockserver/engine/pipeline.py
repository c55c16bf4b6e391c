"""
The way of a request through the stages, as one frozen record of functions.

::

    preflight ── route ── negotiate ── authenticate ── admit ── throttle ── allow
                                                                              │
        list:      below ── select ── search ── order ── count ── window ── page ── links ── row… ── envelope ── headers
        detail:     below ── select ── search ── order ── find ── row
        root:       root          singleton: usage ── singleton
                                                                              │
                                                           fill ── (refuse) ── render ── finish

A server that is wrong in one way is the right one with one stage replaced::

    def off_by_one(call, rows):
        return len(rows) + ("search" in call.parameters)

    wrong = dataclasses.replace(standard(), count=off_by_one)

A stage that raises `Refusal` ends the way; `refuse` words the error.
Answers are remembered between `allow` and `render`, so that who may ask, and how often, is decided each
time; a stage whose answer changes from one request to the next must be used with `memory=Memory(0)`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mockserver.engine import query
from mockserver.engine.memory import Memory
from mockserver.engine.parts import with_parts
from mockserver.engine.stages import answering, choosing, gateway, guards, wrapping, writing
from mockserver.engine.stages.call import Call
from mockserver.http.answer import Answer, Draft
from mockserver.http.negotiation import RENDERERS, NegotiatedFormat
from mockserver.http.refusals import Refusal
from mockserver.http.routing import RouteKind, RouteMatch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from apicontract.dataset.paging import Window
    from mockserver.engine.collection import Rows
    from mockserver.engine.memory import Key
    from mockserver.engine.pagination import PageLinks
    from mockserver.engine.parts import ListPart
    from mockserver.engine.singletons import ThrottleUsage
    from mockserver.engine.site import Site
    from mockserver.http.answer import Headers
    from mockserver.http.request import Request

#: Bytes of answers remembered, unless told otherwise: 2,000 pages of ten rows of 2 KB.
MEMORY = 48_000_000


@dataclass(frozen=True)
class Pipeline:
    """
    The stages of an answer.

    Attributes:
        preflight: the answer to a browser's question before a request, or None.
        route: what the path leads to, or the answer of the site where it leads nowhere (404, a redirect).
        negotiate: in which form to answer.
        authenticate: refuses a wrong token.
        admit: refuses who has no permission.
        throttle: refuses who asks too often.
        allow: refuses a method that the route does not have.
        below: the rows that belong to the parents in the path, or None where it has none.
        select: the rows that satisfy the filters, in natural order.
        search: those of them that hold the searched terms.
        order: the same rows, sorted.
        count: how many there are on all pages.
        window: the part of the list that is asked for.
        page: the rows of the page.
        links: URLs of the next and the previous page.
        find: the row that a detail path names, among those selected.
        mode: the level of detail.
        row: one record as JSON, scheme, host and link endings left open.
        envelope: the page as JSON.
        headers: those that the page has besides.
        root: the API root as JSON.
        metadata: what is answered to OPTIONS.
        usage: what a client has used of its limit.
        singleton: an answer that is no collection.
        fill: JSON with its links complete.
        refuse: an error as JSON.
        render: JSON or HTML, with the headers of the view.
        finish: any answer with the headers that the site adds.
        memory: answers remembered.
        clock: seconds since the epoch, as the mock sees them.
    """

    preflight: Callable[[Site, Request], Answer | None] = gateway.preflight
    route: Callable[[Site, Request], RouteMatch | Answer] = gateway.route
    negotiate: Callable[[Call], NegotiatedFormat] = guards.negotiate
    authenticate: Callable[[Call], None] = guards.authenticate
    admit: Callable[[Call], None] = guards.admit
    throttle: Callable[[Call], None] = guards.throttle
    allow: Callable[[Call], None] = guards.allow
    below: Callable[[Call], frozenset[int] | None] = choosing.below
    select: Callable[[Call], Rows] = choosing.select
    search: Callable[[Call, Rows], Rows] = choosing.search
    order: Callable[[Call, Rows], Rows] = choosing.order
    count: Callable[[Call, Rows], int] = choosing.count
    window: Callable[[Call, int], Window] = choosing.window
    page: Callable[[Call, Rows, Window], Rows] = choosing.page
    links: Callable[[Call, Window, int], PageLinks] = wrapping.links
    find: Callable[[Call, Rows], int] = choosing.find
    mode: Callable[[Call], str] = writing.mode
    row: Callable[[Call, str, int], bytes] = writing.row
    envelope: Callable[[Call, int, PageLinks, Sequence[bytes]], bytes] = wrapping.envelope
    headers: Callable[[Call, int, PageLinks], Headers] = wrapping.headers
    root: Callable[[Call], bytes] = writing.root
    metadata: Callable[[Call], Draft] = writing.metadata
    usage: Callable[[Call], ThrottleUsage] = writing.usage
    singleton: Callable[[Call, ThrottleUsage], Draft] = writing.singleton
    fill: Callable[[Call, bytes], bytes] = writing.fill
    refuse: Callable[[Call, Refusal], Draft] = answering.refuse
    render: Callable[[Call, Draft], Answer] = answering.render
    finish: Callable[[Site, Request, Answer], Answer] = gateway.finish
    memory: Memory = field(default_factory=lambda: Memory(MEMORY), compare=False)
    clock: Callable[[], float] = time.time

    def with_fresh_memory(self) -> Pipeline:
        """
        Return the same stages with an empty memory of the same size.
        """
        return replace(self, memory=Memory(self.memory.most_bytes))


def standard(most_bytes: int = MEMORY) -> Pipeline:
    """
    Return the stages as they should be, with a memory of their own.
    """
    return Pipeline(memory=Memory(most_bytes))


def answer(pipeline: Pipeline, site: Site, request: Request) -> Answer:
    """
    Answer one request.
    """
    early = pipeline.preflight(site, request)
    return pipeline.finish(site, request, early or _routed(pipeline, site, request))


def admitted(pipeline: Pipeline, site: Site, request: Request) -> Call | Answer:
    """
    Return a request that is to be answered from the records, with its form; or the answer that it has without them.
    """
    route = pipeline.route(site, request)
    if isinstance(route, Answer):
        return route
    preferred = RENDERERS[site.api.setting("representations")[0]]
    call = Call(site, request, route, NegotiatedFormat(preferred), pipeline.clock())
    try:
        call = replace(call, accepted=pipeline.negotiate(call))
        for guard in (pipeline.authenticate, pipeline.admit, pipeline.throttle, pipeline.allow):
            guard(call)
    except Refusal as refusal:
        return pipeline.render(call, pipeline.refuse(call, refusal))
    return call


def _routed(pipeline: Pipeline, site: Site, request: Request) -> Answer:
    call = admitted(pipeline, site, request)
    if isinstance(call, Answer):
        return call
    try:
        return pipeline.memory.recall(_key(call), lambda: _made(pipeline, call))
    except Refusal as refusal:
        return pipeline.render(call, pipeline.refuse(call, refusal))


def _made(pipeline: Pipeline, call: Call) -> tuple[Answer, bool]:
    asked_about = call.request.method == "OPTIONS" and call.route.kind is not RouteKind.SINGLETON
    draft = pipeline.metadata(call) if asked_about else _HANDLERS[call.route.kind](pipeline, call)
    filled = replace(draft, body=pipeline.fill(call, draft.body))
    return pipeline.render(call, filled), draft.lasting


def _key(call: Call) -> Key:
    """
    Return all that an answer depends on, once the request has been admitted.
    """
    request, accepted = call.request, call.accepted
    form = f"{accepted.renderer.format}/{accepted.indent}"
    return (request.method, request.origin, request.path, request.query, form)


def _chosen(pipeline: Pipeline, call: Call) -> Rows:
    belonging = pipeline.below(call)
    rows = pipeline.select(call)
    inside = rows if belonging is None else [each for each in rows if each in belonging]
    return pipeline.order(call, pipeline.search(call, inside))


def _list(pipeline: Pipeline, call: Call) -> Draft:
    rows = _chosen(pipeline, call)
    total, level = pipeline.count(call, rows), pipeline.mode(call)
    part = pipeline.window(call, total)
    written = [pipeline.row(call, level, number) for number in pipeline.page(call, rows, part)]
    links = pipeline.links(call, part, total)
    lasting = not query.hangs_on_now(call.resource, call.parameters)
    return Draft(200, pipeline.envelope(call, total, links, written), pipeline.headers(call, total, links), lasting)


def _detail(pipeline: Pipeline, call: Call) -> Draft:
    number = pipeline.find(call, _chosen(pipeline, call))
    lasting = not query.hangs_on_now(call.resource, call.parameters)
    return Draft(200, pipeline.row(call, pipeline.mode(call), number), lasting=lasting)


def _root(pipeline: Pipeline, call: Call) -> Draft:
    return Draft(200, pipeline.root(call))


def _singleton(pipeline: Pipeline, call: Call) -> Draft:
    draft = pipeline.singleton(call, pipeline.usage(call))
    if call.request.method == "OPTIONS":
        return draft
    api = call.site.api
    shape, mode = api.shapes[api.singletons[call.route.name]], call.parameters.get("mode")
    body = with_parts(api, shape, draft.body, mode, lambda part: _part(pipeline, call, part))
    return replace(draft, body=body)


def _part(pipeline: Pipeline, call: Call, part: ListPart) -> bytes:
    """
    Write the rows of a list that stands within another answer.
    """
    route = RouteMatch(RouteKind.LIST, part.resource)
    inner = replace(call, route=route, request=replace(call.request, query=part.query))
    rows = _chosen(pipeline, inner)
    level, window = pipeline.mode(inner), pipeline.window(inner, pipeline.count(inner, rows))
    written = (pipeline.row(inner, level, number) for number in pipeline.page(inner, rows, window))
    return b"[" + b",".join(written) + b"]"


_HANDLERS: Mapping[RouteKind, Callable[[Pipeline, Call], Draft]] = {
    RouteKind.ROOT: _root,
    RouteKind.LIST: _list,
    RouteKind.DETAIL: _detail,
    RouteKind.SINGLETON: _singleton,
}
