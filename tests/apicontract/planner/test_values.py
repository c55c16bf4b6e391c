"""
The parts that requests are put together from.
"""

from __future__ import annotations

import pytest
from books import BOOKS, PARAMETERS, api, book, chance, resource, survey

from apicontract.contract.model import Modes, Parameter
from apicontract.diagnosis.records import KnownRecords
from apicontract.planner.no_op_params import ORIGIN
from apicontract.planner.query_parts import (
    decoration_parts,
    filter_parts,
    lenient_parts,
    limit_parts,
    offset_parts,
    ordering_parts,
    search_parts,
)


def _texts(parts: object) -> list[str]:
    return ["|".join(text for _, text in part) for part in parts]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sold", ["true", "false", "True", "False", "1", "0"]),
        ("pages__isnull", ["true", "false", "True", "False", "1", "0"]),
        ("kind", ["1", "2", " 1", "+01"]),
        ("pages__gt", ["100", "9", "20", "+100", "0100", "100.0", "99", "101"]),
        ("pages__in", ["100", "9", "20", "100,9", "9,20", "20,+100", "+100", "0100", "100.0"]),
        ("form", ["paper", "audio", "paper|audio"]),
    ],
)
def test_values_of_a_filter(name: str, expected: list[str]) -> None:
    """
    The values of the records, in every spelling and number that the type and the lookup allow.
    """
    assert expected == _texts(filter_parts(survey(*PARAMETERS), PARAMETERS[name], chance()))


def test_texts_of_a_filter() -> None:
    """
    A text that stands inside another comes first; some are in other letters, then a piece, and the first in blanks.
    """
    texts = _texts(filter_parts(survey("title"), PARAMETERS["title"], chance()))
    plain = [each["title"] for each in BOOKS]

    assert [*plain, "eMMA", "EMMA RETURNS", "mm", "  Emma "] == texts


def test_unusual_texts_of_a_filter() -> None:
    """
    A text beyond ASCII, one with a sign, and the first one with signs in place of a letter, each once.
    """
    rows = [book(number, title) for number, title in enumerate(("Ulysses", "Ärger", "50% off", "Émile", "a (b)"), 1)]
    texts = _texts(filter_parts(survey("title", rows=rows), PARAMETERS["title"], chance()))

    assert ["  Ulysses ", "Ul%sses", "Ul_sses", "Ul.sses", "Ul*sses"] == texts[-5:]
    assert {"Ärger", "50% off"} <= set(texts)


def test_unusual_texts_among_many() -> None:
    """
    What few records have is asked for, however many others there are.
    """
    rows = [book(number, f"plain {number}") for number in range(300)]
    rows += [book(1000, "Ärger"), book(1001, "half off (really)")]
    asked = _texts(filter_parts(survey("title", rows=rows), PARAMETERS["title"], chance()))
    found = _texts(search_parts(survey(rows=rows), chance()))

    assert {"Ärger", "half off (really)"} <= set(asked)
    assert {"Ärger", "(really)"} <= set(found)


def test_pieces_of_a_text() -> None:
    """
    A filter by part of a text is asked for the middle half of the four commonest.
    """
    part = Parameter("title", ("title",), "icontains", "text")
    rows = [book(1, title) for title in ("abcdefgh", "abcd", "abc", "ab", "12345678")]
    pieces = _texts(filter_parts(survey(parameters=(part,), rows=rows), part, chance()))[:4]

    assert ["cdef", "bc", "abc", "ab"] == pieces


def test_many_values_are_sampled() -> None:
    """
    The six commonest values come first, then up to six others.
    """
    rows = [book(number, "x", pages=number) for number in range(40)]
    texts = _texts(filter_parts(survey(rows=rows), PARAMETERS["pages__gt"], chance()))

    assert ["0", "1", "2", "3", "4", "5"] == texts[:6]
    assert 6 < len(texts) <= 17
    assert len(texts) == len(set(texts))


