"""
The parts of an `allOf` -> one schema that says the same, as far as one can.

What two parts say of the same keyword becomes the narrower of both; what has no narrower one stays an `allOf`. Of
values that exclude each other the later ones hold: whoever writes such a part means to name the kind anew.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apicontract.contract.model import Json

_GREATER = frozenset({"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains"})
_SMALLER = frozenset({"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains"})
_EITHER = frozenset({"uniqueItems", "deprecated", "readOnly", "writeOnly"})
#: Keywords that forbid nothing: the later one is taken.
_TOLD = frozenset({"title", "default", "discriminator", "contentMediaType", "contentEncoding"})
_NUMBERS = frozenset({"integer", "number"})


def merged(parts: list[Mapping[str, Json]], follow: Callable[[Json], Json]) -> dict[str, Json]:
    """
    Return one schema of several that all hold; `follow` gives what a schema's reference leads to.
    """
    result: dict[str, Any] = {}
    left: list[Json] = []
    for part in parts:
        for key, value in part.items():
            if key == "allOf" and isinstance(value, list):
                left += value
            elif key not in result or _same(result[key], value) or key in _TOLD or key.startswith("x-"):
                result[key] = value
            else:
                _both(result, key, value, left, follow)
    if left:
        result["allOf"] = left
    return result


def _both(result: dict[str, Any], key: str, value: Any, left: list[Json], follow: Callable[[Json], Json]) -> None:
    """
    Let a keyword hold that is stated twice; what cannot be put together is added to what is left.
    """
    had = result[key]
    numbers = all(isinstance(each, int | float) and not isinstance(each, bool) for each in (had, value))
    lists = isinstance(had, list) and isinstance(value, list)
    if key == "type":
        result[key] = _types(had, value)
    elif key == "required" and lists:
        result[key] = list(dict.fromkeys([*had, *value]))
    elif key in {"properties", "patternProperties"} and isinstance(had, dict) and isinstance(value, dict):
        result[key] = {**had, **{name: _one(had.get(name, True), each, follow) for name, each in value.items()}}
    elif key in {"items", "additionalProperties"}:
        result[key] = _one(had, value, follow)
    elif key == "enum" and lists:
        allowed = {_text(each) for each in value}
        result[key] = [each for each in had if _text(each) in allowed] or value
    elif key == "const":
        result[key] = value
    elif key in _GREATER and numbers:
        result[key] = max(had, value)
    elif key in _SMALLER and numbers:
        result[key] = min(had, value)
    elif key in _EITHER:
        result[key] = bool(had or value)
    else:
        left.append({key: value})


def _one(one: Json, other: Json, follow: Callable[[Json], Json]) -> Json:
    """
    Return the schema of a member that two parts state.
    """
    if _same(one, other) or other is True or other == {}:
        return one
    if one is True or one == {}:
        return other
    if one is False or other is False:
        return False
    plain = [_plain(each, follow) for each in (one, other)]
    if all(isinstance(each, dict) and "$ref" not in each and "anyOf" not in each for each in plain):
        return merged(plain, follow)
    return {"allOf": [one, other]}


def _plain(schema: Json, follow: Callable[[Json], Json]) -> Json:
    """
    Return a schema, and of a reference to a value that is no object and no list, what it leads to.
    """
    if not (isinstance(schema, dict) and set(schema) == {"$ref"}):
        return schema
    found = follow(schema)
    inner = isinstance(found, dict) and not ({"properties", "items", "anyOf", "allOf", "$ref"} & found.keys())
    return found if inner else schema


def _types(had: Json, value: Json) -> Json:
    one, other = (set([each] if isinstance(each, str) else each or ()) for each in (had, value))
    both = one & other
    if "integer" in one | other and one & _NUMBERS and other & _NUMBERS:
        both.add("integer")
    listed = sorted(both or other)
    return listed[0] if len(listed) == 1 else listed


def _same(one: Json, other: Json) -> bool:
    return one is other or _text(one) == _text(other)


def _text(value: Json) -> str:
    return json.dumps(value, sort_keys=True)
