"""
The steps of a derivation, each by itself.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.contract.errors import DataError
from apicontract.contract.exchange import Exchange
from apicontract.evidence.derive import contracts
from apicontract.evidence.derive.api_config import api_config
from apicontract.evidence.derive.declared import facts_of, references
from apicontract.evidence.derive.documents import listed, shape_uri
from apicontract.evidence.derive.field_stats import DURATION, FieldStats, Origin, ShapeStats, inferred
from apicontract.evidence.derive.pages import Documented, listed_in, mode_field, pages_of
from apicontract.evidence.derive.places import kinds


def _seen(*values: Any, shape: str | None = None) -> FieldStats:
    sighting = FieldStats()
    for number, value in enumerate(values):
        sighting.add(value, f"source {number}", shape if isinstance(value, dict) else None)
    return sighting


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((1,), {"type": "integer"}),
        ((1, 1.5), {"type": "number"}),
        ((True, 1), {"type": ["boolean", "integer"]}),
        ((1, None), {"type": ["integer", "null"]}),
        ((1, "a", None), {"type": ["integer", "string", "null"]}),
        ((None, None), {}),
        (("a", "b"), {"type": "string"}),
        (({},), {"type": "object"}),
        (({}, None), {"type": ["object", "null"]}),
        (({}, 1), {"anyOf": [{"type": "object"}, {"type": "integer"}]}),
        (([],), {"type": "array", "items": {}}),
        (("2020-01-02",), {"type": "string", "format": "date"}),
        (("2020-01-02", "2020-13-02"), {"type": "string"}),
        (("2020-01-02", None), {"type": ["string", "null"], "format": "date"}),
        (("2020-01-02T03:04:05Z", "2020-01-02T03:04:05.6+01:00"), {"type": "string", "format": "date-time"}),
        (("P1D", "PT1.5S"), {"type": "string", "pattern": DURATION}),
        (("P1D", "P01D"), {"type": "string"}),
        (("https://x.example/a b",), {"type": "string"}),
        (("https://x.example/a", "http://y"), {"type": "string", "format": "uri"}),
        (("https://x.example/ü",), {"type": "string"}),
        (("https://x.example/a|b",), {"type": "string"}),
        (("00000000-0000-0000-0000-00000000000a",), {"type": "string", "format": "uuid"}),
        (("00000000-0000-0000-0000-00000000000A",), {"type": "string"}),
    ],
)
def test_what_values_have_in_common(values: tuple[Any, ...], expected: dict[str, Any]) -> None:
    """
    The types and the form that every value has, null apart, and no more.
    """
    assert expected == inferred(_seen(*values))


def test_objects_with_a_shape_are_references() -> None:
    """
    A nested record refers to its shape; with null, as an alternative.
    """
    reference = {"$ref": "kinds/default"}

    assert reference == inferred(_seen({}, {}, shape="kinds/default"))
    assert {"anyOf": [reference, {"type": "null"}]} == inferred(_seen({}, None, shape="kinds/default"))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("a", "a"), {"const": "a"}),
        (("a", "b"), {"type": "string"}),
        (("a", "b", "a"), {"type": "string"}),
        (("a", None), {"type": ["string", "null"]}),
        ((1, 1), {"type": "integer"}),
    ],
)
def test_a_constant(values: tuple[Any, ...], expected: dict[str, Any]) -> None:
    """
    Where one is expected, a text that is always the same is a constant.
    """
    assert expected == inferred(_seen(*values), constant=True)


def test_a_sighting_counts() -> None:
    """
    Types are counted, with the source that showed each first, and the one that first broke a form.
    """
    seen = _seen("2020-01-02", None, "x", None, 7)

    assert (5, {"string": 2, "null": 2, "integer": 1}, 2) == (seen.present, dict(seen.types), seen.nulls)
    assert {"string": "source 0", "null": "source 1", "integer": "source 4"} == seen.first
    assert ("source 2", "source 0", set()) == (seen.counterexamples["date"], seen.counterexamples["uuid"], seen.forms)


@pytest.mark.parametrize(
    ("values", "items", "expected"),
    [
        ((None,), None, "null"),
        (([],), None, "empty"),
        (([], None), FieldStats(), "empty"),
        (([1],), _seen(1), ""),
        ((1, None), None, ""),
    ],
)
def test_what_says_nothing(values: tuple[Any, ...], items: FieldStats | None, expected: str) -> None:
    """
    Only null, and only empty lists, say nothing.
    """
    seen = _seen(*values)
    seen.items = items

    assert expected == seen.unobserved_reason


def test_missing_fields_are_noted() -> None:
    """
    A field that came late was missed by the first record, one that a record lacks by that record, the first of them.
    """
    shape = ShapeStats()
    for record, source in (({"a": 1}, "one"), ({"a": 1, "b": 1}, "two"), ({"b": 1}, "three"), ({}, "four")):
        shape.begin(record, Origin(source))

    assert (4, ["one", "two", "three", "four"]) == (shape.records, list(shape.sources))
    assert {"a": "three", "b": "one"} == {name: each.first_absence for name, each in shape.fields.items()}


def _answer(path: str, body: str, status: int = 200, query: str = "") -> Exchange:
    return Exchange("GET", f"https://x.example{path}{query}", status, (), body.encode())


_LIST = '{"count": 1, "next": "more", "previous": null, "results": [{"id": 7}]}'


@pytest.mark.parametrize(
    ("exchanges", "expected"),
    [
        ([_answer("/v1/books/", _LIST)], [("books", 1, False)]),
        ([_answer("/v1/books/", _LIST, 404)], []),
        ([_answer("/v2/books/", _LIST)], []),
        ([_answer("/v1/", _LIST)], []),
        ([_answer("/v1/books/", "not json")], []),
        ([_answer("/v1/books/", '{"count": 1, "results": [1]}')], []),
        ([_answer("/v1/config/kinds/7/", '{"id": 7}')], [("config/kinds", 1, True)]),
        ([_answer("/v1/books/7/", '{"id": 8}')], []),
        (
            [_answer("/v1/books/x/", '{"id": 8}'), _answer("/v1/books/", _LIST)],
            [("books", 1, True), ("books", 1, False)],
        ),
        ([_answer("/v1/status/", '{"id": "status"}')], []),
    ],
)
def test_answers_that_hold_records(exchanges: list[Exchange], expected: list[tuple[str, int, bool]]) -> None:
    """
    Lists in their envelope, and records below a list or below their own identifier.
    """
    found = pages_of(exchanges, "/v1/")

    assert expected == [(each.resource, len(each.rows), each.detail) for each in found]


@pytest.mark.parametrize(
    ("heading", "label", "text", "expected"),
    [
        ("Filters", "Parameters", "a, b", Documented(parameters=["a", "b"])),
        ("Filters", "Fields", " a ,, b ", Documented(parameters=["a", "b"])),
        ("Filters", "Search fields", "a", Documented(search=["a"])),
        ("Search", "Search fields", "a", Documented(search=["a"])),
        ("Ordering", "Fields", "a", Documented(ordering=["a"])),
        ("Sorting", "Sort by", "a", Documented(ordering=["a"])),
        ("Modes", "Choices", "a", Documented(modes=["a"])),
        ("Paging", "limit", "rows (max 50)", Documented(maximum=50)),
        ("Paging", "limit (max. 50)", "", Documented(maximum=50)),
        ("Filters", "Parameters", "", Documented()),
        ("Help", "Parameters", "a", Documented()),
        ("Filters", "Docs", "a", Documented()),
    ],
)
def test_what_documentation_lists(heading: str, label: str, text: str, expected: Documented) -> None:
    """
    Heading and label together say what a line lists.
    """
    assert expected == listed_in([(heading, [(label, text)])])


@pytest.mark.parametrize(
    ("rows", "choices", "expected"),
    [
        ([{"id": 1, "level": "a"}, {"id": 2, "level": "b"}], ["a", "b"], "level"),
        ([{"id": 1, "level": "a"}, {"id": 2, "level": "c"}], ["a", "b"], ""),
        ([{"id": 1, "level": "a"}], [], ""),
        ([], ["a"], ""),
    ],
)
def test_the_field_that_names_the_mode(rows: list[Any], choices: list[str], expected: str) -> None:
    """
    It is the field whose value is one of the modes in every row.
    """
    page = next(pages_of([_answer("/v1/books/", _LIST)], "/v1/"))

    assert expected == mode_field(type(page)("books", tuple(rows), detail=False, exchange=page.exchange), choices)


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["/api/v1.2/books/", "/api/v1.2/books/7/", "/books/"], ("/api/v1.2/", "1.2")),
        (["/2.3.0/books/"], ("/2.3.0/", "2.3.0")),
        (["/books/"], ("/", "4")),
    ],
)
def test_base_path_and_version(paths: list[str], expected: tuple[str, str]) -> None:
    """
    The prefix that most answers share is the base path; it has the version, or else the name has.
    """
    head = api_config(
        "library-4", [_answer(path, _LIST) for path in paths], facts_of({"source": "s", "grade": "guess"}, "")
    )

    assert expected == (head["base_path"], head["version"])


@pytest.mark.parametrize(
    ("exchanges", "expected"),
    [
        ([_answer("/v1/books/", _LIST)], {"default_limit": 1, "maximum_limit": 100}),
        ([_answer("/v1/books/", _LIST, query="?limit=1")], {"default_limit": 10, "maximum_limit": 100}),
        ([_answer("/v1/books/", _LIST.replace('"more"', "null"))], {"default_limit": 10, "maximum_limit": 100}),
    ],
)
def test_limits(exchanges: list[Exchange], expected: dict[str, int]) -> None:
    """
    A full page whose request set no limit shows the default; otherwise the framework's usual ones are taken.
    """
    head = api_config("library", exchanges, facts_of({"source": "s", "grade": "guess"}, ""))

    assert {"style": "limit-offset", **expected} == head["envelope"]
    assert ("1", "books", ["books"], "x-example") == (
        head["version"],
        head["primary"],
        head["resources"],
        head["default_host"],
    )


@pytest.mark.parametrize(
    ("sources", "expected"),
    [([], ""), (["a"], "a"), (["a", "b", "a", "c"], "a, b, c"), (["a", "b", "c", "d", "e"], "a, b, c and others")],
)
def test_recordings_are_listed(sources: list[str], expected: str) -> None:
    """
    Three are named, each once, and the others counted.
    """
    assert expected == listed(sources)


def test_references_are_found() -> None:
    """
    Every reference of a fragment is found, however deep; a field of that name is none.
    """
    schema = {"a": [{"$ref": "x"}], "properties": {"$ref": {"type": "string"}, "b": {"$ref": "y"}}}

    assert ["x", "y"] == list(references(schema))
    assert "https://apicontract.example/library-1/books/list.schema.json" == shape_uri("library-1", "books/list")


@pytest.mark.parametrize(
    ("facts", "place"),
    [
        ({"shapes": {"a": {"properties": {"b": {"$ref": "odd"}}}}}, "#/shapes/a"),
        ({"resources": {"r": {"modes": {"m": "odd"}, "list": "m", "detail": "m"}}}, "#/resources/r/modes"),
        ({"singletons": {"s": "odd"}}, "#/singletons/s"),
    ],
)
def test_facts_refer_to_their_own_shapes(facts: dict[str, Any], place: str) -> None:
    """
    A reference to a shape that the file does not declare is refused with its place.
    """
    with pytest.raises(DataError, match=f"f.json{place}: unknown shape 'odd'"):
        facts_of({"source": "s", "grade": "guess", **facts}, "f.json")


def _kinds(*objects: tuple[tuple[str, ...], dict[str, Any]], mode: str = "") -> dict[tuple[str, ...], tuple[str, str]]:
    found = kinds(((*each, "one") for each in objects), "/v1/", mode)
    return {path: (kind.shape, kind.entity) for path, kind in found.items()}


_AUTHOR = {"id": 1, "name": "Jane", "born": 1775, "died": 1817}


@pytest.mark.parametrize(
    ("editor", "merged"),
    [
        (_AUTHOR, True),
        (_AUTHOR | {"name": "Emma"}, False),
        (_AUTHOR | {"id": 2, "name": "Emma"}, True),
        ({"id": 1, "name": "Jane", "born": 1775}, False),
    ],
)
def test_look_alikes_are_one_kind(editor: dict[str, Any], merged: bool) -> None:  # noqa: FBT001 - a case
    """
    Two places with the same four fields hold the same kind, unless one identifier names two different records.
    """
    found = _kinds(
        (("books", "list"), {"id": 1}), (("books", "list", "author"), _AUTHOR), (("books", "list", "editor"), editor)
    )

    assert merged == (found["books", "list", "author"] == found["books", "list", "editor"])


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("books", "Book"),
        ("config/desks", "Desk"),
        ("agencies", "Agency"),
        ("ties", "Ty"),
        ("series", "Sery"),
        ("staff", "Staff"),
        ("launch_pads", "LaunchPad"),
        ("space-stations", "SpaceStation"),
        ("a/b/cities", "City"),
    ],
)
def test_a_folder_gives_a_title(name: str, title: str) -> None:
    """
    The singular of its last part, as a class is called; words end at a dash or an underscore.
    """
    assert title == contracts._title(name)
