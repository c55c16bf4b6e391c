"""
How much misreadings weigh.
"""

from __future__ import annotations

from itertools import permutations

import pytest

from apicontract.diagnosis.operators import Misreading
from apicontract.planner.priors import Priors, learnt

_SHARES = {"other": 0.001, "offset has no effect/all": 0.04, "a filter has no effect/one": 0.06}
_OFFSET = Misreading("offset has no effect")
_ONE, _TWO, _THREE = (Misreading("a filter has no effect", "one", name) for name in ("a", "b", "c"))
_KIND = Misreading("a filter has no effect", "kind", "text")


@pytest.mark.parametrize(
    ("possible", "misreading", "expected"),
    [
        ([_OFFSET], _OFFSET, 4),
        ([_OFFSET, _ONE], _ONE, 6),
        ([_ONE, _TWO, _THREE], _ONE, 2),
        ([_ONE, _TWO, _THREE, _ONE], _TWO, 2),
        ([_ONE, _KIND], _ONE, 6),
        ([_ONE, _KIND], _KIND, 0.1),
        ([], _OFFSET, 4),
        ([], Misreading("nobody knows"), 0.1),
    ],
)
def test_a_share_is_parted(possible: list[Misreading], misreading: Misreading, expected: float) -> None:
    """
    What is learnt of an operator and a scope, in percent, is parted among the elements; of all else little is known.
    """
    priors = Priors(possible, _SHARES)

    assert [pytest.approx(expected)] * 2 == [priors.of(misreading), priors.of(misreading)]


def test_several_weigh_as_much_as_each() -> None:
    """
    The weights of several are added up.
    """
    assert pytest.approx(10) == Priors([_OFFSET, _ONE], _SHARES).total([_OFFSET, _ONE])
    assert 0 == Priors([], _SHARES).total([])


def test_the_order_of_misreadings_does_not_matter() -> None:
    """
    They are worth the same in any order, so a seed gives the same requests in every process.
    """
    shares = {"other": 0.1, "offset has no effect/all": 0.3, "a filter has no effect/one": 0.7}
    priors = Priors([_OFFSET, _ONE, _TWO, _THREE], shares)

    assert 1 == len({priors.total(each) for each in permutations([_OFFSET, _ONE, _TWO, _THREE, _KIND])})


def test_what_is_learnt_is_used() -> None:
    """
    Without other shares, those of the package count.
    """
    kind, share = max((each for each in learnt().items() if each[0] != "other"), key=lambda each: each[1])
    operator, _, scope = kind.rpartition("/")

    assert pytest.approx(100 * share) == Priors([]).of(Misreading(operator, scope, "x"))
    assert 100 * learnt()["other"] == Priors([]).of(Misreading("nobody knows"))
