"""
What others wrote -> our data: a published description becomes declared facts, traffic becomes recordings.
"""

from __future__ import annotations

from apicontract.evidence.importing.descriptions import (
    Imported,
    imported_description,
    read_description,
)
from apicontract.evidence.importing.project import DESCRIBER
from apicontract.evidence.importing.traffic import dated, traffic_of, write_recordings
from apicontract.evidence.importing.written import (
    checked_import,
    checked_project,
    contract_of,
    name_of,
    places_of,
    titled,
    write_import,
)

__all__ = [
    "DESCRIBER",
    "Imported",
    "checked_import",
    "checked_project",
    "contract_of",
    "dated",
    "imported_description",
    "name_of",
    "places_of",
    "read_description",
    "titled",
    "traffic_of",
    "write_import",
    "write_recordings",
]
