"""
Which misreadings the answer to a request refutes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from books import BOOKS, PARAMETERS, api, book, chance, resource, survey
from readings import asking, misread, read, refuted
from route_forms import api_of

from apicontract.contract.paging import STYLES
from apicontract.contract.routes import list_path
from apicontract.diagnosis.explanations import predictions
from apicontract.diagnosis.records import KnownRecords
from apicontract.diagnosis.requests import PredictedPage
from apicontract.diagnosis.wrong_forms import clear_forms, wrong_forms
from apicontract.diagnosis.wrong_pages import clear_pages, wrong_pages
from apicontract.planner.combiner import Combiner
from apicontract.planner.parents import below
from apicontract.planner.probe import Probe
from apicontract.semantics.tolerance import MAY_FILTER

if TYPE_CHECKING:
    from apicontract.planner.probe import Pairs

_SEVERAL = "one of several filters is enough"


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        (
            "",
            {"a page has a row less", "a page has a row more", "without a limit the largest counts"},
            {"limit has no effect", "the count is that of the whole collection", "rows have another mode | one | x"},
        ),
        (
            "title=Emma",
            {"a filter has no effect | one | title", "a filter is read as icontains | one | title"},
            {"a filter is read as iexact | one | title", "a filter is read as contains | one | title"},
        ),
        (
            "title=emma",
            {f"a filter is read as {each} | kind | exact" for each in ("iexact", "icontains", "contains")},
            {"a filter selects nothing | one | title", "a selection loses a row"},
        ),
        ("title=%20Emma", {"blanks around a value count | one | title"}, set()),
        ("title=%20emma", set(), {"blanks around a value count | one | title"}),
        ("pages__gt=9", {"a filter is read as gte | one | pages__gt", "a filter is read as lt | kind | gt"}, set()),
        ("pages__gt=8", {"a filter is read as lt"}, {"a filter is read as gte"}),
        ("sold=true&kind=2", {_SEVERAL, "only one of several filters counts | kind | first"}, set()),
        ("kind=2&title=Ulysses", {_SEVERAL}, {"only one of several filters counts | kind | first"}),
        ("form=paper&form=audio", set(), {"a filter has no effect | one | form"}),
        (
            "search=mm",
            {"searches look at beginnings", "searches look for whole words", "search leaves a field out | one | title"},
            {"letter case counts in searches", "search leaves a field out | one | kind__name"},
        ),
        ("search=e", set(), {"search has no effect", "search looks at one field alone | one | title"}),
        ("ordering=-id", {"ordering has no effect | one | -id", "only the page is sorted"}, set()),
        ("ordering=id", {"rows are sorted in reverse"}, {"ordering has no effect", "only the page is sorted"}),
        (
            "ordering=pages&limit=5",
            {"nulls stand at the other end", "values are sorted as texts"},
            {"only the page is sorted"},
        ),
        ("ordering=pages&limit=2", {"values are sorted as texts"}, {"nulls stand at the other end | kind | x"}),
        ("ordering=id&title=Emma", set(), {"rows are sorted in reverse"}),
        (
            "limit=1",
            {"a page has a row less", "a page has a row more", "limit has no effect"},
            {"limit has no maximum"},
        ),
        ("limit=5", {"limit has no effect", "the last page links to a next one"}, {"a page holds everything"}),
        ("offset=4", {"a page begins one row early"}, {"a page begins one row late"}),
        (
            "limit=2&offset=1&ordering=id",
            {"a page begins one row late", "offset is rounded down to whole pages"},
            set(),
        ),
        ("limit=2&offset=1", set(), {"a page begins one row late", "offset has no effect"}),
        ("limit=2&offset=2&ordering=id", {"offset has no effect"}, {"offset is rounded down to whole pages"}),
        (
            "limit=1&search=e",
            {"the link to the next page loses parameters | kind | search"},
            {"the link to the previous page loses parameters | kind | search"},
        ),
        (
            "ordering=-id",
            {
                "a list begins one row late | kind | everything, downwards",
                "a page has a row less | kind | everything, downwards",
            },
            {"a list begins one row late | kind | everything, upwards", "a page begins one row late"},
        ),
        (
            "ordering=id&sold=true",
            {"a list begins one row late | kind | a selection, upwards"},
            {"a list begins one row late | kind | everything, upwards"},
        ),
        ("limit=1", set(), {"a list begins one row late | kind | everything, unsorted"}),
        ("limit=2&offset=1&ordering=id", set(), {"a list begins one row late | kind | everything, upwards"}),
        (
            "search=emma,turn",
            {"only the first term counts | kind | alone", "a selection loses a row | kind | search"},
            {"a selection loses a row | kind | text", "a filter has no effect | kind | alone"},
        ),
        (
            "search=emma,turn&sold=false",
            {"a selection lets a row through | kind | search", "a selection lets a row through | kind | boolean"},
            {"only the first term counts | kind | alone", "a filter has no effect | kind | alone"},
        ),
        ("title=Emma", {"a filter has no effect | kind | alone"}, {"a selection loses a row | kind | search"}),
        ("title=Emma&sold=false", set(), {"a filter has no effect | kind | alone"}),
        (
            "sold=true&offset=1",
            {"a part of the query has no effect beside another | one | place beside filters"},
            set(),
        ),
    ],
)
def test_a_list(query: str, shown: set[str], hidden: set[str]) -> None:
    """
    A list refutes the misreadings that would answer otherwise, and no other: without an order any row may stand first.
    """
    found = refuted(survey(*PARAMETERS), asking(query))

    assert set() == {misread(each) for each in shown} - found
    assert set() == {misread(each) for each in hidden} & found


def test_a_list_refutes_what_shows() -> None:
    """
    What a request refutes are those misreadings whose outcome shows, neither more nor less; if blurred, the clear ones.
    """
    known = survey(*PARAMETERS)
    combiner = Combiner(known, chance())
    for _ in range(120):
        one = combiner.random_request()
        query = one.probe
        found = predictions(known, query.as_exchange())
        if found is None:
            assert not {each.concern for each in refuted(known, query)} - {"formats"}
            continue
        request, wrong = found
        blurred = request.asked.conditioned and any(each.kind in MAY_FILTER for each in request.asked.tolerated)
        told = {each for each, page in wrong.items() if request.shows(page)} | set(wrong_forms(request))
        clear = {each for each, _ in clear_pages(request)} | set(clear_forms(request))
        assert (told & clear if blurred else told) == refuted(known, query)


@pytest.mark.parametrize(
    ("key", "query", "shown", "hidden"),
    [
        (
            "1",
            "title=%20Emma%20&sold=true",
            {"blanks around a value count | one | title", "a filter selects nothing | one | sold"},
            {"a filter has no effect | one | title", "a filter is read as icontains | one | title"},
        ),
        (
            "1",
            "title=eMMA",
            {"a filter is read as iexact | one | title"},
            {"a filter is read as contains | one | title"},
        ),
        ("1", "title=mma", {"a filter is read as contains | one | title"}, {"a filter is read as startswith"}),
        ("1", "sold=false&search=Emma", {"a filter has no effect | kind | false"}, {"search has no effect"}),
        ("5", "search=whale", {"letter case counts in searches"}, {"only the first term counts"}),
        ("5", "search=emma", {"search has no effect"}, {"a filter has no effect"}),
    ],
)
def test_a_record(key: str, query: str, shown: set[str], hidden: set[str]) -> None:
    """
    A record is found among what filters and search leave: it refutes what would find it, or lose it.
    """
    found = refuted(survey(*PARAMETERS), Probe(f"/v1/books/{key}/", asking(query).query))

    assert set() == {misread(each) for each in shown} - found
    assert set() == {misread(each) for each in hidden} & found


@pytest.mark.parametrize(("query", "status", "away"), [("title=Emma", "200", False), ("title=other", "404", True)])
def test_a_record_that_is_filtered(query: str, status: str, away: bool) -> None:  # noqa: FBT001 - a case
    """
    A record shows whether it is answered as promised, and one that is filtered away whether it is found.
    """
    found = refuted(survey("title"), Probe("/v1/books/1/", asking(query).query))

    assert away is (misread("a record that is filtered away is found | kind | filtered away") in found)
    assert [status] == [each.element for each in found if each.operator == "a record is answered otherwise"]


@pytest.mark.parametrize(("key", "query"), [("1", ()), ("99", (("title", "Emma"),)), ("nonsense", (("sold", "true"),))])
def test_a_record_that_shows_nothing(key: str, query: Pairs) -> None:
    """
    Without filters, and of records that nobody knows, nothing is predicted.
    """
    assert frozenset() == refuted(survey("title", "sold"), Probe(f"/v1/books/{key}/", query))


def test_records_without_identifiers() -> None:
    """
    A record that has no identifier is never the one that is asked for.
    """
    known = survey("title", rows=({"id": None, "title": "Emma"}, book(2, "Emma")))

    assert refuted(known, Probe("/v1/books/2/", (("title", "Emma"),)))
    assert frozenset() == refuted(known, Probe("/v1/books/7/", (("title", "Emma"),)))


def test_predictions() -> None:
    """
    A list has the right reading and what each misreading comes to; a record and a refusal have none.
    """
    known = survey(*PARAMETERS)
    request, wrong = predictions(known, asking("title=Emma").as_exchange()) or (None, {})

    assert request is not None
    assert request.right == read(known, "title=Emma").right
    assert wrong == dict(wrong_pages(request))
    assert all(isinstance(each, PredictedPage) for each in wrong.values())
    assert [None] * 2 == [
        predictions(known, each.as_exchange()) for each in (Probe("/v1/books/1/"), asking("kind=nonsense"))
    ]


def test_another_resource_has_no_predictions() -> None:
    """
    What is asked of one resource tells nothing of another.
    """
    others = resource(name="others")
    both = api(resources={"books": resource(), "others": others})

    assert frozenset() == refuted(KnownRecords(both, others, BOOKS, complete=True), asking(""))
    assert refuted(KnownRecords(both, resource(), BOOKS, complete=True), asking(""))


def test_a_list_below_a_parent() -> None:
    """
    What is asked below one parent tells nothing of what another one has.
    """
    nested = api_of("nested-many")
    books = next(each for each in nested.resources.values() if each.route.parents)
    one, other = (below(books, (key,)) for key in ("7", "8"))
    known = KnownRecords(nested, one, [{"id": number} for number in range(30)], complete=True)
    shown, elsewhere = (refuted(known, Probe(list_path(nested, each))) for each in (one, other))

    assert misread("a page has a row less") in shown
    assert frozenset() == elsewhere


def test_a_page_behind_a_token_is_not_predicted() -> None:
    """
    Where only the service knows what a token means, nothing is said in advance of the page that it leads to.
    """
    books = resource()
    paging = replace(STYLES["cursor"], default_limit=3, maximum_limit=5)
    known = KnownRecords(api(books, paging=paging), books, BOOKS, complete=True)

    assert predictions(known, asking("").as_exchange())
    assert predictions(known, asking("cursor=abc").as_exchange()) is None
    assert refuted(known, asking(""))


@pytest.mark.parametrize(
    "query", ["undeclared=1&sold=true", "undeclared=1&search=emma", "ordering=no&sold=true&limit=1", "mode=tiny&kind=2"]
)
def test_what_might_select_by_mistake(query: str) -> None:
    """
    Beside it a selection shows nothing: a wrong answer would not say whose mistake it is.
    """
    found = refuted(survey("sold", "kind"), asking(query))

    assert {"modes", "formats", "parameters"} >= {each.concern for each in found}
    assert "what has no effect is refused" in {each.operator for each in found}


@pytest.mark.parametrize(("query", "expected"), [("page=9", {"a page that there is not is found"}), ("page=2", None)])
def test_a_page_that_there_is_not(query: str, expected: set[str] | None) -> None:
    """
    Where it is an error, all that shows is whether it is found: it has neither rows nor links.
    """
    books = resource()
    pages = api(books, paging=replace(STYLES["page-number"], default_limit=3, maximum_limit=5))
    found = {each.operator for each in refuted(KnownRecords(pages, books, BOOKS, complete=True), asking(query))}

    assert expected in (None, found)
    assert ("the link to the previous page is another" in found) is (expected is None)
