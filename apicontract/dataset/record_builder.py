"""
A record that is being made: the fields it has so far, and how the others are drawn when they are asked for.

Random numbers depend on the record and on the place of the draw in its file alone, so that the order in which
fields ask for each other has no influence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, TypeAlias

from apicontract.contract.errors import DataError
from apicontract.dataset.lazy_records import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from apicontract.contract.model import Json, Record
    from apicontract.dataset.lazy_records import LazyRecord

#: How a field is drawn.
Draw: TypeAlias = "Callable[[RecordBuilder], Any]"
#: Field to its draw.
Plan: TypeAlias = "Mapping[str, Draw]"

_SPAN = 1 << 64
_MASK = _SPAN - 1
_stated = dict.get
#: The step of path text that leads to the record for which this one is made.
OWNER = "owner"


def key_of_text(text: str) -> int:
    """
    Return a number of 64 bits that is the same for a text everywhere.
    """
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())


def mixed(one: int, other: int) -> int:
    """
    Return a number of 64 bits that depends on two others evenly (the finaliser of SplitMix64).
    """
    value = (one + other * 0x9E3779B97F4A7C15) & _MASK
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & _MASK
    return value ^ (value >> 31)


@dataclass(slots=True)
class RecordBuilder:
    """
    A record under construction.

    Attributes:
        record: the record itself; fields are added as they are drawn.
        plan: how the fields that it does not have yet are drawn.
        seed: what its random numbers depend on.
        owner: the builder of the record for which this one is made, if there is one.
        variables: what its group says of it (`n`, its number, among others).
        whole: the builder of the record, where this one is that of an element of one of its lists.
        stated: whether data state something of this record alone.
    """

    record: Record
    plan: Plan
    seed: int
    owner: RecordBuilder | None = None
    variables: Mapping[str, Json] = field(default_factory=dict)
    whole: RecordBuilder | None = None
    stated: bool = False

    def fraction(self, key: int) -> float:
        """
        Return the random number of a place: at least 0, less than 1.
        """
        # `mixed`, written out: most of what a start draws passes here.
        value = (self.seed + key * 0x9E3779B97F4A7C15) & _MASK
        value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & _MASK
        return (value ^ (value >> 31)) / _SPAN

    def value(self, name: str) -> Any:
        """
        Return a field, drawn now if need be, or a variable; a variable that has a field's name is its value.

        Raises:
            DataError: there is no such field.
        """
        known = _stated(self.record, name, ABSENT)
        if known is not ABSENT:
            return known
        draw = self.plan.get(name)
        if draw is not None:
            value = self.variables[name] if name in self.variables else draw(self.whole or self)
            self.record[name] = value
            return value
        if name in self.variables:
            return self.variables[name]
        if name in self.record:
            return self.record[name]
        raise DataError(f"{name!r}", "a path to a field that a record does not have when it is made", "another field")

    def names(self, record: LazyRecord) -> Collection[str]:  # noqa: ARG002 - a `FieldMaker`
        """
        Return the fields that it draws.
        """
        return self.plan.keys()

    def make(self, record: LazyRecord, name: str) -> Any:  # noqa: ARG002 - a `FieldMaker`
        """
        Draw a field, unless it is another one.
        """
        return self.value(name) if name in self.plan else ABSENT

    def part(self, number: int) -> RecordBuilder:
        """
        Return the builder of an element of one of its lists: the same record, other random numbers.
        """
        return RecordBuilder(
            self.record,
            self.plan,
            mixed(self.seed, number + 1),
            self.owner,
            {**self.variables, "k": number},
            self.whole or self,
        )


def reader_of(path: str) -> Draw:
    """
    Return what reads a dotted path from a builder.

    `owner` leads to the builder that it is made for, a number to a place of a list; null ends the way.
    """
    steps = path.split(".")
    above = next((place for place, each in enumerate(steps) if each != OWNER), len(steps))
    if not above and len(steps) == 1:
        return lambda builder: builder.value(path)
    if not above and len(steps) == 2:  # noqa: PLR2004 - a field of a record to which a field refers: nearly all others
        return _reader_of_two(*steps)

    def read(builder: RecordBuilder) -> Any:
        for _ in range(above):
            if builder.owner is None:
                raise DataError(path, "a path to an owner that the record does not have", "the path of a field")
            builder = builder.owner
        value: Any = builder.record if above == len(steps) else builder.value(steps[above])
        for step in steps[above + 1 :]:
            if value is None:
                return None
            value = _stepped(value, step)
        return value

    return read


def _reader_of_two(first: str, second: str) -> Draw:
    def read(builder: RecordBuilder) -> Any:
        value = builder.value(first)
        return None if value is None else _stepped(value, second)

    return read


def _stepped(value: Any, step: str) -> Any:
    if isinstance(value, list):
        return value[int(step)] if int(step) < len(value) else None
    return value[step]


def text_of(template: str) -> Draw:
    """
    Return what fills a template: `{path}` stands for the value at a path, null for nothing.

    Raises:
        DataError: a brace is not closed.
    """
    pieces: list[str | Draw] = []
    rest = template
    while "{" in rest:
        before, _, rest = rest.partition("{")
        path, closed, rest = rest.partition("}")
        if not closed:
            raise DataError(template, "a template whose brace is not closed", "{path}")
        pieces += [before, reader_of(path)]
    pieces.append(rest)

    def fill(builder: RecordBuilder) -> str:
        text = ""
        for each in pieces:
            value = each if isinstance(each, str) else each(builder)
            text += "" if value is None else str(value)
        return text

    return fill
