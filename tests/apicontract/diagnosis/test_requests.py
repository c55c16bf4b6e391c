"""
The answer that a request is expected to have is that of the naive reading, and what differs from it shows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from books import BOOKS, PARAMETERS, SEARCH, api, book, chance, resource, survey
from readings import asking, misread, numbers, read, refuted, shown

from apicontract.contract.model import Api, Field
from apicontract.contract.paging import STYLES
from apicontract.contract.routes import list_path
from apicontract.dataset import generate
from apicontract.diagnosis.records import KnownRecords
from apicontract.diagnosis.requests import joined, request_of
from apicontract.evidence.recordings import recordings_of
from apicontract.planner.candidates import fixed_candidates
from apicontract.planner.combiner import Combiner
from apicontract.planner.probe import Probe
from apicontract.semantics.naive import NAIVE, predict
from mockserver.app import create_app

if TYPE_CHECKING:
    from random import Random

    from apicontract.contract.model import Record, Resource
    from apicontract.diagnosis.requests import ListRequest
    from apicontract.semantics.prediction import Prediction

#: Requests that are drawn for each subject.
_DRAWN = 150
_PAGES = replace(STYLES["page-number"], default_limit=3, maximum_limit=5)
#: Books of which some tie, and some have no pages.
_SHELF = tuple(
    book(number, f"title {number % 3}", sold=number % 2 == 0, pages=number % 4 * 10 or None) for number in range(1, 14)
)


def _subjects(small: Api) -> dict[str, KnownRecords]:
    """
    Return surveys of several kinds of collections.
    """
    books = resource(*PARAMETERS)
    spacecraft = small.resources[small.primary]
    return {
        "books": survey(*PARAMETERS),
        "ties": survey(*PARAMETERS, rows=_SHELF),
        "pages": KnownRecords(api(books, paging=_PAGES), books, _SHELF, complete=True),
        "sorted": survey(*PARAMETERS, rows=_SHELF, default_ordering=("-pages",)),
        "spacecraft": KnownRecords(small, spacecraft, _sent(small, spacecraft), complete=True),
    }


def _sent(api: Api, resource: Resource) -> list[Record]:
    """
    Return the records of a small world as its list sends them.
    """
    client = create_app(api, generate(api, recordings_of(api), records=90)).test_client()
    answer = client.get(list_path(api, resource), query_string={"limit": 100, "mode": "detailed"})
    rows: list[Record] = answer.get_json()["results"]
    assert len(rows) == 90
    return rows


def _probes(known: KnownRecords) -> list[Probe]:
    combiner = Combiner(known, chance())
    fixed = [each.probe for each in fixed_candidates(known)]
    return fixed + [combiner.random_request().probe for _ in range(_DRAWN)]


@pytest.mark.parametrize("name", ["books", "ties", "pages", "sorted", "spacecraft"])
def test_the_right_answer_is_that_of_the_naive_reading(name: str, api: Api) -> None:
    """
    Status, count, shape, links and rows of every list are those of the other reading, whatever is asked.
    """
    known = _subjects(api)[name]
    compared = 0
    for probe in _probes(known):
        exchange = probe.as_exchange()
        prediction = predict(NAIVE, known.api, exchange, {known.resource.entity: known.rows})
        request = request_of(known, exchange)
        if request is None or request.asked.route.kind != "list":
            continue
        compared += prediction.count is not None
        assert prediction.status in (None, request.right.status), probe
        if prediction.count is not None:
            _same(known, request, prediction, chance(compared))

    assert compared > _DRAWN * 0.8


def _same(known: KnownRecords, request: ListRequest, prediction: Prediction, random: Random) -> None:
    right, links = request.right, prediction.links
    assert links is not None
    assert prediction.ties is not None
    assert prediction.count == right.total
    assert (links.next is not None, links.previous is not None) == (right.next, right.previous)
    key = known.resource.identifier.path
    rows = request.page(right)
    selected = {each for group in prediction.ties for each in group}
    assert {str(known.rows[each][key]) for each in rows} <= selected
    assert prediction.allows([str(known.rows[each][key]) for each in rows]) or not right.keys
    assert request.allows(rows)
    number = {str(row[key]): number for number, row in enumerate(known.rows)}
    for _ in range(3):
        shuffled = [number[each] for group in prediction.ties for each in random.sample(group, len(group))]
        page = [shuffled[place] for place in prediction.places or ()]
        assert request.allows(page)
        random.shuffle(page)
        if right.keys:
            assert request.allows(page) == prediction.allows([str(known.rows[each][key]) for each in page])


@pytest.mark.parametrize("name", ["books", "pages", "spacecraft"])
def test_what_is_refused_has_no_case(name: str, api: Api) -> None:
    """
    Whatever the naive reading refuses before it looks at pages is read as nothing.
    """
    known = _subjects(api)[name]
    for probe in _probes(known):
        exchange = probe.as_exchange()
        prediction = predict(NAIVE, known.api, exchange, {known.resource.entity: known.rows})
        if prediction.status not in (None, 200, 404):
            assert request_of(known, exchange) is None, probe


@pytest.mark.parametrize(
    "probe",
    [
        asking("format=xml"),
        asking("kind=x"),
        asking("kind=99"),
        asking("search=a%00b"),
        asking("", (("Accept", "text/csv"),)),
        Probe("/v1/"),
        Probe("/v1/others/"),
        Probe("/v1/books/", method="OPTIONS"),
        Probe("/v1/books/", method="HEAD"),
    ],
    ids=str,
)
def test_nothing_is_read_of_what_is_no_list(probe: Probe) -> None:
    """
    Refusals, unknown related records, other places and other methods cover no misreading of lists.
    """
    assert request_of(survey("kind"), probe.as_exchange()) is None
    assert not {each.concern for each in refuted(survey("kind"), probe)} - {"errors", "formats"}


@pytest.mark.parametrize(
    ("probe", "expected"),
    [
        (asking("format=xml"), "a request for a representation is answered otherwise | kind | 404"),
        (asking("", (("Accept", "text/csv"),)), "a request for a representation is answered otherwise | kind | 406"),
        (Probe("/v1/books/", method="OPTIONS"), "a method is answered otherwise | kind | OPTIONS"),
        (Probe("/v1/books/1/", method="HEAD"), "a method is answered otherwise | kind | HEAD"),
        (asking("kind=x"), None),
        (Probe("/v1/"), None),
    ],
    ids=str,
)
def test_what_is_refused_is_told_by_what_it_is_refused_for(probe: Probe, expected: str | None) -> None:
    """
    Whatever is asked with a method, or is no representation, is answered otherwise for one reason.
    """
    assert ({misread(expected)} if expected else set()) == refuted(survey("kind"), probe)


def test_an_unknown_related_record_may_be_asked_for_where_it_is_not_refused() -> None:
    """
    Where the contract says so, it selects nothing.
    """
    books = resource("kind")
    lenient = api(books)
    behaviour = {**lenient.behaviour, "unknown_choice": replace(lenient.behaviour["unknown_choice"], value="ignore")}
    known = KnownRecords(replace(lenient, behaviour=behaviour), books, BOOKS, complete=True)

    assert [] == shown(read(known, "kind=99"), read(known, "kind=99").right)


def test_the_parts_of_a_case() -> None:
    """
    Filters, terms, and both together are sets of rows.
    """
    request = read(survey(*PARAMETERS), "sold=true&kind=2&search=oby,whale")

    assert [[1, 5], [3, 5]] == [numbers(request.known, each) for each in request.masks]
    assert [[5], [5]] == [numbers(request.known, each) for each in request.found]
    assert ([5], [5], [5], 1) == (
        numbers(request.known, request.filtered),
        numbers(request.known, request.searched),
        numbers(request.known, request.selected),
        request.size,
    )


@pytest.mark.parametrize(
    ("query", "expected"), [("", False), ("ordering=id", True), ("ordering=no", False), ("ordering=no,id", True)]
)
def test_an_order_that_is_understood(query: str, expected: bool) -> None:  # noqa: FBT001 - a case
    """
    Only a known term sorts.
    """
    assert expected is read(survey(), query).sorted


def test_a_default_order_is_not_asked_for() -> None:
    """
    A list that is sorted by itself does not show that orderings are read.
    """
    request = read(survey(default_ordering=("-id",)), "limit=5")

    assert (False, [5, 3, 2, 1]) == (request.sorted, shown(request, request.right))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("limit=2", True),
        ("title=Emma&sold=true", True),
        ("note=x", True),
        ("form=paper", False),
        ("search=emma", False),
        ("ordering=pages", False),
    ],
)
def test_what_rows_hide_is_not_certain(query: str, expected: bool) -> None:  # noqa: FBT001 - a case
    """
    A filter, a search or an order by what some row does not show tells nothing.
    """
    hidden = [{name: row[name] for name in ("id", "title", "sold")} for row in BOOKS]

    assert expected is read(survey(*PARAMETERS, rows=hidden), query).certain


@pytest.mark.parametrize(("term", "expected"), [("Éclair", True), ("éclair", False), ("ECLAIR", True), ("clair", True)])
def test_letters_beyond_ascii_may_be_found_or_not(term: str, expected: bool) -> None:  # noqa: FBT001 - a case
    """
    Where databases differ in what they find, nothing is certain.
    """
    assert expected is read(survey(rows=(*BOOKS, book(7, "Éclair"))), f"search={term}").certain


def test_sets_are_joined() -> None:
    """
    A row is in all of several sets; with none, in what they start from.
    """
    assert (0b0100, 0b1110) == (joined([0b0110, 0b1100], 0b1110), joined([], 0b1110))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"status": 404, "total": 9}, True),
        ({"start": 3}, True),
        ({"start": 2, "limit": 1}, False),
        ({"start": 0}, False),
        ({"start": 9}, False),
        ({"limit": 5}, False),
        ({"rows": (3, 4)}, True),
        ({"rows": (4, 3)}, False),
        ({"rows": (3,)}, False),
    ],
)
def test_the_rows_of_the_right_page(changes: dict[str, object], expected: bool) -> None:  # noqa: FBT001 - a case
    """
    Those of another outcome are the same if as many stand there, in the same order.
    """
    request = read(survey(rows=[book(number, "x") for number in range(6)]), "ordering=id&limit=2&offset=3")

    assert expected is request.is_right_page(request.right._replace(**changes))
    last = read(request.known, "ordering=id&limit=2&offset=5")
    assert last.is_right_page(last.right._replace(limit=1))


def test_no_row_is_on_a_page_that_is_not_selected() -> None:
    """
    A row of the same key that no filter lets through is not allowed.
    """
    rows = [book(number, "x", pages=1, sold=number < 3) for number in range(1, 6)]
    request = read(survey("sold", rows=rows), "ordering=pages&sold=true&limit=1")

    assert [True, True, False] == [request.allows([each]) for each in (0, 1, 2)]


def test_a_count_that_no_answer_has_does_not_show() -> None:
    """
    Where lists say no count, a wrong one is nothing.
    """
    books = resource()
    known = KnownRecords(
        api(books, paging=replace(STYLES["link-header"], default_limit=3, maximum_limit=5)), books, BOOKS, complete=True
    )
    request = read(known, "")

    assert not request.shows(request.right._replace(total=9))


@pytest.mark.parametrize(("query", "status"), [("page=3", 404), ("page=2", 200), ("page=9", 404), ("page=x", 404)])
def test_a_page_that_there_is_not(query: str, status: int) -> None:
    """
    Where pages are counted, one past the end is an error.
    """
    books = resource()
    known = KnownRecords(api(books, paging=_PAGES), books, BOOKS, complete=True)

    assert status == read(known, query).right.status


def test_huge_numbers_are_read() -> None:
    """
    A limit and an offset may have any number of digits.
    """
    nines = "9" * 40
    request = read(survey(), f"limit={nines}&offset={nines}")

    assert ([], False, True, 4) == (
        shown(request, request.right),
        request.right.next,
        request.right.previous,
        request.right.total,
    )
    assert refuted(survey(), asking(f"limit={nines}"))


def test_text_fields_are_searched() -> None:
    """
    What is found is found in the fields that the resource searches.
    """
    known = survey(search=SEARCH[:1])

    assert [[], [3, 5]] == [
        numbers(each.known, each.selected)
        for each in (read(known, "search=poem"), read(survey(search=(Field("n", "kind.name"),)), "search=poem"))
    ]
