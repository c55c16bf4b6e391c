"""
How the page that a list request asks for may be misread: its order, its place, its count, its links, its rows' shape.
"""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from apicontract.contract.querynames import ordering_names, search_name
from apicontract.planner.operators import Misreading
from apicontract.planner.spellings import is_plain
from apicontract.planner.wrong_selections import wrong_selections
from apicontract.semantics.asked import ordering_asked
from apicontract.semantics.ordering import OrderingTerm
from apicontract.semantics.sizes import whole_number
from apicontract.semantics.tolerance import FORMAT, MODE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from apicontract.planner.cases import Case, Outcome

#: Other fields with which an ordering is compared.
_CONFUSABLE = 5
#: Characters that mean something in patterns and quoted texts.
_SIGNS = frozenset("()[]{}*+?\\^$|%_.'\"&#;")
#: What stands for an answer that is told from the right one by something else than its rows.
_OTHERWISE = 0


def wrong_pages(case: Case) -> Iterator[tuple[Misreading, Outcome]]:
    """
    Yield misreadings of a list request with the answers that they predict.
    """
    yield from clear_pages(case)
    if case.right.status == HTTPStatus.OK:
        for misreading, selection in wrong_selections(case):
            yield misreading, case.listing(selection)
        for stage in (_lost_beside, _orders, _places, _counts, _links):
            yield from stage(case)


def clear_pages(case: Case) -> Iterator[tuple[Misreading, Outcome]]:
    """
    Yield those misreadings alone that show whatever the rows are.
    """
    yield from _tolerated(case)
    yield from _failing(case)
    if case.right.status == HTTPStatus.OK:
        yield from _shapes(case)
    else:
        found = case.right._replace(status=HTTPStatus.OK)
        yield Misreading("a page that there is not is found", "kind", _start_kind(case)), found


def _lost_beside(case: Case) -> Iterator[tuple[Misreading, Outcome]]:
    """
    Yield what is answered if one part of a query has no effect where another one is there.
    """
    without = {part: lost(case) for part, (there, lost) in _PARTS.items() if there(case)}
    beside = dict.fromkeys(without)
    for part, outcome in without.items():
        for other in beside:
            if other != part:
                yield (
                    Misreading("a part of the query has no effect beside another", "one", f"{part} beside {other}"),
                    outcome,
                )


def _in_mode(case: Case) -> bool:
    mode = case.exchange.parameter(MODE)
    return mode in case.asked.resource.modes.choices and mode != case.asked.resource.modes.list


def _default_shape(case: Case) -> Outcome:
    modes = case.asked.resource.modes
    return case.right._replace(shape=case.asked.resource.shapes.get(modes.list, ""))


#: Part of a query to whether a request has it, and the outcome without it.
_PARTS: Mapping[str, tuple[Callable[[Case], bool], Callable[[Case], Outcome]]] = {
    "filters": (lambda case: bool(case.masks), lambda case: case.listing(case.searched)),
    "search": (lambda case: bool(case.found), lambda case: case.listing(case.filtered)),
    "ordering": (lambda case: case.sorted, lambda case: case.right._replace(keys=_unsorted(case))),
    "offset": (lambda case: case.right.start > 0, lambda case: case.right._replace(start=0, next=None, previous=None)),
    "mode": (_in_mode, _default_shape),
}


def _unsorted(case: Case) -> tuple[OrderingTerm, ...]:
    """
    Return what a list is sorted by if no order is asked for.
    """
    known = {each.name: each for each in case.asked.resource.ordering}
    terms = [each for each in case.asked.resource.default_ordering if each.removeprefix("-") in known]
    return tuple(OrderingTerm(known[each.removeprefix("-")], each.startswith("-")) for each in terms)


def _orders(case: Case) -> Iterator[tuple[Misreading, Outcome]]:
    right, keys = case.right, case.asked.ordering
    if not case.sorted or case.size < 2:  # noqa: PLR2004 - one row is always sorted
        return
    for scope, numbers in _key_scopes(keys).items():
        for operator, wrong in _wrong_keys(case, numbers):
            yield Misreading(operator, *scope), wrong
    for other in [each for each in case.asked.resource.ordering if each.name != keys[0].field.name][:_CONFUSABLE]:
        misreading = Misreading(
            "rows are sorted by another field", "one", f"{other.name} instead of {keys[0].field.name}"
        )
        yield misreading, right._replace(keys=(replace(keys[0], field=other),))
    if case.size > right.limit:
        page = case.survey.window(right.selection, (), right.start, right.limit)
        yield Misreading("only the page is sorted"), right._replace(rows=tuple(case.survey.sorted_rows(page, keys)))
    if "," in (ordering_asked(case.survey.api, case.exchange) or ""):
        yield Misreading("several ordering terms have no effect"), right._replace(keys=_unsorted(case))


