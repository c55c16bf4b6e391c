"""
The readers of query texts, held to the form fields of Django that they stand for.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from apicontract.contract.lookups import TYPES, Accepted, Ignored, Refused

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
def test_texts_are_read_as_the_framework_reads_them(name: str, text: str) -> None:
    """
    Every text is accepted with the same value, ignored or refused with the same sentence.
    """
    assert TYPES[name].read(text) == by_framework(fields()[name], text)
