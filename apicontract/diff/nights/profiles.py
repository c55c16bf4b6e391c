"""
Objects -> what was seen at each place of them: presence, JSON types, values.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from apicontract.diff.nights.parts import below
from apicontract.diff.nodes import type_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from apicontract.diff.nights.parts import Part, RecordKey

#: A text is taken for one of a few values if it is at most so long.
_SHORT = 64
#: ... and if each value stands in so many records on average: of a field, and of a field of a related record, which
#: recurs because it is related to several.
_RECURS, _RECURS_RELATED = 2, 5
#: Dates and times are none of a few values, however often one recurs.
_TIME = re.compile(r"\d{4}-\d\d(-\d\d)?([T ]\d\d:.*)?|\d\d:\d\d(:\d\d.*)?|P(?=[\dT]).*")


@dataclass
class FieldProfile:
    """
    What was seen of one field of an entity, wherever that stands.

    Attributes:
        objects: number of objects that have it.
        types: JSON type to the records that show it.
        texts: short text to the records that show it.
        hosts: host of a URL to the records that show it.
        low, high: of numbers, and who shows it; None without one.
        longest: of texts that are no URL, and who shows it.
        related: whether it stands in an object that has an identifier of its own inside a row.
        places: where it stands: variant and dotted path.
    """

    objects: int = 0
    types: dict[str, dict[RecordKey, str]] = field(default_factory=lambda: defaultdict(dict))
    texts: dict[str, dict[RecordKey, str]] = field(default_factory=lambda: defaultdict(dict))
    hosts: dict[str, dict[RecordKey, str]] = field(default_factory=lambda: defaultdict(dict))
    low: tuple[float, RecordKey, str] | None = None
    high: tuple[float, RecordKey, str] | None = None
    longest: tuple[int, RecordKey, str] | None = None
    related: bool = False
    places: dict[tuple[str, str], None] = field(default_factory=dict)

    def add(self, value: Any, part: Part) -> None:
        """
        Take one more value into account.
        """
        self.objects += 1
        self.types[type_of(value)][part.record] = part.label
        if isinstance(value, str):
            self._add_text(value, part)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            entry = (value, part.record, part.label)
            self.low = entry if self.low is None or value < self.low[0] else self.low
            self.high = entry if self.high is None or value > self.high[0] else self.high

    def _add_text(self, value: str, part: Part) -> None:
        host = urlsplit(value).netloc if value.startswith(("http://", "https://")) else ""
        if host:
            self.hosts[host][part.record] = part.label
            return
        if self.longest is None or len(value) > self.longest[0]:
            self.longest = (len(value), part.record, part.label)
        self.texts[value][part.record] = part.label

    @property
    def recurring(self) -> bool:
        """
        Whether the texts are some few that recur from record to record.
        """
        number = sum(map(len, self.texts.values()))
        recurs = _RECURS_RELATED if self.related else _RECURS
        few = bool(self.texts) and len(self.texts) * recurs <= number
        return few and max(map(len, self.texts)) <= _SHORT and not any(map(_TIME.fullmatch, self.texts))


@dataclass
class Presence:
    """
    Which fields the objects at one place of the rows of one variant have.

    Attributes:
        members: of each object its fields, the record and the label of that.
        fields: field to how many objects have it.
        home, path: entity, and dotted path below it.
    """

    members: list[tuple[frozenset[str], RecordKey, str]] = field(default_factory=list)
    fields: Counter[str] = field(default_factory=Counter)
    home: str = ""
    path: str = ""

    @property
    def objects(self) -> int:
        """
        How many there are.
        """
        return len(self.members)

    def records(self, name: str, *, having: bool) -> dict[RecordKey, str]:
        """
        Return the records with an object that has a field, or with one that lacks it, and their labels.
        """
        return {record: label for names, record, label in self.members if (name in names) is having}


@dataclass(frozen=True)
class Profiles:
    """
    What was seen at every place.

    Attributes:
        fields: entity and dotted path to what was seen of the field.
        presence: variant and place to which fields the objects have.
    """

    fields: Mapping[tuple[str, str], FieldProfile]
    presence: Mapping[tuple[str, str], Presence]


def profiles_of(parts: Iterable[Part], identifiers: Collection[str]) -> Profiles:
    """
    Return what was seen in objects; `identifiers` are the names of fields that identify a record.
    """
    fields: dict[tuple[str, str], FieldProfile] = defaultdict(FieldProfile)
    presence: dict[tuple[str, str], Presence] = defaultdict(Presence)
    for part in parts:
        here = presence[part.variant, part.place]
        here.fields.update(part.value.keys())
        here.members.append((frozenset(part.value), part.record, part.label))
        here.home, here.path = part.home, part.path
        for name, value in part.value.items():
            profile = fields[part.home, below(part.path, name)]
            profile.add(value, part)
            profile.related = profile.related or (bool(part.place) and not part.value.keys().isdisjoint(identifiers))
            profile.places[part.variant, below(part.place, name)] = None
    return Profiles(dict(fields), dict(presence))
