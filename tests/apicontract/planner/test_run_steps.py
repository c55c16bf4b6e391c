"""
The steps of a run, in their order, each with what it may spend.
"""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from books import BOOKS, api, book, chance, resource, survey
from running import PLAIN, run_of

from apicontract.contract.errors import OutOfBudget, Unreachable
from apicontract.contract.exchange import Exchange
from apicontract.diagnosis.explanations import Explanation
from apicontract.diagnosis.records import KnownRecords
from apicontract.planner.crawl import Crawl, opening
from apicontract.planner.misreadings import misreadings
from apicontract.planner.planner import Planner
from apicontract.planner.probe import Probe
from apicontract.planner.run import Last

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.diagnosis.operators import Misreading
    from apicontract.planner.run import Run


@pytest.mark.parametrize(("left", "held", "sent"), [(1, 2, False), (2, 2, False), (3, 2, True), (1, 0, True)])
def test_what_is_held_back_is_for_the_end(left: int, held: int, sent: bool) -> None:  # noqa: FBT001 - a case
    """
    As long as no more is left than what is held back, nothing is sent, and the reason is told.
    """
    run = run_of(left)
    run.held = held
    if sent:
        run.send(PLAIN)
    else:
        with pytest.raises(OutOfBudget, match="reserved for a recheck"):
            run.send(PLAIN)

    assert int(sent) == run.client.budget.spent


@pytest.mark.parametrize(
    ("strict", "held", "faults", "live", "explained", "expected"),
    [
        (True, 0, 1, 2, 5, 4),
        (False, 1, 1, 2, 5, 4),
        (False, 0, 1, 2, 5, 0),
        (True, 0, 0, 2, 5, 0),
        (True, 0, 1, 1, 2, 0),
        (True, 0, 1, 1, 1, 4),
        (True, 0, 1, 0, 5, 0),
    ],
)
def test_causes_are_told_apart(  # noqa: PLR0913 - the columns of the table
    monkeypatch: pytest.MonkeyPatch,
    *,
    strict: bool,
    held: int,
    faults: int,
    live: int,
    explained: int,
    expected: int,
) -> None:
    """
    A new fault that several misreadings explain, or one by a single answer, is worth four requests.

    Once, and none that is held back.
    """
    run = run_of(strict=strict)
    run.held = held
    run.minimizer.seen |= {("sorted", str(number)) for number in range(faults)}
    answers = tuple(Exchange("GET", f"https://library.example/v1/books/?x={each}", 200) for each in range(explained))
    found = [Explanation(number, answers, 9) for number in range(live)]  # type: ignore[arg-type]
    monkeypatch.setattr("apicontract.planner.run.explanations", lambda *_: found)
    planner: Any = SimpleNamespace(apart=lambda live: SimpleNamespace(probe=tuple(live)))

    assert [tuple(range(live))] * expected == list(run.apart(resource(), planner))
    assert [] == (list(run.apart(resource(), planner)) if expected else [])


def _steps(run: Run, budget: int, end: int) -> list[tuple[str, Any]]:
    """
    Return what a run does to probe a resource, each step with the request that it may go up to, or the number it gets.
    """
    done: list[tuple[str, Any]] = []

    def step(name: str, result: Any = None) -> Any:
        def taken(*arguments: Any) -> Any:
            done.append((name, arguments[-1] if name != "inspect" else None))
            return result

        return taken

    for name, result in (("inspect", None), ("review", None), ("follow", None), ("explore", None), ("follow_next", [])):
        setattr(run, name, step(name, result))
    run.planned = lambda *arguments: arguments  # type: ignore[method-assign,assignment,return-value]
    run.attempt_some = lambda probes, end, *, stay: done.append(("stay", (end, *probes[2:], stay)))  # type: ignore[method-assign,assignment,misc]
    run.walks["books"] = Crawl()
    run.client.budget.spent = 10
    run.probe(SimpleNamespace(resource=resource()), SimpleNamespace(), budget, end)  # type: ignore[arg-type]
    return done


@pytest.mark.parametrize("budget", [15, 40])
def test_a_small_budget_is_for_the_plan(budget: int) -> None:
    """
    What covers most is sent up to the end, planned together with what is held back; the rest is for unplanned ones.
    """
    assert [("inspect", None), ("stay", (30, 30, 0, True)), ("explore", 20)] == _steps(run_of(budget), budget, 30)
    assert ("stay", (30, 30, 1, True)) in _steps(run_of(budget, strict=False), budget, 30)


