"""
The values that checks are made of: a check, a difference, an evaluation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from apicontract.contract.model import Json, Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from apicontract.checks.answers import ParsedExchange
    from apicontract.checks.context import Context
    from apicontract.contract.grades import Grade


@dataclass(frozen=True, slots=True)
class Difference:
    """
    One place where an answer is not what was promised.

    Attributes:
        place: JSON pointer in the body, "header X", "status", or a parameter.
        message: the difference, in one sentence.
        expected: what was promised there.
        found: what stood there.
        record: name and identifier of the record concerned, where there is one.
        grade: how well the broken statement is known, where that is weaker than what the check promises of the API.
        level: how much it weighs, where that is less than the check's own level.
        doubtful: whether an innocent cause is possible (rows that tie, a statement that few records show); such a
            finding is a warning unless strict.
    """

    place: str
    message: str
    expected: Json = None
    found: Json = None
    record: str = ""
    grade: Grade | None = None
    level: Level | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Evaluation:
    """
    What a check function decided on some exchanges.

    Attributes:
        readings: those that it decided on, the decisive one first.
        differences: what it found there; none means that the promise is kept.
    """

    readings: tuple[ParsedExchange, ...]
    differences: tuple[Difference, ...] = ()


#: Query and headers of a request for a list.
Asked: TypeAlias = "tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]"
#: What is known, and the readings to look at -> evaluations. It says nothing of what it cannot decide.
CheckFunction: TypeAlias = "Callable[[Context, Sequence[ParsedExchange]], Iterable[Evaluation]]"


@dataclass(frozen=True, slots=True)
class Check:
    """
    A promise that answers are held to; how well it is known is a matter of each API (`Api.grade_of`).

    Attributes:
        id: stable, in kebab case.
        concern: the module that holds it.
        sentence: the documented promise.
        sees: "one" exchange at a time, or "many" together.
        find: the check function.
        level: of what it finds.
        scope: "content" if an answer that it finds wrong is evidence for no later check; "derived" if it judges
            only answers that no earlier check found wrong; "surface" if it is about the wrapping alone, and
            neither is the case.
        asks: requests for a list that decide it, where the usual ones do not; the planner sends them.
    """

    id: str
    concern: str
    sentence: str
    sees: str
    find: CheckFunction
    level: Level = Level.VIOLATION
    scope: str = "content"
    asks: tuple[Asked, ...] = ()


def each(function: Callable[[Context, ParsedExchange], Sequence[Difference] | None]) -> CheckFunction:
    """
    Make a check function of one that looks at a single reading and returns None where it has nothing to say.

    It must look at nothing else: what it says is kept for later calls of `judge`.
    """

    def find(context: Context, readings: Sequence[ParsedExchange]) -> Iterable[Evaluation]:
        for reading in readings:
            differences = context.cached_per_exchange(function, reading, function)
            if differences is not None:
                yield Evaluation((reading,), tuple(differences))

    return find


def chain(*functions: CheckFunction) -> CheckFunction:
    """
    Make one check function of several that say parts of the same promise.
    """

    def find(context: Context, readings: Sequence[ParsedExchange]) -> Iterable[Evaluation]:
        for function in functions:
            yield from function(context, readings)

    return find
