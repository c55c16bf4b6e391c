"""
Random pairs of schemas, the second made from the first by a few changes, and instances of them.
"""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from apicontract.contract.model import Shape
from apicontract.diff.definitions import DefinitionComparison
from apicontract.diff.facts import SchemaPath
from apicontract.diff.nodes import Definitions
from apicontract.diff.rules import RULES

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator, Mapping

    from apicontract.diff.facts import Direction, Fact

_TEXTS = ("", "a", "b", "ab", "abc", "2024-02-30", "2024-02-29", "https://a.example/x", "P1D", "x" * 9)
_NUMBERS = (-2, 0, 1, 1.5, 3, 7, 100)
_FORMATS = ("date", "uri", "uuid")
_PATTERNS = ("^a", "b$", "^P")
BASE = "https://schemas.example/"


def scalar(rng: random.Random) -> dict[str, Any]:
    """
    Return a schema of a text, a number, a boolean, or one of a few values.
    """
    kind = rng.choice(("string", "string", "integer", "number", "boolean", "enum", "const", "anything"))
    if kind == "anything":
        return {}
    if kind == "enum":
        return {"enum": rng.sample([*_TEXTS[:5], 1, 2.5, True, None], k=rng.randint(1, 4))}
    if kind == "const":
        return {"const": rng.choice([*_TEXTS[:5], 1, True])}
    schema: dict[str, Any] = {"type": [kind, "null"] if rng.random() < 0.3 else kind}
    if kind == "string":
        schema |= rng.choice(
            ({}, {"maxLength": rng.randint(1, 8)}, {"minLength": 1}, {"format": rng.choice(_FORMATS)},
             {"pattern": rng.choice(_PATTERNS)})
        )  # fmt: skip
    elif kind != "boolean" and rng.random() < 0.5:
        schema |= rng.choice(({"minimum": 0}, {"maximum": 7}, {"exclusiveMinimum": 0}, {"minimum": 1, "maximum": 3}))
    return schema


def schema(rng: random.Random, depth: int = 2) -> dict[str, Any]:
    """
    Return a random schema.
    """
    choice = rng.random()
    if depth == 0 or choice < 0.4:
        return scalar(rng)
    if choice < 0.5:
        return {"$ref": rng.choice(("part", "other"))}
    if choice < 0.58:
        return {"anyOf": [schema(rng, depth - 1), {"type": "null"}]}
    if choice < 0.64:
        return {"anyOf": [scalar(rng), scalar(rng)]}
    if choice < 0.75:
        return {"type": "array", "items": schema(rng, depth - 1), **rng.choice(({}, {"maxItems": 2}, {"minItems": 1}))}
    return thing(rng, depth)


def thing(rng: random.Random, depth: int = 2) -> dict[str, Any]:
    """
    Return a schema of an object.
    """
    names = rng.sample(["id", "name", "names", "type", "url"], k=rng.randint(1, 4))
    result: dict[str, Any] = {
        "type": "object",
        "properties": {name: schema(rng, depth - 1) for name in names},
        "required": [name for name in names if rng.random() < 0.6],
    }
    if rng.random() < 0.2:
        result["additionalProperties"] = rng.choice((False, scalar(rng)))
    return result


