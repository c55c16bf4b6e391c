"""
Other ways to write a value that a filter reads: what a server that reads texts by itself may take for something else.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from apicontract.contract.lookups import Accepted
from apicontract.semantics.values import read_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

#: A place east of Greenwich.
_EAST = dt.timezone(dt.timedelta(hours=5, minutes=30))


def _braced(text: str) -> str:
    return f"{{{text}}}"


def _elsewhere(text: str) -> str:
    """
    Return a moment as clocks show it elsewhere; of what is no moment, the text itself.
    """
    try:
        return dt.datetime.fromisoformat(text).astimezone(_EAST).isoformat()
    except ValueError:
        return text


#: Type of a filter to ways to write a value of it otherwise: Python's `uuid.UUID` and `int` read these, and so do the
#: form fields of Django; moments with an offset are those of RFC 3339.
SPELLINGS: Mapping[str, tuple[Callable[[str], str], ...]] = {
    "uuid": (str.upper, lambda text: text.replace("-", ""), _braced),
    "integer": ("+{}".format, "0{}".format, "{}.0".format, " {} ".format),
    "number": ("+{}".format, "{}e0".format, " {} ".format),
    "related": (" {}".format, "+0{}".format),
    "date-time": (_elsewhere,),
    "boolean": (str.title, str.upper),
    "text": (" {} ".format,),
}
#: Type of a filter to texts that a lenient service does not read, though another one may: words for yes and no.
UNREADABLE: Mapping[str, tuple[str, ...]] = {
    "boolean": ("maybe", "yes", "t", "on", "null", "2"),
    "form-boolean": ("maybe", "yes", "1", "on"),
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
