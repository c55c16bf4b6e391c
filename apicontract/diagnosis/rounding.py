"""
Values as a server compares them that drops what is exact about them: moments as days in UTC, numbers as whole ones.
"""

from __future__ import annotations

from datetime import UTC
from decimal import ROUND_FLOOR
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping


def _day_of(moment: dt.datetime) -> dt.date:
    """
    Return the day of a moment in UTC, or by its own clock where it has none there, at either end of the calendar.
    """
    try:
        return moment.astimezone(UTC).date()
    except OverflowError:
        return moment.date()


#: Type name to its values less exact. A record may hold any: a number is rounded as it is, since as an integer it would
#: have as many digits as its exponent says, and what is infinite has none.
ROUNDED: Mapping[str, Callable[[Any], Any]] = {
    "date-time": _day_of,
    "date": lambda day: day.replace(day=1),
    "duration": lambda length: length.days,
    "number": lambda number: number.to_integral_value(ROUND_FLOOR),
}
