"""
Where the mock differs from the framework on purpose; a test asserts that each still does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from reference_drf.service import PARTS

from differential.asking import Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from differential.subject import Subject

#: What a column of 64 bits holds at the most.
_LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Deliberate:
    """
    A difference that is wanted.

    Attributes:
        name: what it is about.
        reason: why the mock does not follow the framework.
        service: name of the service in which the example is asked.
        example: a request that shows it.
        applies: whether a request of a subject is of this kind.
    """

    name: str
    reason: str
    service: str
    example: Request
    applies: Callable[[Subject, Request], bool]


def _beyond_the_column(subject: Subject, request: Request) -> bool:
    """
    Say whether a filter of integers is given a number that no column holds.
    """
    integers = {each.name for _, each in subject.parameters if each.type == "integer" or each.lookup in PARTS}
    texts = [each for name, value in parse_qsl(request.query) if name in integers for each in value.split(",")]
    return any(_size(each) > _LARGEST for each in texts)


def _size(text: str) -> float:
    try:
        return abs(float(text))
    except ValueError:
        return 0


DELIBERATE = (
    Deliberate(
        "the start page",
        "a person who opens the mock's address finds what it serves; the service has no page there",
        "ll2-small",
        Request("/"),
        lambda _, request: request.path == "/",
    ),
    Deliberate(
        "a comparison with a number beyond the column",
        "the framework drops the comparison, and then selects nulls too, from a size on that depends on the column's "
        "type, which no contract tells; the mock compares",
        "library-1",
        Request("/library/v1/books/", "pages__lte=9999999999999999999999"),
        _beyond_the_column,
    ),
    Deliberate(
        "a list with a number beyond the column",
        "the framework fails with 500, because it hands the number to the database; the mock finds nothing",
        "library-1",
        Request("/library/v1/books/", "author_ids=9999999999999999999999"),
        _beyond_the_column,
    ),
    Deliberate(
        "a part of a date beyond the column",
        "the framework fails with 500, because it hands the number to the database; the mock finds nothing",
        "library-1",
        Request("/library/v1/books/", "added_year=9999999999999999999999"),
        _beyond_the_column,
    ),
)


def deliberate(subject: Subject, request: Request) -> bool:
    """
    Say whether a request may be answered differently.
    """
    return any(each.applies(subject, request) for each in DELIBERATE)
