"""
Evidence -> promise: exchanges and declared facts -> the contracts and schemas of an API. Pure.

Recorded rows are counted field by field (`observing`), shapes that nobody declared are told apart by looking
(`places`), declared facts fill what recordings cannot show (`merging`), and documented names are bound to
field paths (`binding`). What was never seen is open, and is listed.
"""

from __future__ import annotations

from apicontract.evidence.derive.api_config import UNKNOWN_HOSTS, api_config
from apicontract.evidence.derive.assembly import Derivation, derive
from apicontract.evidence.derive.declared import FILE_NAME, DeclaredFacts, facts_of, read_facts
from apicontract.evidence.derive.folders import Tree, derived_tree, differences, stale_files, write_tree

__all__ = [
    "FILE_NAME",
    "UNKNOWN_HOSTS",
    "DeclaredFacts",
    "Derivation",
    "Tree",
    "api_config",
    "derive",
    "derived_tree",
    "differences",
    "facts_of",
    "read_facts",
    "stale_files",
    "write_tree",
]
