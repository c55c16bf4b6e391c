"""
Search terms and ordering terms.
"""

from __future__ import annotations

import pytest

from apicontract.contract.model import Field, Modes, Resource, World
from mockserver.engine.collection import Collection, fold
from mockserver.engine.query import order, ordering_terms, search, search_terms
from mockserver.http.refusals import Refusal

RECORDS = [
    {"id": 1, "name": "Örn", "crew": [{"name": "Ann"}, {"name": "Bob"}], "size": 2},
    {"id": 2, "name": "straße", "crew": [], "size": None},
    {"id": 3, "name": None, "crew": [{"name": "Cid Bob"}], "size": 10},
]
RESOURCE = Resource(
    name="ships",
    title="Ship",
    entity="ships",
    identifier=Field("id", "id", "integer"),
    modes=Modes((), "normal", "normal"),
    shapes={},
    search=(Field("name", "name"), Field("crew__name", "crew.name")),
    ordering=(Field("size", "size", "integer"), Field("id", "id", "integer")),
    default_ordering=("-id",),
)


@pytest.fixture
def ships() -> Collection:
    """
    Three records with what is hard: letters, lists, nulls.
    """
    return Collection(RESOURCE, World("w", {"ships": RECORDS}))


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("craft 1", ("craft", "1")),
        ("craft,1", ("craft", "1")),
        ('"craft 1"', ("craft 1",)),
        ("'craft 1' x", ("craft 1", "x")),
        ('"a,b"', ("a,b",)),
        ("", ()),
        (" , ,,", ()),
        ('"', ("",)),
        ('""', ("",)),
        ('"Soyuz', ('"Soyuz',)),
        (r'"a\"b"', ('a"b',)),
        ('a"b c"d,e', ('a"b c"d', "e")),
        (',"a b",', ("a b",)),
    ],
)
def test_terms_are_split_as_the_framework_does(text: str, terms: tuple[str, ...]) -> None:
    """
    Blanks and commas separate, quotes keep together, an unbalanced quote is text.
    """
    assert search_terms(text, quoted=True) == terms


def test_older_split_knows_no_quotes() -> None:
    """
    Before quotes counted, commas were blanks and NUL vanished.
    """
    assert search_terms('"a\x00 b",c', quoted=False) == ('"a', 'b"', "c")


def test_nul_is_refused() -> None:
    """
    A NUL character is answered with 400 and a bare list.
    """
    with pytest.raises(Refusal) as refusal:
        search_terms("a\x00", quoted=True)
    assert (refusal.value.status, refusal.value.body) == (400, ["Null characters are not allowed."])


@pytest.mark.parametrize(
    ("terms", "rows"),
    [
        (("ö",), [0]),
        (("STRAßE",), [1]),
        (("strasse",), []),
        (("bob",), [0, 2]),
        (("ann", "bob"), []),
        (("örn", "ann"), [0]),
        (("cid", "bob"), [2]),
        (("",), [0, 1, 2]),
    ],
)
def test_terms_meet_in_one_joined_row(ships: Collection, terms: tuple[str, ...], rows: list[int]) -> None:
    """
    All terms must be found in the record and the same member of its list (case-insensitive).
    """
    assert list(search(ships, ships.rows, terms)) == rows


def test_resources_of_one_entity_share_the_texts() -> None:
    """
    What is searched is read once for all lists of the same records that search the same fields.
    """
    world, columns = World("w", {"ships": RECORDS}), {}
    first, second = (Collection(RESOURCE, world, columns) for _ in range(2))

    assert first.joined is second.joined


def test_folding_keeps_the_length() -> None:
    """
    Letter case is removed character by character.
    """
    assert fold("straße ŉ ä") == "STRAßE ŉ Ä"


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("size", [("size", False)]),
        (" -size , id ", [("size", True), ("id", False)]),
        ("--size,+id,ID,pk,name", [("id", True)]),
        ("x,-size", [("size", True)]),
        ("", [("id", True)]),
        (None, [("id", True)]),
    ],
)
def test_unknown_terms_are_dropped(ships: Collection, text: str | None, terms: list[tuple[str, bool]]) -> None:
    """
    Undocumented terms are dropped one by one; if none is left the default ordering applies.
    """
    assert [(field.name, descending) for field, descending in ordering_terms(ships, text)] == terms