def _key_scopes(keys: Sequence[OrderingTerm]) -> dict[tuple[str, str], list[int]]:
    """
    Return scopes of misreadings to the numbers of the keys that are in them.
    """
    scopes: dict[tuple[str, str], list[int]] = {("all", ""): list(range(len(keys)))}
    for number, key in enumerate(keys):
        for kind in ("downwards" if key.descending else "upwards", "first" if not number else "second", key.field.type):
            scopes.setdefault(("kind", kind), []).append(number)
        scopes[("one", str(key))] = [number]
    return scopes


def _wrong_keys(case: Case, numbers: Sequence[int]) -> Iterator[tuple[str, Outcome]]:
    """
    Yield what is answered if some keys of an ordering are misread.
    """
    right, keys = case.right, case.asked.ordering
    rest = tuple(key for number, key in enumerate(keys) if number not in numbers)
    yield "ordering has no effect", right._replace(keys=rest or _unsorted(case))
    turned = (replace(key, descending=(number in numbers) is not key.descending) for number, key in enumerate(keys))
    yield "rows are sorted in reverse", right._replace(keys=tuple(turned))
    for operator, order in case.survey.misorders(keys, tuple(numbers)):
        yield operator, right._replace(rows=case.survey.window(right.selection, order, right.start, right.limit))


