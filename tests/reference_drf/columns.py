"""
Shapes and their columns: in which forms the records of an entity are sent, and what each property holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True)
class Column:
    """
    A property of a shape.

    Attributes:
        name: of the property and of the model's field.
        kind: "constant", "link", "one" or "many" (of another entity's records), or a scalar: "text", "integer",
            "number", "boolean", "date", "date-time", "duration", "uuid", "json".
        entity: whose records it refers to, for "one" and "many".
        shape: in which form these are sent.
        value: what a constant always is.
        sent: whether the form shows it.
    """

    name: str
    kind: str
    entity: str = ""
    shape: str = ""
    value: Any = None
    sent: bool = True

    @property
    def stored(self) -> bool:
        """
        Whether it is data, not made when it is sent.
        """
        return self.kind not in {"constant", "link"}


@dataclass(frozen=True)
class Shape:
    """
    One form in which records of an entity are sent.

    Attributes:
        name: the entity, a slash, and the form (`makers/list`).
        columns: by name, in the order sent.
    """

    name: str
    columns: Mapping[str, Column]

    @property
    def entity(self) -> str:
        """
        Whose records have this form.
        """
        return self.name.rpartition("/")[0]


def shape(full_name: str, /, **columns: str | Column) -> Shape:
    """
    Return a shape; a column is a kind of scalar, or made by `one`, `many` or `constant`.
    """
    named = {
        key: Column(key, each) if isinstance(each, str) else replace(each, name=key) for key, each in columns.items()
    }
    return Shape(full_name, named)


def one(shape_name: str) -> Column:
    """
    Return a column that holds a record of another entity, or null.
    """
    return Column("", "one", shape_name.rpartition("/")[0], shape_name)


def many(shape_name: str) -> Column:
    """
    Return a column that holds a list of records of another entity.
    """
    return Column("", "many", shape_name.rpartition("/")[0], shape_name)


def hidden(column: Column) -> Column:
    """
    Return a column that filters, searches and orderings go through, and that no form shows.
    """
    return replace(column, sent=False)


def constant(value: Any) -> Column:
    """
    Return a column that is the same in every record.
    """
    return Column("", "constant", value=value)


#: How a property stands in a text: what separates its name from the rest, to what the rest makes.
_WRITTEN: Mapping[str, Callable[[str], str | Column]] = {":": str, "=": constant, ">": one, "*": many}


def shapes(text: str) -> tuple[Shape, ...]:
    """
    Return the shapes of a text: a line with a name, then lines with its properties, which are indented.

    A property is `name:kind`, `name=constant`, `name>shape` (one record, or null) or `name*shape` (several).
    """
    return tuple(
        shape(name, **dict(map(_property, properties.split())))
        for name, properties in re.findall(r"^(\S+)\n((?: .*\n)+)", text, re.MULTILINE)
    )


def _property(word: str) -> tuple[str, str | Column]:
    name, mark, rest = re.split(r"([:=>*])", word, maxsplit=1)
    return name, _WRITTEN[mark](rest)
