"""
A finding weighs what the data of the API say of the promise that is broken.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from handmade import API, answer, page, thing

from apicontract.checks import CATALOGUE, Verdict, judge
from apicontract.checks.answers import ParsedExchange
from apicontract.checks.limits import limit_grade
from apicontract.cli.grading import unfounded_promises
from apicontract.contract.grades import Grade, Promise
from apicontract.reports.of_checks import report_of
from apicontract.semantics.request import parse_request

if TYPE_CHECKING:
    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api

ROWS = tuple(map(thing, range(1, 5)))
#: A page of three rows that was asked for four.
SHORT = page("limit=4", ROWS[:3], count=9)


def promising(grade: Grade, **changes: Grade) -> Api:
    """
    Return the API with one grade for each promise; names of changes have low lines for hyphens.
    """
    promises = {name: Promise(grade, "a test") for name in CATALOGUE}
    changed = {name.replace("_", "-"): Promise(each, "a test") for name, each in changes.items()}
    return replace(API, promises={**promises, **changed})


def levels(api: Api, *exchanges: Exchange, strict: bool = False) -> dict[str, str]:
    """
    Return the checks that found something, each with how much it weighs.
    """
    return {each.check: each.level.name.lower() for each in judge(api, exchanges, strict=strict).violations}


@pytest.mark.parametrize("grade", [each for each in Grade if each.promises])
def test_a_promise_weighs_what_the_data_say(grade: Grade) -> None:
    """
    What the service said or showed is violated; what is only inferred warns, and is violated when strict.
    """
    found = page("", (ROWS[0], ROWS[0]))

    assert {"rows-unique": "warning" if grade.inferred else "violation"} == levels(promising(grade), found)
    assert {"rows-unique": "violation"} == levels(promising(grade), found, strict=True)


def test_nothing_is_promised_of_what_the_service_contradicts() -> None:
    """
    A habit that the service's own answers break is not held against it, also when strict, and is told undecided.
    """
    api, found = promising(Grade.FRAMEWORK, rows_unique=Grade.CONTRADICTED), page("", (ROWS[0], ROWS[0]))

    judged = judge(api, [found], strict=True)

    assert {} == levels(api, found, strict=True)
    assert Verdict.UNDECIDED is judged.outcomes["rows-unique"].verdict
    (told,) = (each for each in report_of(api, judged, target="x").verdicts if each.rule == "rows-unique")
    assert "not promised: answers of the service itself show otherwise" == told.reason


def test_what_was_never_tried_is_a_note() -> None:
    """
    A habit that no answer of the service bore on accuses nobody, also when strict; what is different is told.
    """
    api, found = promising(Grade.FRAMEWORK, rows_unique=Grade.UNTRIED), page("", (ROWS[0], ROWS[0]))

    judged = judge(api, [found], strict=True)

    assert {"rows-unique": "note"} == levels(api, found, strict=True)
    assert Verdict.UNDECIDED is judged.outcomes["rows-unique"].verdict
    (told,) = (each for each in report_of(api, judged, target="x").verdicts if each.rule == "rows-unique")
    assert "not promised: usual, and neither seen nor tried at this service" == told.reason


@pytest.mark.parametrize(
    ("grade", "expected"), [(Grade.CONTRADICTED, {}), (Grade.UNTRIED, {"rows-unique": "note"}), (Grade.FRAMEWORK, None)]
)
@pytest.mark.parametrize(
    ("query", "promise"),
    [
        ("limit=0", "limit_unreadable"),
        ("limit=5000", "limit_clamped"),
        ("no-such-parameter=1", "parameter_undeclared"),
        ("limit=4&limit=2", "parameter_repeated"),
    ],
)
def test_what_relies_on_nothing_promised_accuses_nobody(
    query: str, promise: str, grade: Grade, expected: dict[str, str] | None
) -> None:
    """
    Where a part of a query hangs on a habit that the service does not have, nothing follows from its answer.
    """
    api, found = promising(Grade.RECORDED, **{promise: grade}), page(query, (ROWS[0], ROWS[0]))

    weighed = {name: level for name, level in levels(api, found, strict=True).items() if name == "rows-unique"}

    assert weighed == ({"rows-unique": "violation"} if expected is None else expected)


def test_a_failure_has_no_excuse() -> None:
    """
    A server that fails on a text which only habit reads has failed all the same.
    """
    api = promising(Grade.RECORDED, limit_unreadable=Grade.CONTRADICTED)

    assert {"server-error": "violation"} == levels(api, answer("limit=abc", status=500), strict=True)


@pytest.mark.parametrize(
    ("grade", "expected"), [(Grade.FRAMEWORK, "contradicted"), (Grade.GUESS, "contradicted"), (Grade.RECORDED, "")]
)
def test_a_habit_is_contradicted_by_answers(grade: Grade, expected: str) -> None:
    """
    What only habit promises is contradicted by an answer that breaks it; what evidence states is not.
    """
    found = page("", (ROWS[0], ROWS[0]))

    stated = unfounded_promises(promising(grade), [found])

    assert expected == stated.get("rows-unique", {"grade": ""})["grade"]
    assert not expected or found.url == stated["rows-unique"]["source"]


def test_a_habit_is_untried_where_no_answer_bears_on_it() -> None:
    """
    What answers keep in one sitting stays usual, whatever the others say; what none bears on is untried.
    """
    stated = unfounded_promises(promising(Grade.FRAMEWORK), [page("", ROWS, count=9)], [answer("", "no list")])

    assert "rows-unique" not in stated
    assert "untried" == stated["slash-redirect"]["grade"]


def test_without_data_the_framework_alone_speaks() -> None:
    """
    An API that says nothing of its promises is warned of, whatever is wrong.
    """
    bare = replace(API, promises={})
    wrong = (page("", (ROWS[0], ROWS[0])), answer(status=500), answer("", "no list"))

    assert {"warning"} == set(levels(bare, *wrong).values())
    assert {"violation"} == set(levels(bare, *wrong, strict=True).values())
    assert Grade.FRAMEWORK is bare.grade_of("rows-unique")


@pytest.mark.parametrize(
    ("query", "promise"),
    [
        ("", "limit-default"),
        ("limit=x", "limit-default"),
        ("limit=0", "limit-default"),
        ("limit=2", "limit-default"),
        ("limit=4", "limit-clamped"),
        ("limit=50", "limit-clamped"),
    ],
)
def test_the_limit_that_counts_has_a_grade(query: str, promise: str) -> None:
    """
    A page hangs on the default where no limit is set or a smaller one, and on the maximum where a larger one is.
    """
    api = promising(Grade.RECORDED, limit_default=Grade.PUBLISHED, limit_clamped=Grade.FAQ)
    exchange = page(query.replace("x", "3")) if "x" not in query else answer(query, {})

    assert api.grade_of(promise) is limit_grade(api, ParsedExchange(exchange, parse_request(api, exchange), api.paging))


def test_a_guessed_default_makes_no_limit_sure() -> None:
    """
    Where the default is a guess, a small limit may lie above the maximum, too.
    """
    api = promising(Grade.RECORDED, limit_default=Grade.GUESS, limit_clamped=Grade.FAQ)
    exchange = page("limit=2")

    assert Grade.FAQ is limit_grade(api, ParsedExchange(exchange, parse_request(api, exchange), api.paging))


def test_a_guessed_maximum_explains_a_short_page() -> None:
    """
    A page that holds fewer rows than were asked is a warning where the maximum is a guess, else a violation.
    """
    guessed = promising(Grade.RECORDED, limit_clamped=Grade.GUESS)

    assert ("warning", "violation") == tuple(
        levels(api, SHORT)["page-length"] for api in (guessed, promising(Grade.FAQ))
    )


def test_a_guessed_maximum_explains_a_link() -> None:
    """
    A link with another limit than the one asked is a warning where the maximum is a guess, else a violation.
    """
    page_ = page("limit=4", ROWS, count=9)
    cut = page("limit=4", ROWS, count=9, next=page_.json["next"].replace("limit=4", "limit=3"))
    guessed = promising(Grade.RECORDED, limit_clamped=Grade.GUESS)

    assert [{"link-limit": "warning"}, {"link-limit": "violation"}] == [
        levels(api, cut) for api in (guessed, promising(Grade.RECORDED))
    ]


def test_no_maximum_explains_rows_past_the_end() -> None:
    """
    Rows where the count says that there are none are wrong, whatever the limits are.
    """
    late = page("limit=4&offset=9", ROWS[:1], count=3, next=None)

    assert "violation" == levels(promising(Grade.RECORDED, limit_clamped=Grade.GUESS), late)["past-the-end"]


def test_how_a_link_is_escaped_is_doubtful() -> None:
    """
    Links that only escape their parameters otherwise are a warning; links in another order are a violation.
    """
    right = page("limit=2&note=a+b", ROWS[:2], count=4).json["next"]
    escaped, unsorted = right.replace("+", "%20"), right.replace("limit=2&", "") + "&limit=2"
    api = promising(Grade.RECORDED)

    assert ["warning", "violation"] == [
        levels(api, page("limit=2&note=a+b", ROWS[:2], count=4, next=link)).get("link-encoding")
        for link in (escaped, unsorted)
    ]
