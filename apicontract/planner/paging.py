"""
Pages of a walk that ask for their rows in unusual ways.
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
