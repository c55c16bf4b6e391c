"""
The recordings of both sides, held to both contracts -> which promises the answers of one side alone break.

What breaks the one contract and keeps the other is what a declared change explains, and is told as that.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from apicontract.checks import CATALOGUE, judge
from apicontract.contract.model import Level
from apicontract.diff.definitions import join
from apicontract.diff.facts import MISSING, Fact
from apicontract.diff.levels import LEVELS
from apicontract.diff.rules import RULES
from apicontract.semantics.modes import mode_of
from apicontract.semantics.routes import route_of
from apicontract.semantics.tolerance import MODE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api
    from apicontract.contract.violation import Violation
    from apicontract.diff.definitions import DefinitionComparison

#: Level of a check's finding to the part of the rule's name that says it.
_NOUNS: Mapping[Level, str] = MappingProxyType(
    {Level.VIOLATION: "violation", Level.WARNING: "warning", Level.NOTE: "note"}
)


@dataclass(frozen=True)
class _Broken:
    """
    What one check finds at one place of answers of one kind.

    Attributes:
        origin: resource and mode, as a survey names what is answered.
        resource: its name, or "".
        path: dotted place in a record, or the place in the answer as the check names it.
        check: id of the check.
        level: of what it finds.
        message: the first difference, in one sentence.
        urls: the requests that show it.
    """

    origin: str
    resource: str
    path: str
    check: str
    level: Level
    message: str
    urls: tuple[str, ...]

    @property
    def taints(self) -> bool:
        """
        Whether later checks do not look at the answers.
        """
        return CATALOGUE[self.check].scope == "content" and self.level > Level.NOTE

    @property
    def kind(self) -> tuple[str, ...]:
        """
        What two sides have in common if both break the promise.
        """
        return self.origin, self.path, self.check


@dataclass(frozen=True)
class _Judged:
    """
    What the recordings of one side break of the old contract, and of the new one.
    """

    of_old: Mapping[tuple[str, ...], _Broken]
    of_new: Mapping[tuple[str, ...], _Broken]

    @property
    def of_both(self) -> Mapping[tuple[str, ...], _Broken]:
        """
        What breaks either contract, each at the heavier of its levels.
        """
        pairs = [(each, self.of_new[kind]) for kind, each in self.of_old.items() if kind in self.of_new]
        return {one.kind: max(one, other, key=lambda each: each.level) for one, other in pairs}

    def beside(self, other: _Judged) -> Iterator[_Broken]:
        """
        Yield what is broken here, and is not so on another side as far as that can be known.
        """
        known = other.of_both
        for kind, each in self.of_both.items():
            lighter = kind not in known or known[kind].level < each.level
            if lighter and not set(each.urls) <= other.tainted(each.check):
                yield each

    def tainted(self, check: str) -> set[str]:
        """
        Return the requests whose answers a check was not asked about: an earlier one found them wrong in their content.
        """
        earlier = set(list(CATALOGUE)[: list(CATALOGUE).index(check)])
        found = (*self.of_old.values(), *self.of_new.values())
        return {url for each in found if each.check in earlier and each.taints for url in each.urls}


def violation_facts(
    old: tuple[Api, Sequence[Exchange]], new: tuple[Api, Sequence[Exchange]]
) -> tuple[tuple[Fact, str], ...]:
    """
    Return what the answers of one side alone break, each with the place in a survey at which it stands.
    """
    before, after = (_Judged(*(_broken(api, each) for api in (old[0], new[0]))) for each in (old[1], new[1]))
    came = [(_fact(each, appeared=True), _place(each)) for each in after.beside(before)]
    gone = [(_fact(each, appeared=False), _place(each)) for each in before.beside(after)]
    return (*came, *gone)


def told_once(
    drifts: Iterable[Fact], violations: Collection[tuple[Fact, str]], survey: DefinitionComparison
) -> tuple[Iterator[Fact], Iterator[Fact]]:
    """
    Return the drifts and the violations without those that tell the same place again: the heavier one is told.
    """
    placed = {place: fact for fact, place in violations}
    kept: list[Fact] = []
    dropped: set[int] = set()
    for drift in drifts:
        places = {
            f"{use.origin}: {join(path, end)}"
            for use in survey.uses((drift.definition, drift.definition_now))
            for path, end in ((use.old_path, drift.old_path), (use.new_path, drift.new_path))
        }
        same = [placed[each] for each in places if each in placed]
        if same and min(map(_weight, same)) < _weight(drift):
            continue
        dropped.update(map(id, same))
        kept.append(drift)
    return iter(kept), (fact for fact, _ in violations if id(fact) not in dropped)


def misplaced(violations: Iterable[tuple[Fact, str]]) -> frozenset[str]:
    """
    Return the requests whose answers are wrong around their rows: the count in them tells no size.
    """
    around = (fact for fact, _ in violations if fact.new_path.rpartition(" ")[2].startswith("/"))
    return frozenset(url for fact in around for url in (fact.new if fact.old is MISSING else fact.old))


def kind_of_violation(api: Api, violation: Violation) -> tuple[str, ...]:
    """
    Return what two violations have in common if they are the same one, met again: where, in which form, which check.
    """
    return _of(api, violation).kind


def _weight(fact: Fact) -> int:
    """
    Return how heavy a rule or its mirror is, so that the swapped sides tell the same one of two.
    """
    rule = RULES[fact.rule]
    return min(LEVELS.index(each.level) for each in (rule, RULES.get(rule.mirror, rule)))


def _broken(api: Api, exchanges: Sequence[Exchange]) -> Mapping[tuple[str, ...], _Broken]:
    found: dict[tuple[str, ...], _Broken] = {}
    for violation in judge(api, exchanges, weighed=False).violations if exchanges else ():
        one = _of(api, violation)
        known = found.get(one.kind, one)  # the heaviest come first
        found[one.kind] = replace(known, urls=tuple(dict.fromkeys((*known.urls, *one.urls))))
    return found


def _of(api: Api, violation: Violation) -> _Broken:
    exchange = violation.exchanges[0]
    route = route_of(api, exchange.path)
    name = route.resource.name if route.resource else ""
    mode = mode_of(route.resource, exchange.parameter(MODE), detail=bool(route.key)) if route.resource else ""
    path = _dotted(violation.place, None if route.key else api.paging.rows_pointer)
    origin = f"{name} ({mode})" if name else exchange.path
    return _Broken(origin, name, path, violation.check, violation.level, violation.message, (exchange.url,))


def _dotted(place: str, rows: str | None) -> str:
    """
    Return the place in a record that a JSON pointer names, dotted; any other place as it is.

    Args:
        place: as the check names it.
        rows: the pointer of the rows of a list, or None for a single record.
    """
    if rows is None:
        return _joined(place.split("/")[1:]) if place.startswith("/") else place
    steps = place[len(rows) :].split("/")[1:] if place.startswith(f"{rows}/") else []
    return _joined(steps[1:]) if steps and steps[0].isdecimal() else place


def _joined(steps: Iterable[str]) -> str:
    path = ""
    for step in steps:
        path = join(path, "[]" if step.isdecimal() else step.replace("~1", "/").replace("~0", "~"))
    return path


def _place(broken: _Broken) -> str:
    return f"{broken.origin}: {broken.path}"


def _fact(broken: _Broken, *, appeared: bool) -> Fact:
    rule = f"drift-{_NOUNS[broken.level]}-{'appeared' if appeared else 'unseen'}"
    path = f"{broken.check} {broken.path}".rstrip()
    urls = list(broken.urls)
    old, new = (MISSING, urls) if appeared else (urls, MISSING)
    note = f"{broken.check}: {broken.message}"
    return Fact(rule, broken.resource, path, path, old, new, kind="answer", note=note)
