"""
Requests that are seldom sent: which they are, that right servers are not accused of them, and wrong ones are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from books import BOOKS, api, resource, survey
from reported_faults.gallery import contract, right
from wrong_framework.blocks import (
    broken,
    dropped,
    instead,
    on_answer,
    on_rows,
    reread,
)
from wrong_framework.wsgi import plain

from apicontract.client import Budget, Client, Target
from apicontract.contract.model import Field, Grade, Modes, Setting
from apicontract.diagnosis.records import KnownRecords
from apicontract.planner import gather
from apicontract.planner.rare_requests import more_requests
from apicontract.planner.rare_values import rare_values
from apicontract.reports.of_checks import report_of_run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wrong_framework.blocks import Wronger
    from wrong_framework.wsgi import Application, Asked

    from apicontract.reports.report import Report

#: The first number that 32 bits do not hold with a sign, and the letters that a column often holds.
LARGE, LONG = str(2**31), 255


def _lines(known: KnownRecords) -> dict[str, list[str]]:
    """
    Return what is asked, by question: method, what follows the path of the list, and the headers.
    """
    found: dict[str, list[str]] = {}
    values = set(rare_values(known))
    for misreading, probe in (each for each in more_requests(known) if each not in values):
        query = "&".join(f"{each}={text[:12]}" for each, text in probe.query)
        line = f"{probe.method} {probe.path.removeprefix('/v1/books/')}?{query}"
        found.setdefault(misreading.element, []).append(
            " ".join([line, *(f"{each}: {text}" for each, text in probe.headers)])
        )
    return found


def test_all_that_is_asked() -> None:
    """
    Methods, forms, orderings, unreadable words, long numbers and texts, and what a record does not know.
    """
    origin = "Origin: https://origin.example"

    assert {
        "HEAD with a query": ["HEAD ?limit=1"],
        "a refused method from another origin": [f"OPTIONS ? {origin}"],
        "HEAD of a record": ["HEAD 1/?"],
        "OPTIONS of a record": ["OPTIONS 1/?"],
        "a form by its main type": ["GET ?limit=1 Accept: application/*, text/plain;q=0.5"],
        "an accepted form in other letters": ["GET ?limit=1 Accept: APPLICATION/JSON"],
        "a form beside an unknown one": ["GET ?limit=1 Accept: application/xml, application/json;q=0.5"],
        "no form, from another origin": [f"GET ? Accept: application/xml {origin}"],
        "the same list in another form": ["GET ? Accept: text/html"],
        "the same record in another form": ["GET 1/? Accept: text/html"],
        "a form at odds with what is accepted": ["GET ?format=api Accept: application/json"],
        "an order by a field that is not documented": ["GET ?ordering=title", "GET ?ordering=sold"],
        "an order by a field that is not documented, down": ["GET ?ordering=-title", "GET ?ordering=-sold"],
        **{f"an unreadable boolean: {text}": [f"GET ?sold={text}"] for text in ("yes", "t", "on", "null", "2")},
        "a size of more than 31 bits": ["GET ?limit=2147483648"],
        "a start of more than 31 bits": ["GET ?offset=2147483648"],
        "a value of more than 31 bits": ["GET ?pages__gt=2147483648"],
        "a long search": ["GET ?search=xxxxxxxxxxxx"],
        "paging of a record": ["GET 1/?limit=1&offset=9"],
    } == _lines(survey("sold", "pages__gt", "pages__in"))


def test_rare_values_are_among_them() -> None:
    """
    Whoever takes up these requests has those for rare values, too.
    """
    known = survey("sold", "title")

    assert set() < set(rare_values(known)) <= set(more_requests(known))


def test_what_cannot_be_asked_is_left_out() -> None:
    """
    Without records, other forms, modes, orderings, search and filters, methods and numbers are left.
    """
    bare = resource(search=(), ordering=(), modes=Modes((), "normal", "normal"))
    plain_api = api(bare)
    behaviour = plain_api.behaviour | {"representations": Setting(["json"], Grade.FRAMEWORK)}
    known = KnownRecords(replace(plain_api, behaviour=behaviour), bare, (), complete=True)

    assert [
        "HEAD with a query",
        "a refused method from another origin",
        "a form by its main type",
        "an accepted form in other letters",
        "a form beside an unknown one",
        "no form, from another origin",
        "a size of more than 31 bits",
        "a start of more than 31 bits",
    ] == list(_lines(known))


def test_what_other_lists_understand() -> None:
    """
    A list without a search or an order is asked for one, if another list of the API has it.
    """
    bare, names = resource(search=(), ordering=()), {"a search where none is", "an order where none is"}
    alone, beside = ({"books": bare} | more for more in ({}, {"others": resource(name="others")}))
    none, asked = (
        _lines(KnownRecords(api(bare, resources=each), bare, BOOKS, complete=True)) for each in (alone, beside)
    )

    assert set() == names & none.keys()
    assert ["GET ?search=Emma"] == asked["a search where none is"]
    assert ["GET ?ordering=id", "GET ?ordering=-id"] == asked["an order where none is"]


def test_keys_in_capitals() -> None:
    """
    A record is asked for by a UUID in capitals, if that has letters.
    """
    uuids = resource(identifier=Field("id", "id", "uuid"))
    rows = [{**BOOKS[0], "id": "18f135d2-5f55-4203-b018-50c5a38fd547"}]

    assert ["GET 18F135D2-5F55-4203-B018-50C5A38FD547/?"] == _lines(
        KnownRecords(api(uuids), uuids, rows, complete=True)
    )["a record by its key in capitals"]


def _reports(name: str, application: Application, chosen: str, *questions: str) -> Iterator[Report]:
    """
    Yield what a short run finds, and what it does with the requests of some questions, or of all, behind it.
    """
    with Client(Target("x", "http://mock.test", application=application), budget=Budget(200)) as client:
        run = gather(contract(name), client, resources=(chosen,), budget=12, strict=True)
        yield report_of_run(run)
        walk = run.walks[chosen]
        known = KnownRecords(contract(name), run.asked[0], walk.rows, walk.complete)
        for misreading, probe in more_requests(known):
            if not questions or misreading.element in questions:
                run.send(probe, fresh=True)
        yield report_of_run(run)


#: Lists of both APIs that differ in what can be asked of them.
LISTS = [("launches", name) for name in ("spacecraft", "agencies", "config/agency_types")]
LISTS += [("library", name) for name in ("books", "books/recent", "authors", "loans", "config/desks")]


@pytest.mark.parametrize(("name", "chosen"), LISTS)
def test_right_servers_are_not_accused(name: str, chosen: str) -> None:
    """
    Whatever is asked of the framework, there is nothing to complain about.
    """
    found = [each for report in _reports(name, right(name), chosen) for each in report.findings]

    assert [] == [(each.rule, each.message, each.curl) for each in found]


def _by_name(rows: list[Any], asked: Any) -> list[Any]:
    return sorted(rows, key=lambda row: row.name, reverse=asked.get("ordering").startswith("-"))


def _heads(asked: Asked) -> bool:
    return asked.method == "HEAD"


ANSWERED = on_answer(lambda answer, _: replace(answer, status="200 OK"), lambda each: _heads(each) and bool(each.text))
ANSWERED_OF_ONE = on_answer(
    lambda answer, _: replace(answer, status="200 OK"), lambda each: _heads(each) and bool(each.identifier)
)
CLOSED_TO_OTHERS = on_answer(
    lambda answer, _: answer.but_header("Access-Control-Allow-Origin", None),
    lambda each: "xml" in each.header("Accept"),
)


def _refusing(accepted: str) -> Wronger:
    """
    Find no form where the header begins so.
    """
    return instead(
        lambda _: plain("406 Not Acceptable", {"detail": "Could not satisfy the request Accept header."}),
        lambda each: each.header("Accept").startswith(accepted),
    )


#: Question to a server that is wrong there alone, and the check that says so.
WRONG: dict[str, tuple[Wronger, str]] = {
    "HEAD with a query": (ANSWERED, "method-refused"),
    "HEAD of a record": (ANSWERED_OF_ONE, "method-refused"),
    "no form, from another origin": (CLOSED_TO_OTHERS, "cross-origin"),
    "a form beside an unknown one": (_refusing("application/xml,"), "request-answered"),
    "an accepted form in other letters": (_refusing("APPLICATION"), "request-answered"),
    "an order by a field that is not documented": (
        on_rows(_by_name, lambda each: each.get("ordering") in ("name", "-name")),
        "pages-tile",
    ),
    "an unreadable boolean: yes": (
        reread("in_space", lambda text: "true" if text == "yes" else text),
        "filter-unreadable",
    ),
    "an unreadable boolean: on": (broken(lambda each: each.get("in_space") == "on"), "server-error"),
    "a start of more than 31 bits": (dropped("offset", lambda each: each.get("offset") == LARGE), "past-the-end"),
    "a search beyond ASCII": (broken(lambda each: not each.get("search").isascii()), "server-error"),
    "_ in a text: exact": (broken(lambda each: "_" in each.get("name")), "server-error"),
    "another spelling: related 2": (
        dropped("spacecraft_config", lambda each: "+" in each.get("spacecraft_config")),
        "filter-kept",
    ),
    "a long search": (broken(lambda each: len(each.get("search")) > LONG), "server-error"),
}


@pytest.mark.parametrize("question", WRONG)
def test_wrong_servers_are(question: str) -> None:
    """
    A server that is wrong in one of these requests alone is told by it, and by nothing before it.
    """
    wrong, rule = WRONG[question]
    before, after = (
        {each.rule for each in report.findings}
        for report in _reports("launches", wrong(right("launches")), "spacecraft", question)
    )

    assert (set(), True) == (before, rule in after)
