"""
Which evidence shows which promise: the table `schemas/meta/promises.json`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from apicontract.contract.catalog import packaged_data, read_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from apicontract.contract.grades import Grade


def shown_by(*kinds: str) -> tuple[str, ...]:
    """
    Return the ids of the checks whose promises evidence of these kinds shows, in the order of the table.

    Args:
        kinds: "recording", or what a description states: "schema", "record", "filter", "search", "ordering", "paging".
    """
    return tuple(name for name, each in _table().items() if not set(kinds).isdisjoint(each["shown_by"]))


def statements(checks: Iterable[str], grade: Grade, source: str) -> dict[str, dict[str, str]]:
    """
    Return what `api.json` says of checks whose promises are all known equally well, by one source.
    """
    return {each: {"grade": grade.value, "source": source} for each in checks}


@cache
def _table() -> Mapping[str, Any]:
    document = read_document(packaged_data() / "schemas" / "meta" / "promises.json")
    return {name: each for name, each in document.items() if not name.startswith("$")}
