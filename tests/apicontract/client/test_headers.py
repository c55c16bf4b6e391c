"""
Headers are read as HTTP means them.
"""

import pytest

from apicontract.client.headers import LONGEST_WAIT, described, retry_after, wait_told


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("120", 120), ("Thu, 01 Jan 1970 00:02:00 GMT", 20), ("Thu, 01 Jan 1970 00:00:00 GMT", 0), (None, 60), ("x", 60)],
)
def test_retry_after_is_a_number_or_a_date(text: str | None, seconds: float) -> None:
    """
    Both forms give seconds from now; silence and nonsense give a minute.
    """
    assert retry_after(text, now=100.0) == seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("9" * 400, 86_400),
        ("9" * 5000, 86_400),
        ("86401", 86_400),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
        ("Mon, 01 Jan 1900 00:00:00 GMT", 0),
        ("Fri, 31 Dec 99999 23:59:59 GMT", 60),
        (f"Fri, 31 Dec {'9' * 5000} 23:59:59 GMT", 60),
        ("-5", 60),
        ("1e999", 60),
        ("inf", 60),
        ("nan", 60),
        ("٣", 3),
        ("", 60),
    ],
    ids=lambda value: str(value)[:30],
)
def test_no_wait_is_longer_than_a_day(text: str, seconds: float) -> None:
    """
    Large numbers, thousands of digits and dates far away are a day; what is no time at all is a minute.
    """
    assert retry_after(text, now=100.0) == seconds


def test_a_decoded_body_loses_the_headers_of_its_coding() -> None:
    """
    The length of the compressed body says nothing about the body that is judged.
    """
    sent = (("Content-Encoding", "gzip"), ("Content-Length", "9"), ("Vary", "Accept"))

    assert described(sent) == (("Vary", "Accept"),)


def test_a_plain_body_keeps_its_length() -> None:
    """
    Without a coding the length is a promise.
    """
    assert described((("Content-Length", "9"),)) == (("Content-Length", "9"),)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7", "ratelimit-reset": "1800"}, 7),
        ({"ratelimit-limit": "15", "ratelimit-remaining": "0", "ratelimit-reset": "1800"}, 1800),
        ({"ratelimit": "limit=15, remaining=0, reset=1800"}, 1800),
        ({"ratelimit": '"default";r=0;t=1800', "ratelimit-policy": '"default";q=15;w=3600'}, 1800),
        ({"x-ratelimit-reset": "1800"}, 1800),
        ({"x-ratelimit-reset": "1700001800"}, 1800),
        ({"x-ratelimit-reset": "1700001800000"}, 1800),
        ({"x-rate-limit-reset": "1699990000"}, 0),
        ({"x-ratelimit-reset-after": "1.5"}, 1.5),
        ({"ratelimit-reset": "Tue, 14 Nov 2023 22:43:20 GMT"}, 1800),
        ({"ratelimit-reset": "9" * 400}, LONGEST_WAIT),
        ({"ratelimit-reset": "999999999"}, LONGEST_WAIT),
        ({"ratelimit-reset": "nan"}, 60),
        ({"ratelimit-reset": "soon"}, 60),
        ({"ratelimit": "soon"}, 60),
        ({}, 60),
    ],
)
def test_the_wait_is_read_where_it_is_told(headers: dict[str, str], seconds: float) -> None:
    """
    The standard's header comes first, then what services say of their limits, in seconds or as a moment.
    """
    assert seconds == wait_told(headers, now=1_700_000_000.0)


def test_headers_of_any_name_keep_their_length() -> None:
    """
    Only a coding takes the length away, whatever other headers stand beside it and in whatever letter case.
    """
    plain = (("Accept-Ranges", "bytes"), ("Content-Length", "9"), ("Vary", "Accept"))

    assert plain == described(plain)
    assert (plain[0], plain[2]) == described((*plain, ("content-ENCODING", "gzip"), ("Transfer-Encoding", "chunked")))
