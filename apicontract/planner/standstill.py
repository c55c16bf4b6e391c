"""
When a server answers and yet serves nobody: it refuses, fails on or redirects whatever is asked.

Such answers say nothing about the contract.
A few of them in a row may be deserved by the requests; so a request that was served before is asked once more.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from apicontract.client.headers import leads_on
from apicontract.contract.redaction import redacted_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.contract.exchange import Exchange

#: So many answers of one kind are enough where there was never another: list, next page and detail were asked by then.
FEW = 3
#: So many in a row are enough to ask a former request again; narrowing one fault down rarely takes more.
MANY = 5
#: Statuses of a client that is not let in: by the service, what guards it, or a proxy (RFC 9110, section 15.5).
_REFUSING = frozenset({401, 403, 407})
_FAILING = range(500, 600)


def refusal_of(exchange: Exchange) -> str:
    """
    Return how an answer would be told if every one were like it ("it answers every request with 403"), or "".
    """
    if exchange.status in _REFUSING or exchange.status in _FAILING:
        return f"it answers every request with {exchange.status}"
    location = exchange.header("location") or ""
    if not leads_on(exchange) or _adds_slash(exchange.url, location):
        return ""
    return f"it redirects every request, to {_place(location)}"


def standing(exchanges: Sequence[Exchange]) -> int:
    """
    Return how many of the last answers serve nobody.
    """
    return sum(1 for _ in takewhile(refusal_of, reversed(exchanges)))


def _adds_slash(url: str, location: str) -> bool:
    """
    Whether a redirect leads to the same path with a slash at its end, which is an answer like any other.
    """
    try:
        asked, led = urlsplit(url), urlsplit(location)
    except ValueError:
        return False
    return led.netloc in {"", asked.netloc} and led.path == f"{asked.path}/"


def _place(location: str) -> str:
    """
    Return the host that a redirect leads to, or its path on the same one.
    """
    try:
        parts = urlsplit(redacted_url(location))
    except ValueError:
        return "what is no URL"
    return f"{parts.scheme or 'http'}://{parts.netloc}" if parts.netloc else parts.path or "itself"
