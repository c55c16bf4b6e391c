"""
The exchange of a request that nobody has sent is read as that of one that was.
"""

from __future__ import annotations

import pytest

from apicontract.contract.exchange import Exchange


@pytest.mark.parametrize(
    "query",
    [(), (("search", "a b&c=d"), ("limit", "")), (("name", "é+%"), ("name", "\N{ROCKET}"), ("x[]", "1,2"))],
)
def test_a_query_in_pairs(query: tuple[tuple[str, str], ...]) -> None:
    """
    The URL holds the query, and whoever reads it out of the URL gets the same pairs.
    """
    asked = Exchange.unanswered("GET", "http://unasked/books/", query, (("Accept", "text/html"),))

    assert query == asked.query == Exchange("GET", asked.url, 0).query
    assert ("GET", "/books/", 0, (("Accept", "text/html"),)) == (
        asked.method,
        asked.path,
        asked.status,
        asked.request_headers,
    )
