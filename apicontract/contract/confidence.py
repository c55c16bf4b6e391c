"""
How much a number of records without an exception says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apicontract.contract.model import Api

#: Name of the setting: the share of exceptions below which a statement of recordings is a promise.
SETTING = "exception_limit"
#: How often the share of exceptions may really be above the limit that is stated.
_RISK = 0.05


def upper_limit(records: int) -> float:
    """
    Return the 95 % upper confidence limit on the share of exceptions of which none was seen in so many records.

    It is the exact binomial one (Clopper and Pearson, 1934): 1 - 0.05 ** (1 / n); 1.0 if there are no records.
    """
    return 1.0 - _RISK ** (1.0 / records) if records > 0 else 1.0


def enough(api: Api, records: int) -> bool:
    """
    Return whether so many records without an exception make a promise, by the API's setting `exception_limit`.
    """
    return SETTING in api.behaviour and upper_limit(records) < api.setting(SETTING)
