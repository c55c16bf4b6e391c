"""
Servers that go wrong in errors and headers: the visible half.
"""

from __future__ import annotations

from wrong_framework.blocks import (
    broken,
    instead,
    on_answer,
)
from wrong_framework.gallery import Request, Wrong
from wrong_framework.wsgi import plain, server

SERVERS = (
    Wrong(
        "redirect-to-an-inner-host",
        "Redirects to the closing slash at the host behind the proxy.",
        "errors",
        on_answer(
            lambda answer, _: (
                answer.but_header("Location", f"http://127.0.0.1:8000{answer.header('Location')}")
                if answer.header("Location")
                else answer
            )
        ),
        Request("spacecraft?limit=2"),
    ),
    Wrong(
        "long-name-breaks",
        "Breaks down by a name of more than 255 letters.",
        "errors",
        broken(lambda asked: len(asked.get("name")) > 255),
        Request(f"spacecraft/?name={'x' * 300}"),
        rare=True,
    ),
    Wrong(
        "nul-in-search-breaks",
        "Breaks down by a NUL in a search.",
        "errors",
        broken(lambda asked: "\0" in asked.get("search")),
        Request("spacecraft/?search=a%00b"),
        rare=True,
    ),
    Wrong(
        "options-answered",
        "Answers OPTIONS with a description of the view.",
        "errors",
        instead(
            lambda _: plain(
                "200 OK",
                {
                    "name": "Spacecraft List",
                    "description": "",
                    "renders": ["application/json", "text/html"],
                    "parses": ["application/json"],
                },
            ),
            lambda asked: asked.method == "OPTIONS" and not asked.header("Access-Control-Request-Method"),
        ),
        Request("spacecraft/", method="OPTIONS"),
        rare=True,
    ),
    Wrong(
        "allow-promises-writing",
        "Says that POST is allowed.",
        "headers",
        on_answer(
            lambda answer, _: (
                answer.but_header("Allow", "GET, POST, HEAD, OPTIONS") if answer.header("Allow") else answer
            )
        ),
        Request("agencies/"),
        resource="agencies",
    ),
    Wrong(
        "sniffing-allowed",
        "Does not forbid guessing types.",
        "headers",
        on_answer(lambda answer, _: answer.but_header("X-Content-Type-Options", None)),
        Request("spacecraft/"),
        rare=True,
    ),
    Wrong(
        "allow-missing",
        "Does not say which methods are allowed.",
        "headers",
        on_answer(lambda answer, _: answer.but_header("Allow", None)),
        Request("spacecraft/"),
    ),
    Wrong(
        "allow-missing-on-refusal",
        "Does not say which methods are allowed where one is not.",
        "headers",
        on_answer(lambda answer, _: answer.but_header("Allow", None) if answer.status.startswith("405") else answer),
        Request("spacecraft/", method="POST"),
        rare=True,
    ),
    Wrong(
        "delete-not-implemented",
        "Answers 501 to DELETE.",
        "errors",
        instead(
            lambda _: plain("501 Not Implemented", {"detail": "Not implemented."}),
            lambda asked: asked.method == "DELETE",
        ),
        Request("agencies/44/", method="DELETE"),
        resource="agencies",
        rare=True,
    ),
    Wrong(
        "redirect-loses-query",
        "Loses the query where it redirects to the closing slash.",
        "errors",
        on_answer(
            lambda answer, _: (
                answer.but_header("Location", answer.header("Location").partition("?")[0])
                if answer.header("Location")
                else answer
            )
        ),
        Request("spacecraft?limit=2"),
    ),
    Wrong(
        "cross-origin-missing-on-errors",
        "Does not open itself to other origins where it refuses.",
        "headers",
        on_answer(
            lambda answer, _: (
                answer if answer.status.startswith("200") else answer.but_header("Access-Control-Allow-Origin", None)
            )
        ),
        Request("spacecraft/99999/", headers=(("Origin", "https://example.org"),)),
        rare=True,
    ),
    Wrong(
        "head-answered",
        "Answers HEAD with 200.",
        "errors",
        server(
            lambda asked, ask: (
                ask(asked.but(REQUEST_METHOD="GET")).but_body(b"") if asked.method == "HEAD" else ask(asked)
            )
        ),
        Request("spacecraft/", method="HEAD"),
        rare=True,
    ),
    Wrong(
        "bad-filter-other-body",
        "Does not name the bad filter in its answer.",
        "errors",
        on_answer(
            lambda answer, _: (
                answer.but_json({"detail": "Invalid query."})
                if answer.status.startswith("400") and answer.json
                else answer
            )
        ),
        Request("spacecraft/?status=999"),
    ),
    Wrong(
        "post-as-get",
        "Answers POST as if it were GET.",
        "errors",
        server(lambda asked, ask: ask(asked.but(REQUEST_METHOD="GET") if asked.method == "POST" else asked)),
        Request("spacecraft/", method="POST"),
    ),
)
