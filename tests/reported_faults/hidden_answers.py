"""
Reported faults of caches, refusals, headers and values: the hidden half.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from wrong_framework.blocks import (
    a_field,
    broken,
    details,
    instead,
    on_answer,
    on_detail,
    on_list,
)
from wrong_framework.gallery import Request
from wrong_framework.wsgi import Answer, Asked, plain

from reported_faults.blocks import cached
from reported_faults.gallery import Reported

MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def missing(asked: Asked, answer: Answer) -> bool:
    """
    Say whether an answer is that there is no such record.
    """
    return bool(asked.identifier) and answer.status.startswith("404")


def blamed_on_nobody(answer: Answer, asked: Asked) -> Answer:
    """
    Answer 200 where there is no such record.
    """
    return Answer("200 OK", answer.headers, answer.body) if missing(asked, answer) else answer


def in_plain_text(answer: Answer, asked: Asked) -> Answer:
    """
    Say in plain text that there is no such record.
    """
    if not missing(asked, answer):
        return answer
    text = b"The resource you are looking for cannot be found."
    return answer.but_header("Content-Type", "text/plain").but_body(text)


def to_readers_of_good_news(answer: Answer, _: Asked) -> Answer:
    """
    Open refusals to no other origin.
    """
    return answer if answer.status.startswith("200") else answer.but_header("Access-Control-Allow-Origin", None)


def rows_or(instead_of_none: Any) -> Any:
    """
    Return a change that sends something else where there are no rows.
    """

    def change(body: Any, _: Asked) -> None:
        body["results"] = body["results"] or instead_of_none

    return change


def an_hour_less(found: re.Match[bytes]) -> bytes:
    """
    Write a moment an hour earlier.
    """
    moment = dt.datetime.fromisoformat(found.group().decode()) - dt.timedelta(hours=1)
    return moment.isoformat().replace("+00:00", "Z").encode()


FAULTS = (
    Reported(
        "cache-forgets-the-limit",
        "https://github.com/zestedesavoir/zds-site/issues/3268",
        "The size of a page has no effect where the page was asked before, since the key of the cache lacks it.",
        "Answers from a cache that knows all parameters but the limit.",
        cached(lambda asked: (sorted(each for each in asked.query if each[0] != "limit"), asked.header("Accept"))),
        Request("agencies/?limit=2", after=("agencies/",)),
        ("next", "rows"),
        resource="agencies",
    ),
    Reported(
        "cache-forgets-the-origin",
        "https://github.com/opendatateam/udata/pull/3132",
        "A page of another origin gets the answer that was cached for a client without one, and may not read it.",
        "Answers from a cache that does not know the origin.",
        cached(lambda asked: (sorted(asked.query), asked.header("Accept"))),
        Request("spacecraft/", headers=(("Origin", "https://example.org"),), after=("spacecraft/",)),
        ("header access-control-allow-origin",),
    ),
    Reported(
        "vary-without-accept",
        "https://github.com/npm/registry-issue-archive/issues/190",
        "Answers depend on what is accepted, but name only the encoding as what they vary by.",
        "Says that answers vary by the encoding alone.",
        on_answer(lambda answer, _: answer.but_header("Vary", "Accept-Encoding")),
        Request("spacecraft/"),
        ("header vary",),
    ),
    Reported(
        "missing-record-answered-with-200",
        "https://github.com/mailcow/mailcow-dockerized/issues/4349",
        "Who asks for what does not exist gets 200.",
        "Answers 200 where there is no such record.",
        on_answer(blamed_on_nobody, details),
        Request("spacecraft/99999/"),
        ("status",),
    ),
    Reported(
        "missing-record-in-plain-text",
        "https://github.com/XeroAPI/Xero-OpenAPI/issues/163",
        "What is not found is answered with a sentence that is no JSON.",
        "Says in plain text that there is no such record.",
        on_answer(in_plain_text, details),
        Request("agencies/99999/"),
        ("header content-type", "body"),
        resource="agencies",
    ),
    Reported(
        "deletion-breaks",
        "https://github.com/perses/perses/pull/1126",
        "A server that may only be read answers 500 to a deletion.",
        "Breaks down by DELETE.",
        broken(lambda asked: asked.method == "DELETE"),
        Request("agencies/44/", method="DELETE"),
        ("status",),
        resource="agencies",
    ),
    Reported(
        "other-methods-not-found",
        "https://github.com/dcos/cosmos/issues/337",
        "A method that a path does not have is answered with 404 instead of 405.",
        "Answers 404 to other methods.",
        instead(lambda _: plain("404 Not Found", {"detail": "Not found."}), lambda asked: asked.method != "GET"),
        Request("spacecraft_configurations/", method="POST"),
        ("status",),
        resource="spacecraft_configurations",
    ),
    Reported(
        "refusals-closed-to-other-origins",
        "https://github.com/spaze/michalspacek.cz/pull/821",
        "Where early failures such as 404 have no header for other origins, a page cannot read what went wrong.",
        "Opens itself to other origins in successful answers only.",
        on_answer(to_readers_of_good_news),
        Request("spacecraft/99999/", headers=(("Origin", "https://example.org"),)),
        ("header access-control-allow-origin",),
    ),
    Reported(
        "numbers-in-single-precision",
        "https://github.com/orientechnologies/orientdb/issues/6595",
        "Numbers with decimals come back rounded to some eight digits.",
        "Writes prices with eight digits at the most.",
        a_field("price", lambda value: value and float(f"{value:.8g}")),
        Request("books/742a8063-1f26-42aa-9cde-d20443b30f66/"),
        ("body",),
        resource="books",
        api="library",
    ),
    Reported(
        "no-rows-as-null",
        "https://github.com/wantedly/apig/pull/44",
        "Where there is no record, the list is null instead of empty.",
        "Sends null where there are no rows.",
        on_list(rows_or(None)),
        Request("books/?search=zzzz"),
        ("body",),
        resource="books",
        api="library",
    ),
    Reported(
        "times-behind-in-json",
        "https://github.com/alexjustesen/speedtest-tracker/issues/1375",
        "Times are an hour behind in the answers of the API, but right on the pages for people.",
        "Writes moments an hour early in JSON, but not on the browsable page.",
        on_answer(
            lambda answer, _: (
                answer.but_body(MOMENT.sub(an_hour_less, answer.body)) if answer.json is not None else answer
            )
        ),
        Request("books/a6a3a450-6513-470e-a69e-0d37f2a74de4/"),
        ("body",),
        resource="books",
        api="library",
    ),
    Reported(
        "record-otherwise-than-in-its-list",
        "https://github.com/dhis2/dhis2-core/pull/9139",
        "The answer for one record and that for the collection should say the same, and did not.",
        "Sends no serial number in single records.",
        on_detail(lambda body, _: {**body, "serial_number": None}, lambda asked: asked.resource == "spacecraft"),
        Request("spacecraft/2/"),
        ("body",),
    ),
)
