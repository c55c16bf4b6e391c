"""
Reported faults of searches and orderings: the hidden half.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from wrong_framework.blocks import broken, on_rows, reread
from wrong_framework.choosing import ordered, searched
from wrong_framework.gallery import Request

from reported_faults.blocks import FIELDS, key_of, orders, terms, upward
from reported_faults.gallery import Reported

if TYPE_CHECKING:
    from wrong_framework.wsgi import Asked

#: The fields among those that books can be ordered by that may be null.
NULLABLE = ("published", "pages", "price", "reading_time", "shelf__code")
#: What spacecraft can be ordered by.
ORDERED = {"flights_count", "id", "mission_ends_count", "time_docked", "time_in_space"}


def nulls_first(rows: list[Any], asked: Asked) -> list[Any]:
    """
    Put rows without a value first.
    """
    return sorted(rows, key=lambda row: key_of(row, terms(asked)[0]) is not None)


def nulls_largest(rows: list[Any], asked: Asked) -> list[Any]:
    """
    Put rows without a value after the others, or before them where the order is descending.
    """
    return sorted(rows, key=lambda row: (key_of(row, terms(asked)[0]) is None) == upward(asked))


FAULTS = (
    Reported(
        "backslash-in-search-breaks",
        "https://github.com/SwiftPackageIndex/SwiftPackageIndex-Server/issues/1402",
        "A search that ends with a backslash is answered with 500, since it is no regular expression.",
        "Breaks down by a search that ends with a backslash.",
        broken(lambda asked: asked.get("search").endswith("\\")),
        Request("books/?search=back%5C"),
        ("status",),
        resource="books",
        api="library",
    ),
    Reported(
        "unclosed-quote-breaks",
        "https://github.com/ManifoldScholar/manifold/issues/2744",
        "A search with a quotation mark that is not closed is answered with 500.",
        "Breaks down by a quotation mark without its counterpart.",
        broken(lambda asked: asked.get("search").count('"') % 2 == 1),
        Request("spacecraft_configurations/?search=%22soyuz"),
        ("status",),
        resource="spacecraft_configurations",
    ),
    Reported(
        "several-words-break",
        "https://github.com/searchmysite/searchmysite.net/issues/52",
        "Every request whose search has more than one word is answered with 500.",
        "Breaks down by a search of several words.",
        broken(lambda asked: len(asked.get("search").split()) > 1),
        Request("spacecraft/?search=soyuz%20tm"),
        ("status",),
    ),
    Reported(
        "words-must-share-a-field",
        "https://github.com/mozilla/network-pulse-api/pull/582",
        "A search for two words that two tags of an entry have finds nothing.",
        "Finds records that have all words in one field.",
        searched(
            lambda words, texts: any(all(word.lower() in text.lower() for word in words) for text in texts), *FIELDS
        ),
        Request("spacecraft/?search=zond%20soyuz"),
        ("count", "rows"),
    ),
    Reported(
        "search-takes-letters-apart",
        "https://github.com/pelias/api/issues/600",
        "The same place finds something else when its letters are written as letter and accent.",
        "Writes the letters of a search as letter and accent, the records' own not.",
        reread("search", lambda text: unicodedata.normalize("NFD", text)),
        Request("spacecraft/?search=M%C3%B6bius"),
        ("count", "rows"),
    ),
    Reported(
        "nulls-first-both-ways",
        "https://github.com/bmsuisse/lakeapi/issues/96",
        "Rows without a value come first, whether the order is ascending or descending.",
        "Puts rows without a value first, also in descending order.",
        on_rows(nulls_first, orders(*NULLABLE)),
        Request("books/?ordering=-price"),
        ("rows",),
        resource="books",
        api="library",
    ),
    Reported(
        "nulls-as-the-largest",
        "https://github.com/twitchtv/node-apicalypse/issues/7",
        "Rows without a value are sorted as if they had an infinite one.",
        "Takes a missing value for the largest.",
        on_rows(nulls_largest, orders(*NULLABLE)),
        Request("books/?ordering=pages"),
        ("rows",),
        resource="books",
        api="library",
    ),
    Reported(
        "rows-without-a-relative-lost",
        "https://github.com/jfinkels/flask-restless/issues/439",
        "An order by a field of a related record leaves out the rows that have no such record.",
        "Leaves books without a shelf out where they are ordered by its code.",
        on_rows(lambda rows, _: [row for row in rows if row.shelf_id is not None], orders("shelf__code")),
        Request("books/?ordering=shelf__code"),
        ("count", "rows"),
        resource="books",
        api="library",
    ),
    Reported(
        "last-term-alone",
        "https://github.com/directus/v8-archive/issues/612",
        "Of several fields to sort by, only the last has an effect.",
        "Orders by the last term only.",
        ordered(lambda asked: asked[-1:]),
        Request("spacecraft/?ordering=-flights_count,id"),
        ("rows",),
    ),
    Reported(
        "unknown-term-breaks",
        "https://github.com/quantmind/lux/issues/166",
        "An order by a field that does not exist is answered with 500.",
        "Breaks down by an unknown term.",
        broken(lambda asked: not {each.removeprefix("-") for each in terms(asked)} <= ORDERED),
        Request("spacecraft/?ordering=nonexistentcolumn"),
        ("status",),
    ),
)
