"""
How likely each misreading is: what a request is worth that would refute it.

The figures are shares of wrong servers, learnt (`tests/fitting`): how many of those known were explained by a
misreading of that operator and scope. Where it may be of any of several elements, each has its part.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from math import fsum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from apicontract.diagnosis.operators import Misreading

_FILE = Path(__file__).with_name("priors.json")


@cache
def learnt() -> Mapping[str, float]:
    """
    Return `operator/scope` to the share of wrong servers that misread so.
    """
    shares: Mapping[str, float] = json.loads(_FILE.read_text(encoding="utf-8"))["shares"]
    return shares


def share_of(operator: str, scope: str) -> float:
    """
    Return the share of wrong servers that misread so, one by one and by kinds.
    """
    return learnt().get(f"{operator}/{scope}", learnt()["other"])


class Priors:
    """
    What each misreading weighs, by how many like it there may be.

    Args:
        possible: the misreadings that requests of this contract can refute.
        shares: `operator/scope` to a share; what is learnt unless given.
    """

    def __init__(self, possible: Iterable[Misreading], shares: Mapping[str, float] | None = None) -> None:
        self._shares = learnt() if shares is None else shares
        self._elements = Counter((each.operator, each.scope) for each in set(possible))
        self._known: dict[Misreading, float] = {}

    def of(self, misreading: Misreading) -> float:
        """
        Return the weight of a misreading, in percent of all wrong servers.
        """
        if misreading not in self._known:
            kind = misreading[:2]
            share = self._shares.get("/".join(kind), self._shares["other"])
            self._known[misreading] = 100 * share / max(self._elements[kind], 1)
        return self._known[misreading]

    def total(self, misreadings: Iterable[Misreading]) -> float:
        """
        Return the weight of several misreadings, to the last digit the same in whatever order they come.
        """
        return fsum(map(self.of, misreadings))
