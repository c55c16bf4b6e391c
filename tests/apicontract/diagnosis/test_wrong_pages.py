"""
What lists answer if their order, place, count, links or shape are misread.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from books import BOOKS, MODES, ORDERING, PARAMETERS, api, book, resource, survey
from readings import asking, misread, predicted, read, refuted, shown

from apicontract.contract.paging import STYLES
from apicontract.diagnosis.records import KnownRecords
from apicontract.diagnosis.wrong_pages import wrong_pages

if TYPE_CHECKING:
    from apicontract.diagnosis.operators import Misreading

#: Nine books of which the later ones have fewer pages, two as many as each other; the last one has none.
_SHELF = tuple(book(number, f"x{number}", pages=(10 - number) // 2 * 10 or None) for number in range(1, 10))
_BESIDE = "a part of the query has no effect beside another | one | "


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("ordering=-id", "ordering has no effect | one | -id", [1, 2, 3]),
        ("ordering=-id", "ordering has no effect | kind | downwards", [1, 2, 3]),
        ("ordering=id", "ordering has no effect | kind | upwards", [1, 2, 3]),
        ("ordering=-id", "ordering has no effect", [1, 2, 3]),
        ("ordering=-id&offset=3", "ordering has no effect", [5]),
        ("ordering=pages,-id", "ordering has no effect | kind | second", [2, 5, 1]),
        ("ordering=pages&limit=2", "rows are sorted in reverse | one | pages", [3, 1]),
        ("ordering=-pages&limit=2", "rows are sorted in reverse | kind | downwards", [2, 5]),
        ("ordering=sold,id", "rows are sorted in reverse", [5, 1, 3]),
        ("ordering=sold,id", "rows are sorted in reverse | kind | first", [1, 5, 2]),
        ("ordering=sold,id", "rows are sorted in reverse | kind | second", [3, 2, 5]),
        ("ordering=sold,-id", "rows are sorted in reverse | kind | upwards", [5, 1, 3]),
        ("ordering=sold,-id", "rows are sorted in reverse | kind | integer", [2, 3, 1]),
        ("ordering=sold,-id", "ordering has no effect | kind | boolean", [5, 3, 2]),
        ("ordering=sold,-id", "ordering has no effect", [1, 2, 3]),
        ("ordering=pages", "values are sorted as texts | one | pages", [1, 5, 2]),
        ("ordering=lent", "values are sorted as texts | one | lent", [2, 5, 1]),
        ("ordering=pages&limit=5", "nulls stand at the other end", [3, 2, 5, 1]),
        ("ordering=-pages&limit=5", "nulls stand at the other end | kind | downwards", [1, 5, 2, 3]),
        ("ordering=pages&limit=5", "rows are sorted by another field | one | id instead of pages", [1, 2, 3, 5]),
        ("ordering=-pages&limit=5", "rows are sorted by another field | one | lent instead of pages", [2, 3, 1, 5]),
        ("ordering=-id&limit=2", "only the page is sorted", [2, 1]),
        ("ordering=-id&limit=2&offset=2", "only the page is sorted", [5, 3]),
        ("ordering=-id,pages", "several ordering terms have no effect", [1, 2, 3]),
        ("ordering=sold,-id", "the first ordering term says the direction of all", [2, 3, 1]),
        ("ordering=sold,-id", "the last ordering term says the direction of all", [5, 1, 3]),
        ("ordering=sold,-id", "terms behind a descending one descend, too", [3, 2, 5]),
        ("ordering=-sold,id", "terms behind a descending one descend, too", [5, 1, 3]),
        ("ordering=-sold,id", "the last ordering term says the direction of all", [2, 3, 1]),
        ("limit=2&offset=1", "a page begins one row late", [3, 5]),
        ("limit=2&offset=1", "a page begins one row early", [1, 2]),
        ("limit=2&offset=2", "offset has no effect", [1, 2]),
        ("limit=2&offset=3", "offset is rounded down to whole pages", [3, 5]),
        ("offset=2", "the last page is filled", [2, 3, 5]),
        ("limit=5&offset=2", "the last page is filled", [1, 2, 3, 5]),
        ("limit=2", "a page has a row less", [1]),
        ("limit=2", "a page has a row more", [1, 2, 3]),
        ("limit=2", "limit has no effect", [1, 2, 3]),
        ("limit=2&offset=1", "a page holds everything", [2, 3, 5]),
        ("", "a page holds everything", [1, 2, 3, 5]),
        ("", "without a limit the largest counts", [1, 2, 3, 5]),
        ("limit=", "without a limit the largest counts", [1, 2, 3, 5]),
        ("limit=x", "the default limit is doubled", [1, 2, 3, 5]),
        ("limit=0", "the default limit is doubled", [1, 2, 3, 5]),
        ("limit=0", "a limit shows nothing | kind | zero", []),
        ("limit=-1", "a limit shows nothing | kind | negative", []),
        ("limit=9", "a limit shows nothing | kind | above", []),
        ("offset=4", "past the end the last page is repeated", [2, 3, 5]),
        ("limit=2&offset=7", "past the end the last page is repeated", [3, 5]),
        ("sold=true&ordering=-id", f"{_BESIDE}filters beside ordering", [5, 3, 2]),
        ("sold=true&ordering=-id", f"{_BESIDE}ordering beside filters", [1, 5]),
        ("sold=true&ordering=-id", f"{_BESIDE}ordering beside sold", [1, 5]),
        ("search=emma&offset=1", f"{_BESIDE}search beside place", [2, 3, 5]),
        ("search=emma&offset=1", f"{_BESIDE}place beside search", [1, 2]),
        ("search=emma&sold=false", f"{_BESIDE}search beside filters", [2, 3]),
        ("search=emma&mode=list", f"{_BESIDE}search beside mode", [1, 2, 3]),
    ],
)
def test_a_page(query: str, text: str, expected: list[int]) -> None:
    """
    Each operator moves the page, or sorts it otherwise.
    """
    request = read(
        survey(*PARAMETERS, ordering=(*ORDERING, replace(ORDERING[0], name="sold", path="sold", type="boolean"))),
        query,
    )

    assert expected == shown(request, dict(wrong_pages(request))[misread(text)])


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("ordering=pages&limit=4", "ordering has no effect", [1, 2, 3, 4]),
        ("ordering=pages&limit=3", "values are sorted as texts", [7, 8, 5]),
        ("limit=9", "limit has no maximum", [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        ("limit=7&offset=1", "limit has no maximum", [2, 3, 4, 5, 6, 7, 8]),
        ("limit=2", "limit has no maximum", [1, 2]),
        ("limit=-2", "limit has no maximum", [1, 2, 3]),
        ("limit=2&offset=7", "past the end the last page is repeated", None),
        ("limit=7", "without a limit the largest counts", None),
    ],
)
def test_a_page_of_many(query: str, text: str, expected: list[int] | None) -> None:
    """
    Of a longer list more is to be seen.
    """
    request = read(survey(rows=_SHELF), query)
    wrong = dict(wrong_pages(request)).get(misread(text))

    assert expected == (None if wrong is None else shown(request, wrong))


def test_rows_are_sorted_by_whole_days() -> None:
    """
    Lengths of time that are of one day tie if hours are dropped; those of several days are sorted as before.
    """
    rows = [book(number, "x", lent=f"P{number // 4}DT{9 - number}H") for number in range(1, 6)]
    wrong = dict(wrong_pages(request := read(survey(rows=rows), "ordering=lent&limit=5")))

    assert [3, 2, 1, 5, 4] == shown(request, request.right)
    for scope in ("", " | one | lent", " | kind | duration"):
        assert [1, 2, 3, 4, 5] == shown(request, wrong[misread(f"values are rounded before they are sorted{scope}")])


def test_a_list_that_is_sorted_by_itself() -> None:
    """
    An ordering that has no effect leaves the one that the resource has.
    """
    request = read(survey(rows=_SHELF, default_ordering=("-id",)), "ordering=id&limit=2&offset=1")
    wrong = dict(wrong_pages(request))

    assert [8, 7] == shown(request, wrong[misread("ordering has no effect")])
    assert [8, 7] == shown(request, wrong[misread(f"{_BESIDE}ordering beside place")])


@pytest.mark.parametrize(
    ("query", "text", "changes"),
    [
        ("limit=2", "the count is that of the page", {"total": 2, "next": None}),
        ("offset=3", "the count is that of the page", {"total": 1}),
        ("sold=true", "the count is that of the whole collection", {"total": 4, "next": None}),
        ("", "the count is one too large", {"total": 5}),
        ("", "the count is one too small", {"total": 3, "next": None}),
        ("title=no", "the count is one too small", {}),
        ("offset=3", "the count is one too small | kind | last page", {"total": 3}),
        ("title=no&offset=1", "the count is one too small | kind | last page", {}),
        ("sold=true", "the count is one too large | kind | selection", {"total": 3}),
        ("title=no", "an empty list is an error", {"status": 404}),
        ("limit=2", "the link to the next page is missing", {"next": False}),
        ("limit=0", "a page holds everything | kind | limit zero", {"limit": 4, "next": None, "previous": None}),
        ("limit=2&offset=4", "the last full page is the last one", {"start": 2, "next": None, "previous": None}),
        ("sold=true&offset=1", f"{_BESIDE}sold beside place", {"selection": 0b1111, "total": 4}),
        ("title=Emma&title=no", "of two values the first counts | one | title", {"selection": 0b1, "total": 1}),
        ("limit=5", "the last page links to a next one", {"next": True}),
        ("offset=9", "the last page links to a next one", {"next": True}),
        ("offset=1", "the link to the previous page is missing", {"previous": False}),
        (
            "limit=1&search=e",
            "the link to the next page loses parameters | kind | search",
            {"lost": frozenset({("next", "search")})},
        ),
        (
            "limit=1&form=paper&title=Emma&ordering=id&offset=1",
            "the link to the previous page loses parameters | kind | filters",
            {"lost": frozenset({("prev", "form"), ("prev", "title")})},
        ),
        (
            "limit=1&x=1",
            "the link to the next page loses parameters | kind | undeclared",
            {"lost": frozenset({("next", "x")})},
        ),
        (
            "limit=1&offset=1&x=1",
            "both links lose parameters | kind | undeclared",
            {"lost": frozenset({("next", "x"), ("prev", "x")})},
        ),
        ("limit=-1", "a limit is refused | kind | negative", {"status": 400}),
        ("limit=x", "a limit is refused | kind | unreadable", {"status": 400}),
        ("limit=", "a limit is refused | kind | empty", {"status": 400}),
        ("limit=1", "a limit is refused | kind | one", {"status": 400}),
        ("limit=%2B2", "a limit is refused | kind | ordinary with a sign", {"status": 400}),
        ("limit=%2B1", "a limit is refused | kind | one with a sign", {"status": 400}),
        ("offset=2", "an offset is refused | kind | ordinary", {"status": 400}),
        ("offset=1", "an offset is refused | kind | one", {"status": 400}),
        ("offset=0", "an offset is refused | kind | zero", {"status": 400}),
        ("offset=4", "an offset is refused | kind | at the end", {"status": 400}),
        ("offset=5", "an offset is refused | kind | beyond the end", {"status": 400}),
        ("offset=x", "an offset is refused | kind | unreadable", {"status": 400}),
        ("offset=4", "a page past the end is not found", {"status": 404}),
        ("x=1", "what has no effect is refused | kind | undeclared", {"status": 400}),
        ("x=1", "what has no effect is refused | one | undeclared x", {"status": 400}),
    ],
)
def test_what_differs(query: str, text: str, changes: dict[str, object]) -> None:
    """
    Of the right answer one thing is otherwise, the rest as it should be.
    """
    request = read(survey(*PARAMETERS, shapes={mode: f"books/{mode}" for mode in MODES.choices}), query)

    assert request.right._replace(**changes) == dict(wrong_pages(request))[misread(text)]


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("ordering=id&title=Emma", {"ordering has no effect", "rows are sorted in reverse", "only the page is sorted"}),
        ("ordering=no", {"ordering has no effect", f"{_BESIDE}ordering beside filters"}),
        ("ordering=id", {"nulls stand at the other end", "several ordering terms have no effect"}),
        ("ordering=id&limit=5", {"only the page is sorted"}),
        ("ordering=id&limit=4", {"only the page is sorted"}),
        ("ordering=pages", {"rows are sorted by another field | one | pages instead of pages"}),
        ("", {"a page begins one row late", "offset has no effect", "an offset is refused | kind | absent"}),
        ("", {"a limit is refused | kind | absent", "the link to the previous page is missing"}),
        ("", {"a page past the end is not found", "past the end the last page is repeated"}),
        ("", {"the count is one too small | kind | last page", "the count is one too large | kind | selection"}),
        ("limit=2", {"a limit is refused | kind | ordinary", "without a limit the largest counts"}),
        ("limit=2", {"the last page links to a next one", "an empty list is an error", "the last page is filled"}),
        ("limit=5", {"the count is one too small | kind | last page"}),
        ("title=no", {"the last page links to a next one", "a page past the end is not found"}),
        (
            "limit=2&offset=2",
            {"the link to the previous page is another | kind | no whole pages", "the last page is filled"},
        ),
        ("limit=5&search=e", {"the link to the next page loses parameters | kind | search"}),
        ("sold=true", {f"{_BESIDE}filters beside filters", f"{_BESIDE}filters beside ordering"}),
    ],
)
def test_there_is_nothing_to_misread(query: str, texts: set[str]) -> None:
    """
    Nothing is predicted of what a request does not have.
    """
    assert set() == {misread(each) for each in texts} & set(predicted(survey(*PARAMETERS), query))


def _pages(query: str) -> dict[Misreading, int]:
    books = resource()
    paging = replace(STYLES["page-number"], default_limit=3, maximum_limit=5)
    known = KnownRecords(api(books, paging=paging), books, BOOKS, complete=True)
    return {each: wrong.status for each, wrong in predicted(known, query).items()}


@pytest.mark.parametrize(("query", "kind"), [("page=9", "behind the end"), ("page=x", "unreadable")])
def test_a_page_that_there_is_not(query: str, kind: str) -> None:
    """
    Where it is an error, all that shows is whether it is found.
    """
    assert {misread(f"a page that there is not is found | kind | {kind}"): 200} == _pages(query)


def test_the_second_page() -> None:
    """
    Where pages are counted, one that there is can be misplaced.
    """
    assert misread("a page begins one row late") in _pages("page=2")


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("limit=2", set()),
        ("sold=true", {"selection", "boolean"}),
        ("search=emma", {"selection", "search"}),
        ("search=emma&sold=true&title=Emma&kind=1", {"selection", "search", "boolean", "text", "related"}),
    ],
)
def test_a_count_is_wrong_of_what_selects(query: str, kinds: set[str]) -> None:
    """
    Of any selection, and of those by each kind of what selects.
    """
    request = read(survey(*PARAMETERS), query)
    wrong = dict(wrong_pages(request))
    for operator, more in (("the count is one too large", 1), ("the count is one too small", -1)):
        found = {each.element: page.total for each, page in wrong.items() if each.operator == operator}
        assert dict.fromkeys({"", *kinds}, request.right.total + more) == found


def test_few_other_fields_are_compared() -> None:
    """
    Each key of an order is compared with five other fields at the most.
    """
    more = tuple(replace(ORDERING[1], name=f"n{number}", path=f"n{number}") for number in range(7))
    rows = [book(number, "x", **{f"n{other}": -number for other in range(7)}) for number in range(4)]
    wrong = predicted(survey(rows=rows, ordering=(ORDERING[0], *more)), "ordering=id,n0,n1")
    kind = misread("rows are sorted by another field").operator

    others = {"id": "n0 n1 n2 n3 n4", "n0": "id n1 n2 n3 n4", "n1": "id n0 n2 n3 n4"}

    assert {f"{other} instead of {name}" for name, some in others.items() for other in some.split()} == {
        each.element for each in wrong if each.operator == kind
    }


def test_a_second_key_is_sorted_in_reverse() -> None:
    """
    Rows that tie in the first key change places, the others do not.
    """
    rows = [book(number, "x", pages=number // 2) for number in (2, 3, 4, 5)]
    request = read(survey(rows=rows), "ordering=pages,id&limit=5")
    wrong = dict(wrong_pages(request))

    assert [3, 2, 5, 4] == shown(request, wrong[misread("rows are sorted in reverse | kind | second")])
    assert request.shows(wrong[misread("rows are sorted in reverse | kind | second")])


@pytest.mark.parametrize(
    ("terms", "left"),
    [("pages, id", [2, 3, 5, 4]), (" pages ,-id", [5, 4, 3, 2]), (" pages , id ", [2, 3, 4, 5]), ("pages,-id", None)],
)
def test_blanks_around_terms_count(terms: str, left: list[int] | None) -> None:
    """
    A term with blanks around it is not known; without any known one the list is as if none were asked for.
    """
    rows = [book(number, "x", pages=number // 2 if number < 4 else 9 - number) for number in (2, 3, 4, 5)]
    request = read(survey(rows=rows), f"ordering={terms}&limit=5")
    wrong = dict(wrong_pages(request)).get(misread("blanks around an ordering term count"))

    assert left == (shown(request, wrong) if wrong else None)


@pytest.mark.parametrize(("terms", "known"), [("pages,x,-id", False), ("pages,-id", True)])
def test_an_unknown_term_undoes_the_others(terms: str, known: bool) -> None:  # noqa: FBT001 - a case
    """
    Where a term is unknown, the list may be as if no order were asked for; without one that is no misreading.
    """
    request = read(survey(), f"ordering={terms}&limit=5")
    wrong = dict(wrong_pages(request)).get(misread("an unknown ordering term undoes the others"))

    assert known is (wrong is None)
    assert wrong is None or () == wrong.keys


@pytest.mark.parametrize(("term", "elements"), [("pages", {"pages"}), ("-pages", {"pages", "-pages"})])
def test_a_field_is_misread_in_either_direction(term: str, elements: set[str]) -> None:
    """
    What holds for a field holds for it upwards and downwards; downwards there is a misreading of its own.
    """
    kind = misread("ordering has no effect | one | pages")[:2]

    assert elements == {each.element for each in predicted(survey(), f"ordering={term}") if each[:2] == kind}


def test_a_page_of_any_size_is_read() -> None:
    """
    More digits than a number may have are no number, and nothing fails.
    """
    known = survey()
    found = [refuted(known, asking(f"{name}={'9' * digits}")) for name in ("limit", "offset") for digits in (30, 5000)]

    assert all(found)
