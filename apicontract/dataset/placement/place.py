"""
Recorded lists + candidates -> a collection in its natural order that shows what was recorded.

Nothing looks up a URL. The recorded rows are put into the natural order that their ties show; values that nobody
recorded are changed until each list shows its rows at their positions. In each turn a list that is wrong is taken, and
some records: of the values of a field that make this list less wrong a record gets the one with which all lists
together are least wrong, unless they were less wrong before. A list for which that fails counts more from then on. The
turns are bounded, and the same for the same data and seed.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass, field
from functools import partial
from itertools import compress, count, pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from apicontract.contract.lookups import compared_type
from apicontract.dataset.placement.domains import Finite, Lattice, key_of
from apicontract.dataset.placement.selection import Sort, root_of, term_key

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from apicontract.contract.model import Json, Record
    from apicontract.dataset.fields import Fields, Tables
    from apicontract.dataset.placement.domains import Domain
    from apicontract.dataset.placement.lists import RecordedLists
    from apicontract.dataset.seeded_random import SeededRandom

    #: A term of an ordering or a condition: the paths that it reads, and what it says of a record.
    _Fact: TypeAlias = tuple[tuple[str, ...], Callable[[Record], Any]]


#: The name under which a change holds a place in the natural order, which is no field.
PLACE = ""
#: Texts with each of which a word is joined that a filter asks for.
_TEXTS = 30
#: Turns at the most, besides one for each record: two hundred pages come out within that, in one to three seconds.
_TURNS = 600
#: What is tried in a turn: records, values for each, and how many of those that serve the list are weighed. Measured:
#: with more of them the same pages come out, later.
_RECORDS, _TRIED, _WEIGHED = 6, 25, 5


@dataclass(frozen=True)
class PlacementProblem:
    """
    What is known before the rest of a collection is placed.

    Attributes:
        fields, entity: what the shapes say of whose collection it is.
        evidence: its recorded lists.
        tables: the records that references can lead to.
        forbidden: identifiers that must not be given.
        withheld: `id` of a record to the fields that it does without.
    """

    fields: Fields
    entity: str
    evidence: RecordedLists
    tables: Tables
    forbidden: frozenset[Json] = frozenset()
    withheld: Mapping[int, frozenset[str]] = field(default_factory=dict)


def place(
    problem: PlacementProblem, recorded: Sequence[Record], candidates: Sequence[Record], random: SeededRandom
) -> list[Record]:
    """
    Return the recorded records and the candidates in natural order; candidates are given other values where needed.

    A candidate without an identifier is given one. The natural order is that of the identifiers where these are numbers
    and no page says otherwise; else the recorded records come as they were seen, and the others anywhere between.
    """
    name_candidates(problem, recorded, candidates, random)
    identifier, kind, _ = _identified(problem)
    counted = kind == "integer"
    if not problem.evidence.lists:
        everyone = [*recorded, *candidates]
        return sorted(everyone, key=lambda each: each[identifier]) if counted else everyone
    numbers = {id(each): number for number, each in enumerate(recorded)}
    line = problem.evidence.natural_order(recorded, lambda each: each[identifier] if counted else numbers[id(each)])
    names = [each[identifier] for each in line]
    ascending = counted and names == sorted(names)
    properties = _Properties(problem, [*recorded, *candidates], random.child("options"))
    unknown = _fill(problem, properties, recorded, random.child("unknown"))
    placed = [_Placed(each, unknown[id(each)], {PLACE: float(number)}) for number, each in enumerate(line)]
    everything = frozenset({*problem.fields.members[problem.entity], identifier, PLACE})
    for number, each in enumerate(sorted(candidates, key=lambda each: each[identifier]) if ascending else candidates):
        start = bisect_left(names, each[identifier]) if ascending else random.integer(0, len(line), "place", number)
        # Between two whole numbers, and in the order given.
        placed.append(_Placed(each, everything, {PLACE: start - 1 + (number + 1) / (len(candidates) + 1)}))
    _Repair(problem, properties, placed, random.child("turns")).run()
    return [each.record for each in sorted(placed, key=lambda each: each.values[PLACE])]


def name_candidates(
    problem: PlacementProblem, recorded: Sequence[Record], candidates: Sequence[Record], random: SeededRandom
) -> None:
    """
    Give identifiers to the candidates that have none, or one that is taken: the lowest free numbers, or any text.
    """
    identifier, kind, domain = _identified(problem)
    taken = {each[identifier] for each in recorded} | problem.forbidden
    unnamed = []
    for each in candidates:
        if each.get(identifier) is None or each[identifier] in taken:
            unnamed.append(each)
        taken.add(each.get(identifier))
    # The key under which names were always drawn: people's tests tell records by them.
    random, numbers = random.child("attempt", 0), count(1)
    for number, each in enumerate(unnamed):
        drawn = (domain.between(None, None, random.random("text", number, again)) for again in count())
        names = numbers if kind == "integer" else (name for one in drawn for name in one)
        each[identifier] = next(name for name in names if name not in taken)
        taken.add(each[identifier])


def _identified(problem: PlacementProblem) -> tuple[str, str, Domain]:
    fields, entity = problem.fields, problem.entity
    name, kind = fields.identifiers[entity], fields.kind_of_identifier(entity)
    return name, kind, fields.domain(entity, name, kind, problem.tables, [])


def _fill(
    problem: PlacementProblem, properties: _Properties, records: Sequence[Record], random: SeededRandom
) -> dict[int, frozenset[str]]:
    """
    Give recorded records what lists ask for and nobody showed, to begin with; return by `id` of a record which fields.

    A row gets the value that stands as far down among all values as the row in a list that sorts by it, or any value.
    """
    options, withheld, nulls_last = properties.options, problem.withheld, problem.fields.nulls_last
    asked = {id(each): options.keys() - each.keys() - withheld.get(id(each), frozenset()) for each in records}
    for one in problem.evidence.lists:
        for sort in one.sorts[:1]:
            name, key = root_of(sort.path), partial(term_key, sort=sort, nulls_last=nulls_last)
            values = sorted(options[name], key=lambda each: key({name: each}))
            for position, row in one.positions.items() if values else ():
                if name in asked[id(row)] and name not in row:
                    row[name] = values[position * len(values) // one.count]
    for each in records:
        for name in sorted(asked[id(each)] - each.keys()):
            each[name] = random.choice(options[name] or [None], each[problem.fields.identifiers[problem.entity]], name)
    return {key: frozenset(names) for key, names in asked.items()}


class _Properties:
    """
    The terms and conditions of the lists of a collection; each is evaluated once for the same values.

    Attributes:
        names: for each list the fields that it asks for, those of its ordering first.
        options: field to the values that are tried: those seen, one between each two, those that a filter asks for.
    """

    def __init__(self, problem: PlacementProblem, records: Sequence[Record], random: SeededRandom) -> None:
        self._problem, self._random, lists = problem, random, problem.evidence.lists
        key = partial(term_key, nulls_last=problem.fields.nulls_last)
        self._terms: list[list[_Fact]] = [
            [((each.path,), partial(key, sort=each)) for each in one.sorts] for one in lists
        ]
        self._conditions: list[list[_Fact]] = [[(each.paths, each.holds) for each in one.conditions] for one in lists]
        self.names = [
            list(dict.fromkeys(root_of(path) for paths, _ in (*terms, *conditions) for path in paths))
            for terms, conditions in zip(self._terms, self._conditions, strict=True)
        ]
        self._known: dict[Hashable, Any] = {}
        asked: dict[str, dict[Json, None]] = {each.path: {} for one in lists for each in one.sorts}
        for each in (condition for one in lists for condition in one.conditions):
            for path in each.paths:
                read = compared_type(each.lookup, each.kind) == problem.fields.kind_of(problem.entity, path)
                asked.setdefault(path, {}).update(dict.fromkeys(each.values if read else ()))
        self.options = {root_of(path): self._options(root_of(path), asked, records) for path in asked}

    def key(self, number: int, values: Record) -> tuple[Any, ...] | None:
        """
        Return what the values of a record stand by in a list; None if the list does not select it.
        """
        for fact in self._conditions[number]:
            if not self._evaluated(fact, values):
                return None
        return (*[self._evaluated(fact, values) for fact in self._terms[number]], values[PLACE])

    def _evaluated(self, fact: _Fact, record: Record) -> Any:
        paths, evaluate = fact
        key = (id(fact), *[_token(record.get(root_of(each))) for each in paths])
        if key not in self._known:
            self._known[key] = evaluate(record)
        return self._known[key]

    def _options(self, name: str, asked: Mapping[str, Iterable[Json]], records: Sequence[Record]) -> list[Json]:
        fields, entity = self._problem.fields, self._problem.entity
        seen = list({_token(each[name]): each[name] for each in records if name in each}.values())
        member = fields.members[entity].get(name)
        more: list[Json] = [None] if member and member.nullable else []
        if member and member.entity:
            targets = list(self._problem.tables.get(member.entity, {}).values())
            more += [[], *([each] for each in targets)] if member.many else targets
        else:
            for path in (each for each in asked if root_of(each) == name and not fields.meets_list(entity, each)):
                more += (fields.held(path, value)[name] for value in self._tried(path, [*asked[path]], name, seen))
        return list({_token(each): each for each in (*seen, *more)}.values())

    def _tried(self, path: str, asked: Sequence[Any], name: str, seen: Sequence[Json]) -> Iterator[Json]:
        """
        Yield a value between each two that were seen or asked for, and those that a filter asks for; texts with these.
        """
        fields, entity = self._problem.fields, self._problem.entity
        kind = fields.kind_of(entity, path)
        domain = fields.domain(entity, path, kind, self._problem.tables, [])
        if isinstance(domain, Finite):
            yield from (value for _, value in domain.values)
            return
        sort = Sort(path, kind, descending=False)
        keys = {term_key({name: each}, sort, nulls_last=fields.nulls_last) for each in seen}
        for low, high in pairwise([None, *sorted({*keys, *((0, each) for each in asked)}), None]):
            yield from domain.between(low, high, self._random.random(path, low, high))
        if isinstance(domain, Lattice):
            yield from (domain.scale.value(domain.scale.count(each)) for each in asked)
        else:
            texts = [each for each in seen[:_TEXTS] if isinstance(each, str)]
            yield from (
                text for word in asked for each in ("", *texts) for text in (f"{each} {word}".strip(), f"{word} {each}")
            )


def _token(value: Json) -> Hashable:
    """
    Return what two values have in common if they are the same; records that others refer to are the same objects.
    """
    if isinstance(value, dict):
        return id(value)
    if isinstance(value, list):
        return ("list", *map(_token, value))
    return type(value), value


@dataclass(eq=False)
class _Placed:
    record: Record
    #: The fields that nobody showed, `PLACE` among them.
    free: frozenset[str]
    #: What lists ask for, and under `PLACE` its place: the less, the earlier.
    values: dict[str, Any]
    #: What it stands by in each list; None where it is not selected.
    keys: list[Any] = field(default_factory=list)


class _Repair:
    def __init__(
        self, problem: PlacementProblem, properties: _Properties, placed: Sequence[_Placed], random: SeededRandom
    ) -> None:
        self._lists, self._properties, self._random, self._draws = problem.evidence.lists, properties, random, 0
        self._identifier, self._kind, self._domain = _identified(problem)
        self._names = {each.record[self._identifier] for each in placed} | problem.forbidden
        numbers = range(len(self._lists))
        for each in placed:
            names = {*properties.options, self._identifier} & each.record.keys()
            each.values |= {name: each.record[name] for name in names}
            each.keys = [properties.key(number, each.values) for number in numbers]
        rows = {id(each.record): each for each in placed}
        self._rows = [[(position, rows[id(row)]) for position, row in one.positions.items()] for one in self._lists]
        self._keys = [sorted(each.keys[number] for each in placed if each.keys[number]) for number in numbers]
        self._places = sum(PLACE not in each.free for each in placed) + 1
        self._free = [each for each in placed if each.free]
        self._weights = [1 for _ in numbers]
        self._wrong = [self._off(number) for number in numbers]

    def run(self) -> None:
        # At the end the best state counts that there was.
        least, best = sum(len(each.pages) for each in self._lists) + 1, []
        for _ in range(_TURNS + len(self._free)):
            wrong = [number for number, off in enumerate(self._wrong) if off]
            if (pages := sum(len(self._lists[number].pages) for number in wrong)) < least:
                least, best = pages, [dict(each.values) for each in self._free]
            if not wrong or not self._free:
                break
            (number,) = self._sample(wrong, 1)
            rows = [row for _, row in self._rows[number] if row.free]
            chosen = [*self._sample(rows, _RECORDS), *self._sample(self._free, _RECORDS)]
            improved = [self._improved(number, each) for each in chosen if self._wrong[number]]
            self._weights[number] += not any(improved)
        for each, values in zip(self._free, best, strict=False):
            each.values = values
            each.record.update((name, value) for name, value in values.items() if name in each.free and name != PLACE)

    def _draw(self) -> float:
        self._draws += 1
        return self._random.random(self._draws)

    def _sample(self, options: Sequence[Any], most: int) -> list[Any]:
        # At even distances from a random one on.
        step, start = max(len(options) / most, 1), self._draw() * len(options)
        return [options[int(start + number * step) % len(options)] for number in range(min(most, len(options)))]

    def _off(self, number: int, placed: _Placed | None = None, new: Any = None) -> int:
        """
        Return how many records a list has too many or too few before, between and behind the rows that it shows.

        A record may be thought to stand by a new key; None if the list would not select it.
        """
        old, keys = placed.keys[number] if placed else None, self._keys[number]
        off = before = 0
        for position, row in self._rows[number]:
            key = new if row is placed else row.keys[number]
            rank = bisect_left(keys, key) if key else len(keys) + 1
            here = rank - bool(old and key and old < key) + bool(new and key and new < key) - position
            off += abs(here - before)
            before = here
        return off + abs(len(keys) - (old is not None) + (new is not None) - self._lists[number].count - before)

    def _improved(self, number: int, placed: _Placed) -> bool:
        """
        Give a record a value that serves a list, if that is no worse for all of them; tell whether it is better.
        """
        names = [name for name in (*self._properties.names[number], PLACE) if name in placed.free]
        if not names:
            return False
        (name,) = self._sample(names, 1)
        # A record that the list does not select, and now and then another one, takes after a row in what else is asked.
        rows = self._sample(self._rows[number], 1) if placed.keys[number] is None or self._draw() < 1 / 2 else []
        copied = [each for each in names if each not in {self._identifier, PLACE}]
        alike = {each: row.values.get(each) for _, row in rows for each in copied}
        changes = [{**alike, name: value} for value in self._sample(self._values(name), _TRIED)]
        keys = [self._properties.key(number, {**placed.values, **each}) for each in changes]
        better = [self._off(number, placed, key) < self._wrong[number] for key in keys]
        serving = [*compress(changes, better)][:_WEIGHED]
        worse, turn = min(((self._effect(placed, each), turn) for turn, each in enumerate(serving)), default=(1, 0))
        if worse <= 0:
            self._apply(placed, serving[turn])
        return worse < 0

    def _values(self, name: str) -> Sequence[Json]:
        if name == PLACE:
            fraction = self._draw()
            return [number - 1 + fraction for number in range(self._places)]
        if name != self._identifier:
            return self._properties.options[name]
        keys = sorted(key_of(each, self._kind) for each in self._names)
        end = (0, keys[-1][1] + len(self._free) + 1) if self._kind == "integer" else None
        between = (self._domain.between(low, high, self._draw()) for low, high in pairwise([None, *keys, end]))
        return [value for values in between for value in values]

    def _moved(self, placed: _Placed, change: Record) -> list[tuple[int, Any]]:
        # The lists in which the record stands by another key after the change, and that key.
        names = self._properties.names
        asked = [number for number, each in enumerate(names) if PLACE in change or not change.keys().isdisjoint(each)]
        keys = ((number, self._properties.key(number, {**placed.values, **change})) for number in asked)
        return [(number, key) for number, key in keys if key != placed.keys[number]]

    def _effect(self, placed: _Placed, change: Record) -> int:
        moved = self._moved(placed, change)
        return sum(self._weights[each] * (self._off(each, placed, key) - self._wrong[each]) for each, key in moved)

    def _apply(self, placed: _Placed, change: Record) -> None:
        for number, key in self._moved(placed, change):
            if placed.keys[number] is not None:
                del self._keys[number][bisect_left(self._keys[number], placed.keys[number])]
            if key is not None:
                insort(self._keys[number], key)
            placed.keys[number] = key
            self._wrong[number] = self._off(number)
        self._names -= {placed.values[self._identifier]}
        placed.values |= change
        self._names |= {placed.values[self._identifier]}