@pytest.mark.parametrize(("text", "terms"), [(",", []), (",,", []), ("", [("id", True)]), (",size", [("size", False)])])
def test_commas_alone_ask_for_the_natural_order(ships: Collection, text: str, terms: list[tuple[str, bool]]) -> None:
    """
    Where unknown terms are refused, empty ones replace the default ordering by none.
    """
    assert [(field.name, descending) for field, descending in ordering_terms(ships, text, strict=True)] == terms


@pytest.mark.parametrize(
    ("term", "nulls_last", "rows"),
    [("size", True, [0, 2, 1]), ("-size", True, [1, 2, 0]), ("size", False, [1, 0, 2]), ("-size", False, [2, 0, 1])],
)
def test_nulls_stand_at_one_end(ships: Collection, term: str, nulls_last: bool, rows: list[int]) -> None:  # noqa: FBT001 - a case
    """
    Nulls are last when ascending and first when descending, or the other way round.
    """
    assert list(order(ships, ships.rows, ordering_terms(ships, term), nulls_last=nulls_last)) == rows


def test_ties_keep_the_natural_order() -> None:
    """
    Equal keys keep the order of the records, in both directions.
    """
    tied = Collection(RESOURCE, World("w", {"ships": [{"id": n, "size": 1} for n in (5, 3, 4)]}))
    for term in ("size", "-size"):
        assert list(order(tied, tied.rows, ordering_terms(tied, term), nulls_last=True)) == [0, 1, 2]


def test_entity_without_table_is_empty() -> None:
    """
    A resource whose entity the world does not hold lists nothing.
    """
    assert list(Collection(RESOURCE, World("w", {})).rows) == []


def test_rows_that_were_chosen_before_are_remembered(ships: Collection) -> None:
    """
    The same steps lead to the same rows, which are made once; other steps, or the same on other rows, are not the same.
    """
    size = ((RESOURCE.ordering[0], False),)
    found = search(ships, ships.rows, ["bob"])
    ordered = order(ships, found, size, nulls_last=True)

    assert ([0, 2], [0, 2]) == ([*found], [*ordered])
    assert found is search(ships, ships.rows, ["bob"])
    assert ordered is order(ships, found, size, nulls_last=True)
    assert [1, 0, 2] == [*order(ships, ships.rows, size, nulls_last=False)]
    assert [0, 2, 1] == [*order(ships, ships.rows, size, nulls_last=True)]
    assert [2] == [*search(ships, ships.rows, ["cid"])]


def test_rows_of_somebody_else_are_not_remembered(ships: Collection) -> None:
    """
    What a wrong stage has changed is sorted and searched as it is, each time.
    """
    size = ((RESOURCE.ordering[0], False),)
    order(ships, ships.rows, size, nulls_last=True)

    assert [1] == [*order(ships, [1], size, nulls_last=True)]
    assert [0] == [*order(ships, search(ships, ships.rows, ["bob"])[:1], size, nulls_last=True)]
    assert [2] == [*search(ships, [1, 2], ["bob"])]


def test_what_is_remembered_is_bounded() -> None:
    """
    Ever other searches take no more than some bytes for each record.
    """
    records = [{"id": number, "name": f"ship {number}", "crew": [], "size": number} for number in range(500)]
    ships = Collection(RESOURCE, World("w", {"ships": records}))
    for number in range(500):
        search(ships, ships.rows, [f"{number}"])
        search(ships, ships.rows, [f"ship {number}"[:-1]])

    assert ships._chosen.weight <= 500 * 160
    assert [7] == [*search(ships, ships.rows, ["ship 7"])][:1]
