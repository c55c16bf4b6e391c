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
    Return kind of misreading to the share of wrong servers that misread so.
    """
    shares: Mapping[str, float] = json.loads(_FILE.read_text(encoding="utf-8"))["shares"]
    return shares


def kind_of(misreading: Misreading) -> str:
    """
    Return what is learnt of a misreading together with others: those of one element of a contract are alike.
    """
    return "/".join(misreading if misreading.scope == "kind" else misreading[:2])


def share_of(kind: str) -> float:
    """
    Return the share of wrong servers that misread so.
    """
    return learnt().get(kind, learnt()["other"])


class Priors:
    """
    What each misreading weighs, by how many like it there may be.

    Args:
        possible: the misreadings that requests of this contract can refute.
        shares: kind of misreading to a share; what is learnt unless given.
    """

    def __init__(self, possible: Iterable[Misreading], shares: Mapping[str, float] | None = None) -> None:
        self._shares = learnt() if shares is None else shares
        self._alike = Counter(map(kind_of, set(possible)))
        self._known: dict[Misreading, float] = {}

    def of(self, misreading: Misreading) -> float:
        """
        Return the weight of a misreading, in percent of all wrong servers.
        """
        if misreading not in self._known:
            kind = kind_of(misreading)
            share = self._shares.get(kind, self._shares["other"])
            self._known[misreading] = 100 * share / max(self._alike[kind], 1)
        return self._known[misreading]

    def total(self, misreadings: Iterable[Misreading]) -> float:
        """
        Return the weight of several misreadings, to the last digit the same in whatever order they come.
        """
        return fsum(map(self.of, misreadings))
