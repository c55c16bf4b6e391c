"""
Numbers of a page: how a walk asks for them in unusual ways, and of what kind one is.
"""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

from apicontract.contract.paging import UNITS
from apicontract.contract.querynames import last_counts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apicontract.contract.model import Api
    from apicontract.contract.paging import Pairs


def limits(api: Api) -> Iterator[Pairs]:
    """
    Yield ways to ask for the largest page: more than allowed, exactly that, astronomically more, twice.
    """
    name, most = api.paging.size, api.paging.maximum_limit
    if not name:
        return cycle(((),))
    return cycle(
        (
            ((name, str(most + 1)),),
            *([((name, "3"), (name, str(most + 1)))] if last_counts(api) else []),
            ((name, f"+{most * 10}"),),
            ((name, "9" * 30),),
            ((name, str(most)),),
            ((name, str(most)),),
        )
    )


def starts(api: Api) -> Pairs:
    """
    Return a beginning that is none.
    """
    none = UNITS[api.paging.unit].none
    return ((api.paging.start, none),) if api.paging.start and none is not None else ()


def kind_of_number(text: str | None, number: int) -> str:
    """
    Return what kind of text a limit or offset is.
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
