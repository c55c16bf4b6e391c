"""
Credentials are hidden by their names; nothing else is touched.
"""

from __future__ import annotations

import time

import pytest

from apicontract.contract.redaction import is_secret, redacted_headers, redacted_text, redacted_url


@pytest.mark.parametrize(
    "name",
    [
        "Authorization", "authorization", "Proxy-Authorization", "X-Forwarded-Authorization", "Cookie", "Set-Cookie",
        "X-Api-Key", "Api-Key", "apikey", "X-API-KEY", "X_Api_Key", "Ocp-Apim-Subscription-Key", "X-Functions-Key",
        "X-RapidAPI-Key", "X-Auth-Token", "X-Auth", "X-Auth-Key", "Private-Token", "X-Amz-Security-Token",
        "X-Vault-Token", "X-CSRFToken", "X-Session-Id", "Cf-Access-Jwt-Assertion", "X-Hub-Signature-256",
    ],
)  # fmt: skip
def test_headers_that_hold_a_credential_are_known(name: str) -> None:
    """
    The usual names are known, however they are spelt.
    """
    assert redacted_headers(((name, "s3cret"),)) == ((name, "***"),)


@pytest.mark.parametrize(
    "name",
    [
        "token", "TOKEN", "access_token", "accessToken", "refresh-token", "id_token", "api_key", "apikey", "apiKey",
        "api-key", "key", "signature", "sig", "X-Amz-Signature", "X-Amz-Credential", "client_secret", "password",
        "pwd", "auth", "jwt", "JSESSIONID", "session_id", "%74oken", "token%5B%5D", "auth[token]",
    ],
)  # fmt: skip
def test_parameters_that_hold_a_credential_are_known(name: str) -> None:
    """
    The usual names are known, however they are spelt or encoded.
    """
    assert redacted_url(f"https://h/a?limit=1&{name}=s3cret&x=") == f"https://h/a?limit=1&{name}=***&x="


@pytest.mark.parametrize(
    "name",
    [
        "Accept", "Content-Type", "Retry-After", "WWW-Authenticate", "ETag", "X-Request-Id", "X-RateLimit-Remaining",
        "Access-Control-Allow-Credentials", "page_token", "nextPageToken", "max_tokens", "keyword", "author",
        "passenger", "session", "design", "monkey", "sort_key", "tokyo", "Idempotency-Key",
    ],
)  # fmt: skip
def test_other_names_are_left_alone(name: str) -> None:
    """
    A name that only resembles one of a credential is none.
    """
    assert not is_secret(name)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://user:pw@h:8/a?b=1#c", "https://***@h:8/a?b=1#c"),
        ("//u@h/", "//***@h/"),
        ("/a?token=x y&b=%20+", "/a?token=***&b=%20+"),
        ("https://h/cb#access_token=x&state=1", "https://h/cb#access_token=***&state=1"),
        ("https://h/a;token=1?key=x;b=2", "https://h/a;token=1?key=***;b=2"),
        ("https://h/@me?q=a@b", "https://h/@me?q=a@b"),
        ("https://[::1/?token=x", "https://[::1/?token=***"),
        ("?token", "?token"),
        ("", ""),
    ],
)
def test_a_url_keeps_what_is_no_credential(url: str, shown: str) -> None:
    """
    User, query and fragment lose their credentials; the rest stays as it was written, even if no parser reads it.
    """
    assert redacted_url(url) == shown


def test_urls_in_headers_are_redacted() -> None:
    """
    Headers that hold URLs keep them without the credentials.
    """
    given = (("Location", "/b?token=x"), ("Link", '<https://h/?key=x&page=2>; rel="next"'), ("ETag", '"?key=x"'))

    assert redacted_headers(given) == (
        ("Location", "/b?token=***"),
        ("Link", '<https://h/?key=***&page=2>; rel="next"'),
        ("ETag", '"?key=x"'),
    )


def test_urls_in_a_text_are_redacted() -> None:
    """
    A sentence or an excerpt of a body keeps its URLs without the credentials.
    """
    text = 'next is "https://u:p@h/a/?limit=1&api_key=x", not /a/?token=y; key = 5'

    assert redacted_text(text) == 'next is "https://***@h/a/?limit=1&api_key=***", not /a/?token=***; key = 5'


@pytest.mark.parametrize("piece", ["/-", "?", "&a", "//", "?a=", ";", "//a", "token"])
def test_a_long_text_takes_no_long_time(piece: str) -> None:
    """
    A text of a hundred thousand characters is read in a moment, whatever it repeats.
    """
    begun = time.perf_counter()
    redacted_text(piece * (100_000 // len(piece)))

    assert time.perf_counter() - begun < 5
