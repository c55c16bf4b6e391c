"""
Which orders come from a service to which an order has no effect.
"""

from __future__ import annotations

import pytest
from books import PARAMETERS, book, survey
from readings import answer, misread, read

from apicontract.diagnosis.explanations import explanations
from apicontract.diagnosis.wrong_pages import wrong_pages


@pytest.mark.parametrize("again", [(0, 2, 1, 3), (2, 0, 1, 3)])
def test_no_order_is_one_order(again: tuple[int, ...]) -> None:
    """
    That an order has no effect explains lists in any other one, as long as it is the same one each time.
    """
    known = survey(*PARAMETERS)
    own = (0, 2, 1, 3)
    shown = {"limit=5": own, "ordering=-id&limit=5": again, "ordering=lent,id&limit=5": own}
    asked = [(read(known, query), rows) for query, rows in shown.items()]
    exchanges = [answer(each, each.right._replace(rows=rows)) for each, rows in asked]

    assert (again == own) is (
        misread("ordering has no effect")
        in [each.misreading for each in explanations(known.api, known.resource, exchanges)]
    )


@pytest.mark.parametrize(
    ("plain", "again", "expected"),
    [
        ((0, 1, 2, 3, 4), (5, 6, 7, 8, 9), True),
        ((0, 1, 2, 3, 4), (5, 7, 6, 8, 9), False),
        ((1, 0, 2, 3, 4), (5, 7, 6, 8, 9), True),
        ((0, 1, 2, 3), (5, 7, 6, 8, 9), True),
    ],
)
def test_the_usual_order_is_seen(plain: tuple[int, ...], again: tuple[int, ...], expected: bool) -> None:  # noqa: FBT001 - a case
    """
    Where lists in no order stand in that of the identifiers, an order that has no effect comes to the same.

    Eight neighbours are needed for that: fewer stand so by chance.
    """
    known = survey(*PARAMETERS, rows=[book(number, "x") for number in range(1, 15)])
    pages = {
        f"limit={len(plain)}": plain,
        "limit=5&offset=9": (9, 10, 11, 12, 13),
        "ordering=-id&limit=5&offset=5": again,
        **({"limit=1&offset=4": (4,)} if len(plain) < 5 else {}),
    }
    asked = [(read(known, query), rows) for query, rows in pages.items()]
    exchanges = [answer(each, each.right._replace(rows=rows)) for each, rows in asked]

    found = [each.misreading for each in explanations(known.api, known.resource, exchanges)]
    assert expected is (misread("ordering has no effect") in found)


def test_a_place_has_one_row() -> None:
    """
    An order that has no effect comes to the page that is there without it, not to the rows of another place.
    """
    known = survey(*PARAMETERS, rows=[book(number, "x") for number in range(1, 15)])
    pages = {"limit=3": (0, 4, 2), "limit=5&offset=9": (9, 10, 11, 12, 13), "ordering=-id&limit=3": (5, 6, 7)}
    asked = [(read(known, query), rows) for query, rows in pages.items()]
    exchanges = [answer(each, each.right._replace(rows=rows)) for each, rows in asked]

    assert [] == [each.misreading for each in explanations(known.api, known.resource, exchanges)]


def test_one_value_of_a_filter_is_claimed_first() -> None:
    """
    That a filter has no effect with the values that were asked for claims less than with any.
    """
    known = survey(*PARAMETERS)
    wrong = misread("a filter has no effect | one | sold")
    asked = [read(known, query) for query in ("limit=5", "sold=true", "sold=true&kind=2")]
    exchanges = [answer(each, dict(wrong_pages(each)).get(wrong, each.right)) for each in asked]
    found = [each.misreading.element for each in explanations(known.api, known.resource, exchanges)]

    assert ["sold=true", "sold"] == [each for each in found if each.startswith("sold")]
