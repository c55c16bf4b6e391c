"""
Two sets of definitions -> the facts of each changed definition, told once, and every place that uses it.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeAlias

from apicontract.diff.facts import Direction, Fact, SchemaPath
from apicontract.diff.node_comparison import Reference, compare_nodes
from apicontract.diff.nodes import Definition, Definitions, SchemaNode
from apicontract.diff.rules import RULES
from apicontract.evidence.openapi import BASE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apicontract.contract.model import Api, Json

#: Names of a definition before and after.
Pair: TypeAlias = "tuple[str, str]"

#: Places of a definition that are told; common ones of large documents have thousands.
_MOST_PLACES = 200
#: How deep a place is followed; records are nested less deeply, but for cycles.
_DEPTH = 12
_HARMLESS = frozenset({"compatible", "note"})
#: What stands behind the name of a shape that no resource answers with.
_LOOSE = "(used by no resource)"


@dataclass(frozen=True, slots=True)
class Use:
    """
    A place that refers to a definition: where it begins, and the path from there, before and after.
    """

    origin: str
    old_path: str
    new_path: str


@dataclass
class DefinitionComparison:
    """
    The comparison of two sets of definitions.

    Attributes:
        old, new: the definitions.
        direction: which way the values travel.
        facts: found so far.
        links: definition to the definitions that it refers to, and by which path.
        roots: definition to what is answered with it.
        capped: definitions of which not every place was listed.
        exchanges: definitions that stand for each other somewhere, to what tells them apart.
    """

    old: Definitions
    new: Definitions
    direction: Direction = Direction.ANSWER
    facts: list[Fact] = field(default_factory=list)
    links: dict[Pair, list[tuple[SchemaPath, Pair]]] = field(default_factory=dict)
    roots: dict[Pair, list[str]] = field(default_factory=dict)
    exchanges: dict[Pair, tuple[Fact, ...]] = field(default_factory=dict)
    capped: set[Pair] = field(default_factory=set)
    _users: dict[Pair, list[Pair]] = field(default_factory=dict, repr=False)
    _alone: dict[Pair, tuple[Fact, ...]] = field(default_factory=dict, repr=False)

    def between(self, origin: str, old: Json, new: Json, here: SchemaPath) -> None:
        """
        Compare two schemas that stand in place of definitions, and all that they refer to.
        """
        pair = (here.definition, here.new_definition)
        self.roots.setdefault(pair, []).append(origin)
        one, other = (SchemaNode(each, BASE, known) for each, known in ((old, self.old), (new, self.new)))
        self._walk(pair, compare_nodes(one, other, here))

    def root(self, origin: str, old: str, new: str, here: SchemaPath) -> None:
        """
        Compare what an answer consists of, and all that it refers to.
        """
        self._follow(Reference(here, self.old.named(old), self.new.named(new), self._exchanged(old, new)), origin)

    def facts_of(self, pair: Pair) -> tuple[Fact, ...]:
        """
        Return what tells two definitions apart, without those that they refer to.
        """
        if pair not in self._alone:
            found = self._compare(self.old.named(pair[0]), self.new.named(pair[1]))
            facts = [
                [each] if isinstance(each, Fact) else self._exchange(each) if each.exchanged else [] for each in found
            ]
            self._alone[pair] = tuple(chain.from_iterable(facts))
        return self._alone[pair]

    def origins(self, pair: Pair) -> tuple[str, ...]:
        """
        Return what is sent with a definition in it, each once.
        """
        above = self._above(pair)
        return tuple(dict.fromkeys(each for start in above for each in self.roots.get(start, ())))

    def uses(self, pair: Pair) -> tuple[Use, ...]:
        """
        Return every place that uses a definition, of those that are answered if there are any.
        """
        above = self._above(pair)
        found: list[Use] = []
        for start, origins in self.roots.items():
            if start in above and len(found) < _MOST_PLACES:
                for here in islice(self._paths(start, pair, (start,), above), _MOST_PLACES):
                    found.extend(Use(origin, *here) for origin in origins)
        if len(found) >= _MOST_PLACES:
            self.capped.add(pair)
        answered = [each for each in found if not each.origin.endswith(_LOOSE)]
        return tuple(dict.fromkeys(answered or found))

    def _exchanged(self, old: str, new: str) -> bool:
        return old != new and old in self.new and new in self.old

    def _follow(self, first: Reference, origin: str) -> None:
        pair = (first.old.name, first.new.name)
        if first.exchanged:
            self.facts += self._exchange(first)
            return
        self.roots.setdefault(pair, []).append(origin)
        if pair not in self.links:
            self._walk(pair, self._compare(first.old, first.new))

    def _walk(self, pair: Pair, found: Iterator[Fact | Reference]) -> None:
        """
        Take in what was found between two definitions, and go on with those that they refer to.
        """
        waiting = deque([(pair, found)])
        while waiting:
            pair, found = waiting.popleft()
            links = self.links.setdefault(pair, [])
            for each in found:
                if isinstance(each, Fact):
                    self.facts.append(each)
                elif each.exchanged:
                    self.facts += self._exchange(each)
                else:
                    target = (each.old.name, each.new.name)
                    links.append((each.here, target))
                    if target not in self.links:
                        self.links[target] = []
                        waiting.append((target, self._compare(each.old, each.new)))

    def _compare(self, old: Definition, new: Definition) -> Iterator[Fact | Reference]:
        here = SchemaPath(old.name, new.name, self.direction)
        yield from compare_nodes(
            SchemaNode(old.schema, old.uri, self.old), SchemaNode(new.schema, new.uri, self.new), here
        )

    def _exchange(self, reference: Reference) -> list[Fact]:
        """
        Return the one fact of a place that refers to another definition, with what that means in its note.

        Where both definitions say the same there is nothing to tell: names are not sent.
        """
        pair = (reference.old.name, reference.new.name)
        if pair not in self.exchanges:
            self.exchanges[pair] = ()  # what a definition that refers to itself adds
            inner = DefinitionComparison(self.old, self.new, self.direction, exchanges=self.exchanges)
            inner._follow(Reference(reference.here, reference.old, reference.new, exchanged=False), "")
            self.exchanges[pair] = tuple(inner.facts)
        found = self.exchanges[pair]
        if not found:
            return []
        grave = [each for each in found if not _harmless(each)]
        kind = "shape-replaced" if grave else "shape-extended"
        told = ", ".join(
            f"{each.rule.partition('-')[2]} {each.old_path or each.new_path}" for each in (grave or found)[:5]
        )
        return [reference.here.fact(kind, reference.old.name, reference.new.name, note=told)]

    def _above(self, goal: Pair) -> frozenset[Pair]:
        """
        Return the definitions that a way leads from to another, itself among them.
        """
        if not self._users:
            for start, links in self.links.items():
                for _, target in links:
                    self._users.setdefault(target, []).append(start)
        found, waiting = {goal}, [goal]
        while waiting:
            fresh = [each for each in self._users.get(waiting.pop(), ()) if each not in found]
            found.update(fresh)
            waiting += fresh
        return frozenset(found)

    def _paths(
        self, start: Pair, goal: Pair, above: tuple[Pair, ...], known: frozenset[Pair]
    ) -> Iterator[tuple[str, str]]:
        if start == goal:
            yield ("", "")
        if len(above) > _DEPTH:
            return
        for here, target in self.links.get(start, ()):
            if target not in above and target in known:
                for old, new in self._paths(target, goal, (*above, target), known):
                    yield (join(here.old_path, old), join(here.new_path, new))


def _harmless(fact: Fact) -> bool:
    return RULES[fact.rule].level in _HARMLESS


def join(path: str, rest: str) -> str:
    """
    Return one dotted path of two.
    """
    if not path or not rest or rest.startswith("["):
        return path + rest
    return f"{path}.{rest}"


def compare_answers(old: Api, new: Api) -> DefinitionComparison:
    """
    Compare all that two states of an API answer with.

    That is the modes of the resources both have, the single answers, and the shapes that nothing refers to.
    """
    survey = DefinitionComparison(Definitions(old.shapes.values()), Definitions(new.shapes.values()))
    for name, resource in old.resources.items():
        other = new.resources.get(name)
        for mode, shape in resource.shapes.items() if other else ():
            if other and mode in other.shapes:
                here = SchemaPath(name, name, Direction.ANSWER, f"mode {mode}", f"mode {mode}")
                survey.root(f"{name} ({mode})", shape, other.shapes[mode], here)
    for path, shape in old.singletons.items():
        if path in new.singletons:
            survey.root(path, shape, new.singletons[path], SchemaPath(path, path, Direction.ANSWER))
    met = {old_name for old_name, _ in survey.links}
    for name in _both(old.shapes, new.shapes):
        if name not in met:
            survey.root(f"{name} {_LOOSE}", name, name, SchemaPath(name, name, Direction.ANSWER))
    return survey


def _both(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    return [each for each in old if each in new]
