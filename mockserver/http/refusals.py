"""
Every answer that is not what was asked for: status, body and headers, as the framework words them.

The sentences are those of Django and Django REST Framework (`rest_framework.exceptions`); clients match on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from apicontract.contract.model import Json
    from mockserver.http.answer import Headers


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
