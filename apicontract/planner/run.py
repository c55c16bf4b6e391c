"""
One run: walk, plan, probe, isolate, judge.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from apicontract.checks import CATALOGUE
from apicontract.contract.errors import (
    OutOfBudget,
    TargetError,
    Unreachable,
)
from apicontract.contract.routes import list_path
from apicontract.diagnosis.explanations import explanations
from apicontract.diagnosis.records import KnownRecords
from apicontract.planner.allocation import SMALL_BUDGET, allocate
from apicontract.planner.crawl import crawl, opening
from apicontract.planner.exchange_log import is_fault, pages_of, selects
from apicontract.planner.identifiers import missing_ids
from apicontract.planner.last_pages import last_page
from apicontract.planner.minimizer import Minimizer
from apicontract.planner.misreadings import misreadings
from apicontract.planner.parents import below_some, beside
from apicontract.planner.planner import Planner
from apicontract.planner.probe import Probe
from apicontract.planner.review import fetch_each, first_and_last, follow_next, second_walk, walk_shortly
from apicontract.planner.sender import Sender

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from random import Random

    from apicontract.checks.answers import Page
    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api, Resource
    from apicontract.contract.violation import Violation
    from apicontract.diagnosis.operators import Misreading
    from apicontract.planner.crawl import Crawl

#: So many resources begin and end together: their first pages, and what was held back of each.
_TOGETHER = 8
#: Requests that one fault is worth, once it is narrowed down, to tell apart what may be its cause.
_APART = 4
#: Requests in a row without an answer, and such whose answers were there already, that end the run.
_MOST_UNANSWERED, _MOST_IDLE = 2, 100
#: One in so many requests of a larger budget is made by hypothesis; with fewer than the second number, none.
_EXPLORED, _EXPLORABLE = 8, 4


class Last(NamedTuple):
    """
    A resource whose last requests are to come, its planner, and how many these are.
    """

    resource: Resource
    planner: Planner
    left: int


@dataclass(kw_only=True)
class Run(Sender):
    """
    A run: what it may ask, what it has learnt.

    Attributes:
        api: the contract.
        random: where chance comes from.
        walks: by resource.
        narrowed: faults whose possible causes were told apart.
        planners: of the resources that were asked for.
        asked: the resources that were asked for, those below parents with the parents chosen.
        last: what is still to come of resources.
        minimizer: finds the smallest request that shows a fault.
    """

    api: Api
    random: Random
    walks: dict[str, Crawl] = field(default_factory=dict)
    narrowed: int = 0
    planners: list[Planner] = field(default_factory=list)
    asked: list[Resource] = field(default_factory=list)
    last: list[Last] = field(default_factory=list)
    minimizer: Minimizer = field(init=False)

    def __post_init__(self) -> None:
        """
        Narrow faults down by what this run sends.
        """
        super().__post_init__()
        self.minimizer = Minimizer(self.api, self.evidence, self.send, self.walks)

    def all(self, resources: Sequence[Resource], budget: int) -> None:
        """
        Probe one resource after another until the budget is spent or the server answers no more.
        """
        try:
            self.each(resources, allocate(budget, len(resources)))
            self.finish()
        except OutOfBudget:
            self.keep(early=True)
        except TargetError as error:
            self.end(error)

    @property
    def own(self) -> int:
        """
        Requests that each resource holds back for a look again.
        """
        return 0 if self.evidence.strict else 1

    def each(self, resources: Sequence[Resource], parts: Sequence[int]) -> None:
        """
        Probe one resource after another, each within its part of the budget; some begin and end together.
        """
        for number, resource in enumerate(resources):
            if not parts[number]:
                self.undecided(resources[number:])
                return
            try:
                if number % _TOGETHER == 0:
                    rest = zip(resources, parts, strict=True)
                    self.foresee(each for each, part in islice(rest, number + 1, number + _TOGETHER) if part)
                self.one(resource, parts[number])
                if number % _TOGETHER == _TOGETHER - 1:
                    self.finish()
            except OutOfBudget:
                self.keep(early=True)
                self.undecided(resources[number + 1 :])
                return

    def undecided(self, resources: Sequence[Resource]) -> None:
        """
        Say which resources nothing was left for.
        """
        if resources:
            self.remarks.append(f"undecided, no request left: {', '.join(each.name for each in resources)}")

    def foresee(self, resources: Iterable[Resource]) -> None:
        """
        Let the first pages of resources be asked for before the turn of each; one below parents waits for these.
        """
        self.ahead.foreseen.extend(opening(self.api, each) for each in resources if not each.route.parents)

    def one(self, resource: Resource, budget: int) -> None:
        """
        Walk through a resource, then send what covers most, and isolate what deviates.

        One request is held back for a look again; what it was not needed for is sent at the end.
        """
        end = self.spent + budget
        before = self.held
        resource, others = below_some(self.api, resource, self.send, budget)
        self.asked.append(resource)
        walk = crawl(self.api, resource, self.send, budget, self.overlapping)
        self.walks[resource.name] = walk
        self.ahead.fill(self.held)
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
        self.ahead.fill(self.held)
        planner = Planner(survey, self.random, self.evidence.probes.values())
        self.planners.append(planner)
        own = self.own
        self.held = before + own
        try:
            if resource.route.parents:
                shown = beside(self.api, resource, others, walk.rows, large=budget > SMALL_BUDGET)
                self.attempt_all(shown, end - own)
            self.probe(survey, planner, budget, end - own)
        except OutOfBudget:
            if not own:
                raise
            self.keep()
        left = end - self.spent
        self.last.append(Last(resource, planner, left))
        self.held = before + min(max(left, 0), own)

    def finish(self) -> None:
        """
        Send what was held back of each resource.
        """
        self.held = 0
        self.attempt_some(chain.from_iterable(map(self.rest, self.last)), self.client.budget.limit)
        self.last = []

    def rest(self, last: Last) -> Iterator[Probe]:
        """
        Look at a resource once more, and yield what its requests are left for, less those that the look has taken.
        """
        before = self.spent
        self.inspect(last.resource)
        yield from self.planned(last.resource, last.planner, before + last.left)

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
            self.follow(resource, planner, end - budget // _EXPLORED)
        else:
            self.attempt_some(self.planned(resource, planner, end, self.own), end, stay=True)
        self.explore(survey, end - self.spent)
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

    def planned(self, resource: Resource, planner: Planner, end: int, later: int = 0) -> Iterator[Probe]:
        """
        Yield what covers most, until so many requests are spent or their answers are known; inspect halfway.

        It is planned together with what is sent `later`.
        """
        idle = 0
        halfway = (self.spent + end) // 2
        while (before := self.spent) < end and idle < _MOST_IDLE:
            yield from self.apart(resource, planner)
            yield planner.next(max(end - self.spent, 1) + later).probe
            idle = 0 if self.spent > before else idle + 1
            if before < halfway <= self.spent:
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
            live = explanations(self.api, resource, self.evidence.exchanges)
            sure = len(live) == 1 and live[0].sure
            chosen = planner.apart([each.misreading for each in live]) if live and not sure else None
            if chosen is None:
                return
            yield chosen.probe

    def review(self, resource: Resource, walk: Crawl, end: int) -> None:
        """
        Walk the other way round, and ask for the records at the ends of the collection by themselves.
        """
        self.attempt_all(second_walk(self.api, resource, walk.terms, walk.count, end - self.spent), end)
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
        self.settle()
        known = len(self.evidence.exchanges)
        self.attempt_some(probes, end)
        return self.evidence.exchanges[known:]

    def attempt_some(self, probes: Iterable[Probe], end: int, *, stay: bool = False) -> None:
        """
        Send probes as `attempt_all` does; the last ones may stay under way.
        """
        for probe in self.ahead.each(iter(probes), end, self.held, stay=stay):
            self.attempt(probe)

    def settle(self) -> None:
        """
        Look at what is under way.
        """
        if self.ahead:
            self.attempt_some((), 0)

    @contextmanager
    def overlapping(self, probes: Iterator[Probe]) -> Iterator[Iterator[Probe]]:
        """
        Yield probes of which the next ones are under way; those that nobody has come to are kept.
        """
        self.settle()
        yield self.ahead.each(probes, self.client.budget.limit, self.held)
        self.keep()

    def explore(self, survey: KnownRecords, most: int) -> None:
        """
        Send what hypothesis makes of the contract, when the plan has left some requests.
        """
        if most < _EXPLORABLE:
            return
        self.settle()
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
            for planner in self.planners:
                planner.forget(probe)
        else:
            for violation in self.evidence.faults_of(exchange):
                self.minimizer.minimize(violation)

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
