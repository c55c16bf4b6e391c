"""
How texts of a query are read, by the judge and by the mock: numbers, dates, moments, durations, pages.
"""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from apicontract.contract.lookups import Accepted, Ignored, Refused
from apicontract.contract.paging import STYLES
from apicontract.dataset.paging import read_window
from apicontract.dataset.texts import read_iso_duration
from apicontract.dataset.values import READERS, format_duration
from apicontract.semantics.paging import place_of
from apicontract.semantics.sizes import limit_of
from apicontract.semantics.values import parse_value, read_value

if TYPE_CHECKING:
    from collections.abc import Callable

_PAGING = STYLES["limit-offset"]
_DAY = dt.timedelta(days=1)
#: Side to how it reads a text of a query, and a value of a record.
READ = {"judge": read_value, "mock": lambda kind, text: READERS[kind].read(text)}
PARSE = {"judge": parse_value, "mock": lambda kind, value: READERS[kind].parse(value)}
SIDES = pytest.mark.parametrize("side", READ)


def _judged(text: str | None) -> tuple[int, int]:
    return limit_of(text, _PAGING), place_of(text, _PAGING, 10).offset


def _mocked(text: str | None) -> tuple[int, int]:
    asked = {} if text is None else dict.fromkeys(_PAGING.parameters, text)
    window = read_window(_PAGING, asked, 1000)
    return (window.limit, window.offset) if window else (0, 0)


@pytest.mark.parametrize(
    ("text", "limit", "offset"),
    [
        (None, 10, 0),
        ("", 10, 0),
        ("x", 10, 0),
        ("1.5", 10, 0),
        ("-1", 10, 0),
        ("0", 10, 0),
        ("1", 1, 1),
        (" +5 ", 5, 5),
        ("1_0", 10, 10),
        ("٣", 3, 3),
        ("99", 99, 99),
        ("100", 100, 100),
        ("101", 100, 101),
    ],
)
@pytest.mark.parametrize("window", [_judged, _mocked], ids=["judge", "mock"])
def test_pages(window: Callable[[str | None], tuple[int, int]], text: str | None, limit: int, offset: int) -> None:
    """
    A limit is the default where it cannot be read or is not positive, and cut to the maximum; an offset is then 0.
    """
    assert (limit, offset) == window(text)


def test_keys_of_a_page() -> None:
    """
    The keys of a body stand in the order sent.
    """
    assert ("count", "next", "previous", "results") == STYLES["limit-offset"].keys


def _utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("text", " a b ", "a b"),
        ("boolean", "TRUE", True),
        ("boolean", "1", True),
        ("boolean", "False", False),
        ("boolean", "0", False),
        ("related", " +07", 7),
        ("related", "-3", -3),
        ("choice", " a", " a"),
        ("number", "1.50", Decimal("1.50")),
        ("number", "1e50", Decimal("1e50")),
        ("number", "-1e60", Decimal("-1e60")),
        ("integer", "7.9", 7),
        ("integer", "-7.9", -7),
        ("date", "2020-02-03", dt.date(2020, 2, 3)),
        ("date", "02/03/2020", dt.date(2020, 2, 3)),
        ("date", "02/03/20", dt.date(2020, 2, 3)),
        ("date", "Feb 03, 2020", dt.date(2020, 2, 3)),
        ("date", "February 3 2020", dt.date(2020, 2, 3)),
        ("date", " 3 Feb, 2020 ", dt.date(2020, 2, 3)),
        ("date", "3 February 2020", dt.date(2020, 2, 3)),
        ("date-time", "2020-02-03T04:05:06Z", _utc(2020, 2, 3, 4, 5, 6)),
        ("date-time", "2020-02-03", _utc(2020, 2, 3)),
        ("date-time", " 2020-2-3 4:5 ", _utc(2020, 2, 3, 4, 5)),
        ("date-time", "2020-2-3T4:5:6,5", _utc(2020, 2, 3, 4, 5, 6, 500000)),
        ("date-time", "2020-2-3T4:5:6Z", _utc(2020, 2, 3, 4, 5, 6)),
        ("date-time", "2020-2-3T4:5:6+02", _utc(2020, 2, 3, 2, 5, 6)),
        ("date-time", "2020-2-3T4:5:6-0130", _utc(2020, 2, 3, 5, 35, 6)),
        ("date-time", "2020-02-03T04:05:06-01:30", _utc(2020, 2, 3, 5, 35, 6)),
        ("duration", "5", dt.timedelta(seconds=5)),
        ("duration", "1:02", dt.timedelta(minutes=1, seconds=2)),
        ("duration", "3:01:02.5", dt.timedelta(hours=3, minutes=1, seconds=2.5)),
        ("duration", "-1:02", dt.timedelta(minutes=-1, seconds=-2)),
        ("duration", "4 3:01:02", dt.timedelta(days=4, hours=3, minutes=1, seconds=2)),
        ("duration", "4 days, 3:01:02", dt.timedelta(days=4, hours=3, minutes=1, seconds=2)),
        ("duration", "4 -3:00:00", dt.timedelta(days=4, hours=-3)),
        ("duration", "-4 3:00:00", dt.timedelta(days=-4, hours=3)),
        ("duration", "P4DT3H", dt.timedelta(days=4, hours=3)),
        ("duration", "-P4DT3H", dt.timedelta(days=-4, hours=-3)),
        ("duration", "P1,5D", dt.timedelta(days=1.5)),
        ("duration", "4 days -03:00:00", dt.timedelta(days=4, hours=-3)),
        ("duration", "4 days", dt.timedelta(days=4)),
        ("uuid", " 00000000-0000-0000-0000-00000000000A ", uuid.UUID(int=10)),
    ],
)
@SIDES
def test_a_text_is_understood(side: str, kind: str, text: str, value: Any) -> None:
    """
    Each type reads its texts as the framework does.
    """
    assert Accepted(value) == READ[side](kind, text)


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("text", ["", "  "]),
        ("boolean", ["", "yes", " true"]),
        ("related", [""]),
        ("choice", [""]),
        ("number", [""]),
        ("integer", [""]),
        ("date", [""]),
        ("date-time", [""]),
        ("duration", [""]),
        ("uuid", ["", "  "]),
    ],
)
@SIDES
def test_a_text_without_effect(side: str, kind: str, texts: list[str]) -> None:
    """
    Empty texts have no effect, and of booleans no other text than four.
    """
    assert {Ignored()} == {READ[side](kind, text) for text in texts}


