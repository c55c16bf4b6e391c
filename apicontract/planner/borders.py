"""
The values beside one that a record has: where a range ends, a server may be wrong by one step.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from apicontract.contract.model import Parameter

#: Lookups that compare which of two values is greater.
_RANGES = frozenset({"gt", "gte", "lt", "lte"})


def _decimals(text: str) -> int:
    """
    Return how many digits follow the point.
    """
    digits = text.partition(".")[2]
    return len(digits) - len(digits.lstrip("0123456789"))


def _numbers(text: str) -> tuple[Any, Any]:
    """
    Return a number, and a step of its last digit.
    """
    return Decimal(text), Decimal(1).scaleb(-_decimals(text))


def _moments(text: str) -> tuple[Any, Any]:
    """
    Return a moment, and a step of its last digit: a service may keep no shorter times than it shows.
    """
    return dt.datetime.fromisoformat(text), dt.timedelta(seconds=1) / 10 ** min(_decimals(text), 6)


def _dates(text: str) -> tuple[Any, Any]:
    return dt.date.fromisoformat(text), dt.timedelta(days=1)


#: Type of a filter to what reads a text of it: the value, and the smallest step that values of it make.
_STEPS: Mapping[str, Callable[[str], tuple[Any, Any]]] = {
    "integer": _numbers,
    "number": _numbers,
    "date": _dates,
    "date-time": _moments,
}


def beside(parameter: Parameter, text: str) -> Iterator[str]:
    """
    Yield the values one step below and above one that a filter by a range can be asked for; of other filters, none.

    Args:
        parameter: the filter.
        text: a value of a record, as it is written in a query.
    """
    read = _STEPS.get(parameter.type)
    if read is None or parameter.lookup not in _RANGES:
        return
    try:
        value, step = read(text)
        yield from (_written(each) for each in (value - step, value + step))
    except (ValueError, ArithmeticError):
        return


def _written(value: Any) -> str:
    """
    Return a value as JSON writes it.
    """
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, dt.date) else f"{value:f}"
