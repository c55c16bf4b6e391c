"""
What single fragments of a description say: a schema of a value, alternatives of rows, a text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from apicontract.contract.jsontypes import types_of
from apicontract.contract.lookups import TYPES
from apicontract.evidence.openapi.parts import members

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.evidence.importing.components import Components


def fields_of(components: Components, rows: Mapping[str, Any]) -> Mapping[str, Any]:
    """
    Return the fields of a row in all its forms.
    """
    forms = [rows, *(components.resolve(each)[1] for each in rows.get("anyOf", ()))]
    return {name: schema for each in forms for name, schema in members(each.get("properties")).items()}


def typed(schema: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return the type of a filter by the schema of its value, and its choices.
    """
    types = [each for each in types_of({"type": "string", **schema}) if each != "null"]
    if schema.get("format") in TYPES:
        return {"type": schema["format"]}
    if isinstance(schema.get("enum"), list) and schema["enum"] and types == ["string"]:
        return {"type": "choice", "choices": [str(each) for each in schema["enum"] if each is not None]}
    return {"type": types[0] if types and types[0] in TYPES else "text"}


def sections(text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """
    Return the headings of a CommonMark text with their lines, each split at " - " into label and text.
    """
    sections: list[tuple[str, list[tuple[str, str]]]] = []
    for raw in filter(None, (line.strip() for line in text.splitlines())):
        line = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", raw).replace("`", "").replace("**", "")
        if raw.startswith("#"):
            sections.append((line.lstrip("# "), []))
        elif sections:
            label, _, content = line.partition(" - ")
            sections[-1][1].append((label, content))
    return sections


def constant(schema: Mapping[str, Any], key: str) -> str:
    """
    Return the one value that a schema states for a field, as text, or "".
    """
    stated = members(schema.get("properties", {}).get(key))
    enum = stated.get("enum", ())
    return str(stated.get("const", enum[0] if len(enum) == 1 else ""))


def told_apart(branches: list[tuple[str, Mapping[str, Any]]]) -> str:
    """
    Return the field at which each alternative states a constant of its own, or "".
    """
    for key in branches[0][1].get("properties", {}):
        constants = [constant(schema, key) for _, schema in branches]
        if all(constants) and len(set(constants)) == len(branches) > 1:
            return str(key)
    return ""


def named_by(discriminator: Any) -> dict[str, str]:
    """
    Return the name that a discriminator gives to each component, where it gives it one (OpenAPI 3.1, section 4.8.25).
    """
    names: dict[str, list[str]] = {}
    for name, component in members(members(discriminator).get("mapping")).items():
        names.setdefault(str(component), []).append(name)
    return {component: each[0] for component, each in names.items() if len(each) == 1}
