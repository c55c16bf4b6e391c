"""
Shares are learnt by which the explanations of wrong servers are likeliest.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from apicontract.diagnosis.operators import Misreading
from fitting.learning import explained, kinds_of, shares_of

if TYPE_CHECKING:
    from fitting.asking import Pool

_ONE, _OTHER = Misreading("a filter has no effect", "one", "a"), Misreading("a filter has no effect", "one", "b")
_ALL = Misreading("search has no effect")


def _pool(refutable: list[set[Misreading]], *shown: set[int]) -> Pool:
    return cast("Pool", SimpleNamespace(refutable=[frozenset(each) for each in refutable], shown=shown))


def test_what_shows_a_server_and_nothing_else_explains_it() -> None:
    """
    A kind whose requests are those that show a server explains it whole; of several elements each has its part.
    """
    (whole,) = explained(_pool([{_ALL}, {_ONE}, {_OTHER}], {0}))
    (part,) = explained(_pool([{_ALL}, {_ONE}, {_OTHER}], {1}))

    assert {"search has no effect/all": 1.0} == whole
    assert {"a filter has no effect/one": 0.5} == part


@pytest.mark.parametrize(
    ("refutable", "shown"),
    [([{_ALL}, {_ALL}], {0}), ([{_ALL}, set()], {0, 1})],
    ids=["a request of its own does not show it", "another request shows it, too"],
)
def test_what_fits_less_explains_less(refutable: list[set[Misreading]], shown: set[int]) -> None:
    """
    Each request that tells the kind and the server apart makes it less likely.
    """
    (found,) = explained(_pool(refutable, shown))

    assert 0 < found["search has no effect/all"] < 0.5


def test_a_request_of_its_own_that_does_not_show_it_weighs_more() -> None:
    """
    A server may be wrong in more than one thing, but not right where it should be wrong.
    """
    (missing,) = explained(_pool([{_ALL}, {_ALL}], {0}))
    (more,) = explained(_pool([{_ALL}, set()], {0, 1}))

    assert missing["search has no effect/all"] < more["search has no effect/all"]


def test_what_shows_nothing_explains_nothing() -> None:
    """
    No request of the kind shows the server.
    """
    assert [{}] == list(explained(_pool([{_ALL}, set()], {1})))


def test_what_explains_more_servers_has_more() -> None:
    """
    A server that two kinds explain counts for the one that explains others, too.
    """
    shares = shares_of([{"a": 1.0}, {"a": 1.0}, {"a": 1.0, "b": 1.0}], [1, 1, 1], [{"a", "b"}] * 3)

    assert shares["a"] > 2 * shares["b"] > 0


def test_a_server_that_counts_nothing_teaches_nothing() -> None:
    """
    Neither does one that nothing explains well.
    """
    found = [{"a": 1.0}, {"b": 1.0}]
    shares = shares_of(found, [1, 0], [{"a", "b"}] * 2)

    assert shares["a"] > shares["b"]


def test_a_share_is_one_of_the_servers_that_could_misread_so() -> None:
    """
    What few lists can be misread by is as likely there as what all can is everywhere.
    """
    found = [{"a": 1.0}] * 5 + [{"b": 1.0}] * 5
    shares = shares_of(found, [1] * 10, [{"a"}] * 5 + [{"a", "b"}] * 5)

    assert shares["b"] > 1.5 * shares["a"]


def test_nothing_is_learnt_of_nothing() -> None:
    """
    Another kind has the share of the middle one, and all if there is none.
    """
    assert {"other": 1.0} == shares_of([], [], [])
    assert shares_of([{"a": 1.0}] * 50, [1] * 50, [{"a", "b", "c"}] * 50)["other"] < 0.1


def test_kinds_are_those_of_the_requests() -> None:
    """
    Elements of one kind are told together.
    """
    assert {"a filter has no effect/one", "search has no effect/all"} == kinds_of(_pool([{_ALL, _ONE}, {_OTHER}]))
