"""
Faults of the order of rows.
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

from mockserver.engine import query
from mockserver.faults.fault import Fault, asking
from mockserver.http.refusals import invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from apicontract.contract.model import Field
    from apicontract.dataset.paging import Window
    from mockserver.engine.collection import Rows
    from mockserver.engine.stages.call import Call

_CONCERN = "ordering"


def _terms(call: Call) -> Sequence[tuple[Field, bool]]:
    return query.ordering_terms(call.collection, call.parameters.get(query.ORDERING))


def _sorted(change: Callable[[Sequence[tuple[Field, bool]]], Sequence[tuple[Field, bool]]]) -> Callable[..., Rows]:
    """
    Return an order stage that understands the terms otherwise.
    """

    def wrong(_: Callable[[Call, Rows], Rows], call: Call, rows: Rows) -> Rows:
        nulls_last = call.site.api.setting("nulls") == "last"
        return query.order(call.collection, rows, change(_terms(call)), nulls_last=nulls_last)

    return wrong


def _as_text(*types: str) -> Callable[..., Rows]:
    """
    Return an order stage that sorts values of these types as texts.
    """
    return _sorted(
        lambda terms: [(replace(field, type="text") if field.type in types else field, down) for field, down in terms]
    )


def _nulls_elsewhere(_: Callable[[Call, Rows], Rows], call: Call, rows: Rows) -> Rows:
    return query.order(call.collection, rows, _terms(call), nulls_last=call.site.api.setting("nulls") != "last")


def _only(is_meant: Callable[[Sequence[tuple[Field, bool]]], bool]) -> Callable[..., Rows]:
    """
    Return an order stage that misplaces one row: the middle one moves to the front.
    """

    def wrong(right: Callable[[Call, Rows], Rows], call: Call, rows: Rows) -> Rows:
        ordered = list(right(call, rows))
        if is_meant(_terms(call)) and ordered:
            ordered.insert(0, ordered.pop(len(ordered) // 2))
        return ordered

    return wrong


def _unknown(call: Call) -> list[str]:
    known = {each.name for each in call.resource.ordering}
    asked = [term.strip() for term in call.parameters.get(query.ORDERING, "").split(",")]
    return [term for term in asked if term and term.removeprefix("-") not in known]


def _unknown_refused(right: Callable[[Call, Rows], Rows], call: Call, rows: Rows) -> Rows:
    if _unknown(call):
        raise invalid({query.ORDERING: ["Invalid ordering."]})
    return right(call, rows)


def _unknown_voids(right: Callable[[Call, Rows], Rows], call: Call, rows: Rows) -> Rows:
    return rows if _unknown(call) else right(call, rows)


def _by_page(right: Callable[[Call, Rows, Window], Rows], call: Call, rows: Rows, part: Window) -> Rows:
    """
    Sort the rows of each page by themselves.
    """
    nulls_last = call.site.api.setting("nulls") == "last"
    page = right(call, sorted(rows), part)
    return query.order(call.collection, page, _terms(call), nulls_last=nulls_last)


def _unstable(right: Callable[[Call, Rows], Rows], call: Call, rows: Rows) -> Rows:
    """
    Shuffle rows before they are sorted, so that tied rows are in another order each time.
    """
    shuffled = list(rows)
    random.shuffle(shuffled)
    return right(call, shuffled)


FAULTS = (
    Fault(
        "ordering-ignored",
        _CONCERN,
        "order",
        "ordering has no effect",
        lambda right, call, rows: right(asking(call, query.ORDERING), rows),
    ),
    Fault(
        "descending-ignored",
        _CONCERN,
        "order",
        "a minus sign has no effect",
        _sorted(lambda terms: [(field, False) for field, _ in terms]),
    ),
    Fault(
        "ordering-reversed",
        _CONCERN,
        "order",
        "ascending and descending are swapped",
        _sorted(lambda terms: [(field, not down) for field, down in terms]),
    ),
    Fault(
        "second-term-ignored",
        _CONCERN,
        "order",
        "only the first term of an ordering counts",
        _sorted(lambda terms: terms[:1]),
    ),
    Fault(
        "last-term-first",
        _CONCERN,
        "order",
        "the last term of an ordering counts first",
        _sorted(lambda terms: terms[::-1]),
    ),
    Fault("duration-as-text", _CONCERN, "order", "durations are sorted as texts", _as_text("duration")),
    Fault("number-as-text", _CONCERN, "order", "numbers are sorted as texts", _as_text("integer", "number")),
    Fault("nulls-misplaced", _CONCERN, "order", "nulls are sorted at the other end", _nulls_elsewhere),
    Fault("row-misplaced", _CONCERN, "order", "one row stands at the front that does not belong there", _only(bool)),
    Fault(
        "row-misplaced-descending",
        _CONCERN,
        "order",
        "one row stands at the front, only in descending order",
        _only(lambda terms: bool(terms) and terms[0][1]),
    ),
    Fault(
        "ordering-unknown-refused",
        _CONCERN,
        "order",
        "an undocumented ordering term returns 400",
        _unknown_refused,
    ),
    Fault(
        "ordering-unknown-voids",
        _CONCERN,
        "order",
        "an undocumented ordering term disables the documented ones",
        _unknown_voids,
    ),
    Fault("ordering-within-page", _CONCERN, "page", "rows are sorted within their page only", _by_page),
    Fault(
        "order-of-ties-changes", _CONCERN, "order", "tied rows are in another order each time", _unstable, lasting=False
    ),
)
