"""
What filters and searches select if they are misread.
"""

from __future__ import annotations

from dataclasses import replace
from operator import and_, or_

import pytest
from books import BOOKS, PARAMETERS, api, book, resource, survey
from readings import misread, numbers, predicted, read

from apicontract.contract.model import Parameter
from apicontract.diagnosis.records import KnownRecords
from apicontract.diagnosis.wrong_selections import beside, selections_apart, wrong_selections

#: A book whose name is not ASCII, and one with a text that no search looks into.
_MORE = (*BOOKS, book(7, "Éclair % x"), book(8, "Xylem", note="emma"))


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("title=Emma", "a filter has no effect | one | title", [1, 2, 3, 5]),
        ("title=Emma", "a filter has no effect | kind | text", [1, 2, 3, 5]),
        ("title=Emma", "a filter has no effect | kind | exact", [1, 2, 3, 5]),
        ("title=Emma", "a filter has no effect", [1, 2, 3, 5]),
        ("title=Emma", "a filter selects the others | one | title", [2, 3, 5]),
        ("title=Emma", "a filter selects nothing | one | title", []),
        ("title=emma", "a filter is read as iexact | one | title", [1]),
        ("title=emma", "a filter is read as icontains | one | title", [1, 2]),
        ("title=mma", "a filter is read as contains | kind | exact", [1, 2]),
        ("title=emma", "a filter is read as startswith", [2]),
        ("title=%20Emma", "blanks around a value count | one | title", []),
        ("pages__gt=9", "a filter is read as gte | one | pages__gt", [1, 2, 5]),
        ("pages__gt=20", "a filter is read as lt | kind | gt", [2]),
        ("pages__in=9,20", "of the values of a filter only the first counts | one | pages__in", [2]),
        ("pages__in=9,20", "of the values of a filter only the last counts | one | pages__in", [5]),
        ("form=audio&form=paper", "of the values of a filter only the first counts | kind | any", [2]),
        ("form=audio&form=paper", "of the values of a filter only the last counts | kind | choice", [1, 3, 5]),
        ("sold=true", "a filter selects the others | kind | boolean", [2, 3]),
        ("sold=true", "a filter selects nothing | kind | true", []),
        ("sold=false", "a filter selects the others | kind | false", [1, 5]),
        ("pages__isnull=true", "a filter has no effect | kind | isnull", [1, 2, 3, 5]),
        ("sold=1&kind=2", "a filter has no effect | one | sold=true", [3, 5]),
        ("form=audio", "a filter selects the others | one | form=audio", [1, 3, 5]),
        ("sold=true&kind=2", "a filter has no effect | one | kind", [1, 5]),
        ("sold=true&kind=2", "a filter has no effect | kind | boolean", [3, 5]),
        ("sold=true&kind=2", "a filter has no effect | kind | exact", [1, 2, 3, 5]),
        ("sold=true&kind=2", "a filter selects the others", [2]),
        ("sold=true&kind=2", "a filter selects the others | kind | related", [1]),
        ("sold=true&kind=2", "one of several filters is enough", [1, 3, 5]),
        ("sold=true&kind=2", "only one of several filters counts | kind | first", [1, 5]),
        ("sold=true&kind=2", "only one of several filters counts | kind | last", [3, 5]),
        ("sold=true&kind=2", "a filter has no effect | kind | first", [3, 5]),
        ("sold=true&kind=2", "a filter has no effect | kind | last", [1, 5]),
        ("kind=2&sold=true&pages__gt=8", "only one of several filters counts | kind | second", [3, 5]),
        ("kind=2&sold=true&pages__gt=8", "a filter has no effect | kind | second", [1, 5]),
        ("kind=2&sold=true&pages__gt=8", "only one of several filters counts | kind | last", [1, 2, 5]),
        ("search=emma&sold=true&kind=1", "one of several filters is enough", [1, 2]),
        ("search=emma&sold=true&kind=2", "only one of several filters counts | kind | first", [1]),
        ("search=emma&sold=true", "a filter has no effect | one | sold", [1, 2]),
        ("sold=true", "a selection loses a row", [1]),
        ("sold=true", "a selection lets a row through", [1, 2, 5]),
        ("search=poem", "a selection loses a row", [3]),
        ("search=poem", "a selection lets a row through", [1, 3, 5]),
    ],
)
def test_a_filter(query: str, text: str, expected: list[int]) -> None:
    """
    Each operator is applied to one filter, and to those of a kind, beside what else is asked for.

    The first filter is the one that the contract names first.
    """
    known = survey(*PARAMETERS)

    assert expected == numbers(known, dict(wrong_selections(read(known, query)))[misread(text)])


