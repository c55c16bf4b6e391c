"""
How much of each concern a run rules out.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from readings import asking, misread

from apicontract.contract.exchange import Exchange
from apicontract.contract.model import Level
from apicontract.contract.violation import Violation
from apicontract.planner.strength import Strength, strengths

_SEARCH, _OFFSET, _LATE = map(misread, ("search has no effect", "offset has no effect", "a page begins one row late"))
_ONE, _TWO = (Exchange("GET", f"https://library.example/v1/books/?{query}", 200) for query in ("a=1", "b=2"))


def _run(*answered: Exchange) -> Any:
    one, two = asking("a=1"), asking("b=2")
    planner = SimpleNamespace(
        resource="books",
        refutable={one: {_SEARCH, _OFFSET}, two: {_OFFSET}, asking("never"): {_LATE}},
        possible={_SEARCH, _OFFSET, _LATE},
    )
    other = SimpleNamespace(resource="others", refutable={}, possible={_OFFSET})
    probes = {id(_ONE): one, id(_TWO): two}
    return SimpleNamespace(planners=[planner, other], evidence=SimpleNamespace(exchanges=list(answered), probes=probes))


@pytest.mark.parametrize(
    ("answered", "broken", "expected"),
    [
        ((_ONE, _TWO), (), {"search": Strength(1, 1), "pagination": Strength(1, 3)}),
        ((_TWO,), (), {"search": Strength(0, 1), "pagination": Strength(1, 3)}),
        ((_ONE, _TWO), (_ONE,), {"search": Strength(0, 1), "pagination": Strength(1, 3)}),
        ((_ONE, _TWO), (_ONE, _TWO), {"search": Strength(0, 1), "pagination": Strength(0, 3)}),
        ((), (), {"search": Strength(0, 1), "pagination": Strength(0, 3)}),
    ],
)
def test_what_is_ruled_out(
    answered: tuple[Exchange, ...], broken: tuple[Exchange, ...], expected: dict[str, Strength]
) -> None:
    """
    Each answer rules out what it may refute, once for each resource, unless it breaks a promise itself.
    """
    violations = [Violation("sorted", Level.VIOLATION, "/", "wrong", exchanges=(each,)) for each in broken]

    assert expected == strengths(_run(*answered), violations)


@pytest.mark.parametrize(("strength", "percent"), [(Strength(1, 4), 25), (Strength(0, 4), 0), (Strength(0, 0), 100)])
def test_the_share(strength: Strength, percent: float) -> None:
    """
    It is told in percent, all where nothing is possible.
    """
    assert percent == strength.percent
    assert f"{strength.ruled_out} of {strength.possible} misreadings ruled out" == str(strength)
