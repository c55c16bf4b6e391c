"""
What changes while a mock runs.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from apicontract.contract.errors import UnknownName
from mockserver.control.failures import Failure, Match
from mockserver.control.state import Built, Edit, State


def trigger(state: State, path: str = "/v1/things/") -> list[str]:
    """
    Return the kinds of failures that happen to a request.
    """
    return [each.kind for each in state.trigger("GET", path, (), ())]


def test_times_are_used_up() -> None:
    """
    A failure for two requests happens to two.
    """
    state = State()
    state.schedule(Failure("close", times=2))

    assert [["close"], ["close"], []] == [trigger(state) for _ in range(3)]


def test_times_are_exact_with_threads() -> None:
    """
    However many threads ask at once, five times are five.
    """
    state = State()
    state.schedule(Failure("close", times=5))
    with ThreadPoolExecutor(8) as pool:
        triggered = list(pool.map(lambda _: len(trigger(state)), range(200)))

    assert 5 == sum(triggered)


def test_other_requests_use_nothing_up() -> None:
    """
    A request that is not meant does not use a time up.
    """
    state = State()
    state.schedule(Failure("close", Match(path="/v1/things/"), times=1))

    assert [[], ["close"]] == [trigger(state, "/v1/makers/"), trigger(state)]


def test_rate_is_a_likelihood() -> None:
    """
    A rate of a tenth strikes about a tenth, and the same requests in every run.
    """
    runs = []
    for _ in range(2):
        state = State()
        state.schedule(Failure("close", rate=0.1))
        runs.append([len(trigger(state)) for _ in range(1000)])

    assert 60 < sum(runs[0]) < 140
    assert runs[0] == runs[1]


def test_disarm() -> None:
    """
    A failure that was taken back does not happen; taking it back twice is an error.
    """
    state = State()
    number = state.schedule(Failure("close"))
    state.cancel(number)

    assert [] == trigger(state)
    with pytest.raises(UnknownName, match="unknown failure '1'"):
        state.cancel(number)


def test_reset() -> None:
    """
    A reset leaves nothing armed, switched on or edited, and says that the world must be rebuilt.
    """
    state = State()
    state.schedule(Failure("close"))
    state.switch(["a", "b"])
    state.edit(Edit("things", {"id": 1}))
    before = state.version
    state.reset()

    assert ([], (), ()) == (state.pending, state.faults, state.edits)
    assert state.version > before


def test_luck_is_of_its_own() -> None:
    """
    Random numbers that are used outside the lock are not those of the state, and the same in every run.
    """
    runs = [
        [(own_random := state.own_random()).random(), own_random is state.random_source] for state in (State(), State())
    ]

    assert runs[0] == runs[1]
    assert runs[0][1] is False


def test_notice_is_said_once_in_the_journal() -> None:
    """
    A notice is told to the journal once, and stays in the state until a reset.
    """
    state = State()
    state.notify("gone")
    told = (state.unsaid(), state.unsaid(), tuple(state.notices))
    state.reset()

    assert (("gone",), (), ("gone",)) == told
    assert ((), ()) == (state.unsaid(), tuple(state.notices))


def test_disarmed_and_spent_failures_weigh_nothing() -> None:
    """
    What is taken back or used up frees what it took; edits free theirs when they are dropped.
    """
    state = State()
    empty = state.weight
    assert 10_000 == empty - state.journal.weight - state.window.weight
    number = state.schedule(Failure("status", body="x" * 1_000))
    state.schedule(Failure("close", times=1))
    state.edit(Edit("things", {"name": "x" * 1_000}))
    full = state.weight
    state.cancel(number)
    trigger(state)
    state.retain(())

    assert full > empty + 2_000
    assert empty == state.weight


def test_what_answers_weighs_with_the_state() -> None:
    """
    A state weighs as much as its records and what it remembers, and nothing for them before it has any.
    """
    state, mock = State(), SimpleNamespace(pipeline=SimpleNamespace(memory=SimpleNamespace(weight=30, clear=list)))
    empty = state.weight
    assert 10_000 == empty - state.journal.weight - state.window.weight
    state.built = Built((0, 0), mock, 500)  # type: ignore[arg-type]
    full = state.weight
    state.built = Built((0, 0), mock)  # type: ignore[arg-type]

    assert (empty + 530, empty + 30) == (full, state.weight)
    state.give_up(0)
    assert empty == state.weight
