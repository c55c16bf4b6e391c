"""
What wrong servers are asked, and which answers show that they are wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from apicontract.checks import judge
from apicontract.checks.context import ExchangeCache
from apicontract.client import Budget, Client, Target
from apicontract.contract.errors import TargetError
from apicontract.diagnosis.records import KnownRecords
from apicontract.planner import gather
from apicontract.planner.candidates import fixed_candidates
from apicontract.planner.combiner import Combiner
from apicontract.planner.crawl import crawl
from apicontract.planner.exchange_log import is_fault
from apicontract.planner.misreadings import misreadings
from fitting.servers import right_of, servers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from apicontract.contract.exchange import Exchange
    from apicontract.diagnosis.operators import Misreading
    from apicontract.planner.probe import Probe
    from fitting.servers import Server

#: The budget that is learnt for; a strict run holds nothing back.
BUDGET = 15
#: Requests that chance makes, besides the others.
_RANDOM = 200
#: Enough to read a whole collection.
_WHOLE = 1_000


@dataclass
class Pool:
    """
    The requests that the servers of one list are asked.

    Attributes:
        known: the records of the right server.
        servers: the wrong ones.
        walk: what every run sends first.
        right: the right server.
        basis: its answers to a walk through the whole list, beside which others are judged.
        numbers: requests to their numbers.
        refutable: by number, the misreadings that a right answer refutes.
        shown: by server, the numbers of the requests whose answers are judged wrong.
    """

    known: KnownRecords
    servers: tuple[Server, ...]
    walk: tuple[Probe, ...]
    right: Any
    basis: tuple[Exchange, ...]
    numbers: dict[Probe, int] = field(default_factory=dict)
    refutable: list[frozenset[Misreading]] = field(default_factory=list)
    shown: list[set[int]] = field(default_factory=list)

    def ask(self, requests: Iterable[tuple[Probe, frozenset[Misreading]]]) -> None:
        """
        Ask the servers what they were not asked before, all but those that the beginning of a run shows.
        """
        new = {probe: told for probe, told in requests if probe not in self.numbers}
        first = len(self.refutable)
        self.numbers |= {probe: first + number for number, probe in enumerate(new)}
        self.refutable += new.values()
        right = list(_answers(self.right, new))
        for server, shown, begun in zip(self.servers, self.shown, tuple(self.begun()), strict=True):
            if begun:
                continue
            wrong = self._judging()
            answers = enumerate(zip(right, _answers(server.application(), new), strict=True), first)
            shown.update(number for number, (one, other) in answers if other and _differ(one, other) and wrong(other))

    def _judging(self) -> Callable[[Exchange], bool]:
        """
        Return what says whether an answer is judged wrong; what it has found out is forgotten with it.
        """
        cache = ExchangeCache()

        def wrong(exchange: Exchange) -> bool:
            judged = judge(self.known.api, [*self.basis, exchange], strict=True, cache=cache, weighed=False)
            return any(is_fault(each) and any(one is exchange for one in each.exchanges) for each in judged.violations)

        return wrong

    def begun(self) -> Iterator[bool]:
        """
        Yield, for each server, whether what every run sends first shows it.
        """
        first = {self.numbers[probe] for probe in self.walk}
        return (bool(shown & first) for shown in self.shown)

    def planned(self, seed: int) -> set[int]:
        """
        Return the numbers of the requests that a strict run sends to the right server, by the priors of now.
        """
        api, resource = self.known.api, self.known.resource.name
        with _client(self.right, BUDGET) as client:
            run = gather(api, client, resources=(resource,), budget=BUDGET, strict=True, seed=seed)
        refutable = {probe: told for each in run.planners for probe, told in each.refutable.items()}
        sent = dict.fromkeys(run.evidence.probes.values())
        self.ask((probe, refutable.get(probe, frozenset())) for probe in sent)
        return {self.numbers[probe] for probe in sent}


def pools() -> Iterator[Pool]:
    """
    Yield what the servers of each list are asked, before any plan.
    """
    groups: dict[tuple[tuple[str, str], str], list[Server]] = {}
    for server in servers():
        groups.setdefault((server.world, server.resource), []).append(server)
    for (world, resource), some in groups.items():
        api, right = right_of(world)
        walk: dict[Probe, Exchange] = {}
        whole: dict[Probe, Exchange] = {}
        with _client(right) as client:
            begun = crawl(api, api.resources[resource], partial(_sent, client, walk), BUDGET)
            seen = crawl(api, api.resources[resource], partial(_sent, client, whole), _WHOLE)
        known = KnownRecords(api, api.resources[resource], seen.rows, seen.complete)
        pool = Pool(known, tuple(some), tuple(walk), right, tuple(whole.values()), shown=[set() for _ in some])
        combiner = Combiner(known, Random(1))  # noqa: S311 - no secret
        told: dict[Probe, frozenset[Misreading]] = {probe: misreadings(known, probe) for probe in begun.last_probes}
        pool.ask((probe, misreadings(known, probe)) for probe in walk)
        for each in (*fixed_candidates(known), *(combiner.random_request() for _ in range(_RANDOM))):
            told[each.probe] = told.get(each.probe, frozenset()) | each.misreadings
        pool.ask(told.items())
        yield pool


def _sent(client: Client, sent: dict[Probe, Exchange], probe: Probe) -> Exchange:
    sent[probe] = client.request(probe.method, probe.path, probe.query, probe.headers, follow=False)
    return sent[probe]


def _client(application: Any, budget: int = 100_000) -> Client:
    return Client(Target("asked", "http://mock.test", application=application), budget=Budget(budget))


def _answers(application: Any, probes: Iterable[Probe]) -> Iterator[Exchange | None]:
    """
    Yield the answers to requests, None where there is none.
    """
    with _client(application) as client:
        for each in probes:
            try:
                yield client.request(each.method, each.path, each.query, each.headers, follow=False, fresh=True)
            except TargetError:
                yield None


def _differ(right: Exchange | None, other: Exchange) -> bool:
    """
    Whether an answer is another one than the right server's; what is the same word for word need not be judged.
    """
    return right is None or _compared(right) != _compared(other)


def _compared(exchange: Exchange) -> object:
    headers = sorted((name.lower(), value) for name, value in exchange.headers if name.lower() != "date")
    return exchange.status, headers, exchange.body
