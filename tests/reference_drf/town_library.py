"""
An invented library: other limits, UUIDs, texts as identifiers, null columns, every type and lookup.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from reference_drf.columns import constant, hidden, many, one, shape
from reference_drf.service import ONE_FORM, Modes, Parameter, Resource, Service, by_name, lookups, related

LANGUAGES = ("de", "en", "fi")
TEXT_LOOKUPS = (
    *("exact", "iexact", "contains", "icontains"),
    *("startswith", "istartswith", "endswith", "iendswith", "in"),
)

#: Pages from which a book is long.
LONG = 400
#: Where the clock of this service stands, so that no answer hangs on the day of a test.
NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
#: What counts as fresh.
LATELY = dt.timedelta(days=2000)


def _lately() -> dt.datetime:
    return NOW - LATELY


def _short() -> Q:
    return ~Q(pages__gte=LONG)


#: Selections that a programmer wrote out.
KINDS = {
    "shelved": lambda: Q(shelf__code__isnull=False),
    "orphan": lambda: Q(authors__id__isnull=True),
    "classic": lambda: Q(borrowed=True) & (Q(published__lt=dt.date(1960, 1, 1)) | Q(language="de")),
}

BOOK = {
    "id": "uuid",
    "url": "link",
    "title": "text",
    "published": "date",
    "borrowed": "boolean",
    "language": "text",
    "authors": many("authors/nested"),
}
SHAPES = (
    shape("books/brief", detail=constant("brief"), **BOOK),
    shape(
        "books/full",
        detail=constant("full"),
        **BOOK,
        pages="integer",
        price="number",
        added="date-time",
        reading_time="duration",
        translator="text",
        shelf=one("config/shelves/default"),
        subjects="json",
    ),
    shape("authors/nested", id="integer", name="text"),
    shape(
        "authors/default",
        id="integer",
        url="link",
        name="text",
        born="date",
        mentor=one("authors/nested"),
        books=hidden(many("books/brief")),
    ),
    shape("config/shelves/default", id="integer", url="link", code="text"),
    shape("config/desks/default", code="text", url="link", loan=hidden(one("loans/default"))),
    shape(
        "loans/default",
        id="integer",
        url="link",
        book=one("books/brief"),
        desk=one("config/desks/default"),
        due="date",
    ),
)

RESOURCES = (
    Resource(
        "books/recent",
        "Book",
        Modes(("brief", "full"), "brief", "full"),
        (*lookups("title", "text", "icontains"), *lookups("borrowed", "boolean", "exact")),
        search=("title",),
        ordering=("title", "added"),
        default_ordering=("-added", "id"),
        of="books",
        selects=lambda: Q(added__gte=_lately()),
    ),
    Resource(
        "books",
        "Book",
        Modes(("brief", "full"), "brief", "full"),
        (
            *lookups("title", "text", *TEXT_LOOKUPS),
            *lookups("id", "uuid", "exact"),
            *lookups("pages", "integer", "exact", "gt", "gte", "lt", "lte", "in"),
            *lookups("price", "number", "exact", "gt", "lte"),
            *lookups("published", "date", "exact", "gt", "gte", "lt", "lte"),
            *lookups("published", "boolean", "isnull"),
            *lookups("added", "date-time", "gt", "lte"),
            *lookups("reading_time", "duration", "exact", "gte", "lt"),
            *lookups("borrowed", "boolean", "exact"),
            Parameter("on_loan", ("borrowed",), "exact", "form-boolean"),
            Parameter("language", ("language",), "exact", "choice", choices=LANGUAGES),
            Parameter("languages", ("language",), "any", "choice", choices=LANGUAGES),
            related("shelf", "config/shelves"),
            related("author", "authors", path="authors", lookup="any"),
            Parameter("author_ids", ("authors.id",), "in", "integer"),
            Parameter("contributor", ("authors.name", "translator"), "icontains", "text"),
            Parameter("author__name", ("authors.name",), "exact", "text"),
            *lookups("shelf__code", "text", "exact"),
            *(Parameter(f"added_{part}", ("added",), part, "number") for part in ("year", "month", "day")),
            Parameter("long", ("pages",), "rule", "boolean", rules={True: lambda: Q(pages__gte=LONG), False: _short}),
            Parameter("fresh", ("added",), "rule", "boolean", rules={True: lambda: Q(added__gte=_lately())}),
            Parameter("kind", ("shelf.code", "authors.id"), "rule", "choice", choices=tuple(KINDS), rules=KINDS),
        ),
        search=("title", "authors__name", "shelf__code"),
        ordering=("title", "published", "pages", "price", "added", "reading_time", "borrowed", "shelf__code"),
    ),
    Resource(
        "authors",
        "Author",
        ONE_FORM,
        (
            *lookups("name", "text", "icontains"),
            *lookups("born", "date", "gte"),
            related("mentor", "authors"),
            *lookups("books__title", "text", "icontains"),
            related("book", "books", path="books"),
        ),
        search=("name",),
        ordering=("id", "born", "mentor__name"),
        default_ordering=("-born", "id"),
    ),
    Resource("config/shelves", "Shelf", ONE_FORM),
    Resource(
        "loans",
        "Loan",
        ONE_FORM,
        (
            related("book", "books"),
            related("books", "books", path="book", lookup="any"),
            related("desk", "config/desks", key="code"),
            related("desks", "config/desks", path="desk", key="code", lookup="any"),
            *lookups("book__borrowed", "boolean", "exact"),
            related("book__author", "authors", path="book.authors"),
            *lookups("id", "integer", "in"),
            *lookups("book__title", "text", "icontains"),
        ),
        search=("book__title", "book__authors__name"),
        ordering=("due", "book__published", "desk__code"),
    ),
    Resource(
        "config/desks",
        "Desk",
        ONE_FORM,
        search=("code", "loan__book__title"),
        ordering=("code", "loan__due"),
        identifier="code",
    ),
)

TOWN_LIBRARY = Service(
    name="library-1",
    clock=NOW,
    base_path="/library/v1/",
    primary="books",
    default_limit=4,
    maximum_limit=25,
    resources=by_name(*RESOURCES),
    shapes=by_name(*SHAPES),
    settings={"nulls": "first", "other_methods": 401, "not_found": "plain"},
    singletons={},
)
