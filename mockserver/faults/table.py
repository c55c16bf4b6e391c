"""
All named faults, by name: what `serve --fault` switches on, and what the proof that the contract suite can fail plants.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.faults.fault import Fault

#: name to fault, by concern.
FAULTS: Mapping[str, Fault] = {
    each.name: each
    for module in (paging, links, filtering, ordering, searching, content, negotiating, refusing, subtle, combined)
    for each in module.FAULTS
}
