"""
The bodies of the control API: read within bounds, and held to the API's own description.

Whoever sends one is told in one sentence what is wrong with it, before anything was changed.
"""

from __future__ import annotations

import json
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from apicontract.contract.errors import ApiContractError, UnknownName, UsageError
from apicontract.contract.jsontext import parse_json

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
    text = (Path(__file__).parents[1] / "pages" / "templates" / "control.openapi.json").read_text(encoding="utf-8")
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
        value = parse_json(data) if data is not None else None
        reason = ""
    except ValueError as error:
        value, reason = None, f" ({error})"
    if not isinstance(value, _KINDS[schema["type"]]):
        problem = f"the body is not a JSON {schema['type']}{reason}"
        raise UsageError(problem, "send one, with Content-Type: application/json")
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - it takes long, and most mocks are never sent a body

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
