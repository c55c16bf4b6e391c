"""
One request, answered with the token and without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Json, Record
    from apicontract.contract.paging import Paging

#: What a difference is: one of these a contract may declare, `wrong` none.
STATUS, PERSONAL, HIDDEN, WRONG = "status", "personal", "hidden", "wrong"


@dataclass(frozen=True, slots=True)
class Listing:
    """
    How a list is asked for and read.

    Attributes:
        resource: its name.
        path: where it stands.
        query: the parameters of its request.
        paging: how its answer is wrapped.
        key: what identifies a row, None where nothing does.
        place: where the record of a row stands, "" where that is not known.
    """

    resource: str
    path: str
    query: tuple[tuple[str, str], ...]
    paging: Paging
    key: Callable[[Record], Json]
    place: Callable[[Record], str]


@dataclass(frozen=True, slots=True)
class Pair:
    """
    One request, answered with the token and without it.

    Attributes:
        listing: to which list it belongs.
        part: "list" or "record".
        signed, anonymous: the answers.
    """

    listing: Listing
    part: str
    signed: Exchange
    anonymous: Exchange


@dataclass(frozen=True, slots=True)
class Disparity:
    """
    One way in which the answer without the token is not that with it.

    Attributes:
        kind: `STATUS`, `PERSONAL`, `HIDDEN` or `WRONG`.
        subject: the status, the dotted path of a field, or "".
        message: the difference, in one sentence.
        place: JSON pointer in the body, or "status".
        signed, anonymous: what stands there with the token, and without it.
        pair: the answers.
    """

    kind: str
    subject: str
    message: str
    place: str
    signed: Json
    anonymous: Json
    pair: Pair
