"""
What the headers of an answer mean to a client.
"""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Waited for when a host refuses and does not say how long.
_UNSAID_WAIT = 60.0
#: The longest wait, in seconds, that a host's word is taken for: a day. Published limits count by the hour or the
#: day, and a longer time, by mistake or on purpose, would lock the host out of every later run.
LONGEST_WAIT = 86_400.0


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
