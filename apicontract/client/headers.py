"""
What the headers of an answer mean to a client.
"""

from __future__ import annotations

import math
import re
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from apicontract.contract.exchange import Exchange

#: Waited for when a host refuses and does not say how long.
_UNSAID_WAIT = 60.0
#: The longest wait, in seconds, that a host's word is taken for: a day. Published limits count by the hour or the
#: day, and a longer time, by mistake or on purpose, would lock the host out of every later run.
LONGEST_WAIT = 86_400.0
#: The parameter of `RateLimit` that says when: `t` in the present draft, `reset` in former ones.
_RESET = re.compile(r"(?:^|[;,\s])(?:t|reset)\s*=\s*(\d{1,20})")
#: Headers that say when a limit is open again, the standard's first.
_RESETS = ("ratelimit-reset", "x-ratelimit-reset-after", "x-ratelimit-reset", "x-rate-limit-reset")
#: Headers that say how much of a limit is left or that there is one; all services that send them begin so.
_LIMITS = ("ratelimit", "x-ratelimit-", "x-rate-limit-")
#: More is no waiting time, which would last 30 years, but a moment after 2001.
_MOMENT = 1e9
#: No moment in seconds is so large before the year 5138.
_MILLISECONDS = 1e11
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def leads_on(exchange: Exchange) -> bool:
    """
    Whether an answer is a redirect that says where it leads (RFC 9110, section 15.4).
    """
    return exchange.status in _REDIRECTS and bool(exchange.header("location"))


def retry_after(text: str | None, now: float) -> float:
    """
    Return the seconds that a `Retry-After` header asks for: a number, or a date (RFC 9110, section 10.2.3).

    Never more than a day, never less than 0.
    """
    if text is None:
        return _UNSAID_WAIT
    if text.strip().isdecimal():
        # Of thousands of digits `float` makes infinity, which is more than a day too.
        return min(float(text), LONGEST_WAIT)
    try:
        return min(max(parsedate_to_datetime(text).timestamp() - now, 0.0), LONGEST_WAIT)
    except (ValueError, OverflowError, OSError, TypeError, IndexError):
        # The year 1, or one with thousands of digits, is beyond what the platform can count.
        return _UNSAID_WAIT


def wait_told(headers: Mapping[str, str], now: float) -> float:
    """
    Return the seconds that the headers of a refusal ask to wait, by their names in lower case.

    `Retry-After` counts first; then `RateLimit` and `RateLimit-Reset` (draft-ietf-httpapi-ratelimit-headers), and what
    services had before them: `X-RateLimit-Reset` and the like, in seconds or as a moment.
    """
    if "retry-after" in headers:
        return retry_after(headers["retry-after"], now)
    field = _RESET.search(headers.get("ratelimit", ""))
    told = field.group(1) if field else next((headers[name] for name in _RESETS if name in headers), "")
    try:
        seconds = float(told)
    except ValueError:
        return retry_after(told or None, now)
    if math.isnan(seconds):
        return _UNSAID_WAIT
    # A moment: seconds since 1970, which some give in milliseconds.
    seconds = seconds / 1000 if seconds > _MILLISECONDS else seconds
    return min(max(seconds - now if seconds > _MOMENT else seconds, 0.0), LONGEST_WAIT)


def announces_limit(headers: Iterable[tuple[str, str]]) -> bool:
    """
    Whether an answer says that its service limits requests, or wants a client to wait before the next.

    Its headers are those of draft-ietf-httpapi-ratelimit-headers and what services had before, or `Retry-After`.
    """
    return any(name.lower().startswith(_LIMITS) or name.lower() == "retry-after" for name, _ in headers)


def described(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """
    Return the headers that describe the body as a check sees it: decoded and in one piece.

    The client undoes `Content-Encoding` and `Transfer-Encoding` (RFC 9110, section 8.4; RFC 9112, section 7),
    and with the first the `Content-Length` no longer holds.
    """
    given = tuple(headers)
    coded = any(name.lower() == "content-encoding" for name, _ in given)
    gone = {"content-encoding", "transfer-encoding"} | ({"content-length"} if coded else set())
    return tuple((name, value) for name, value in given if name.lower() not in gone)
