"""
The bodies of the control API: read within bounds, and held to the API's own description.

Whoever sends one is told in one sentence what is wrong with it, before anything was changed.
"""

from __future__ import annotations

import json
import math
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

from apicontract.contract.errors import ApiContractError, UnknownName, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Bytes of a body: a record or an answer to put in another's place has some tens of thousands.
MOST_BYTES = 1_000_000
#: Levels of nesting: the records of an API have fewer than ten.
_MOST_DEPTH = 64
#: Characters of a number: a double needs 17 digits, a 128-bit integer 39.
_MOST_DIGITS = 100
#: Characters of a sentence that quotes a body.
_MOST_QUOTED = 300
#: Flaws among which the one to tell is chosen.
_MOST_FLAWS = 100
#: What a schema says of a member that it does not name.
_UNKNOWN = "additionalProperties"
_KINDS = {"array": list, "object": dict}


@cache
def description() -> dict[str, Any]:
    """
    Return the OpenAPI document of the control API.
    """
    text = (Path(__file__).parent / "templates" / "control.openapi.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def read_body(data: bytes | None, rule: str, method: str) -> Any:
    """
    Return the value of a body, held to what the description says of it.

    Args:
        data: as sent, or None for one that was not sent as JSON.
        rule: path below the prefix, as the description has it.
        method: lower case.

    Raises:
        UsageError: it is too large, no JSON of the right kind, or has a value that the description does not allow.
        UnknownName: it has a member or a choice that the description does not name.
    """
    schema = _schema(rule, method)
    try:
        value = _parsed(data) if data is not None else None
        reason = ""
    except ValueError as error:
        value, reason = None, f" ({error})"
    if not isinstance(value, _KINDS[schema["type"]]):
        problem = f"the body is no JSON {schema['type']}{reason}"
        raise UsageError(problem, "send one, with Content-Type: application/json")
    # A member that is not known comes first: it is often the one that is missing, misspelt.
    found = islice(Draft202012Validator(schema).iter_errors(value), _MOST_FLAWS)
    flaws = sorted(found, key=lambda each: each.validator != _UNKNOWN)
    if flaws:
        raise _refused(flaws[0])
    return value


def shortened(text: str) -> str:
    """
    Return a text that fits in a sentence.
    """
    half = _MOST_QUOTED // 2
    return text if len(text) <= _MOST_QUOTED else f"{text[:half]} … {text[-half:]}"


@cache
def _schema(rule: str, method: str) -> dict[str, Any]:
    content = description()["paths"][rule][method]["requestBody"]["content"]
    schema: dict[str, Any] = content["application/json"]["schema"]
    name = schema.get("$ref", "").rpartition("/")[2]
    return description()["components"]["schemas"][name] if name else schema


def _parsed(data: bytes) -> Any:
    """
    Read JSON strictly and within bounds (RFC 8259; unique names and no lone surrogates as in RFC 7493).

    Raises:
        ValueError: with the reason.
    """
    if len(data) > MOST_BYTES:
        message = f"more than {MOST_BYTES} bytes"
        raise ValueError(message)
    try:
        value = json.loads(
            data.decode("utf-8"),
            parse_int=lambda text: int(_bounded(text)),
            parse_float=_finite,
            parse_constant=_finite,
            object_pairs_hook=_unique,
        )
    except UnicodeDecodeError:
        message = "not UTF-8"
        raise ValueError(message) from None
    except RecursionError:
        message = f"nested more than {_MOST_DEPTH} levels deep"
        raise ValueError(message) from None
    _walk(value)
    return value


def _bounded(text: str) -> str:
    if len(text) > _MOST_DIGITS:
        message = f"a number of {len(text)} characters, more than {_MOST_DIGITS}"
        raise ValueError(message)
    return text


def _finite(text: str) -> float:
    number = float(_bounded(text))
    if not math.isfinite(number):
        message = f"{text} is no finite number"
        raise ValueError(message)
    return number


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in pairs:
        if name in made:
            message = f"the name {shortened(name)!r} twice in one object"
            raise ValueError(message)
        made[name] = value
    return made


def _walk(value: Any) -> None:
    """
    Hold nesting and texts to what can be kept and sent.
    """
    level: list[Any] = [value]
    for _ in range(_MOST_DEPTH + 1):
        for text in (each for each in level if isinstance(each, str)):
            _encodable(text)
        level = [inner for each in level for inner in _inside(each)]
        if not level:
            return
    message = f"nested more than {_MOST_DEPTH} levels deep"
    raise ValueError(message)


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return (*value, *value.values())
    return value if isinstance(value, list) else ()


def _encodable(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        message = "a text with half of a surrogate pair"
        raise ValueError(message) from None


def _refused(flaw: Any) -> ApiContractError:
    """
    Return what a `jsonschema.ValidationError` says of a body; of a name that is not known, with those that are.
    """
    place = shortened(flaw.json_path.removeprefix("$").removeprefix(".")) or "the body"
    if flaw.validator == "enum":
        return UnknownName(place, shortened(str(flaw.instance)), tuple(map(str, flaw.validator_value)))
    if flaw.validator == _UNKNOWN:
        known = tuple(flaw.schema["properties"])
        return UnknownName("member", shortened(next(each for each in flaw.instance if each not in known)), known)
    return UsageError(f"{place}: {shortened(flaw.message)}", "/__mock__/openapi.json says what it may be")
