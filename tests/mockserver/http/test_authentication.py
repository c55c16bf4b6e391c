"""
The token of a request.
"""

from __future__ import annotations

import pytest

from mockserver.http.authentication import ANY_TOKEN, authenticate
from mockserver.http.refusals import Refusal


@pytest.mark.parametrize(
    ("header", "tokens", "token"),
    [
        ("", ["a"], None),
        ("Basic a", ["a"], None),
        ("Bearer", ["a"], None),
        ("Token a", ["a"], "a"),
        ("token b", ["a", "b"], "b"),
        ("  TOKEN   a ", ["a"], "a"),
        ("Token x", [ANY_TOKEN], "x"),
        ("Token x", ["a", ANY_TOKEN], "x"),
    ],
)
def test_a_valid_token(header: str, tokens: list[str], token: str | None) -> None:
    """
    The word before it may be in any letter case; other schemes are ignored.
    """
    assert token == authenticate(header, tokens)


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("Token", "Invalid token header. No credentials provided."),
        ("Token a b", "Invalid token header. Token string should not contain spaces."),
        ("Token \xff", "Invalid token header. Token string should not contain invalid characters."),
        ("Token b", "Invalid token."),
        ("Token *", "Invalid token."),
    ],
)
def test_a_token_that_is_refused(header: str, sentence: str) -> None:
    """
    Each is refused with 401 and the framework's sentence.
    """
    with pytest.raises(Refusal) as caught:
        authenticate(header, ["a"])

    assert (401, {"detail": sentence}) == (caught.value.status, caught.value.body)
