"""
Requests that follow are sent while the answers to former ones are looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from listening import listening
from running import probes, run_of

from apicontract.client import Budget, Client, Target
from apicontract.contract.errors import NotServing, OutOfTime, Throttled
from apicontract.planner.ahead import Ahead
from apicontract.planner.run import gather
from mockserver.app import create_app

if TYPE_CHECKING:
    from apicontract.contract.model import Api
    from apicontract.planner.probe import Probe


@dataclass
class _Client:
    """
    A client that begins requests, which are paid for then.
    """

    concurrency: int
    limit: int = 10
    begun: list[Probe] = field(default_factory=list)
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

    def is_under_way(self, *parts: Any) -> bool:
        """
        Whether it was begun.
        """
        return parts in self.begun

    def request(self, *parts: Any, follow: bool) -> str:
        """
        Answer with the query.
        """
        assert not follow
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


@pytest.mark.parametrize("error", [Throttled("shelf", "no"), OutOfTime("shelf", "late"), NotServing("shelf", "no")])
def test_a_run_that_ends_keeps_the_answers_under_way(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    They were paid for, so they are judged, unless they are those of a server that serves nobody.
    """
    run, sent = run_of(), probes(3)
    answers = [(each, run.client.request(*each.parts, follow=False, fresh=False)) for each in sent[1:]]

    def refused(_: Probe) -> None:
        raise error

    monkeypatch.setattr(run, "attempt", refused)
    monkeypatch.setattr(Ahead, "left", lambda _: iter(answers))
    with pytest.raises(type(error)):
        run.attempt_all(sent, 10)

    assert len(run.evidence.exchanges) == (0 if isinstance(error, NotServing) else 2)


def test_the_same_requests_are_sent_however_many_are_under_way(api: Api) -> None:
    """
    A right server is asked the same in the same order, and all of it is judged.
    """
    runs = []
    with listening(create_app(api)) as url:
        for concurrency in (1, 4):
            with Client(Target(url, url), budget=Budget(40), concurrency=concurrency) as client:
                run = gather(api, client, resources=[api.primary])
                verdicts = {name: each.verdict for name, each in run.evidence.check_results().outcomes.items()}
                runs.append(([each.url for each in run.evidence.exchanges], verdicts, client.budget.spent))

    assert runs[0] == runs[1]
