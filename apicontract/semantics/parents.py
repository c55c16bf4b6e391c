"""
Collections below a parent: which records belong to the one that a path names, and whether it exists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.contract.keys import key_of
from apicontract.contract.paths import values_at
from apicontract.semantics.identity import identified

if TYPE_CHECKING:
    from apicontract.contract.model import Api, Record
    from apicontract.semantics.routes import Route
    from apicontract.semantics.stages import Tables


def belongs(api: Api, route: Route, record: Record) -> bool | None:
    """
    Return whether a record belongs to the parents that a path names; None if it does not show it.
    """
    answers = []
    for parent, key in zip(route.resource.route.parents if route.resource else (), route.parents, strict=True):
        wanted = identified(api.resources[parent.resource].identifier, key)
        shown = [value for value in values_at(record, parent.field) if isinstance(value, int | str)]
        answers.append(None if not shown and wanted is not None else wanted in [str(each) for each in shown])
    return False if False in answers else None if None in answers else True


def parent_missing(api: Api, route: Route, tables: Tables) -> bool | None:
    """
    Return whether a parent that a path names does not exist; None if its collection is not known.

    What cannot be an identifier names nothing.
    """
    answers = []
    for parent, key in zip(route.resource.route.parents if route.resource else (), route.parents, strict=True):
        owner = api.resources[parent.resource]
        wanted, records = identified(owner.identifier, key), tables.get(owner.entity)
        known = None if records is None else {str(key_of(owner, each)) for each in records}
        answers.append(True if wanted is None else None if known is None else wanted not in known)
    return True if True in answers else None if None in answers else False
