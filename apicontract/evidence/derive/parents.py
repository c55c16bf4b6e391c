"""
Recorded lists below parents -> `routes` of an `api.json`: the fields that name the parents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apicontract.evidence.derive.nesting import scalars

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from apicontract.evidence.derive.pages import SourcePage


def routes_of(pages: Iterable[SourcePage]) -> dict[str, Any]:
    """
    Return the member `routes` of `api.json` for the recorded lists below parents.

    A parent is named by a field that holds its key in every row of every list.
    """
    found: dict[str, list[SourcePage]] = {}
    for page in pages:
        if page.nested is not None and page.nested.keys:
            found.setdefault(page.resource, []).append(page)
    return {name: _route(each) for name, each in found.items()}


def _route(pages: Sequence[SourcePage]) -> dict[str, Any]:
    first = pages[0].nested
    assert first is not None  # noqa: S101 - only such pages are given
    parents = {
        name: {"resource": owner, "field": next(_fields(pages, name), name)} for name, owner in first.owners.items()
    }
    return {"path": first.path, "parents": parents}


def _fields(pages: Sequence[SourcePage], parameter: str) -> Iterator[str]:
    """
    Yield the dotted paths, at most two steps, that hold the key of the parent in every row.
    """
    pairs = [(row, page.nested.keys[parameter]) for page in pages if page.nested for row in page.rows]
    for path in dict.fromkeys(path for row, key in pairs[:1] for path, value in scalars(row) if value == key):
        if all((path, key) in set(scalars(row)) for row, key in pairs):
            yield path
