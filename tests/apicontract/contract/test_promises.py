"""
Which evidence shows which promise.
"""

from __future__ import annotations

import json

from apicontract.contract.catalog import packaged_data
from apicontract.contract.grades import Grade
from apicontract.contract.promises import shown_by, statements

TABLE = json.loads((packaged_data() / "schemas" / "meta" / "promises.json").read_text(encoding="utf-8"))
CHECKS = {name: row for name, row in TABLE.items() if not name.startswith("$")}


def test_checks_whose_promise_some_evidence_shows() -> None:
    """
    A check is listed once if any of the kinds shows its promise, in the order of the table.
    """
    for kinds in (("recording",), ("schema", "paging"), ()):
        assert tuple(name for name, row in CHECKS.items() if {*kinds} & {*row["shown_by"]}) == shown_by(*kinds)
    assert shown_by("recording")


def test_statements_of_one_source() -> None:
    """
    Each check has the same grade and source.
    """
    assert {
        "a": {"grade": "published", "source": "s"},
        "b": {"grade": "published", "source": "s"},
    } == statements(("a", "b"), Grade.PUBLISHED, "s")
