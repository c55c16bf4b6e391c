"""
In how many ways a value can be written in a query: for each type, what its form field understands and what it does not.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.duration import duration_iso_string, duration_string

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: The formats of an English date field.
DATES = ("%m/%d/%Y", "%m/%d/%y", "%b %d %Y", "%b %d, %Y", "%d %b %Y", "%d %b, %Y")
LONG_DATES = ("%B %d %Y", "%B %d, %Y", "%d %B %Y", "%d %B, %Y")


def _same(text: str) -> list[str]:
    return [text, f" {text} ", text.upper(), text.lower(), f"{text}\n", f"+{text}", f"{text},{text}"]


def _boolean(_: str) -> list[str]:
    known = [form(text) for text in ("true", "false") for form in (str.lower, str.title, str.upper)]
    return [*known, "1", "0", "yes", "no", "on", "off", "t", "f", " true", "2", "null", "None", "unknown"]


def _form_boolean(text: str) -> list[str]:
    return [*_boolean(text), "3", "4", "02", " false"]


def _whole(text: str) -> list[str]:
    digits = "".join(chr(0x0660 + int(each)) if each.isdecimal() else each for each in text)
    return [
        text,
        f" {text}",
        f"{text} ",
        f"+{text}",
        f"0{text}",
        f"{text[:1]}_{text[1:]}",
        digits,
        f"{text}.0",
        f"-{text}",
    ]


def _number(text: str) -> list[str]:
    parts = [f"{text.partition('.')[0]}{part}" for part in (".4", ".6", ".999")]
    return [*_whole(text), *parts, f"{text}e0", "1e50", "1e51", "NaN", "Infinity"]


def _date(text: str) -> list[str]:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = dt.date(1999, 1, 5)
    written = [day.strftime(form) for form in (*DATES, *LONG_DATES)]
    return [text, f" {text} ", *written, day.strftime("%d.%m.%Y"), day.strftime("%Y%m%d"), day.strftime("%Y/%m/%d")]


def _moment(text: str) -> list[str]:
    bare = text.removesuffix("Z")
    return [text, bare, f"{bare}+00:00", f"{bare}+02:00", bare.replace("T", " "), bare[:10], bare[:16], f" {text} "]


def _duration(text: str) -> list[str]:
    span = dt.timedelta(days=1, hours=2, minutes=3, seconds=4)
    forms = [duration_string(span), duration_iso_string(span), "1 day, 2:03:04", "1 days 02:03:04", "3 days", "93784"]
    return [text, f" {text}", text.lower(), *forms, "45:00", "1.5", "PT0,5H", "-PT5M", "P1W", "P1Y", "P0D", "0"]


def _uuid(text: str) -> list[str]:
    return [*_same(text), text.replace("-", ""), f"{{{text}}}", f"urn:uuid:{text}", text[:-1]]


#: type to the spellings of a value.
SPELLINGS: Mapping[str, Callable[[str], list[str]]] = {
    "text": _same,
    "choice": _same,
    "boolean": _boolean,
    "form-boolean": _form_boolean,
    "integer": _number,
    "number": _number,
    "related": _whole,
    "date": _date,
    "date-time": _moment,
    "duration": _duration,
    "uuid": _uuid,
}
