"""
The laws of the filters.
"""

import pytest
from example import EACH_FILTER
from handmade import answer, messages, page, thing


def test_filter_kept() -> None:
    """
    Pages whose rows satisfy their filters keep the promise, when there is one for each filter.
    """
    assert [] == messages("filter-kept", *EACH_FILTER)
    for left_out in EACH_FILTER[1:]:
        assert messages("filter-kept", *(each for each in EACH_FILTER if each is not left_out)) is None


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


@pytest.mark.parametrize(("status", "found"), [(404, []), (400, None), (403, None), (410, None), (500, None)])
def test_only_not_found_tells_that_a_record_was_filtered_out(status: int, found: list[str] | None) -> None:
    """
    A known record that the filters leave out and that is not found keeps the promise; another status decides nothing.
    """
    known = page("", (thing(1, ready=True), thing(2)))
    asked = answer("ready=false", {"detail": "no"}, path="1/", status=status)

    assert found == messages("detail-filtered", known, asked)
