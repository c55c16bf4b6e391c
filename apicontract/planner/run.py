"""
One run: walk, plan, probe, isolate, judge.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from apicontract.checks import CATALOGUE
from apicontract.contract.errors import (
    NotServing,
    OutOfBudget,
    OutOfTime,
    TargetError,
    Throttled,
    Unreachable,
)
from apicontract.contract.routes import list_path
from apicontract.diagnosis.explanations import explanations
from apicontract.diagnosis.records import KnownRecords
from apicontract.planner.ahead import Ahead
from apicontract.planner.allocation import SMALL_BUDGET, allocate
from apicontract.planner.crawl import crawl
from apicontract.planner.exchange_log import ExchangeLog, is_fault, pages_of, selects
from apicontract.planner.identifiers import missing_ids
from apicontract.planner.last_pages import last_page
from apicontract.planner.minimizer import Minimizer
from apicontract.planner.misreadings import misreadings
from apicontract.planner.parents import below_some, beside
from apicontract.planner.planner import Planner
from apicontract.planner.probe import Probe
from apicontract.planner.review import fetch_each, first_and_last, follow_next, second_walk, walk_shortly
from apicontract.planner.standstill import FEW, MANY, refusal_of, standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from random import Random

    from apicontract.checks.answers import Page
    from apicontract.client import Client
    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api, Resource
    from apicontract.contract.violation import Violation
    from apicontract.diagnosis.operators import Misreading
    from apicontract.planner.crawl import Crawl

#: Called with the requests spent, the budget and what is being asked.
Progress = Callable[[int, int, str], None]
#: Requests that one fault is worth, once it is narrowed down, to tell apart what may be its cause.
_APART = 2
#: Requests in a row without an answer, and such whose answers were there already, that end the run.
_MOST_UNANSWERED, _MOST_IDLE = 2, 100
#: One in so many requests of a larger budget is made by hypothesis; with fewer than the second number, none.
_EXPLORED, _EXPLORABLE = 8, 4


@dataclass
class Run:
    """
    A run: what it may ask, what it has learnt.

    Attributes:
        api: the contract.
        client: reaches the server.
        evidence: what was answered.
        random: where chance comes from.
        progress: told of each request.
        remarks: sentences about the run as a whole.
        ended: why the run ended early for a reason of the server, or because it was interrupted; else "".
        asked_again: so many answers in a row served nobody when a former request was last asked again.
        unanswered: requests in a row without an answer.
        held: requests that are held back for the end.
        walks: by resource.
        narrowed: faults whose possible causes were told apart.
        planners: of the resources that were asked for.
        asked: the resources that were asked for, those below parents with the parents chosen.
        minimizer: finds the smallest request that shows a fault.
    """

    api: Api
    client: Client
    evidence: ExchangeLog
    random: Random
    progress: Progress | None = None
    remarks: list[str] = field(default_factory=list)
    ended: str = ""
    asked_again: int = 0
    unanswered: int = 0
    held: int = 0
    walks: dict[str, Crawl] = field(default_factory=dict)
    narrowed: int = 0
    planners: list[Planner] = field(default_factory=list)
    asked: list[Resource] = field(default_factory=list)
    minimizer: Minimizer = field(init=False)

    def __post_init__(self) -> None:
        """
        Narrow faults down by what this run sends.
        """
        self.minimizer = Minimizer(self.api, self.evidence, self.send, self.walks)

    def all(self, resources: Sequence[Resource], budget: int) -> None:
        """
        Probe one resource after another until the budget is spent or the server answers no more.
        """
        parts = allocate(budget, len(resources))
        for number, resource in enumerate(resources):
            if not parts[number]:
                self.remarks.append(
                    f"undecided, no request left: {', '.join(each.name for each in resources[number:])}"
                )
                return
            try:
                self.one(resource, parts[number])
            except OutOfBudget:
                rest = [each.name for each in resources[number + 1 :]]
                self.remarks += [f"undecided, no request left: {', '.join(rest)}"] if rest else []
                return
            except Throttled as error:
                self.evidence.exchanges += [error.refusal] if error.refusal else []
                self.ended = str(error)
                return
            except OutOfTime as error:
                self.remarks.append(str(error))
                return
            except TargetError as error:
                self.ended = str(error)
                return

    def one(self, resource: Resource, budget: int) -> None:
        """
        Walk through a resource, then send what covers most, and isolate what deviates.
        """
        begun = self.client.budget.spent
        resource, others = below_some(self.api, resource, self.send, budget)
        self.asked.append(resource)
        walk = crawl(self.api, resource, self.send, budget)
        self.walks[resource.name] = walk
        self.evidence.basis = len(self.evidence.exchanges)
        self.close(resource, walk)
        self.shortly(resource, walk, budget)
        if not walk.complete:
            of = f"of {walk.count}" if self.api.paging.counts else "of an unknown number of"
            self.remarks.append(f"{resource.name}: {len(walk.rows)} {of} records were read")
        if resource.name == self.api.primary:
            self.evidence.rows = walk.rows
        self.evidence.basis = len(self.evidence.exchanges)
        survey = KnownRecords(self.api, resource, walk.rows, walk.complete)
        planner = Planner(survey, self.random, self.evidence.probes.values())
        self.planners.append(planner)
        end = begun + budget
        self.held = 0 if self.evidence.strict else 1
        try:
            self.attempt_all(
                beside(self.api, resource, others, walk.rows, large=budget > SMALL_BUDGET), end - self.held
            )
            self.probe(survey, planner, budget, end - self.held)
        except OutOfBudget:
            if not self.held:
                raise
        self.held = 0
        self.inspect(resource)
        self.follow(resource, planner, end)

    def close(self, resource: Resource, walk: Crawl) -> None:
        """
        Ask for the records that the walk has left, by telling requests as long as these show them, else plainly.
        """
        covered: frozenset[Misreading] = frozenset()
        telling = bool(walk.last_probes)
        while telling and (left := walk.count - len(walk.rows)) > 0:
            survey = KnownRecords(self.api, resource, walk.rows, complete=False)
            probe = last_page(survey, walk.terms, left, covered, self.random)
            covered |= misreadings(survey, probe) if probe else frozenset()
            shown = self.take(walk, resource, probe) if probe else 0
            telling = shown >= min(left, self.api.paging.maximum_limit)
        for plain in reversed(walk.last_probes):
            if len(walk.rows) < walk.count:
                self.take(walk, resource, plain)

    def shortly(self, resource: Resource, walk: Crawl, budget: int) -> None:
        """
        Follow the tokens from the first page once more, in shorter steps, and one of them back.
        """

        def ask(probe: Probe) -> Page | None:
            return next(iter(pages_of(self.api, self.attempt_all([probe], self.client.budget.limit))), None)

        walk_shortly(self.api, resource, walk.rows, budget, ask)

    def take(self, walk: Crawl, resource: Resource, probe: Probe) -> int:
        """
        Send a probe and take in what it shows of a walk; return how many records are new.
        """
        known = len(walk.rows)
        for page in pages_of(self.api, self.attempt_all([probe], self.client.budget.limit)):
            walk.add(resource, page.rows)
        return len(walk.rows) - known

    def probe(self, survey: KnownRecords, planner: Planner, budget: int, end: int) -> None:
        """
        Send what covers most; with a large budget, also what nobody planned, and what a second look shows.
        """
        resource, large = survey.resource, budget > SMALL_BUDGET
        self.inspect(resource)
        if large:
            self.review(resource, self.walks[resource.name], end)
        self.follow(resource, planner, end - (budget // _EXPLORED if large else 0))
        self.explore(survey, end - self.client.budget.spent)
        if large:
            selected = [
                each for each in self.evidence.exchanges[self.evidence.basis :] if selects(self.api, resource, each)
            ]
            self.follow_next(self.follow_next(selected, end), end)
        self.follow(resource, planner, end)
        self.inspect(resource)

    def follow(self, resource: Resource, planner: Planner, end: int) -> None:
        """
        Send what covers most until so many requests are spent, or there is nothing new to ask.
        """
        self.attempt_all(self.planned(resource, planner, end), end)

    def planned(self, resource: Resource, planner: Planner, end: int) -> Iterator[Probe]:
        """
        Yield what covers most, until so many requests are spent or their answers are known; inspect halfway.
        """
        idle = 0
        halfway = (self.client.budget.spent + end) // 2
        while (before := self.client.budget.spent) < end and idle < _MOST_IDLE:
            yield from self.apart(resource, planner)
            yield planner.next(max(end - self.client.budget.spent, 1)).probe
            idle = 0 if self.client.budget.spent > before else idle + 1
            if before < halfway <= self.client.budget.spent:
                self.inspect(resource)

    def apart(self, resource: Resource, planner: Planner) -> Iterator[Probe]:
        """
        Yield what tells those misreadings apart that explain all answers so far, once a fault was narrowed down.

        What was held back for a recheck is not spent on it: nothing would be left to look at its answer again.
        """
        if len(self.minimizer.seen) == self.narrowed or not (self.held or self.evidence.strict):
            return
        self.narrowed = len(self.minimizer.seen)
        for _ in range(_APART):
            live = [each.misreading for each in explanations(self.api, resource, self.evidence.exchanges)]
            chosen = planner.apart(live) if len(live) > 1 else None
            if chosen is None:
                return
            yield chosen.probe

    def review(self, resource: Resource, walk: Crawl, end: int) -> None:
        """
        Walk the other way round, and ask for the records at the ends of the collection by themselves.
        """
        self.attempt_all(second_walk(self.api, resource, walk.terms, walk.count, end - self.client.budget.spent), end)
        asked = self.attempt_all(first_and_last(self.api, resource, walk.count), end)
        missing = missing_ids(self.api, resource, walk.rows if walk.complete else ())
        self.attempt_all(chain(fetch_each(self.api, resource, pages_of(self.api, asked)), missing), end)
        self.inspect(resource)

    def follow_next(self, answers: Iterable[Exchange], end: int) -> list[Exchange]:
        """
        Follow the links of some lists to their next pages, and return what these answer.
        """
        return self.attempt_all(follow_next(pages_of(self.api, answers), self.api.base_path), end)

    def attempt_all(self, probes: Iterable[Probe], end: int) -> list[Exchange]:
        """
        Send probes as long as fewer than so many requests are spent, and return their answers.
        """
        known = len(self.evidence.exchanges)
        ahead = Ahead(self.client)
        try:
            for probe in ahead.each(iter(probes), end, self.held):
                self.attempt(probe)
        except NotServing:
            raise
        except TargetError:
            for probe, answer in ahead.left():
                self.evidence.add(answer, probe)
            raise
        return self.evidence.exchanges[known:]

    def explore(self, survey: KnownRecords, most: int) -> None:
        """
        Send what hypothesis makes of the contract, when the plan has left some requests.
        """
        if most < _EXPLORABLE:
            return
        # Only a run with requests to spare pays for hypothesis.
        from apicontract.planner.explore import explore  # noqa: PLC0415 - see above

        try:
            seed = self.random.getrandbits(32)
            explore(self.evidence, survey.resource, survey.rows, self.send, most=most, seed=seed)
        except Unreachable as error:
            self.remarks.append(f"no answer to a generated request: {error.reason}")

    def attempt(self, probe: Probe) -> None:
        """
        Send a probe; if no answer comes it stays undecided, and the second one in a row ends the run.
        """
        try:
            exchange = self.send(probe)
        except Unreachable as error:
            self.unanswered += 1
            if self.unanswered >= _MOST_UNANSWERED:
                raise
            self.remarks.append(f"no answer to {probe.method} {probe.path}: {error.reason}")
            for planner in self.planners[-1:]:
                planner.forget(probe)
        else:
            for violation in self.evidence.faults_of(exchange):
                self.minimizer.minimize(violation)

    def send(self, probe: Probe, *, fresh: bool = False) -> Exchange:
        """
        Send a probe, again where its answer must be fresh, and keep the answer.

        Raises:
            OutOfBudget: only the requests that are held back are left.
        """
        if 0 < self.client.budget.left <= self.held and not self.client.is_under_way(*probe.parts):
            raise OutOfBudget(self.client.target.name, "the last request is reserved for a recheck")
        if self.progress:
            self.progress(self.client.budget.spent, self.client.budget.limit, f"{probe.method} {probe.path}")
        exchange = self.client.request(*probe.parts, follow=False, fresh=fresh)
        self.unanswered = 0
        self.evidence.add(exchange, probe)
        if refusal_of(exchange):
            self.hold_service(exchange)
        return exchange

    def hold_service(self, last: Exchange) -> None:
        """
        End the run if the server serves nobody any more; then the answers that only say so are no evidence.

        Raises:
            NotServing: it refuses, fails on or redirects every request.
        """
        answers = self.evidence.exchanges
        tail = standing(answers)
        always = tail == len(answers)
        if tail < (FEW if always else max(MANY, 2 * self.asked_again)):
            return
        if not always:
            self.asked_again = tail
            former = next(each for each in answers if not refusal_of(each))
            last = self.client.request(
                former.method, former.url, headers=former.request_headers, follow=False, fresh=True
            )
            if not refusal_of(last):
                return
        del answers[len(answers) - tail :]
        since = "" if always else f", since answer {len(answers) + 1}"
        raise NotServing(self.client.target.name, f"{refusal_of(last)}{since}")

    def inspect(self, resource: Resource) -> None:
        """
        Isolate what is wrong in everything about a resource together.

        Unless strict, the whole is looked at once more before: records may have come or gone meanwhile.
        """
        found = self.faults(resource)
        if not self.evidence.strict and any(CATALOGUE[each.check].sees == "many" for each in found):
            self.send(Probe(list_path(self.api, resource)), fresh=True)
            found = self.faults(resource)
        for violation in found:
            self.minimizer.minimize(violation)

    def faults(self, resource: Resource) -> list[Violation]:
        """
        Return what is wrong in everything about a resource together.
        """
        return [each for each in self.evidence.check_results(resource.name, weighed=False).violations if is_fault(each)]
