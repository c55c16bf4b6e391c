"""
Reported faults of pages and counts: the hidden half.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from wrong_framework.blocks import asks, lists, number, on_answer, on_list, on_rows, refused
from wrong_framework.choosing import offset_read
from wrong_framework.gallery import Request
from wrong_framework.wsgi import Answer, Ask, Asked, Rule, remembering

from reported_faults.blocks import (
    at_times,
    key_of,
    later_page,
    next_as_if,
    orders,
    terms,
    upward,
)
from reported_faults.gallery import Reported

#: What spacecraft can be ordered by, and the fields among those of books that may be null.
SORTED = ("flights_count", "id", "mission_ends_count", "time_docked", "time_in_space")
NULLABLE = ("published", "pages", "price", "reading_time", "shelf__code")


def ties_turned(rows: list[Any], asked: Asked) -> list[Any]:
    """
    Turn round the rows that tie.
    """
    groups = groupby(rows, lambda row: [key_of(row, term) for term in terms(asked)])
    return [row for _, group in groups for row in reversed(list(group))]


def stops_at_null(rows: list[Any], asked: Asked) -> list[Any]:
    """
    Break down where the row before the page has no value.
    """
    before = number(asked.get("offset")) - 1
    if 0 <= before < len(rows) and key_of(rows[before], terms(asked)[0]) is None:
        raise RuntimeError("The page before ended with a null.")
    return rows


def past_the_end_refused(answer: Answer, asked: Asked) -> Answer:
    """
    Refuse a page without rows.
    """
    body = answer.json
    if not isinstance(body, dict) or body.get("results") != [] or not later_page(asked):
        return answer
    return Answer("404 Not Found", answer.headers).but_json({"detail": "Invalid page."})


def page_counted(body: Any, _: Asked) -> None:
    """
    Count the rows of the page.
    """
    body["count"] = len(body["results"])


def catching_up() -> Rule:
    """
    Return a rule that counts three rows less at first, and one more with each request.
    """
    missing = [3, 2, 1]

    def rule(asked: Asked, ask: Ask) -> Answer:
        answer = ask(asked)
        body = answer.json
        if not missing or not isinstance(body, dict) or "count" not in body:
            return answer
        return answer.but_json({**body, "count": body["count"] - missing.pop(0)})

    return rule


FAULTS = (
    Reported(
        "ties-turn-from-page-to-page",
        "https://github.com/LanternOps/breeze/issues/3462",
        "Lists are ordered by a column that is not unique, so that a walk through pages repeats and misses rows.",
        "Orders rows that tie the other way round on every page but the first.",
        on_rows(ties_turned, lambda asked: orders(*SORTED)(asked) and later_page(asked)),
        Request("spacecraft/?ordering=flights_count&offset=10"),
        ("rows",),
    ),
    Reported(
        "page-after-a-null-breaks",
        "https://github.com/camunda/camunda/issues/57579",
        "A page that follows a row whose sorted value is null is answered with 500.",
        "Breaks down by a page whose predecessor ended with a row without a value in the first term.",
        on_rows(stops_at_null, lambda asked: orders(*NULLABLE)(asked) and later_page(asked)),
        Request("books/?ordering=price&offset=4"),
        ("status",),
        resource="books",
        api="library",
    ),
    Reported(
        "rows-without-a-value-lost-upward",
        "https://github.com/fluxzero-io/flux-capacitor-client/issues/73",
        "Sorted ascending, records without a value are not found; sorted descending, they are.",
        "Leaves rows without a value out where the first term is ascending.",
        on_rows(
            lambda rows, asked: [row for row in rows if key_of(row, terms(asked)[0]) is not None],
            lambda asked: orders(*NULLABLE)(asked) and upward(asked),
        ),
        Request("books/?ordering=pages"),
        ("count", "rows"),
        resource="books",
        api="library",
    ),
    Reported(
        "limit-above-the-maximum-refused",
        "https://github.com/JellyfishSDK/whale/issues/268",
        "A size above the maximum is an error, where users would rather have a page of the maximum.",
        "Answers 400 to a limit above the maximum.",
        refused(
            lambda _: {"limit": ["Ensure this value is less than or equal to 100."]},
            lambda asked: lists(asked) and number(asked.get("limit")) > 100,
        ),
        Request("spacecraft_configuration_families/?limit=101"),
        ("status",),
        resource="spacecraft_configuration_families",
    ),
    Reported(
        "past-the-end-refused",
        "https://github.com/RedHatInsights/insights-host-inventory/issues/111",
        "A page out of range is an error, where an empty set or the last page would serve.",
        "Answers 404 to a page past the end.",
        on_answer(past_the_end_refused, lists),
        Request("spacecraft_configurations/?offset=100"),
        ("status",),
        resource="spacecraft_configurations",
    ),
    Reported(
        "next-link-on-every-full-page",
        "https://github.com/yegor256/0rsk/issues/522",
        "A link to the next page is shown whenever the page is full, also on the last one, and leads to an empty page.",
        "Links to a next page from a last page that is full.",
        next_as_if(lambda pager: pager.count + (pager.offset + pager.limit == pager.count)),
        Request("books/?offset=36"),
        ("next",),
        resource="books",
        api="library",
    ),
    Reported(
        "next-link-past-the-end",
        "https://github.com/wellcomecollection/platform/pull/2326",
        "Answers past the last page named a next page until it was left out there.",
        "Links to a next page from pages past the end.",
        next_as_if(lambda pager: max(pager.count, (pager.offset > pager.count) * (pager.offset + pager.limit + 1))),
        Request("agencies/?offset=50"),
        ("next",),
        resource="agencies",
    ),
    Reported(
        "pages-overlap-by-a-row",
        "https://github.com/Ingothq/ingot/issues/39",
        "With a limit and a page, the second page begins with the record that ended the first.",
        "Begins every page but the first with the last row of the page before, where a limit is asked.",
        offset_read(lambda offset, _: max(0, offset - 1), asks("limit")),
        Request("books/?limit=2&offset=2"),
        ("rows",),
        resource="books",
        api="library",
    ),
    Reported(
        "count-of-the-page-in-one-list",
        "https://github.com/apache/cloudstack/issues/4191",
        "The count in the answer of one list is the number of records of the page, not of all that were found.",
        "Counts the rows of the page.",
        on_list(page_counted, lambda asked: asked.resource == "config/agency_types"),
        Request("config/agency_types/?limit=2"),
        ("count",),
        resource="config/agency_types",
    ),
    Reported(
        "count-catches-up",
        "https://github.com/projectbenyehuda/bybe/issues/104",
        "The total rises slowly from one request to the next, while pages are read.",
        "Counts three rows less at first, two less in the second answer, one less in the third.",
        remembering(catching_up),
        Request("spacecraft_configurations/"),
        ("count",),
        resource="spacecraft_configurations",
    ),
    Reported(
        "newest-record-not-yet-on-the-replica",
        "https://github.com/firezone/firezone/pull/12102",
        "All reads go to replicas, so that a record that was just made may not be found for a while.",
        "Leaves the newest record out of the first two answers.",
        at_times(
            on_rows(
                lambda rows, _: [row for row in rows if row.pk != 1036], lambda asked: asked.resource == "agencies"
            ),
            lambda place: place <= 2,
        ),
        Request("agencies/?offset=20"),
        ("count", "rows"),
        resource="agencies",
    ),
)
