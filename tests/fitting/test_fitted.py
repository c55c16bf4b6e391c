"""
Shares are learnt by which the explanations of wrong servers are likeliest.
"""

from __future__ import annotations

import pytest

from fitting.__main__ import fitted

_SURE, _DOUBT = ["a/all"], ["a/all", "b/one"]


def test_what_explains_more_servers_has_more() -> None:
    """
    A server that two kinds explain counts for the one that explains others, too.
    """
    shares = fitted([_SURE, _SURE, _SURE, _DOUBT])

    assert shares["a/all"] > 0.9
    assert 0 < shares["b/one"] < 0.1


def test_shares_are_parts_of_a_whole() -> None:
    """
    All kinds together make one; of what nobody is explained by, a fraction of a server is left.
    """
    shares = fitted([_SURE, _DOUBT, ["c/kind"], []])
    other = shares.pop("other")

    assert pytest.approx(1) == sum(shares.values())
    assert pytest.approx(0.25 / 3) == other


@pytest.mark.parametrize(("found", "expected"), [([["a"], ["b"]], (0.5, 0.5)), ([["a", "b"]] * 4, (0.5, 0.5))])
def test_kinds_that_explain_as_much_weigh_as_much(found: list[list[str]], expected: tuple[float, float]) -> None:
    """
    Of two that nothing tells apart each has half, in whatever order they come.
    """
    shares = fitted(found)

    assert pytest.approx(expected) == (shares["a"], shares["b"])
    assert pytest.approx(shares) == fitted([each[::-1] for each in found[::-1]])


def test_a_kind_is_never_lost() -> None:
    """
    What explains servers only beside something likelier keeps a share above nothing.
    """
    assert fitted([_SURE] * 50 + [_DOUBT])["b/one"] > 0


def test_nothing_is_learnt_of_nothing() -> None:
    """
    Without explanations there is only the rest.
    """
    assert {"other": 0.25} == fitted([]) == fitted([[], []])
