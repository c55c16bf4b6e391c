"""
When something was observed.
"""

import datetime as dt
from itertools import permutations

import pytest

from apicontract.contract.exchange import Exchange
from apicontract.contract.moments import moment_of, oldest_first, written_moment

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Sun, 01 Mar 2026 12:00:00 GMT",
        "2026-03-01T12:00:00Z",
        "2026-03-01T12:00:00.000+00:00",
        "2026-03-01T14:00:00+02:00",
        "2026-03-01 12:00",
        " 2026-03-01T12:00:00Z ",
    ],
)
def test_a_moment_is_read_as_http_and_json_documents_write_it(text: str) -> None:
    """
    HTTP dates and ISO 8601 name the same moment, in UTC.
    """
    assert moment_of(text) == NOON


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "12:00", "Sun, 99 Mar 2026 12:00:00 GMT"])
def test_a_text_without_a_moment_states_none(text: str) -> None:
    """
    What is no date is not guessed.
    """
    assert moment_of(text) is None


def test_a_written_moment_is_read_again() -> None:
    """
    A moment is written to the second, in UTC.
    """
    assert written_moment(NOON.astimezone(dt.timezone(dt.timedelta(hours=5)))) == "2026-03-01T12:00:00Z"


def test_the_date_header_says_when_an_exchange_was_answered() -> None:
    """
    The server's own header stands before what a file states.
    """
    stated = "2027-01-01T00:00:00Z"
    headers = (("date", "Sun, 01 Mar 2026 12:00:00 GMT"),)
    assert Exchange("GET", "http://a.test/", 200, headers, recorded_at=stated).moment == NOON


def test_a_header_that_is_no_date_leaves_the_stated_moment() -> None:
    """
    A broken header says nothing.
    """
    exchange = Exchange("GET", "http://a.test/", 200, (("Date", "soon"),), recorded_at="2026-03-01T12:00:00Z")
    assert exchange.moment == NOON


def test_an_exchange_of_which_nobody_says_a_moment_has_none() -> None:
    """
    Unknown is a value of its own.
    """
    assert Exchange("GET", "http://a.test/", 200).moment is None


def test_the_order_of_import_has_no_influence() -> None:
    """
    Exchanges stand by their moment, those of an unknown one first.
    """
    dated = [
        Exchange("GET", "http://a.test/", 200, source="c"),
        Exchange("GET", "http://a.test/", 200, source="b", recorded_at="2026-03-01"),
        Exchange("GET", "http://a.test/", 200, source="a", recorded_at="2026-03-02"),
    ]
    assert {tuple(each.source for each in oldest_first(order)) for order in permutations(dated)} == {("c", "b", "a")}
