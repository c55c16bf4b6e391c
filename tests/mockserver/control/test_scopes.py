"""
The scopes of a mock: their names, their number, and the one budget of bytes that they share.
"""

from __future__ import annotations

import tracemalloc

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.errors import UsageError
from apicontract.contract.exchange import Exchange
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from mockserver.app import create_app
from mockserver.control.failures import Failure
from mockserver.control.mock import Mock
from mockserver.control.mock_server import MockServer
from mockserver.control.rehearsal import rehearse
from mockserver.control.scopes import Scopes, scope_name
from mockserver.control.state import Edit, State
from mockserver.engine.pipeline import standard
from mockserver.engine.site import Site
from mockserver.http.request import SCOPE_HEADER, Request

API = load_api()
WORLD = generate(API, recordings_of(API), records="recorded")
LIST = "/2.3.0/spacecraft/"


def live(most: int = 256, most_bytes: int = 64_000_000) -> tuple[MockServer, list[str]]:
    """
    Return a mock of the recorded rows, and what it says on the terminal.
    """
    said: list[str] = []
    scopes = Scopes(State, most, most_bytes, said.append)
    return MockServer(Mock(Site(API, WORLD), standard()), scopes, report=said.append), said


def ask(mock: MockServer, scope: str, query: str = "limit=1", path: str = LIST) -> int:
    """
    Ask for a list in a scope, and return the status.
    """
    return mock.respond(Request("GET", "http", "a.test", path, query, {SCOPE_HEADER.lower(): scope})).status


def fill(state: State, entries: int, size: int) -> None:
    """
    Write large answers into a journal.
    """
    for _ in range(entries):
        state.journal.add(Exchange("GET", "http://a.test/", 200, (), bytes(size)), 0.0, 0.0)


@pytest.mark.parametrize("name", ["a", "x" * 200, "tests/test_a.py::test_b[1-c d]", "~", "2f1c-uuid_4.x", "a@b:c/d+e"])
def test_name(name: str) -> None:
    """
    A name is 1 to 200 characters of printable ASCII.
    """
    assert name == scope_name(name)


@pytest.mark.parametrize(("size", "weighed"), [(100, False), (5_000, True)])
def test_a_little_growth_waits_to_be_weighed(size: int, *, weighed: bool) -> None:
    """
    Where nothing but the journal has grown, a scope is weighed when that is more than the slack.
    """
    mock, _ = live()
    state = mock.scopes.of("a")
    mock.scopes.enforce_budget("a", state)
    before = mock.scopes.weight
    fill(state, 1, size)
    mock.scopes.enforce_budget("a", state, 4_000)

    assert weighed is (mock.scopes.weight > before)
    mock.scopes.enforce_budget("a", state)
    assert mock.scopes.weight > before


NO_NAMES = ["", "x" * 201, "x" * 9_000, " a", "a ", "a,b", "a\tb", "\x7f", "é", "\u0112", "\ud800", "a\n"]


@pytest.mark.parametrize("name", NO_NAMES)
def test_no_name(name: str) -> None:
    """
    What is no name is refused in one line.
    """
    with pytest.raises(UsageError, match=r"\A[ -~]*; give 1 to 200 characters [ -~]*\Z"):
        scope_name(name)


@pytest.mark.parametrize("path", [LIST, "/__mock__/state", "/nowhere/"])
@pytest.mark.parametrize("name", ["", "x" * 201, "a,b", "é"])
def test_request_with_no_name(path: str, name: str) -> None:
    """
    A request whose scope has no name that can be kept is 400 and says why, wherever it goes.
    """
    answer = create_app(API, WORLD).test_client().get(path, headers={SCOPE_HEADER: name})

    assert 400 == answer.status_code
    assert "give 1 to 200 characters" in (answer.json or {})["detail"]


def test_refusal_of_a_name_is_open_to_pages() -> None:
    """
    A page of another origin can read why its scope was refused, as it can read every answer.
    """
    headers = {SCOPE_HEADER: "a,b", "Origin": "http://a.test"}

    assert "*" == create_app(API, WORLD).test_client().get(LIST, headers=headers).headers["Access-Control-Allow-Origin"]


def test_scopes_are_apart() -> None:
    """
    What is armed in one scope happens in no other.
    """
    scopes = Scopes()
    scopes.of("a").schedule(Failure("close"))

    assert [1, 0, 0] == [len(scopes.of(name).trigger("GET", "/", (), ())) for name in ("a", "b", "")]


def test_closed_scope_is_new() -> None:
    """
    A scope that was closed begins anew, and nothing is said of it.
    """
    scopes = Scopes()
    scopes.of("a").schedule(Failure("close"))
    scopes.close("a")

    assert ([], ()) == (scopes.of("a").pending, scopes.of("a").unsaid())


def test_number_of_scopes_is_bounded() -> None:
    """
    The scope used longest ago is dropped first, and that is said with what was in it.
    """
    mock, said = live(most=2)
    first = mock.scopes.of("a")
    mock.scopes.of("b").schedule(Failure("close"))
    for name in ("a", "c"):
        mock.scopes.of(name)

    assert first is mock.scopes.of("a")
    assert ["scope 'b' was dropped with 1 failures, 0 edits and 0 entries: more than 2 are in use"] == said
    assert tuple(said) == mock.scopes.notices()


