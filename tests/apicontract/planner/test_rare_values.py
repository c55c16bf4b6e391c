"""
Requests for values that are seldom asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from books import BOOKS, PARAMETERS, book, survey

from apicontract.contract.model import Parameter
from apicontract.planner.rare_values import rare_values

if TYPE_CHECKING:
    from apicontract.diagnosis.records import KnownRecords


def _lines(known: KnownRecords) -> dict[str, str]:
    """
    Return what is asked of the list, by question.
    """
    found = list(rare_values(known))
    assert len(found) == len({misreading for misreading, _ in found})
    return {misreading.element: "&".join(f"{each}={text}" for each, text in probe.query) for misreading, probe in found}


def test_each_kind_once() -> None:
    """
    Each type in its other spellings, texts with a sign, and unusual words of records.
    """
    rows = [*BOOKS, book(7, "Ärger (alt)")]

    assert {
        "another spelling: boolean 1": "sold=False",
        "another spelling: boolean 2": "sold=FALSE",
        "another spelling: related 1": "kind= 1",
        "another spelling: related 2": "kind=+01",
        "another spelling: text 1": "title=  Emma ",
        "another spelling: integer 1": "pages__gt=+100",
        "another spelling: integer 2": "pages__gt=0100",
        "another spelling: integer 3": "pages__gt=100.0",
        "_ in a text: exact": "title=em_a returns",
        "a search beyond ASCII": "search=Ärger",
        "a search with a sign": "search=(alt)",
    } == _lines(survey(*PARAMETERS, rows=rows))


@pytest.mark.parametrize(
    ("lookup", "expected"),
    [
        ("contains", ["%", "_", ".", "*"]),
        ("icontains", ["%", "_", ".", "*"]),
        ("startswith", ["_"]),
        ("iexact", ["_"]),
    ],
)
def test_signs_in_texts(lookup: str, expected: list[str]) -> None:
    """
    What LIKE reads is asked for with every lookup of texts, what patterns read where pieces of texts are found.
    """
    part = Parameter("part", ("title",), lookup, "text")
    known = survey(parameters=(part,), rows=[book(1, "wonderful")], search=())
    signs = {name: line for name, line in _lines(known).items() if " in a text" in name}
    text = "on{}erfu" if len(expected) > 1 else "wo{}derful"

    assert {f"{sign} in a text: {lookup}": f"part={text.format(sign)}" for sign in expected} == signs


def test_moments_by_other_clocks_in_either_direction() -> None:
    """
    Whether a bound that loses its offset shows hangs on the lookup, so that each is asked for.
    """
    bounds = tuple(Parameter(f"made__{each}", ("made",), each, "date-time") for each in ("gt", "lte"))
    known = survey(parameters=bounds, rows=[book(1, "x", made="2020-01-01T10:00:00Z")], search=())

    assert {
        f"another spelling: date-time {number}, {lookup}": f"made__{lookup}={text}"
        for lookup in ("gt", "lte")
        for number, text in ((1, "2020-01-01T15:30:00+05:30"), (2, "2020-01-01T07:00:00-03:00"))
    } == _lines(known)


def test_nothing_is_made_up() -> None:
    """
    Without records no value is known.
    """
    assert {} == _lines(survey(*PARAMETERS, rows=()))
