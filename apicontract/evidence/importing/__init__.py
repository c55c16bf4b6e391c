"""
What others wrote -> our data: a published description becomes declared facts, traffic becomes recordings.
"""

from __future__ import annotations

from apicontract.evidence.importing.descriptions import (
    Imported,
    imported_description,
    read_description,
)
from apicontract.evidence.importing.traffic import dated, traffic_of, write_recordings

__all__ = ["Imported", "dated", "imported_description", "read_description", "traffic_of", "write_recordings"]
