"""
Recorded lists + candidates -> a collection in its natural order that shows what was recorded.

Nothing looks up a URL. The recorded rows are put into the natural order that their ties show, candidates between them,
and what is not known of them gets values to begin with; these are changed until each list shows its rows in its places.

What may change is what nobody recorded; where that does not help, also values, identifiers excepted, that were last
shown before the newest page of a list that is wrong. In each turn a list that is wrong is taken, and some records: of
the changes that make this list less wrong the one is made with which all lists together are least wrong, unless they
were less wrong before. A change gives a record another value of a field, or lets two records swap theirs. A list for
which that fails counts more from then on. The turns are bounded, and the same for the same data and seed.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import count, islice, pairwise
from operator import add, sub
from typing import TYPE_CHECKING, Any, TypeAlias

from apicontract.contract.lookups import compared_type
from apicontract.dataset.domains import Finite, Lattice, key_of
from apicontract.dataset.equality import identity
from apicontract.dataset.placement.lists import RecordedList
from apicontract.dataset.placement.selection import RecordedQuery, Sort, root_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from apicontract.contract.model import Json, Record
    from apicontract.dataset.domains import Domain
    from apicontract.dataset.fields import Fields, Tables
    from apicontract.dataset.placement.lists import RecordedLists
    from apicontract.dataset.seeded_random import SeededRandom

    #: The values to try, by field.
    _Options: TypeAlias = "Mapping[str, Sequence[Json]]"
    #: Records with the values that they get.
    _Change: TypeAlias = "Mapping[_Placed, Mapping[str, Any]]"


_PLAIN = RecordedQuery((), ())
#: The name under which a change holds a place in the natural order, which is no field.
_PLACE = ""
#: The age of a value that no answer shows.
_NEVER = 1 << 60
#: Turns at the most, besides one for each record: two hundred pages come out within that, in one to six seconds.
_TURNS = 450
#: Turns, besides one for each record, after which records also swap values: a few pages come out before that, and keep
#: the records that people know.
_ALONE = 100
#: What is tried in a turn: records, values for each, how many of those that serve the list are weighed, and records to
#: swap with. Measured: with more of them the same pages come out, later.
_RECORDS, _TRIED, _WEIGHED, _PARTNERS = 6, 25, 5, 10
#: Texts with each of which a word is joined that a filter asks for.
_TEXTS = 30


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

    @cached_property
    def identified(self) -> tuple[str, str, Domain]:
        """
        The name of the field that identifies a record, the type of its values, and which these are.
        """
        name, kind = self.fields.identifiers[self.entity], self.fields.kind_of_identifier(self.entity)
        return name, kind, self.fields.domain(self.entity, name, kind, self.tables, [])


def place(
    problem: PlacementProblem, recorded: Sequence[Record], candidates: Sequence[Record], random: SeededRandom
) -> list[Record]:
    """
    Return the recorded records and the candidates in natural order; candidates are given other values where needed.

    A candidate without an identifier is given one. The natural order is that of the identifiers where these are numbers
    and no page says otherwise; else the recorded records come as they were seen, and the others anywhere between.
    """
    name_candidates(problem, recorded, candidates, random)
    identifier, kind, _ = problem.identified
    ranked = partial(sorted, key=lambda each: each[identifier] if kind == "integer" else 0)
    if not problem.evidence.lists:
        return ranked([*recorded, *candidates])
    line = [*problem.evidence.natural_order(ranked(recorded))]
    names = [each[identifier] for each in line]
    ascending = kind == "integer" and names == sorted(names)
    options = _options(problem, [*recorded, *candidates], random.child("options"))
    ages = _fill(problem, options, recorded, random.child("unknown"))
    placed = [_Placed(each, ages[id(each)], {_PLACE: float(number)}) for number, each in enumerate(line)]
    everything = dict.fromkeys([*problem.fields.members[problem.entity], identifier, _PLACE], _NEVER)
    # Where the unsorted list of everything was recorded, the others stand in the positions that no page shows.
    plain = problem.evidence.lists.get(_PLAIN, RecordedList(_PLAIN, 0))
    free = [at - number for number, at in enumerate(each for each in range(plain.count) if each not in plain.positions)]
    # Elsewhere none begins between two records that some list shows side by side.
    lists = (pairwise(each.positions.items()) for each in problem.evidence.lists.values())
    beside = {(id(one), id(row)) for pairs in lists for (first, one), (last, row) in pairs if last == first + 1}
    gaps = [number for number, pair in enumerate(pairwise([None, *line, None])) if (*map(id, pair),) not in beside]
    for number, each in enumerate(ranked(candidates) if ascending else candidates):
        spot = bisect_left(names, each[identifier]) if ascending else random.choice(gaps, "place", number)
        start = free[number * len(free) // len(candidates)] if free else spot
        # Between two whole numbers, and in the order given.
        placed.append(_Placed(each, everything, {_PLACE: start - 1 + (number + 1) / (len(candidates) + 1)}))
    for one in placed:
        one.values |= {name: one.record[name] for name in {*options, identifier} & one.record.keys()}
    _Repair(problem, options, placed, random.child("turns")).run()
    return [each.record for each in sorted(placed, key=lambda each: each.values[_PLACE])]


def name_candidates(
    problem: PlacementProblem, recorded: Iterable[Record], candidates: Iterable[Record], random: SeededRandom
) -> None:
    """
    Give identifiers to the candidates that have none, or one that is taken: the lowest free numbers, or any text.
    """
    identifier, kind, domain = problem.identified
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


def _options(problem: PlacementProblem, records: Sequence[Record], random: SeededRandom) -> _Options:
    """
    Return the values to try by each field that lists ask for: those seen, one between each two, those of filters.
    """
    fields, entity = problem.fields, problem.entity
    asked: dict[str, list[Any]] = {each.path: [] for query in problem.evidence.lists for each in query.sorts}
    for each in (condition for query in problem.evidence.lists for condition in query.conditions):
        for path in each.paths:
            read = compared_type(each.lookup, each.kind) == fields.kind_of(entity, path)
            asked.setdefault(path, []).extend(each.values if read else ())
    options: dict[str, dict[Hashable, Json]] = defaultdict(dict)
    for path, wanted in asked.items():
        name, member = root_of(path), fields.members[entity].get(root_of(path))
        seen = list({identity(each[name]): each[name] for each in records if name in each}.values())
        values: list[Json] = [*seen, *([None] if member and member.nullable else [])]
        if member and member.entity:
            targets = list(problem.tables.get(member.entity, {}).values())
            values += [[], *([each] for each in targets)] if member.many else targets
        elif not fields.meets_list(entity, path):
            values += (fields.held(path, each)[name] for each in _tried(problem, path, wanted, seen, random))
        for value in values:
            options[name].setdefault(identity(value), value)
    return {name: list(values.values()) for name, values in options.items()}


def _tried(
    problem: PlacementProblem, path: str, asked: Sequence[Any], seen: Sequence[Json], random: SeededRandom
) -> list[Json]:
    """
    Return a value between each two that were seen or asked for, and those that a filter asks for; texts with these.
    """
    fields, kind = problem.fields, problem.fields.kind_of(problem.entity, path)
    domain = fields.domain(problem.entity, path, kind, problem.tables, [])
    if isinstance(domain, Finite):
        return [value for _, value in domain.values]
    sort = Sort(path, kind, nulls_last=fields.nulls_last)
    keys = {*(sort.key({root_of(path): each}) for each in seen), *((0, each) for each in asked)}
    ends = pairwise([None, *sorted(keys), None])
    between = [value for each in ends for value in domain.between(*each, random.random(path, *each))]
    if isinstance(domain, Lattice):
        return [*between, *(domain.scale.value(domain.scale.count(each)) for each in asked)]
    texts = ["", *(each for each in seen[:_TEXTS] if isinstance(each, str))]
    pairs = ((each, word) for word in asked for each in texts)
    return [*between, *(one for text, word in pairs for one in (f"{text} {word}".strip(), f"{word} {text}"))]


def _fill(
    problem: PlacementProblem, options: _Options, records: Iterable[Record], random: SeededRandom
) -> dict[int, dict[str, int]]:
    """
    Give recorded records what lists ask for and nobody showed, to begin with; return by `id` what may change of them.

    A row gets the value that stands as far down among all values as the row in a list that sorts by it, or any value.
    Its identifier stays, whatever lists ask for: with another one it would be another record.
    """
    asked = {id(each): options.keys() - each.keys() - problem.withheld.get(id(each), frozenset()) for each in records}
    for query, one in problem.evidence.lists.items():
        for sort in query.sorts[:1]:
            name = root_of(sort.path)
            values = sorted(options[name], key=lambda each: sort.key({name: each}))
            for position, row in one.positions.items() if values else ():
                if name in asked[id(row)]:
                    row.setdefault(name, values[position * len(values) // one.count])
    for each in records:
        for name in sorted(asked[id(each)] - each.keys()):
            each[name] = random.choice(options[name] or [None], each[problem.identified[0]], name)
    ages = {key: {**problem.evidence.ages.get(key, {}), **dict.fromkeys(names, _NEVER)} for key, names in asked.items()}
    return {key: {name: each[name] for name in each if name != problem.identified[0]} for key, each in ages.items()}


@dataclass(eq=False)
class _Placed:
    """
    A record and where it stands.

    Attributes:
        record: its values, before and after the repair.
        ages: what may change (field, or `_PLACE`) to how many answers are newer than the last one that shows it.
        values: what lists ask for, and under `_PLACE` its place: the less, the earlier.
    """

    record: Record
    ages: Mapping[str, int]
    values: dict[str, Any]


class _PlacedList:
    """
    A recorded list, and by what records stand in it.

    Attributes:
        one: what was recorded.
        asked: by what records are selected and sorted.
        rows: the records shown.
        keys: by what each record stands, `(1,)` if it is not selected.
        wrong: how many records there are too many or too few before, between and behind the rows.
        weight: how much that counts.
    """

    def __init__(self, one: RecordedList, placed: Sequence[_Placed]) -> None:
        self.one, self.weight = one, 1
        named = {id(each.record): each for each in placed}
        self.rows, self._positions = [named[id(row)] for row in one.positions.values()], [*one.positions]
        self._numbers = {each: number for number, each in enumerate(self.rows)}
        self.asked, self._evaluated = {*one.query.fields, _PLACE}, dict[Any, Any]()
        self.keys = {each: self._key(each.values) for each in placed}
        self._line = sorted(key for key in self.keys.values() if not key[0])
        self._row_keys = [self.keys[each] for each in self.rows]
        self._ranks = [bisect_left(self._line, key) + key[0] for key in self._row_keys]
        self.wrong = self._measured(self._ranks, len(self._line))

    def _key(self, values: Record) -> tuple[Any, ...]:
        # Evaluated once for the same values.
        token = tuple(identity(values.get(name)) for name in self.one.query.fields)
        if token not in self._evaluated:
            self._evaluated[token] = self.one.query.key(values)
        terms = self._evaluated[token]
        return (1,) if terms is None else (0, terms, values[_PLACE])

    def _measured(self, ranks: Sequence[int], selected: int) -> int:
        shifts = [*map(sub, ranks, self._positions), selected - self.one.count]
        return sum(map(abs, map(sub, shifts, [0, *shifts])))

    def effect(self, change: _Change, *, make: bool = False) -> int:
        """
        Return how much more wrong the list is after a change, which is made or not.
        """
        before = {each: self.keys[each] for each, values in change.items() if not self.asked.isdisjoint(values)}
        after = {each: self._key({**each.values, **change[each]}) for each in before}
        if after == before:
            return 0
        gone, come = ([key for key in keys.values() if not key[0]] for keys in (before, after))
        keys, ranks = [*self._row_keys], [*self._ranks]
        for number, key in ((self._numbers[each], key) for each, key in after.items() if each in self._numbers):
            keys[number], ranks[number] = key, bisect_left(self._line, key) + key[0]
        # A record stands one later for each of those before it that come, and one earlier for each that goes.
        for step, moved in ((sub, gone), (add, come)):
            for each in moved:
                ranks = [*map(step, ranks, map(each.__lt__, keys))]
        effect = self._measured(ranks, len(self._line) - len(gone) + len(come)) - self.wrong
        if make:
            for each in gone:
                del self._line[bisect_left(self._line, each)]
            for each in come:
                insort(self._line, each)
            self.keys.update(after)
            self._row_keys, self._ranks, self.wrong = keys, ranks, self.wrong + effect
        return effect


class _Repair:
    def __init__(self, problem: PlacementProblem, values: _Options, placed: list[_Placed], draws: SeededRandom) -> None:
        self._problem, self._options, self._placed = problem, values, placed
        self._lists = [_PlacedList(each, placed) for each in problem.evidence.lists.values()]
        self._oldest = {each: max(each.ages.values(), default=-1) for each in placed}
        self._candidates = [*self._oldest.values()].count(_NEVER)
        self._places = range(sum(_PLACE not in each.ages for each in placed) + 1)
        self._draws, self._limit = map(draws.random, count(1)), _NEVER - 1

    def run(self) -> None:
        """
        Give the records the values with which the fewest recorded pages are wrong, of all states that there were.
        """
        placed, least, best = self._placed, sum(len(each.one.pages) for each in self._lists) + 1, []
        for turn in range(_TURNS + self._candidates):
            wrong = [each for each in self._lists if each.wrong]
            if (pages := sum(len(each.one.pages) for each in wrong)) < least:
                least, best = pages, [dict(each.values) for each in placed]
            if not wrong:
                break
            (one,) = self._sample(wrong, 1)
            self._limit = one.one.pages[0].moment_age if one.weight > 1 else _NEVER - 1
            rows, free = ([each for each in some if self._oldest[each] > self._limit] for some in (one.rows, placed))
            chosen = [*self._sample(rows, _RECORDS), *self._sample(free, _RECORDS)]
            partners = free if turn >= _ALONE + self._candidates else []
            one.weight += not sum(self._improved(one, each, partners) for each in chosen if one.wrong)
        for each, values in zip(placed, best, strict=False):
            self._make({each: values})
        for each in placed:
            # What was recorded is changed where that is needed alone.
            for name in sorted(name for name, age in each.ages.items() if age < _NEVER and name in each.values):
                change = {each: {name: each.record[name]}}
                if all(one.effect(change) <= 0 for one in self._lists):
                    self._make(change)
            each.record.update((name, each.values[name]) for name in each.ages.keys() & each.values.keys() - {_PLACE})

    def _sample(self, options: Sequence[Any], most: int) -> list[Any]:
        # At even distances from a random one on.
        step, start = max(len(options) / most, 1), next(self._draws) * len(options)
        return [options[int(start + number * step) % len(options)] for number in range(min(most, len(options)))]

    def _improved(self, one: _PlacedList, placed: _Placed, partners: Sequence[_Placed]) -> bool:
        """
        Change a record so that it serves a list, if that is no worse for all of them; tell whether it is better.
        """
        names = [name for name in (*one.one.query.fields, _PLACE) if placed.ages.get(name, -1) > self._limit]
        if not names:
            return False
        (name,) = self._sample(names, 1)
        # A record that the list does not select, and now and then another one, takes after a row in what else is asked.
        rows = self._sample(one.rows, 1) if one.keys[placed][0] or next(self._draws) < 1 / 2 else []
        copied = [each for each in names if each not in {self._problem.identified[0], _PLACE}]
        lists = [each for each in self._lists if not each.asked.isdisjoint({name, *copied})]
        alike = {each: row.values.get(each) for row in rows for each in copied}
        values = self._sample(self._values(name), _TRIED)
        if self._changed(one, lists, ({placed: {**alike, name: value}} for value in values), _WEIGHED):
            return True
        return bool(partners) and self._changed(one, lists, self._swaps(placed, partners, name, copied), 2 * _PARTNERS)

    def _values(self, name: str) -> Sequence[Json]:
        if name == _PLACE:
            fraction = next(self._draws)
            return [place - 1 + fraction for place in self._places]
        identifier, kind, domain = self._problem.identified
        if name != identifier:
            return self._options[name]
        taken = {*(each.values[name] for each in self._placed), *self._problem.forbidden}
        keys = sorted(key_of(each, kind) for each in taken)
        end = (0, keys[-1][1] + self._candidates + 1) if kind == "integer" else None
        return [one for ends in pairwise([None, *keys, end]) for one in domain.between(*ends, next(self._draws))]

    def _swaps(self, placed: _Placed, partners: Sequence[_Placed], name: str, names: list[str]) -> Iterator[_Change]:
        others = [each for each in partners if each is not placed and each.ages.get(name, -1) > self._limit]
        for other in self._sample(others, _PARTNERS):
            for wanted in ([name], names):
                both = [each for each in wanted if other.ages.get(each, -1) > self._limit]
                pairs = ((placed, other), (other, placed))
                yield {one: {each: two.values.get(each) for each in both} for one, two in pairs}

    def _changed(self, one: _PlacedList, lists: Sequence[_PlacedList], changes: Iterable[_Change], most: int) -> bool:
        # Of the first changes that serve a list the best one is made; tell whether all lists are better with it.
        serving = [*islice((each for each in changes if one.effect(each) < 0), most)]
        effects = (sum(other.weight * other.effect(each) for other in lists) for each in serving)
        worse, number = min(((effect, number) for number, effect in enumerate(effects)), default=(1, 0))
        if worse <= 0:
            self._make(serving[number])
        return worse < 0

    def _make(self, change: _Change) -> None:
        for each in self._lists:
            each.effect(change, make=True)
        for placed, values in change.items():
            placed.values |= values
