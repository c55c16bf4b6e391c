"""
Terms that are found in different members of a list: not every service takes them for found.
"""

from __future__ import annotations

import pytest
from books import SEARCH, survey
from readings import asking

from apicontract.contract.model import Field
from apicontract.diagnosis.requests import request_of

_NAMES = Field("authors__name", "authors.name")


@pytest.mark.parametrize(
    ("search", "authors", "title", "expected"),
    [
        ("ann,bob", ("Ann", "Bob"), "Emma", False),
        ("ann,bob", ("Ann Bob", "Cid"), "Emma", True),
        ("ann,bob", ("Ann Bob",), "Emma", True),
        ("ann,emma", ("Ann", "Bob"), "Emma", True),
        ("ann,bob", ("Ann", "Bob"), "Bob's", True),
        ("ann,cid", ("Ann", "Bob"), "Emma", True),
        ("ann", ("Ann", "Anna"), "Emma", True),
    ],
)
def test_terms_are_found_together(search: str, authors: tuple[str, ...], title: str, expected: bool) -> None:  # noqa: FBT001 - a case
    """
    What a search selects is certain where no row has its terms in several members of a list alone.
    """
    rows = [
        {"id": 1, "title": title, "kind": {"id": 1, "name": "Novel"}, "authors": [{"name": each} for each in authors]},
        {"id": 2, "title": "Other", "kind": {"id": 1, "name": "Novel"}, "authors": []},
    ]
    known = survey(rows=rows, search=(*SEARCH, _NAMES))
    request = request_of(known, asking(f"search={search}").as_exchange())

    assert request is not None
    assert expected is request.certain
