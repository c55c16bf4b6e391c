"""
Servers that go wrong in search and ordering: the visible half.
"""

from __future__ import annotations

import string
from typing import TYPE_CHECKING, Any

from django.utils.text import smart_split
from isodate import duration_isoformat

from wrong_framework.blocks import (
    asking,
    asks,
    dropped,
    number,
    patched,
    refused,
    reread,
)
from wrong_framework.choosing import ordered, searched, sorted_by
from wrong_framework.gallery import Request, Wrong, contract

if TYPE_CHECKING:
    from wrong_framework.wsgi import Asked


def commas_kept(_: Any, asked: Asked) -> Any:
    """
    Return a method that splits at blanks alone.
    """
    return lambda *_: [term.strip('"') for term in smart_split(asked.get("search"))]


def unknown_term(asked: Asked) -> bool:
    """
    Choose requests with an ordering term that is not documented.
    """
    known = {each.name for each in contract().resources["agencies"].ordering}
    return (
        asked.has("ordering")
        and not {each.strip().removeprefix("-") for each in asked.get("ordering").split(",")} <= known
    )


def all_or_none(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """
    Drop an ordering with an unknown term.
    """
    known = {"id", "flights_count", "mission_ends_count", "time_docked", "time_in_space"}
    return [
        each
        for each in pairs
        if each[0] != "ordering" or {term.strip().removeprefix("-") for term in each[1].split(",")} <= known
    ]


ASCII = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


SERVERS = (
    Wrong(
        "direction-lost-on-later-pages",
        "Orders the second page and those after it upward, also where downward is asked.",
        "ordering",
        reread("ordering", lambda text: text.replace("-", ""), lambda asked: number(asked.get("offset")) > 0),
        Request("agencies/?ordering=-id&offset=10"),
        resource="agencies",
    ),
    Wrong(
        "search-from-the-start",
        "Finds texts that start with the word.",
        "search",
        searched(
            lambda words, texts: all(any(text.lower().startswith(word.lower()) for text in texts) for word in words),
            "name",
            "spacecraft_config.name",
        ),
        Request("spacecraft/?search=shuttle"),
    ),
    Wrong(
        "second-term-ignored",
        "Orders by the first term only.",
        "ordering",
        ordered(lambda terms: terms[:1]),
        Request("spacecraft/?ordering=-flights_count,-id"),
    ),
    Wrong(
        "comma-literal",
        "Takes commas in a search for letters.",
        "search",
        patched("rest_framework.filters.SearchFilter.get_search_terms", commas_kept),
        Request("spacecraft/?search=soyuz,tma"),
        rare=True,
    ),
    Wrong(
        "term-after-blank-dropped",
        "Drops an ordering term that follows a blank.",
        "ordering",
        reread("ordering", lambda text: ",".join(term for term in text.split(",") if term == term.strip())),
        Request("spacecraft/?ordering=flights_count,%20-id"),
        rare=True,
    ),
    Wrong(
        "percent-is-a-wildcard",
        "Takes a percent sign in a search for any text.",
        "search",
        reread("search", lambda text: text.replace("%", " ")),
        Request("agencies/?search=%25"),
        resource="agencies",
        rare=True,
    ),
    Wrong(
        "search-any-word",
        "Finds records with any of the words.",
        "search",
        searched(
            lambda words, texts: not words or any(word.lower() in text.lower() for word in words for text in texts),
            "name",
            "spacecraft_config.name",
        ),
        Request("spacecraft/?search=soyuz%20apollo"),
    ),
    Wrong(
        "search-short-words-skipped",
        "Takes no notice of words of less than three letters.",
        "search",
        reread("search", lambda text: " ".join(word for word in text.split() if len(word) > 2)),
        Request("spacecraft/?search=soyuz%20tm"),
        rare=True,
    ),
    Wrong(
        "abbreviation-not-searched",
        "Does not search the abbreviation of the agency.",
        "search",
        searched(
            lambda words, texts: all(any(word.lower() in text.lower() for text in texts) for word in words),
            "name",
            "agency.name",
        ),
        Request("spacecraft_configurations/?search=NASA"),
        resource="spacecraft_configurations",
    ),
    Wrong(
        "ids-by-text",
        "Orders identifiers by their digits.",
        "ordering",
        sorted_by(lambda row, _: str(row.id), "id"),
        Request("spacecraft/?ordering=id"),
    ),
    Wrong(
        "durations-by-text",
        "Orders durations by their text.",
        "ordering",
        sorted_by(lambda row, name: duration_isoformat(getattr(row, name)), "time_docked", "time_in_space"),
        Request("spacecraft/?ordering=-time_docked"),
    ),
    Wrong(
        "search-also-in-the-description",
        "Searches the description as well.",
        "search",
        searched(
            lambda words, texts: all(any(word.lower() in text.lower() for text in texts) for word in words),
            "name",
            "spacecraft_config.name",
            "description",
        ),
        Request("spacecraft/?search=synthetic"),
        rare=True,
    ),
    Wrong(
        "unknown-term-refused",
        "Answers 400 to an ordering that it does not know.",
        "ordering",
        refused(lambda _: {"ordering": ["Select a valid choice."]}, unknown_term),
        Request("agencies/?ordering=nonsense"),
        resource="agencies",
        rare=True,
    ),
    Wrong(
        "family-search-ignored",
        "Takes no notice of a search.",
        "search",
        dropped("search"),
        Request("spacecraft_configuration_families/?search=dragon"),
        resource="spacecraft_configuration_families",
    ),
    Wrong(
        "ordering-ignored-under-a-filter",
        "Does not order where a status is asked.",
        "ordering",
        dropped("ordering", asks("status")),
        Request("spacecraft/?status=5&ordering=id"),
        rare=True,
    ),
    Wrong(
        "minus-ignored-for-flights",
        "Orders by the number of flights upward, also where downward is asked.",
        "ordering",
        ordered(lambda terms: [term.replace("-flights_count", "flights_count") for term in terms]),
        Request("spacecraft/?ordering=-flights_count"),
    ),
    Wrong(
        "search-with-case",
        "Tells capital letters from small ones in a search.",
        "search",
        searched(
            lambda words, texts: all(any(word in text for text in texts) for word in words),
            "name",
            "spacecraft_config.name",
        ),
        Request("spacecraft/?search=SOYUZ"),
    ),
    Wrong(
        "one-unknown-term-drops-all",
        "Does not order at all where one of the terms is unknown.",
        "ordering",
        asking(all_or_none),
        Request("spacecraft/?ordering=nonsense,id"),
        rare=True,
    ),
    Wrong(
        "ordering-ignored-in-detailed-mode",
        "Does not order in detailed mode.",
        "ordering",
        dropped("ordering", lambda asked: asked.get("mode") == "detailed"),
        Request("spacecraft_configurations/?ordering=name&mode=detailed"),
        resource="spacecraft_configurations",
        rare=True,
    ),
    Wrong(
        "endings-ordered-by-flights",
        "Orders by the number of flights where that of mission ends is asked.",
        "ordering",
        ordered(lambda terms: [term.replace("mission_ends_count", "flights_count") for term in terms]),
        Request("spacecraft/?ordering=mission_ends_count&offset=80&limit=100"),
        rare=True,
    ),
    Wrong(
        "only-ascii-without-case",
        "Ignores letter case of ASCII letters only.",
        "search",
        searched(
            lambda words, texts: all(
                any(word.translate(ASCII) in text.translate(ASCII) for text in texts) for word in words
            ),
            "name",
            "spacecraft_config.name",
        ),
        Request("spacecraft/?search=%C3%A9clair"),
        rare=True,
    ),
)
