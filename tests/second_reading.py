"""
What both the mock and the checks read by the same code, read a second time: slowly, and as plainly as can be.

Right data do not show a mistake in a bound or in an alternative that no shape has; and where both sides have the same
mistake, they agree. These functions share nothing with the packages; `tests/repository/test_second_reading.py`
compares the two on texts, records and schemas drawn by seed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urljoin

import jsonschema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

#: Lists and objects inside each other, and digits of a whole number, at the most.
DEEPEST, MOST_DIGITS = 64, 308
#: What stands for a field that a record does not have.
MISSING = "(missing)"


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """
    Yield each bracket, and each text with its quotes, of JSON text, with its place.
    """
    place = 0
    while place < len(text):
        end = place + 1
        if text[place] == '"':
            while text[end] != '"':
                end += 2 if text[end] == "\\" else 1
            end += 1
        if text[place] in '"[]{}':
            yield place, text[place:end]
        place = end


def flaw_of(text: str) -> tuple[str, int] | None:
    """
    Return what is wrong with well-formed JSON text, and where: too deep, a key that stands twice, half a character.
    """
    return next((found for find in (_deep, _twice, _half) for found in find(text)), None)


def _deep(text: str) -> Iterator[tuple[str, int]]:
    depth = 0
    for place, piece in pieces(text):
        depth += (piece in "[{") - (piece in "]}")
        if depth > DEEPEST:
            yield f"values nested more than {DEEPEST} deep", place


def _twice(text: str) -> Iterator[tuple[str, int]]:
    keys: list[list[str]] = []
    for place, piece in pieces(text):
        if piece in "[{":
            keys.append([])
        elif piece in "]}":
            keys.pop()
        elif keys and text[place + len(piece) :].lstrip(" \t\r\n").startswith(":"):
            key = json.loads(piece)
            if key in keys[-1]:
                yield f"the key {key!r} is repeated in an object", place
            keys[-1].append(key)


def _half(text: str) -> Iterator[tuple[str, int]]:
    for place, piece in pieces(text):
        if piece[0] == '"' and any("\ud800" <= each <= "\udfff" for each in json.loads(piece)):
            yield "half a surrogate pair, which no UTF-8 has", place


def at(value: Any, path: str) -> list[Any]:
    """
    Return every value at a dotted path of a record, `MISSING` where there is none.
    """
    if isinstance(value, list):
        return [found for each in value for found in at(each, path)]
    if not path:
        return [value]
    if value is None:
        return [None]
    first, _, rest = path.partition(".")
    return at(value[first], rest) if isinstance(value, dict) and first in value else [MISSING]


def leads(value: Any, path: str) -> bool:
    """
    Return whether a record has a field at a dotted path, in objects alone.
    """
    if isinstance(value, list):
        return True in [leads(each, path) for each in value]
    if not path:
        return True
    first, _, rest = path.partition(".")
    return leads(value[first], rest) if isinstance(value, dict) and first in value else False


def is_of(schema: Mapping[str, Any], value: Any) -> bool:
    """
    Return whether a value has the type of a schema by `jsonschema`; without one, it is none but null.

    An object is meant where a schema without a type has properties.
    """
    if "type" in schema:
        return jsonschema.Draft202012Validator({"type": schema["type"]}).is_valid(value)
    return value is not None and (isinstance(value, dict) or "properties" not in schema)


def sent(
    value: Any, schema: Mapping[str, Any], documents: Mapping[str, Any], uri: str, link: Callable[[str, Any], Any]
) -> Any:
    """
    Return what is sent of a value by a schema that stands in the document `uri`; references are file names.
    """
    if "$ref" in schema:
        uri = urljoin(uri, schema["$ref"])
        return sent(value, documents[uri], documents, uri, link)
    branches = [each for key in ("anyOf", "oneOf", "allOf") for each in schema.get(key, ())]
    if branches:
        known = [(each, documents[urljoin(uri, each["$ref"])] if "$ref" in each else each) for each in branches]
        fitting = [each for each, meant in known if is_of(meant, value)]
        return sent(value, fitting[0], documents, uri, link) if fitting else value
    if "properties" in schema and isinstance(value, dict):
        made = {}
        for name, each in schema["properties"].items():
            if "const" in each:
                made[name] = each["const"]
            elif "x-link" in each:
                made[name] = link(schema.get("x-entity", ""), value)
            elif name in value:
                made[name] = sent(value[name], each, documents, uri, link)
        return made
    if "properties" not in schema and schema.get("items") and isinstance(value, list):
        return [sent(each, schema["items"], documents, uri, link) for each in value]
    return value


def links(header: str) -> dict[str, str]:
    """
    Return relation type to target of a `Link` header in whose texts no comma stands before `<`, and no semicolon.
    """
    found: dict[str, str] = {}
    for part in header.replace(" ,", ",").replace(", ", ",").split(",<"):
        target, _, rest = part.lstrip("<").partition(">")
        given = [each.strip().partition("=") for each in rest.split(";")]
        relations = [value.strip('"').lower() for name, _, value in given if name.lower() == "rel"]
        for relation in relations[0].split() if relations else ():
            if relation not in found:
                found[relation] = target
    return found


def path_of(template: str, keys: tuple[str, ...]) -> str:
    """
    Return a path, with keys for its open segments, escaped as Django does.
    """
    left = list(keys)
    steps = [left.pop(0) if step[0] == "{" else None for step in template.split("/")]
    return "/".join(
        step if key is None else quote(key, safe="!$&'()*+,;=/~:@")
        for step, key in zip(template.split("/"), steps, strict=True)
    )


def standing(templates: Mapping[str, str], base: str, path: str) -> tuple[str, str, tuple[str, ...]] | None:
    """
    Return the resource whose list or record a path names, the key of the record or "", and those of the parents.
    """
    if path[: len(base)] != base:
        return None
    given = unquote(path[len(base) :]).strip("/").split("/")
    for key in (False, True):
        rest = given[:-1] if key else given
        for name, template in templates.items():
            steps = template.split("/")
            if len(steps) == len(rest) and all(
                step[0] == "{" or step == text for step, text in zip(steps, rest, strict=True)
            ):
                parents = tuple(text for step, text in zip(steps, rest, strict=True) if step[0] == "{")
                return name, given[-1] if key else "", parents
    return None
