"""
Every answer that is not what was asked for: status, body and headers, as the framework words them.

The sentences are those of Django and Django REST Framework (`rest_framework.exceptions`); clients match on them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from apicontract.contract.lookups import CODES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from apicontract.contract.model import Json
    from mockserver.http.answer import Headers

#: Where the form of an error has the name of the parameter.
_FIELD = "{field}"


@dataclass
class Refusal(Exception):
    """
    A stage will not go on; what is answered instead.

    Attributes:
        status: HTTP status code.
        body: the JSON body.
        headers: those that this error alone has.
    """

    status: int
    body: Json
    headers: Headers = ()


def detail(status: int, message: str, headers: Headers = ()) -> Refusal:
    """
    Return the usual form of an error: one sentence under `detail`.
    """
    return Refusal(status, {"detail": message}, headers)


def not_found(message: str = "Not found.") -> Refusal:
    """
    Return the error of a record or a format that does not exist.
    """
    return detail(404, message)


def not_acceptable() -> Refusal:
    """
    Return the error of an `Accept` header that no renderer satisfies.
    """
    return detail(406, "Could not satisfy the request Accept header.")


def not_allowed(method: str) -> Refusal:
    """
    Return the error of a method that a route does not have.
    """
    return detail(405, f'Method "{method}" not allowed.')


def unauthenticated(message: str = "Authentication credentials were not provided.") -> Refusal:
    """
    Return the error of a request that should have said who it is, or said it wrongly.
    """
    return detail(401, message, (("WWW-Authenticate", "Token"),))


def invalid(errors: Mapping[str, Sequence[str]] | Sequence[str]) -> Refusal:
    """
    Return the error of query values that cannot be used: sentences, under the parameters' names where known.
    """
    return Refusal(400, errors)


def worded(form: Json, errors: Mapping[str, Sequence[str]]) -> Json:
    """
    Return the body that names errors in a form of the service's own.

    A list of one entry has an entry for each error, a key that is a field one for each field.
    """
    if isinstance(form, dict) and _FIELD in form:
        return {name: worded(form[_FIELD], {name: errors[name]}) for name in errors}
    if isinstance(form, dict):
        return {key: worded(each, errors) for key, each in form.items()}
    if isinstance(form, list) and len(form) == 1:
        return [worded(form[0], {name: [each]}) for name, messages in errors.items() for each in messages]
    if not isinstance(form, str):
        return form
    (name, messages), *_ = errors.items()
    return _filled(form, name, messages[0])


def _filled(text: str, field: str, message: str) -> str:
    code = next((code for beginning, code in CODES.items() if message.startswith(beginning)), "invalid")
    parts = {_FIELD: field, "{FIELD}": field.upper(), "{message}": message, "{code}": code, "{CODE}": code.upper()}
    return re.sub(r"\{(?:field|FIELD|message|code|CODE)\}", lambda found: parts[found[0]], text)
