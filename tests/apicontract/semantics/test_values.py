"""
Both readings of query texts, that of the judge and that of the mock, held to the form fields of Django.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from apicontract.contract.lookups import TYPES, Accepted, Ignored, Refused
from apicontract.dataset.values import READERS, format_duration
from apicontract.semantics.values import RECORD_VALUES, parse_value, read_value

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

#: Letters that such texts are made of, and a few that they are not.
TEXTS = st.one_of(
    st.text("0123456789-+:., PTDHMSWYdaysZ/eE_\u0663\x00\n", max_size=24),
    st.text(max_size=12),
    st.dates().map(str),
    st.datetimes().map(str),
    st.timedeltas().map(str),
    st.uuids().map(str),
    st.decimals().map(str),
)

#: What stands in records where numbers, dates, durations or identifiers are promised.
RECORD_TEXTS = st.text("0123456789-:.TZP+eDS", max_size=25) | st.decimals().map(str) | st.datetimes().map(str)


@cache
def fields() -> dict[str, Any]:
    """
    Return the filter field that django-filter uses for each type.
    """
    from reference_drf.project import set_up  # noqa: PLC0415 - Django first needs its settings

    set_up()
    from reference_drf.filters import BY_TYPE  # noqa: PLC0415

    names = ("text", "boolean", "number", "date", "date-time", "duration", "uuid")
    return {name: BY_TYPE[name](field_name="x").field for name in names}


def by_framework(field: Any, text: str) -> Accepted | Ignored | Refused:
    """
    Return what a form field of Django makes of a text.
    """
    from django.core.exceptions import ValidationError  # noqa: PLC0415

    try:
        value = field.clean(field.widget.value_from_datadict({"x": text}, {}, "x"))
    except ValidationError as error:
        return Refused(tuple(error.messages))
    return Ignored() if value in (None, "") else Accepted(value)


#: Each side's reader of a type.
SIDES: Mapping[str, Callable[[str], Callable[[str], Accepted | Ignored | Refused]]] = {
    "semantics": lambda name: partial(read_value, name),
    "mock": lambda name: READERS[name].read,
}


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("name", ["text", "boolean", "number", "date", "date-time", "duration", "uuid"])
@given(text=TEXTS)
@example("1 day, 2:03:04.5")
@example("-1 00:00:01")
@example("PT")
@example("-P1DT1,5H")
@example("3 days")
@example("3 days 04:05:06.5")
@example("1e51")
@example("99999999999 00:00:00")
@example("2015-1-1 1:02 +02")
@example("Jan 5, 1999")
@example(" ")
@example("1:2:3:4")
@example("1 -00:00:01")
@example("yes")
@example("TRUE")
@example("-1:02:03,5")
@example("2 days,")
@example("P1DT")
@example("\n")
@example("-2 days 03:04:05.6\n")
@example("2015-1-1T1:02:3,4567891 -0330")
@example("2015-1-1 1:02Z")
@example("2015-1-1 1:02+25:00")
@example("1 Jan, 99")
@example("13/1/1999")
@example("January 5, 1999")
@example("9" * 5000)
def test_texts_are_read_as_the_framework_reads_them(side: str, name: str, text: str) -> None:
    """
    Every text is accepted with the same value, ignored or refused with the same sentence.
    """
    assert by_framework(fields()[name], text) == SIDES[side](name)(text)


@pytest.mark.parametrize("name", TYPES)
@given(text=TEXTS)
@example("٤")
@example("9" * 5000)
def test_both_sides_read_alike(name: str, text: str) -> None:
    """
    Of every type, also of those that no form field reads alone, the judge reads each text as the mock does.
    """
    assert READERS[name].read(text) == read_value(name, text)


@given(st.timedeltas())
def test_durations_of_records_are_read_back(value: dt.timedelta) -> None:
    """
    What is written of a duration is read as that duration, by either side.
    """
    text = format_duration(value)

    assert [value, value] == [READERS["duration"].parse(text), parse_value("duration", text)]


@pytest.mark.parametrize(
    "text", ["P", "PT", "P1DT", "P1W", "P1Y", "P1M", "+P1D", "PT1,5S", "PT1S1H", "P1", "1D", "", "P-1D"]
)
def test_other_durations_are_none(text: str) -> None:
    """
    Weeks, months, years, a plus, a comma and empty parts are no duration of a record, for either side.
    """
    for parse in (READERS["duration"].parse, partial(parse_value, "duration")):
        with pytest.raises(ValueError, match="is not an ISO 8601 duration"):
            parse(text)


@pytest.mark.parametrize("name", TYPES)
@given(value=RECORD_TEXTS | st.integers() | st.floats() | st.dates().map(str))
@example("2020-05-31T01:02:03+02:00")
@example("0b3f5f4e-6f0d-4f4c-9d9e-0d9f0c2f6b11")
def test_both_sides_parse_records_alike(name: str, value: Any) -> None:
    """
    Whatever stands in a record, both sides compare it by the same value, or both find none.
    """
    assert _parsed(READERS[name].parse, value) == _parsed(partial(parse_value, name), value)


def _parsed(parse: Callable[[Any], Any], value: Any) -> str:
    try:
        return repr(parse(value))
    except (ValueError, TypeError, ArithmeticError, AttributeError):
        return "none"


@pytest.mark.parametrize("name", RECORD_VALUES)
@given(values=st.lists(RECORD_TEXTS | st.integers() | st.floats(), min_size=2, max_size=6))
@example(["NaN", "1"])
@example(["sNaN", "-Infinity"])
@example(["1e999999999", "-1e-999999999"])
@example(["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
@example(["0001-01-01", "2020-01-01T00:00:00"])
def test_values_of_records_can_be_sorted(name: str, values: list[Any]) -> None:
    """
    Whatever is read of records has an order, also at the ends of what can be read, and the same one on both sides.
    """
    orders = [_sorted(parse, values) for parse in (READERS[name].parse, partial(parse_value, name))]

    assert orders[0] == orders[1]


def _sorted(parse: Callable[[Any], Any], values: list[Any]) -> list[Any]:
    found = []
    for value in values:
        with suppress(ValueError, TypeError, ArithmeticError, AttributeError):
            found.append(parse(value))
    return sorted(found)


@pytest.mark.parametrize("value", [1.5, True, [], {}], ids=repr)
@pytest.mark.parametrize("name", RECORD_VALUES)
def test_a_value_of_another_type_is_read_or_refused(name: str, value: Any) -> None:
    """
    What stands in a record though another type is promised raises nothing but what is documented.
    """
    with suppress(ValueError, TypeError, ArithmeticError):
        parse_value(name, value)
