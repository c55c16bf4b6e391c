"""
Tests of what recordings alone give.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from library_evidence import BASE, book, listed

from apicontract.contract.catalog import load_api
from apicontract.contract.errors import DataError
from apicontract.contract.validation import validator_for
from apicontract.evidence.derive import derived_tree, write_tree

if TYPE_CHECKING:
    from pathlib import Path

    from apicontract.contract.model import Api


def stripped(schema: Any) -> Any:
    """
    Return a schema without evidence.
    """
    return {key: value for key, value in schema.items() if key != "x-evidence"}


@pytest.fixture
def api(library: Path) -> Api:
    """
    Return the API that the recordings give.
    """
    write_tree(derived_tree(library, "library"))
    return load_api("library", library)


def test_head(api: Api) -> None:
    """
    Base path, host, limits and resources are read from the recordings.
    """
    assert ("/api/v1/", "1", "writers") == (api.base_path, api.version, api.primary)
    assert [BASE.removesuffix("/api/v1/")] == [host.url for host in api.hosts.values()]
    assert (3, 50) == (api.paging.default_limit, api.paging.maximum_limit)
    assert ["books", "writers"] == sorted(api.resources)


def test_parameters_are_bound(api: Api) -> None:
    """
    Each documented parameter is bound to a field path, a lookup and a type by looking at the records.
    """
    found = {each.name: (each.fields[0], each.lookup, each.type) for each in api.resources["books"].parameters}

    assert {
        "title": ("title", "exact", "text"),
        "title__icontains": ("title", "icontains", "text"),
        "pages__gt": ("pages", "gt", "integer"),
        "printed__lte": ("printed", "lte", "date"),
        "lent": ("lent", "exact", "boolean"),
        "shelf": ("shelf.id", "exact", "related"),
        "writers": ("writers.key", "exact", "uuid"),
        "writers__name__in": ("writers.name", "in", "text"),
        "genre_id": ("genre.id", "exact", "integer"),
    } == found
    assert "shelf" == api.resources["books"].parameter("shelf").related  # type: ignore[union-attr]


def test_fields_are_bound(api: Api) -> None:
    """
    Search and ordering fields are bound to paths, with the type that orders them.
    """
    books = api.resources["books"]

    assert [("title", "title"), ("writers__name", "writers.name")] == [(each.name, each.path) for each in books.search]
    assert [("pages", "integer"), ("loan", "duration"), ("shelf__name", "text")] == [
        (each.name, each.type) for each in books.ordering
    ]


def test_shapes_are_shared(api: Api) -> None:
    """
    Nested records have shapes of their own: those that name their URL in its folder, look-alikes apart.
    """
    properties = api.shapes["books/brief"].schema["properties"]

    assert {"$ref": "../writers/brief.schema.json"} == properties["writers"]["items"]
    assert ("../shelf/default.schema.json", "../genre/default.schema.json") == (
        properties["shelf"]["$ref"],
        properties["genre"]["$ref"],
    )
    assert ("writers", "shelf", "") == (
        api.shapes["writers/brief"].entity,
        api.shapes["shelf/default"].entity,
        api.shapes["books/size"].entity,
    )


def test_types_and_formats(api: Api) -> None:
    """
    Types, nullability, formats, constants and self links are what all records allow, and no bound is guessed.
    """
    properties = {key: stripped(each) for key, each in api.shapes["books/brief"].schema["properties"].items()}

    assert {"const": "brief"} == properties["level"]
    assert {"type": "string", "format": "uri", "x-link": "self"} == properties["url"]
    assert {"type": "number"} == properties["price"]
    assert {"type": ["string", "null"]} == properties["isbn"]
    assert {"type": "string", "format": "date-time"} == properties["changed"]
    assert "^-?P" == properties["loan"]["pattern"][:4]
    assert [*book(1)] == list(properties)


def test_unobserved_is_open_and_listed(library: Path) -> None:
    """
    What was only ever null or empty, a mode never seen, and a name that leads nowhere are open and listed.
    """
    tree = derived_tree(library, "library")
    properties = json.loads(tree.files["books/brief.schema.json"])["properties"]

    assert {"x-unobserved": "null"} == stripped(properties["series"])
    assert {"type": "array", "items": {}, "x-unobserved": "empty"} == stripped(properties["tags"])
    assert (
        "books/brief: series was only ever null",
        "books/brief: tags was only ever an empty list",
        "books/full: never recorded",
        "books: the parameter odd leads to no known field",
    ) == tree.unobserved


def test_evidence_is_counted(library: Path) -> None:
    """
    Each statement says in how many records it was seen, and where.
    """
    tree = derived_tree(library, "library")
    schema = json.loads(tree.files["books/brief.schema.json"])
    contract = json.loads(tree.files["books/contract.json"])

    assert {
        "records": 3,
        "grade": "recorded",
        "source": "books/recorded/page.txt:19",
        "hosts": ["http://library.test:9000"],
    } == schema["x-evidence"]
    assert {"seen": 3, "of": 3, "null": 1, "inferred": ["presence", "value"]} == schema["properties"]["isbn"][
        "x-evidence"
    ]
    assert {"seen": 3, "of": 3, "grade": "recorded", "source": "books/recorded/page.txt:19"} == contract["evidence"][
        "shelf"
    ]


def test_other_records_still_fit(api: Api) -> None:
    """
    Another record of the service, with a field more and other values, is still what the shape says.
    """
    other = book(
        7, title="", pages=-5, series="Any", tags=["new", 3], extra=True, size={"width": 1, "height": 2, "d": 3}
    )

    assert [] == list(validator_for(api, "books/brief").errors(other))
    assert not validator_for(api, "books/brief").is_valid(book(7, lent=None))


def test_optional_field_is_not_required(library: Path) -> None:
    """
    A field that some records lack is not required, and one that changes its type has both; a record counts once.
    """
    rows = [book(1, note=1, isbn=5), book(2)]
    path = library / "fixtures" / "library" / "books" / "recorded" / "second.json"
    path.write_text(f"# {BASE}books/?offset=9\n{listed(*rows)}", encoding="utf-8")

    schema = json.loads(derived_tree(library, "library").files["books/brief.schema.json"])
    assert "note" not in schema["required"]
    assert {"seen": 1, "of": 3, "missing": 3, "inferred": ["value"]} == schema["properties"]["note"]["x-evidence"]
    assert ["integer", "string", "null"] == schema["properties"]["isbn"]["type"]


def test_no_evidence(tmp_path: Path) -> None:
    """
    An API without recordings and declared facts is a clear error.
    """
    with pytest.raises(DataError, match=r"no evidence; expected recordings in"):
        derived_tree(tmp_path, "nothing")
