"""
Servers that go wrong in errors and headers: the hidden half.
"""

from __future__ import annotations

import itertools
from dataclasses import replace

from wrong_framework.blocks import (
    broken,
    instead,
    on_answer,
    refused,
)
from wrong_framework.gallery import Request, Wrong
from wrong_framework.wsgi import Answer, Ask, Asked, Rule, plain, remembering


def failing() -> Rule:
    """
    Return a rule that counts.
    """
    count = itertools.count(1)
    return lambda asked, ask: (
        plain("500 Internal Server Error", {"detail": "Internal server error."}) if next(count) % 5 == 0 else ask(asked)
    )


def stale() -> Rule:
    """
    Return a rule that remembers the answer before.
    """
    before: list[Answer] = []

    def rule(asked: Asked, ask: Ask) -> Answer:
        before.append(ask(asked))
        return before[-1] if len(before) % 3 else before[-2]

    return rule


SERVERS = (
    Wrong(
        "long-query-refused",
        "Answers 414 to a query of more than 1000 letters.",
        "errors",
        refused(lambda _: {"detail": "Request-URI Too Long"}, lambda asked: len(asked.text) > 1000, "414 URI Too Long"),
        Request(f"spacecraft/?search={'x' * 1200}"),
        rare=True,
    ),
    Wrong(
        "cross-origin-missing",
        "Does not open itself to other origins.",
        "headers",
        on_answer(lambda answer, _: answer.but_header("Access-Control-Allow-Origin", None)),
        Request("spacecraft/", headers=(("Origin", "https://example.org"),)),
    ),
    Wrong(
        "no-redirect",
        "Does not redirect to the closing slash.",
        "errors",
        instead(lambda _: plain("404 Not Found", {"detail": "Not found."}), lambda asked: not asked.path.endswith("/")),
        Request("spacecraft_configurations?limit=2"),
        resource="spacecraft_configurations",
        rare=True,
    ),
    Wrong(
        "every-fifth-breaks",
        "Answers every fifth request with 500.",
        "errors",
        remembering(failing),
        Request("spacecraft/", after=("spacecraft/",) * 4),
    ),
    Wrong(
        "cross-origin-for-one",
        "Opens itself to one origin only.",
        "headers",
        on_answer(
            lambda answer, _: (
                answer.but_header("Access-Control-Allow-Origin", "https://spacelaunchnow.me")
                if answer.header("Access-Control-Allow-Origin")
                else answer
            )
        ),
        Request("spacecraft/", headers=(("Origin", "https://example.org"),)),
        rare=True,
    ),
    Wrong(
        "frames-allowed",
        "Does not forbid frames.",
        "headers",
        on_answer(lambda answer, _: answer.but_header("X-Frame-Options", None)),
        Request("spacecraft_configuration_families/"),
        resource="spacecraft_configuration_families",
        rare=True,
    ),
    Wrong(
        "emoji-breaks",
        "Breaks down by an emoji in a search.",
        "errors",
        broken(lambda asked: any(ord(letter) > 0xFFFF for letter in asked.get("search"))),
        Request("spacecraft/?search=%F0%9F%9A%80"),
        rare=True,
    ),
    Wrong(
        "every-third-is-the-one-before",
        "Answers every third request with the answer before.",
        "errors",
        remembering(stale),
        Request("spacecraft/?limit=3", after=("spacecraft/?limit=1", "spacecraft/?limit=2")),
    ),
    Wrong(
        "put-forbidden",
        "Answers 403 to PUT and PATCH.",
        "errors",
        instead(
            lambda _: plain("403 Forbidden", {"detail": "CSRF Failed: CSRF cookie not set."}),
            lambda asked: asked.method in {"PUT", "PATCH"},
        ),
        Request("spacecraft/1/", method="PUT"),
        rare=True,
    ),
    Wrong(
        "redirect-for-now",
        "Redirects to the closing slash with 302.",
        "errors",
        on_answer(lambda answer, _: replace(answer, status="302 Found") if answer.status.startswith("301") else answer),
        Request("spacecraft?limit=2"),
    ),
    Wrong(
        "bad-filter-422",
        "Answers 422 to a bad filter.",
        "errors",
        on_answer(
            lambda answer, _: (
                replace(answer, status="422 Unprocessable Entity") if answer.status.startswith("400") else answer
            )
        ),
        Request("spacecraft_configurations/?agency=abc"),
        resource="spacecraft_configurations",
    ),
    Wrong(
        "preflight-refused",
        "Answers 405 to a preflight.",
        "headers",
        instead(
            lambda _: plain(
                "405 Method Not Allowed", {"detail": 'Method "OPTIONS" not allowed.'}, Access_Control_Allow_Origin="*"
            ),
            lambda asked: asked.method == "OPTIONS" and bool(asked.header("Access-Control-Request-Method")),
        ),
        Request(
            "spacecraft/",
            method="OPTIONS",
            headers=(("Origin", "https://example.org"), ("Access-Control-Request-Method", "GET")),
        ),
        rare=True,
    ),
    Wrong(
        "method-named-wrongly",
        "Names another method in the answer to one that is not allowed.",
        "errors",
        on_answer(
            lambda answer, _: (
                answer.but_json({"detail": "Method not allowed."})
                if answer.status.startswith("405") and answer.body
                else answer
            )
        ),
        Request("config/spacecraft_statuses/", method="POST"),
        resource="config/spacecraft_statuses",
        rare=True,
    ),
    Wrong(
        "accept-missing-in-vary",
        "Does not say that the answer varies by the type accepted.",
        "headers",
        on_answer(lambda answer, _: answer.but_header("Vary", "origin")),
        Request("spacecraft/"),
    ),
)
