"""
Which requests are weighed, again and again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from books import BOOKS, PARAMETERS, book, chance, survey
from readings import asking, misread, predicted, read

from apicontract.contract.paging import STYLES
from apicontract.planner.misreadings import misreadings
from apicontract.planner.planner import Planner

_IGNORED = [misread(f"a filter has no effect | one | {name}") for name in ("title", "sold")]


def test_requests_that_tell_nothing_new_are_not_weighed_again() -> None:
    """
    Of a list that has neither pages nor parameters all is known soon; what remains to weigh does not grow.
    """
    known = survey(rows=BOOKS, search=(), ordering=())
    planner = Planner(replace(known, api=replace(known.api, paging=STYLES["none"])), chance())
    for _ in range(400):
        planner.next(100)

    assert len(planner._pool) < 100


def test_what_was_sent_is_covered() -> None:
    """
    Requests that were sent before, and those that are chosen, are known by what they may refute.
    """
    known, before = survey("title"), asking("title=Emma")
    planner = Planner(known, chance(), [before])
    chosen = planner.next(30)

    assert {before: misreadings(known, before), chosen.probe: chosen.misreadings} == planner.refutable
    assert chosen.misreadings - misreadings(known, before)
    assert {before, chosen.probe} == set(planner.refutable)
    assert set().union(*planner.refutable.values()) <= planner.possible
    assert "books" == planner.resource


def test_a_request_without_an_answer_refutes_nothing() -> None:
    """
    What nobody answered is asked for by other requests, and not by the same again.
    """
    known = survey("title")
    planner = Planner(known, chance())
    lost = planner.next(30)
    planner.forget(lost.probe)
    later = [planner.next(30) for _ in range(25)]

    assert lost.probe not in [each.probe for each in later]
    assert lost.misreadings & frozenset().union(*(each.misreadings for each in later))
    planner.forget(asking("never=sent"))


@pytest.mark.parametrize("seed", range(3))
def test_an_answer_tells_misreadings_apart(seed: int) -> None:
    """
    The request is chosen to which misreadings predict different answers.
    """
    known = survey(*PARAMETERS)
    chosen = Planner(known, chance(seed)).apart(_IGNORED)

    assert chosen is not None
    query = "&".join(f"{name}={text}" for name, text in chosen.probe.query)
    wrong, case = predicted(known, query), read(known, query)
    assert 2 == len({wrong.get(each, case.right) for each in _IGNORED})


@pytest.mark.parametrize("seed", range(3))
def test_an_order_that_is_left_open_is_told_apart(seed: int) -> None:
    """
    Of two readings that leave the order open, the one beside a filter shows in rows that do not stand as usual.
    """
    rows = [book(number, "Emma", pages=-number, sold=number % 2 == 0) for number in range(1, 9)]
    known = survey(*PARAMETERS, rows=rows)
    text = "a part of the query has no effect beside another | one | ordering beside "
    live = [misread(f"{text}{each}") for each in ("filters", "search")]
    chosen = Planner(known, chance(seed)).apart(live)

    assert chosen is not None
    case = read(known, "&".join(f"{name}={value}" for name, value in chosen.probe.query))
    wrong = predicted(known, "&".join(f"{name}={value}" for name, value in chosen.probe.query))
    assert 2 == len({case.page(wrong.get(each, case.right)) for each in live})


@pytest.mark.parametrize("seed", range(3))
def test_one_word_tells_fields_apart(seed: int) -> None:
    """
    What only a search of one word shows is asked for by that alone, however few of the requests at random are so plain.
    """
    rows = [
        book(number, f"Emma {number}", kind={"id": 1, "name": f"Novel {'abcdefghi'[number]}"}) for number in range(9)
    ]
    known = survey(*PARAMETERS, rows=rows)
    live = [misread("search leaves a field out | one | kind__name"), misread("all terms must be in one field")]
    planner = Planner(known, chance(seed))
    planner._pool, planner._combiner.random_request = [], lambda: planner._combiner.made({})  # type: ignore[method-assign]
    chosen = planner.apart(live)

    assert chosen is not None
    query = "&".join(f"{name}={value}" for name, value in chosen.probe.query)
    wrong, case = predicted(known, query), read(known, query)
    assert 2 == len({wrong.get(each, case.right) for each in live})


def test_nothing_tells_one_apart() -> None:
    """
    No misreading, or such as predict no list, are not told apart.
    """
    planner = Planner(survey(*PARAMETERS), chance())
    records = [misread(f"a record is answered otherwise | kind | {each}") for each in ("plain", "unknown")]

    assert [None] * 2 == [planner.apart(each) for each in ([], records)]


def test_one_is_told_from_what_is_right() -> None:
    """
    A single misreading is held to a request that was not sent, and shows in its answer.
    """
    known = survey(*PARAMETERS)
    planner = Planner(known, chance())
    asked = []
    for _ in range(5):
        chosen = planner.apart(_IGNORED[:1])
        assert chosen is not None
        asked.append(chosen.probe)
        assert _IGNORED[0] in misreadings(known, chosen.probe)

    assert 5 == len(set(asked))


@pytest.mark.parametrize(("left", "weighed"), [(3, 3), (4, 4), (5, 6 * 5)])
def test_a_handful_is_planned_at_less_cost(left: int, weighed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    From one beginning each, more than that from several.
    """
    planner, improved = Planner(survey(rows=BOOKS), chance()), list[Any]()
    monkeypatch.setattr(planner, "_improved", lambda chosen, _: improved.append(chosen) or chosen)
    planner.next(left)

    assert weighed == len(improved)
