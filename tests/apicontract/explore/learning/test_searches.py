"""
Promise: a search is known by the smallest set of fields that explains every answer to it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from apicontract.explore.learning.deciding import KnownRows
from apicontract.explore.learning.pages import ListAnswer
from apicontract.explore.learning.searches import SearchExperiment, SearchLearnt, searched_fields

from .asked_rows import InMemory, asked
from .scripted import answer

if TYPE_CHECKING:
    from collections.abc import Callable

FOX: list[dict[str, Any]] = [
    {"id": 1, "name": "Alpha", "note": "red fox"},
    {"id": 2, "name": "Beta", "note": "alpha dog"},
    {"id": 3, "name": "Gamma", "note": "fox den"},
]


def answered(*keys: int, count: int | None = None) -> ListAnswer:
    """
    Return an answer with these rows; one that is not among those known has another key.
    """
    rows = tuple(next((row for row in FOX if row["id"] == key), {"id": key}) for key in keys)
    return ListAnswer(answer([*rows]), rows, count)


@pytest.mark.parametrize(
    ("answers", "size", "expected"),
    [
        ([], 10, (("name",), False)),
        ([("alpha", answered(1))], 10, (("name",), True)),
        ([("ALPHA", answered(1))], 10, (("name",), True)),
        ([("alpha", answered(1, 2))], 10, (("name", "note"), True)),
        ([("fox", answered(1, 3))], 10, (("note",), False)),
        ([("fox", answered(1, 3)), ("beta", answered(2))], 10, (("name", "note"), True)),
        ([("fox", answered(1, 3)), ("beta", answered())], 10, (("note",), True)),
        ([("zebra", answered())], 10, (("name",), False)),
        ([("alpha", answered(3))], 10, ((), False)),
        ([("alpha", answered())], 10, ((), False)),
        ([("alpha", answered(1, count=1))], 10, (("name",), True)),
        ([("alpha", answered(1, count=2))], 10, ((), False)),
        ([("alpha", answered(1, count=2))], 1, (("name", "note"), True)),
        ([("alpha", answered(1))], 1, (("name",), False)),
        ([("alpha", answered(1, 2))], 1, ((), False)),
        ([("zebra", answered(9))], 10, ((), False)),
    ],
)
def test_the_fields_are_those_that_explain_every_answer(
    answers: list[tuple[str, ListAnswer]], size: int, expected: tuple[tuple[str, ...], bool]
) -> None:
    """
    Rows and count are those that the text selects, as far as a page shows them, and small sets of fields come first.
    """
    assert expected == searched_fields(KnownRows(list(FOX), complete=True), answers, size)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([("alpha", answered(1))], (("name",), False)),
        ([("alpha", answered(2))], (("note",), False)),
        ([("alpha", answered(1, 2))], (("name", "note"), True)),
        ([("zebra", answered(1, 2, 3))], (("name",), False)),
        ([("zebra", answered(1, 2))], ((), False)),
    ],
)
def test_of_a_list_that_was_read_in_part_rows_may_be_missing(
    answers: list[tuple[str, ListAnswer]], expected: tuple[tuple[str, ...], bool]
) -> None:
    """
    An answer shows some of the rows that a text selects; one that shows all that are known excludes nothing.
    """
    assert expected == searched_fields(KnownRows(list(FOX), complete=False), answers, 10)


def test_eight_fields_of_texts_are_taken_into_account() -> None:
    """
    A search in a ninth one is not explained, and numbers are no texts.
    """
    row = {"n": 1, **{f"f{number}": f"text {number}" for number in range(9)}}
    known = KnownRows([row], complete=True)
    found = [
        searched_fields(known, [(f"text {number}", ListAnswer(answer([row]), (row,), None))], 10) for number in (7, 8)
    ]

    assert [("f7",), ()] == [fields for fields, _ in found]


WORDS = ["Silent Running", "Running Water", "Water World", "World Apart", "Apart Together", "Together Alone"]
ROWS: list[dict[str, Any]] = [
    {"id": number, "title": title, "place": f"{WORDS[number * 5 % 6].split()[0]}town", "size": number}
    for number, title in enumerate(WORDS)
]


def within(*fields: str) -> Callable[[dict[str, Any], str], bool]:
    """
    Return a search for a text as it stands.
    """
    return lambda row, text: any(text.lower() in row[each].lower() for each in fields)


def each_word(*fields: str) -> Callable[[dict[str, Any], str], bool]:
    """
    Return a search for each word of a text.
    """
    return lambda row, text: all(any(word in row[each].lower() for each in fields) for word in text.lower().split())


def learnt(
    name: str, use: Callable[[dict[str, Any], str], bool], *, alone: bool = False, left: int = 40, until: int = 0
) -> tuple[SearchLearnt, InMemory]:
    """
    Return what is learnt of a list that searches by a parameter.
    """
    service = InMemory(ROWS, {name: use}, alone=alone, left=left)
    return SearchExperiment(asked(service), until).run(), service


@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize("name", ["search", "q", "text"])
@pytest.mark.parametrize("fields", [("title",), ("place",), ("title", "place")])
def test_parameter_and_fields_are_found(name: str, fields: tuple[str, ...], *, alone: bool) -> None:
    """
    Whatever the name and the fields, they are found, together or each name alone.
    """
    found, service = learnt(name, within(*fields), alone=alone)

    assert (name, fields, True, True, "") == (
        found.parameter,
        found.fields,
        found.certain,
        found.tried,
        found.open_reason,
    )
    said = found.statements[-1]
    assert (f"`{name}` searches {', '.join(fields)}", f"{len(service.queries)} requests, 6 rows") == (
        said.sentence,
        said.evidence,
    )
    assert ("search", 6, 6) == (said.key, said.seen, said.of)


@pytest.mark.parametrize(("use", "words"), [(within("title"), False), (each_word("title"), True)])
def test_two_words_in_the_wrong_order_tell_whether_words_are_searched(use: Any, *, words: bool) -> None:
    """
    They find a record that has both only where each is searched for itself.
    """
    found, service = learnt("q", use)

    assert words == found.words
    said = "words are searched each for itself" if words else "a text is searched as it stands"
    assert [(said, "one request, 'running silent'")] == [
        (each.sentence, each.evidence) for each in found.statements[:-1]
    ]
    assert {"q": "running silent"} == service.queries[-1]


def test_what_selects_by_other_things_is_left_open() -> None:
    """
    A parameter that selects rows, but none that have the text, is told and not declared.
    """
    found, _ = learnt("q", lambda row, _: row["size"] == 3)

    assert ("q", ()) == (found.parameter, found.fields)
    assert "it selects rows, but not those that contain the text in some of their fields" == found.open_reason


def test_rows_may_be_found_by_what_no_row_shows() -> None:
    """
    Where all rows that hold a text in a field are found each time, and others with them, that is a guess.
    """
    shown = within("title")
    found, service = learnt("q", lambda row, text: shown(row, text) or row["id"] == 3)
    said = found.statements[-1]

    assert ("q", ("title",), True, False, "") == (
        found.parameter,
        found.fields,
        found.hidden,
        found.certain,
        found.open_reason,
    )
    assert ("`q` searches title, and what no row shows", "guess") == (said.sentence, said.grade.value)
    assert len({each["q"] for each in service.queries if set(each) == {"q"}}) >= 3


def test_a_search_of_which_nothing_was_asked_is_left_open() -> None:
    """
    That a parameter has an effect says nothing of the fields in which it searches.
    """
    found, service = learnt("text", within("title"), left=4)

    assert ("", ()) == (found.parameter, found.fields) or found.open_reason
    assert 4 == len(service.queries)


def test_what_has_no_effect_is_no_search() -> None:
    """
    The usual names are asked for at once, and none is found.
    """
    found, service = learnt("elsewhere", within("title"))

    assert ("", True, 1) == (found.parameter, found.tried, len(service.queries))


def test_without_a_request_nothing_was_tried() -> None:
    """
    Where all requests are for others, nothing is asked, and that is said.
    """
    found, service = learnt("q", within("title"), left=5, until=5)

    assert (SearchLearnt(), []) == (found, service.queries)


@pytest.mark.parametrize("until", [0, 3])
def test_no_more_is_asked_than_may_be(until: int) -> None:
    """
    As many requests are left as others need.
    """
    for left in range(until, until + 8):
        _, service = learnt("text", within("title", "place"), left=left, until=until)

        assert service.left >= until


def test_rows_without_texts_are_not_searched() -> None:
    """
    Numbers alone have nothing to search in.
    """
    service = InMemory([{"id": 1, "size": 4}, {"id": 2, "size": 5}])

    assert (SearchLearnt(), []) == (SearchExperiment(asked(service)).run(), service.queries)


def test_what_every_row_has_is_not_searched_for() -> None:
    """
    A text that all rows have would tell nothing of a search.
    """
    service = InMemory([{"id": 1, "name": "same"}, {"id": 2, "name": "same"}])

    assert (SearchLearnt(), []) == (SearchExperiment(asked(service)).run(), service.queries)


def test_the_text_is_a_piece_from_within_a_word() -> None:
    """
    A search for whole words finds nothing by it, and shows itself.
    """
    _, service = learnt("q", within("title"))
    pieces = {text for query in service.queries for text in query.values()}
    words = {
        word for row in ROWS for text in (row["title"], row["place"]) for word in re.findall("[a-z]+", text.lower())
    }

    assert pieces.isdisjoint(words)
    assert all(len(each) >= 3 for each in pieces)


@pytest.mark.parametrize(("searched", "fields"), [(("name", "by__name"), ("name", "by__name")), (("name",), ("name",))])
def test_texts_of_other_lists_are_searched_too(searched: tuple[str, ...], fields: tuple[str, ...]) -> None:
    """
    What rows lead to in other lists is held against the answers like what they show.
    """
    names = ["Alpha One", "Beta Two", "Gamma Three", "Delta Four"]
    makers = ["Pia\nUlf", "Ulf", "Quirin", "Xaver"]
    texts = {
        name: f"{name if 'name' in searched else ''}|{by if 'by__name' in searched else ''}".lower()
        for name, by in zip(names, makers, strict=True)
    }
    rows = [{"id": number, "name": name} for number, name in enumerate(names)]
    service = InMemory(rows, {"q": lambda row, text: text.lower() in texts[row["name"]]})

    found = SearchExperiment(asked(service), followed={"by__name": makers}).run()

    assert (fields, {*fields} - {"name"}) == (found.fields, {*found.followed})
