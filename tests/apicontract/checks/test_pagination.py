"""
The laws of one page.
"""

from handmade import messages, page, thing


def test_page_length_kept() -> None:
    """
    A page as long as limit, offset and count leave keeps the promise.
    """
    assert [] == messages("page-length", page("offset=3", (thing(4),), count=4))


def test_page_length_broken() -> None:
    """
    A page with a row too few is named, with the sum.
    """
    found = messages("page-length", page("limit=2", (thing(1),), count=4))

    assert ["/results: limit 2, offset 0 and count 4 make 2 rows; the page holds 1"] == found