@pytest.mark.parametrize(
    ("text", "expected"), [("2020-01-02T01:00:00Z", [1, 3]), ("2020-01-02T01:00:00%2B05:00", [1, 2, 3])]
)
def test_days_are_those_of_utc(text: str, expected: list[int]) -> None:
    """
    Moments by other clocks are of the day that they are of in UTC.
    """
    times = ("2020-01-01T23:30:00-05:00", "2020-01-01T10:00:00Z", "2020-01-02T00:30:00Z")
    rows = [book(number, "x", seen=time) for number, time in enumerate(times, 1)]
    books = replace(resource(), parameters=(Parameter("seen__gte", ("seen",), "gte", "date-time"),))
    request = read(KnownRecords(api(books), books, rows, complete=True), f"seen__gte={text}")
    # What selects the same is no misreading.
    wrong = dict(wrong_selections(request))
    rounded = wrong.get(misread("values are rounded before they are compared | one | seen__gte"), request.selected)

    assert expected == numbers(request.known, rounded)


def test_a_moment_is_compared_by_its_day() -> None:
    """
    What lies on the day of the moment that is asked for is not behind it if its time is dropped.
    """
    seen = Parameter("seen__gt", ("seen",), "gt", "date-time")
    rows = [book(number, "x", seen=f"2020-01-0{1 + number // 3}T0{number}:00:00Z") for number in range(1, 5)]
    books = replace(resource(), parameters=(seen,))
    request = read(KnownRecords(api(books), books, rows, complete=True), "seen__gt=2020-01-01T01:00Z")
    wrong = dict(wrong_selections(request))

    assert [2, 3, 4] == numbers(request.known, request.selected)
    for scope in ("one | seen__gt", "kind | date-time"):
        text = f"values are rounded before they are compared | {scope}"
        assert [3, 4] == numbers(request.known, wrong[misread(text)])


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("", "a selection loses a row"),
        ("ordering=id", "a selection lets a row through"),
        ("title=no", "a selection loses a row"),
        ("form=paper&form=audio", "a selection lets a row through"),
        ("title=Emma", "one of several filters is enough"),
        ("title=Emma", "a filter has no effect | kind | first"),
        ("title=Emma", "blanks around a value count | one | title"),
        ("title=Emma", "letters beyond ASCII are not found | one | title"),
        ("pages__in=9", "of the values of a filter only the first counts | one | pages__in"),
        ("kind=2", "a filter is read as icontains | one | kind"),
        ("sold=true", "a filter is read as contains"),
        ("pages__gt=9", "a filter selects nothing | kind | true"),
        ("sold=true", "a filter selects nothing | kind | false"),
        ("sold=true", "a filter selects nothing | one | sold=false"),
        ("kind=2", "a filter selects nothing | one | kind=2"),
        ("form=audio&form=paper", "a filter selects nothing | one | form=audio,paper"),
        ("search=emma", "one term of several is enough"),
        ("search=emma,turn", "more than two terms find nothing"),
        ("search=emma returns", "commas are letters in searches"),
        ("search=emma,turn", "quotes are letters in searches"),
        ("sold=true", "search has no effect"),
        ("search=,", "search has no effect"),
    ],
)
def test_there_is_nothing_to_misread(query: str, text: str) -> None:
    """
    Nothing is predicted of what a request does not have.
    """
    assert misread(text) not in dict(wrong_selections(read(survey(*PARAMETERS), query)))


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("search=emma", "search has no effect", [1, 2, 3, 5, 7, 8]),
        ("search=emma&sold=true", "search has no effect", [1, 5]),
        ("search=emma", "search leaves a field out | one | title", []),
        ("search=e", "search leaves a field out | one | title", [1, 2, 3, 5, 7, 8]),
        ("search=poem,whale", "search leaves a field out | one | kind__name", []),
        ("search=poem", "search looks at one field alone | one | kind__name", [3, 5]),
        ("search=e", "search looks at one field alone | one | title", [1, 2, 3, 5, 8]),
        ("search=e,whale", "search looks at one field alone | one | title", [5]),
        ("search=EMMA", "letter case counts in searches", []),
        ("search=emma", "letter case counts in searches", [2]),
        ("search=emma", "searches look elsewhere, too", [1, 2, 8]),
        ("search=mm", "searches look at beginnings", []),
        ("search=emma", "searches look at beginnings", [1, 2]),
        ("search=ret", "searches look for whole words", []),
        ("search=the", "searches look for whole words", [5]),
        ("search=ret", "searches look at beginnings of words", [2]),
        ("search=eturns", "searches look at beginnings of words", []),
        ("search=EMMA", "searches look for whole values", [1]),
        ("search=emma returns", "searches look for whole values", []),
        ("search=c%25r", "search characters are wildcards", [5, 7]),
        ("search=c%25x", "search characters are wildcards", [7]),
        ("search=e__a", "search characters are wildcards", [1, 2]),
        ("search=c%25r", "percent signs in searches are wildcards", [5, 7]),
        ("search=e_%25", "percent signs in searches are wildcards", []),
        ("search=e__a", "underscores in searches are wildcards", [1, 2]),
        ("search=oe,whale", "short terms are dropped | kind | below 3 letters", [5]),
        ("search=the,whale", "short terms are dropped | kind | below 4 letters", [5]),
        ("search=oem,whale,mma", "short terms are dropped | kind | below 4 letters", [5]),
        ("search=oem", "short terms are dropped | kind | below 4 letters", [1, 2, 3, 5, 7, 8]),
        ("search=oem&sold=true", "short terms are dropped | kind | below 4 letters", [1, 5]),
        ("search=emma,whale", "one term of several is enough", [1, 2, 5]),
        ("search=emma,whale", "only the first term counts", [1, 2]),
        ("search=emma,whale", "only the last term counts", [5]),
        ("search=emma,returns", "several terms are one phrase", [2]),
        ("search=returns,emma", "several terms are one phrase", []),
        ("search=poem,ulysses", "all terms must be in one field", []),
        ("search=emma,returns", "all terms must be in one field", [2]),
        ("search=o,e,m", "more than two terms find nothing", []),
        ("search=emma,returns", "commas are letters in searches", []),
        ("search=,", "commas are letters in searches", []),
        ("search='emma returns'", "quotes are letters in searches", []),
        ("search='returns emma'", "phrases are parted", [2]),
        ('search="returns emma"', "phrases are parted", [2]),
    ],
)
def test_a_search(query: str, text: str, expected: list[int]) -> None:
    """
    Each operator is applied to all terms of a search, beside the filters.
    """
    known = survey(*PARAMETERS, rows=_MORE)

    assert expected == numbers(known, dict(wrong_selections(read(known, query)))[misread(text)])


