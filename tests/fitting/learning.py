"""
From the requests that show a wrong server to the shares of misreadings that explain it.

A server is explained by a misreading as well as the requests agree that show the one and the other. The shares are
those under which all explanations together are likeliest (expectation and maximisation): each server counts as much as
it is said to, divided among what explains it by the shares of now.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from math import exp
from statistics import median
from typing import TYPE_CHECKING, TypeAlias

from apicontract.planner.priors import kind_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from apicontract.diagnosis.operators import Misreading
    from fitting.asking import Pool

#: Kind of misreading to how well it explains a server.
Explained: TypeAlias = "Mapping[str, float]"
#: How fast an explanation fades with the share of its own requests that do not show the server, and with the share of
#: the requests that show the server and are none of its own. The first weighs more: a server is seldom wrong in one
#: thing alone, and what it would show everywhere and does not is ruled out.
_NOT_SHOWN, _NOT_OWN = 8.0, 3.0
#: Rounds of expectation and maximisation; the shares hardly move any more.
_ROUNDS = 40
#: How well a server is explained by none of the kinds: what these explain worse teaches little.
_UNEXPLAINED = 1e-4
#: What all kinds that no server is explained by count together, in servers.
_UNSEEN = 2.5


def explained(pool: Pool) -> Iterator[Explained]:
    """
    Yield, for each server of a pool, what explains it.
    """
    own: dict[Misreading, set[int]] = defaultdict(set)
    for number, told in enumerate(pool.refutable):
        for each in told:
            own[each].add(number)
    alike = Counter(map(kind_of, own))
    for shown in pool.shown:
        found: dict[str, float] = defaultdict(float)
        for misreading, numbers in own.items():
            if both := len(numbers & shown):
                kind = kind_of(misreading)
                fit = exp(-_NOT_SHOWN * (1 - both / len(numbers)) - _NOT_OWN * (1 - both / len(shown)))
                found[kind] += fit / alike[kind]
        yield found


def shares_of(
    found: Sequence[Explained], counts: Sequence[float], possible: Sequence[Collection[str]]
) -> dict[str, float]:
    """
    Return the share of each kind of misreading among the servers that could misread so, and of any "other".

    Args:
        found: by server, what explains it.
        counts: by server, how much it counts.
        possible: by server, the kinds of misreadings that requests for its list can refute.
    """
    exposed: dict[str, float] = defaultdict(float)
    for kinds, count in zip(possible, counts, strict=True):
        for kind in kinds:
            exposed[kind] += count
    shares = dict.fromkeys(sorted(exposed), 1 / max(len(exposed), 1))
    for _ in range(_ROUNDS):
        sums = dict.fromkeys(shares, _UNSEEN / max(len(shares), 1))
        for each, count in zip(found, counts, strict=True):
            whole = _UNEXPLAINED + sum(shares[kind] * fit for kind, fit in each.items())
            for kind, fit in each.items():
                sums[kind] += count * shares[kind] * fit / whole
        shares = {kind: number / max(exposed[kind], 1) for kind, number in sums.items()}
    return shares | {"other": median(shares.values()) if shares else 1.0}


def kinds_of(pool: Pool) -> frozenset[str]:
    """
    Return the kinds of misreadings that requests for a list can refute.
    """
    return frozenset(kind_of(each) for told in pool.refutable for each in told)