def test_choices_that_no_record_has() -> None:
    """
    Where no record has a declared choice, the declared ones are asked for.
    """
    rows = [book(1, "x", form="scroll")]

    assert ["paper", "audio", "paper|audio"] == _texts(
        filter_parts(survey(rows=rows), PARAMETERS["form"], chance()),
    )


def test_searches_of_one_record() -> None:
    """
    One word cut short, words of two fields in three writings, and phrases in quotes; letter case is turned round.
    """
    rows = [book(1, "emma returns", kind={"id": 1, "name": "Novel"})]

    assert ["EMMA", "OVE MMA", "NOVEL,MMA", "NOVEL,MMA ret"] == _texts(search_parts(survey(rows=rows), chance()))[:4]
    assert {
        ("'emma returns'", 'MMA "MMA RETURNS"', '"MA R"', 'NOVEL,MMA "MA R"'),
        ("'emma returns'", 'ETURN "MMA RETURNS"', '"MA R"', 'NOVEL,ETURN "MA R"'),
        ("'emma returns'", 'OVE "MMA RETURNS"', '"MA R"', 'EMMA,OVE "MA R"'),
        ("'emma returns'", 'OVE "MMA RETURNS"', '"MA R"', 'RETURNS,OVE "MA R"'),
        (),
    } == {tuple(_texts(search_parts(survey(rows=rows), chance(seed)))[4:]) for seed in range(40)}


@pytest.mark.parametrize(
    ("title", "pieces"),
    [
        ("red fox", '"ED F"'),
        ("a z", '"A Z"'),
        ("longer words", '"ER W"'),
    ],
)
def test_a_phrase_is_cut_at_its_blank(title: str, pieces: str) -> None:
    """
    The last two letters of one word and the first of the next, alone and beside a word of the record.
    """
    rows = [book(1, title, kind={"id": 1, "name": "Novel"})]
    asked = [text for seed in range(9) for text in _texts(search_parts(survey(rows=rows), chance(seed)))]

    assert pieces in asked
    assert any(each.endswith(f" {pieces}") for each in asked)


def test_searches_in_quotes_need_a_promise() -> None:
    """
    No phrase is asked for where the service does not promise to read quotes.
    """
    plain = KnownRecords(api(settings=()), resource(), BOOKS, complete=True)

    texts = _texts(search_parts(plain, chance()))

    assert (True, []) == (bool(texts), [each for each in texts if {"'", '"'}.intersection(each)])


def test_nothing_to_search_for() -> None:
    """
    A record without words gives no search.
    """
    assert [] == search_parts(survey(rows=[book(1, "x", kind={"id": 1, "name": None})]), chance())


def test_words_that_stand_in_one_field_are_preferred() -> None:
    """
    A word that another field has, too, is the first of a search only if there is no other.
    """
    rows = [book(1, "novel house", kind={"id": 1, "name": "novel"})]
    first = {
        _texts(search_parts(survey(rows=rows, search=survey().resource.search), chance(seed)))[2] for seed in range(9)
    }

    assert {"NOVEL,OUS", "HOUSE,OVE"} == first


def test_orderings() -> None:
    """
    Each field both ways, each pair of two in some way, many fields in some order, and one between blanks.
    """
    texts = _texts(ordering_parts(survey(), chance()))
    pairs = [tuple(term.strip("-") for term in text.split(",")) for text in texts[6:12]]

    assert ["id", "-id", "pages", "-pages", "lent", "-lent"] == texts[:6]
    assert [(one, two) for one in ("id", "pages", "lent") for two in ("id", "pages", "lent") if one != two] == pairs
    assert [" -id "] == [each for each in texts[12:] if "," not in each]