@pytest.mark.parametrize(("budget", "planned"), [(41, 25), (48, 24), (80, 20)])
def test_a_large_budget_is_for_a_second_look_besides(budget: int, planned: int) -> None:
    """
    The collection is gone over again, an eighth of the budget is kept for generated requests, and links are followed.
    """
    second = [("follow_next", 30), ("follow_next", 30)]

    assert [
        ("inspect", None),
        ("review", 30),
        ("follow", planned),
        ("explore", 20),
        *second,
        ("follow", 30),
        ("inspect", None),
    ] == _steps(run_of(budget), budget, 30)


def test_links_of_selections_are_followed_twice() -> None:
    """
    Of what was answered behind the walk, the pages of selections lead on, and the pages that they lead to once more.
    """
    books = resource("sold")
    run = run_of(60, [book(number, "x", sold=True) for number in range(9)])
    run.api = run.evidence.api = api(books)
    selection = Probe("/v1/books/", (("sold", "true"), ("limit", "3")))
    for probe in (replace(selection, query=(("sold", "1"),)), PLAIN, selection):
        run.send(probe)
    run.evidence.basis = 1
    followed: list[tuple[list[str], int]] = []

    def follow_next(answers: Sequence[Exchange], end: int) -> list[Exchange]:
        followed.append(([each.url.partition("?")[2] for each in answers], end))
        return answers[:0] if len(followed) > 1 else [run.evidence.exchanges[1]]

    for name in ("inspect", "review", "follow", "explore"):
        setattr(run, name, lambda *_: None)
    run.follow_next = follow_next  # type: ignore[method-assign,assignment]
    run.walks["books"] = Crawl()
    run.probe(SimpleNamespace(resource=books), SimpleNamespace(), 60, 50)  # type: ignore[arg-type]

    assert [(["sold=true&limit=3"], 50), ([""], 50)] == followed


#: What is left of a walk through eight books, as the walk would have asked for it.
_LEFT = [Probe("/v1/books/", (("limit", "5"), ("offset", str(offset)))) for offset in (3, 5)]
_EIGHT = [book(number, "x") for number in range(8)]


def _closed(
    monkeypatch: pytest.MonkeyPatch, known: int, telling: list[Probe | None], last: Sequence[Probe] = _LEFT
) -> tuple[list[int], list[dict[str, str]], int]:
    """
    Return how many records were left at each telling request, what was asked, and how many records are known then.
    """
    run, walk = run_of(rows=_EIGHT), Crawl(rows=_EIGHT[:known], count=8, last_probes=tuple(last))
    lefts: list[int] = []

    def last_page(*asked: Any) -> Probe | None:
        lefts.append(asked[2])
        return telling[len(lefts) - 1]

    monkeypatch.setattr("apicontract.planner.run.last_page", last_page)
    run.close(resource(), walk)
    return lefts, run.client.shelf.asked(), len(walk.rows)  # type: ignore[attr-defined]


def _at(offset: int, limit: int = 5) -> Probe:
    return Probe("/v1/books/", (("limit", str(limit)), ("offset", str(offset))))


@pytest.mark.parametrize(
    ("known", "telling", "lefts", "offsets"),
    [
        (8, [], [], []),
        (7, [_at(7)], [1], ["7"]),
        (2, [_at(3), _at(0)], [6, 1], ["3", "0"]),
        (2, [_at(2), _at(7)], [6, 1], ["2", "7"]),
        (1, [_at(1, 4)], [7], ["1", "5"]),
        (3, [_at(4, 4)], [5], ["4", "5", "3"]),
        (1, [None], [7], ["5", "3"]),
        (3, [None], [5], ["5", "3"]),
        (5, [_at(0)], [3], ["0", "5"]),
        (5, [None], [3], ["5"]),
    ],
)
def test_what_is_left_of_a_walk_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, known: int, telling: list[Probe | None], lefts: list[int], offsets: list[str]
) -> None:
    """
    By telling requests as long as each shows a page of what is left, or all; then plainly from the end, until all is.
    """
    found, asked, rows = _closed(monkeypatch, known, telling)

    assert (lefts, offsets) == (found, [each["offset"] for each in asked])
    assert (6 if (known, telling) == (1, [None]) else 8) == rows


