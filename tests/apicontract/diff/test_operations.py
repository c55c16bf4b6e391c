"""
What tells two documents apart, beside their schemas: servers, operations, parameters, headers, security.
"""

from __future__ import annotations

import pytest
from operation_pairs import OPERATION_PAIRS

from apicontract.diff.operations import compare_descriptions
from apicontract.evidence.openapi import description_of, source_of


@pytest.mark.parametrize("name", OPERATION_PAIRS)
def test_what_tells_two_documents_apart(name: str) -> None:
    """
    Each difference is one fact, with its place in both documents and what stood and stands there.
    """
    old, new, facts = OPERATION_PAIRS[name]
    compared = compare_descriptions(*(description_of(source_of(each, "x.json")) for each in (old, new)))

    assert facts == [
        (each.rule, each.definition, each.old_path, each.new_path, each.old, each.new) for each in compared.facts
    ]
