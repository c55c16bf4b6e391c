"""
Where references lead.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.contract.references import References

DOCUMENTS = {
    "https://a.test/list": {"properties": {"maker": {"$ref": "detail#/$defs/a~1b%20c"}}, "allOf": [{"type": "object"}]},
    "https://a.test/detail": {"$defs": {"a/b c": {"type": "string"}}},
}


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("detail", (DOCUMENTS["https://a.test/detail"], "https://a.test/detail")),
        ("detail#/$defs/a~1b%20c", ({"type": "string"}, "https://a.test/detail")),
        ("#/allOf/0/type", ("object", "https://a.test/list")),
        ("#", (DOCUMENTS["https://a.test/list"], "https://a.test/list")),
        ("other", None),
        ("#/properties/model", None),
        ("#/allOf/1", None),
        ("#/allOf/first", None),
        ("#/allOf/0/type/further", None),
        ("#anchor", None),
    ],
)
def test_follow(reference: str, found: Any) -> None:
    """
    A reference leads to another document, or into one by a pointer; or nowhere, which is no error here.
    """
    assert found == References(DOCUMENTS).follow(reference, "https://a.test/list")
