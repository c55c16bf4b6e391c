"""
Servers that are wrong in one named way.

The same table serves front-end developers, who try their client's defences with it, and the proof that the
contract suite can fail: each check must be the first to catch one of these, and none may go uncaught.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.contract.errors import UnknownName
from mockserver.faults import (
    combined,
    content,
    filtering,
    links,
    negotiating,
    ordering,
    paging,
    refusing,
    searching,
    subtle,
)
from mockserver.faults.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mockserver.engine.pipeline import Pipeline

__all__ = ["FAULTS", "Fault", "with_faults"]

#: name to fault, by concern.
FAULTS: Mapping[str, Fault] = {
    each.name: each
    for module in (paging, links, filtering, ordering, searching, content, negotiating, refusing, subtle, combined)
    for each in module.FAULTS
}


def with_faults(pipeline: Pipeline, names: Iterable[str]) -> Pipeline:
    """
    Return the pipeline with these faults switched on, the first one innermost.

    Raises:
        UnknownName: there is no such fault.
    """
    for name in names:
        if name not in FAULTS:
            raise UnknownName("fault", name, tuple(FAULTS))
        pipeline = FAULTS[name].inject(pipeline)
    return pipeline
