"""
How the page that a list request asks for may be misread: its order, its place, its count, its links, its rows' shape.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from http import HTTPStatus
from itertools import accumulate, product, repeat
from operator import or_
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from apicontract.contract.querynames import ordering_names, search_name
from apicontract.contract.weblinks import NEXT, PREVIOUS
from apicontract.diagnosis.operators import Misreading
from apicontract.diagnosis.requests import request_of
from apicontract.diagnosis.wrong_selections import selecting, without_each, wrong_selections
from apicontract.semantics.asked import ordering_asked
from apicontract.semantics.ordering import OrderingTerm
from apicontract.semantics.sizes import whole_number
from apicontract.semantics.spellings import is_plain
from apicontract.semantics.tolerance import FORMAT, MODE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from apicontract.diagnosis.requests import ListRequest, PredictedPage

#: Other fields with which an ordering is compared.
_CONFUSABLE = 5
#: Operators that may be of limits that are written in one way.
_OF_LIMITS = frozenset(
    {
        "limit has no effect",
        "limit has no maximum",
        "a page holds everything",
        "without a limit the largest counts",
        "the default limit is doubled",
    }
)
#: Characters that mean something in patterns and quoted texts.
_SIGNS = frozenset("()[]{}*+?\\^$|%_.'\"&#;")


def wrong_pages(request: ListRequest) -> Iterator[tuple[Misreading, PredictedPage]]:
    """
    Yield misreadings of a list request with the answers that they predict.
    """
    yield from clear_pages(request)
    if request.right.status == HTTPStatus.OK:
        for misreading, selection in wrong_selections(request):
            yield misreading, request.listing(selection)
        yield from wrong_parts(request)


def wrong_parts(request: ListRequest) -> Iterator[tuple[Misreading, PredictedPage]]:
    """
    Yield those misreadings alone that are of no filter and no search: of the page, its order, count and links.
    """
    for stage in (_lost_beside, _first_of_two, _orders, _places, _counts, _links):
        yield from stage(request)


def clear_pages(request: ListRequest) -> Iterator[tuple[Misreading, PredictedPage]]:
    """
    Yield those misreadings alone that show whatever the rows are.
    """
    yield from _tolerated(request)
    yield from _failing(request)
    # What is let pass beside may be why a page is there, unless nobody can read which page is meant.
    if request.right.status != HTTPStatus.OK and (request.asked.place.invalid or not request.asked.tolerated):
        yield (
            Misreading("a page that there is not is found", "kind", _start_kind(request)),
            request.right._replace(status=HTTPStatus.OK),
        )


def _lost_beside(request: ListRequest) -> Iterator[tuple[Misreading, PredictedPage]]:
    """
    Yield what is answered if one part of a query has no effect where another one is there.
    """
    present = parts_of(request)
    names = [each.parameter.name for each in request.asked.filters.conditions]
    for part in present:
        lost = _PARTS[part][1]
        for other in (*present, *(names if part != "filters" else ())):
            if lost is not None and other != part:
                yield _beside(part, other), lost(request)
    for name, rest in zip(names, without_each(request), strict=True):
        for other in present:
            if other != "filters":
                yield _beside(name, other), request.listing(rest)


def _beside(part: str, other: str) -> Misreading:
    return Misreading("a part of the query has no effect beside another", "one", f"{part} beside {other}")


def _first_of_two(request: ListRequest) -> Iterator[tuple[Misreading, PredictedPage]]:
    """
    Yield what is answered if the first value of a filter that is given twice counts, not the last.
    """
    given = Counter(name for name, _ in request.exchange.query)
    for name in (each.parameter.name for each in request.asked.filters.conditions if given[each.parameter.name] > 1):
        first = next(each for each in request.exchange.query if each[0] == name)
        others = (each for each in request.exchange.query if each[0] != name)
        url = urlsplit(request.exchange.url)._replace(query=urlencode([*others, first])).geturl()
        other = request_of(request.known, replace(request.exchange, url=url))
        if other is not None:
            yield Misreading("of two values the first counts", "one", name), request.listing(other.selected)


def parts_of(request: ListRequest) -> list[str]:
    """
    Return the parts of the query that a request has.
    """
    return [part for part, (there, _) in _PARTS.items() if there(request)]


def _in_mode(request: ListRequest) -> bool:
    mode = request.exchange.parameter(MODE)
    return mode in request.asked.resource.modes.choices and mode != request.asked.resource.modes.list


#: Part of a query to whether a request has it, and the page without it; a mode changes what rows show, and no page.
_PARTS: Mapping[str, tuple[Callable[[ListRequest], bool], Callable[[ListRequest], PredictedPage] | None]] = {
    "filters": (lambda request: bool(request.masks), lambda request: request.listing(request.searched)),
    "search": (lambda request: bool(request.found), lambda request: request.listing(request.filtered)),
    "ordering": (lambda request: request.sorted, lambda request: request.right._replace(keys=_unsorted(request))),
    "place": (
        lambda request: request.right.start > 0,
        lambda request: request.right._replace(start=0, next=None, previous=None),
    ),
    "mode": (_in_mode, None),
}


def _unsorted(request: ListRequest) -> tuple[OrderingTerm, ...]:
    """
    Return what a list is sorted by if no order is asked for.
    """
    known = {each.name: each for each in request.asked.resource.ordering}
    terms = [each for each in request.asked.resource.default_ordering if each.removeprefix("-") in known]
    return tuple(OrderingTerm(known[each.removeprefix("-")], each.startswith("-")) for each in terms)


def _orders(request: ListRequest) -> Iterator[tuple[Misreading, PredictedPage]]:
    right, keys = request.right, request.asked.ordering
    if not request.sorted or request.size < 2:  # noqa: PLR2004 - one row is always sorted
        return
    for numbers, scopes in _key_scopes(keys).items():
        for operator, wrong in _wrong_keys(request, numbers):
            yield from ((Misreading(operator, *scope), wrong) for scope in scopes)
    for number, key in enumerate(keys):
        for other in [each for each in request.asked.resource.ordering if each.name != key.field.name][:_CONFUSABLE]:
            element = f"{other.name} instead of {key.field.name}"
            by_other = (*keys[:number], replace(key, field=other), *keys[number + 1 :])
            yield Misreading("rows are sorted by another field", "one", element), right._replace(keys=by_other)
    if request.size > right.limit:
        page = request.known.window(right.selection, (), right.start, right.limit)
        yield Misreading("only the page is sorted"), right._replace(rows=tuple(request.known.sorted_rows(page, keys)))
    for operator, descending in _directions([key.descending for key in keys]).items():
        turned = tuple(replace(key, descending=down) for key, down in zip(keys, descending, strict=True))
        yield Misreading(operator), right._replace(keys=turned)
    yield from _wrong_terms(request, (ordering_asked(request.known.api, request.exchange) or "").split(","))


def _directions(descending: Sequence[bool]) -> dict[str, Iterable[bool]]:
    """
    Return the directions of several terms, if those of some count for others.
    """
    if len(set(descending)) == 1:
        return {}
    return {
        "the first ordering term says the direction of all": repeat(descending[0], len(descending)),
        "the last ordering term says the direction of all": repeat(descending[-1], len(descending)),
        "terms behind a descending one descend, too": accumulate(descending, or_),
    }


def _wrong_terms(request: ListRequest, terms: Sequence[str]) -> Iterator[tuple[Misreading, PredictedPage]]:
    """
    Yield what is answered if the text of an ordering is parted otherwise.
    """
    right = request.right
    if len(terms) > 1:
        yield Misreading("several ordering terms have no effect"), right._replace(keys=_unsorted(request))
    if any(each.kind == "ordering-unknown" for each in request.asked.tolerated):
        yield Misreading("an unknown ordering term undoes the others"), right._replace(keys=_unsorted(request))
    plain = [each for each in terms if each == each.strip()]
    if len(plain) < len(terms):
        left = tuple(key for key in request.asked.ordering if str(key) in plain)
        yield Misreading("blanks around an ordering term count"), right._replace(keys=left or _unsorted(request))


def _key_scopes(keys: Sequence[OrderingTerm]) -> dict[tuple[int, ...], list[tuple[str, str]]]:
    """
    Return the numbers of keys to the scopes of misreadings that have these in them.
    """
    scopes: dict[tuple[str, str], tuple[int, ...]] = {("all", ""): tuple(range(len(keys)))}
    for number, key in enumerate(keys):
        for kind in ("downwards" if key.descending else "upwards", "first" if not number else "second", key.field.type):
            scopes[("kind", kind)] = (*scopes.get(("kind", kind), ()), number)
        # Of a field whatever its direction, and downwards alone.
        scopes |= {("one", key.field.name): (number,), ("one", str(key)): (number,)}
    found: dict[tuple[int, ...], list[tuple[str, str]]] = {}
    for scope, numbers in scopes.items():
        found.setdefault(numbers, []).append(scope)
    return found


def _wrong_keys(request: ListRequest, numbers: tuple[int, ...]) -> Iterator[tuple[str, PredictedPage]]:
    """
    Yield what is answered if some keys of an ordering are misread.
    """
    right, keys = request.right, request.asked.ordering
    rest = tuple(key for number, key in enumerate(keys) if number not in numbers)
    yield "ordering has no effect", right._replace(keys=rest or _unsorted(request))
    turned = (replace(key, descending=(number in numbers) is not key.descending) for number, key in enumerate(keys))
    yield "rows are sorted in reverse", right._replace(keys=tuple(turned))
    for operator, order in request.known.misorders(keys, numbers):
        yield operator, right._replace(rows=request.known.window(right.selection, order, right.start, right.limit))


def _places(request: ListRequest) -> Iterator[tuple[Misreading, PredictedPage]]:
    right, paging = request.right, request.known.api.paging
    start, limit = right.start, right.limit
    kind = size_kind(request)
    moved: dict[str, tuple[int, int]] = {}
    if start:
        moved["a page begins one row late"] = (start + 1, limit)
        moved["a page begins one row early"] = (start - 1, limit)
        moved["offset has no effect"] = (0, limit)
        if limit:
            moved["offset is rounded down to whole pages"] = (start // limit * limit, limit)
    if request.size < start + limit:
        last = max(request.size - limit, 0), limit
        moved["the last full page is the last one"] = last
        moved |= {"the last page is filled": last} if start < request.size else {}
    moved["a page has a row less"] = (start, max(limit - 1, 0))
    moved["a page has a row more"] = (start, limit + 1)
    moved["limit has no effect"] = (start, paging.default_limit)
    moved["limit has no maximum"] = (start, max(whole_number(_size_text(request)) or 0, limit))
    moved["a page holds everything"] = (start, max(request.size, limit))
    if kind in ("absent", "empty", "zero", "unreadable", "negative"):
        moved["without a limit the largest counts"] = (start, paging.maximum_limit)
        moved["the default limit is doubled"] = (start, 2 * limit)
    selects = _selection_kind(request)
    for operator, (wrong_start, wrong_limit) in moved.items():
        wrong = right._replace(start=wrong_start, limit=wrong_limit, next=None, previous=None)
        # Which links such a page has nobody knows; where its rows are the right ones, so are they.
        page = right if request.is_right_page(wrong) else wrong
        scopes = [("all", ""), selects, *([("kind", f"limit {kind}")] if operator in _OF_LIMITS else ())]
        yield from ((Misreading(operator, *scope), page) for scope in scopes)
    if not start and request.sorted:
        late = right._replace(start=1, next=None, previous=None)
        yield Misreading("a list begins one row late", *selects), late
    if kind not in ("ordinary", "absent"):
        yield Misreading("a limit is refused", "kind", kind), right._replace(status=HTTPStatus.BAD_REQUEST)
        yield Misreading("a limit shows nothing", "kind", kind), right._replace(limit=0, next=None, previous=None)
    at = _start_kind(request)
    if at != "absent":
        yield Misreading("an offset is refused", "kind", at), right._replace(status=HTTPStatus.BAD_REQUEST)
    if start >= request.size > 0:
        yield Misreading("a page past the end is not found"), right._replace(status=HTTPStatus.NOT_FOUND)
        yield (
            Misreading("past the end the last page is repeated"),
            right._replace(start=max(request.size - limit, 0), next=None, previous=None),
        )


def _selection_kind(request: ListRequest) -> tuple[str, str]:
    """
    Return the scope of what is misread of pages of a selection or the whole, in the order that is asked for.
    """
    order = ("downwards" if request.asked.ordering[0].descending else "upwards") if request.sorted else "unsorted"
    return "kind", f"{'a selection' if request.asked.conditioned else 'everything'}, {order}"


def size_kind(request: ListRequest) -> str:
    """
    Return what kind of text the limit of a request is.
    """
    return _kind_of(_size_text(request), request.right.limit)


def _size_text(request: ListRequest) -> str | None:
    size = request.known.api.paging.size
    return request.exchange.parameter(size) if size else None


def _start_kind(request: ListRequest) -> str:
    if request.right.status == HTTPStatus.OK and request.size and request.asked.offset >= request.size:
        return "at the end" if request.asked.offset == request.size else "beyond the end"
    kind = _kind_of(request.exchange.parameter(request.known.api.paging.start), request.asked.offset)
    return "behind the end" if request.right.status != HTTPStatus.OK and not request.asked.place.invalid else kind


def _kind_of(text: str | None, number: int) -> str:
    """
    Return what kind of text a limit or an offset is.
    """
    if text is None or text == "":
        return "absent" if text is None else "empty"
    try:
        value = int(text)
    except ValueError:
        return "unreadable"
    kinds = {"zero": value == 0, "negative": value < 0, "one": value == 1, "above": value > number, "ordinary": True}
    kind = next(name for name, holds in kinds.items() if holds)
    return kind if text.isdecimal() or value < 0 else f"{kind} with a sign"


def _counts(request: ListRequest) -> Iterator[tuple[Misreading, PredictedPage]]:
    right, smaller = request.right, max(request.right.total - 1, 0)
    wrong = {
        "the count is that of the page": len(request.page(right)),
        "the count is that of the whole collection": len(request.known.rows),
    }
    wrong |= {"the count is one too large": right.total + 1, "the count is one too small": smaller}
    end = right.start + right.limit
    for operator, count in wrong.items():
        # Whether a page follows hangs on the count, which may be the wrong one there, too.
        follows = right.next if right.next is (end < count) else None
        yield Misreading(operator), right._replace(total=count, next=follows)
    if right.start and not right.next:
        yield Misreading("the count is one too small", "kind", "last page"), right._replace(total=smaller)
    if request.asked.conditioned:
        for scope in (("kind", "selection"), *selecting(request)):
            yield Misreading("the count is one too large", *scope), right._replace(total=right.total + 1)
            yield Misreading("the count is one too small", *scope), right._replace(total=smaller)
    if not right.total:
        yield Misreading("an empty list is an error"), right._replace(status=HTTPStatus.NOT_FOUND)


def _links(request: ListRequest) -> Iterator[tuple[Misreading, PredictedPage]]:
    right = request.right
    if right.next:
        yield Misreading("the link to the next page is missing"), right._replace(next=False)
    elif right.start or right.total:
        yield Misreading("the last page links to a next one"), right._replace(next=True)
    if right.previous:
        yield Misreading("the link to the previous page is missing"), right._replace(previous=False)
    led = {
        "the link to the next page loses parameters": {NEXT: right.next},
        "the link to the previous page loses parameters": {PREVIOUS: right.previous},
        "both links lose parameters": {NEXT: right.next, PREVIOUS: right.previous},
    }
    for operator, leading in led.items():
        relations = [relation for relation, leads in leading.items() if leads]
        for kind, names in _parameter_kinds(request).items() if relations else ():
            yield Misreading(operator, "kind", kind), right._replace(lost=frozenset(product(relations, names)))


def _parameter_kinds(request: ListRequest) -> dict[str, list[str]]:
    """
    Return kinds of parameters to those that a request has.
    """
    names = dict.fromkeys(name for name, _ in request.exchange.query)
    framework = dict.fromkeys((search_name(request.known.api), *ordering_names(request.known.api), MODE, FORMAT))
    kinds: dict[str, list[str]] = {name: [name] for name in names if name in framework}
    kinds |= {"filters": own} if (own := [name for name in names if request.asked.resource.parameter(name)]) else {}
    others = [each.parameter for each in request.asked.tolerated if each.kind == "undeclared"]
    return kinds | ({"undeclared": others} if others else {})


def _failing(request: ListRequest) -> Iterator[tuple[Misreading, PredictedPage]]:
    """
    Yield what a server is asked that may refuse other spellings of a value, or fail on what it takes for a pattern.
    """
    for each in request.asked.filters.conditions:
        if not is_plain(each.parameter.type, each.text):
            refused = request.right._replace(status=HTTPStatus.BAD_REQUEST)
            yield Misreading("another spelling of a value is refused", "kind", each.parameter.type), refused
    for sign in dict.fromkeys(sign for sign in request.asked.searched if sign in _SIGNS):
        failed = request.right._replace(status=HTTPStatus.INTERNAL_SERVER_ERROR)
        yield Misreading("a search of signs fails", "kind", sign), failed


def _tolerated(request: ListRequest) -> Iterator[tuple[Misreading, PredictedPage]]:
    refused = request.right._replace(status=HTTPStatus.BAD_REQUEST)
    for each in request.asked.tolerated:
        yield Misreading("what has no effect is refused", "kind", each.kind), refused
        yield Misreading("what has no effect is refused", "one", f"{each.kind} {each.parameter}"), refused
