"""
What only a first request would need, made beside the path before somebody asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.contract.routes import is_template, list_path
from mockserver.http.request import Request

if TYPE_CHECKING:
    from mockserver.control.mock import Mock


def warm_up(mock: Mock) -> None:
    """
    Order every collection, write its first record in each shape and read its texts, the largest collection first.

    A world makes fields when they are asked for, and the first to ask for a list waits for those of all its records.
    What a list below a parent holds is left to who asks for it.
    """
    site = mock.site
    sizes = {name: len(each.records) for name, each in site.collections.items()}
    for name in sorted(sizes, key=lambda each: sizes[each], reverse=True):
        resource = site.api.resources[name]
        path = list_path(site.api, resource)
        if sizes[name] and not is_template(path):
            mock.answer(Request("GET", "http", "localhost", path))
            for shape in sorted(set(resource.shapes.values())):
                site.rows[name](shape, 0)
            if resource.search:
                _ = site.collections[name].texts
