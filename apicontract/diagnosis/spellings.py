"""
Whether a filter's value is written as JSON writes it: a server that reads texts by itself may know no other spelling.
"""

from __future__ import annotations

import datetime as dt

from apicontract.contract.lookups import Accepted
from apicontract.semantics.values import read_value


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
