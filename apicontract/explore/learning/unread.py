"""
What of a request a server does not read: the form that it asks for, and who asks.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from apicontract.explore.learning.pages import list_in

if TYPE_CHECKING:
    from apicontract.contract.paging import Pairs
    from apicontract.explore.learning.asking import Asker
    from apicontract.explore.learning.pages import ListAnswer

#: A form that no list of records has, and a header that begins as one with a token and has none.
_NO_FORM, _NO_FORMAT, _NO_TOKEN = ("Accept", "image/png"), ("format", "xyz"), ("Authorization", "Token")


def learn_unread(asker: Asker, path: str, first: ListAnswer) -> dict[str, str]:
    """
    Return the settings of what is not read, as `behaviour` has them; where it is read, what is usual holds.

    Args:
        asker: sends; who is signed in sends no other token.
        path: of a list.
        first: what it answers.
    """

    def alike(query: Pairs, headers: Pairs, purpose: str) -> bool:
        exchange = asker.aside(path, query, headers, purpose)
        answer = list_in(exchange) if exchange is not None and exchange.status == HTTPStatus.OK else None
        return answer is not None and len(answer.rows) == len(first.rows)

    found = {}
    if alike((), (_NO_FORM,), "a form that there is not") and alike((_NO_FORMAT,), (), "a format that there is not"):
        found["negotiation"] = "fixed"
    if not asker.client.signed_in and alike((), (_NO_TOKEN,), "a header without its token"):
        found["authorization"] = "ignored"
    return found
