"""
Promise: what was learnt is told with how well it is known, what was not is told as open, and what it explains is kept.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.contract.errors import NotServing, TargetError
from apicontract.contract.grades import Grade
from apicontract.contract.paging import STYLES
from apicontract.explore.learning.deciding import Alive, KnownRows
from apicontract.explore.learning.learn import Learnt, ListLearnt, filter_statements, nothing, open_sentences
from apicontract.explore.learning.meanings import NO_EFFECT, Meaning
from apicontract.explore.learning.orderings_learnt import OrderingLearnt
from apicontract.explore.learning.paging import PagingLearnt
from apicontract.explore.learning.records import RecordLearnt
from apicontract.explore.learning.searches import SearchLearnt
from apicontract.explore.learning.writing import _agrees, _otherwise_tied

from .scripted import answer

ROWS: list[dict[str, Any]] = [{"id": number, "kind": "ab"[number % 2], "size": number} for number in range(1, 5)]
EXACT, LIKE, IN = (Meaning("kind", lookup, "text") for lookup in ("exact", "icontains", "in"))


def films(**members: Any) -> ListLearnt:
    """
    Return what is known of a list of which everything was learnt, other members aside.
    """
    alive = Alive(KnownRows(list(ROWS), complete=True), 4)
    usual = {
        "paging": PagingLearnt(STYLES["limit-offset"], list(ROWS), complete=True),
        "record": RecordLearnt("id", "/films/1"),
        "alive": alive,
        "ordering": OrderingLearnt("sort"),
        "search": SearchLearnt("q", ("kind",)),
    }
    return ListLearnt("/films", "films", **usual | members)


def filtering(*meanings: Meaning | None, answers: int = 1, named: bool = False) -> ListLearnt:
    """
    Return a list of which a parameter may mean some things.
    """
    found = films()
    found.alive.meanings["kind"] = list(meanings)
    found.alive.answers |= {"kind": answers} if answers else {}
    found.alive.named |= {"kind"} if named else set()
    return found


@pytest.mark.parametrize(
    ("meanings", "answers", "named", "end", "evidence", "grade"),
    [
        ((EXACT,), 1, False, "", "1 request, 4 rows", Grade.RECORDED),
        ((EXACT,), 2, False, "", "2 requests, 4 rows", Grade.RECORDED),
        ((EXACT, LIKE), 1, False, "; or icontains", "1 request, 4 rows", Grade.GUESS),
        ((EXACT, LIKE, IN), 1, False, "; or icontains or in", "1 request, 4 rows", Grade.GUESS),
        ((EXACT,), 0, True, "", "a refusal names it", Grade.GUESS),
    ],
)
def test_a_filter_is_told_with_what_else_it_may_mean(  # noqa: PLR0913 - columns of a table
    meanings: tuple[Meaning, ...], answers: int, end: str, evidence: str, grade: Grade, *, named: bool
) -> None:
    """
    What one meaning explains is recorded; of several, and of a name that only a refusal told, it is a guess.
    """
    (found,) = filter_statements(filtering(*meanings, answers=answers, named=named))

    assert (evidence, grade, "kind", 4, 4) == (found.evidence, found.grade, found.key, found.seen, found.of)
    assert found.sentence.startswith("`kind`: ")
    assert end == "".join(found.sentence.partition("; or ")[1:])


@pytest.mark.parametrize("found", [filtering(NO_EFFECT), filtering(NO_EFFECT, EXACT), filtering(EXACT, answers=0)])
def test_what_may_have_no_effect_is_no_filter(found: ListLearnt) -> None:
    """
    Nothing is said of a parameter that may have none, or that was not answered.
    """
    assert [] == list(filter_statements(found))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (films(), []),
        (films(paging=PagingLearnt(STYLES["none"], list(ROWS))), ["films: 4 rows were seen, not all"]),
        (films(record=RecordLearnt("id")), ["films: no path of a single record was found"]),
        (films(ordering=OrderingLearnt("sort", refused=["a", "b"])), ["films: no ordering by a, b"]),
        (films(search=SearchLearnt("q", open_reason="why")), ["films: `q`: why"]),
        (filtering(NO_EFFECT), ["films: without effect: kind"]),
        (filtering(EXACT, answers=0), ["films: not tried: kind"]),
        (filtering(EXACT), []),
        (filtering(answers=0), []),
    ],
)
def test_what_is_not_known_is_told(found: ListLearnt, expected: list[str]) -> None:
    """
    One sentence for each thing that was not tried or not understood.
    """
    assert expected == list(open_sentences(Learnt([found])))


def test_of_recorded_answers_what_nobody_asked_for_is_not_told() -> None:
    """
    An experiment that found no parameter says among which names it looked.
    """
    found = Learnt([films(ordering=OrderingLearnt(), search=SearchLearnt())])
    told = [each.partition(" was found among ")[0] for each in open_sentences(found)]

    assert ["films: no parameter that sorts", "films: no parameter that searches"] == told
    assert [] == list(open_sentences(found, recorded=True))


def test_an_answer_that_nothing_explains_is_told() -> None:
    """
    With its URL.
    """
    found = films()
    found.alive.unexplained.append("http://x/films?a=1")

    assert ["films: an answer that no meaning explains: http://x/films?a=1"] == list(open_sentences(Learnt([found])))


def agreeing() -> ListLearnt:
    """
    Return a list that pages, sorts, searches and filters, with one answer that nothing explains.
    """
    found = filtering(EXACT)
    found.ordering.direction = "order"
    found.alive.meanings["size"] = [Meaning("size", "exact", "integer")]
    found.alive.answers["size"] = 1
    found.alive.unexplained.append("http://films.test/films?kind=b")
    return found


@pytest.mark.parametrize(
    ("url", "agrees"),
    [
        ("/films", True),
        ("/films?limit=2&offset=2", True),
        ("/films?kind=a", True),
        ("/films?kind=b", False),
        ("/films?kind=a&kind=b", False),
        ("/films?sort=id&order=desc&q=a", True),
        ("/films?colour=red", False),
        ("/films?size=2", True),
        ("/films?size=many", False),
        ("/films/1?colour=red", True),
        ("/a?colour=red", True),
        ("/z?colour=red", True),
    ],
)
def test_an_answer_is_evidence_that_what_was_learnt_explains(url: str, *, agrees: bool) -> None:
    """
    Each name once and declared, each text readable; what belongs to another path is none of the list's business.
    """
    assert agrees == _agrees(agreeing(), answer(ROWS, url))


def test_a_search_whose_fields_are_not_known_is_not_declared() -> None:
    """
    An answer to it is no evidence.
    """
    assert not _agrees(films(search=SearchLearnt("q")), answer(ROWS, "/films?q=a"))


@pytest.mark.parametrize(
    ("query", "ids", "tied"),
    [
        ("", (4, 2, 3, 1), False),
        ("?sort=kind", (1, 3, 2, 4), False),
        ("?sort=kind", (3, 1, 2, 4), True),
        ("?sort=-kind", (2, 4, 3, 1), True),
        ("?sort=kind,size", (3, 1, 2, 4), False),
        ("?sort=kind", (3,), False),
        ("?by=kind", (3, 1, 2, 4), False),
        ("?down=kind", (3, 1, 2, 4), True),
    ],
)
def test_rows_that_tie_stand_in_natural_order(query: str, ids: tuple[int, ...], *, tied: bool) -> None:
    """
    Of rows with equal terms the one that stands first in the list comes first.
    """
    rows = [next(row for row in ROWS if row["id"] == each) for each in ids]
    found = films(ordering=OrderingLearnt("sort", opposite="down"))

    assert tied == _otherwise_tied(found, answer(rows, f"/films{query}"))


@pytest.mark.parametrize("body", [{}, [{"id": 9}]])
def test_what_is_no_page_of_known_rows_ties_nothing(body: Any) -> None:
    """
    Neither no list nor rows that nobody knows are compared.
    """
    assert not _otherwise_tied(films(), answer(body, "/films?sort=kind"))


@pytest.mark.parametrize(
    ("tried", "kind", "said"),
    [
        (["status 401", "status 403"], NotServing, "every request is refused"),
        (["status 500", "status 503"], NotServing, "every request fails"),
        (["status 401", "status 500"], TargetError, "no list of records was found"),
        (["a list without rows", "status 404"], TargetError, "no list has a row to learn from"),
        (["status 404"], TargetError, "no list of records was found"),
    ],
)
def test_why_nothing_was_found_is_told(tried: list[str], kind: type[Exception], said: str) -> None:
    """
    Refusals, failures and empty lists are told apart, with what was tried.
    """
    found = nothing("http://x", {f"/{number}": each for number, each in enumerate(tried)})

    assert kind is type(found)
    assert said in str(found)
    assert f"/0: {tried[0]}" in str(found)
