"""
For how long an answer is fresh: as its headers say (RFC 9111, section 4.2), else for as long as the user says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apicontract.contract.moments import moment_of

if TYPE_CHECKING:
    from apicontract.contract.exchange import Exchange

#: `max-age`, also in quotes (RFC 9111, section 5.2).
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,10})", re.IGNORECASE)
#: What must be asked for again each time.
_NEVER = re.compile(r"(?:^|[\s,])(?:no-store|no-cache)(?:$|[\s,=])", re.IGNORECASE)


def lifetime(exchange: Exchange, default: float) -> float:
    """
    Return the seconds for which an answer is fresh from the moment at which it was received.
    """
    control = exchange.header("Cache-Control") or ""
    if _NEVER.search(control):
        return 0.0
    told = _MAX_AGE.search(control)
    if told:
        age = exchange.header("Age") or "0"
        return max(float(told.group(1)) - (float(age) if age.isascii() and age.isdecimal() else 0.0), 0.0)
    expires = exchange.header("Expires")
    if expires is None:
        return default
    end, sent = moment_of(expires), moment_of(exchange.header("Date") or "")
    # "0" and other texts that are no date mean that it has expired (RFC 9111, section 5.3).
    return max((end - sent).total_seconds(), 0.0) if end and sent else 0.0
