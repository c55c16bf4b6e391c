"""
The ways in which a value can be written in a query: a server that reads texts by itself may know one of them alone.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

from apicontract.contract.lookups import Accepted
from apicontract.semantics.values import read_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

#: Texts that are remembered: hundreds of candidate requests are put together from a few.
_REMEMBERED = 4096
#: Clocks before and behind Greenwich: a bound that loses its offset moves one way or the other.
_ZONES = (dt.timezone(dt.timedelta(hours=5, minutes=30)), dt.timezone(dt.timedelta(hours=-3)))


def _with_decimals(text: str) -> str:
    return f"{text}0" if "." in text else f"{text}.0"


def _by_clock(zone: dt.tzinfo) -> Callable[[str], str]:
    """
    Return what writes a moment as clocks of a zone show it; what is no moment stays as it is.
    """

    def written(text: str) -> str:
        try:
            return dt.datetime.fromisoformat(text).astimezone(zone).isoformat()
        except (ValueError, OverflowError):
            return text

    return written


#: Type of a filter to ways to write a value of it otherwise.
#: UUIDs may be in capitals (RFC 9562, section 4), moments have an offset (RFC 3339), numbers have decimals (RFC 8259);
#: the rest is read by Python's `uuid.UUID`, `int` and `Decimal`, and so by the form fields of Django.
SPELLINGS: Mapping[str, tuple[Callable[[str], str], ...]] = {
    "uuid": (str.upper, lambda text: text.replace("-", "")),
    "integer": ("+{}".format, "0{}".format, "{}.0".format),
    "number": (_with_decimals, "+{}".format, "{}e0".format),
    "related": (" {}".format, "+0{}".format),
    "date-time": tuple(map(_by_clock, _ZONES)),
    "boolean": (str.title, str.upper),
    "form-boolean": (str.title,),
    "text": ("  {} ".format,),
}
#: Type of a filter to texts that may be taken for a value of it, though they are none, and have no effect.
UNREADABLE: Mapping[str, tuple[str, ...]] = {
    "boolean": ("yes", "t", "on", "null", "2"),
    "form-boolean": ("yes", "t", "on", "null", "1"),
}


def other_spellings(kind: str, text: str) -> Iterator[str]:
    """
    Yield other texts that a filter of a type reads as the same value.
    """
    plain = read_value(kind, text)
    for spell in SPELLINGS.get(kind, ()):
        other = spell(text)
        if isinstance(plain, Accepted) and other != text and read_value(kind, other) == plain:
            yield other


@lru_cache(maxsize=_REMEMBERED)
def is_plain(kind: str, text: str) -> bool:
    """
    Whether a text is the usual way to write its value: as JSON writes it.
    """
    read = read_value(kind, text)
    if not isinstance(read, Accepted) or kind in ("text", "choice"):
        return True
    if isinstance(read.value, dt.datetime):
        return text.endswith("Z") or "T" not in text
    return text == (str(read.value).lower() if isinstance(read.value, bool) else str(read.value))
