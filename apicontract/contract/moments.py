"""
When something was observed: moments in UTC, as HTTP and JSON documents write them.
"""

from __future__ import annotations

import datetime as dt
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

#: What is known of no moment counts as older than everything that is.
_UNKNOWN = dt.datetime.min.replace(tzinfo=dt.UTC)


class Dated(Protocol):
    """
    Something that was observed: an exchange.
    """

    @property
    def url(self) -> str:
        """
        What was asked for.
        """

    @property
    def body(self) -> bytes:
        """
        What was answered.
        """

    @property
    def source(self) -> str:
        """
        Where it comes from.
        """

    @property
    def moment(self) -> dt.datetime | None:
        """
        When, in UTC; None if unknown.
        """


Observed = TypeVar("Observed", bound=Dated)


def moment_of(text: str) -> dt.datetime | None:
    """
    Return the moment that a text states: an HTTP date (RFC 9110, section 5.6.7) or a date-time or date of ISO 8601.

    Without a zone it is UTC; a date alone is its first second. None if the text is neither.
    """
    for read in (dt.datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text.strip())
            return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
        except (ValueError, OverflowError):
            continue
    return None


def written_moment(moment: dt.datetime) -> str:
    """
    Return a moment as JSON documents write it (RFC 3339), to the second, in UTC.
    """
    return f"{moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def oldest_first(exchanges: Iterable[Observed]) -> list[Observed]:
    """
    Return exchanges by their moment, those of an unknown one first; at one moment by where they come from.

    The order in which they were imported has no influence.
    """
    return sorted(exchanges, key=lambda each: (each.moment or _UNKNOWN, each.source, each.url, each.body))
