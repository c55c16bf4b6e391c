"""
What a run found, as values: the one thing that every report format is a view of.

`check`, `diff` and `drift` all end in a `Report`; a format never asks which of them made it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from apicontract.contract.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Severity:
    """
    How much a level weighs, and what other tools call it.

    Attributes:
        name: key of `LEVELS`.
        rank: 1 is harmless, 2 asks for a look, 3 fails a run.
        sarif: SARIF `level`.
        annotation: GitHub workflow command.
        colour: in a terminal.
    """

    name: str
    rank: int
    sarif: str
    annotation: str
    colour: str


#: level name to severity, heaviest first: `violation`, `warning`, `note` of a check; the others of a diff.
LEVELS: Mapping[str, Severity] = MappingProxyType(
    {
        each.name: each
        for each in (
            Severity("violation", 3, "error", "error", "red"),
            Severity("breaking", 3, "error", "error", "red"),
            Severity("warning", 2, "warning", "warning", "yellow"),
            Severity("risky", 2, "warning", "warning", "yellow"),
            Severity("compatible", 1, "note", "notice", "green"),
            Severity("note", 1, "note", "notice", "blue"),
        )
    }
)

#: What can be said of a rule: it held, it was broken, or nothing was learnt.
STATES = ("kept", "violated", "undecided")


@dataclass(frozen=True, slots=True)
class Rule:
    """
    One promise that was looked at, or one kind of change.

    Attributes:
        id: stable, kebab-case.
        level: key of `LEVELS`: what a finding of it weighs unless said otherwise.
        sentence: the promise, or what such a change means.
        grade: how well the promise is known ("published"), or "".
    """

    id: str
    level: str
    sentence: str
    grade: str = ""


@dataclass(frozen=True, slots=True)
class RuleResult:
    """
    What became of one rule.

    Attributes:
        rule: id of the rule.
        state: one of `STATES`.
        exchanges: on how many exchanges the verdict rests.
        reason: why it is undecided, how much is ruled out where it is kept, or "".
        subject: resource that it is about, or "".
        strength: how many in a hundred of the misreadings that would break it are ruled out, where that is known.
    """

    rule: str
    state: str
    exchanges: int = 0
    reason: str = ""
    subject: str = ""
    strength: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """
    One place that a finding concerns, before and after.

    Attributes:
        old: where it stands (JSON pointer, header, field path with its request), or "" where there is none.
        new: where it stands in the newer state; the same as `old` for a finding of a check.
    """

    old: str
    new: str

    def __str__(self) -> str:
        if self.old == self.new:
            return self.old
        return f"{self.old or '(absent)'} -> {self.new or '(absent)'}"


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One violation, or one change.

    Attributes:
        rule: id of its rule.
        level: key of `LEVELS`.
        message: the difference, in one sentence.
        places: every place concerned, the telling one first.
        details: label and text: what was expected and found, how often it was seen, what to do.
        record: name and identifier of the record that shows it, or "".
        curl: command lines that reproduce it.
        file: file that an annotation points at, relative to the checkout, or "".
        line: line in that file, 1-based; 0 if unknown.
        subject: resource or definition that it is about, or "".
    """

    rule: str
    level: str
    message: str
    places: tuple[Place, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    record: str = ""
    curl: tuple[str, ...] = ()
    file: str = ""
    line: int = 0
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """
    Everything that one run has to say.

    Attributes:
        tool: "check", "diff" or "drift".
        target: what was looked at ("https://...", "main..HEAD").
        api: name of the API.
        started_at: moment of the start, RFC 3339, given by the caller; "" to leave it out.
        rules: every rule that was looked at.
        verdicts: what became of the rules; none for a diff.
        findings: heaviest first.
        requests: how many requests were sent.
        remarks: sentences about the run as a whole (resources left out, when to retry).
        ended: the remark that says why the run ended before it was done, if the server gave the reason or the user
            interrupted it; else "".
    """

    tool: str
    target: str
    api: str
    started_at: str = ""
    rules: tuple[Rule, ...] = ()
    verdicts: tuple[RuleResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    requests: int = 0
    remarks: tuple[str, ...] = ()
    ended: str = ""

    @property
    def states(self) -> Mapping[str, int]:
        """
        Return how many verdicts there are of each state, zeros included.
        """
        counted = Counter(each.state for each in self.verdicts)
        return {state: counted[state] for state in STATES}

    @property
    def levels(self) -> Mapping[str, int]:
        """
        Return how many findings there are of each level that occurs, heaviest first.
        """
        counted = Counter(each.level for each in self.findings)
        return {level: counted[level] for level in LEVELS if counted[level]}

    def rule(self, name: str) -> Rule:
        """
        Return the rule of that id.

        Raises:
            UnknownName: the report has no such rule.
        """
        for each in self.rules:
            if each.id == name:
                return each
        raise UnknownName("rule", name, tuple(each.id for each in self.rules))

    def at_least(self, level: str) -> tuple[Finding, ...]:
        """
        Return the findings that weigh as much as a level, or more.

        Raises:
            UnknownName: there is no such level.
        """
        if level not in LEVELS:
            raise UnknownName("level", level, tuple(LEVELS))
        return tuple(each for each in self.findings if LEVELS[each.level].rank >= LEVELS[level].rank)
