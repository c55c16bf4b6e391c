"""
The `made` part of population files -> records that hang together: new ones, and references to those there are.

Entities are made in the order of their `turn`. A record can be made for another one (its owner), and records
that are made for it stand in the tables of their own entities.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from apicontract.contract.errors import DataError
from apicontract.contract.paths import values_or_null
from apicontract.dataset.conditions import meets
from apicontract.dataset.draws import Draws, Slugs, bounds, weighted, within
from apicontract.dataset.lazy_records import LazyRecord, stated
from apicontract.dataset.record_builder import RecordBuilder, key_of_text, mixed, reader_of
from apicontract.dataset.waiting import Waiting, derived_names, growing_at, makers_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from apicontract.contract.model import Json, Record
    from apicontract.dataset.fields import Fields, Tables
    from apicontract.dataset.record_builder import Draw, Plan
    from apicontract.dataset.start_day import StartDay

#: First identifier of made records whose entity is identified by numbers.
FIRST = 9001
#: What the identifiers of made records begin with where these are UUIDs.
PREFIX = 0x90009000


@dataclass(frozen=True)
class _Recipe:
    """
    How the records of an entity are made.

    Attributes:
        entity: whose records.
        variant: what chooses the fields: a `_Fields`.
        identifier: the field that identifies one.
        table: where they stand.
        known: what holds for every one of this host.
        needs: the field without which a record is not made.
    """

    entity: str
    variant: Draw
    identifier: str
    table: dict[Any, Any]
    known: Mapping[str, Json]
    needs: str = ""


@dataclass(frozen=True, slots=True)
class _Fields:
    """
    The fields of a made record.

    Attributes:
        plan: field to its draw.
        at_once: those that cannot wait.
        slugs: those that can, as long as they keep to the order of the records.
    """

    plan: Plan
    at_once: tuple[str, ...]
    slugs: tuple[tuple[str, Slugs], ...]


@dataclass
class MadeRecords:
    """
    Makes records in the tables of a world.

    Attributes:
        fields: what the shapes say.
        tables: all records; made ones are added.
        documents: entity to its population file.
        places: entity to the path of that file.
        start: the day on which the world starts.
        host: name of the host whose world it is.
        seed: what all random numbers depend on.
        scale: by how much the numbers of records are multiplied.
    """

    fields: Fields
    tables: Tables
    documents: Mapping[str, Mapping[str, Json]]
    places: Mapping[str, str]
    start: StartDay
    host: str
    seed: str
    scale: float = 1
    draws: Draws = field(init=False)
    _recipes: dict[tuple[str, str], _Recipe] = field(default_factory=dict)
    _indexes: dict[tuple[str, str], tuple[int, dict[Any, list[Record]]]] = field(default_factory=dict)
    _next: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        turns, derived = self.turns(), derived_names(self.documents)
        growing = growing_at(turns, makers_of(self.documents))
        self._waiting = {turn: Waiting(each, derived) for turn, each in zip(turns, growing, strict=True)}
        self._kinds = {entity: self.fields.kind_of_identifier(entity) for entity in self.tables}
        self._turn = ""
        self._key = key_of_text(self.seed)
        self.draws = Draws(self.start)
        self.draws.makers |= {
            "record": self._record,
            "one": self._one,
            "some": self._some,
            "all": self._all,
            "new": self._new,
        }

    def turns(self) -> list[str]:
        """
        Return the entities that have made records, in the order in which these are made.
        """
        having = {entity: each["made"] for entity, each in self.documents.items() if "made" in each}
        return sorted(having, key=lambda each: (having[each].get("turn", 0), each))

    def complete_rows(self, entity: str, records: Sequence[LazyRecord]) -> None:
        """
        Draw the fields that records of an entity lack; what they have stays.
        """
        self._turn = entity
        recipe = self._recipe(entity, {}, f"{entity}/rows")
        identifier = self.fields.identifiers[entity]
        for record in records:
            builder = self._fill(recipe, record, f"row {record[identifier]}", None, {"n": record[identifier]})
            builder.stated = True

    def make(self, entity: str) -> None:
        """
        Make the records of the groups of an entity.
        """
        self._turn = entity
        for group in self.documents[entity]["made"].get("groups", ()):
            place = f"{entity}/{group['name']}"
            recipe = self._recipe(entity, group, place)
            for number, (owner, variables) in enumerate(self._members(entity, group, place)):
                builder = self._add(recipe, f"{place} {number}", owner, variables)
                builder.stated = "each" in group

    def _members(
        self, entity: str, group: Mapping[str, Json], place: str
    ) -> Iterator[tuple[RecordBuilder | None, Mapping[str, Json]]]:
        """
        Yield the owner and the variables of each member of a group: listed, for other records, or so many.
        """
        if "each" in group:
            for number, each in enumerate(group["each"], 1):
                yield None, {"n": number, **each}
        elif "for" in group:
            ends, key = bounds(self.draws, group.get("number", 1), place), key_of_text(place)
            referring = dict(self._index(entity, group["beside"])) if "beside" in group else {}
            for record in self._among(group["for"]):
                owner = RecordBuilder(record, {}, mixed(key, key_of_text(self._name(group["for"]["entity"], record))))
                number = within(*ends(owner), owner.fraction(key))
                there = len(referring.get(id(record), ()))
                for each in range(there + 1, number + 1):
                    yield owner, {"n": each, "of": number}
        else:
            least = min(group["number"], group.get("least", 1))
            for number in range(1, max(round(group["number"] * self.scale), least) + 1):
                yield None, {"n": number}

    def _among(self, source: Mapping[str, Json]) -> list[Record]:
        return [each for each in self.tables[source["entity"]].values() if meets(each, source.get("where", {}))]

    def _name(self, entity: str, record: Record) -> str:
        return str(record[self.fields.identifiers[entity]])

    def _recipe(self, entity: str, group: Mapping[str, Json], place: str) -> _Recipe:
        """
        Return how records are made: what the file says of every one, then of the group, then of the variant.
        """
        key = (entity, place)
        if key not in self._recipes:
            made = self.documents.get(entity, {}).get("made", {})
            common = self._planned(entity, {**made.get("fields", {}), **group.get("fields", {})}, place)
            variants = group.get("variants", made.get("variants", ()))
            options = [
                (self._planned(entity, each.get("fields", {}), f"{place}/variants/{number}", common), each["weight"])
                for number, each in enumerate(variants)
            ]
            variant = weighted(options, place) if options else lambda _: common
            known = self.documents.get(entity, {}).get("hosts", {}).get(self.host, {})
            self._recipes[key] = _Recipe(
                entity, variant, self.fields.identifiers[entity], self.tables[entity], known, group.get("needs", "")
            )
        return self._recipes[key]

    def _planned(
        self, entity: str, generators: Mapping[str, Json], place: str, common: _Fields | None = None
    ) -> _Fields:
        """
        Return how fields of an entity are drawn, besides those that are common to all variants.
        """
        plan = {name: self.draws.of(each, f"{place}/{name}") for name, each in generators.items()}
        waiting = self._waiting[self._turn]
        at_once = {name: None for name in (common.at_once if common else ()) if name not in plan}
        at_once |= {name: None for name, each in generators.items() if not waiting.can(each, entity)}
        whole = {**(common.plan if common else {}), **plan}
        slugs = tuple((name, draw) for name, draw in whole.items() if isinstance(draw, Slugs) and name not in at_once)
        return _Fields(whole, tuple(name for name in whole if name in at_once), slugs)

    def _add(
        self, recipe: _Recipe, name: str, owner: RecordBuilder | None, variables: Mapping[str, Json]
    ) -> RecordBuilder:
        identifier = variables.get(recipe.identifier)
        if identifier is None:
            identifier = self._identifier(recipe.entity)
        record = LazyRecord({recipe.identifier: identifier})
        recipe.table[identifier] = record
        return self._fill(recipe, record, name, owner, variables)

    def _fill(
        self,
        recipe: _Recipe,
        record: LazyRecord,
        made_as: str,
        owner: RecordBuilder | None,
        variables: Mapping[str, Json],
    ) -> RecordBuilder:
        known = {**recipe.known, **variables} if recipe.known else variables
        builder = RecordBuilder(record, {}, key_of_text(f"{self.seed} {recipe.entity} {made_as}"), owner, known)
        fields: _Fields = recipe.variant(builder)
        builder.plan = fields.plan
        record.makers = (builder,)
        if recipe.needs and builder.value(recipe.needs) is None:
            del recipe.table[record[recipe.identifier]]
            return builder
        for name, slugs in fields.slugs:
            if name not in known and name not in stated(record):
                slugs.expect(builder)
        for each in fields.at_once:
            builder.value(each)
        return builder

    def _identifier(self, entity: str) -> Json:
        """
        Return the next identifier of a made record.
        """
        kind = self._kinds[entity]
        table = self.tables[entity]
        number = self._next.get(entity, FIRST)
        while number in table:
            number += 1
        self._next[entity] = number + 1
        if kind == "uuid":
            rest = mixed(self._key, number) << 32 | mixed(number, self._key) & 0xFFFFFFFF
            digits = f"{PREFIX << 96 | rest:032x}"
            return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
        return number if kind in {"integer", "related"} else f"made-{number}"

    def _record(self, draws: Draws, argument: Mapping[str, Json], place: str) -> Draw:
        """
        Refer to the record of an identifier.
        """
        table, identifier = self.tables[argument["entity"]], draws.of(argument["id"], place)

        def record(builder: RecordBuilder) -> Record | None:
            asked = identifier(builder)
            if asked is None or asked == "":
                return None
            found = table.get(asked, table.get(int(asked)) if str(asked).isdecimal() else None)
            if found is None:
                raise DataError(place, f"no record {asked!r} of {argument['entity']}", "a record that there is")
            return found

        return record

    def _pool(
        self, draws: Draws, argument: Mapping[str, Json], place: str
    ) -> Callable[[RecordBuilder], Sequence[Record]]:
        """
        Return what finds the records that a reference can lead to.

        All, those with a value at a path (`where`), or those that meet conditions (`meeting`).
        """
        entity = argument["entity"]
        if "meeting" in argument:
            return lambda _: self._among({"entity": entity, "where": argument["meeting"]})
        if "where" not in argument:
            return lambda _: self._index(entity, "")[None]
        (path, value), *_ = argument["where"].items()
        wanted = draws.of(value, place)
        return lambda builder: self._index(entity, path).get(_indexed(wanted(builder)), ())

    def _index(self, entity: str, path: str) -> dict[Any, list[Record]]:
        """
        Return the records of an entity by the value at a path, made anew when there are more of them.
        """
        table = self.tables[entity]
        size, index = self._indexes.get((entity, path), (-1, {}))
        if size != len(table):
            index = {}
            read = reader_of(path) if path else (lambda _: None)
            for record in table.values():
                index.setdefault(_indexed(read(RecordBuilder(record, {}, 0))), []).append(record)
            self._indexes[entity, path] = len(table), index
        return index

    def _one(self, draws: Draws, argument: Mapping[str, Json], place: str) -> Draw:
        """
        Refer to one of the records there are, at random or by weight; to none if there is none.
        """
        if "ids" in argument:
            table = self.tables[argument["entity"]]
            chosen = weighted([tuple(each) if isinstance(each, list) else (each, 1) for each in argument["ids"]], place)
            return lambda builder: table[chosen(builder)]
        pool, key = self._pool(draws, argument, place), key_of_text(place)
        if argument.get("apart"):
            given = iter(count())
            return lambda builder: next(iter(pool(builder)[(number := next(given)) : number + 1]), None)

        def one(builder: RecordBuilder) -> Record | None:
            records = pool(builder)
            return records[within(0, len(records) - 1, builder.fraction(key))] if records else None

        return one

    def _some(self, draws: Draws, argument: Mapping[str, Json], place: str) -> Draw:
        """
        Refer to several of the records there are, each once.
        """
        pool, key = self._pool(draws, argument, place), key_of_text(place)
        ends = bounds(draws, argument["number"], place)

        def some(builder: RecordBuilder) -> list[Record]:
            records = pool(builder)
            number = min(within(*ends(builder), builder.fraction(key)), len(records))
            first = within(0, max(len(records) - 1, 0), builder.fraction(key + 1))
            return [records[(first + each) % len(records)] for each in range(number)] if number else []

        return some

    def _all(self, draws: Draws, argument: Mapping[str, Json], place: str) -> Draw:
        """
        Refer to all of the records there are, or to what stands at a path of them.
        """
        pool, show = self._pool(draws, argument, place), argument.get("show")
        if not show:
            return lambda builder: list(pool(builder))
        return lambda builder: [each for one in pool(builder) for each in values_or_null(one, show) if each is not None]

    def _new(self, draws: Draws, argument: Mapping[str, Json], place: str) -> Draw:
        """
        Make one record of another entity, or a list of so many.
        """
        entity, key = argument["entity"], key_of_text(place)
        ends = bounds(draws, argument["number"], place) if "number" in argument else None

        def one(builder: RecordBuilder, number: int) -> Record:
            recipe = self._recipe(entity, argument, place)
            return self._add(recipe, f"{place} {builder.seed} {number}", builder, {"n": number + 1}).record

        def new(builder: RecordBuilder) -> Record | list[Record]:
            if ends is None:
                return one(builder, 0)
            return [one(builder, number) for number in range(within(*ends(builder), builder.fraction(key)))]

        return new


def _indexed(value: Any) -> Any:
    return id(value) if isinstance(value, dict | list) else value
