"""
Failures as options of the command line.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from apicontract.contract.errors import UsageError
from mockserver.control.failures import Failure, failure_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

#: A member whose value begins like a JSON object.
_BEGUN = re.compile(r"[^,=]*=\{")


def parse_failure(text: str) -> Failure:
    """
    Read a failure from the command line: a kind and members (`status,status=503,path=/v1/*,times=2`).

    A value that is a JSON object may have commas in it.

    Raises:
        UnknownName: an unknown kind or member.
        UsageError: no number where one is needed, or out of its range.
    """
    kind, *pairs = _members(text)
    document: dict[str, Any] = {"kind": kind}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(f"{pair!r} in failure {text!r}", "write members as name=value")
        document[name] = _READERS[name](value) if name in _READERS else value
    return failure_from(document)


def _members(text: str) -> Iterator[str]:
    """
    Yield the parts between commas; those inside of a JSON object that is a member's value separate nothing.
    """
    rest: str | None = text
    while rest is not None:
        begun = _BEGUN.match(rest)
        end = rest.find(",", _end_of_object(rest, begun.end() - 1) if begun else 0)
        member, rest = (rest, None) if end < 0 else (rest[:end], rest[end + 1 :])
        yield member


def _end_of_object(text: str, start: int) -> int:
    """
    Return where a JSON object ends; where none can be read, where it begins.
    """
    try:
        return json.JSONDecoder().raw_decode(text, start)[1]
    except (ValueError, RecursionError):
        return start


def _number(kind: Callable[[str], float]) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            return kind(text)
        except (ValueError, OverflowError):
            raise UsageError(f"{text[:40]!r} is no number", "give one, such as 3 or 0.5") from None

    return read


def _object(text: str) -> Any:
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise UsageError(f"{text!r} is not a JSON object of strings", 'give one, such as {"name": "value"}')
    return value


#: Member to what reads it from a text; other members are texts.
_READERS: Mapping[str, Callable[[str], Any]] = {
    "times": _number(int),
    "status": _number(int),
    "rate": _number(float),
    "seconds": _number(float),
    "jitter": _number(float),
    "parameters": _object,
    "request_headers": _object,
    "headers": _object,
}
