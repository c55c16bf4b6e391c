"""
How a service of the tests refuses what it does not read: a sentence for each parameter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SORTED = ("name", "year", "released")
#: Name of a parameter to what its texts look like, and the sentence by which others are refused.
_READ = {
    "year__lt": (r"[\d.]+", "Enter a number."),
    "released_after": (r"\d{4}-\d\d-\d\d", "Enter a valid date."),
    "released_before": (r"\d{4}-\d\d-\d\d", "Enter a valid date."),
    "colour": ("red|green|blue|amber", "Select a valid choice. {} is not one of the available choices."),
    "name": (r"[^\0]*", "Null characters are not allowed."),
    "summary": (r"[^\0]*", "Null characters are not allowed."),
}


def named_refusals(query: Mapping[str, str]) -> dict[str, list[str]]:
    """
    Return a sentence for each parameter whose text is not read, and for a term that does not sort.
    """
    unread = {name: text for name, text in query.items() if name in _READ and not re.fullmatch(_READ[name][0], text)}
    terms = [each.lstrip("-") for each in query.get("order", "").split(",") if each]
    strange = [each for each in terms if each not in _SORTED]
    refused = {name: [_READ[name][1].format(text)] for name, text in unread.items()}
    choice = "Select a valid choice. {} is not one of the available choices."
    return refused | ({"order": [choice.format(strange[0])]} if strange else {})
