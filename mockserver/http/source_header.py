"""
The response header that says from where an answer of a mock with an upstream comes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mockserver.http.answer import Answer

#: The header; a name of the mock's own, since the service has none such.
SOURCE_HEADER = "X-Mock-Source"
#: Where the value of the header stands in the WSGI environment of a request, whether or not the header is sent.
SOURCE_KEY = "apicontract.source"


@dataclass(frozen=True, slots=True)
class AnswerSource:
    """
    From where an answer comes.

    Attributes:
        kind: "upstream", "recorded" or "grown".
        received: of a recorded answer, when the upstream gave it, in seconds since the epoch.
        until: until when the same request is answered likewise, by the clock that nobody sets.
    """

    kind: str
    received: float = 0.0
    until: float = inf

    def value(self, now: float) -> str:
        """
        Return the value of the header at a moment.
        """
        return f"recorded; age={max(int(now - self.received), 0)}" if self.kind == "recorded" else self.kind


def with_source(answer: Answer, value: str) -> Answer:
    """
    Return an answer that says from where it comes, to a page of another origin too if that may read the answer.
    """
    opened = answer.header("Access-Control-Allow-Origin") is not None
    exposed = (("Access-Control-Expose-Headers", SOURCE_HEADER),) if opened else ()
    return replace(answer, headers=(*answer.headers, (SOURCE_HEADER, value), *exposed))
