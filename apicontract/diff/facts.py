"""
One structural difference, before anybody judges it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apicontract.contract.model import Json


class Direction(Enum):
    """
    Which way a value travels: what is harmless in an answer can break a parameter, and the reverse.
    """

    ANSWER = "answer"
    PARAMETER = "parameter"
    BODY = "body"


class Missing(Enum):
    """
    The value of what is not there, where null would be a value.
    """

    MISSING = "absent"

    def __repr__(self) -> str:
        return "absent"


MISSING = Missing.MISSING


@dataclass(frozen=True, slots=True)
class Fact:
    """
    One difference between two states of an API.

    Attributes:
        rule: id in the catalogue.
        definition: what was changed: a shape, a resource, or "" for the API as a whole.
        old_path: where in the definition it stood, dotted (`author.name`, `parameter status`), or "".
        new_path: where it stands now.
        old: what stood there, for the sentence; `MISSING` if nothing did.
        new: what stands there.
        kind: where to look for evidence: "shape" (a place in records), "answer" (what a check found), "resource",
            "operation" or "api".
        new_definition: the definition's name now, if another.
        note: more about it, in one clause.
    """

    rule: str
    definition: str
    old_path: str
    new_path: str
    old: Json = MISSING
    new: Json = MISSING
    kind: str = field(default="shape", compare=False)
    new_definition: str = ""
    note: str = field(default="", compare=False)

    @property
    def definition_now(self) -> str:
        """
        Return the name that the changed definition has in the newer state.
        """
        return self.new_definition or self.definition


@dataclass(frozen=True, slots=True)
class SchemaPath:
    """
    Where the comparison stands.

    Attributes:
        definition, new_definition: names of the definitions being compared.
        direction: which way the value travels.
        old_path, new_path: dotted path in them.
    """

    definition: str
    new_definition: str
    direction: Direction
    old_path: str = ""
    new_path: str = ""

    def into(self, old: str, new: str | None = None) -> SchemaPath:
        """
        Return the place of a member.
        """
        return replace(self, old_path=_joined(self.old_path, old), new_path=_joined(self.new_path, new or old))

    def fact(self, kind: str, old: Json = MISSING, new: Json = MISSING, note: str = "") -> Fact:
        """
        Return a fact at this place.
        """
        return Fact(
            rule=f"{self.direction.value}-{kind}",
            definition=self.definition,
            old_path=self.old_path,
            new_path=self.new_path,
            old=old,
            new=new,
            new_definition="" if self.new_definition == self.definition else self.new_definition,
            note=note,
        )


def _joined(path: str, name: str) -> str:
    if name.startswith("["):
        return path + name
    return f"{path}.{name}" if path else name
