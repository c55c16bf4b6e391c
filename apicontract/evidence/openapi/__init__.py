"""
The reader of OpenAPI documents, 2.0 to 3.2, for all who need one: what they describe, and what was left out.
"""

from __future__ import annotations

from apicontract.evidence.openapi.documents import DocumentSource, read_source, source_of
from apicontract.evidence.openapi.model import (
    BASE,
    DescribedParameter,
    Description,
    Operation,
)
from apicontract.evidence.openapi.operations import description_of

__all__ = [
    "BASE",
    "DescribedParameter",
    "Description",
    "DocumentSource",
    "Operation",
    "description_of",
    "read_source",
    "source_of",
]
