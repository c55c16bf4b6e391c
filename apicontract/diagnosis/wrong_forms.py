"""
How the answer to a list request may be wrong in what its page does not tell: where links lead, and what rows look like.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.diagnosis.operators import Misreading
from apicontract.diagnosis.wrong_pages import parts_of, size_kind
from apicontract.semantics.tolerance import FORMAT, MODE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apicontract.diagnosis.requests import ListRequest


def wrong_forms(request: ListRequest) -> Iterator[Misreading]:
    """
    Yield misreadings of a list request under which something else than its page would be otherwise.
    """
    yield from clear_forms(request)
    yield from _links(request)
    yield from _mode_beside(request)


def clear_forms(request: ListRequest) -> Iterator[Misreading]:
    """
    Yield those misreadings alone that show whatever the rows are: another mode, another representation.
    """
    modes, mode = request.asked.resource.modes, request.exchange.parameter(MODE)
    if not _has_rows(request):
        return
    for name in modes.choices:
        if _looks_otherwise(request, name):
            asked = "absent" if mode is None else request.asked.mode
            yield Misreading("rows have another mode", "one", f"{asked}, {name}")
    if mode is not None and mode not in modes.choices and mode.lower() in modes.choices:
        yield Misreading("mode in other letters is known")
    if request.asked.mode in modes.choices:
        yield Misreading("rows of a mode are otherwise", "one", request.asked.mode)
    yield Misreading("a representation is otherwise", "kind", f"format {request.exchange.parameter(FORMAT)}")
    for name, value in request.exchange.request_headers:
        yield Misreading("a representation is otherwise", "kind", f"{name}: {value}")


def _has_rows(request: ListRequest) -> bool:
    return request.size > request.right.start


def _looks_otherwise(request: ListRequest, mode: str) -> bool:
    """
    Whether rows of another mode have another shape than those of the one that is asked for.
    """
    shapes = request.asked.resource.shapes
    return shapes.get(mode, "") != shapes.get(request.asked.mode, "")


def _mode_beside(request: ListRequest) -> Iterator[Misreading]:
    """
    Yield what is answered if the mode has no effect where another part of the query is there.
    """
    present = parts_of(request)
    if "mode" in present and _has_rows(request) and _looks_otherwise(request, request.asked.resource.modes.list):
        for part in present:
            if part != "mode":
                yield Misreading("a part of the query has no effect beside another", "one", f"mode beside {part}")


def _links(request: ListRequest) -> Iterator[Misreading]:
    right = request.right
    if right.previous:
        yield from (
            Misreading("the link to the previous page is another", "kind", kind)
            for kind, holds in (
                ("first page", right.start <= right.limit),
                ("later page", right.start > right.limit),
                ("no whole pages", right.limit and right.start % right.limit),
            )
            if holds
        )
    if right.next:
        yield Misreading("the limit in links is another", "kind", size_kind(request))
