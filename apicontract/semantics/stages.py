"""
The way from a request to its right answer, as a record of functions.

Each stage decides one thing, so that a misreading of the contract is this record with one stage replaced.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api, Field, Record
    from apicontract.semantics.conditions import Condition
    from apicontract.semantics.prediction import PredictedLinks, Prediction
    from apicontract.semantics.request import ParsedRequest
    from apicontract.semantics.routes import Route

#: Entity to all its records, in natural order; an entity that is not there is unknown.
Tables: TypeAlias = "Mapping[str, Sequence[Record]]"


@dataclass(frozen=True, slots=True)
class Semantics:
    """
    A reading of a contract.

    Attributes:
        route: path, still percent-encoded, to what it leads to.
        parse: request of an exchange, and where it leads, to what it asks for.
        filter: whether a record satisfies a condition; None if that cannot be told.
        search: whether a record contains all terms in some of the fields; None if that cannot be told.
        order: selected records to the same in the order asked, those that tie together; None if not known.
        window: limit, offset and count to the places of the rows that a page holds.
        links: of a page; None where nobody but the service can tell.
        respond: all of these to the answer.
    """

    route: Callable[[Api, str], Route]
    parse: Callable[[Api, Exchange, Route], ParsedRequest]
    filter: Callable[[Condition, Record], bool | None]
    search: Callable[[Sequence[Field], Record, Sequence[str]], bool | None]
    order: Callable[[Api, ParsedRequest, Sequence[Record]], Sequence[Sequence[Record]] | None]
    window: Callable[[int, int, int], range]
    links: Callable[[Api, ParsedRequest, int], PredictedLinks | None]
    respond: Callable[[Semantics, Api, ParsedRequest, Tables], Prediction]
