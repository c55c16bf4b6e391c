"""
Servers that go wrong in search and ordering: the hidden half.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from wrong_framework.blocks import (
    asking,
    asks,
    both,
    broken,
    dropped,
    lists,
    on_list,
    on_rows,
    patched,
    reread,
)
from wrong_framework.choosing import ordered, searched, sorted_by
from wrong_framework.gallery import Request, Wrong

if TYPE_CHECKING:
    from wrong_framework.wsgi import Asked


def in_page(body: Any, asked: Asked) -> None:
    """
    Order the rows of the page.
    """
    term = asked.get("ordering")
    body["results"].sort(key=lambda row: row[term.removeprefix("-")], reverse=term.startswith("-"))


def by_a_number(asked: Asked) -> bool:
    """
    Choose lists ordered by one number.
    """
    return lists(asked) and asked.get("ordering").removeprefix("-") in {"id", "flights_count", "mission_ends_count"}


def words_alone(_: Any, asked: Asked) -> Any:
    """
    Return a method that knows no quotes.
    """
    return lambda *_: asked.get("search").replace(",", " ").split()


SERVERS = (
    Wrong(
        "ordering-ignored-under-search",
        "Does not order the results of a search.",
        "ordering",
        dropped("ordering", asks("search")),
        Request("spacecraft/?search=soyuz&ordering=id"),
    ),
    Wrong(
        "plus-is-literal",
        "Takes a plus in the query of a search for a letter.",
        "search",
        reread("search", lambda text: text.replace(" ", "+"), lambda asked: "+" in asked.text),
        Request("spacecraft/?search=soyuz+tma"),
        rare=True,
    ),
    Wrong(
        "first-ordering-counts",
        "Reads the first of repeated orderings.",
        "ordering",
        asking(
            lambda pairs: [
                each
                for place, each in enumerate(pairs)
                if each[0] != "ordering" or "ordering" not in dict(pairs[:place])
            ],
            asks("ordering"),
        ),
        Request("spacecraft/?ordering=id&ordering=-id"),
        rare=True,
    ),
    Wrong(
        "undocumented-term-accepted",
        "Orders by the name, which is no ordering field.",
        "ordering",
        sorted_by(lambda row, _: row.name, "name"),
        Request("spacecraft/?ordering=name"),
        rare=True,
    ),
    Wrong(
        "zero-taken-for-null",
        "Puts craft that never docked last in ascending order, as if they had no value.",
        "ordering",
        sorted_by(lambda row, _: (not row.time_docked, row.time_docked), "time_docked"),
        Request("spacecraft/?ordering=time_docked"),
    ),
    Wrong(
        "docked-by-whole-days",
        "Orders the time docked by its whole days only.",
        "ordering",
        sorted_by(lambda row, _: (row.time_docked.days, row.id), "time_docked"),
        Request("spacecraft/?ordering=-time_docked&limit=100"),
        rare=True,
    ),
    Wrong(
        "ordered-within-the-page",
        "Cuts the page first and orders it then.",
        "ordering",
        both(on_list(in_page, by_a_number), ordered(lambda _: ["natural_position"], by_a_number)),
        Request("spacecraft/?ordering=-id&limit=5"),
    ),
    Wrong(
        "descending-ignored-on-large-pages",
        "Orders pages of 100 rows upward, also where downward is asked.",
        "ordering",
        reread("ordering", lambda text: text.removeprefix("-"), lambda asked: asked.get("limit") == "100"),
        Request("spacecraft/?ordering=-id&limit=100"),
        rare=True,
    ),
    Wrong(
        "empty-search-finds-nothing",
        "Finds nothing where the search is empty.",
        "search",
        on_rows(lambda _, __: [], lambda asked: ("search", "") in asked.query),
        Request("spacecraft/?search="),
        rare=True,
    ),
    Wrong(
        "minus-reverses-everything",
        "Reverses all terms where the first is descending.",
        "ordering",
        ordered(
            lambda terms: (
                [terms[0], *("-" + term.removeprefix("-") for term in terms[1:])] if terms[0].startswith("-") else terms
            )
        ),
        Request("spacecraft/?ordering=-flights_count,id"),
        rare=True,
    ),
    Wrong(
        "quotes-literal",
        "Takes quotes in a search for letters.",
        "search",
        patched("rest_framework.filters.SearchFilter.get_search_terms", words_alone),
        Request("spacecraft/?search=%22apollo%20endeavour%22"),
        rare=True,
    ),
    Wrong(
        "search-with-ordering-breaks",
        "Breaks down where search and ordering are asked together.",
        "search",
        broken(asks("search", "ordering")),
        Request("spacecraft/?search=soyuz&ordering=id"),
        rare=True,
    ),
    Wrong(
        "family-order-reversed",
        "Orders families downward where upward is asked, and the other way round.",
        "ordering",
        ordered(lambda terms: [term.removeprefix("-") if term.startswith("-") else f"-{term}" for term in terms]),
        Request("spacecraft_configuration_families/?ordering=name"),
        resource="spacecraft_configuration_families",
    ),
    Wrong(
        "search-whole-words",
        "Finds whole words only.",
        "search",
        searched(
            lambda words, texts: all(
                any(word.lower() in re.split(r"\W+", text.lower()) for text in texts) for word in words
            ),
            "name",
            "spacecraft_config.name",
        ),
        Request("spacecraft/?search=soyu"),
    ),
    Wrong(
        "search-stops-at-fifty",
        "Finds 50 records at the most.",
        "search",
        on_rows(lambda rows, _: rows[:50], asks("search")),
        Request("spacecraft/?search=soyuz&limit=1"),
    ),
    Wrong(
        "search-in-the-name-only",
        "Searches the name only.",
        "search",
        searched(
            lambda words, texts: all(any(word.lower() in text.lower() for text in texts) for word in words), "name"
        ),
        Request("spacecraft/?search=starship"),
    ),
    Wrong(
        "search-first-word-only",
        "Searches for the first word only.",
        "search",
        reread("search", lambda text: text.replace(",", " ").split()[0] if text.replace(",", " ").split() else ""),
        Request("spacecraft/?search=soyuz%20tma"),
    ),
    Wrong(
        "search-in-one-field-at-a-time",
        "Wants all words in the same field.",
        "search",
        searched(
            lambda words, texts: any(all(word.lower() in text.lower() for word in words) for text in texts),
            "name",
            "spacecraft_config.name",
        ),
        Request("spacecraft/?search=starship%2055"),
        rare=True,
    ),
)