def test_dropped_scope_learns_of_it() -> None:
    """
    A scope that was dropped and is named again is told so in its state, and in the first entry of its journal.
    """
    mock, said = live(most=2)
    mock.scopes.of("a").schedule(Failure("close"))
    for name in ("b", "c", "a"):
        ask(mock, name)
    state = mock.scopes.of("a")
    ask(mock, "a")

    assert said[0] == state.notices[0]
    assert [(said[0],), ()] == [entry.hints for entry in state.journal]


def test_scope_used_longest_ago_gives_up_first() -> None:
    """
    Beyond the budget the journal of the scope used longest ago is cut first, and what was armed in it stays.
    """
    mock, said = live(most_bytes=1_000_000)
    for name in ("old", "new"):
        state = mock.scopes.of(name)
        state.schedule(Failure("close"))
        fill(state, 6, 100_000)
        mock.scopes.enforce_budget(name, state)
    old, new = (mock.scopes.of(name) for name in ("old", "new"))

    assert (2, 6) == (len(old.journal), len(new.journal))
    assert (1, 1) == (len(old.pending), len(new.pending))
    assert [
        "the journal of scope 'old' lost its oldest entries: all scopes together take more than 1000000 bytes"
    ] == said
    assert said == [*old.notices]


def test_cut_is_said_once() -> None:
    """
    A journal that is cut with every request is not reported with every request.
    """
    mock, said = live(most_bytes=1_000_000)
    for _ in range(30):
        fill(mock.scopes.common, 1, 200_000)
        mock.scopes.enforce_budget("", mock.scopes.common)

    assert 1 == len(said)
    assert mock.scopes.weight <= 1_000_000


def test_scope_is_dropped_where_cutting_is_not_enough() -> None:
    """
    Where failures and edits alone exceed the budget, the scope used longest ago is dropped, and that is said.
    """
    mock, said = live(most_bytes=1_000_000)
    for number in range(4):
        state = mock.scopes.of(f"s{number}")
        state.schedule(Failure("status", body="x" * 400_000))
        mock.scopes.enforce_budget(f"s{number}", state)

    assert ["scope 's0' was dropped", "scope 's1' was dropped"] == [each[:22] for each in said]
    assert mock.scopes.weight <= 1_000_000


def test_edited_world_is_made_anew() -> None:
    """
    A scope that gave up its edited world for others still answers with its edits.
    """
    mock, _ = live(most_bytes=1_000_000)
    for name in ("a", "b", "c", "d", "a"):
        state = mock.scopes.of(name)
        mock.edit(state, Edit("spacecraft", {"id": 110, "name": f"Renamed {name}"}))
        ask(mock, name)
    found = [mock.respond(Request("GET", "http", "a.test", f"{LIST}110/", "", {SCOPE_HEADER.lower(): "b"})).chunks]

    assert mock.scopes.of("a").built is not mock.scopes.of("c").built
    assert b"Renamed b" in b"".join(found[0])


def test_real_memory_stays_within_the_budget() -> None:
    """
    With a thousand requests, hints and edits over 64 scopes, memory grows by at most 1.5 times the budget.
    """
    budget = 3_000_000
    mock, said = live(most_bytes=budget)
    ask(mock, "warm")
    for number in range(0, 64, 16):
        mock.edit(mock.scopes.of(f"s{number}"), Edit("agencies", {"id": 63, "name": f"Renamed {number}"}))
    tracemalloc.start()
    grown = 0
    for number in range(1_500):
        ask(mock, f"s{number % 64}", f"limit=1&unknown={number}")
        if number % 100 == 0:
            grown = max(grown, tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()

    assert grown <= 1.5 * budget
    assert mock.scopes.weight <= budget
    assert any("lost its oldest entries" in each for each in said)


def test_weight_of_an_edited_world_is_what_it_takes() -> None:
    """
    What a scope says that its edited world takes is what it will take when everything has been asked for.
    """
    mock, _ = live()
    states = [mock.scopes.of(f"s{number}") for number in range(9)]
    mock.edit(states[0], Edit("agencies", {"id": 63, "name": "Renamed"}))
    tracemalloc.start()
    for state in states[1:]:
        mock.edit(state, Edit("agencies", {"id": 63, "name": "Renamed"}))
        rehearse(mock.served(state).site)
    taken = tracemalloc.get_traced_memory()[0] / 8
    tracemalloc.stop()

    assert 0.67 < states[1].weight / taken < 3


@pytest.mark.parametrize("entries", [200, 1_000])
def test_weight_of_a_journal_is_what_it_takes(entries: int) -> None:
    """
    What a journal says that it takes is what it takes or more, up to twice and a half: shared texts count twice.
    """
    mock, _ = live()
    ask(mock, "a")
    state = mock.scopes.of("a")
    tracemalloc.start()
    before, said = tracemalloc.get_traced_memory()[0], state.weight
    for number in range(entries):
        ask(mock, "a", f"limit=1&unknown={number}", f"{LIST}?")
    taken = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()

    assert 1 <= (state.weight - said) / taken < 2.5


def test_many_unknown_terms_are_weighed_and_cut() -> None:
    """
    A request with 15,000 unknown ordering terms takes its own length in the journal, and a few hints.
    """
    mock, _ = live()
    terms = ",".join(f"t{number}" for number in range(15_000))
    tracemalloc.start()
    for number in range(30):
        ask(mock, "a", f"ordering={terms}&n={number}")
    taken = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()

    assert taken < 12_000_000
    assert {21} == {len(entry.hints) for entry in mock.scopes.of("a").journal}
