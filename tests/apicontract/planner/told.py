"""
Requests that do not depend on chance, and what they cover, in short.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from apicontract.planner.candidates import fixed_candidates

if TYPE_CHECKING:
    from apicontract.diagnosis.operators import Misreading
    from apicontract.diagnosis.records import KnownRecords
    from apicontract.planner.combiner import Candidate


def line(candidate: Candidate) -> str:
    """
    Return a request in one line.
    """
    probe = candidate.probe
    query = f"?{urlencode(probe.query)}" if probe.query else ""
    headers = "".join(f" {name}: {value}" for name, value in probe.headers)
    return f"{probe.method} {probe.path}{query}{headers}".removeprefix("GET ")


#: Operators of requests whose answers are not predicted, and how they are told here.
_SHORT = {
    "a record is answered otherwise": "detail",
    "a refusal is answered otherwise": "refusal",
    "a request for a representation is answered otherwise": "form",
    "a method is answered otherwise": "method",
    "a path with another ending is answered otherwise": "slash",
    "a list is answered otherwise": "list",
    "the root is answered otherwise": "root",
    "a singleton is answered otherwise": "singleton",
    "halves do not make the whole": "half",
    "a search is answered otherwise": "search",
    "a long text fails": "long",
    "of two values the first counts": "two values",
    "a promise is broken that is asked for by itself": "check",
}


def told(misreadings: frozenset[Misreading]) -> set[str]:
    """
    Return those of misreadings that are not predicted, in short.
    """
    return {
        f"{_SHORT[each.operator]}: {each.element}".removesuffix(": ") for each in misreadings if each.operator in _SHORT
    }


def asked(known: KnownRecords, *beginnings: str) -> list[tuple[str, set[str]]]:
    """
    Return the requests that cover a misreading of such a beginning, and all of those that these cover.
    """
    found = ((line(each), told(each.misreadings)) for each in fixed_candidates(known))
    return [one for one in found if any(each.startswith(beginnings) for each in one[1])]
