"""
One host's world, entity by entity: what was recorded, what the population files add, what is generated.

Recorded facts win over data, data wins over what is drawn. The same object stands for a record wherever
it is referred to.
"""

from __future__ import annotations

from itertools import chain, count, islice
from typing import TYPE_CHECKING

from apicontract.contract.errors import DataError
from apicontract.contract.model import Unserved
from apicontract.dataset.completion import Completion
from apicontract.dataset.equality import brief, same
from apicontract.dataset.later_fields import DerivedFields, EmptyFields
from apicontract.dataset.lazy_records import LazyRecord, stated
from apicontract.dataset.made_records import MadeRecords
from apicontract.dataset.placement import lists as placing
from apicontract.dataset.placement.place import PlacementProblem, name_candidates, place
from apicontract.dataset.population_files import PopulationFiles
from apicontract.dataset.readable import make_readable
from apicontract.dataset.recorded_pages import unknown_choice
from apicontract.dataset.reference_index import ReferenceIndex
from apicontract.dataset.series import rows_of
from apicontract.dataset.synthesis import Synthesis

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apicontract.contract.model import Api, Json, Record
    from apicontract.dataset.fields import Fields, Tables
    from apicontract.dataset.recorded_data import RecordedData
    from apicontract.dataset.recorded_pages import RecordedPage
    from apicontract.dataset.seeded_random import SeededRandom
    from apicontract.dataset.start_day import StartDay


def _ruled(page: RecordedPage) -> bool:
    """
    Return whether a rule selects the rows of a page, which says nothing of what the others are.
    """
    asked = {name for name, _ in page.query}
    rules = (each.rules for each in page.resource.parameters if each.name in asked)
    return page.resource.selects is not None or any(rules)


