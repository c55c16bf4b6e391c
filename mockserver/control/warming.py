"""
What only a first request would need, made beside the path before somebody asks.
"""

from __future__ import annotations

import time
from contextlib import suppress
from functools import partial
from math import inf
from typing import TYPE_CHECKING

from apicontract.contract.routes import is_template, list_path
from mockserver.engine.filters import kind_of
from mockserver.engine.rules import prepare
from mockserver.http.request import Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apicontract.contract.model import Resource
    from mockserver.control.mock import Mock
    from mockserver.engine.site import Site

#: Of more records than these an index takes longer than the 50 ms that a request may wait for. Of fewer it is made when
#: it is needed: fields of records that nobody asks for are not made for it.
_MANY = 50_000


def first_needs(mock: Mock) -> Iterator[Callable[[], object]]:
    """
    Yield what makes each of them: order every collection, write its first record in each shape and read its texts.

    A world makes fields when they are asked for, and the first to ask for a list waits for those of all its records.
    The largest collection comes first. What a list below a parent holds is left to who asks for it.
    """
    site = mock.site
    sizes = {name: len(each.records) for name, each in site.collections.items()}
    for name in sorted(sizes, key=lambda each: sizes[each], reverse=True):
        resource = site.api.resources[name]
        path = list_path(site.api, resource)
        if sizes[name] and not is_template(path):
            yield partial(mock.answer, Request("GET", "http", "localhost", path))
            yield from (partial(site.rows[name], shape, 0) for shape in sorted(set(resource.shapes.values())))
            if resource.search:
                yield partial(getattr, site.collections[name], "texts")
        if sizes[name] > _MANY:
            yield from _indexes(site, resource)


def _indexes(site: Site, resource: Resource) -> Iterator[Callable[[], object]]:
    """
    Yield what makes the indexes of the filters and orderings of a resource.
    """
    collection, choices = site.collections[resource.name], site.choices[resource.name]
    nulls_last = site.api.setting("nulls") == "last"
    for field in resource.ordering:
        yield partial(collection.ranks, field.path, field.type, nulls_last=nulls_last)
    for each in resource.parameters:
        if each.lookup != "rule" and collection.tells(each):
            yield partial(prepare, collection, each.fields, each.lookup, kind_of(each, choices))


def warm_up(needs: Iterator[Callable[[], object]], seconds: float = inf) -> None:
    """
    Make one after the other until so much time has passed; what is left can be made later.

    What cannot be made is told to whoever asks for it.
    """
    until = time.monotonic() + seconds
    with suppress(Exception):
        for make in needs:
            make()
            if time.monotonic() >= until:
                return
