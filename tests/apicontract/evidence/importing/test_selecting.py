"""
What the filter backends of a list do, as the project describes them.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.evidence.importing.project.selecting import Columns, selection_of

#: Lookup to where records show it, and the model of the only list with its key.
COLUMNS = Columns(
    lambda lookup: {"kind": ["kind"], "shop__slug": ["shop"], "title": ["name"]}.get(lookup, []),
    lambda _: {"type": "string"},
    lambda _: "",
    {"town.Shop": "shops"},
    {"shops": "slug"},
    {},
)


def backend(own: list[str], **filters: dict[str, Any]) -> dict[str, Any]:
    """
    Return a backend with filters of django-filter.
    """
    told = {
        name: {"class": "f.F", "bases": ["CharFilter"], "own": [], "field_name": name, "lookup_expr": "exact", **each}
        for name, each in filters.items()
    }
    return {"class": "f.Backend", "bases": ["DjangoFilterBackend"], "own": own, "filters": told}


def selected(*backends: dict[str, Any]) -> Any:
    """
    Return what they do.
    """
    return selection_of({"path": "/items/", "backends": backends, "own": [], "ordered": []}, COLUMNS)


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ([], {"kind": {"fields": ["kind"], "lookup": "exact", "type": "text"}}),
        (["__init__"], {"kind": {"fields": ["kind"], "lookup": "exact", "type": "text", "grade": "guess"}}),
        (["__init__", "filter_queryset"], {}),
    ],
)
def test_filters_that_are_changed_while_they_are_made_are_a_guess(own: list[str], expected: dict[str, Any]) -> None:
    """
    Other code of a set of filters says what nobody can read.
    """
    found = selected(backend(own, kind={}))

    assert expected == found.parameters
    assert ([] if expected else ["/items/: Backend has filter_queryset of its own; left out"]) == found.notes


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"bases": ["BooleanFilter"]}, {"type": "boolean"}),
        ({"bases": ["ChoiceFilter"], "choices": ["a", "b"]}, {"type": "choice", "choices": ["a", "b"]}),
        ({"bases": ["ChoiceFilter"]}, None),
        ({"bases": ["CharFilter"]}, None),
        ({"bases": ["BooleanFilter"], "own": ["filter"]}, None),
    ],
)
def test_what_code_of_a_project_selects_is_left_to_recordings(
    told: dict[str, Any], expected: dict[str, Any] | None
) -> None:
    """
    Of a filter of few values each can be recorded; of others, and where the filter reads otherwise, nothing is known.
    """
    found = selected(backend([], free={"method": "by_stock", "reads": None, **told}))
    hidden = {"fields": ["(selected by free)"], "lookup": "exact", "hidden": True, "grade": "guess"}
    unknown = {"type": "text", "open": "its method by_stock is code of the project"}

    assert ({**hidden, **expected} if expected else unknown) == found.parameters["free"]
    said = "/items/: free: code of the project selects; known once it is recorded"
    assert ([said] if expected else []) == found.notes


@pytest.mark.parametrize(("key", "fields", "kind"), [("slug", ["shop"], "text"), ("id", ["(shop__id)"], "text")])
def test_a_related_record_is_named_by_what_its_filter_says(key: str, fields: list[str], kind: str) -> None:
    """
    Where records show another attribute of it, they do not show what is compared.
    """
    told = {"bases": ["ModelChoiceFilter"], "related": "town.Shop", "key": key}
    found = selected(backend([], shop=told)).parameters["shop"]

    assert (fields, kind, key != "slug") == (found["fields"], found["type"], found.get("hidden", False))


@pytest.mark.parametrize(
    ("fields", "search", "note"),
    [
        (["title"], ["name"], []),
        (["title", "owner"], ["name", "(owner)"], ["/items/: rows may be found by owner, too, which no record shows"]),
        (["owner"], [], ["/items/: the search is left out: owner is shown by no record"]),
        (
            ["^title", "owner"],
            [],
            ["/items/: the search is left out: ^title is compared otherwise than by what it contains"],
        ),
    ],
)
def test_a_search_by_what_records_show(fields: list[str], search: list[str], note: list[str]) -> None:
    """
    One that no record shows takes part, and finds nothing that is known.
    """
    found = selected({"class": "f.S", "bases": ["SearchFilter"], "own": [], "parameter": "q", "fields": fields})

    assert (search, note) == ([each["path"] for each in found.search], found.notes)