def _places(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for each in schema.get("properties", {}).values():
            yield from _places(each)
        for key in ("items", "additionalProperties"):
            yield from _places(schema.get(key))
        for each in schema.get("anyOf", ()):
            yield from _places(each)


def change(rng: random.Random, whole: dict[str, Any]) -> None:
    """
    Change a schema in one place, oftener to something narrower.
    """
    place = rng.choice(list(_places(whole)))
    rng.choice(_CHANGES)(rng, place)


def _drop(rng: random.Random, place: dict[str, Any]) -> None:
    keys = [each for each in place if each != "properties"]
    if keys:
        del place[rng.choice(keys)]


def _bound(rng: random.Random, place: dict[str, Any]) -> None:
    keys = [each for each in place if each.startswith(("min", "max", "excl"))]
    if keys:
        key = rng.choice(keys)
        place[key] += rng.choice((-1, 1, 1))
        if key.endswith(("Length", "Items")):
            place[key] = max(place[key], 0)
    else:
        place[rng.choice(("maxLength", "minLength", "minimum", "minItems"))] = rng.randint(0, 4)


def _text(rng: random.Random, place: dict[str, Any]) -> None:
    place[rng.choice(("format", "pattern"))] = "^a"
    if "format" in place:
        place["format"] = rng.choice(_FORMATS)


def _less_null(_: random.Random, place: dict[str, Any]) -> None:
    if isinstance(place.get("type"), list):
        place["type"] = [each for each in place["type"] if each != "null"] or "null"
    elif "anyOf" in place and len(place["anyOf"]) > 1:
        place["anyOf"] = place["anyOf"][:1]


def _more_null(_: random.Random, place: dict[str, Any]) -> None:
    if isinstance(place.get("type"), str) and place["type"] != "null":
        place["type"] = [place["type"], "null"]


def _require(rng: random.Random, place: dict[str, Any]) -> None:
    if "properties" in place:
        place["required"] = sorted({*place.get("required", ()), rng.choice([*place["properties"], "id"])})


def _release(rng: random.Random, place: dict[str, Any]) -> None:
    if place.get("required"):
        place["required"].remove(rng.choice(place["required"]))


def _add_field(rng: random.Random, place: dict[str, Any]) -> None:
    if "properties" in place:
        place["properties"][rng.choice(("fresh", "names", "kind"))] = scalar(rng)


def _remove_field(rng: random.Random, place: dict[str, Any]) -> None:
    if place.get("properties"):
        del place["properties"][rng.choice(list(place["properties"]))]


def _values(rng: random.Random, place: dict[str, Any]) -> None:
    if len(place.get("enum", ())) > 1 and rng.random() < 0.7:
        place["enum"] = place["enum"][:-1]
    elif "enum" in place:
        place["enum"] = [*place["enum"], "fresh"]


def _narrow_number(_: random.Random, place: dict[str, Any]) -> None:
    if place.get("type") == "number":
        place["type"] = "integer"


def _close(_: random.Random, place: dict[str, Any]) -> None:
    if "properties" in place:
        place["additionalProperties"] = False


def _exchange(rng: random.Random, place: dict[str, Any]) -> None:
    fresh = schema(rng, 1)
    place.clear()
    place.update(fresh)


def _fix(rng: random.Random, place: dict[str, Any]) -> None:
    if place.get("type") == "string":
        place["const"] = rng.choice(_TEXTS)


def _title(_: random.Random, place: dict[str, Any]) -> None:
    place["title"] = "Other words"


_CHANGES: tuple[Callable[[random.Random, dict[str, Any]], None], ...] = (
    _drop, _bound, _bound, _text, _text, _less_null, _less_null, _more_null, _require, _require, _release, _add_field,
    _add_field, _remove_field, _values, _values, _narrow_number, _narrow_number, _close, _exchange, _fix, _title,
)  # fmt: skip


def pair(rng: random.Random) -> tuple[dict[str, Any], dict[str, Any]]:
    """
    Return two sets of three definitions: the second is the first with one to three changes.

    A definition that is nothing but a reference may lead in a circle, so none is made.
    """
    while True:
        old, new = _pair(rng)
        if not any("$ref" in each for each in new.values()):
            return old, new


def _pair(rng: random.Random) -> tuple[dict[str, Any], dict[str, Any]]:
    old = {"root": thing(rng), "part": thing(rng, 1), "other": thing(rng, 1)}
    new = copy.deepcopy(old)
    for _ in range(rng.randint(1, 3)):
        change(rng, new[rng.choice(("root", "root", "part"))])
    return old, new


def shapes(definitions: Mapping[str, Any]) -> Definitions:
    """
    Return definitions as a side has them.
    """
    return Definitions(Shape(name, BASE + name, "", {"$id": BASE + name, **each}) for name, each in definitions.items())


def facts(old: Mapping[str, Any], new: Mapping[str, Any], direction: Direction) -> list[Fact]:
    """
    Return what the comparison says of the root and all that it refers to.
    """
    survey = DefinitionComparison(shapes(old), shapes(new), direction)
    survey.root("root", "root", "root", SchemaPath("root", "root", direction))
    return survey.facts


def compatible(found: list[Fact], levels: Mapping[str, str]) -> bool:
    """
    Return whether nothing heavier than compatible was found.
    """
    return all(levels.get(each.rule, RULES[each.rule].level) in {"compatible", "note"} for each in found)


def validator(definitions: Mapping[str, Any]) -> jsonschema_rs.Draft202012Validator:
    """
    Return a validator of the root that asserts formats.
    """
    return jsonschema_rs.Draft202012Validator(bundle(definitions), validate_formats=True)


def bundle(definitions: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return definitions as one schema.
    """
    inner = {name: {**each, "$id": BASE + name} for name, each in definitions.items()}
    return {"$ref": BASE + "root", "$defs": inner}


def instance(rng: random.Random, schema: Any, definitions: Mapping[str, Any], depth: int = 6) -> Any:
    """
    Return a value that is likely an instance of a schema, with a taste for its edges.
    """
    if schema is True or schema == {} or depth == 0 or not isinstance(schema, dict):
        return rng.choice([None, True, "", "a", 0, 1.5, [], [1], {}, {"id": "x"}])
    if "$ref" in schema:
        return instance(rng, definitions[schema["$ref"]], definitions, depth - 1)
    if "const" in schema:
        return schema["const"]
    if schema.get("enum"):
        return rng.choice(schema["enum"])
    if "anyOf" in schema:
        return instance(rng, rng.choice(schema["anyOf"]), definitions, depth)
    types = schema.get("type", ["string", "integer", "null", "object", "array"])
    kind = rng.choice(types) if isinstance(types, list) else types
    return _MAKERS[kind](rng, schema, definitions, depth)


def _make_object(rng: random.Random, schema: Any, definitions: Any, depth: int) -> Any:
    required = schema.get("required", ())
    made = {
        name: instance(rng, each, definitions, depth - 1)
        for name, each in schema.get("properties", {}).items()
        if name in required or rng.random() < 0.5
    }
    others = schema.get("additionalProperties", True)
    for name in required:
        made.setdefault(name, instance(rng, others, definitions, depth - 1))
    if others is not False and rng.random() < 0.3:
        made.setdefault(rng.choice(("names", "fresh", "zzz")), instance(rng, others, definitions, depth - 1))
    return made


def _make_array(rng: random.Random, schema: Any, definitions: Any, depth: int) -> Any:
    least = schema.get("minItems", 0)
    size = rng.choice((least, least + 1, schema.get("maxItems", 2)))
    return [instance(rng, schema.get("items", True), definitions, depth - 1) for _ in range(size)]


def _make_string(rng: random.Random, schema: Any, _: Any, __: int) -> Any:
    sizes = [schema[each] for each in ("minLength", "maxLength") if each in schema]
    samples = {
        "date": "2024-02-29",
        "uri": "https://a.example/x",
        "uuid": "12345678-1234-4234-8234-123456789012",
    }
    choices = [*_TEXTS, *("a" * size for size in sizes), *("y" * (size + 1) for size in sizes)]
    if "format" in schema:
        choices += [samples[schema["format"]]] * 10
    if "pattern" in schema:
        choices += ["a", "ab", "b", "P"] * 3
    return rng.choice(choices)


def _make_number(rng: random.Random, schema: Any, _: Any, __: int) -> Any:
    edges = [schema[each] + step for each in schema if each.startswith(("min", "max", "excl")) for step in (0, 1, -1)
             if isinstance(schema[each], int)]  # fmt: skip
    return rng.choice([*_NUMBERS, *edges])


_MAKERS: Mapping[str, Callable[..., Any]] = {
    "object": _make_object,
    "array": _make_array,
    "string": _make_string,
    "integer": lambda *it: int(_make_number(*it)),
    "number": _make_number,
    "boolean": lambda rng, *_: rng.random() < 0.5,
    "null": lambda *_: None,
}


def text(definitions: Any) -> str:
    """
    Return definitions as text, titles left out, to tell whether they really differ.
    """
    return (
        json.dumps(definitions, sort_keys=True)
        .replace('"title": "Other words", ', "")
        .replace(', "title": "Other words"', "")
    )
