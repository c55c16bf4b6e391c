"""
The request for the last records of a walk.
"""

from __future__ import annotations

from typing import Any

import pytest
from books import api, book, chance, resource

from apicontract.diagnosis.operators import Misreading
from apicontract.diagnosis.records import KnownRecords
from apicontract.planner import last_pages
from apicontract.planner.last_pages import last_page
from apicontract.planner.misreadings import misreadings, selection
from apicontract.planner.probe import Probe

#: Of forty the last thirty are sold, and about whales.
_ROWS = [book(number, "a whale" if number >= 10 else "emma", sold=number >= 10, kind=None) for number in range(40)]


def _survey(*parameters: str, rows: Any = _ROWS) -> KnownRecords:
    books = resource(*parameters, search=resource().search[:1])
    return KnownRecords(api(books), books, rows, complete=False)


def _asked(
    known: KnownRecords, left: int = 2, covered: frozenset[Misreading] = frozenset(), seed: int = 1
) -> Probe | None:
    return last_page(known, ("pages", "id"), left, covered, chance(seed))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("left", [1, 2, 5])
def test_the_end_is_asked_for_under_a_condition(left: int, seed: int) -> None:
    """
    The request selects by what the last thirty have in common, and its page has place for what is left.
    """
    known = _survey("sold")
    probe = _asked(known, left, seed=seed)

    assert probe is not None
    query = dict(probe.query)
    limit = int(query.get("limit") or 0)
    size = min(limit, 5) if limit > 0 else 3
    selected = selection(
        known, Probe("/v1/books/", tuple(each for each in probe.query if each[0] in {"sold", "search"}))
    )

    assert {"sold", "search"} & set(query)
    assert sum(1 << number for number in range(10, 40)) == selected
    assert size >= min(left, 5)
    assert query["ordering"] in {"pages,id", "-pages,-id"}


def _asked_often(left: int) -> list[dict[str, str]]:
    """
    Return the queries of requests for the end, each of which covers what those before did not.
    """
    known, found = _survey("sold"), []
    covered: frozenset[Misreading] = frozenset()
    for seed in range(5):
        probe = _asked(known, left, covered, seed)
        found.append(dict(probe.query) if probe else {})
        covered |= misreadings(known, probe) if probe else frozenset()
    return found


@pytest.mark.parametrize(("left", "offsets"), [(1, {"27"}), (2, {"27"}), (4, {"29"}), (5, {"30"})])
def test_the_end_in_its_own_order_begins_with_what_is_known(left: int, offsets: set[str]) -> None:
    """
    In the walk's order the page begins at up to three known records before the end, as many as there is place for.
    """
    assert offsets == {each.get("offset") for each in _asked_often(left) if each["ordering"] == "pages,id"}


@pytest.mark.parametrize(("left", "limits"), [(1, {"5", "+5", "6", "7"}), (2, {"5", "+5", "6", "7"}), (3, set())])
def test_the_end_in_the_reverse_order_is_the_beginning(left: int, limits: set[str]) -> None:
    """
    In the reverse order the page begins at the first record, and has place for three known ones more.
    """
    reverse = [each for each in _asked_often(left) if each["ordering"] == "-pages,-id"]

    assert {None} >= {each.get("offset") for each in reverse}
    assert limits >= {each["limit"] for each in reverse}
    assert bool(limits) == bool(reverse)


@pytest.mark.parametrize(
    "rows",
    [
        [book(number, "emma", sold=True, kind=None) for number in range(40)],
        [book(number, chr(97 + number % 26), sold=number % 2 == 0, kind=None) for number in range(40)],
        [],
    ],
    ids=["all alike", "nothing alike", "none"],
)
def test_what_cannot_be_selected_is_not_asked_for(rows: Any) -> None:
    """
    What all records have selects nothing; where the last ones have nothing in common, nothing is asked.
    """
    assert _asked(_survey("sold", rows=rows)) is None


def test_two_pieces_are_searched_for() -> None:
    """
    Pieces that the last records have are asked for two together, and by themselves once what two tell is covered.
    """
    rows = [book(number, ("ab" if number % 2 else "xy") if number < 10 else "ab xy", kind=None) for number in range(40)]
    known = _survey(rows=rows)
    covered, searches = frozenset[Misreading](), list[str]()
    for seed in range(8):
        probe = _asked(known, 2, covered, seed)
        assert probe is not None
        covered |= misreadings(known, probe)
        searches.append(dict(probe.query)["search"])

    assert {True, False} == {"," in each for each in searches}
    assert all(map(str.isupper, searches))


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["ab", "cab"], ["A", "AB", "B", "A,B"]),
        (["a", "bA"], []),
        (["axb", "bya"], ["A", "B", "A,B"]),
        (["Ab-c"], ["a", "aB", "B", "C", "a,B", "a,C", "aB,C", "B,C"]),
        (["aaaa"], ["A", "AA", "AAA"]),
        (["", "a"], []),
        ([], []),
    ],
)
def test_pieces_that_all_texts_have_are_searched_for(titles: list[str], expected: list[str]) -> None:
    """
    Pieces of up to three letters and digits, in the other case; and two of them of which none is in the other.
    """
    survey = _survey(rows=[book(1, title, kind=None) for title in titles])

    assert expected == list(last_pages._common(survey, 30))


def test_what_is_settled_weighs_nothing() -> None:
    """
    A second request covers something that the first did not.
    """
    known = _survey("sold", "title")
    first = _asked(known)
    assert first is not None
    second = _asked(known, covered=misreadings(known, first))

    assert second is not None
    assert misreadings(known, second) - misreadings(known, first)
