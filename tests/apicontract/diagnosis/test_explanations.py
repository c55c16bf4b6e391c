"""
Which misreadings explain what a server answered.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from books import BOOKS, PARAMETERS, api, book, chance, resource, survey
from readings import answer, misread, read
from small import small_api

from apicontract.client import Budget, Client, Target
from apicontract.contract.exchange import Exchange
from apicontract.contract.paging import STYLES
from apicontract.contract.weblinks import NEXT
from apicontract.dataset import generate
from apicontract.diagnosis.explanations import Explanation, explained, explanations, known_rows, numbers_of, told_of
from apicontract.diagnosis.operators import Misreading
from apicontract.diagnosis.requests import request_of
from apicontract.diagnosis.wrong_pages import wrong_pages
from apicontract.evidence.recordings import recordings_of
from apicontract.planner import gather
from apicontract.planner.combiner import Combiner
from apicontract.planner.exchange_log import page_of
from apicontract.reports.of_checks import report_of_run
from mockserver.app import create_app
from mockserver.control.state import Switches

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from apicontract.diagnosis.records import KnownRecords
    from apicontract.diagnosis.requests import ListRequest, PredictedPage

#: Requests that show every book, and some more.
_WALK = ("limit=5", "limit=3&offset=2&ordering=id")
_SOME = (
    *_WALK,
    "title=Emma",
    "title=emma&sold=false",
    "title=%20Emma&sold=true",
    "sold=true&kind=2&limit=1",
    "kind=1&pages__gt=8",
    "form=audio&form=paper&limit=2",
    "pages__isnull=false&ordering=-pages",
    "pages__in=9,20&ordering=lent",
    "search=emma",
    "search=emma,turn&limit=1",
    "search=poem,whale,oby",
    "search='emma returns'",
    "search=e&sold=true&ordering=-id",
    "ordering=pages&limit=2&offset=1",
    "ordering=-pages,id&limit=1&offset=3",
    "limit=0",
    "limit=9",
    "offset=4",
    "limit=2&offset=6",
    "title=nothing",
    "undeclared=1&limit=2",
    "mode=list&format=json&limit=2",
)


def _served(known: KnownRecords, misreading: Misreading | None, queries: Iterable[str]) -> list[Exchange]:
    """
    Return what a server answers that misreads so: nothing, if None.
    """
    cases = [read(known, each) for each in queries]
    return [answer(request, _outcome(request, misreading)) for request in cases]


def _outcome(request: ListRequest, misreading: Misreading | None) -> PredictedPage:
    return request.right if misreading is None else dict(wrong_pages(request)).get(misreading, request.right)


def _explained(known: KnownRecords, exchanges: Sequence[Exchange]) -> list[Misreading]:
    return [each.misreading for each in explanations(known.api, known.resource, exchanges)]


def test_a_right_server_needs_no_explanation() -> None:
    """
    Where every answer is right there is nothing to explain, whatever is asked.
    """
    known = survey(*PARAMETERS)
    combiner = Combiner(known, chance())
    drawn = [request_of(known, combiner.random_request().probe.as_exchange()) for _ in range(80)]
    more = [answer(request, request.right) for request in drawn if request is not None]

    assert [] == _explained(known, _served(known, None, _SOME) + more)
    assert len(more) > 40


@pytest.mark.parametrize("query", _SOME)
def test_what_shows_is_explained(query: str) -> None:
    """
    A server that misreads is explained by its misreading where that shows, and by nothing where it does not.

    What is told from the right answer by something else than its rows is not seen here, and explained by nothing.
    """
    known, asked = survey(*PARAMETERS), (*_WALK, query)
    for misreading in dict(wrong_pages(read(known, query))):
        cases = [read(known, each) for each in asked]
        wrong = [_outcome(request, misreading) for request in cases]
        found = _explained(known, [answer(request, each) for request, each in zip(cases, wrong, strict=True)])
        seen = any(each.status and request.shows(each) for request, each in zip(cases, wrong, strict=True))
        assert (misreading in found) is seen, misreading
        assert bool(found) is seen, misreading


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a filter has no effect | one | title", "search has no effect"),
        ("a filter selects the others | one | sold", "a filter has no effect | one | title"),
        ("rows are sorted in reverse", "the count is that of the page"),
        ("search leaves a field out | one | title", "a limit is refused | kind | zero"),
        ("the link to the next page is missing", "only the first term counts"),
    ],
)
def test_two_faults_are_not_explained_by_one(one: str, other: str) -> None:
    """
    Where no single misreading comes to all answers, nothing is guessed.
    """
    known = survey(*PARAMETERS)
    exchanges = []
    for query in _SOME:
        request = read(known, query)
        wrong = [each for each in (_outcome(request, misread(text)) for text in (one, other)) if request.shows(each)]
        exchanges.append(answer(request, wrong[0] if wrong else request.right))

    assert [] == _explained(known, exchanges)


def _broken(body: bytes, status: int = 200) -> list[Exchange]:
    known = survey(*PARAMETERS)
    odd = Exchange("GET", "https://library.example/v1/books/?title=Emma", status, (), body)
    return [*_served(known, misread("search has no effect"), ("limit=5", "search=emma")), odd]


@pytest.mark.parametrize("status", [400, 404, 500])
def test_an_answer_that_nothing_predicts(status: int) -> None:
    """
    A run with an answer that is neither right nor predicted is not explained.
    """
    assert [] == _explained(survey(*PARAMETERS), _broken(b"{}", status))


@pytest.mark.parametrize("body", [b"[]", b"<html></html>", b'{"count": 1}'])
def test_an_answer_that_is_no_page(body: bytes) -> None:
    """
    A list whose answer holds no page is explained by nothing.
    """
    assert [] == _explained(survey(*PARAMETERS), _broken(body))


@pytest.mark.parametrize("status", [401, 403, 429])
def test_an_answer_that_says_nothing(status: int) -> None:
    """
    Who may ask, and how often, has nothing to do with how a request is read.
    """
    assert misread("search has no effect") in _explained(survey(*PARAMETERS), _broken(b"{}", status))


def test_a_record_that_is_new_is_explained_by_nothing() -> None:
    """
    A page with a record that has no name, or twice the same one, is no page of the records known.
    """
    known = survey(*PARAMETERS)
    for rows in ([*BOOKS[:3], {"id": None}], [BOOKS[0], *BOOKS[:3]]):
        page = {"count": 4, "next": None, "previous": None, "results": rows}
        odd = Exchange("GET", "https://library.example/v1/books/?limit=4", 200, (), json.dumps(page).encode())

        assert [] == _explained(known, [*_served(known, None, ("limit=5",)), odd])


@pytest.mark.parametrize("seed", range(4))
def test_a_right_server_is_not_accused_of_what_was_not_asked(seed: int) -> None:
    """
    However few of the records a handful of right answers show, no misreading is told.
    """
    rows = [book(number, f"title {number % 3}", sold=number % 2 == 0, pages=number % 4 * 10) for number in range(1, 14)]
    known, random = survey(*PARAMETERS, rows=rows), chance(seed)
    combiner = Combiner(known, random)
    drawn = [request_of(known, combiner.random_request().probe.as_exchange()) for _ in range(150)]
    answers = [answer(request, request.right) for request in drawn if request is not None]

    for _ in range(150):
        assert [] == _explained(known, random.sample(answers, random.randint(1, 6)))


@pytest.mark.parametrize("lost", [{"form"}, {"pages__gt"}, set()])
def test_a_link_must_lose_what_it_is_said_to_lose(lost: set[str]) -> None:
    """
    A link that loses one of two filters is not one that loses filters.
    """
    known = survey(*PARAMETERS)
    request = read(known, "form=paper&pages__gt=8&limit=1")
    kind = misread("the link to the next page loses parameters | kind | filters")
    plain, other = _served(known, None, _WALK), request.right._replace(lost=frozenset((NEXT, name) for name in lost))

    assert [] == _explained(known, [*plain, answer(request, other)])
    assert kind in _explained(known, [*plain, answer(request, _outcome(request, kind))])


def test_nothing_is_explained_before_all_is_known() -> None:
    """
    A right server is not accused of counts and rows because a record was not seen.
    """
    known = survey(*PARAMETERS)

    assert [] == _explained(known, _served(known, None, ("limit=2&ordering=id", "sold=true", "limit=1&offset=3")))
    assert [] == _explained(known, _served(known, misread("search has no effect"), ("limit=3", "search=emma")))


@pytest.mark.parametrize(
    "queries",
    [
        ("limit=5", "search=emma"),
        ("limit=2", "limit=2&offset=2", "search=emma"),
        ("limit=3", "offset=3", "search=emma", "offset=9"),
    ],
)
def test_all_is_known_by_the_count(queries: Sequence[str]) -> None:
    """
    As many records as the list says, on one page or on several, are all of them.
    """
    known = survey(*PARAMETERS)

    assert misread("search has no effect") in _explained(
        known, _served(known, misread("search has no effect"), queries)
    )


@pytest.mark.parametrize(
    ("queries", "expected"),
    [
        (("limit=5",), True),
        (("limit=2", "limit=2&offset=2"), False),
        (("limit=2", "limit=2&offset=2", "limit=2&offset=4"), True),
        (("limit=2", "limit=2&offset=3"), False),
        (("limit=3",), False),
        (("limit=5&sold=true", "limit=5&sold=false"), False),
        (("limit=2", "limit=2&offset=2&ordering=-id"), False),
    ],
)
def test_all_is_known_by_the_end(queries: Sequence[str], expected: bool) -> None:  # noqa: FBT001 - a case
    """
    Where the count is wrong, all records are known if lists without a selection show them up to the end.
    """
    known, wrong = survey(*PARAMETERS), misread("the count is one too large")

    assert expected is (wrong in _explained(known, _served(known, wrong, queries)))


def test_a_field_that_records_hide_is_not_compared() -> None:
    """
    A selection by a field that the records known do not have is not known to be right or wrong.
    """
    hidden = [{name: value for name, value in row.items() if name != "pages"} for row in BOOKS]
    known, bare = survey(*PARAMETERS), survey(*PARAMETERS, rows=hidden)
    plain, asked = read(bare, "limit=5"), read(known, "pages__gt=9")
    wrong = plain.right._replace(total=5)

    assert [] == _explained(known, [answer(plain, plain.right), answer(asked, asked.right._replace(total=3))])
    assert _explained(known, [answer(plain, wrong), answer(asked, asked.right)])


def test_the_fullest_record_is_known() -> None:
    """
    A record that one page shows with less is known by the other.
    """
    known = survey(*PARAMETERS)
    short = survey(*PARAMETERS, rows=[{"id": row["id"]} for row in BOOKS])
    pages = [
        page_of(known.api, each) for each in (*_served(short, None, ("limit=5",)), *_served(known, None, ["limit=2"]))
    ]

    assert [*BOOKS[:2], {"id": 3}, {"id": 5}] == known_rows(known.resource, [each for each in pages if each])
    assert {"1": 0, "2": 1, "3": 2, "5": 3} == numbers_of(known.resource, BOOKS)


@pytest.mark.parametrize("name", ["list", "detail", "other", "token"])
def test_what_is_no_list_of_the_resource_is_not_read(name: str) -> None:
    """
    Records, other places, and pages behind tokens neither explain nor contradict anything.
    """
    path = {"list": "", "detail": "1/", "other": "../status/", "token": "?cursor=x"}[name]
    books = resource(*PARAMETERS)
    paging = replace(STYLES["cursor"] if name == "token" else api().paging, default_limit=5, maximum_limit=5)
    exchange = Exchange("GET", f"https://library.example/v1/books/{path}", 500, (), b"")

    assert [] == explanations(api(books, paging=paging), books, [exchange])


def test_explanations_are_told() -> None:
    """
    What claims least comes first, with the answers that it explains; and is told of these alone.
    """
    known, wrong = survey(*PARAMETERS), misread("a filter has no effect | one | title")
    exchanges = _served(known, wrong, (*_WALK, "title=Emma", "title=emma", "kind=2"))
    found = explanations(known.api, known.resource, exchanges)
    scopes = [each.misreading.scope for each in found]

    assert wrong in [each.misreading for each in found]
    assert sorted(scopes, key=("one", "kind", "all").index) == scopes
    assert {(tuple(map(id, exchanges[2:4])), 5)} == {(tuple(map(id, each.exchanges)), each.answers) for each in found}
    assert {
        id(each): sentence for each, sentence in zip(exchanges[2:4], told_of(found).values(), strict=True)
    } == explained(known.api, [known.resource], exchanges)
    assert {} == explained(known.api, [], exchanges)
    assert {} == explained(known.api, [known.resource], _served(known, None, _SOME))


@pytest.mark.parametrize(
    ("operators", "expected"),
    [
        (("a filter has no effect", "a filter has no effect"), "a filter has no effect (a)"),
        (("phrases are parted", "a filter selects nothing"), "phrases are parted (a); or a filter selects nothing (b)"),
        (("phrases are parted", "search has no effect", "only the page is sorted", "limit has no effect"), None),
        ((), None),
    ],
)
def test_what_may_be_many_things_is_undecided(operators: tuple[str, ...], expected: str | None) -> None:
    """
    Of each operator one misreading is told, of three operators at the most, and none that explains one answer alone.

    Of those that are not told it is said how many they are.
    """
    exchanges = tuple(Exchange("GET", f"https://library.example/v1/books/?x={each}", 200) for each in "ab")
    misread_so = [Misreading(operator, "one", element) for operator, element in zip(operators, "abcd", strict=False)]
    many = f"{len(operators)} misreadings predict all 3 lists"
    alone = f"{many}, of which the answer to one request alone is not right"
    sentence = f"{expected}: predicts all 3 lists, of which the contract predicts 1"
    two = told_of([Explanation(each, exchanges, 3) for each in misread_so])
    one = told_of([Explanation(each, exchanges[:1], 3) for each in misread_so])
    again = told_of([Explanation(each, exchanges[:1] * 2, 3) for each in misread_so])

    told = ("explained by", sentence) if expected else ("not explained", many)
    assert two == (dict.fromkeys(map(id, exchanges), told) if operators else {})
    assert again == one
    assert one == ({id(exchanges[0]): ("not explained", alone)} if operators else {})


def test_one_misreading_is_one() -> None:
    """
    A single one is told in the singular.
    """
    exchange = Exchange("GET", "https://library.example/v1/books/", 200)
    found = [Explanation(misread("phrases are parted"), (exchange,), 2)]

    sentence = "1 misreading predicts all 2 lists, of which the answer to one request alone is not right"
    assert {id(exchange): ("not explained", sentence)} == told_of(found)


def test_an_explanation_is_told() -> None:
    """
    How much it explains, and whether others explain as much.
    """
    exchange = Exchange("GET", "https://library.example/v1/books/", 200)
    one = Explanation(misread("a filter has no effect | one | title"), (exchange,), 7)
    sentence = "a filter has no effect (title): predicts all 7 lists, of which the contract predicts 6"

    other = sentence.replace("(title)", "(title); or phrases are parted")

    assert (sentence, other) == (one.told(), one.told([misread("phrases are parted")]))


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("limit-not-clamped", "limit has no maximum"),
        ("count-off-by-one", "the count is one too large"),
        ("next-missing", "the link to the next page is missing"),
        ("boolean-filter-ignored", "a filter has no effect | kind | boolean"),
        ("boolean-inverted", "a filter selects the others | kind | boolean"),
        ("search-first-term-only", "only the first term counts"),
        ("unknown-parameter-refused", "what has no effect is refused | kind | undeclared"),
        ("search-ignored", "search has no effect"),
    ],
)
def test_a_wrong_server_is_explained(fault: str, expected: str) -> None:
    """
    Servers that were not made of predictions are explained by them: one for each stage of a list.
    """
    spacecraft = small_api()
    world = generate(spacecraft, recordings_of(spacecraft), records=150)
    application = create_app(spacecraft, world, switches=Switches(faults=(fault,)))
    with Client(Target("wrong", "http://mock.test", application), budget=Budget(25)) as client:
        run = gather(spacecraft, client, strict=True)

    found = explanations(spacecraft, spacecraft.resources[spacecraft.primary], run.evidence.exchanges)
    assert misread(expected) in [each.misreading for each in found]
    details = {detail for each in report_of_run(run).findings for detail in each.details}
    told = set(told_of(found).values())
    assert misread(expected).operator in "".join(sentence for _, sentence in told)
    assert told <= details
