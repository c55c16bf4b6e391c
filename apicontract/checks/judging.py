"""
Exchanges -> a verdict for every check, with the violations found.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

from apicontract.checks.answers import ParsedExchange, reading_of
from apicontract.checks.catalogue import CATALOGUE
from apicontract.checks.context import Context, ExchangeCache
from apicontract.checks.limits import page_guessed
from apicontract.checks.preconditions import could_fail
from apicontract.checks.reliance import grades_relied_on
from apicontract.checks.telling import TellingCase
from apicontract.checks.walks import followed
from apicontract.contract.errors import UnknownName
from apicontract.contract.model import Level
from apicontract.contract.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from apicontract.checks.check import Check, Difference, Evaluation
    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api


class Verdict(Enum):
    """
    What became of a promise.
    """

    KEPT = "kept"
    VIOLATED = "violated"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Outcome:
    """
    The verdict on one check.

    Attributes:
        check: the promise.
        verdict: violated if anything heavier than a note was found; undecided if nothing was relevant.
        exchanges: how many exchanges stand behind the verdict.
        violations: what was found, the heaviest first.
    """

    check: Check
    verdict: Verdict
    exchanges: int
    violations: tuple[Violation, ...] = ()


@dataclass(frozen=True)
class CheckResults:
    """
    The outcome of every check that was asked for, in the order of the catalogue.
    """

    outcomes: Mapping[str, Outcome]

    @property
    def violations(self) -> tuple[Violation, ...]:
        """
        Everything found: the heaviest first, then in the order of the catalogue.
        """
        found = [each for outcome in self.outcomes.values() for each in outcome.violations]
        return tuple(sorted(found, key=lambda each: -each.level))

    @property
    def worst(self) -> Level | None:
        """
        The level of the heaviest finding, or None if there is none.
        """
        return max((each.level for each in self.violations), default=None)

    def chosen(self, only: Collection[str] = (), skip: Collection[str] = ()) -> CheckResults:
        """
        Return the outcomes of these checks; each stays what it is beside all others.

        Raises:
            UnknownName: `only` or `skip` names no check.
        """
        for name in (*only, *skip):
            if name not in CATALOGUE:
                raise UnknownName("check", name, tuple(CATALOGUE))
        left = {key: each for key, each in self.outcomes.items() if (not only or key in only) and key not in skip}
        return CheckResults(left)


def judge(  # noqa: PLR0913 - the options of a call
    api: Api,
    exchanges: Iterable[Exchange],
    *,
    strict: bool = False,
    only: Collection[str] = (),
    skip: Collection[str] = (),
    cache: ExchangeCache | None = None,
    weighed: bool = True,
    recorded: Iterable[Exchange] = (),
) -> CheckResults:
    """
    Hold exchanges to the contract; pure, and no request is sent.

    The checks run in the order of the catalogue.
    An answer that is wrong in its content is evidence for no later check, so that one fault is named once,
    by the check that says most precisely what is wrong.
    With the cache of an earlier call, what single answers say is not worked out again.
    Who wants the violations alone need not have right answers `weighed`: whether a wrong one would have shown.
    What was `recorded` earlier is not judged: it says what records were like then.

    Raises:
        UnknownName: `only` or `skip` names no check.
    """
    CheckResults({}).chosen(only, skip)  # an unknown name is told before the work is done
    context = Context(api, strict, cache if cache is not None else ExchangeCache())
    context = replace(context, recorded=tuple(_read(context, each) for each in recorded))
    readings = followed(api.paging, [_read(context, each) for each in exchanges], partial(_placed, context))
    tainted: set[int] = set()
    outcomes: dict[str, Outcome] = {}
    for check in CATALOGUE.values():
        outcomes[check.id] = _outcome(context, check, readings, tainted, weighed=weighed)
    return CheckResults(outcomes).chosen(only, skip)


def _read(context: Context, exchange: Exchange) -> ParsedExchange:
    known = context.cache.readings
    if id(exchange) not in known:
        known[id(exchange)] = reading_of(context.api, exchange, seen=context.cache.rows)
    return known[id(exchange)]


def _placed(context: Context, reading: ParsedExchange, start: int) -> ParsedExchange:
    """
    Return a reading whose page begins behind so many rows; the same one each time.
    """
    return context.cached_per_exchange(("followed", start), reading, lambda _, each: replace(each, followed=start))


def _outcome(
    context: Context, check: Check, readings: Sequence[ParsedExchange], tainted: set[int], *, weighed: bool
) -> Outcome:
    """
    Judge one check, and remember the answers that it finds wrong in their content.

    A right answer counts where a wrong one would have been seen. What the service's own answers once contradicted is
    promised by nobody, and not decided; nor is what relies on it. Where that was never tried, a difference is a note.
    """
    own = context.api.grade_of(check.id)
    if own.refuted:
        return Outcome(check, Verdict.UNDECIDED, 0)
    all_fit = check.scope == "surface" or not tainted
    fit = readings if all_fit else [each for each in readings if id(each.exchange) not in tainted]
    decided: Counter[int] = Counter()
    violations: list[Violation] = []
    for evaluation in check.find(context, fit):
        if check.scope != "surface" and any(id(each.exchange) in tainted for each in evaluation.readings):
            continue
        grades = {own}.union(*(grades_relied_on(context, check.id, each) for each in evaluation.readings))
        if any(each.refuted for each in grades):
            continue
        if (
            weighed
            and not evaluation.differences
            and not could_fail(check.id, TellingCase(context, fit, readings, evaluation))
        ):
            continue
        decided.update(id(each.exchange) for each in evaluation.readings)
        most = check.level if all(each.promises for each in grades) else Level.NOTE
        found = [_violation(context, check, evaluation, each, most) for each in evaluation.differences]
        violations += found
        if check.scope == "content" and any(each.level > Level.NOTE for each in found):
            tainted.add(id(evaluation.readings[0].exchange))
    violations.sort(key=lambda each: -each.level)
    verdict = _verdict(violations, len(decided), promised=own.promises)
    return Outcome(check, verdict, len(decided), tuple(violations))


def _verdict(violations: Sequence[Violation], decided: int, *, promised: bool) -> Verdict:
    if any(each.level > Level.NOTE for each in violations):
        return Verdict.VIOLATED
    # What nobody promised is not broken by what is different; nor is it kept.
    return Verdict.KEPT if decided and (promised or not violations) else Verdict.UNDECIDED


def _violation(
    context: Context, check: Check, evaluation: Evaluation, difference: Difference, most: Level
) -> Violation:
    return Violation(
        check=check.id,
        level=min(_level(context, check, evaluation, difference), most),
        place=difference.place,
        message=difference.message,
        expected=difference.expected,
        found=difference.found,
        record=difference.record,
        exchanges=tuple(each.exchange for each in evaluation.readings),
    )


def _level(context: Context, check: Check, evaluation: Evaluation, difference: Difference) -> Level:
    """
    Return how much a finding weighs: a guess accuses nobody, unless strict.

    What several answers say together hangs on which records each request selects.
    """
    level = min(check.level, difference.level or check.level)
    if difference.grade is not None and not difference.grade.promises:
        return Level.NOTE
    inferred = context.api.grade_of(check.id).inferred or (difference.grade is not None and difference.grade.inferred)
    inferred = inferred or (check.sees == "many" and any(each.inferred for each in evaluation.readings))
    if check.scope != "surface":
        inferred = inferred or any(page_guessed(context.api, each) for each in evaluation.readings)
    if (inferred or difference.doubtful) and not context.strict:
        return min(level, Level.WARNING)
    return level