def test_orderings_by_many_fields() -> None:
    """
    Fields with few values stand first, each in either direction, an unknown term behind the first; never one alone.
    """
    rows = [book(number, "x", pages=number % 2, lent=f"P{number % 3 + 1}D") for number in range(12)]
    many = [
        text.split(",")
        for seed in range(9)
        for text in _texts(ordering_parts(survey(rows=rows), chance(seed)))[12:]
        if "," in text
    ]
    known, unknown = ([each for each in many if ("nonsense" in each) is there] for there in (False, True))
    names = [[term.removeprefix("-") for term in each] for each in known]

    assert all(each == [name for name in ("pages", "lent", "id") if name in each] for each in names)
    assert {2, 3} == set(map(len, names))
    assert [[each[0], "nonsense", *each[1:]] for each in known] == unknown
    assert {"id", "-id", "pages", "-pages", "lent", "-lent"} == {term for each in known for term in each}


def test_few_fields_make_no_long_orderings() -> None:
    """
    Of two fields all orderings are among the pairs.
    """
    known = survey(ordering=survey().resource.ordering[:2])

    assert 4 + 2 + 1 == len(ordering_parts(known, chance()))


def test_nothing_to_order_by() -> None:
    """
    Without ordering fields there is no ordering to ask for.
    """
    assert [] == ordering_parts(survey(ordering=()), chance())


def test_limits() -> None:
    """
    None, unreadable ones, small ones, the largest, and one above it.
    """
    assert ["", "0", "-1", "abc", "", "2.5", "1", "7", "3", "2", "+5", "5", "6"] == _texts(limit_parts(survey()))


@pytest.mark.parametrize(
    ("selected", "last"),
    [(20, ["18", "20", "33"]), (2, ["1", "2", "15"]), (1, ["1", "1", "14"]), (0, ["1", "0", "13"])],
)
def test_offsets(selected: int, last: list[str]) -> None:
    """
    Often none, then within the selection, its last two rows, just past it, far past it, and unreadable.
    """
    texts = _texts(offset_parts(survey(), selected, chance()))

    assert ["", "", "3", "7"] == texts[:4]
    assert 1 <= int(texts[4]) <= max(selected - 1, 1)
    assert [*last, "-1", "abc", ""] == texts[5:]


@pytest.mark.parametrize(("selected", "inside"), [(0, {1}), (1, {1}), (2, {1}), (4, {1, 2, 3})])
def test_an_offset_lies_inside(selected: int, inside: set[int]) -> None:
    """
    Anywhere from the second row to the last one.
    """
    found = {int(_texts(offset_parts(survey(), selected, chance(seed)))[4]) for seed in range(40)}

    assert inside == found


def test_dressings() -> None:
    """
    Each mode, one of them in other letters, each format and each header by itself.
    """
    queries = [(), *((("mode", name),) for name in ("list", "normal", "detailed", "DETAILED"))]
    queries += [(("format", text),) for text in ("json", "", "api")]
    headers = [(("Accept", "application/json"),), (("Accept", "text/html"),), ORIGIN]

    assert [*((query, ()) for query in queries), *(((), each) for each in headers)] == decoration_parts(survey())


def test_lenient_parts() -> None:
    """
    Undeclared parameters, values without effect, unknown modes, empty searches, unknown and repeated orderings.
    """
    written = ["&".join(f"{name}={text}" for name, text in part) for part in lenient_parts(survey("title", "form"))]

    assert [
        "undeclared=x",
        'undeclared=a b,c"d~é',
        "page=2",
        "order=-id",
        "title=",
        "title=  ",
        "mode=unknown",
        "mode=DETAILED",
        "search=",
        "search=,",
        'search=""',
        "search='",
        "ordering=nonsense,-id",
        "ordering=nonsense",
        "ordering=--id,id",
        "ordering=id&ordering=-id",
    ] == written


def test_lenient_parts_of_a_bare_resource() -> None:
    """
    Without filters, search, order and modes only undeclared parameters are left.
    """
    bare = survey(search=(), ordering=(), modes=Modes((), "normal", "normal"))

    assert ["x", 'a b,c"d~é', "2", "-id"] == _texts(lenient_parts(bare))