def test_letters_beyond_ascii() -> None:
    """
    A server that finds no such letters finds nothing.
    """
    known = survey("title", rows=_MORE)
    wrong = dict(wrong_selections(read(known, "title=Éclair % x")))

    assert 0 == wrong[misread("letters beyond ASCII are not found | one | title")]


def test_a_kind_without_the_operator_keeps_the_rest() -> None:
    """
    Where only some of a kind can be misread so, the others are read right.
    """
    known = survey(*PARAMETERS)
    wrong = dict(wrong_selections(read(known, "title=emma&sold=true")))

    assert [1] == numbers(known, wrong[misread("a filter is read as iexact | kind | exact")])


def test_the_rest_of_several() -> None:
    """
    Beside each set stand all others, those before and those after it, combined with a start.
    """
    masks = [0b011, 0b110, 0b111]

    assert [0b110, 0b011, 0b010] == list(beside(masks, and_, 0b111))
    assert [0b100, 0b010, 0b110] == list(beside([0b010, 0b100, 0], or_, 0))
    assert [0b1] == list(beside([0b110], and_, 0b1))
    assert [] == list(beside([], and_, 0b1))


def test_an_empty_collection() -> None:
    """
    Without rows nothing is selected, and nothing fails.
    """
    wrong = predicted(survey(*PARAMETERS, rows=()), "title=Emma&search=emma,x&sold=true")

    assert {0} == {each.selection for each in wrong.values()}


@pytest.mark.parametrize(
    "query", ["title=Emma", "sold=true&kind=2&pages__gt=9", "search=e,a&sold=true", "title=nothing"]
)
def test_selections_apart_are_those_that_differ(query: str) -> None:
    """
    Every misreading is told once with the rows that it selects, but for those that select what is right.
    """
    case = read(survey(*PARAMETERS), query)
    told = [(each, rows) for rows, misreadings in selections_apart(case).items() for each in misreadings]

    assert {*told} == {(each, rows) for each, rows in wrong_selections(case) if rows != case.selected}
    assert len({*told}) == len(told)
