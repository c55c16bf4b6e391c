"""
Requests are put together from parts, and improved part by part.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from books import PARAMETERS, book, chance, survey

from apicontract.planner.candidates import fixed_candidates
from apicontract.planner.combiner import NOTHING, Candidate, Combiner
from apicontract.planner.misreadings import misreadings
from apicontract.planner.planner import Planner
from apicontract.planner.priors import Priors
from apicontract.planner.probe import Probe
from apicontract.planner.query_parts import decoration_parts, limit_parts, ordering_parts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apicontract.diagnosis.operators import Misreading

_ROWS = [book(number, f"title{number} common", sold=number % 2 == 0) for number in range(20)]


def _combiner(*parameters: str, **changes: object) -> Combiner:
    return Combiner(survey(*parameters, rows=_ROWS, **changes), chance())  # type: ignore[arg-type]


def _drawn(combiner: Combiner, times: int = 300) -> list[Candidate]:
    return [combiner.random_request() for _ in range(times)]


def test_a_candidate_settles_what_its_probe_does() -> None:
    """
    The misreadings of a request that is put together are those of the whole.
    """
    known = survey("sold", rows=_ROWS)
    one = Combiner(known, chance()).random_request()

    assert misreadings(known, one.probe) == one.misreadings
    assert "/v1/books/" == one.probe.path


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [("search", 0.4, 0.6), ("ordering", 0.7, 0.9), ("limit", 0.6, 0.8), ("offset", 0.4, 0.65)],
)
def test_parts_are_as_frequent_as_they_should_be(name: str, least: float, most: float) -> None:
    """
    Most requests sort and page, half of them search; of limits and offsets, some that are drawn say nothing.
    """
    random_with = _drawn(_combiner("sold"))
    share = sum(name in dict(each.probe.query) for each in random_with) / len(random_with)

    assert least < share < most


def test_filters_are_many_or_few() -> None:
    """
    Of three filters a request has none, some, or all.
    """
    counts = Counter(
        len({"sold", "title", "kind"} & set(dict(each.probe.query)))
        for each in _drawn(_combiner("sold", "title", "kind"))
    )

    assert {0, 1, 2, 3} == set(counts)
    assert counts[3] > 60


def test_without_search_fields_nothing_is_searched_for() -> None:
    """
    A resource that cannot be searched is never asked to.
    """
    assert not [each for each in _drawn(_combiner(search=()), 50) if "search" in dict(each.probe.query)]


def test_what_selects_is_kept() -> None:
    """
    A request that is drawn about a selection has it, a limit at the most beside it, and no other selection.
    """
    combiner = _combiner("sold", "title")
    queries = [dict(combiner.probe(combiner.random_with((("sold", "true"),))).query) for _ in range(30)]

    assert {"true"} == {each["sold"] for each in queries}
    assert {"limit", "mode", "format", "sold"} >= {name for each in queries for name in each}
    assert any("limit" in each for each in queries)


def test_parts_are_replaced() -> None:
    """
    Of a candidate, the parts that are named are others, the rest stays.
    """
    combiner = _combiner("sold")
    one = Candidate(Probe("/v1/books/"), frozenset(), parts={"a": ((("sold", "true"),), ()), "b": ((("x", "1"),), ())})
    other = combiner.replacing(one, {"b": ((("limit", "2"),), (("Accept", "*/*"),))})

    assert Probe("/v1/books/", (("sold", "true"), ("limit", "2")), (("Accept", "*/*"),)) == other.probe
    assert {"a", "b"} == set(other.parts)


def test_of_one_name_the_first_part_counts() -> None:
    """
    Two parts that use the same parameter are not joined, and headers are those of the first part that has any.
    """
    parts = {
        "a": ((("x", "1"),), ()),
        "b": ((("x", "2"), ("y", "2")), (("Accept", "a/a"),)),
        "c": ((("y", "3"),), (("Accept", "b/b"),)),
    }
    made = _combiner().replacing(Candidate(Probe("/"), frozenset()), parts)

    assert Probe("/v1/books/", (("x", "1"), ("y", "3")), (("Accept", "a/a"),)) == made.probe


def test_options_begin_with_nothing() -> None:
    """
    A part may be left out, or be any of its choices; of many, some.
    """
    known = survey("sold", rows=_ROWS)
    combiner, one = Combiner(known, chance()), Candidate(Probe("/v1/books/"), frozenset())
    found = {name: list(combiner.options(one, name)) for name in ("size", "ordering", "dressing 0", "filter sold")}

    assert {NOTHING} == {each[0] for each in found.values()}
    assert {(each, ()) for each in limit_parts(known)} | {NOTHING} == set(found["size"])
    assert {"ordering"} == {name for query, _ in found["ordering"][1:] for name, _ in query}
    assert 1 + 16 == len(set(found["ordering"])) < 1 + len(ordering_parts(known, chance()))
    assert set(decoration_parts(known)) | {NOTHING} == set(found["dressing 0"])
    assert 7 == len(found["filter sold"])


def test_options_of_an_offset_fit_the_selection() -> None:
    """
    The size of what the rest of the request selects decides where a page may begin.
    """
    combiner = _combiner("sold")
    one = Candidate(
        Probe("/"), frozenset(), parts={"sold": ((("sold", "true"),), ()), "start": ((("offset", "3"),), ())}
    )
    texts = [dict(query).get("offset") for query, _ in combiner.options(one, "start")]

    assert [None, None, None, "3", "7"] == texts[:5]
    assert ["8", "10", "23", "-1", "abc", ""] == texts[6:]


def test_many_options_are_sampled() -> None:
    """
    Of many searches sixteen are tried, beside none.
    """
    assert 1 + 16 == len(list(_combiner().options(Candidate(Probe("/"), frozenset()), "search")))


def test_filters_of_a_parameter() -> None:
    """
    The ways to ask for a filter are given for it alone.
    """
    texts = ["true", "false", "True", "False", "1", "0"]

    assert [(("sold", text),) for text in texts] == list(_combiner("sold", "title").filters(PARAMETERS["sold"]))


def test_the_same_seed_draws_the_same() -> None:
    """
    Chance comes from the seed alone.
    """
    first, second = ([each.probe for each in _drawn(_combiner("sold", "title"), 20)] for _ in range(2))

    assert first == second


def _planned(left: int, sent: Iterable[Probe] = (), times: int = 3) -> list[Candidate]:
    planner = Planner(survey("sold", rows=_ROWS, search=()), chance(), sent)
    return [planner.next(left - number) for number in range(times)]


@pytest.mark.parametrize("left", [3, 15, 16])
def test_each_request_settles_something_new(left: int) -> None:
    """
    What is chosen covers what none before it did, whether few requests are left or many.
    """
    known: set[Misreading] = set()
    for each in _planned(left):
        assert each.misreadings - known
        known |= each.misreadings


def test_the_weightiest_are_planned() -> None:
    """
    A plan of six weighs more than any six requests that follow each other among all that are fixed.
    """
    known = survey("sold", rows=_ROWS, search=())
    planner = Planner(known, chance())
    priors, fixed = Priors(planner.possible), [each.misreadings for each in fixed_candidates(known)]
    planned = [planner.next(6 - number).misreadings for number in range(6)]
    others = [priors.total(frozenset().union(*fixed[start : start + 6])) for start in range(len(fixed))]

    assert priors.total(frozenset().union(*planned)) > max(others)


def test_what_is_settled_is_not_asked_again() -> None:
    """
    Doubts that were covered before weigh nothing.
    """
    first = _planned(20, times=1)[0]
    again = _planned(20, [first.probe], times=8)

    assert first.probe not in [each.probe for each in again]


def test_a_plan_is_followed() -> None:
    """
    The last few are planned together: each is another request, and the plan stays while one a time is sent.
    """
    planner = Planner(survey("sold", rows=_ROWS, search=()), chance())
    chosen = [planner.next(left).probe for left in (4, 3, 2, 1)]

    assert 4 == len(set(chosen))


def test_nothing_new_is_drawn_at_random() -> None:
    """
    When every misreading is covered, a request is drawn all the same.
    """
    planner = Planner(survey(rows=(), search=(), ordering=()), chance())
    chosen = [planner.next(99).probe for _ in range(120)]

    assert {"GET", "OPTIONS", "HEAD"} >= {each.method for each in chosen}
    assert 120 == len(chosen)


@pytest.mark.parametrize("left", [1, 2, 99])
def test_the_best_that_is_drawn_is_made_better(left: int) -> None:
    """
    Parts are exchanged until the first request covers more than any of hundreds that were drawn whole.
    """
    known = survey("sold", "title", "kind", rows=_ROWS)
    fixed = [each.probe for each in fixed_candidates(known)]
    planner = Planner(known, chance(), fixed)
    covered = frozenset().union(*planner.refutable.values())
    combiner = Combiner(known, chance())
    drawn = [combiner.random_request().misreadings - covered for _ in range(400)]
    priors = Priors(planner.possible)

    assert priors.total(planner.next(left).misreadings - covered) > max(map(priors.total, drawn))
