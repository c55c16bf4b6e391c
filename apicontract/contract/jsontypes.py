"""
The types of JSON, of a value and of a schema, and the plainest value of a schema (JSON Schema 2020-12, section 4.2.1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apicontract.contract.model import Json

#: Type to what makes its empty value, a new one each time, because lists and objects may be changed afterwards.
_EMPTY: Mapping[str, Callable[[], Json]] = {
    "array": list,
    "boolean": bool,
    "integer": int,
    "number": int,
    "object": dict,
    "string": str,
}
#: Format to a text of that format; of an unknown one the empty text has to do.
_FORMATS: Mapping[str, str] = {
    "date": "1970-01-01",
    "date-time": "1970-01-01T00:00:00Z",
    "email": "nobody@example.test",
    "time": "00:00:00Z",
    "uri": "https://example.test/",
    "uuid": "00000000-0000-4000-8000-000000000000",
}


def is_integer(value: Any) -> TypeGuard[int]:
    """
    Return whether a value is a whole number, written as one; true and false are none, which Python counts as such.
    """
    return isinstance(value, int) and not isinstance(value, bool)


def types_of(schema: Mapping[str, Json]) -> list[str]:
    """
    Return the types that a schema names, one or several; none if it does not say.
    """
    stated = schema.get("type", ())
    return [stated] if isinstance(stated, str) else list(stated)


def has_own_value(schema: Mapping[str, Json]) -> bool:
    """
    Return whether a schema names a value itself, so that its alternatives and members need not be asked.
    """
    return "const" in schema or "default" in schema or bool(schema.get("enum"))


def plainest(schema: Mapping[str, Json]) -> Json:
    """
    Return the plainest value that a schema without references allows.

    That is the one it names itself, null where that is allowed, or else what is empty of its first type. A text has
    the schema's format.
    """
    for key in ("const", "default"):
        if key in schema:
            return schema[key]
    if schema.get("enum"):
        return schema["enum"][0]
    kinds = types_of(schema)
    if not kinds or "null" in kinds:
        return None
    return _FORMATS[schema["format"]] if schema.get("format") in _FORMATS else _EMPTY[kinds[0]]()
