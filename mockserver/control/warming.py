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
from mockserver.http.request import Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mockserver.control.mock import Mock


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
