"""
Exchanges without the credentials with which they were asked for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from apicontract.contract.redaction import redacted_headers, redacted_text, redacted_url

if TYPE_CHECKING:
    from apicontract.contract.exchange import Exchange


def without_credentials(exchange: Exchange) -> Exchange:
    """
    Return an exchange that can be kept: its URL and headers without credentials, and its body without those of the URL.

    A service writes the query that it was asked with into the links of its answer.
    """
    url = redacted_url(exchange.url)
    body = exchange.body
    if url != exchange.url:
        body = redacted_text(body.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
    return replace(
        exchange,
        url=url,
        body=body,
        headers=redacted_headers(exchange.headers),
        request_headers=redacted_headers(exchange.request_headers),
    )
