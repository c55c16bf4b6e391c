"""
The representations in which an answer can be had: one record for each (`rest_framework.renderers`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Representation:
    """
    A representation of an answer.

    Attributes:
        name: key of `REPRESENTATIONS`, and the value of the `format` parameter that asks for it.
        media_type: what an `Accept` header is compared with.
        sentence: what it is, for people.
    """

    name: str
    media_type: str
    sentence: str


#: name to representation, in the order of preference.
REPRESENTATIONS: Mapping[str, Representation] = {
    each.name: each
    for each in (
        Representation("json", "application/json", "JSON without blanks"),
        Representation("api", "text/html", "a page for people that shows the JSON"),
    )
}
