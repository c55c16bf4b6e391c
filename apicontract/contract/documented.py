"""
The text above the answer of a browsable page -> the names that it lists.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_MAXIMUM = re.compile(r"\(max\.? (\d+)\)")
#: What a line of documentation lists, told by its heading and its label.
_LISTS: tuple[tuple[str, str, str], ...] = (
    ("modes", r"mode|detail|level", r"mode|detail|level|choice"),
    ("parameters", r"filter", r"parameter|filter|^fields?$"),
    ("search", r"filter|search", r"search"),
    ("ordering", r"order|sort", r"field|order|sort"),
)


@dataclass
class Documented:
    """
    What the documentation above a page lists.
    """

    modes: list[str] = field(default_factory=list)
    parameters: list[str] = field(default_factory=list)
    search: list[str] = field(default_factory=list)
    ordering: list[str] = field(default_factory=list)
    maximum: int | None = None


def listed_in(sections: Iterable[tuple[str, Iterable[tuple[str, str]]]]) -> Documented:
    """
    Return what sections of documentation list: a heading each, with lines of a label and a text.
    """
    found = Documented()
    for heading, lines in sections:
        for label, text in lines:
            maximum = _MAXIMUM.search(f"{label} {text}")
            if maximum:
                found.maximum = int(maximum.group(1))
            name = _kind(heading, label) if text else None
            if name:
                setattr(found, name, [each.strip() for each in text.split(",") if each.strip()])
    return found


def _kind(heading: str, label: str) -> str | None:
    for name, above, beside in _LISTS:
        if re.search(above, heading, re.IGNORECASE) and re.search(beside, label, re.IGNORECASE):
            if name == "parameters" and re.search("search", label, re.IGNORECASE):
                continue
            return name
    return None
