"""
What recorded lists ask of a record, field by field: the terms that sort it, and the conditions that select it.

Each is evaluated once for a value of a field, such as an agency, and not once for each record that has it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from apicontract.dataset.placement.domains import Lattice, Texts, key_of
from apicontract.dataset.placement.selection import key_at, term_key

if TYPE_CHECKING:
    from collections.abc import Container, Hashable, Iterable, Iterator, Sequence

    from apicontract.contract.model import Json, Record
    from apicontract.dataset.fields import Fields, Tables
    from apicontract.dataset.placement.domains import Domain
    from apicontract.dataset.placement.lists import RecordedList
    from apicontract.dataset.placement.selection import RecordedCondition, Sort
    from apicontract.dataset.seeded_random import SeededRandom

#: Values of a field from which one is chosen that satisfies a condition, or does not.
_POOL = 60
#: Free identifiers from which one is chosen.
_NAMES = 40


def root_of(path: str) -> str:
    """
    Return the field of a record with which a path begins.
    """
    return path.partition(".")[0]


class Properties:
    """
    The terms and conditions of lists, each with a number; a condition on two fields has a number for each.

    Attributes:
        terms: for each list the numbers of its terms.
        conditions: for each list and each condition the numbers of which one must hold.
        fields: for each list the fields that it asks for.
        lists: field to the lists that ask for it.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - all that a value can come from
        self,
        fields: Fields,
        entity: str,
        tables: Tables,
        lists: Sequence[RecordedList],
        records: Iterable[Record],
        random: SeededRandom,
    ) -> None:
        self._fields, self._entity, self._tables, self._random = fields, entity, tables, random
        self.identifier = fields.identifiers[entity]
        self._sorts = list(dict.fromkeys(sort for each in lists for sort in each.sorts))
        whole = dict.fromkeys(condition for each in lists for condition in each.conditions)
        parts = dict.fromkeys(condition.on(root_of(path)) for condition in whole for path in condition.paths)
        self._parts = list(parts)
        numbers = {each: number for number, each in enumerate((*self._sorts, *self._parts))}
        first = len(self._sorts)
        self.terms = [tuple(numbers[sort] for sort in each.sorts) for each in lists]
        self.conditions = [
            tuple(
                tuple(dict.fromkeys(numbers[condition.on(root_of(path))] - first for path in condition.paths))
                for condition in each.conditions
            )
            for each in lists
        ]
        self._of_field: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for number, sort in enumerate(self._sorts):
            self._of_field[root_of(sort.path)][0].append(number)
        for number, part in enumerate(self._parts):
            self._of_field[root_of(part.paths[0])][1].append(number)
        self.fields = [
            tuple(
                dict.fromkeys(
                    root_of(path)
                    for path in (
                        *(sort.path for sort in each.sorts),
                        *(path for condition in each.conditions for path in condition.paths),
                    )
                )
            )
            for each in lists
        ]
        self.lists: dict[str, list[int]] = defaultdict(list)
        for number, names in enumerate(self.fields):
            for name in names:
                self.lists[name].append(number)
        self._known: dict[Hashable, tuple[Json, list[tuple[int, Any]], list[tuple[int, bool]]]] = {}
        self._domains: dict[str, Domain] = {}
        self._references = {name: self._targets(name) for name in self._of_field}
        self._pools = {name: self._pool(name, records) for name in self._of_field if name != self.identifier}

    def facts(self, name: str, value: Json) -> tuple[Json, list[tuple[int, Any]], list[tuple[int, bool]]]:
        """
        Return a value of a field with what it sorts by under each term, and whether it satisfies each condition.
        """
        token = name, _token(value)
        if token not in self._known:
            terms, conditions = self._of_field[name]
            record = {name: value}
            nulls_last = self._fields.nulls_last
            self._known[token] = (
                value,
                [(number, term_key(record, self._sorts[number], nulls_last=nulls_last)) for number in terms],
                [(number, self._parts[number].holds(record)) for number in conditions],
            )
        return self._known[token]

    def of_record(self, record: Record) -> tuple[list[Any], list[bool]]:
        """
        Return what a record sorts by under every term, and whether it satisfies every condition.
        """
        return self.changed([()] * len(self._sorts), [False] * len(self._parts), record)

    def changed(self, keys: list[Any], holds: list[bool], change: Record) -> tuple[list[Any], list[bool]]:
        """
        Return what a record sorts by, and what it satisfies, when some of its fields have other values.
        """
        keys, holds = keys.copy(), holds.copy()
        for name in change.keys() & self._of_field.keys():
            _, terms, conditions = self.facts(name, change[name])
            for number, key in terms:
                keys[number] = key
            for number, truth in conditions:
                holds[number] = truth
        return keys, holds

    def field_of(self, term: int) -> str:
        """
        Return the field by which a term sorts.
        """
        return root_of(self._sorts[term].path)

    def making(self, number: int, *, truth: bool) -> tuple[str, list[Json]]:
        """
        Return the field of a condition, with values of it that satisfy the condition or that do not.
        """
        name = root_of(self._parts[number].paths[0])
        return name, [each for each in self._pools.get(name, ()) if dict(self.facts(name, each)[2])[number] == truth]

    def between(self, term: int, low: Record | None, high: Record | None, lot: float, taken: Container[Json]) -> Record:
        """
        Return a field with a value that sorts strictly between those of two records, or nothing if there is none.
        """
        sort = self._sorts[term]
        return self.strictly_between(sort, *((high, low) if sort.descending else (low, high)), lot, taken)

    def strictly_between(
        self, sort: Sort, low: Record | None, high: Record | None, lot: float, taken: Container[Json] = ()
    ) -> Record:
        """
        Return a field with a value greater than that of one record and less than that of another, if there is one.
        """
        name, nulls_last = root_of(sort.path), self._fields.nulls_last
        lower, upper = (
            None if each is None else key_at(each, sort.path, sort.kind, nulls_last=nulls_last) for each in (low, high)
        )
        targets = self._references[name]
        if targets is not None:
            keyed = ((key_at({name: each}, sort.path, sort.kind, nulls_last=nulls_last), each) for each in targets)
            values = [each for key, each in keyed if (lower is None or lower < key) and (upper is None or key < upper)]
            return {name: values[int(lot * len(values))]} if values else {}
        domain = self._domain(sort.path)
        if (lower is not None and upper is not None and not lower < upper) or not domain.holds(lower, upper):
            return {}
        if name == self.identifier and isinstance(domain, Lattice) and sort.kind != "uuid":
            names = domain.free(lower, upper, taken, _NAMES)
            return {name: names[int(lot * len(names))]} if names else {}
        return self._held(sort.path, domain.pick(lower, upper, lot))

    def _held(self, path: str, value: Json) -> Record:
        record: Record = {}
        self._fields.put(record, path, value)
        return record

    def _domain(self, path: str) -> Domain:
        if path not in self._domains:
            kind = self._fields.kind_of(self._entity, path)
            self._domains[path] = self._fields.domain(self._entity, path, kind, self._tables, [])
        return self._domains[path]

    def _targets(self, name: str) -> list[Any] | None:
        """
        Return what a field can refer to; None if it holds a value of its own.
        """
        member = self._fields.members[self._entity].get(name)
        if member is None or not member.entity:
            return None
        targets = list(self._tables.get(member.entity, {}).values())
        return [[], *([each] for each in targets)] if member.many else [*targets, *([None] if member.nullable else [])]

    def _pool(self, name: str, records: Iterable[Record]) -> list[Json]:
        """
        Return values of a field: the references there are, or those seen, and those beside what is asked for.
        """
        targets = self._references[name]
        if targets is not None:
            return targets
        pool = list({_token(each[name]): each[name] for each in records if name in each}.values())[:_POOL]
        texts = [each for each in pool if isinstance(each, str)]
        for number in self._of_field[name][1]:
            part = self._parts[number]
            pool += [self._held(path, each)[name] for path in part.paths for each in self._beside(path, part, texts)]
        return pool

    def _beside(self, path: str, condition: RecordedCondition, texts: Sequence[str]) -> Iterator[Json]:
        """
        Yield the values that a condition asks for, one less and one greater than each, texts with each, and null.
        """
        domain = self._domain(path)
        null = key_of(None, condition.kind, nulls_last=self._fields.nulls_last)
        wanted = [(0, each) for each in condition.values] if condition.lookup != "isnull" else []
        for low, high in ((null, null), *(bound for key in wanted for bound in ((key, key), (key, None), (None, key)))):
            if domain.holds(low, high):
                yield domain.pick(low, high, self._random.random("pool", path, repr(low), repr(high)))
        for _, word in wanted if isinstance(domain, Texts) else ():
            yield from (f"{text} {word}" for text in texts)
            yield from (f"{word} {text}" for text in texts)


def _token(value: Json) -> Hashable:
    """
    Return what two values have in common if they are the same; records that others refer to are the same objects.
    """
    if isinstance(value, dict):
        return id(value)
    if isinstance(value, list):
        return ("list", *map(_token, value))
    return type(value), value
