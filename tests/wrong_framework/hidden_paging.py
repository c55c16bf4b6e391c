"""
Servers that go wrong in pages and the links between them: the hidden half.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from wrong_framework.blocks import (
    PAGING,
    a_field,
    asks,
    lists,
    number,
    on_answer,
    on_list,
    patched,
    refused,
)
from wrong_framework.choosing import limit_read, losing, offset_read, on_link
from wrong_framework.gallery import Request, Wrong
from wrong_framework.wsgi import Answer, Ask, Asked, Rule, plain, remembering


def beyond(original: Any, _: Asked) -> Any:
    """
    Return a method that compares with the wrong sign.
    """

    def link(self: Any) -> Any:
        self.count += 1
        try:
            return original(self)
        finally:
            self.count -= 1

    return link


def back_to_itself(body: Any, asked: Asked) -> None:
    """
    Link the first page to itself.
    """
    if body["previous"] is None:
        body["previous"] = f"http://{asked.header('Host')}{asked.path}?limit={number(asked.get('limit')) or 10}"


def one_more(body: Any, _: Asked) -> None:
    """
    Count one row too many.
    """
    body["count"] += 1


def by_path() -> Rule:
    """
    Return a rule that remembers lists by their path.
    """
    known: dict[str, Answer] = {}
    return lambda asked, ask: (
        known.setdefault(asked.path, ask(asked)) if lists(asked) and asked.method == "GET" else ask(asked)
    )


def only_last(link: str, _: Asked) -> str:
    """
    Keep the last of repeated parameters.
    """
    return (
        urlsplit(link)._replace(query=urlencode(dict(parse_qsl(urlsplit(link).query, keep_blank_values=True)))).geturl()
    )


def first_count() -> Rule:
    """
    Return a rule that remembers the first count.
    """
    counts: list[int] = []

    def rule(asked: Asked, ask: Ask) -> Answer:
        answer = ask(asked)
        body = answer.json
        if not isinstance(body, dict) or "count" not in body:
            return answer
        counts.append(body["count"])
        return answer.but_json({**body, "count": counts[0]})

    return rule


def invalid_page(answer: Answer, _: Asked) -> Answer:
    """
    Refuse an empty page.
    """
    body = answer.json
    empty = isinstance(body, dict) and body.get("results") == []
    return plain("404 Not Found", {"detail": "Invalid page."}) if empty else answer


def count_everything(original: Any, _: Asked) -> Any:
    """
    Return a method that counts the whole table.
    """
    return lambda self, queryset: original(self, queryset.model._default_manager.all())


SERVERS = (
    Wrong(
        "next-at-the-exact-end",
        "Links to an empty next page where the page ends exactly at the last row.",
        "links",
        patched(PAGING + "get_next_link", beyond),
        Request("spacecraft/?limit=1&offset=600"),
        rare=True,
    ),
    Wrong(
        "links-drop-the-format",
        "Leaves the format out of links between pages.",
        "links",
        on_link(losing("format")),
        Request("spacecraft/?format=json"),
        rare=True,
    ),
    Wrong(
        "unreadable-limit-refused",
        "Answers 400 to a limit that is no number.",
        "pagination",
        refused(
            lambda _: {"limit": ["A valid integer is required."]},
            lambda asked: lists(asked) and asked.has("limit") and not asked.get("limit").isdecimal(),
        ),
        Request("spacecraft_configurations/?limit=abc"),
        resource="spacecraft_configurations",
        rare=True,
    ),
    Wrong(
        "first-page-has-a-previous",
        "Links the first page to itself as the one before.",
        "links",
        on_list(back_to_itself),
        Request("spacecraft/"),
    ),
    Wrong(
        "links-leave-out-the-default-limit",
        "Says no limit in links where none was asked.",
        "links",
        on_link(losing("limit"), when=lambda asked: not asked.has("limit")),
        Request("spacecraft/"),
    ),
    Wrong(
        "count-one-more-under-search",
        "Counts one row too many where a search is asked.",
        "pagination",
        on_list(one_more, asks("search")),
        Request("spacecraft/?search=apollo"),
    ),
    Wrong(
        "page-starts-one-late",
        "Skips a row between one page and the next.",
        "pagination",
        offset_read(lambda offset, _: offset and offset + 1),
        Request("spacecraft_configurations/?limit=5&offset=5"),
        resource="spacecraft_configurations",
    ),
    Wrong(
        "next-loses-search",
        "Loses the search in the link to the next page.",
        "links",
        on_link(losing("search"), ("next",)),
        Request("spacecraft/?search=soyuz"),
    ),
    Wrong(
        "nested-url-to-nowhere",
        "Spells the route wrong in the URL of a nested configuration.",
        "links",
        a_field(
            "spacecraft_config.url", lambda url: url.replace("spacecraft_configurations", "spacecraft_configuration")
        ),
        Request("spacecraft/1/"),
    ),
    Wrong(
        "links-to-an-inner-host",
        "Names the host behind the proxy in the links between pages.",
        "links",
        on_link(lambda link, _: urlsplit(link)._replace(netloc="app-7f9c:8000").geturl()),
        Request("spacecraft/"),
    ),
    Wrong(
        "cache-without-query",
        "Answers every list with the page that was asked first.",
        "pagination",
        remembering(by_path),
        Request("spacecraft/?limit=3", after=("spacecraft/?limit=2",)),
    ),
    Wrong(
        "offset-counts-pages",
        "Takes the offset for a number of pages.",
        "pagination",
        offset_read(lambda offset, limit: offset * limit),
        Request("spacecraft/?limit=5&offset=3"),
    ),
    Wrong(
        "maximum-of-fifty",
        "Sends 50 rows at the most.",
        "pagination",
        limit_read(lambda _, limit: min(limit, 50)),
        Request("spacecraft/?limit=80"),
    ),
    Wrong(
        "links-drop-repeated-parameters",
        "Keeps only the last of repeated parameters in links.",
        "links",
        on_link(only_last),
        Request("spacecraft/?status=1&status=4"),
        rare=True,
    ),
    Wrong(
        "ampersand-not-encoded",
        "Writes the values of links without any encoding.",
        "links",
        on_link(lambda link, _: unquote(link)),
        Request("agencies/?x=a%26b%3Dc"),
        resource="agencies",
        rare=True,
    ),
    Wrong(
        "comma-not-encoded",
        "Leaves commas in links as they are.",
        "links",
        on_link(lambda link, _: link.replace("%2C", ",")),
        Request("spacecraft/?ordering=flights_count,id"),
        rare=True,
    ),
    Wrong(
        "limit-without-maximum",
        "Sends as many rows as asked, however many.",
        "pagination",
        limit_read(lambda text, limit: number(text) or limit),
        Request("spacecraft/?limit=150"),
    ),
    Wrong(
        "count-of-the-first-request",
        "Keeps the count of the first list that was asked for every other.",
        "pagination",
        remembering(first_count),
        Request("spacecraft/?in_space=true", after=("spacecraft/?limit=1",)),
    ),
    Wrong(
        "urls-without-slash",
        "Sends the URL of a record without its closing slash.",
        "links",
        a_field("url", lambda url: url.replace("/?", "?").rstrip("/")),
        Request("spacecraft/"),
    ),
    Wrong(
        "offset-beyond-the-end-not-found",
        "Answers 404 where the offset is beyond the end.",
        "pagination",
        on_answer(invalid_page, lambda asked: number(asked.get("offset")) > 0),
        Request("spacecraft/?offset=10000"),
        rare=True,
    ),
    Wrong(
        "limit-zero-is-nothing",
        "Sends no rows for a limit of 0.",
        "pagination",
        limit_read(lambda text, limit: 0 if text == "0" else limit),
        Request("spacecraft/?limit=0"),
        rare=True,
    ),
    Wrong(
        "count-before-the-boolean-filter",
        "Counts the whole table where only a boolean filter is asked.",
        "pagination",
        patched(PAGING + "get_count", count_everything, lambda asked: asked.has("in_space")),
        Request("spacecraft/?in_space=true"),
    ),
    Wrong(
        "too-large-limit-is-default",
        "Falls back to 10 rows where more than the maximum is asked.",
        "pagination",
        limit_read(lambda text, limit: 10 if number(text) > 100 else limit),
        Request("spacecraft/?limit=101"),
        rare=True,
    ),
    Wrong(
        "links-drop-blank-parameters",
        "Leaves parameters without a value out of links.",
        "links",
        on_link(lambda link, _: re.sub(r"(?<=[?&])[^=&]+=(&|$)", "", link)),
        Request("spacecraft/?name="),
        rare=True,
    ),
)
