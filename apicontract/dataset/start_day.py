"""
The day on which a world starts: dates of made records are offsets from its midnight, UTC.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass
from functools import lru_cache

from apicontract.contract.moments import moment_of, written_moment
from apicontract.dataset.texts import read_iso_duration

span_of = lru_cache(maxsize=4096)(read_iso_duration)


def moment_at(text: str) -> dt.datetime:
    """
    Return the moment of a date or date-time text that a record holds.

    Raises:
        ValueError: it is neither.
    """
    moment = moment_of(text)
    if moment is None:
        raise ValueError(text)
    return moment


@dataclass(frozen=True)
class StartDay:
    """
    A day, in UTC.

    Attributes:
        date: the day.
    """

    date: dt.date

    @classmethod
    def today(cls) -> StartDay:
        """
        Return the present day.
        """
        return cls(dt.datetime.now(dt.UTC).date())

    @property
    def midnight(self) -> dt.datetime:
        """
        Its first moment.
        """
        return dt.datetime.combine(self.date, dt.time(), dt.UTC)

    def after(self, offset: str) -> dt.datetime:
        """
        Return the moment that lies an ISO 8601 duration after its midnight (before it if the duration is negative).
        """
        return self.midnight + span_of(offset)


def month_end(moment: dt.datetime) -> dt.datetime:
    """
    Return the first second of the last day of a moment's month.
    """
    last = monthrange(moment.year, moment.month)[1]
    return moment.replace(day=last, hour=0, minute=0, second=0, microsecond=0)


def written(moment: dt.datetime) -> str:
    """
    Return a moment as records hold it.
    """
    return written_moment(moment)
