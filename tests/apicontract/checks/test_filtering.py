"""
The laws of the filters.
"""

from handmade import messages, page, thing


def test_filter_kept() -> None:
    """
    A page whose rows satisfy the filter keeps the promise.
    """
    plain = page("", (thing(1, ready=True), thing(2)))

    assert [] == messages("filter-kept", plain, page("ready=true", (thing(1, ready=True),)))


def test_filter_broken() -> None:
    """
    Each row that does not satisfy the filter is named.
    """
    found = messages("filter-kept", page("ready=1", (thing(1, ready=True), thing(2))))

    assert ["/results/1/ready: ready=1 asks for rows where ready is 1; this row has False"] == found


def test_filter_not_asked() -> None:
    """
    Without a filter nothing is decided.
    """
    assert messages("filter-kept", page("", (thing(1),))) is None
