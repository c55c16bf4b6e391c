"""
Servers whose routes are wrong in one way each, with the form that shows it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mockserver.engine.rendering import TAIL
from mockserver.faults.fault import asking
from mockserver.http.answer import Answer, compact
from mockserver.http.refusals import Refusal
from mockserver.http.routing import RouteKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.engine.pipeline import Pipeline

    #: A way to be wrong: the right stages to the same with one replaced.
    Plant = Callable[[Pipeline], Pipeline]

#: HTTP's Found and Not Found.
_FOUND, _NOT_FOUND = 302, 404


def _key_in_any_case(right: Pipeline) -> Pipeline:
    def find(call: Any, rows: Any) -> int:
        wanted = call.route.identifier.casefold()
        keys = (str(key) for key in call.collection.identifiers if str(key).casefold() == wanted)
        return right.find(replace(call, route=replace(call.route, identifier=next(keys, wanted))), rows)

    return replace(right, find=find)


def _key_by_its_beginning(right: Pipeline) -> Pipeline:
    def find(call: Any, rows: Any) -> int:
        keys = [str(key) for key in call.collection.identifiers if str(key).startswith(call.route.identifier[:1])]
        exact = call.route.identifier if call.route.identifier in keys else next(iter(keys), "")
        return right.find(replace(call, route=replace(call.route, identifier=exact)), rows)

    return replace(right, find=find)


def _another_record(right: Pipeline) -> Pipeline:
    def find(call: Any, rows: Any) -> int:
        return (right.find(call, rows) + 1) % len(call.collection.records)

    return replace(right, find=find)


def _ill_typed_fails(right: Pipeline) -> Pipeline:
    def find(call: Any, rows: Any) -> int:
        if not call.route.identifier.lstrip("+-").isdecimal():
            raise Refusal(500, {"detail": "A server error occurred."})
        return right.find(call, rows)

    return replace(right, find=find)


def _plus_is_a_blank(right: Pipeline) -> Pipeline:
    def find(call: Any, rows: Any) -> int:
        return right.find(replace(call, route=replace(call.route, identifier=call.route.identifier[:-1])), rows)

    return replace(right, find=find)


def _either_end(right: Pipeline) -> Pipeline:
    def route(site: Any, request: Any) -> Any:
        found = right.route(site, request)
        if not isinstance(found, Answer):
            return found
        path = request.path.removesuffix("/") if request.path.endswith("/") else f"{request.path}/"
        other = right.route(site, replace(request, path=path))
        return found if isinstance(other, Answer) else other

    return replace(right, route=route)


def _no_redirect(right: Pipeline) -> Pipeline:
    def route(site: Any, request: Any) -> Any:
        found = right.route(site, request)
        moved = isinstance(found, Answer) and found.status == 301
        return replace(found, status=_NOT_FOUND) if moved else found

    return replace(right, route=route)


def _found_for_moved(right: Pipeline) -> Pipeline:
    def route(site: Any, request: Any) -> Any:
        found = right.route(site, request)
        moved = isinstance(found, Answer) and found.status == 301
        return replace(found, status=_FOUND) if moved else found

    return replace(right, route=route)


def _redirects_all_the_same(right: Pipeline) -> Pipeline:
    def route(site: Any, request: Any) -> Any:
        found = right.route(site, request)
        if isinstance(found, Answer) and not isinstance(
            right.route(site, replace(request, path=f"{request.path}/")), Answer
        ):
            return Answer(301, (("Location", f"{request.path}/"),), b"")
        return found

    return replace(right, route=route)


def _pages_all_the_same(right: Pipeline) -> Pipeline:
    def negotiate(call: Any) -> Any:
        try:
            return right.negotiate(call)
        except Refusal:
            return call.accepted

    return replace(right, negotiate=negotiate)


def _any_ordering(right: Pipeline) -> Pipeline:
    def select(call: Any) -> Any:
        return right.select(asking(call, "ordering"))

    return replace(right, select=select)


def _ordering_as_text(right: Pipeline) -> Pipeline:
    def refuse(call: Any, refusal: Refusal) -> Any:
        unknown = refusal.status == 400 and isinstance(refusal.body, dict) and "ordering" in refusal.body
        return right.refuse(call, Refusal(400, {"detail": "Bad ordering."}) if unknown else refusal)

    return replace(right, refuse=refuse)


def _parent_ignored(right: Pipeline) -> Pipeline:
    return replace(right, below=lambda _: None)


def _parent_of_details_ignored(right: Pipeline) -> Pipeline:
    def below(call: Any) -> Any:
        return None if call.route.kind is RouteKind.DETAIL else right.below(call)

    return replace(right, below=below)


def _missing_parent_is_empty(right: Pipeline) -> Pipeline:
    def below(call: Any) -> Any:
        try:
            return right.below(call)
        except Refusal:
            return frozenset()

    return replace(right, below=below)


def _empty_parent_is_refused(right: Pipeline) -> Pipeline:
    def below(call: Any) -> Any:
        found = right.below(call)
        if found is not None and not found:
            raise Refusal(_NOT_FOUND, {"detail": "Not found."})
        return found

    return replace(right, below=below)


def _parent_in_any_case(right: Pipeline) -> Pipeline:
    def below(call: Any) -> Any:
        if not call.route.parents:
            return right.below(call)
        wanted = [each.casefold() for each in call.route.parents]
        owner = call.site.collections[call.resource.route.parents[0].resource]
        keys = tuple(str(each) for each in owner.identifiers if str(each).casefold() == wanted[0])
        return right.below(replace(call, route=replace(call.route, parents=keys[:1] or call.route.parents)))

    return replace(right, below=below)


def _first_parent_alone(right: Pipeline) -> Pipeline:
    def below(call: Any) -> Any:
        found = right.below(call)
        if found is None:
            return None
        records, parents = call.collection.records, call.route.parents
        kept = (each for each in found if [*map(str, call.resource.route.parents_in(records[each]))] == [*parents])
        return frozenset(kept)

    return replace(right, below=below)


def _links_lose_the_parent(right: Pipeline) -> Pipeline:
    def links(call: Any, part: Any, total: int) -> Any:
        path = f"{call.site.api.base_path}{call.route.name}/"
        return right.links(replace(call, request=replace(call.request, path=path)), part, total)

    return replace(right, links=links)


def _urls_lose_the_parent(right: Pipeline) -> Pipeline:
    def row(call: Any, level: str, number: int) -> bytes:
        text = right.row(call, level, number).decode()
        before, _, after = text.partition(f"{call.site.api.base_path}{call.resource.route.path.partition('{')[0]}")
        key, _, rest = after.partition(TAIL)
        return f"{before}{call.site.api.base_path}{call.route.name}/{key.rpartition('/')[2]}{TAIL}{rest}".encode()

    return replace(right, row=row)


def _head_is_refused(right: Pipeline) -> Pipeline:
    def allow(call: Any) -> None:
        right.allow(call)
        if call.request.method == "HEAD":
            raise Refusal(405, {"detail": 'Method "HEAD" not allowed.'})

    return replace(right, allow=allow)


def _options_are_refused(right: Pipeline) -> Pipeline:
    def metadata(call: Any) -> Any:
        raise Refusal(405, {"detail": f'Method "{call.request.method}" not allowed.'})

    return replace(right, metadata=metadata)


def _allow_names_more(right: Pipeline) -> Pipeline:
    def render(call: Any, draft: Any) -> Any:
        answer = right.render(call, draft)
        more = ((name, f"{value}, POST" if name == "Allow" else value) for name, value in answer.headers)
        return replace(answer, headers=tuple(more))

    return replace(right, render=render)


def _url_of_another(right: Pipeline) -> Pipeline:
    def row(call: Any, level: str, number: int) -> bytes:
        own, other = (right.row(call, level, each) for each in (number, (number + 1) % len(call.collection.records)))
        value, another = json.loads(own), json.loads(other)
        return compact({**value, "url": another["url"]}) if call.route.kind is RouteKind.LIST else own

    return replace(right, row=row)


def _url_without_end(right: Pipeline) -> Pipeline:
    def row(call: Any, level: str, number: int) -> bytes:
        return right.row(call, level, number).replace(TAIL.encode(), b"", 1)

    return replace(right, row=row)


#: What the server does, to how it does it, the form that shows it, and the requests within which it is caught.
WRONG: dict[str, tuple[Plant, str, int]] = {
    "a key is looked up in any case": (_key_in_any_case, "text-key", 15),
    "a key is looked up by its first letter": (_key_by_its_beginning, "text-key", 15),
    "a detail is of another record": (_another_record, "text-key", 15),
    "an ill-typed key fails": (_ill_typed_fails, "integer-key", 15),
    "a key loses its last character": (_plus_is_a_blank, "dotted-key", 15),
    "a closing slash is optional": (_either_end, "slashless", 15),
    "a missing slash is optional": (_either_end, "no-redirect", 15),
    "a missing slash is redirected where it leads nowhere": (_redirects_all_the_same, "no-redirect", 15),
    "a missing slash is not redirected": (_no_redirect, "integer-key", 15),
    "a missing slash is redirected for the time being": (_found_for_moved, "integer-key", 15),
    "a form that cannot be had is answered in another": (_pages_all_the_same, "json-alone", 15),
    "an unknown ordering is accepted": (_any_ordering, "strict-ordering", 15),
    "the refusal of an ordering does not name it": (_ordering_as_text, "strict-ordering", 15),
    "HEAD is refused": (_head_is_refused, "reading-methods", 15),
    "OPTIONS is refused": (_options_are_refused, "reading-methods", 15),
    "Allow names a method that is refused": (_allow_names_more, "reading-methods", 15),
    "the URL of a record is that of another": (_url_of_another, "own-url", 15),
    "a detail by its URL is of another record": (_another_record, "own-url-text", 15),
    "the URL of a record lacks its end": (_url_without_end, "own-url", 15),
    "the parent is ignored": (_parent_ignored, "nested-text", 15),
    "the parent of a record is ignored": (_parent_of_details_ignored, "nested-text", 15),
    "a missing parent has an empty list": (_missing_parent_is_empty, "nested-text", 15),
    "a missing parent is refused": (_empty_parent_is_refused, "nested-empty", 15),
    "a parent is looked up in any case": (_parent_in_any_case, "nested-text", 60),
    "a record is listed below its first parent alone": (_first_parent_alone, "nested-many", 15),
    "the links of a page lose the parent": (_links_lose_the_parent, "nested-text", 15),
    "the URLs of records lose the parent": (_urls_lose_the_parent, "nested-text", 15),
}
