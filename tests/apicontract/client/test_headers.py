"""
Headers are read as HTTP means them.
"""

import pytest

from apicontract.client.headers import described, retry_after


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("120", 120), ("Thu, 01 Jan 1970 00:02:00 GMT", 20), ("Thu, 01 Jan 1970 00:00:00 GMT", 0), (None, 60), ("x", 60)],
)
def test_retry_after_is_a_number_or_a_date(text: str | None, seconds: float) -> None:
    """
    Both forms give seconds from now; silence and nonsense give a minute.
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
