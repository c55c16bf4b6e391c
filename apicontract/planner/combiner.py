"""
List requests put together from parts, at random, and improved part by part.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from apicontract.contract.routes import list_path
from apicontract.planner.misreadings import expected_size, misreadings
from apicontract.planner.priors import Priors
from apicontract.planner.probe import Pairs, Probe
from apicontract.planner.query_parts import (
    decoration_parts,
    filter_parts,
    limit_parts,
    offset_parts,
    ordering_parts,
    search_parts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from random import Random

    from apicontract.contract.model import Parameter
    from apicontract.diagnosis.operators import Misreading
    from apicontract.diagnosis.records import KnownRecords

#: One part of a request: query and headers.
Part = tuple[Pairs, Pairs]
_Choice = TypeVar("_Choice")
#: A part that is not there.
NOTHING: Part = ((), ())
#: How often a part is present.
_OFTEN = {"search": 0.5, "ordering": 0.8, "size": 0.8, "start": 0.7, "dressing": 0.7}
_DECORATIONS = 3
#: So many of the most telling searches are as many times more likely than others.
_BEST, _PREFERRED = 12, 6
#: Choices of one part that are tried in turn.
_SOME = 16
#: How many filters a request has on average, of many; and how often one is present at the most.
_FILTERS, _MOST_OFTEN = (1, 3, 10, 30), 0.8


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    A request with the misreadings that its answer covers.

    Attributes:
        probe: the request.
        misreadings: names of wrong readings that would show.
        parts: what it was put together from, if it was.
    """

    probe: Probe
    misreadings: frozenset[Misreading]
    parts: Mapping[str, Part] = field(default_factory=dict)


class Combiner:
    """
    Puts list requests together at random, seeded.
    """

    def __init__(self, survey: KnownRecords, random: Random) -> None:
        self._survey = survey
        self._random = random
        self._path = list_path(survey.api, survey.resource)
        self._choices: dict[str, list[Pairs]] = {
            f"filter {each.name}": filter_parts(survey, each, random) for each in survey.resource.parameters
        }
        self._choices["search"] = search_parts(survey, random) if survey.resource.search else []
        self._choices["ordering"] = ordering_parts(survey, random)
        self._choices["size"] = limit_parts(survey)
        self._decorations = decoration_parts(survey)
        self._covered: dict[Probe, frozenset[Misreading]] = {}

    @cached_property
    def _searches(self) -> list[Pairs]:
        """
        Searches, those several times that cover most misreadings by themselves.
        """
        choices = self._choices["search"]
        told = {each: misreadings(self._survey, Probe(self._path, each)) for each in choices}
        priors = Priors(misreading for each in told.values() for misreading in each)
        best = sorted(choices, key=lambda each: -priors.total(told[each]))
        return [*best, *best[:_BEST] * _PREFERRED]

    def random_request(self) -> Candidate:
        """
        Return one more request.
        """
        often = min(self._random.choice(_FILTERS) / max(len(self._survey.resource.parameters), 1), _MOST_OFTEN)
        parts = {name: self._part(name, {}, often) for name in self._choices}
        parts["start"] = self._part("start", parts, often)
        return self.made(self._decorated(parts))

    def random_with(self, selecting: Pairs) -> dict[str, Part]:
        """
        Return the parts of a request that selects so, with a limit and the rest at random.
        """
        return self._decorated({"selecting": (selecting, ()), "size": self._part("size", {}, 1)})

    def of_one_part(self) -> Iterator[Candidate]:
        """
        Yield every request that asks for one thing alone.
        """
        yield from (self.made({name: (each, ())}) for name, choices in self._choices.items() for each in choices)

    def made(self, parts: Mapping[str, Part]) -> Candidate:
        """
        Return the request with these parts.
        """
        probe = self.probe(parts)
        if probe not in self._covered:
            self._covered[probe] = misreadings(self._survey, probe)
        return Candidate(probe, self._covered[probe], parts=parts)

    def probe(self, parts: Mapping[str, Part]) -> Probe:
        """
        Return what asks for these parts, without what its answer covers.
        """
        return Probe(self._path, *_joined(parts))

    def filters(self, parameter: Parameter) -> Sequence[Pairs]:
        """
        Return ways to ask for a filter.
        """
        return self._choices[f"filter {parameter.name}"]

    def _decorated(self, parts: dict[str, Part]) -> dict[str, Part]:
        for number in range(_DECORATIONS):
            parts[f"dressing {number}"] = self._part("dressing", parts, 1)
        return parts

    def options(self, candidate: Candidate, name: str) -> Iterator[Part]:
        """
        Yield what may stand in place of one part of a request, nothing first; of many choices, some.
        """
        yield NOTHING
        if name == "start":
            size = expected_size(self._survey, Probe(self._path, _joined({**candidate.parts, name: NOTHING})[0]))
            yield from ((each, ()) for each in offset_parts(self._survey, size, self._random))
        elif name.startswith("dressing"):
            yield from self._some(self._decorations)
        else:
            yield from ((each, ()) for each in self._some(self._named(name)))

    def _some(self, choices: Sequence[_Choice]) -> list[_Choice]:
        return self._random.sample(choices, min(len(choices), _SOME))

    def replacing(self, candidate: Candidate, parts: Mapping[str, Part]) -> Candidate:
        """
        Return the request with other parts in place of some.
        """
        return self.made({**candidate.parts, **parts})

    def _part(self, name: str, parts: Mapping[str, Part], often: float) -> Part:
        random = self._random
        if random.random() > _OFTEN.get(name, often):
            return NOTHING
        if name == "dressing":
            return random.choice(self._decorations)
        if name == "start":
            size = expected_size(self._survey, Probe(self._path, _joined(parts)[0]))
            return random.choice(offset_parts(self._survey, size, random)), ()
        return (random.choice(self._named(name)), ()) if self._choices[name] else NOTHING

    def _named(self, name: str) -> list[Pairs]:
        return self._searches if name == "search" else self._choices[name]


def _joined(parts: Mapping[str, Part]) -> Part:
    """
    Return all parts as one query and headers; of a name that two parts use, the first one's is taken.
    """
    query: Pairs = ()
    headers: Pairs = ()
    taken: set[str] = set()
    for more, fields in parts.values():
        if more and taken.isdisjoint(name for name, _ in more):
            query += more
            taken |= {name for name, _ in more}
        if not headers:
            headers = fields
    return query, headers