_NUL = "Null characters are not allowed."
_CHOICE = "Select a valid choice. That choice is not one of the available choices."


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        ("text", "a\x00b", _NUL),
        ("related", "1\x00", _NUL),
        ("related", "1.0", _CHOICE),
        ("number", "abc", "Enter a number."),
        ("number", "NaN", "Enter a number."),
        ("number", "inf", "Enter a number."),
        ("number", "1.1e50", "Ensure this value is less than or equal to 1e+50."),
        ("integer", "x", "Enter a number."),
        ("date", "2020-13-01", "Enter a valid date."),
        ("date", "2020-02-03T00:00:00", "Enter a valid date."),
        ("date-time", "2020-02-30T00:00:00Z", "Enter a valid date/time."),
        ("date-time", "2020-2-3T25:00", "Enter a valid date/time."),
        ("date-time", "2020-2-3T4:5:6+9999", "Enter a valid date/time."),
        ("date-time", "2020-2-3T4:5:6+2", "Enter a valid date/time."),
        ("date-time", "2020-2-3T4:5:6+02:3", "Enter a valid date/time."),
        ("date-time", "2020-2-3T4:5:6+023", "Enter a valid date/time."),
        ("date-time", "2020-2-3T4:5:6+020000", "Enter a valid date/time."),
        ("date-time", "2020-2-3T4:5:6.", "Enter a valid date/time."),
        ("date-time", "2020-2-3T4:5:6.1234567890123", "Enter a valid date/time."),
        ("date-time", "2020-2-3T4", "Enter a valid date/time."),
        ("date-time", "2020-2-3T4:5:6:7", "Enter a valid date/time."),
        ("duration", "soon", "Enter a valid duration."),
        ("duration", "1:2:3:4", "Enter a valid duration."),
        ("duration", "9999999999 0:00:00", "The number of days must be between -999999999 and 999999999."),
        ("uuid", "x", "Enter a valid UUID."),
    ],
)
@SIDES
def test_a_text_is_refused(side: str, kind: str, text: str, message: str) -> None:
    """
    What cannot be read is refused with the framework's sentence.
    """
    assert Refused((message,)) == READ[side](kind, text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("P0D", 0 * _DAY),
        ("P169DT5H21M30S", dt.timedelta(days=169, hours=5, minutes=21, seconds=30)),
        ("PT1.5S", dt.timedelta(seconds=1.5)),
        ("-P1D", -_DAY),
    ],
)
def test_a_recorded_duration(text: str, value: dt.timedelta) -> None:
    """
    A recorded duration is read, and written as it was.
    """
    assert (value, text) == (read_iso_duration(text), format_duration(value))


@pytest.mark.parametrize("text", ["", "P", "PT", "P1Y", "P1M", "P1W", "1D", "P1DT", "PT1D"])
def test_no_recorded_duration(text: str) -> None:
    """
    Years, months and weeks, and parts that are missing, are refused.
    """
    with pytest.raises(ValueError, match=r"ISO 8601|years"):
        read_iso_duration(text)


@pytest.mark.parametrize(
    ("kind", "value", "parsed"),
    [
        ("integer", 7, Decimal(7)),
        ("number", 0.1, Decimal("0.1")),
        ("date", "2020-02-03", dt.date(2020, 2, 3)),
        ("date-time", "2020-02-03T04:05:06", _utc(2020, 2, 3, 4, 5, 6)),
        ("date-time", "2020-02-03T04:05:06+01:00", _utc(2020, 2, 3, 3, 5, 6)),
        ("duration", "P1D", _DAY),
        ("related", 7, 7),
        ("boolean", 1, True),
    ],
)
@SIDES
def test_a_recorded_value(side: str, kind: str, value: Any, parsed: Any) -> None:
    """
    A record's value is read as what it is compared with.
    """
    assert parsed == PARSE[side](kind, value)
