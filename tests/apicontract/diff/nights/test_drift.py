"""
Promise: `drift` tells what changed, each change once, and takes nothing for gone that was not sampled.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from apicontract.contract.catalog import read_api
from apicontract.contract.exchange import Exchange
from apicontract.contract.files import write_atomically
from apicontract.diff.nights.drift import NightDrift, drift_of
from apicontract.diff.nights.rules import NIGHT_RULES
from apicontract.diff.rules import RULES
from apicontract.evidence.derive import derived_tree, write_tree
from apicontract.evidence.recordings.document import render_document
from apicontract.evidence.runs import Failed, RecordRun

if TYPE_CHECKING:
    from apicontract.contract.model import Api

HOST = "https://orchard.example"
FIRST = dt.datetime(2026, 3, 1, 3, 17, tzinfo=dt.UTC)
SCHEMAS = Path(__file__).parents[3] / "data" / "orchard"


def tree(number: int, **more: Any) -> dict[str, Any]:
    """
    Return a record.
    """
    owner = {"id": number % 2, "name": f"Owner {number % 2}"}
    kind = ("apple", "pear")[number % 2]
    usual = {"id": number, "name": f"Tree {number}", "kind": kind, "visits": number, "remark": "r", "owner": owner}
    return {name: value for name, value in {**usual, **more}.items() if value is not ...}


def answer(night: int, path: str, body: Any, status: int = 200, **headers: str) -> Exchange:
    """
    Return an answer of a night.
    """
    moment = (FIRST + dt.timedelta(days=night)).strftime("%Y-%m-%dT%H:%M:%SZ")
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Exchange("GET", f"{HOST}/1/{path}", status, named, json.dumps(body).encode(), recorded_at=moment)


def page(night: int, *rows: Any, count: int | None = None, path: str = "trees/?limit=100", **headers: str) -> Exchange:
    """
    Return a list as a night answered it.
    """
    total = len(rows) if count is None else count
    return answer(night, path, {"count": total, "next": None, "previous": None, "results": list(rows)}, **headers)


TREES = tuple(map(tree, range(1, 9)))


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Api:
    """
    The contract of a small service, as it is derived from one list.
    """
    folder = tmp_path_factory.mktemp("data")
    for path in ("schemas/orchard-1/api.json", "fixtures/orchard-1/published.json"):
        (folder / path).parent.mkdir(parents=True)
        (folder / path).write_bytes((SCHEMAS / path).read_bytes())
    recorded = folder / "fixtures" / "orchard-1" / "trees" / "recorded" / "0.json"
    recorded.parent.mkdir(parents=True)
    write_atomically(recorded, render_document(page(0, *TREES)))
    write_tree(derived_tree(folder, "orchard-1"))
    return read_api(folder / "schemas" / "orchard-1")


def told(drift: NightDrift) -> list[tuple[str, str]]:
    """
    Return rule and message of each change.
    """
    return [(each.id, each.message) for each in drift.changes]


def but(number: int, **more: Any) -> tuple[Any, ...]:
    """
    Return all trees, one of them with other fields.
    """
    return tuple({**each, **more} if each["id"] == number else each for each in TREES)


def without(*numbers: int) -> tuple[Any, ...]:
    """
    Return the trees less some.
    """
    return tuple(each for each in TREES if each["id"] not in numbers)


#: Name to the answers of two nights, and what is told of the second.
NIGHTS: dict[str, tuple[list[Exchange], list[tuple[str, str]]]] = {
    "nothing": ([page(0, *TREES), page(1, *TREES)], []),
    "a counter": ([page(0, *TREES), page(1, *but(3, visits=9))], []),
    "a number far away": (
        [page(0, *TREES), page(1, *but(3, visits=900))],
        [("drift-bound-exceeded", "visits is 900")],
    ),
    "null": ([page(0, *TREES), page(1, *but(3, remark=None))], [("drift-null-appeared", "remark is null")]),
    "another type": (
        [page(0, *TREES), page(1, *but(3, remark=7))],
        [("drift-type-appeared", "remark is integer, and never was")],
    ),
    "filled": (
        [page(0, *(tree(each, remark=None) for each in range(1, 9))), page(1, *but(3))],
        [("drift-null-filled", "remark is string, and was always null")],
    ),
    "a field in some": (
        [page(0, *TREES), page(1, *(tree(each, remark=... if each < 3 else "r") for each in range(1, 9)))],
        [("drift-field-missing", "remark is missing in some records")],
    ),
    "no field": (
        [page(0, *TREES), page(1, *(tree(each, remark=...) for each in range(1, 9)))],
        [("drift-field-vanished", "remark is missing")],
    ),
    "a further field": (
        [page(0, *TREES), page(1, *(tree(each, crown=2) for each in range(1, 9)))],
        [("drift-field-appeared", "crown is there now")],
    ),
    "a further value": (
        [page(0, *TREES), page(1, *but(3, kind="plum"))],
        [("drift-value-appeared", 'kind is "plum"')],
    ),
    "a longer text": (
        [page(0, *TREES), page(1, *but(3, name="a much longer name"))],
        [("drift-text-longer", "name has 18 characters")],
    ),
    "an unordered page without a row": (
        [page(0, *TREES[::2], *TREES[1::2], count=40), page(1, *TREES[2::2], *TREES[1::2], count=40)],
        [],
    ),
    "a sorted page without a row": (
        [page(0, *TREES, count=40), page(1, *without(4), count=39)],
        [("drift-records-gone", "1 record is gone: Tree 4 (id 4); the collection holds 39, before 40")],
    ),
    "a row behind the end of a sorted page": ([page(0, *TREES, count=40), page(1, *without(8), count=40)], []),
    "a whole list without a row": (
        [page(0, *TREES), page(1, *without(4, 5))],
        [("drift-records-gone", "2 records are gone: Tree 4 (id 4), Tree 5 (id 5); the collection holds 6, before 8")],
    ),
    "a record that answers 404": (
        [answer(0, "trees/4/", tree(4)), answer(1, "trees/4/", {"detail": "Not found."}, 404), page(1, tree(9))],
        [("drift-records-gone", "1 record is gone: Tree 4 (id 4)")],
    ),
    "a selection without a row": (
        [page(0, *TREES[::2], path="trees/?kind=pear"), page(1, *TREES[2::2], path="trees/?kind=pear")],
        [],
    ),
    "a further row of a whole list": (
        [page(0, *TREES), page(1, *TREES, tree(9))],
        [("drift-records-appeared", "1 record is new: Tree 9 (id 9); the collection holds 9, before 8")],
    ),
    "another form of a known record": (
        [page(0, *TREES), answer(1, "trees/3/", tree(3, kind="plum", remark=None))],
        [],
    ),
    "a further row of another page": (
        [page(0, *TREES, count=40), page(1, tree(20), count=40, path="trees/?limit=1&offset=20")],
        [],
    ),
    "a count": (
        [page(0, *TREES, count=40), page(1, *TREES, count=41)],
        [("drift-count-grew", "the collection holds 41 records, before 40")],
    ),
    "a filter that lets others in": (
        [
            page(0, *TREES),
            page(0, *TREES[::2], path="trees/?kind=pear"),
            page(1, *TREES),
            page(1, *TREES, path="trees/?kind=pear"),
        ],
        [("drift-violation-appeared", "filter-kept: kind=pear asks for rows where kind is pear; this row has 'apple'")],
    ),
    "a header": (
        [page(0, *TREES, vary="Accept"), page(1, *TREES, vary="Accept, Cookie")],
        [("drift-header-changed", "Vary is Accept, Cookie")],
    ),
    "a null of a record that nobody recorded": (
        [page(0, *TREES, count=40), page(1, tree(20, remark=None), count=40, path="trees/?limit=1&offset=20")],
        [],
    ),
    "a null of a record that is new": (
        [page(0, *TREES), page(1, *TREES, tree(9, remark=None))],
        [
            ("drift-null-appeared", "remark is null"),
            ("drift-records-appeared", "1 record is new: Tree 9 (id 9); the collection holds 9, before 8"),
        ],
    ),
    "a related record with several new fields": (
        [
            page(0, *(tree(each, owner={"id": 1, "name": "A", "rank": "x"}) for each in range(1, 9))),
            page(1, *(tree(each, owner={"id": 2, "name": "B", "rank": "y"}) for each in range(1, 9))),
        ],
        [("drift-value-appeared", 'name is "B"')],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NIGHTS)
def test_what_is_told_of_a_night(api: Api, name: str) -> None:
    """
    The second of two nights tells what changed, and nothing else.
    """
    exchanges, expected = NIGHTS[name]

    assert expected == told(drift_of(api, exchanges, ()))


@pytest.mark.parametrize("name", [name for name, (_, expected) in NIGHTS.items() if expected])
def test_a_change_is_told_once(api: Api, name: str) -> None:
    """
    The night after, which answers the same, tells nothing.
    """
    exchanges, _ = NIGHTS[name]
    again = [replace(each, recorded_at="2026-03-03T03:17:00Z") for each in exchanges if "03-02" in each.recorded_at]

    assert [] == told(drift_of(api, [*exchanges, *again], ()))


def test_a_page_that_is_asked_later_tells_a_change_no_second_time(api: Api) -> None:
    """
    A field that is gone from one page on one night and from another page on the next is told on the first.
    """
    bare = [tree(each, remark=...) for each in range(1, 9)]
    other = "trees/?limit=100&ordering=-id"
    exchanges = [page(0, *TREES), page(0, *TREES[::-1], path=other), page(1, *bare), page(2, *bare[::-1], path=other)]

    assert ["drift-field-vanished"] == [each.id for each in drift_of(api, exchanges[:3], ()).changes]
    assert [] == told(drift_of(api, exchanges, ()))


def test_a_record_that_never_had_a_field_has_not_lost_it(api: Api) -> None:
    """
    A night that samples other records than the one before compares each with itself.
    """
    bare, other = tree(20, remark=...), "trees/?limit=1&offset=20"
    exchanges = [page(0, *TREES, bare, count=40), page(1, *TREES, count=40), page(2, bare, count=40, path=other)]

    assert [] == told(drift_of(api, exchanges, ()))


def test_what_only_a_new_sample_shows_is_a_remark(api: Api) -> None:
    """
    What is seen first in a record that nobody recorded is no change, and is told as what it is.
    """
    exchanges, _ = NIGHTS["a null of a record that nobody recorded"]

    assert ("first seen, and only in records not recorded before: trees: remark is null",) == drift_of(
        api, exchanges, ()
    ).remarks


def test_how_often_and_since_when_is_told(api: Api) -> None:
    """
    A change says in how many of how many records, which is the first, and between which moments.
    """
    exchanges, _ = NIGHTS["null"]
    drift = drift_of(api, exchanges, ())
    (change,) = drift.changes

    assert ("in 8 records: string", "1 of 8 records; first: Tree 3 (id 3)") == (change.before, change.now)
    assert ("2026-03-01T03:17:00Z", "2026-03-02T00:00:00Z") == (drift.until, drift.begin)
    assert ("trees (default list): remark",) == change.places


def test_another_host_is_another_world(api: Api) -> None:
    """
    What another host answered is not compared.
    """
    other = replace(page(0, *but(3, remark=None)), url="https://elsewhere.example/1/trees/?limit=100")

    assert ["drift-null-appeared"] == [
        each.id for each in drift_of(api, [other, page(0, *TREES), page(1, *but(3, remark=None))], ()).changes
    ]


def test_since_a_moment(api: Api) -> None:
    """
    A moment in place of the last run tells all that changed since.
    """
    exchanges = [page(0, *TREES), page(1, *but(3, remark=None)), page(2, *but(3, remark=None))]
    since = FIRST + dt.timedelta(days=1)

    assert [("drift-null-appeared", "remark is null")] == told(drift_of(api, exchanges, (), since))


def test_nights_that_are_told_together_are_judged_apart(api: Api) -> None:
    """
    A counter that rises while the nights since a moment go by breaks no promise.
    """
    exchanges = []
    for night in range(4):
        rows = [{**each, "visits": each["visits"] + 10 * night} for each in TREES]
        for order, shown in (("visits", rows), ("-visits", rows[::-1])):
            exchanges.append(page(night, *shown, path=f"trees/?limit=100&ordering={order}"))

    rules = {rule for rule, _ in told(drift_of(api, exchanges, (), FIRST + dt.timedelta(days=2)))}
    assert {"drift-bound-exceeded"} == rules


OUT = Failed(f"{HOST}/1/trees/", "status", "status 502")


@pytest.mark.parametrize(
    ("earlier", "failed", "expected"),
    [
        ((), (OUT,), ["drift-outage"]),
        ((OUT,), (OUT,), []),
        ((), (Failed(f"{HOST}/1/trees/", "throttled", "later"),), []),
        ((), (Failed(f"{HOST}/1/trees/", "status", "status 404"),), ["drift-path-refused"]),
        ((), (Failed(f"{HOST}/1/trees/?limit=100", "empty", "an empty list in place of 8 records"),), ["drift-outage"]),
    ],
    ids=["outage", "the same outage", "throttle", "a list that is refused", "an empty list"],
)
def test_a_failure_is_told_as_such(
    api: Api, earlier: tuple[Failed, ...], failed: tuple[Failed, ...], expected: list[str]
) -> None:
    """
    What failed is an outage or a refusal, told once, and nothing that was recorded is gone by it.
    """
    runs = [
        RecordRun("2026-03-01T03:17:00Z", HOST, 1, "2026-03-01T03:17:00Z", earlier),
        RecordRun("2026-03-02T03:17:00Z", HOST, 0, "", failed),
    ]
    drift = drift_of(api, [page(0, *TREES)], runs)

    assert (expected, 0) == ([each.id for each in drift.changes], drift.compared)


def test_rules_that_diff_has_too_weigh_the_same() -> None:
    """
    A kind of change has one level in `diff` and in `drift`.
    """
    common = NIGHT_RULES.keys() & RULES.keys()

    assert {name: RULES[name].level for name in common} == {name: NIGHT_RULES[name].level for name in common}
    assert common
