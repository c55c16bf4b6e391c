"""
Servers that go wrong in single records and formats: the visible half.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from wrong_framework.blocks import (
    asking,
    asking_header,
    broken,
    details,
    on_answer,
    on_detail,
    patched,
    without,
)
from wrong_framework.choosing import limit_read
from wrong_framework.gallery import Request, Wrong

if TYPE_CHECKING:
    from wrong_framework.wsgi import Asked


def normal_detail(_: Any, __: Asked) -> Any:
    """
    Return a method that is never detailed.
    """
    return lambda view: view.modes.list


SERVERS = (
    Wrong(
        "any-type-accepted",
        "Sends JSON where another type is accepted.",
        "formats",
        asking_header("Accept", lambda _: "application/json", lambda asked: "xml" in asked.header("Accept")),
        Request("spacecraft/", headers=(("Accept", "application/xml"),)),
    ),
    Wrong(
        "not-found-other-body",
        "Words the answer for a missing record its own way.",
        "detail",
        on_answer(
            lambda answer, _: (
                answer.but_json({"error": {"code": 404, "message": "not found"}})
                if answer.status.startswith("404") and answer.json
                else answer
            ),
            details,
        ),
        Request("agencies/99999/"),
        resource="agencies",
    ),
    Wrong(
        "json-indented",
        "Indents JSON.",
        "formats",
        on_answer(
            lambda answer, _: (
                answer.but_body(json.dumps(answer.json, indent=4, ensure_ascii=False).encode())
                if answer.json is not None
                else answer
            )
        ),
        Request("spacecraft/"),
    ),
    Wrong(
        "agency-detail-without-launchers",
        "Leaves the launchers and spacecraft out of a single agency.",
        "detail",
        on_detail(lambda body, _: without("launcher_list", "spacecraft_list")(body)),
        Request("agencies/44/"),
        resource="agencies",
    ),
    Wrong(
        "text-for-identifier-breaks",
        "Breaks down by an identifier that is no number.",
        "detail",
        broken(lambda asked: details(asked) and not asked.identifier.isdecimal()),
        Request("spacecraft/abc/"),
    ),
    Wrong(
        "detail-by-the-list-serializer",
        "Sends a single record as it stands in a list.",
        "detail",
        patched("reference_drf.views.Collection.asked_mode", normal_detail, details),
        Request("spacecraft/1/"),
    ),
    Wrong(
        "not-found-as-page",
        "Answers with a page of HTML where there is no such record.",
        "detail",
        on_answer(
            lambda answer, _: (
                answer.but_header("Content-Type", "text/html; charset=utf-8").but_body(b"<h1>Not Found</h1>")
                if answer.status.startswith("404") and answer.json
                else answer
            ),
            details,
        ),
        Request("spacecraft/99999/"),
    ),
    Wrong(
        "browsable-page-without-charset",
        "Names no character set in the type of the browsable page.",
        "formats",
        on_answer(
            lambda answer, _: (
                answer.but_header("Content-Type", "text/html")
                if "html" in answer.header("Content-Type") and answer.status.startswith("200")
                else answer
            )
        ),
        Request("spacecraft/?format=api"),
        rare=True,
    ),
    Wrong(
        "page-for-anything",
        "Sends the browsable page to clients that accept anything.",
        "formats",
        asking_header(
            "Accept",
            lambda _: "text/html",
            lambda asked: asked.header("Accept") in {"", "*/*"} and not asked.has("format"),
        ),
        Request("spacecraft/", headers=(("Accept", "*/*"),)),
    ),
    Wrong(
        "one-record-breaks",
        "Breaks down by one of the configurations.",
        "detail",
        broken(lambda asked: asked.identifier == "30"),
        Request("spacecraft_configurations/30/"),
        resource="spacecraft_configurations",
        rare=True,
    ),
    Wrong(
        "detail-ignores-filters",
        "Takes no notice of filters where one record is asked.",
        "detail",
        asking(lambda pairs: [each for each in pairs if each[0] == "format"], details),
        Request("spacecraft/1/?in_space=true"),
        rare=True,
    ),
    Wrong(
        "format-beats-accept",
        "Sends JSON to a client that asks for it in the query, but accepts HTML only.",
        "formats",
        asking_header("Accept", lambda _: "*/*", lambda asked: asked.get("format") == "json"),
        Request("spacecraft/?format=json", headers=(("Accept", "text/html"),)),
        rare=True,
    ),
    Wrong(
        "byte-order-mark",
        "Starts JSON with a byte order mark.",
        "formats",
        on_answer(
            lambda answer, _: answer.but_body(b"\xef\xbb\xbf" + answer.body) if answer.json is not None else answer
        ),
        Request("config/agency_types/"),
        resource="config/agency_types",
    ),
    Wrong(
        "browsable-page-of-five",
        "Shows five rows on the browsable page.",
        "formats",
        limit_read(lambda text, limit: limit if text else 5, lambda asked: asked.get("format") == "api"),
        Request("spacecraft/?format=api"),
        rare=True,
    ),
)
