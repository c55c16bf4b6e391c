"""
The response header that says what a client may have meant, for those who look at answers and not at the mock.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mockserver.http.answer import Answer

#: The header; a name of the mock's own, since the service has none such.
HINT_HEADER = "X-Mock-Hint"
#: Where the hints of a request stand in its WSGI environment, whether or not the header is sent.
HINTS_KEY = "apicontract.hints"
#: Characters of the value: proxies and servers refuse long headers, and a line of a terminal has about as many.
_LONGEST = 300


def hint_value(hints: Sequence[str]) -> str:
    """
    Return hints as one value of a header: printable ASCII (RFC 9110, 5.5), what is none escaped, cut if long.
    """
    text = " | ".join(hints).encode("unicode_escape").decode()
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def with_hints(answer: Answer, hints: Sequence[str]) -> Answer:
    """
    Return an answer with the hints in its header, which a page of another origin may read if it may read the answer.
    """
    if not hints:
        return answer
    opened = answer.header("Access-Control-Allow-Origin") is not None
    exposed = (("Access-Control-Expose-Headers", HINT_HEADER),) if opened else ()
    return replace(answer, headers=(*answer.headers, (HINT_HEADER, hint_value(hints)), *exposed))
