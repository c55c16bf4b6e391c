"""
How a service names the values that it cannot use, where it has a form of its own.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from apicontract.contract.lookups import CODES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: What stands in the place of the parameter, as a key.
_NAME = "{field}"


def refusal_in(form: Any, errors: Mapping[str, Sequence[str]]) -> Any:
    """
    Return the body in which a service names errors, by its form (`invalid_body` in `api.json`).

    Each single error is written into the form; then lists of one entry, and objects whose keys are parameters, are
    joined.
    """
    single = [_written(form, name, message) for name, messages in errors.items() for message in messages]
    return _joined(form, single)


def _written(form: Any, field: str, message: str) -> Any:
    code = "invalid"
    for beginning in CODES:
        code = CODES[beginning] if message.startswith(beginning) else code
    text = json.dumps(form)
    said = {"field": field, "FIELD": field.upper(), "message": message, "code": code, "CODE": code.upper()}
    for mark, value in said.items():
        text = text.replace(f"{{{mark}}}", json.dumps(value)[1:-1])
    return json.loads(text)


def _joined(form: Any, single: Sequence[Any]) -> Any:
    if isinstance(form, list) and len(form) == 1:
        return [each for one in single for each in one]
    if isinstance(form, dict) and _NAME in form:
        names = dict.fromkeys(name for one in single for name in one)
        return {name: _joined(form[_NAME], [one[name] for one in single if name in one]) for name in names}
    if isinstance(form, dict):
        return {key: _joined(form[key], [one[key] for one in single]) for key in form}
    return single[0]
