"""
Promise: what recorded answers show is learnt without a request, and what they do not show is left open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from apicontract.contract.errors import DataError
from apicontract.contract.exchange import Exchange
from apicontract.explore.learning.traffic import learn_traffic

from .scripted import answer

if TYPE_CHECKING:
    from apicontract.explore.learning.learn import ListLearnt

ROWS: list[dict[str, Any]] = [
    {"id": number, "name": name, "size": number * 4 % 7, "maker": number % 2 + 1}
    for number, name in enumerate(("Ida", "Ada", "Eva", "Una", "Ora", "Ian"), 1)
]


def page(query: str = "", rows: list[dict[str, Any]] | None = None, count: int | None = 6) -> Exchange:
    """
    Return a page of films.
    """
    found = ROWS if rows is None else rows
    return answer({"items": found} | ({} if count is None else {"total": count}), f"/films{query}")


def learnt(*exchanges: Exchange) -> ListLearnt:
    """
    Return what is learnt of the first list.
    """
    return learn_traffic(exchanges, "traffic").lists[0]


def told(found: ListLearnt) -> list[tuple[str, str]]:
    """
    Return what was found out of paging.
    """
    return [(each.sentence, each.evidence) for each in found.paging.statements]


def test_lists_are_told_by_their_paths() -> None:
    """
    Each path with rows is a list; records, empty lists and what was no GET are none.
    """
    exchanges = (
        page(),
        answer(ROWS[0], "/films/1"),
        answer([], "/makers"),
        answer([{"id": 1}], "/v1/studios/"),
        Exchange("POST", "http://films.test/other", 200, body=b'[{"id": 1}]'),
        answer([{"id": 1}], "/failed", 500),
    )
    found = learn_traffic(exchanges, "traffic")

    assert [("/films", "films"), ("/v1/studios/", "v1/studios")] == [(each.path, each.name) for each in found.lists]
    assert list(exchanges) == found.exchanges
    assert "what no recorded request asked for was not tried" == found.open[0]


@pytest.mark.parametrize("exchanges", [(), (answer({}),), (answer([]),), (answer(ROWS, status=404),)])
def test_traffic_without_a_list_is_refused(exchanges: tuple[Exchange, ...]) -> None:
    """
    Without rows there is nothing to learn.
    """
    with pytest.raises(DataError, match="no answer that is a list of records"):
        learn_traffic(exchanges, "traffic")


@pytest.mark.parametrize(
    ("exchanges", "rows", "complete"),
    [
        ((page(),), 6, True),
        ((page(rows=ROWS[:5]),), 5, False),
        ((page(count=None),), 6, False),
        ((page(rows=ROWS[:3]), page("?offset=3", ROWS[3:])), 6, True),
        ((page(rows=ROWS[:3]), page(rows=ROWS[:3])), 3, False),
        ((page(count=5), page(count=7)), 6, False),
        ((page("?name=Ida", ROWS[:1], 1), page()), 6, True),
    ],
)
def test_rows_are_all_that_some_answer_showed(exchanges: tuple[Exchange, ...], rows: int, *, complete: bool) -> None:
    """
    Each once; they are all if they are as many as the largest count says.
    """
    found = learnt(*exchanges)

    assert (rows, complete) == (len(found.paging.rows), found.paging.complete)
    assert (found.paging.rows, complete) == (found.alive.known.rows, found.alive.known.complete)


def test_rows_of_plain_pages_stand_first() -> None:
    """
    What only paging asked for shows the natural order, whichever was asked first.
    """
    found = learnt(page("?sort=-id", ROWS[::-1]), page("?offset=0"))

    assert [1, 2, 3, 4, 5, 6] == [row["id"] for row in found.paging.rows]


@pytest.mark.parametrize(
    ("exchanges", "default", "most", "said"),
    [
        (
            (page(rows=ROWS[:2]), page("?offset=2", ROWS[2:5])),
            2,
            3,
            [("a page has 2 rows by default", "1 recorded answers")],
        ),
        (
            (page(rows=ROWS[:3]), page(rows=ROWS[:3]), page("?offset=3&limit=2", ROWS[3:5])),
            3,
            3,
            [("a page has 3 rows by default", "2 recorded answers")],
        ),
        ((page("?offset=2&limit=2", ROWS[2:4]), page("?offset=0&limit=3", ROWS[:3])), 3, 3, []),
    ],
)
def test_a_page_without_parameters_shows_the_default(
    exchanges: tuple[Exchange, ...], default: int, most: int, said: list[tuple[str, str]]
) -> None:
    """
    Its rows are the default, those of the largest page the most; without one the largest is taken for both.
    """
    found = learnt(*exchanges)

    assert (default, most, said) == (found.paging.paging.default_limit, found.paging.paging.maximum_limit, told(found))
    assert bool(said) == ("default_limit" in found.paging.known)


def test_a_list_without_parameters_is_one_page() -> None:
    """
    Nothing is said of the rows of a page where nothing pages.
    """
    found = learnt(page(count=None))

    assert ("", []) == (found.paging.paging.start, told(found))


@pytest.mark.parametrize(
    ("record", "path", "alike"),
    [
        (answer(ROWS[1], "/films/2"), "/films/2", True),
        (answer({**ROWS[1], "more": 1}, "/films/2/"), "/films/2/", False),
        (answer(ROWS[1], "/films/2", 404), "", False),
        (answer(ROWS[1], "/movies/2"), "", False),
        (answer(ROWS[1], "/films/2/cast"), "", False),
        (answer([ROWS[1]], "/films/2"), "", False),
    ],
)
def test_a_record_stands_one_step_below_its_list(record: Exchange, path: str, *, alike: bool) -> None:
    """
    An object that was answered there is a record; whether it has the fields of its row is seen.
    """
    found = learnt(page(), record).record

    assert ("id", path, alike) == (found.identifier, found.path, alike and found.alike)
    assert alike == found.alike


def test_a_record_is_compared_with_its_own_row() -> None:
    """
    What it nests is told by the row with its key.
    """
    maker = {"id": 1, "name": "Acorn"}
    found = learnt(page(), answer({**ROWS[1], "maker": maker}, "/films/2")).record

    assert ({"maker": "id"}, {"maker": maker}) == (found.nested, found.inside)


def by(name: str, *, down: bool = False) -> list[dict[str, Any]]:
    """
    Return the rows sorted by a field.
    """
    return sorted(ROWS, key=lambda row: row[name], reverse=down)


@pytest.mark.parametrize(
    ("exchanges", "parameter", "direction", "fields"),
    [
        ((page("?sort=name", by("name")),), "sort", "", {"name": {False}}),
        ((page("?sort=-name", by("name", down=True)),), "sort", "", {"name": {True}}),
        (
            (page("?sort=name", by("name")), page("?sort=-name", by("name", down=True))),
            "sort",
            "",
            {"name": {False, True}},
        ),
        ((page("?sort=name&order=desc", by("name", down=True)),), "sort", "order", {"name": {True}}),
        ((page("?sort=name&order=DESC", by("name", down=True)),), "sort", "order", {"name": {True}}),
        ((page("?sort=name&order=asc", by("name")),), "sort", "order", {"name": {False}}),
        ((page("?order=name", by("name")),), "order", "", {"name": {False}}),
        ((page("?sort=name", ROWS),), "", "", {}),
        ((page("?sort=name", by("name")[:1]),), "", "", {}),
        ((page("?sort=name", by("name")[:2]),), "sort", "", {"name": {False}}),
        ((page("?sort=title", by("name")),), "", "", {}),
        ((page("?by=name", by("name")),), "", "", {}),
        (
            (page("?sort=maker,name", sorted(ROWS, key=lambda row: (row["maker"], row["name"]))),),
            "sort",
            "",
            {"maker": {False}},
        ),
    ],
)
def test_an_ordering_is_what_rows_stand_in(
    exchanges: tuple[Exchange, ...], parameter: str, direction: str, fields: dict[str, set[bool]]
) -> None:
    """
    A term sorts if two rows at least stand in its order, in the direction that the request says.
    """
    found = learnt(*exchanges).ordering

    assert (parameter, direction, fields) == (found.parameter, found.direction, found.fields)
    assert [f"ordering by `{name}`" for name in fields] == [each.sentence for each in found.statements]
    assert all(each.evidence.startswith("recorded answers, ") for each in found.statements)


@pytest.mark.parametrize(("query", "many"), [("?sort=maker,name", True), ("?sort=maker", False)])
def test_several_terms_are_seen_to_sort(query: str, *, many: bool) -> None:
    """
    Rows that stand in the order of two terms show that ties are sorted.
    """
    rows = sorted(ROWS, key=lambda row: (row["maker"], row["name"]))

    assert many == learnt(page(query, rows)).ordering.many


def containing(text: str) -> list[dict[str, Any]]:
    """
    Return the rows whose names have a text.
    """
    return [row for row in ROWS if text in row["name"].lower()]


@pytest.mark.parametrize(
    ("exchanges", "fields", "certain", "reason"),
    [
        ((page(),), (), True, ""),
        ((page(), page("?q=da", containing("da"), 2)), ("name",), True, ""),
        (
            (page(), page("?q=da", ROWS[3:4], 1)),
            (),
            False,
            "the recorded answers do not show in which fields it searches",
        ),
        ((page(), page("?q=da&maker=2", ROWS[3:4], 1)), ("name",), True, ""),
        (
            (page(), page("?q=da&sort=name", by("name")[:1] + ROWS[:1], 2), page("?sort=name", by("name"))),
            ("name",),
            True,
            "",
        ),
    ],
)
def test_a_search_is_what_its_rows_show(
    exchanges: tuple[Exchange, ...], fields: tuple[str, ...], reason: str, *, certain: bool
) -> None:
    """
    Only requests that nothing else selects count; paging and sorting select nothing.
    """
    found = learnt(*exchanges).search

    assert (fields, certain, reason) == (found.fields, found.certain, found.open_reason)
    assert ("q" if len(exchanges) > 1 else "") == found.parameter


def test_the_evidence_of_a_search_is_told() -> None:
    """
    How many answers showed it, over how many rows.
    """
    found = learnt(page(), page("?q=da", containing("da"), 2)).search.statements

    assert [("`q` searches name", "1 recorded answers, 6 rows", "search", 6, 6)] == [
        (each.sentence, each.evidence, each.key, each.seen, each.of) for each in found
    ]


@pytest.mark.parametrize(
    ("query", "rows", "expected"),
    [
        ("?name=Eva", ROWS[2:3], {"name"}),
        ("?maker=2", [row for row in ROWS if row["maker"] == 2], {"maker"}),
        ("?size_min=5", [row for row in ROWS if row["size"] >= 5], {"size_min"}),
        ("?name=Eva&q=x", ROWS[2:3], set()),
        ("?maker=2", ROWS, set()),
        ("?colour=red", ROWS[2:3], set()),
        ("?limit=1", ROWS[:1], set()),
        ("?format=json", ROWS, set()),
    ],
)
def test_a_filter_is_what_its_rows_show(query: str, rows: list[dict[str, Any]], expected: set[str]) -> None:
    """
    A parameter named like a field filters if its rows are those that it would select.
    """
    found = learnt(page(), page(query, rows, len(rows) if rows is not ROWS else 6))

    assert expected == set(found.alive.effective())


def test_what_nobody_asked_for_is_one_sentence() -> None:
    """
    Recorded answers do not say among which names of parameters nobody looked.
    """
    found = learn_traffic([page(), answer(ROWS[0], "/films/1")], "traffic")

    assert ["what no recorded request asked for was not tried"] == found.open


def test_a_parameter_that_pages_is_known_by_its_name() -> None:
    """
    Rows that nothing counts are paged where a request says where a page begins.
    """
    found = learnt(page("", ROWS[:3], None), page("?offset=3", ROWS[3:], None)).paging.paging

    assert ("offset", "items", 3) == (found.start, found.rows, found.default_limit)