class Generator:
    """
    Grows the tables of one host.
    """

    def __init__(self, api: Api, fields: Fields, evidence: RecordedData, host: str, random: SeededRandom) -> None:
        self._api = api
        self._host = host
        self._fields = fields
        self._evidence = evidence
        self._random = random
        self._files = PopulationFiles(api, list(fields.identifiers))
        self.tables: Tables = {entity: dict(evidence.tables.get(entity, {})) for entity in fields.identifiers}
        self._recorded = {
            id(record): frozenset(record) | evidence.withheld.get(id(record), set())
            for table in evidence.tables.values()
            for record in table.values()
        }
        self._ages = {
            key: {name: each.age for name, each in showings.items()} for key, showings in evidence.shown.items()
        }
        self._left_out: list[Unserved] = []
        self._rows = {
            entity: self._files.rows(entity, host, identifier) for entity, identifier in fields.identifiers.items()
        }
        self._withheld = {name: frozenset(keys) for name, keys in evidence.withheld.items()}
        self._completion = Completion(fields, self.tables, self._withheld)
        self._synthesis = Synthesis(fields, self.tables, random)
        self._pages = {
            entity: [each for each in evidence.pages if each.resource.entity == entity and not _ruled(each)]
            for entity in self.tables
        }
        self._lists = {entity: self._recorded_lists(entity, pages) for entity, pages in self._pages.items()}
        self._counts = {entity: lists.counts[()][0] for entity, lists in self._lists.items() if () in lists.counts}
        self._allowed = {entity: self._first(entity, count) for entity, count in self._counts.items()}

    def _recorded_lists(self, entity: str, pages: Sequence[RecordedPage]) -> placing.RecordedLists:
        made = "made" in self._files.of(entity)
        lists = placing.RecordedLists([] if made else pages, self._ages, nulls_last=self._fields.nulls_last)
        if made:
            reason = f"records of {entity} are made for each other, and stand where that puts them"
            lists.refused.update((id(page), reason) for page in pages)
        return lists

    def _first(self, entity: str, most: int) -> frozenset[Json]:
        """
        Return the identifiers that a collection of recorded size has room for: the recorded ones, then those of rows.
        """
        return frozenset(islice(dict.fromkeys([*self.tables[entity], *self._rows[entity]]), most))

    def recorded(self) -> Tables:
        """
        Return the recorded records alone, completed; what the population files say of them is used.
        """
        for _ in range(2):
            self._finish()
            self._complete(list(self.tables))
        return self.tables

    def full(self, start: StartDay, size: int | None = None) -> Tables:
        """
        Return the whole world; with a size, so many records of the primary resource, of the made ones in proportion.
        """
        primary = self._api.resources[self._api.primary].entity
        for entity in self._order():
            self._generate(entity, size if entity == primary else None)
        whole = self._whole(primary, None) if primary in self.tables else 0
        self._make(start, 1 if size is None else size / max(whole, 1))
        self._finish()
        if not any("made" in each for each in self._files.documents.values()):
            self._complete(list(self.tables))
        return self.tables

    def _make(self, start: StartDay, scale: float) -> None:
        """
        Add the records that refer to each other in ways that rows and series cannot.
        """
        files, seed = self._files, self._random.name
        made = MadeRecords(self._fields, self.tables, files.documents, files.places, start, self._host, seed, scale)
        turns = made.turns()
        self._add_rows()
        self._complete([each for each in self.tables if each not in turns])
        # What is made for a recorded record reads any of its fields.
        self._complete(turns, self._evidence.tables)
        for entity in turns:
            rows = [each for each in self.tables[entity].values() if id(each) not in self._recorded]
            made.complete_rows(entity, [each for each in rows if isinstance(each, LazyRecord) and not each.makers])
            made.make(entity)

    def _order(self) -> list[str]:
        """
        Return the entities such that those that are referred to come first, as far as there is no circle.
        """
        order: list[str] = []
        entered: set[str] = set()

        def enter(entity: str) -> None:
            if entity not in entered and entity in self._fields.members:
                entered.add(entity)
                for member in self._fields.members[entity].values():
                    if member.entity:
                        enter(member.entity)
                order.append(entity)

        for entity in sorted(self._fields.members, key=lambda each: bool(self._files.of(each).get("series"))):
            enter(entity)
        return order

    def _generate(self, entity: str, asked: int | None) -> None:
        """
        Fill the table of one entity to its size, and place the generated records among the recorded ones.
        """
        table = self.tables[entity]
        recorded = self._present(entity)
        evidence = self._lists[entity]
        whole, supply = max(self._whole(entity, asked), len(recorded)), self._candidates(entity)
        candidates = list(islice(supply, whole - len(recorded)))
        problem = PlacementProblem(self._fields, entity, evidence, self.tables, self._forbidden(entity), self._withheld)
        placed = place(problem, recorded, candidates, random := self._random.child("place", entity))
        if asked is not None and asked < whole:
            kept = {id(each) for each in [*recorded, *candidates][:asked]}
            placed = [each for each in placed if id(each) in kept]
        elif asked is not None:
            more = list(islice(supply, asked - whole))
            name_candidates(problem, placed, more, random)
            placed += more
        if self._files.of(entity).get("ordered"):
            places = {identifier: place for place, identifier in enumerate(self._rows[entity])}
            placed.sort(key=lambda each: places.get(each[self._fields.identifiers[entity]], len(places)))
        table.clear()
        table.update((each[self._fields.identifiers[entity]], each) for each in placed)

    def _read(self, entity: str, record: Record) -> None:
        """
        Replace the values of a record that cannot be read by which the contract sorts or selects.
        """
        random = self._random.child("readable", entity)
        for name, reason in make_readable(self._fields, entity, record, self.tables, random):
            if id(record) in self._recorded:
                for known in (self._evidence.shown, self._ages):
                    known.get(id(record), {}).pop(name, None)
                source = f"record {record[self._fields.identifiers[entity]]} of {entity}"
                self._left_out.append(Unserved(source, f"{reason}; another value stands for it", page=False))

    def unserved(self) -> tuple[Unserved, ...]:
        """
        Return what the recordings show and the tables do not, when these are full.
        """
        replaced = dict(self._replaced())
        known = {**replaced, **self._evidence.outdated}
        for page in self._evidence.pages if self._api.setting("unknown_choice") == "refuse" else ():
            if reason := unknown_choice(page, self.tables):
                known.setdefault(page.source, reason)
        pages = (
            each
            for entity, lists in self._lists.items()
            for each in placing.unserved_pages(self._pages[entity], list(self.tables[entity].values()), lists, known)
        )
        shown = {page.source for page in self._evidence.pages}
        others = (Unserved(source, reason, page=False) for source, reason in replaced.items() if source not in shown)
        return (*self._evidence.unserved, *self._left_out, *others, *pages)

    def _replaced(self) -> Iterator[tuple[str, str]]:
        """
        Yield the sources of recorded values in whose place newer lists ask for others, each with the first of them.
        """
        for entity, table in self.tables.items():
            for identifier, record in table.items():
                for name, showing in self._evidence.shown.get(id(record), {}).items():
                    if not same(record[name], showing.value):
                        reason = f"{name} of {entity} {identifier} is {brief(showing.value)} there, and here"
                        for _, exchange in showing.exchanges:
                            yield exchange.source, f"{reason} {brief(record[name])}, as newer lists require"

    def _present(self, entity: str) -> list[Record]:
        """
        Return the recorded records of an entity but for those that are gone, which are told; pages with these are, too.
        """
        records = list(self._evidence.tables.get(entity, {}).values())
        for record in records:
            self._read(entity, record)
        lists = self._lists[entity]
        left = placing.without_gone(records, lists.lists.values(), self._evidence.ages)
        if len(left) < len(records):
            reason = f"{len(records) - len(left)} recorded records are left out: newer lists leave no room for them"
            self._left_out.append(Unserved(entity, reason, page=False))
            present = set(map(id, left))
            pages = [each for each in self._pages[entity] if present.issuperset(map(id, each.rows))]
            self._lists[entity] = self._recorded_lists(entity, pages)
        return left

    def _whole(self, entity: str, asked: int | None) -> int:
        """
        Return how many records an entity has at least, those that are made apart.
        """
        size = self._size(entity, self._counts.get(entity), asked)
        return max(size, *(count for count, _ in self._lists[entity].counts.values()), 0)

    def _forbidden(self, entity: str) -> frozenset[Json]:
        """
        Return the identifiers that were answered with 404.
        """
        kind = self._fields.kind_of_identifier(entity)
        names = [name for resource, name in self._evidence.absent if self._api.resources[resource].entity == entity]
        return frozenset(int(each) if kind == "integer" and each.isdecimal() else each for each in names)

    def _candidates(self, entity: str) -> Iterator[Record]:
        """
        Yield records that nobody recorded: the rows of the population file, then its series, then any that fit.
        """
        recorded = self._evidence.tables.get(entity, {})
        allowed = self._allowed.get(entity)
        document = self._files.of(entity)
        for identifier in self._rows[entity]:
            if identifier not in recorded and (allowed is None or identifier in allowed):
                record = self._refer(entity, identifier)
                if record is not None:
                    if "made" not in document:
                        self._completion.complete(entity, record)
                        self._read(entity, record)
                    yield record
        unique = document.get("unique", ())
        used = {(name, each[name]) for each in self.tables[entity].values() for name in unique if name in each}
        generated = rows_of(document, self._random.child("series", entity), self._files.places.get(entity, entity))
        for row in chain(generated, (self._synthesis.row(entity, number) for number in count(1))):
            names = {(name, row[name]) for name in unique if row.get(name) is not None}
            if names.isdisjoint(used):
                used |= names
                record = LazyRecord(self._linked(entity, row))
                self._completion.complete(entity, record)
                self._read(entity, record)
                yield record

    def _refer(self, entity: str, identifier: Json) -> Record | None:
        """
        Return the record of an identifier, made from its row if it does not exist yet.

        Raises:
            DataError: neither a recording nor a row knows it.
        """
        table = self.tables[entity]
        if identifier in table:
            return table[identifier]
        if identifier not in self._rows[entity]:
            place = self._files.places.get(entity, entity)
            raise DataError(place, f"no row {identifier!r}, to which other rows refer", "a row for each reference")
        if entity in self._allowed and identifier not in self._allowed[entity]:
            return None
        record = table[identifier] = LazyRecord({self._fields.identifiers[entity]: identifier})
        record.update(self._linked(entity, self._rows[entity][identifier]))
        return record

    def _linked(self, entity: str, row: Record) -> Record:
        """
        Return a row with records in the place of their identifiers.
        """
        members = self._fields.members[entity]
        linked = {}
        for key, value in row.items():
            target = members[key].entity if key in members else ""
            if not target or value is None or isinstance(value, dict):
                linked[key] = value
            elif isinstance(value, list):
                found = [each if isinstance(each, dict) else self._refer(target, each) for each in value]
                linked[key] = [each for each in found if each is not None]
            else:
                one = self._refer(target, value)
                if one is not None or members[key].nullable:
                    linked[key] = one
        return linked

    def _finish(self) -> None:
        """
        Add what rows and rules say of the records there are, and leave nothing out.
        """
        self._add_rows()
        references = ReferenceIndex(self.tables)
        for entity, table in self.tables.items():
            sorting = {name for page in self._pages[entity] for name in self._lists[entity].query(page).fields}
            stated = self._files.of(entity).get("derived", {}).items()
            rules = {name: rule for name, rule in stated if name not in sorting}
            derived = DerivedFields(entity, rules, references, self._recorded)
            empty = EmptyFields(self._fields.members.get(entity, {}), self._completion, self._withheld)
            for record in table.values():
                for name in rules:
                    if name not in self._recorded.get(id(record), ()):
                        dict.pop(record, name, None)
                if isinstance(record, LazyRecord):
                    record.makers = (derived, *record.makers, empty)

    def _add_rows(self) -> None:
        """
        Add what rows say of recorded records.
        """
        for entity, rows in self._rows.items():
            for identifier, record in list(self.tables[entity].items()) if rows else ():
                row = rows.get(identifier)
                if row is not None:
                    known = stated(record).keys() | self._withheld.get(id(record), frozenset())
                    record.update(self._linked(entity, {key: row[key] for key in row if key not in known}))

    def _complete(self, entities: Sequence[str], tables: Tables | None = None) -> None:
        """
        Give every record of some entities every field.
        """
        for entity in entities:
            for record in list((tables or self.tables).get(entity, {}).values()):
                self._completion.complete(entity, record)

    def _size(self, entity: str, counted: int | None, asked: int | None) -> int:
        """
        Return how many records an entity has: as recorded, as asked, as its file says, as it has rows, or by default.
        """
        document = self._files.of(entity)
        if counted is not None:
            return counted
        if asked is not None:
            return asked
        known = len({**self.tables[entity], **self._rows[entity]})
        if "size" in document:
            return int(max(document["size"], known))
        served = any(each.entity == entity for each in self._api.resources.values())
        members = [member for each in self._fields.members.values() for member in each.values()]
        needed = any(each.entity == entity and not each.nullable and not each.many for each in members)
        return known or (self._files.default_size if served or needed else 0)
