"""
`fixtures/<api>/published.json` -> `DeclaredFacts`: what is declared because no recording shows it.

The file says where it comes from and how good that source is. Its shapes are JSON Schema fragments whose
`$ref`s are shape names. A declaration that a recording contradicts is an error, unless the file waives
the field with a reason, or is none that can be corrected; then the recording decides.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from apicontract.contract.catalog import read_document
from apicontract.contract.errors import DataError, UnknownName
from apicontract.contract.jsonlines import line_of
from apicontract.contract.model import Grade
from apicontract.contract.naming import checked_names
from apicontract.contract.reading import read_text
from apicontract.contract.validation import Validator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

#: Name of the file in an API's folder of fixtures.
FILE_NAME = "published.json"
#: Fields that tell records apart, the likeliest first.
IDENTIFIERS = ("id", "uuid", "pk", "key", "slug", "code")


@dataclass(frozen=True, slots=True)
class DeclaringFile:
    """
    A file that declares shapes.

    Attributes:
        place: the file, for messages.
        text: what stands in it.
        own: whether it lies in the folder that is worked on, and so can be corrected.
    """

    place: str
    text: str = ""
    own: bool = True


@dataclass(frozen=True)
class DeclaredFacts:
    """
    What is declared of an API.

    Attributes:
        place: the file, for messages.
        source: who says so.
        grade: how well that is known.
        every_field_sent: whether fields that the source calls optional are sent all the same.
        resources: name to declaration, as in the file.
        singletons: path to shape name.
        shapes: shape name to declaration, as in the file.
        hidden: entity to the fields that its records have and no shape shows, each with the entity to which it leads.
        aliases: entity to the names by which filters go through its fields, each with the name of the field.
        waivers: (shape, field) to the reason why recordings decide there.
        files: shape name to the file that declares it.
    """

    place: str = ""
    source: str = ""
    grade: Grade = Grade.PUBLISHED
    every_field_sent: bool = False
    resources: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    singletons: Mapping[str, str] = field(default_factory=dict)
    shapes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    hidden: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    waivers: Mapping[tuple[str, str], str] = field(default_factory=dict)
    files: Mapping[str, DeclaringFile] = field(default_factory=dict)
    _validators: dict[tuple[str, str], Validator | None] = field(default_factory=dict, compare=False, repr=False)

    def properties(self, shape: str) -> Mapping[str, Any]:
        """
        Return the declared fields of a shape; none if it is not declared.
        """
        found: Mapping[str, Any] = self.shapes.get(shape, {}).get("properties", {})
        return found

    def required(self, shape: str) -> set[str]:
        """
        Return the fields of a declared shape that every record has.
        """
        properties = self.properties(shape)
        return set(properties) if self.every_field_sent else set(self.shapes.get(shape, {}).get("required", ()))

    def where(self, shape: str, key: str) -> str:
        """
        Return file and line of the declaration of a field, or of its shape.
        """
        file = self.files.get(shape)
        if file is None or not file.text:
            return f"{self.place}#/shapes/{shape}"
        return f"{file.place}:{line_of(file.text, 'shapes', shape, 'properties', key)}"

    def correctable(self, shape: str) -> bool:
        """
        Return whether the declaration of a shape lies in the folder that is worked on.
        """
        return shape not in self.files or self.files[shape].own

    def identifier(self, shape: str) -> str:
        """
        Return the field that tells the records of a declared shape apart, or "".
        """
        of = (each for each in self.resources.values() if shape in modes_declared(each).values())
        stated = next((each["identifier"] for each in of if "identifier" in each), "")
        return stated or next((each for each in IDENTIFIERS if each in self.properties(shape)), "")

    def breach(self, shape: str, key: str, value: Any, source: str) -> tuple[str, str] | None:
        """
        Return a source and what is wrong, if a value is not what is declared of a field; what is nested has its own.
        """
        if (shape, key) not in self._validators:
            declared = self.properties(shape).get(key)
            self._validators[shape, key] = Validator(_alone(declared)) if isinstance(declared, dict) else None
        validator = self._validators[shape, key]
        if validator is None or validator.is_valid(value):
            return None
        return next(((source, flaw.message) for flaw in validator.errors(value)), None)

    def stated(self) -> Mapping[str, Mapping[str, Any]]:
        """
        Return the shapes, each with the required fields written out, so that it means the same in another file.
        """
        return {name: {**shape, "required": sorted(self.required(name))} for name, shape in self.shapes.items()}


def modes_declared(resource: Mapping[str, Any]) -> Mapping[str, str]:
    """
    Return mode to shape name as a resource declares them; none where the recordings say which there are.
    """
    found: Mapping[str, str] = resource.get("modes", {})
    return found


def facts_of(document: Mapping[str, Any], place: str, text: str = "") -> DeclaredFacts:
    """
    Return the facts of a document that follows `schemas/meta/facts.schema.json`; `text` is that of its file.

    Raises:
        DataError: a reference leads to no shape of the document, a hidden field is shown by one, or a name is none
            that a file may have.
    """
    facts = DeclaredFacts(
        place=place,
        source=document["source"],
        grade=Grade(document["grade"]),
        every_field_sent=document.get("every_field_sent", False),
        resources=document.get("resources", {}),
        singletons=document.get("singletons", {}),
        shapes=document.get("shapes", {}),
        hidden=document.get("hidden", {}),
        aliases=document.get("aliases", {}),
        waivers={(each["shape"], each["field"]): each["reason"] for each in document.get("waivers", ())},
        files=dict.fromkeys(document.get("shapes", {}), DeclaringFile(place, text)),
    )
    checked_names(facts.resources, "resource", f"{place}#/resources")
    checked_names(facts.shapes, "shape", f"{place}#/shapes")
    entities = filter(None, (each.get("entity", "") for each in facts.shapes.values()))
    checked_names(entities, "entity", f"{place}#/shapes")
    for name, resource in facts.resources.items():
        modes = modes_declared(resource)
        for mode in (resource["list"], resource["detail"], *resource.get("choices", ())) if modes else ():
            if mode not in modes:
                problem = str(UnknownName("mode", mode, tuple(modes)))
                raise DataError(f"{place}#/resources/{name}", problem, "one of the resource's modes")
    for entity, fields in facts.hidden.items():
        for name in fields:
            showing = next((key for key in facts.shapes if _shows(facts.shapes[key], entity, name)), "")
            if showing:
                where = f"{place}#/hidden/{entity}/{name}"
                raise DataError(where, f"the shape {showing} has it", "a field that no shape shows")
    for pointer, name in _references(facts):
        if name not in facts.shapes:
            problem = str(UnknownName("shape", name, tuple(facts.shapes)))
            raise DataError(f"{place}#{pointer}", problem, "a shape that this file declares")
    return facts


def read_facts(path: Path) -> DeclaredFacts:
    """
    Read the declared facts of an API; a missing file declares nothing.

    Raises:
        DataError: the file does not follow `schemas/meta/facts.schema.json`, or refers to nothing.
    """
    return facts_of(read_document(path, "facts"), str(path), read_text(path)) if path.is_file() else DeclaredFacts()


def _alone(schema: Any) -> Any:
    """
    Return a fragment in which every reference allows anything.
    """
    if isinstance(schema, list):
        return [_alone(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _alone(value) for key, value in schema.items() if key != "$ref"}


def references(schema: Any) -> Iterator[str]:
    """
    Yield every `$ref` of a schema fragment.
    """
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"]
        for each in schema.values():
            yield from references(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from references(each)


def _shows(shape: Mapping[str, Any], entity: str, name: str) -> bool:
    return shape.get("entity") == entity and name in shape["properties"]


def _references(facts: DeclaredFacts) -> Iterator[tuple[str, str]]:
    for name, shape in facts.shapes.items():
        for each in references(shape["properties"]):
            yield f"/shapes/{name}", each
    for name, resource in facts.resources.items():
        for each in modes_declared(resource).values():
            yield f"/resources/{name}/modes", each
    for path, each in facts.singletons.items():
        yield f"/singletons/{path}", each
