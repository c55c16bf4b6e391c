"""
Requests that follow are sent while the answers to former ones are looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from books import resource
from listening import listening
from running import probes, run_of

from apicontract.client import Budget, Client, Target
from apicontract.contract.catalog import load_api
from apicontract.contract.errors import NotServing, OutOfBudget, OutOfTime, Throttled, Unreachable
from apicontract.planner.ahead import Ahead
from apicontract.planner.gathering import gather
from mockserver.app import create_app
from mockserver.engine.pipeline import standard
from mockserver.faults.table import FAULTS

if TYPE_CHECKING:
    from apicontract.contract.model import Api
    from apicontract.planner.probe import Probe


SMALL = Path(__file__).parents[2] / "data" / "small"


@dataclass
class _Client:
    """
    A client that begins requests, which are paid for then.
    """

    concurrency: int
    limit: int = 10
    begun: list[Probe] = field(default_factory=list)
    taken: list[Any] = field(default_factory=list)
    budget: Any = field(init=False)

    def __post_init__(self) -> None:
        self.budget = SimpleNamespace(spent=0, left=self.limit)

    def begin(self, method: str, path: str, query: Any, headers: Any) -> None:
        """
        Pay for a request.
        """
        self.begun.append((method, path, query, headers))  # type: ignore[arg-type] # compared as parts
        self.budget.spent += 1
        self.budget.left -= 1

    @property
    def room(self) -> int:
        """
        How many more may be under way.
        """
        return self.concurrency - len(self.begun)

    def is_under_way(self, *parts: Any) -> bool:
        """
        Whether it was begun, and nobody has asked for its answer.
        """
        return parts in self.begun and parts not in self.taken

    def request(self, *parts: Any, follow: bool) -> str:
        """
        Answer with the query.
        """
        assert not follow
        self.taken.append(parts)
        return str(parts[2])


@pytest.mark.parametrize(("concurrency", "first"), [(2, 2), (4, 4)])
def test_as_many_are_begun_as_may_be_under_way(concurrency: int, first: int) -> None:
    """
    They are looked at in the order of the plan; for each, the next one is begun.
    """
    client, sent = _Client(concurrency), probes(6)
    each = Ahead(client).each(iter(sent), 10, 0)  # type: ignore[arg-type]

    assert (next(each), len(client.begun)) == (sent[0], first)
    assert (next(each), len(client.begun)) == (sent[1], first + 1)
    assert list(each) == sent[2:]


def test_one_at_a_time_begins_nothing() -> None:
    """
    Then each is planned when the one before it is answered.
    """
    client = _Client(1)
    assert list(Ahead(client).each(iter(probes(3)), 10, 0)) == probes(3)  # type: ignore[arg-type]
    assert client.begun == []


def test_no_more_is_begun_than_may_be_spent() -> None:
    """
    The end of a step holds for what is begun, and so does what is held back for the end.
    """
    client = _Client(4)
    assert len(list(Ahead(client).each(iter(probes(6)), 3, 0))) == 3  # type: ignore[arg-type]
    held = _Client(4, limit=3)
    next(Ahead(held).each(iter(probes(6)), 10, 1))  # type: ignore[arg-type]
    assert len(held.begun) == 2


def test_answers_to_what_is_under_way_are_kept() -> None:
    """
    When nothing more may be asked, what was begun is answered all the same; what was not is not asked.
    """
    client, sent = _Client(3, limit=3), probes(6)
    ahead = Ahead(client)  # type: ignore[arg-type]
    next(ahead.each(iter(sent), 3, 1))

    assert [probe for probe, _ in ahead.left()] == sent[1:2]
    assert list(ahead.left()) == []


_ENDS = [
    Throttled("shelf", "no"),
    OutOfTime("shelf", "late"),
    OutOfBudget("shelf", "spent"),
    Unreachable("shelf", "gone"),
    NotServing("shelf", "no"),
]


@pytest.mark.parametrize("error", _ENDS)
def test_a_run_that_ends_keeps_the_answers_under_way(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    They were paid for, so they are judged, unless they are those of a server that serves nobody.
    """
    run, sent = run_of(), probes(3)
    answers = [(each, run.client.request(*each.parts, follow=False, fresh=False)) for each in sent[1:]]

    def refused(*_: object) -> None:
        raise error

    monkeypatch.setattr(run, "one", refused)
    monkeypatch.setattr(Ahead, "left", lambda _, *, early: iter(answers if early else ()))
    run.all([resource()], 10)

    assert len(run.evidence.exchanges) == (0 if isinstance(error, NotServing) else 2)


