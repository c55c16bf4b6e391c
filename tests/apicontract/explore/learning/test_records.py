"""
Promise: what identifies a row, and where its record stands, is found by one request for each field that may.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import pytest

from apicontract.contract.grades import Grade
from apicontract.explore.learning.pages import identity, list_in, place_in, total_header
from apicontract.explore.learning.records import (
    RecordLearnt,
    form_of,
    learn_records,
    nested_keys,
    record_path,
    unique_fields,
)
from apicontract.explore.learning.statements import Statement

from .scripted import Scripted, answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.explore.learning.asking import Asker

ROWS = [{"name": "Alpha", "code": "x", "maker": 7}, {"name": "Beta", "code": "y", "maker": 7}]


def learnt(
    answers: Mapping[str, Any], rows: list[dict[str, Any]] = ROWS, path: str = "/films", *, absent: bool = True
) -> tuple[RecordLearnt, list[str]]:
    """
    Return what is learnt of the records of a list, and what is asked for that; other paths are not found.
    """
    service = Scripted(lambda path, _: answers.get(path, answer({}, path, 404)))
    return learn_records(cast("Asker", service), path, "films", rows, absent=absent), service.asked


def sentences(found: RecordLearnt) -> list[tuple[str, str]]:
    """
    Return what was found out, with its evidence.
    """
    assert {"films"} >= {each.subject for each in found.statements}
    return [(each.sentence, each.evidence) for each in found.statements]


def test_a_record_stands_at_the_value_that_identifies_its_row() -> None:
    """
    The likeliest field is tried first; then one is asked for that there is not.
    """
    found, asked = learnt({"/films/x": ROWS[0]})

    assert ("code", "/films/x", True) == (found.identifier, found.path, found.alike)
    assert ["/films/x", "/films/no-such-code"] == asked
    assert [
        ("`code` identifies a record, which stands at /films/x", "one request, 2 rows with different values"),
        ("an absent record is answered with 404", "one request"),
    ] == sentences(found)


def test_the_field_that_is_answered_identifies() -> None:
    """
    A field whose path has no record, or another one, identifies none; the next is tried.
    """
    found, asked = learnt({"/films/x": ROWS[1], "/films/Alpha": {**ROWS[0], "more": 1}})

    assert ("name", "/films/Alpha", False) == (found.identifier, found.path, found.alike)
    assert ["/films/x", "/films/Alpha", "/films/no-such-name"] == asked


@pytest.mark.parametrize("body", [[ROWS[0]], {}, {"code": "z"}, b"<p>"])
def test_what_is_not_the_record_of_the_row_is_none(body: Any) -> None:
    """
    A list, another record or no JSON is no record: its field remains the likeliest, and where it stands is not known.
    """
    found, _ = learnt({"/films/x": answer(body)})

    assert ("code", "", []) == (found.identifier, found.path, sentences(found))


def test_where_a_record_stands_is_where_it_was_answered() -> None:
    """
    A redirect tells the path.
    """
    found, _ = learnt({"/films/x": answer(ROWS[0], "/movies/x")})

    assert "/movies/x" == found.path


def test_a_record_is_compared_with_its_own_row() -> None:
    """
    What other rows have says nothing of it.
    """
    found, _ = learnt({"/films/x": ROWS[0]}, [ROWS[0], {**ROWS[1], "more": 1}])

    assert found.alike


def test_five_fields_are_tried() -> None:
    """
    Beyond them nothing is asked, and the first stays what identifies.
    """
    rows = [{f"f{number}": f"{number}{row}" for number in range(7)} for row in "ab"]
    found, asked = learnt({}, rows)

    assert ("f0", "") == (found.identifier, found.path)
    assert [f"/films/{number}a" for number in range(5)] == asked


@pytest.mark.parametrize("rows", [[], [{"on": True}, {"on": False}]])
def test_rows_that_nothing_tells_apart_have_no_records(rows: list[dict[str, Any]]) -> None:
    """
    Without a field that identifies nothing is asked for.
    """
    found, asked = learnt({}, rows)

    assert ("", []) == (found.identifier, asked)


@pytest.mark.parametrize(
    ("rows", "path"),
    [([{"id": 1}, {"id": 2}], "/films/999999999"), ([{"id": "a"}, {"id": 2}], "/films/no-such-id")],
)
def test_an_absent_record_has_a_key_like_those_of_others(rows: list[dict[str, Any]], path: str) -> None:
    """
    A number where the first row has a number, a text where it has one.
    """
    _, asked = learnt({f"/films/{rows[0]['id']}": rows[0]}, rows)

    assert path == asked[-1]


@pytest.mark.parametrize(
    ("absent", "status", "told"),
    [(True, 404, ["an absent record is answered with 404"]), (True, 200, []), (True, None, []), (False, 404, [])],
)
def test_how_an_absent_record_is_answered_is_told(absent: bool, status: int | None, told: list[str]) -> None:  # noqa: FBT001 - a parameter of the test
    """
    What is served whatever the key says nothing, and it is asked for only if somebody wants to know.
    """
    other = None if status is None else answer({}, status=status)
    found, asked = learnt({"/films/x": ROWS[0], "/films/no-such-code": other}, absent=absent)

    assert told == [sentence for sentence, _ in sentences(found)[1:]]
    assert absent == ("/films/no-such-code" in asked)


@pytest.mark.parametrize(
    ("other", "told"),
    [(answer({}, status=301), ["a path without its closing slash is answered with 301"]), (None, [])],
)
def test_a_closing_slash_is_left_out_once(other: Any, told: list[str]) -> None:
    """
    What a path answers without its closing slash is told; a path that has none is not asked for.
    """
    found, asked = learnt({"/films/x/": ROWS[0], "/films": other}, path="/films/")

    assert (["/films/x/", "/films/no-such-code/", "/films"], told) == (
        asked,
        [each for each, _ in sentences(found)[2:]],
    )


def test_what_a_record_nests_is_kept() -> None:
    """
    A field whose row shows the key of what the record nests is told with the nested record.
    """
    maker = {"id": 7, "name": "Acorn"}
    found, _ = learnt({"/films/x": {**ROWS[0], "maker": maker}})

    assert ({"maker": "id"}, {"maker": maker}, True) == (found.nested, found.inside, found.alike)


@pytest.mark.parametrize(
    ("row", "record", "expected"),
    [
        ({"a": 1}, {"a": {"id": 1}}, {"a": "id"}),
        ({"a": "x"}, {"a": {"slug": "x"}}, {"a": "slug"}),
        ({"a": 1}, {"a": {"id": 2}}, {}),
        ({"a": 1}, {"a": {"number": 1}}, {}),
        ({"a": 1}, {"a": 1}, {}),
        ({"a": None}, {"a": {"id": None}}, {}),
        ({"a": {"id": 1}}, {"a": {"id": 1}}, {}),
        ({}, {"a": {"id": 1}}, {}),
        ({"a": 1, "b": 2}, {"a": {"id": 1}, "b": {"pk": 2}}, {"a": "id", "b": "pk"}),
    ],
)
def test_a_row_shows_the_key_of_what_is_nested(
    row: dict[str, Any], record: dict[str, Any], expected: dict[str, str]
) -> None:
    """
    A number or a text that the nested object has under a usual name of keys.
    """
    assert expected == nested_keys(row, record)


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("/films", 7, "/films/7"),
        ("/films/", 7, "/films/7/"),
        ("/films", "a b/c", "/films/a%20b%2Fc"),
        ("/", "x", "/x/"),
    ],
)
def test_a_record_stands_below_its_list(path: str, value: object, expected: str) -> None:
    """
    Its key is escaped, and its path ends as that of the list.
    """
    assert expected == record_path(path, value)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], []),
        ([{"name": "a", "id": 1}], ["id", "name"]),
        ([{"name": "a", "code": "b", "id": 1}, {"name": "c", "code": "d", "id": 2}], ["id", "code", "name"]),
        ([{"a": 1}, {"a": 1}], []),
        ([{"a": 1}, {"a": 2}, {"a": 1}], []),
        ([{"a": 1}, {}], []),
        ([{"a": None}, {"a": 1}], []),
        ([{"a": True}, {"a": False}], []),
        ([{"a": ""}, {"a": "x"}], []),
        ([{"a": 1.5}, {"a": 2.5}], []),
        ([{"a": "http://x/1"}, {"a": "http://x/2"}], []),
        ([{"a": "x"}, {"a": "https://x/2"}], []),
        ([{"a": 1}, {"a": "x"}], ["a"]),
        ([{"a": [1]}, {"a": [2]}], []),
    ],
)
def test_a_field_tells_rows_apart(rows: list[dict[str, Any]], expected: list[str]) -> None:
    """
    Numbers and texts that all rows have, each another one, and no links; those first whose names say it.
    """
    assert expected == list(unique_fields(rows))


A, B = {"id": 1}, {"id": 2}


@pytest.mark.parametrize(
    ("body", "headers", "expected"),
    [
        ([A, B], {}, ((A, B), None, False)),
        ([], {}, ((), None, False)),
        ([A], {"X_Total_Count": "40"}, ((A,), 40, False)),
        ([A], {"X_Total_Count": "many"}, ((A,), None, False)),
        ([A], {"X_Total": "7"}, ((A,), 7, False)),
        ({"count": 9, "results": [A]}, {}, ((A,), 9, True)),
        ({"items": [A, B]}, {}, ((A, B), None, True)),
        ({"items": []}, {}, ((), None, True)),
        ({"meta": {"total": 3}, "data": [A]}, {}, ((A,), 3, True)),
        ([1, 2], {}, None),
        ([A, 1], {}, None),
        ({"id": 1}, {}, None),
        ("text", {}, None),
        (None, {}, None),
        (b"<p>", {}, None),
    ],
)
def test_an_answer_is_a_list_whatever_wraps_it(body: Any, headers: dict[str, str], expected: Any) -> None:
    """
    Rows are records, bare or in an object; how many there are is said in the body or in a header.
    """
    found = list_in(answer(body, **headers))

    assert expected == (found and (found.rows, found.count, found.wrapped))


def test_only_an_answer_that_succeeded_is_a_list() -> None:
    """
    No answer is none, and neither is a refusal in the form of one.
    """
    assert (None, None) == (list_in(None), list_in(answer([A], status=404)))


def test_a_total_is_told_by_the_first_header_that_has_one() -> None:
    """
    Without such a header there is none.
    """
    assert ("X-Total-Count", "") == (total_header(answer([], X_Total="1", X_Total_Count="1")), total_header(answer([])))


def test_rows_are_one_that_are_alike() -> None:
    """
    The order of fields does not count, their types do.
    """
    row = {"a": 1, "b": {"d": 1, "c": 2}}

    assert identity(row) == identity(json.loads('{"b": {"c": 2, "d": 1}, "a": 1}'))
    assert identity({"a": 1}) != identity({"a": True})
    assert [0, 1, None] == [place_in([A, B, A], each) for each in (A, B, {})]


def test_a_statement_is_told_with_its_grade_and_evidence() -> None:
    """
    What it is about stands before it, what shows it behind.
    """
    found = Statement("films", "it holds", "one request"), Statement("paging", "it may hold", "a name", Grade.GUESS)

    assert ["films: it holds (recorded: one request)", "paging: it may hold (guess: a name)"] == list(map(str, found))
    assert ("", 0, 0) == (found[0].key, found[0].seen, found[0].of)


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"error": "gone"}, 404, {"error": "gone"}),
        ([{"id": "NOT_FOUND"}], 404, [{"id": "NOT_FOUND"}]),
        ({"detail": "Not found."}, 404, None),
        ({"error": "there is no no-such-code"}, 404, None),
        ({"error": "gone"}, 410, None),
        ({}, 404, None),
        (b"<p>", 404, None),
    ],
)
def test_words_of_its_own_are_kept(body: Any, status: int, words: Any) -> None:
    """
    A body that says the same of each absent record is learnt, if it is not in the form of the framework.
    """
    found, _ = learnt({"/films/x": ROWS[0], "/films/no-such-code": answer(body, "/films/no-such-code", status)})

    assert words == found.absent


@pytest.mark.parametrize(
    ("answered", "known", "form"),
    [({"id": "0a" * 16}, None, "hex"), ({"id": "0b" * 16}, None, ""), (None, None, ""), (None, "hex", "hex")],
    ids=["read", "another-record", "not-found", "told-by-another-list"],
)
def test_another_spelling_of_a_uuid_is_asked_for_once(
    answered: dict[str, str] | None, known: str | None, form: str
) -> None:
    """
    Capitals and hyphens name a record of 32 digits only where its column reads UUIDs.
    """
    spelled = "/films/0A0A0A0A-0A0A-0A0A-0A0A-0A0A0A0A0A0A"
    service = Scripted(lambda path, _: answered if answered and path == spelled else answer({}, path, 404))
    found = RecordLearnt(identifier="id", path="/films/x")

    assert form == form_of(cast("Asker", service), "/films", found, [{"id": "0a" * 16}], known)
    assert ([spelled] if known is None else []) == service.asked


def test_names_that_are_no_uuids_have_one_spelling() -> None:
    """
    Nothing is asked for them.
    """
    service = Scripted(lambda path, _: answer({}, path, 404))

    assert form_of(cast("Asker", service), "/films", RecordLearnt("code", "/films/x"), ROWS, None) is None
    assert [] == service.asked


@pytest.mark.parametrize(
    ("sentence", "status", "title"),
    [
        ("No Film matches the given query.", 404, "Film"),
        ("Not found.", 404, ""),
        ("No Film matches the given query.", 410, ""),
    ],
)
def test_the_framework_says_what_a_record_is_called(sentence: str, status: int, title: str) -> None:
    """
    Its sentence names the model.
    """
    absent = answer({"detail": sentence}, "/films/no-such-code", status)
    assert title == learnt({"/films/x": ROWS[0], "/films/no-such-code": absent})[0].title
