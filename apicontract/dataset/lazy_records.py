"""
Records whose fields are made when they are first asked for: a world stands when its records refer to each other.

A lazy record is a dictionary like any other: who reads a field, or goes through all of them, finds it there. What a
record has at a moment without anything being made is told by `stated`.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from apicontract.contract.model import Record

#: What a maker returns of a field that it does not make.
ABSENT: Any = object()
#: Fields of different records ask for each other, so one lock is for all of them.
_LOCK = threading.RLock()


class FieldMaker(Protocol):
    """
    What makes the fields that a record does not have yet.
    """

    def names(self, record: LazyRecord) -> Collection[str]:
        """
        Return the fields that it makes for a record.
        """

    def make(self, record: LazyRecord, name: str) -> Any:
        """
        Set one of these fields, and return it; `ABSENT` where it is another field.
        """


class LazyRecord(dict[str, Any]):
    """
    A record whose missing fields are made on demand, by whichever maker knows them; the first one wins.

    Attributes:
        makers: those that it has at the moment; none once every field is there.
    """

    __slots__ = ("makers",)

    def __init__(self, fields: Mapping[str, Any] | None = None, makers: tuple[FieldMaker, ...] = ()) -> None:
        super().__init__(fields or {})
        self.makers = makers

    def __missing__(self, name: str) -> Any:
        value = self._made(name)
        if value is ABSENT:
            raise KeyError(name)
        return value

    def _made(self, name: str) -> Any:
        with _LOCK:
            known = dict.get(self, name, ABSENT)
            if known is not ABSENT:
                return known
            for maker in self.makers:
                value = maker.make(self, name)
                if value is not ABSENT:
                    return value
        return ABSENT

    def get(self, name: str, default: Any = None) -> Any:
        """
        Return a field, made now if need be; what the record does not have is the default.
        """
        value = dict.get(self, name, ABSENT)
        if value is ABSENT and self.makers:
            value = self._made(name)
        return default if value is ABSENT else value

    def __contains__(self, name: object) -> bool:
        return dict.__contains__(self, name) or any(name in maker.names(self) for maker in self.makers)

    def complete(self) -> LazyRecord:
        """
        Make every field that is not there yet, and return the same record.
        """
        if self.makers:
            with _LOCK:
                for maker in self.makers:
                    for name in maker.names(self):
                        self[name]
                self.makers = ()
        return self

    def __iter__(self) -> Iterator[str]:
        return dict.__iter__(self.complete())

    def __bool__(self) -> bool:
        return bool(self.makers) or dict.__len__(self) > 0

    def __len__(self) -> int:
        return dict.__len__(self.complete())

    def __eq__(self, other: object) -> bool:
        self.complete()
        return dict.__eq__(self, other.complete() if isinstance(other, LazyRecord) else other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None

    def __repr__(self) -> str:
        return dict.__repr__(self.complete())

    def keys(self) -> Any:
        """
        Return the names of all fields.
        """
        return dict.keys(self.complete())

    def values(self) -> Any:
        """
        Return what stands in all fields.
        """
        return dict.values(self.complete())

    def items(self) -> Any:
        """
        Return all fields with what stands in them.
        """
        return dict.items(self.complete())

    def pop(self, *arguments: Any) -> Any:
        """
        Take a field out of the record.
        """
        return dict.pop(self.complete(), *arguments)

    def setdefault(self, name: str, default: Any = None) -> Any:
        """
        Return a field; one that the record does not have gets the default.
        """
        return dict.setdefault(self.complete(), name, default)

    def copy(self) -> dict[str, Any]:
        """
        Return a plain dictionary of all fields.
        """
        return dict(self.items())


def waits(value: Any) -> bool:
    """
    Tell whether a value is a record of which fields are not made yet.
    """
    return isinstance(value, LazyRecord) and bool(value.makers)


def stated(record: Record) -> Mapping[str, Any]:
    """
    Return the fields that a record has without any being made.
    """
    if not waits(record):
        return record
    return {name: dict.__getitem__(record, name) for name in dict.__iter__(record)}


def copied(
    tables: Mapping[str, Iterable[Record]], fields: Callable[[Record], Mapping[str, Any]] = lambda record: record
) -> dict[str, list[Record]]:
    """
    Copy every record once, as a plain dictionary, so that records which were the same object still are.

    Args:
        tables: entity to its records; those to which they refer are copied too.
        fields: which fields of a record; all of them if not given.
    """
    made: dict[int, Any] = {}
    left: list[Any] = []

    def copy(value: Any) -> Any:
        if not isinstance(value, dict | list):
            return value
        if id(value) not in made:
            made[id(value)] = {} if isinstance(value, dict) else []
            left.append(value)
        return made[id(value)]

    copies = {entity: [copy(each) for each in records] for entity, records in tables.items()}
    while left:
        value = left.pop()
        if isinstance(value, dict):
            made[id(value)].update((key, copy(each)) for key, each in fields(value).items())
        else:
            made[id(value)].extend(map(copy, value))
    return copies
