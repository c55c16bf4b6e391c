"""
Servers that go wrong in single records and formats: the hidden half.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from wrong_framework.blocks import (
    asking_header,
    both,
    details,
    instead,
    number,
    on_answer,
    on_detail,
    reread,
)
from wrong_framework.gallery import Request, Wrong
from wrong_framework.wsgi import BASE, Answer, Ask, Asked, Rule, plain, remembering, server


def accept_forgotten() -> Rule:
    """
    Return a rule that remembers answers by their URL.
    """
    known: dict[str, Answer] = {}
    return lambda asked, ask: (
        known.setdefault(f"{asked.path}?{asked.text}", ask(asked)) if asked.method == "GET" else ask(asked)
    )


def neighbour(asked: Asked, ask: Ask) -> Answer:
    """
    Ask for the next record.
    """
    return ask(
        asked.but(PATH_INFO=f"{BASE}{asked.resource}/{number(asked.identifier) + 1}/")
        if number(asked.identifier) > 1
        else asked
    )


def more_flights(body: Any, _: Asked) -> None:
    """
    Count another flight.
    """
    body["flights_count"] = (body["flights_count"] or 0) + 1


def one_detail() -> Rule:
    """
    Return a rule that remembers one record.
    """
    known: list[Answer] = []

    def rule(asked: Asked, ask: Ask) -> Answer:
        if not details(asked) or asked.method != "GET":
            return ask(asked)
        answer = ask(asked)
        if answer.status.startswith("200"):
            known.append(answer)
        return known[0] if answer.status.startswith("200") else answer

    return rule


SERVERS = (
    Wrong(
        "quality-honoured",
        "Prefers HTML where it has the higher quality.",
        "formats",
        asking_header(
            "Accept", lambda _: "text/html", lambda asked: "json;q=0" in asked.header("Accept").replace(" ", "")
        ),
        Request("spacecraft/", headers=(("Accept", "application/json;q=0.1, text/html"),)),
        rare=True,
    ),
    Wrong(
        "cache-without-accept",
        "Answers in the type in which a URL was asked first.",
        "formats",
        remembering(accept_forgotten),
        Request("spacecraft/", headers=(("Accept", "text/html"),), after=("spacecraft/",)),
    ),
    Wrong(
        "json-as-plain-text",
        "Calls JSON plain text.",
        "formats",
        on_answer(
            lambda answer, _: (
                answer.but_header("Content-Type", "text/plain; charset=utf-8") if answer.json is not None else answer
            )
        ),
        Request("config/image_licenses/"),
        resource="config/image_licenses",
    ),
    Wrong(
        "charset-in-json-type",
        "Names a character set in the type of JSON.",
        "formats",
        on_answer(
            lambda answer, _: (
                answer.but_header("Content-Type", "application/json; charset=utf-8")
                if answer.json is not None
                else answer
            )
        ),
        Request("spacecraft/"),
    ),
    Wrong(
        "api-format-as-json",
        "Sends JSON where the browsable page is asked.",
        "formats",
        both(
            reread("format", lambda text: "json" if text == "api" else text),
            asking_header("Accept", lambda _: "*/*", lambda asked: asked.get("format") == "api"),
        ),
        Request("agencies/?format=api"),
        resource="agencies",
    ),
    Wrong(
        "detail-in-an-envelope",
        "Wraps a single record.",
        "detail",
        on_detail(lambda body, _: {"data": body}),
        Request("spacecraft_configurations/1/"),
        resource="spacecraft_configurations",
    ),
    Wrong(
        "detail-of-the-neighbour",
        "Sends the record after the one asked.",
        "detail",
        server(neighbour),
        Request("spacecraft/5/"),
    ),
    Wrong(
        "leading-zero-not-found",
        "Does not find a record by an identifier with a leading zero.",
        "detail",
        instead(
            lambda _: plain("404 Not Found", {"detail": "No Spacecraft matches the given query."}),
            lambda asked: asked.identifier.startswith("0"),
        ),
        Request("spacecraft/01/"),
        rare=True,
    ),
    Wrong(
        "not-found-as-200",
        "Answers 200 where there is no such record.",
        "detail",
        on_answer(
            lambda answer, _: replace(answer, status="200 OK") if answer.status.startswith("404") else answer, details
        ),
        Request("spacecraft/99999/"),
    ),
    Wrong(
        "format-in-capitals",
        "Reads the format in any letter case.",
        "formats",
        reread("format", str.lower),
        Request("spacecraft/?format=JSON"),
        rare=True,
    ),
    Wrong(
        "unknown-format-as-json",
        "Sends JSON where an unknown format is asked.",
        "formats",
        reread("format", lambda text: text if text in {"api", "json", ""} else "json"),
        Request("spacecraft/?format=xml"),
    ),
    Wrong(
        "json-escaped",
        "Escapes letters beyond ASCII in JSON.",
        "formats",
        on_answer(
            lambda answer, _: (
                answer.but_body(json.dumps(answer.json, separators=(",", ":")).encode())
                if answer.json is not None
                else answer
            )
        ),
        Request("spacecraft/?search=Nyx&limit=100"),
        rare=True,
    ),
    Wrong(
        "detail-counts-another-flight",
        "Gives one flight more in a single record than in a list.",
        "detail",
        on_detail(more_flights),
        Request("spacecraft/1/"),
    ),
    Wrong(
        "detail-cache-without-identifier",
        "Answers every single record with the one that was asked first.",
        "detail",
        remembering(one_detail),
        Request("spacecraft/2/", after=("spacecraft/1/",)),
    ),
    Wrong(
        "one-record-not-found",
        "Does not find one of the records that it lists.",
        "detail",
        instead(
            lambda _: plain("404 Not Found", {"detail": "No Spacecraft matches the given query."}),
            lambda asked: asked.identifier == "460",
        ),
        Request("spacecraft/460/"),
        rare=True,
    ),
)
