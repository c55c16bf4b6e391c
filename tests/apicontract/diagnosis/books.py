"""
A small API and what a walk has seen of it, made by hand for the tests of the planner.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

from apicontract.contract.model import Api, Field, Grade, Host, Modes, Parameter, Resource, Setting, Shape
from apicontract.contract.paging import STYLES
from apicontract.diagnosis.records import KnownRecords

if TYPE_CHECKING:
    from collections.abc import Sequence

PARAMETERS = {
    "title": Parameter("title", ("title",), "exact", "text"),
    "sold": Parameter("sold", ("sold",), "exact", "boolean"),
    "kind": Parameter("kind", ("kind.id",), "exact", "related", related="kinds"),
    "pages__gt": Parameter("pages__gt", ("pages",), "gt", "integer"),
    "pages__in": Parameter("pages__in", ("pages",), "in", "integer"),
    "form": Parameter("form", ("form",), "any", "choice", choices=("paper", "audio")),
    "pages__isnull": Parameter("pages__isnull", ("pages",), "isnull", "integer"),
}
ORDERING = (Field("id", "id", "integer"), Field("pages", "pages", "integer"), Field("lent", "lent", "duration"))
SEARCH = (Field("title", "title"), Field("kind__name", "kind.name"))
MODES = Modes(("list", "normal", "detailed"), "normal", "detailed")
SETTINGS = ("append_slash", "api_root", "quoted_search")
#: What else an API declares of itself.
_BEHAVIOUR = {
    "unknown_choice": "refuse",
    "other_methods": 405,
    "methods": ["GET"],
    "not_found": "named",
    "nulls": "last",
    "vary": "Accept",
    "cross_origin": True,
    "suffix_routes": False,
    "closing_slash": True,
    "representations": ["json", "api"],
    "unknown_ordering": "ignore",
    "missing_parent": "refuse",
    "headers": {},
}
_URI = "https://library.example/schemas/books/any.schema.json"
SHAPES = {"books/any": Shape("books/any", _URI, "books", {"$id": _URI, "x-entity": "books", "type": "object"})}


def resource(*parameters: str, **changes: Any) -> Resource:
    """
    Return the resource of books with the named filters.
    """
    values = {
        "name": "books",
        "title": "Book",
        "entity": "books",
        "identifier": Field("id", "id", "integer"),
        "modes": MODES,
        "shapes": dict.fromkeys(MODES.choices, "books/any"),
        "parameters": tuple(PARAMETERS[each] for each in parameters),
        "search": SEARCH,
        "ordering": ORDERING,
    }
    return Resource(**values | changes)


def api(books: Resource | None = None, settings: Sequence[str] = SETTINGS, **changes: Any) -> Api:
    """
    Return the API: three rows on a page, five at the most.
    """
    values = {
        "name": "library-1",
        "title": "Library",
        "version": "1",
        "base_path": "/v1/",
        "primary": "books",
        "hosts": {"library": Host("library", "https://library.example")},
        "default_host": "library",
        "paging": replace(STYLES["limit-offset"], default_limit=3, maximum_limit=5),
        "resources": {"books": books or resource()},
        "shapes": SHAPES,
        "behaviour": {name: Setting(value, Grade.FRAMEWORK) for name, value in _BEHAVIOUR.items()}
        | {name: Setting(value=name in settings, grade=Grade.FRAMEWORK) for name in SETTINGS},
    }
    return Api(**values | changes)


def book(number: int, title: str, **changes: Any) -> dict[str, Any]:
    """
    Return a book as a list shows it.
    """
    plain = {"id": number, "title": title, "sold": False, "pages": number * 10, "lent": "P1D", "form": "paper"}
    return plain | {"kind": {"id": 1, "name": "Novel"}} | changes


#: Texts, numbers and lengths of time sort differently: 9 before 10, two days before ten.
BOOKS = (
    book(1, "Emma", sold=True, pages=100, lent="P2D"),
    book(2, "emma returns", pages=9, lent="P10D", form="audio"),
    book(3, "Ulysses", pages=None, lent="P3D", kind={"id": 2, "name": "Poem"}),
    book(5, "Moby-Dick or The Whale", sold=True, pages=20, kind={"id": 2, "name": "Poem"}),
)


def survey(
    *parameters: str, rows: Sequence[dict[str, Any]] = BOOKS, complete: bool = True, **changes: Any
) -> KnownRecords:
    """
    Return what is known of the books.
    """
    books = resource(*parameters, **changes)
    return KnownRecords(api(books), books, rows, complete)


def chance(seed: int = 1) -> Random:
    """
    Return a source of chance that always gives the same.
    """
    return Random(seed)  # noqa: S311 - no secret
