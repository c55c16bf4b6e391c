"""
What wrong servers are asked, and which answers show that they are wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from apicontract.client import Budget, Client, Target
from apicontract.contract.errors import TargetError
from apicontract.diagnosis.records import KnownRecords
from apicontract.planner.candidates import fixed_candidates
from apicontract.planner.combiner import Combiner
from apicontract.planner.crawl import crawl
from apicontract.planner.misreadings import misreadings
from apicontract.planner.planner import Planner
from fitting.servers import right_of, servers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
#: What a browsable page makes up anew each time.
_TOKEN = re.compile(rb"\b[0-9A-Za-z]{64}\b")
#: What a browsable page shows of an answer.
_SHOWN = re.compile(rb"response-info.*?</pre>", re.DOTALL)


@dataclass
class Pool:
    """
    The requests that the servers of one list are asked.

    Attributes:
        known: the records of the right server.
        servers: the wrong ones.
        walk: what every run sends first.
        right: the right server.
        numbers: requests to their numbers.
        refutable: by number, the misreadings that a right answer refutes.
        shown: by server, the numbers of the requests that it answers otherwise than the right one.
    """

    known: KnownRecords
    servers: tuple[Server, ...]
    walk: tuple[Probe, ...]
    right: Any
    numbers: dict[Probe, int] = field(default_factory=dict)
    refutable: list[frozenset[Misreading]] = field(default_factory=list)
    shown: list[set[int]] = field(default_factory=list)

    def ask(self, requests: Iterable[tuple[Probe, frozenset[Misreading]]]) -> None:
        """
        Ask all servers what they were not asked before.
        """
        new = {probe: told for probe, told in requests if probe not in self.numbers}
        first = len(self.refutable)
        self.numbers |= {probe: first + number for number, probe in enumerate(new)}
        self.refutable += new.values()
        right = list(_answers(self.right, new))
        for server, shown in zip(self.servers, self.shown, strict=True):
            pairs = enumerate(zip(right, _answers(server.application(), new), strict=True), first)
            shown.update(number for number, (one, other) in pairs if one != other)

    def begun(self) -> Iterator[bool]:
        """
        Yield, for each server, whether what every run sends first shows it.
        """
        first = {self.numbers[probe] for probe in self.walk}
        return (bool(shown & first) for shown in self.shown)

    def planned(self, seed: int) -> set[int]:
        """
        Return the numbers of the requests of a run: of the walk, and of the plan by the priors of now.
        """
        planner = Planner(self.known, Random(seed), self.walk)  # noqa: S311 - no secret
        chosen = [planner.next(left) for left in range(BUDGET - len(self.walk), 0, -1)]
        self.ask((each.probe, each.misreadings) for each in chosen)
        return {self.numbers[probe] for probe in (*self.walk, *(each.probe for each in chosen))}


def pools() -> Iterator[Pool]:
    """
    Yield what the servers of each list are asked, before any plan.
    """
    groups: dict[tuple[tuple[str, str], str], list[Server]] = {}
    for server in servers():
        groups.setdefault((server.world, server.resource), []).append(server)
    for (world, resource), some in groups.items():
        api, right = right_of(world)
        walk: list[Probe] = []
        with _client(right) as client:
            begun = crawl(api, api.resources[resource], partial(_sent, client, walk), BUDGET)
            whole = crawl(api, api.resources[resource], partial(_sent, client, []), _WHOLE)
        known = KnownRecords(api, api.resources[resource], whole.rows, whole.complete)
        sent = tuple(dict.fromkeys((*walk, *begun.last_probes)))
        pool = Pool(known, tuple(some), sent, right, shown=[set() for _ in some])
        combiner = Combiner(known, Random(1))  # noqa: S311 - no secret
        told: dict[Probe, frozenset[Misreading]] = {probe: misreadings(known, probe) for probe in sent}
        for each in (*fixed_candidates(known), *(combiner.random_request() for _ in range(_RANDOM))):
            told[each.probe] = told.get(each.probe, frozenset()) | each.misreadings
        pool.ask(told.items())
        yield pool


def _sent(client: Client, sent: list[Probe], probe: Probe) -> Exchange:
    sent.append(probe)
    return client.request(probe.method, probe.path, probe.query, probe.headers, follow=False)


def _client(application: Any) -> Client:
    return Client(Target("asked", "http://mock.test", application=application), budget=Budget(100_000))


def _answers(application: Any, probes: Iterable[Probe]) -> Iterator[object]:
    """
    Yield what answers are compared by, None where there is none.
    """
    with _client(application) as client:
        for each in probes:
            try:
                answer = client.request(each.method, each.path, each.query, each.headers, follow=False, fresh=True)
            except TargetError:
                yield None
            else:
                yield _compared(answer)


def _compared(exchange: Exchange) -> object:
    """
    Return what is compared of an answer; of a page for people, what it shows, and no forms to fill in.
    """
    shown = b"".join(_SHOWN.findall(exchange.body))
    left_out = {"date", "content-length"} if shown else {"date"}
    headers = sorted((name.lower(), value) for name, value in exchange.headers if name.lower() not in left_out)
    return exchange.status, headers, _TOKEN.sub(b"", shown or exchange.body)
