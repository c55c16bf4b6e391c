"""
What is answered, as values.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from apicontract.contract.model import Json

#: Header names and values in the order sent.
Headers: TypeAlias = "tuple[tuple[str, str], ...]"


@dataclass(frozen=True, slots=True)
class Answer:
    """
    One answer as it leaves.

    Attributes:
        status: HTTP status code.
        headers: in the order sent.
        body: as sent.
        remembered: whether the same request had it before, and will have it again as long as nothing is changed.
        key: under which the memory of what answers has it; empty for an answer that it has not.
    """

    status: int
    headers: Headers
    body: bytes
    remembered: bool = field(default=False, compare=False)
    key: tuple[Any, ...] = field(default=(), compare=False)

    def header(self, name: str) -> str | None:
        """
        Return the value of a header, or None.
        """
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class Draft:
    """
    An answer before it takes the form that the client accepts.

    Attributes:
        status: HTTP status code.
        body: compact JSON, links filled in.
        headers: those that this answer alone has.
        lasting: whether the same request will get the same answer again, so that it may be remembered.
    """

    status: int
    body: bytes
    headers: Headers = ()
    lasting: bool = True


def compact(value: Json) -> bytes:
    """
    Write JSON as the framework sends it: compact, UTF-8, only what must be escaped.

    (`rest_framework.renderers.JSONRenderer`).
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # JSON in a script must not end a line (DRF does the same).
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").encode()
