"""
From exchanges to verdicts.
"""

import pytest
from example import ALL
from handmade import API, accused, answer, page, thing

from apicontract.checks import CATALOGUE, Verdict, judge
from apicontract.checks.context import ExchangeCache
from apicontract.contract.errors import UnknownName
from apicontract.contract.model import Level

THROTTLED = answer(body={"detail": "Request was throttled. Expected available in 1 second."}, status=429)


def test_nothing_is_undecided() -> None:
    """
    Without exchanges every check is undecided.
    """
    assert {Verdict.UNDECIDED} == {each.verdict for each in judge(API, ()).outcomes.values()}


def test_throttled_decides_no_content() -> None:
    """
    A throttled answer keeps and breaks nothing but the promise to say when to come back.
    """
    check_results = judge(API, (THROTTLED,))
    decided = {name for name, each in check_results.outcomes.items() if each.verdict is not Verdict.UNDECIDED}

    assert {"throttle-told"} == decided


@pytest.mark.parametrize(("strict", "level"), [(False, Level.WARNING), (True, Level.VIOLATION)])
def test_guess_accuses_nobody(level: Level, *, strict: bool) -> None:
    """
    A broken filter that is only guessed is a warning, and a violation when strict.
    """
    check_results = judge(API, (page("size__gt=15", (thing(1),)),), strict=strict)

    assert [level] == [each.level for each in check_results.violations if each.check == "filter-kept"]


@pytest.mark.parametrize(
    ("query", "check", "level"),
    [
        ("name=Thing+1", "filter-kept", Level.VIOLATION),
        ("name=Thing+1&name=Thing+1", "filter-kept", Level.VIOLATION),
        ("name=Thing+1&name=Thing+9", "filter-kept", Level.WARNING),
        ("search=other", "search-kept", Level.VIOLATION),
        ("search=other,words", "search-kept", Level.WARNING),
        ("search='other+words'", "search-kept", Level.WARNING),
    ],
)
def test_what_nobody_saw_read_accuses_nobody(query: str, check: str, level: Level) -> None:
    """
    Which of several values counts, and what parts a search, is only usual: a row that breaks it is a warning.
    """
    found = judge(API, (page(query, (thing(2),)),)).violations

    assert [level] == [each.level for each in found if each.check == check]


def test_one_fault_is_named_once() -> None:
    """
    A page that is too long for its limit is not accused of what follows from that.
    """
    rows = tuple(map(thing, range(1, 8)))

    assert ["limit-clamped"] == accused(judge(API, (page("limit=9", rows),), strict=True))


def test_equal_rows_are_judged_once() -> None:
    """
    What is said of a row is said of all equal ones, wherever they stand; a number in another notation is another row.
    """
    cache = ExchangeCache()
    shown = [page(f"limit={number}", ALL[:3], count=4) for number in range(3, 9)]
    judge(API, (*shown, page("limit=1", (thing(1) | {"size": 10.0},), count=4)), cache=cache)

    assert 4 == len(cache.rows)


def test_wrong_rows_are_told_where_they_stand() -> None:
    """
    Of equal rows that are wrong, each answer says where in it they stand.
    """
    wrong = thing(1) | {"name": 7}
    found = judge(API, (page("limit=2", (wrong, thing(2)), count=4), page("limit=3", (thing(3), wrong), count=4)))

    places = [each.place for each in found.violations if each.check == "field-type"]
    assert ["/results/0/name", "/results/1/name"] == places


def test_undeclared_field_is_a_note() -> None:
    """
    A field beyond the documented ones is noted, and the promise is not broken.
    """
    outcome = judge(API, (page("", (thing(1) | {"colour": "red"},)),)).outcomes["undeclared-field"]

    assert (Verdict.KEPT, [Level.NOTE]) == (outcome.verdict, [each.level for each in outcome.violations])


def test_ticking_value_may_differ() -> None:
    """
    A value that grows while its guard holds may differ between two answers.
    """
    ready = [page("", (thing(1, ready=True, age=age),)) for age in ("P1D", "P2D")]
    idle = [page("", (thing(1, age=age),)) for age in ("P1D", "P2D")]

    assert [[], ["record-steady"]] == [accused(judge(API, each, strict=True)) for each in (ready, idle)]


def test_changed_count_is_undecided() -> None:
    """
    When the collection grew between two pages, nothing is accused.
    """
    pages = (page("limit=2", (thing(1), thing(2)), count=4), page("limit=2&offset=2", (thing(3), thing(4)), count=5))

    assert [] == accused(judge(API, pages))


def test_only_and_skip() -> None:
    """
    Only the checks asked for are reported.
    """
    check_results = judge(API, (), only=("page-length", "envelope"), skip=("envelope",))

    assert ["page-length"] == list(check_results.outcomes)


def test_unknown_check() -> None:
    """
    A check that does not exist is refused, with the nearest one that does.
    """
    with pytest.raises(UnknownName, match="did you mean 'page-length'"):
        judge(API, (), only=("page-lenght",))


def test_catalogue_is_described() -> None:
    """
    Each check has an id in kebab case, and one sentence.
    """
    wrong = [name for name, each in CATALOGUE.items() if not each.sentence.endswith(".") or name != name.lower()]

    assert [] == wrong
