"""
How much a kept promise says: of the misreadings that would break it, how many the answers of a run rule out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from apicontract.contract.violation import Violation
    from apicontract.diagnosis.operators import Misreading
    from apicontract.planner.run import Run


@dataclass(frozen=True, slots=True)
class Strength:
    """
    What is ruled out of one concern of a contract.

    Attributes:
        ruled_out: misreadings that some answer contradicts.
        possible: misreadings that requests can refute, by the records known.
    """

    ruled_out: int
    possible: int

    @property
    def percent(self) -> float:
        """
        The share that is ruled out, in percent; all of nothing.
        """
        return 100 * self.ruled_out / self.possible if self.possible else 100.0

    def __str__(self) -> str:
        return f"{self.ruled_out} of {self.possible} misreadings ruled out"


def strengths(run: Run, violations: Collection[Violation]) -> Mapping[str, Strength]:
    """
    Return what a run rules out, by concern; an answer that breaks a promise rules out nothing.
    """
    broken = {id(exchange) for each in violations for exchange in each.exchanges}
    answered = [run.evidence.probes[id(each)] for each in run.evidence.exchanges if id(each) not in broken]
    possible: set[tuple[str, Misreading]] = set()
    refuted: set[tuple[str, Misreading]] = set()
    for planner in run.planners:
        name = planner.resource
        told = planner.refutable
        refuted |= {(name, misreading) for probe in answered for misreading in told.get(probe, ())}
        possible |= {(name, misreading) for misreading in planner.possible}
    all_of, out_of = (Counter(each.concern for _, each in found) for found in (possible | refuted, refuted))
    return {concern: Strength(out_of[concern], number) for concern, number in all_of.items()}
