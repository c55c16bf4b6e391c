"""
`describe_django.py`, run as its users run it, on a project that has each thing that it reads once.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.response import Response

from apicontract.contract.catalog import hold_to
from apicontract.evidence.importing import DESCRIBER
from apicontract.evidence.importing.project import describe_django, imported_project

TESTS = Path(__file__).parents[3]


class Handing:
    """
    Ways of a paginator to answer.
    """

    other_one: Any

    def handed(self, data: Any) -> Any:
        """
        Let the framework answer.
        """
        return super().get_paginated_response(data)  # type: ignore[misc]

    def either(self, data: Any) -> Any:
        """
        Let another one answer, sometimes.
        """
        if data:
            return self.other_one.get_paginated_response(data)
        return super().get_paginated_response(data)  # type: ignore[misc]

    def sent(self, data: Any) -> Any:
        """
        Answer.
        """
        return Response({"rows": data})

    def other(self, data: Any) -> Any:
        """
        Change the answer.
        """
        return list(super().get_paginated_response(data))  # type: ignore[misc]


@pytest.fixture(scope="module")
def items(project: dict[str, Any]) -> dict[str, Any]:
    """
    What is told of the list of items.
    """
    return next(each for each in project["views"] if each["path"] == "/api/v1/items/")


@pytest.fixture(scope="module")
def facts(project: dict[str, Any]) -> dict[str, Any]:
    """
    What the description declares of items.
    """
    return dict(imported_project(project, "shop-1", "the code").facts["resources"]["items"])


def filters(items: dict[str, Any]) -> dict[str, Any]:
    """
    Return the filters of the list.
    """
    return dict(items["backends"][0]["filters"])


def test_it_follows_its_schema(project: dict[str, Any]) -> None:
    """
    What is printed is what `schemas/meta/project.schema.json` says.
    """
    hold_to(project, "project", "what is printed")


def test_it_needs_the_standard_library_and_the_frameworks_alone() -> None:
    """
    The file imports nothing of this package, so that it can be copied to where that is not installed.
    """
    assert [] == [each for each in DESCRIBER.read_text().splitlines() if "import" in each and "apicontract" in each]


def test_lists_and_records_have_the_names_of_their_routes(project: dict[str, Any]) -> None:
    """
    Each route of a list or a record is told with its name in its namespace.
    """
    found = {each["path"]: (each["name"], each["kind"]) for each in project["views"] if "items" in each["path"]}

    assert {
        "/api/v1/items/": ("v1:items-list", "list"),
        "/api/v1/items/{pk}/": ("v1:items-detail", "retrieve"),
        "/api/v1/shops/{shop_slug}/items/": ("v1:shop-items-list", "list"),
        "/api/v1/shops/{shop_slug}/items/{pk}/": ("v1:shop-items-detail", "retrieve"),
    } == {path: each for path, each in found.items() if each[1] != "suffix"}


def test_what_needs_a_query_is_listed(project: dict[str, Any]) -> None:
    """
    Where the project's own code asks the database, or answers alone, that is listed with the place; nothing is asked.
    """
    listed = {each["place"]: each["reason"] for each in project["unread"]}

    assert ["/", "/api/v1/asking/", "/api/v1/asking/{pk}/", "/api/v1/picky/", "/api/v1/status/"] == sorted(listed)
    assert "RuntimeError: a query of the database: SELECT" in listed["/"]
    assert "RuntimeError: a query of the database: SELECT" in listed["/api/v1/asking/"]


def test_a_method_is_read_as_far_as_its_text_goes(items: dict[str, Any]) -> None:
    """
    A `method=` that hands its value to lookups tells them; one that does more tells nothing.
    """
    read = filters(items)

    assert {"any": ["title__icontains", "shop__name__icontains"], "exclude": False} == read["text"]["reads"]
    assert ("computed", None) == (read["rest"]["method"], read["rest"]["reads"])
    assert ["filter"] == read["odd"]["own"]


def test_a_parameter_that_chooses_the_serializer_is_told(items: dict[str, Any]) -> None:
    """
    What `get_serializer_class` compares a parameter with is told, with the serializer that it then returns.
    """
    assert ("ItemSerializer", {"mode": {"long": "WholeItemSerializer"}}) == (items["serializer"], items["chosen"])


def test_keys_of_a_paginator_are_read_from_its_text(items: dict[str, Any]) -> None:
    """
    The body that a paginator sends tells where its links, its count and its rows stand.
    """
    assert {
        "links.next": "self.get_next_link()",
        "links.previous": "self.get_previous_link()",
        "total": "self.page.paginator.count",
        "data": "data",
    } == items["paging"]["keys"]


def test_joined_permissions_keep_their_operator(items: dict[str, Any]) -> None:
    """
    Two permissions joined by `|` are told with it.
    """
    expected = [["OR", "rest_framework.permissions.IsAuthenticated", "described_drf.views.Owner"]]

    assert expected == items["permissions"]


@pytest.mark.parametrize(
    ("permission", "told"),
    [
        (IsAuthenticated, "IsAuthenticated"),
        (IsAuthenticated | AllowAny, ["OR", "IsAuthenticated", "AllowAny"]),
        (IsAuthenticated & AllowAny, ["AND", "IsAuthenticated", "AllowAny"]),
        (~IsAuthenticated, ["NOT", "IsAuthenticated"]),
        (~IsAuthenticated | AllowAny, ["OR", ["NOT", "IsAuthenticated"], "AllowAny"]),
    ],
)
def test_a_negated_permission_is_told(permission: Any, told: Any) -> None:
    """
    Two permissions may be joined and one negated, also one in the other.
    """

    def plain(found: Any) -> Any:
        return [plain(each) for each in found] if isinstance(found, list) else found.rpartition(".")[2]

    assert told == plain(describe_django._permission(permission))


def test_the_url_names_parents(project: dict[str, Any]) -> None:
    """
    A parameter of the URL is told with the lookup to which `get_queryset` gives it.
    """
    below = next(each for each in project["views"] if each["path"] == "/api/v1/shops/{shop_slug}/items/")

    assert ({"shop_slug": "shop__slug"}, {"shop_slug": "[^/.]+"}) == (below["parents"], below["keys"])


def test_filters_become_parameters(facts: dict[str, Any]) -> None:
    """
    A filter is bound to where records show its column, under the name and in the type that they have there.
    """
    known = {name: each for name, each in facts["parameters"].items() if "open" not in each}

    assert {
        "sold__gte": {"fields": ["sold"], "lookup": "gte", "type": "date-time"},
        "shop": {"fields": ["shop"], "lookup": "exact", "type": "related", "related": "shop", "grade": "guess"},
        "title_in": {"fields": ["caption"], "lookup": "in", "type": "text"},
        "kinds": {"fields": ["kind"], "lookup": "any", "type": "choice", "choices": ["new", "used"]},
        "price_min": {"fields": ["price"], "lookup": "gte", "type": "number"},
        "price_max": {"fields": ["price"], "lookup": "lte", "type": "number"},
        "unsold": {"fields": ["sold"], "lookup": "isnull", "type": "boolean"},
        "plain": {"fields": ["sold"], "lookup": "isnull", "type": "boolean", "grade": "guess"},
    } == {name: each for name, each in known.items() if "hidden" not in each}


def test_filters_by_what_no_record_shows_are_hidden(facts: dict[str, Any]) -> None:
    """
    Their values are read, and may be refused; what they select is not known.
    """
    hidden = {name: each for name, each in facts["parameters"].items() if each.get("hidden")}

    assert {
        "text": ["(title)", "(shop__name)"],
        "shop_name": ["(shop__name)"],
        "hidden": ["(hidden)"],
    } == {name: each["fields"] for name, each in hidden.items()}
    assert {("text", "guess")} == {(each["type"], each["grade"]) for each in hidden.values()}


def test_what_no_lookup_does_is_left_open(facts: dict[str, Any]) -> None:
    """
    A filter that cannot be expressed stays open, with the reason.
    """
    assert {
        "not_kind": "it excludes what it names",
        "all_tags": "a record must have all of its values",
        "rest": "its method computed is code of the project",
        "odd": "the filter Odd is code of the project",
    } == {name: each["open"] for name, each in facts["parameters"].items() if "open" in each}


def test_a_search_may_look_where_nobody_sees(facts: dict[str, Any], project: dict[str, Any]) -> None:
    """
    Whether a row is found by a field that no record shows is open; a search by a prefix is left out.
    """
    notes = imported_project(project, "shop-1", "the code").notes

    assert [
        {"name": "title", "path": "caption"},
        {"name": "shop__name", "path": "(shop__name)", "hidden": True},
    ] == facts["search"]
    told = [each for each in notes if "no record shows" in each or "the search is left out" in each]
    assert {"/api/v1/items/", "/api/v1/shops/"} == {each.partition(": ")[0] for each in told}


def test_the_request_that_stands_in_is_a_whole_one(items: dict[str, Any], project: dict[str, Any]) -> None:
    """
    Code of the project finds somebody who is not signed in, and lists of parameters.
    """
    assert "ItemSerializer" == items["serializer"]
    assert [] == [each for each in project["unread"] if each["place"] == items["path"]]


def test_a_search_that_chooses_its_fields_is_asked_for_them(project: dict[str, Any]) -> None:
    """
    `get_search_fields` is called as the framework calls it.
    """
    shops = next(each for each in project["views"] if each["path"] == "/api/v1/shops/")

    assert [(["^name"], [])] == [(each["fields"], each["own"]) for each in shops["backends"] if "parameter" in each]


@pytest.mark.parametrize(
    ("method", "keys"),
    [("handed", None), ("either", None), ("sent", {"rows": "data"}), ("other", {})],
)
def test_a_body_that_is_handed_on_is_that_of_the_framework(method: str, keys: dict[str, str] | None) -> None:
    """
    A method that calls the one of the framework, or of another paginator, has no keys of its own.
    """
    assert keys == describe_django._keys_sent(getattr(Handing, method))


def test_terms_of_an_ordering_lead_to_columns(facts: dict[str, Any]) -> None:
    """
    The names of an ordering filter lead to the fields that show their columns, and so does the default ordering.
    """
    shown, hidden = facts["ordering"]
    assert ({"name": "by_title", "path": "caption"}, ["-by_title"]) == (shown, facts["default_ordering"])
    assert {"name": "by_shop", "path": "(by by_shop)", "hidden": True} == hidden


def test_paging_and_settings_are_those_of_the_code(project: dict[str, Any]) -> None:
    """
    Names, keys and numbers of a paginator, and what middleware and routers decide, stand in `api.json`.
    """
    head = imported_project(project, "shop-1", "the code").head
    settings = {name: each["value"] for name, each in head["behaviour"].items()}

    assert ("page-number", "per_page", 20, 50, "links.next", "total", "data") == tuple(
        head["envelope"][key] for key in ("style", "size", "default_limit", "maximum_limit", "next", "count", "rows")
    )
    assert (["json"], "first", "refuse", "ordering") == tuple(
        settings[key] for key in ("representations", "nulls", "unknown_ordering", "ordering_parameter")
    )


def test_fields_have_the_types_of_their_columns(project: dict[str, Any]) -> None:
    """
    A field is typed by its serializer and its column; what code makes is open, and a write-only field is not sent.
    """
    made = imported_project(project, "shop-1", "the code").facts["shapes"]["items/default"]

    assert {
        "id": {"type": "integer"},
        "url": {"type": "string", "format": "uri", "x-link": "self"},
        "caption": {"type": "string"},
        "kind": {"type": "string", "enum": ["new", "used"]},
        "price": {"type": ["string", "null"]},
        "sold": {"type": ["string", "null"], "format": "date-time"},
        "shop": {"type": "integer"},
        "length": {"x-computed": True},
    } == made["properties"]


def test_rows_that_no_serializer_writes_are_open(project: dict[str, Any]) -> None:
    """
    Where a list sends rows without its serializer, its fields are only likely; a record that has it is typed.
    """
    shapes = imported_project(project, "shop-1", "the code").facts["shapes"]

    listed, alone = shapes["words/default"], shapes["words/detail"]
    assert ({"x-computed": True}, []) == (listed["properties"]["caption"], listed["required"])
    assert {"type": "string"} == alone["properties"]["caption"]


def test_a_filter_of_records_that_texts_name_is_a_guess(project: dict[str, Any]) -> None:
    """
    A filter refers to records by numbers alone; where their key is a text, it compares texts, and accuses nobody.
    """
    told = json.loads(json.dumps(project))
    for serializer in told["serializers"].values():
        if "shop" in serializer["fields"]:
            serializer["fields"]["shop"]["column"]["key_type"] = "CharField"
    (view,) = (each for each in told["views"] if each["path"] == "/api/v1/shops/")
    view |= {"lookup": ["pk", "pk"], "serializer": "TagSerializer", "key": "id"}
    declared = imported_project(told, "shop-1", "the code").facts["resources"]["items"]["parameters"]["shop"]

    assert ("text", "guess") == (declared["type"], declared["grade"])


def test_a_filter_may_compare_what_rows_show_by_its_name(project: dict[str, Any]) -> None:
    """
    Rows that code of the project writes may show what no serializer does: a filter called alike compares it, likely.
    """
    declared = imported_project(project, "shop-1", "the code").facts["resources"]["words"]["parameters"]

    assert {"fields": ["open"], "lookup": "exact", "type": "boolean", "grade": "guess"} == declared["open"]
    assert "open" in declared["closed"]


def test_a_middleware_that_looks_for_routes_is_told(project: dict[str, Any]) -> None:
    """
    What stands behind it never sees a path that leads nowhere; one that only tries hands it on.

    Which bodies the views read is told, too.
    """
    assert "described_drf.refusing.routed" == project["settings"]["ROUTING_MIDDLEWARE"]
    read = {tuple(each["parsers"]) for each in project["views"]}
    assert {("application/json", "application/x-www-form-urlencoded", "multipart/form-data")} == read


def test_what_a_handler_hands_on_is_no_word_of_its_own(project: dict[str, Any]) -> None:
    """
    A handler that answers an absent record as the framework does says nothing of it.
    """
    told = {each["view"]: "absent" in each for each in project["views"] if each["kind"] == "retrieve"}
    assert (True, False) == (told["described_drf.views.ShopView"], told["described_drf.views.Words"])
