"""
A resource below parents: which of them a run asks below, and what else tells that the path decides.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from apicontract.contract.keys import key_of
from apicontract.contract.routes import detail_path, list_path
from apicontract.planner.exchange_log import page_of
from apicontract.planner.probe import Probe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api, Record, Resource

#: One in so many requests may be spent on looking for a parent that has records.
_SHARE = 5
#: So many records are enough to tell by.
_MANY = 5
#: No record of anything, and what is no identifier of a number or a UUID.
_UNKNOWN = {"integer": "9999999", "uuid": "00000000-0000-4000-8000-000000000000", "text": "no-such-record"}


def below(resource: Resource, keys: Sequence[object]) -> Resource:
    """
    Return a resource as a client has it that asks below these parents.
    """
    return replace(resource, template=resource.route.choosing(keys)) if resource.route.parents else resource


def below_some(
    api: Api, resource: Resource, send: Callable[[Probe], Exchange], budget: int
) -> tuple[Resource, tuple[Resource, ...]]:
    """
    Return a resource below the parents that have most of its records, and below the others that were looked at.

    The parents are those on the first pages of their own lists.
    """
    if not resource.route.parents:
        return resource, ()
    looked: dict[tuple[str, ...], int] = {}
    for keys in _keys(api, resource, send):
        page = page_of(api, send(Probe(list_path(api, below(resource, keys)))))
        looked[keys] = page.count if page is not None else 0
        if looked[keys] >= _MANY or len(looked) >= max(budget // _SHARE, 2):
            break
    best = max(looked, key=lambda keys: looked[keys], default=())
    return below(resource, best), tuple(below(resource, each) for each in looked if each != best)


def _keys(api: Api, resource: Resource, send: Callable[[Probe], Exchange]) -> Iterator[tuple[str, ...]]:
    """
    Yield keys for all parents of a resource; the last parent changes first.
    """
    first: tuple[str, ...] = ()
    for place, parent in enumerate(resource.route.parents):
        owner = below(api.resources[parent.resource], first)
        page = page_of(api, send(Probe(list_path(api, owner), api.paging.sized(api.paging.maximum_limit))))
        keys = [str(key_of(owner, row)) for row in page.rows] if page is not None else []
        if place == len(resource.route.parents) - 1:
            yield from ((*first, key) for key in keys)
        first = (*first, *keys[:1])


def beside(
    api: Api, resource: Resource, others: Sequence[Resource], rows: Sequence[Record], *, large: bool
) -> Iterator[Probe]:
    """
    Yield what shows that parents are looked at: another one, one that does not exist, a record of another one.

    Within a large budget also one in other letters.
    """
    if not resource.route.parents:
        return
    before = resource.route.chosen[:-1]
    last = below(api.resources[resource.route.parents[-1].resource], before)
    unknown = below(resource, (*before, _UNKNOWN[last.identifier.type]))
    yield Probe(list_path(api, unknown))
    yield Probe(detail_path(api, last, _UNKNOWN[last.identifier.type]))
    for other in others[:1]:
        yield Probe(list_path(api, other))
        for row in rows[:1]:
            yield Probe(detail_path(api, other, key_of(resource, row)))
    if last.identifier.type != "text":
        yield Probe(list_path(api, below(resource, (*before, "nonsense"))))
    for row in rows[:1]:
        yield Probe(detail_path(api, unknown, key_of(resource, row)))
    for key in resource.route.chosen[-1:] if large and last.identifier.type == "text" else ():
        yield Probe(list_path(api, below(resource, (*before, key.swapcase()))))
        yield Probe(detail_path(api, last, key.swapcase()))
