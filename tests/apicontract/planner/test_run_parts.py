"""
What a run does with its budget, and with a server that stops answering.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from books import BOOKS, api, book, resource
from running import PLAIN, probes, run_of

from apicontract.checks import CATALOGUE
from apicontract.contract.errors import OutOfBudget, Throttled, Unreachable
from apicontract.contract.exchange import Exchange
from apicontract.contract.model import Level
from apicontract.contract.violation import Violation
from apicontract.planner.crawl import Crawl
from apicontract.planner.exchange_log import selects
from apicontract.planner.probe import Probe


def test_a_sent_probe_is_kept() -> None:
    """
    The answer is evidence, with its probe, and whoever asked for progress is told before it is sent.
    """
    told: list[tuple[int, int, str]] = []
    run = run_of()
    run.progress = lambda *progress: told.append(progress)
    exchange = run.send(PLAIN)

    assert (PLAIN, [exchange], [(0, 20, "GET /v1/books/")]) == (
        run.evidence.probes[id(exchange)],
        run.evidence.exchanges,
        told,
    )


@pytest.mark.parametrize(("held", "sent"), [(0, 3), (1, 2), (2, 1)])
def test_requests_are_held_back(held: int, sent: int) -> None:
    """
    What is held back is not sent, and a server with no request left says so itself.
    """
    run = run_of(3)
    run.held = held
    with pytest.raises(OutOfBudget):
        list(map(run.send, probes(4)))

    assert sent == run.client.budget.spent


def test_one_probe_may_stay_without_an_answer() -> None:
    """
    It is remarked on, and an answer makes it forgotten.
    """
    run = run_of(failing={1: Unreachable("shelf", "timeout"), 3: Unreachable("shelf", "reset")})
    for probe in probes(4):
        run.attempt(probe)

    assert (0, ["no answer to GET /v1/books/: timeout", "no answer to GET /v1/books/: reset"]) == (
        run.unanswered,
        run.remarks,
    )


def test_two_in_a_row_end_the_run() -> None:
    """
    A second probe in a row without an answer is no accident.
    """
    run = run_of(failing={1: Unreachable("shelf", "timeout"), 2: Unreachable("shelf", "timeout")})
    run.attempt(PLAIN)
    with pytest.raises(Unreachable):
        run.attempt(PLAIN)


@pytest.mark.parametrize(("end", "sent"), [(0, 0), (2, 2), (9, 4)])
def test_probes_are_sent_up_to_a_number(end: int, sent: int) -> None:
    """
    No probe is sent once so many requests are spent; the answers come back.
    """
    run = run_of()

    assert sent == len(run.attempt_all(probes(4), end)) == run.client.budget.spent


def test_new_records_are_counted() -> None:
    """
    What a probe shows of a walk is taken in, and how many of the records are new is told.
    """
    run, walk = run_of(), Crawl(rows=list(BOOKS[:2]), count=4)
    new = run.take(walk, resource(), Probe("/v1/books/", (("limit", "5"),)))

    assert (2, True, list(BOOKS)) == (new, walk.complete, walk.rows)


@pytest.mark.parametrize(
    ("error", "remarks", "ended"),
    [
        (OutOfBudget("shelf", "spent"), ["undecided, no request left: authors, shelves"], ""),
        (Unreachable("shelf", "refused"), [], str(Unreachable("shelf", "refused"))),
    ],
)
def test_why_a_run_ends_is_told(error: Exception, remarks: list[str], ended: str) -> None:
    """
    Out of budget, the resources that were not asked are named; otherwise the server's trouble is.
    """
    run = run_of(200, failing={1: error})
    run.all([resource(name=each) for each in ("books", "authors", "shelves")], 100)

    assert (remarks, ended, 1) == (run.remarks, run.ended, run.client.budget.spent)


def test_out_of_budget_at_the_last_resource_is_no_remark() -> None:
    """
    Nothing was left out, so there is nothing to say.
    """
    run = run_of(failing={1: OutOfBudget("shelf", "spent")})
    run.all([resource()], 15)

    assert [] == run.remarks


def test_a_small_budget_leaves_resources_out() -> None:
    """
    Those that get no request are named.
    """
    run = run_of(2)
    run.all([resource(), resource(name="authors"), resource(name="shelves")], 2)

    assert "undecided, no request left: authors, shelves" == run.remarks[-1]


def test_a_throttle_ends_the_run() -> None:
    """
    The refusal is evidence, and why the run ended is what the client says of it, once.
    """
    refusal = Exchange("GET", "https://library.example/v1/books/", 429)
    throttled = Throttled("shelf", "it returned 429, retry in 50 minutes", 3000, refusal)
    run = run_of(failing={1: throttled})
    run.all([resource()], 15)

    assert ([refusal], str(throttled)) == (run.evidence.exchanges, run.ended)


def test_what_was_not_read_is_remarked() -> None:
    """
    A walk that did not see every record says how many it saw.
    """
    run = run_of(3, [book(number, "x") for number in range(60)])
    run.all([resource()], 3)

    assert "books: 5 of 60 records were read" in run.remarks


def test_a_whole_run_spends_its_budget() -> None:
    """
    A right server is asked as often as it may be, shows every record, and nothing is wrong with it.
    """
    run = run_of(12)
    run.all([resource()], 12)

    rows = sorted(run.evidence.rows, key=lambda row: row["id"])

    assert (12, list(BOOKS), [], 0) == (run.client.budget.spent, rows, run.remarks, run.held)
    assert [] == run.faults(resource())
    assert len(set(run.evidence.probes.values())) == len(run.evidence.probes)


@pytest.mark.parametrize(("strict", "again"), [(True, []), (False, [True])])
def test_a_fault_of_many_answers_is_looked_at_again(strict: bool, again: list[bool]) -> None:  # noqa: FBT001 - a case
    """
    Unless strict, the plain list is asked for afresh: records may have come or gone meanwhile.
    """
    run = run_of(strict=strict)
    run.send(PLAIN)
    many = next(each.id for each in CATALOGUE.values() if each.sees == "many")
    found = [Violation(many, Level.VIOLATION, "/count", "m", exchanges=(run.evidence.exchanges[0],))]
    run.faults = lambda _: found  # type: ignore[method-assign,assignment]
    run.minimizer.minimize = lambda _: None  # type: ignore[method-assign,assignment]
    run.inspect(resource())

    assert again == [fresh for _, fresh in run.client.asked[1:]]  # type: ignore[attr-defined]


def test_following_ends_when_nothing_is_new() -> None:
    """
    A hundred probes in a row that were answered before are enough; each one that was not begins anew.
    """
    run = run_of(20)
    asked: list[int] = []

    def following(left: int) -> SimpleNamespace:
        asked.append(left)
        return SimpleNamespace(probe=probes(3)[min(len(asked) // 60, 2)])

    run.follow(resource(), SimpleNamespace(next=following), 10)  # type: ignore[arg-type]

    assert (3, 120 + 100, 10, 7) == (run.client.budget.spent, len(asked), asked[0], asked[-1])


@pytest.mark.parametrize(("end", "inspected"), [(4, [2]), (5, [2]), (1, []), (0, [])])
def test_faults_are_looked_for_halfway(end: int, inspected: list[int]) -> None:
    """
    Once, when half of the requests are spent, everything together is looked at.
    """
    run, seen = run_of(20), list[int]()
    asked = iter(probes(9))
    run.inspect = lambda _: seen.append(run.client.budget.spent)  # type: ignore[method-assign,assignment]
    run.follow(resource(), SimpleNamespace(next=lambda _: SimpleNamespace(probe=next(asked))), end)  # type: ignore[arg-type]

    assert (end, inspected) == (run.client.budget.spent, seen)


def test_a_selection_is_one() -> None:
    """
    Only an answer to a filter or a search of the resource itself is one.
    """
    books = resource("sold")
    found = [
        selects(api(books), each, Probe("/v1/books/", query).as_exchange())
        for each, query in (
            (books, (("sold", "true"),)),
            (books, (("search", "x"),)),
            (books, ()),
            (resource(name="authors"), (("sold", "true"),)),
        )
    ]

    assert [True, True, False, False] == found


def test_what_a_walk_has_left_is_asked_for_plainly() -> None:
    """
    Where no telling request shows the rest, the last pages are asked for as they are, the last one first.
    """
    run = run_of(rows=[book(number, chr(97 + number)) for number in range(8)])
    last_probes = tuple(Probe("/v1/books/", (("limit", "5"), ("offset", str(offset)))) for offset in (3, 5))
    walk = Crawl(rows=[book(number, chr(97 + number)) for number in range(5)], count=8, last_probes=last_probes)
    run.close(resource(search=()), walk)

    assert (True, [last_probes[1]]) == (walk.complete, run.client.shelf.sent[-1:])  # type: ignore[attr-defined]