def test_the_last_ones_stay_under_way() -> None:
    """
    Who comes next yields them before its own.
    """
    client, sent = _Client(3), probes(7)
    ahead = Ahead(client)  # type: ignore[arg-type]

    assert list(ahead.each(iter(sent[:4]), 10, 0, stay=True)) == sent[:2]
    assert (len(ahead), len(client.begun)) == (2, 4)
    assert list(ahead.each(iter(sent[4:]), 6, 0)) == sent[2:6]
    assert not ahead


@pytest.mark.parametrize(("concurrency", "held", "begun"), [(1, 0, 0), (4, 0, 3), (6, 0, 4), (4, 8, 2)])
def test_what_is_foreseen_is_begun_where_there_is_room(concurrency: int, held: int, begun: int) -> None:
    """
    One place is left to the turn, and what is held back stays; a later turn pays for what is begun for it.
    """
    client, sent = _Client(concurrency), probes(4)
    ahead = Ahead(client)  # type: ignore[arg-type]
    ahead.foreseen.extend(sent)
    ahead.fill(held)

    assert [each.parts for each in sent[:begun]] == client.begun
    assert (client.budget.spent, ahead.spent) == (begun, 0)
    if begun:
        client.request(*sent[0].parts, follow=False)
        assert ahead.spent == 1
        assert not [*ahead.left()]
        assert [probe for probe, _ in ahead.left(early=True)] == sent[1:begun]


def test_what_is_foreseen_takes_nothing_from_a_turn() -> None:
    """
    The end of a step holds for its own requests.
    """
    client, sent = _Client(4), probes(6)
    ahead = Ahead(client)  # type: ignore[arg-type]
    ahead.foreseen.append(sent[5])
    ahead.fill(0)

    assert list(ahead.each(iter(sent), 3, 0)) == sent[:3]


@pytest.fixture(scope="module")
def small() -> Api:
    """
    An API of several lists.
    """
    return load_api("ll2-small", SMALL)


def _told(api: Api, url: str, concurrency: int, budget: int) -> Any:
    with Client(Target(url, url), budget=Budget(budget), concurrency=concurrency) as client:
        run = gather(api, client)
        verdicts = {name: each.verdict for name, each in run.evidence.check_results().outcomes.items()}
        return [each.url for each in run.evidence.exchanges], verdicts, client.budget.spent, run.remarks


@pytest.mark.parametrize("budget", [20, 60])
def test_the_same_requests_are_sent_however_many_are_under_way(small: Api, budget: int) -> None:
    """
    A right server is asked the same, of each list in the same order, and all of it is judged.
    """
    with listening(create_app(small)) as url:
        one, four = (_told(small, url, concurrency, budget) for concurrency in (1, 4))

    assert (one[1:], _by_list(one[0])) == (four[1:], _by_list(four[0]))
    assert (len(one[0]), one[2]) == (budget, budget)


def _by_list(urls: list[str]) -> dict[str, list[str]]:
    """
    Return URLs by where below the base path they lead, without the key of a record.
    """
    lists: dict[str, list[str]] = {}
    for url in urls:
        path = url.partition("?")[0].split("/")
        lists.setdefault("/".join(part for part in path[4:] if part.replace("_", "").isalpha()), []).append(url)
    return lists


def test_a_wrong_server_is_found_out_however_many_are_under_way(small: Api) -> None:
    """
    What was begun for a walk that goes wrong is paid for and judged; what follows hangs on when an answer is looked at.
    """
    pipeline = FAULTS["offset-off-by-one"].inject(standard())
    with listening(create_app(small, pipeline=pipeline)) as url:
        one, four = (_told(small, url, concurrency, 60) for concurrency in (1, 4))

    wrong = [[name for name, each in told[1].items() if each.value == "violated"] for told in (one, four)]
    assert all("pages-tile" in each for each in wrong)
    assert len(four[0]) == four[2] == 60
