"""
What the documentation above a browsable page lists.
"""

from __future__ import annotations

import pytest

from apicontract.contract.documented import Documented, listed_in


@pytest.mark.parametrize(
    ("heading", "label", "listed"),
    [
        ("Modes", "Available choices", Documented(modes=["a", "b"])),
        ("Filters", "Parameters", Documented(parameters=["a", "b"])),
        ("Filters", "Fields", Documented(parameters=["a", "b"])),
        ("Filters", "Search fields", Documented(search=["a", "b"])),
        ("Ordering", "Fields", Documented(ordering=["a", "b"])),
        ("Sorting", "Order by", Documented(ordering=["a", "b"])),
        ("Notes", "Fields", Documented()),
        ("Filters", "Example", Documented()),
        ("Ordering", "Default", Documented()),
    ],
)
def test_heading_and_label_tell_what_is_listed(heading: str, label: str, listed: Documented) -> None:
    """
    Names are modes, filters, fields of the search or of the ordering only where both heading and label say so.
    """
    assert listed == listed_in([(heading, [(label, "a, b,")])])


def test_maximum_stands_in_label_or_text() -> None:
    """
    The largest page is the number behind `max` in brackets, wherever it is written.
    """
    lines = [[("Page size (max 40)", "limit")], [("Page size", "limit (max. 50)")], [("Page size", "at most 60")]]

    assert [40, 50, None] == [listed_in([("Paging", each)]).maximum for each in lines]