def test_a_walk_that_left_nothing_is_not_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Where the walk itself read the last page, records that it did not see are not looked for.
    """
    assert ([], [], 5) == _closed(monkeypatch, 5, [], last=())


def test_a_telling_request_covers_what_others_did_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The next telling request knows what those before it covered.
    """
    run, walk = run_of(rows=_EIGHT), Crawl(rows=_EIGHT[:2], count=8, last_probes=tuple(_LEFT))
    covered: list[frozenset[Misreading]] = []

    def last_page(*asked: Any) -> Probe:
        covered.append(asked[3])
        return _at(3) if len(covered) == 1 else _at(0)

    monkeypatch.setattr("apicontract.planner.run.last_page", last_page)
    run.close(resource(), walk)
    survey = KnownRecords(api(), resource(), _EIGHT[:2], complete=False)

    assert [frozenset(), misreadings(survey, _at(3))] == covered
    assert covered[1]


@pytest.mark.parametrize("strict", [True, False])
def test_a_request_is_held_back_for_a_recheck(strict: bool) -> None:  # noqa: FBT001 - a case
    """
    Unless strict, one more for each resource is left for the end, if it has as many left.
    """
    run, held = run_of(9, strict=strict), list[int]()

    def spent(*_: Any) -> None:
        held.append(run.held)
        raise OutOfBudget("shelf", "spent")

    run.probe = spent  # type: ignore[method-assign]
    run.held = 3
    if strict:
        with pytest.raises(OutOfBudget):
            run.one(resource(), 9)
    else:
        run.one(resource(), 9)
        run.one(resource(), 0)

    assert (held, run.held) == (([3], 3) if strict else ([4, 5], 4))
    assert [left for *_, left in run.last] == ([] if strict else [9 - run.client.budget.spent, 0])


def test_at_the_end_all_is_looked_at_and_the_rest_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Of each resource what is left, less what the look has taken, when nothing is held back any more.
    """
    run, seen, planner = run_of(9), list[tuple[str, int]](), Planner(survey(rows=BOOKS), chance())
    run.held, run.last = 2, [Last(resource(), planner, 2), Last(resource(name="authors"), planner, 1)]

    def inspect(one: Any) -> None:
        seen.append((one.name, run.held))
        run.client.budget.spent += one.name == "books"

    monkeypatch.setattr(run, "inspect", inspect)
    monkeypatch.setattr(run, "planned", lambda one, _, end: iter([(one.name, end)]))
    monkeypatch.setattr(run, "attempt", seen.append)
    run.finish()

    assert [("books", 0), ("books", 2), ("authors", 0), ("authors", 2)] == seen


def test_first_pages_are_foreseen() -> None:
    """
    Those of resources below parents are not, since nobody knows yet which.
    """
    run, books = run_of(9), resource(name="books")
    below = SimpleNamespace(name="pages", route=SimpleNamespace(parents=("books",)))
    run.foresee([books, below])  # type: ignore[list-item]

    assert [opening(run.api, books)] == list(run.ahead.foreseen)


def test_first_pages_of_the_resources_that_have_a_part_are_foreseen(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Of several that begin together: those behind the first, and only what there are requests for.
    """
    run, seen = run_of(9), list[str]()
    all_ = [resource(name=each) for each in ("books", "authors", "shelves")]
    monkeypatch.setattr(run, "foresee", lambda some: seen.extend(each.name for each in some))
    monkeypatch.setattr(run, "one", lambda *_: None)
    run.each(all_, [5, 4, 0])

    assert ["authors"] == seen


@pytest.mark.parametrize(("most", "explored"), [(3, []), (4, [4]), (9, [9])])
def test_a_few_requests_are_not_worth_generating(
    monkeypatch: pytest.MonkeyPatch, most: int, explored: list[int]
) -> None:
    """
    With less than four left, none is generated.
    """
    seen: list[int] = []
    monkeypatch.setattr("apicontract.planner.explore.explore", lambda *_, most, seed: seen.append(most) or seed)
    run_of().explore(SimpleNamespace(resource=resource(), rows=()), most)  # type: ignore[arg-type]

    assert explored == seen


def test_a_generated_request_without_an_answer_is_remarked(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    It ends nothing.
    """

    def explore(*_: Any, **__: Any) -> None:
        raise Unreachable("shelf", "reset")

    monkeypatch.setattr("apicontract.planner.explore.explore", explore)
    run = run_of()
    run.explore(SimpleNamespace(resource=resource(), rows=()), 9)  # type: ignore[arg-type]

    assert ["no answer to a generated request: reset"] == run.remarks
