"""
Every way to misread a contract is one of the table, and each of these is tried on some request.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import pytest
from books import MODES, PARAMETERS, api, book, chance, resource
from readings import asking, predicted, refuted

from apicontract.checks import CATALOGUE
from apicontract.contract.lookups import LOOKUPS
from apicontract.contract.model import Parameter
from apicontract.contract.paging import STYLES
from apicontract.diagnosis.operators import CONCERNS, OPERATORS, UNPREDICTED, Misreading, read_as
from apicontract.diagnosis.records import KnownRecords
from apicontract.planner import candidates
from apicontract.planner.candidates import fixed_candidates
from apicontract.planner.combiner import Combiner

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A filter for each lookup of each kind of value.
_FILTERS = tuple(
    Parameter(f"{field}__{lookup}", (field,), lookup, kind)
    for field, kind, lookups in (
        ("title", "text", ("iexact", "contains", "icontains", "startswith", "istartswith", "endswith", "iendswith")),
        ("pages", "integer", ("exact", "gte", "lt", "lte")),
        ("seen", "date-time", ("gt",)),
        ("day", "integer", ("year", "month", "day")),
    )
    for lookup in lookups
)
_TITLES = ("Alpha beta", "alpha", "beta ALPHA", "Élan beta", "gamma", "beta", "10%", "100", "Alpha, beta")
_ROWS = tuple(
    book(
        number,
        title,
        sold=sold,
        pages=number * 7 % 20 if number != 4 else None,
        day=f"20{10 + number}-0{number}-1{number}",
        seen=f"2020-01-01T0{number}:30:00Z",
        lent=f"PT{9 - number // 2}H",
    )
    | {"isbn": f"alpha{number}"}
    for number, (title, sold) in enumerate(product(_TITLES, (True, False)), 1)
    if number < 9
)
#: What chance does not come to.
_ASKED = (
    "title=Élan beta&limit=9",
    "search=alpha,beta",
    "search=beta,alpha",
    "search='alpha beta'",
    "search=lph",
    "search=1%25",
    "search=alpha&sold=true&mode=LIST",
    "title__contains=a%25a",
    "search=a.pha",
    "seen__gt=2020-01-01T05:00:00%2B02:00",
    "limit=7",
    "title=no&offset=0",
    "title__iexact=ALPHA",
    "title__endswith=ta",
    "title__endswith=TA",
    "title__iendswith=TA",
    "day__year=2011",
    "day__month=2",
    "day__month=11",
    "day__day=11",
)


def _survey(style: str) -> KnownRecords:
    shapes = {mode: f"books/{mode}" for mode in MODES.choices}
    books = resource(*PARAMETERS, shapes=shapes)
    books = replace(books, parameters=(*books.parameters, *_FILTERS))
    paging = replace(STYLES[style], default_limit=3, maximum_limit=5)
    return KnownRecords(api(books, paging=paging, singletons={"status": "status/any"}), books, _ROWS, complete=True)


def _found() -> Iterator[Misreading]:
    for style in ("limit-offset", "page-number"):
        known = _survey(style)
        for each in fixed_candidates(known):
            yield from each.misreadings
        combiner = Combiner(known, chance())
        for _ in range(400):
            yield from combiner.random_request().misreadings
        for query in (*_ASKED, "page=9"):
            yield from refuted(known, asking(query))


def test_every_operator_shows_in_some_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Each operator of the tables is refuted by some request, and no request refutes another one.
    """
    declared = replace(next(iter(CATALOGUE.values())), asks=(((), ()),))
    monkeypatch.setattr(candidates, "CATALOGUE", {**CATALOGUE, declared.id: declared})

    assert set(CONCERNS) == {each.operator for each in _found()}


def test_scopes_are_three() -> None:
    """
    A misreading is of one element, of a kind, or of all; only where it is of all does it name none.
    """
    found = set(_found())

    assert {"one", "kind", "all"} == {each.scope for each in found}
    assert not [each for each in found if (each.scope == "all") == bool(each.element)]


def test_what_does_not_show_is_of_the_table_too() -> None:
    """
    No page is predicted of an operator that is not in the table of these, whether it shows or not.
    """
    known = _survey("limit-offset")
    predicting = {operator for known in OPERATORS.values() for operator in known}

    assert {each.operator for query in _ASKED for each in predicted(known, query)} <= predicting


def test_an_operator_has_one_concern() -> None:
    """
    No operator stands twice in the tables, and each concern is one of the checks.
    """
    assert len(CONCERNS) == sum(map(len, (*OPERATORS.values(), *UNPREDICTED.values())))
    assert {*OPERATORS, *UNPREDICTED} <= {each.concern for each in CATALOGUE.values()}
    assert ("search", "filtering") == (
        Misreading("phrases are parted").concern,
        Misreading(read_as("gte"), "one", "pages__gt").concern,
    )


def test_every_confusion_of_lookups_is_an_operator() -> None:
    """
    A lookup that another one may be taken for has its operator; one that none is taken for has none.
    """
    confused = {read_as(other) for lookup in LOOKUPS.values() for other in lookup.confused}

    assert confused == {each for each in CONCERNS if each.startswith("a filter is read as ")}


@pytest.mark.parametrize(
    ("misreading", "expected"),
    [
        (Misreading("phrases are parted"), "phrases are parted"),
        (Misreading("a filter has no effect", "kind", "text"), "a filter has no effect (text)"),
    ],
)
def test_a_misreading_is_told(misreading: Misreading, expected: str) -> None:
    """
    What it is done to stands behind it.
    """
    assert expected == str(misreading)