def _places(case: Case) -> Iterator[tuple[Misreading, Outcome]]:
    right, paging = case.right, case.survey.api.paging
    start, limit = right.start, right.limit
    kind = _kind_of(_size_text(case), limit)
    moved: dict[str, tuple[int, int]] = {}
    if start:
        moved["a page begins one row late"] = (start + 1, limit)
        moved["a page begins one row early"] = (start - 1, limit)
        moved["offset has no effect"] = (0, limit)
        if limit:
            moved["offset is rounded down to whole pages"] = (start // limit * limit, limit)
    if start < case.size < start + limit:
        moved["the last page is filled"] = (max(case.size - limit, 0), limit)
    moved["a page has a row less"] = (start, max(limit - 1, 0))
    moved["a page has a row more"] = (start, limit + 1)
    moved["limit has no effect"] = (start, paging.default_limit)
    moved["limit has no maximum"] = (start, max(whole_number(_size_text(case)) or 0, limit))
    moved["a page holds everything"] = (start, max(case.size, limit))
    if kind in ("absent", "empty", "zero", "unreadable", "negative"):
        moved["without a limit the largest counts"] = (start, paging.maximum_limit)
        moved["the default limit is doubled"] = (start, 2 * limit)
    for operator, (wrong_start, wrong_limit) in moved.items():
        yield Misreading(operator), right._replace(start=wrong_start, limit=wrong_limit, next=None, previous=None)
    if kind not in ("ordinary", "absent"):
        yield Misreading("a limit is refused", "kind", kind), right._replace(status=HTTPStatus.BAD_REQUEST)
        yield Misreading("a limit shows nothing", "kind", kind), right._replace(limit=0, next=None, previous=None)
    at = _start_kind(case)
    if at != "absent":
        yield Misreading("an offset is refused", "kind", at), right._replace(status=HTTPStatus.BAD_REQUEST)
    if start >= case.size > 0:
        yield Misreading("a page past the end is not found"), right._replace(status=HTTPStatus.NOT_FOUND)
        yield (
            Misreading("past the end the last page is repeated"),
            right._replace(start=max(case.size - limit, 0), next=None, previous=None),
        )


def _size_text(case: Case) -> str | None:
    size = case.survey.api.paging.size
    return case.exchange.parameter(size) if size else None


def _start_kind(case: Case) -> str:
    if case.right.status == HTTPStatus.OK and case.size and case.asked.offset >= case.size:
        return "at the end" if case.asked.offset == case.size else "beyond the end"
    kind = _kind_of(case.exchange.parameter(case.survey.api.paging.start), case.asked.offset)
    return "behind the end" if case.right.status != HTTPStatus.OK and not case.asked.place.invalid else kind


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


def _counts(case: Case) -> Iterator[tuple[Misreading, Outcome]]:
    right, smaller = case.right, max(case.right.total - 1, 0)
    wrong = {
        "the count is that of the page": len(case.page(right)),
        "the count is that of the whole collection": len(case.survey.rows),
    }
    wrong |= {"the count is one too large": right.total + 1, "the count is one too small": smaller}
    for operator, count in wrong.items():
        yield Misreading(operator), right._replace(total=count)
    if right.start and not right.next:
        yield Misreading("the count is one too small", "kind", "last page"), right._replace(total=smaller)
    if case.asked.conditioned:
        yield Misreading("the count is one too large", "kind", "selection"), right._replace(total=right.total + 1)
    if not right.total:
        yield Misreading("an empty list is an error"), right._replace(status=HTTPStatus.NOT_FOUND)


def _links(case: Case) -> Iterator[tuple[Misreading, Outcome]]:
    right = case.right
    if right.next:
        yield Misreading("the link to the next page is missing"), right._replace(next=False)
    elif right.start or right.total:
        yield Misreading("the last page links to a next one"), right._replace(next=True)
    if right.previous:
        of = "first page" if right.start <= right.limit else "later page"
        yield Misreading("the link to the previous page is missing"), right._replace(previous=False)
        yield Misreading("the link to the previous page is another", "kind", of), right._replace(status=_OTHERWISE)
        if right.limit and right.start % right.limit:
            yield (
                Misreading("the link to the previous page is another", "kind", "no whole pages"),
                right._replace(status=_OTHERWISE),
            )
    if right.next:
        yield (
            Misreading("the limit in links is another", "kind", _kind_of(_size_text(case), right.limit)),
            right._replace(status=_OTHERWISE),
        )
    for relation in ("next", "previous"):
        for kind, names in _parameter_kinds(case).items() if getattr(right, relation) else ():
            yield (
                Misreading(f"the link to the {relation} page loses parameters", "kind", kind),
                right._replace(lost=frozenset(names)),
            )


def _parameter_kinds(case: Case) -> dict[str, list[str]]:
    """
    Return kinds of parameters to those that a request has.
    """
    names = dict.fromkeys(name for name, _ in case.exchange.query)
    framework = dict.fromkeys((search_name(case.survey.api), *ordering_names(case.survey.api), MODE, FORMAT))
    kinds: dict[str, list[str]] = {name: [name] for name in names if name in framework}
    kinds |= {"filters": own} if (own := [name for name in names if case.asked.resource.parameter(name)]) else {}
    others = [each.parameter for each in case.asked.tolerated if each.kind == "undeclared"]
    return kinds | ({"undeclared": others} if others else {})


def _failing(case: Case) -> Iterator[tuple[Misreading, Outcome]]:
    """
    Yield what a server is asked that may refuse other spellings of a value, or fail on what it takes for a pattern.
    """
    for each in case.asked.filters.conditions:
        if not is_plain(each.parameter.type, each.text):
            refused = case.right._replace(status=HTTPStatus.BAD_REQUEST)
            yield Misreading("another spelling of a value is refused", "kind", each.parameter.type), refused
    for sign in dict.fromkeys(sign for sign in case.asked.searched if sign in _SIGNS):
        failed = case.right._replace(status=HTTPStatus.INTERNAL_SERVER_ERROR)
        yield Misreading("a search of signs fails", "kind", sign), failed


def _tolerated(case: Case) -> Iterator[tuple[Misreading, Outcome]]:
    refused = case.right._replace(status=HTTPStatus.BAD_REQUEST)
    for each in case.asked.tolerated:
        yield Misreading("what has no effect is refused", "kind", each.kind), refused
        yield Misreading("what has no effect is refused", "one", f"{each.kind} {each.parameter}"), refused


def _shapes(case: Case) -> Iterator[tuple[Misreading, Outcome]]:
    """
    Yield what is answered in another mode, and what hangs on how the representation is asked for.
    """
    right, modes, mode = case.right, case.asked.resource.modes, case.exchange.parameter(MODE)
    if case.size <= right.start:
        return
    for name in modes.choices:
        if name != case.asked.mode:
            yield (
                Misreading(
                    "rows have another mode", "one", f"{case.asked.mode if mode is not None else 'absent'}, {name}"
                ),
                right._replace(shape=case.asked.resource.shapes.get(name, "")),
            )
    otherwise = right._replace(status=_OTHERWISE)
    if mode is not None and mode not in modes.choices and mode.lower() in modes.choices:
        yield Misreading("mode in other letters is known"), otherwise
    if case.asked.mode in modes.choices:
        yield Misreading("rows of a mode are otherwise", "one", case.asked.mode), otherwise
    yield Misreading("a representation is otherwise", "kind", f"format {case.exchange.parameter(FORMAT)}"), otherwise
    for name, value in case.exchange.request_headers:
        yield Misreading("a representation is otherwise", "kind", f"{name}: {value}"), otherwise
