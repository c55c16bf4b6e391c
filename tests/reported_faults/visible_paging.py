"""
Reported faults of pages and counts: the visible half.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wrong_framework.blocks import number, on_list, on_rows
from wrong_framework.choosing import limit_read
from wrong_framework.gallery import Request

from reported_faults.blocks import (
    Window,
    at_times,
    counted,
    later_page,
    page_cut,
    searches,
)
from reported_faults.gallery import Reported

if TYPE_CHECKING:
    from wrong_framework.wsgi import Asked


def breaks_past_the_end(rows: list[Any], asked: Asked) -> list[Any]:
    """
    Break down where no row is left.
    """
    if number(asked.get("offset")) >= max(1, len(rows)):
        raise RuntimeError("There is no such page.")
    return rows


def last_page_again(rows: list[Any], window: Window) -> list[Any]:
    """
    Send the last page where none is left.
    """
    last = max(0, len(rows) - 1) // window.limit * window.limit
    start = min(window.offset, last)
    return rows[start : start + window.limit]


def without_the_last_page(rows: list[Any], window: Window) -> list[Any]:
    """
    Send nothing where the rows left do not fill a page.
    """
    page = rows[window.offset : window.offset + window.limit]
    return page if window.offset == 0 or len(page) == window.limit else []


def joined_count(_: int, rows: Any) -> int:
    """
    Count a row once for each of its authors.
    """
    return sum(max(1, row.authors_links.count()) for row in rows)


def estimated(body: Any, _: Asked) -> None:
    """
    Count to the nearest hundred.
    """
    if body["count"] > 100:
        body["count"] = round(body["count"], -2)


def joined_page(rows: list[Any], window: Window) -> list[Any]:
    """
    Cut the page from rows that stand once for each of their authors, and only then drop repetitions.
    """
    joined = [row for row in rows for _ in range(max(1, len(row.authors_links.all())))]
    return list(dict.fromkeys(joined[window.offset : window.offset + window.limit]))


def filtered_page(rows: list[Any], window: Window) -> list[Any]:
    """
    Cut the page from everything, and only then filter.
    """
    found = {row.pk for row in rows}
    return [row for row in window.everything[window.offset : window.offset + window.limit] if row.pk in found]


def gaps(rows: list[Any], window: Window) -> list[Any]:
    """
    Drop archived rows from the page.
    """
    return [row for row in rows[window.offset : window.offset + window.limit] if row.pk % 20]


FAULTS = (
    Reported(
        "limit-zero-means-all",
        "https://github.com/thenewboston-blockchain/Bank/issues/158",
        "With `limit=0` the server sends all records.",
        "Sends all rows where a limit of 0 is asked.",
        limit_read(lambda text, limit: 10_000 if text == "0" else limit),
        Request("books/?limit=0"),
        ("next", "rows"),
        resource="books",
        api="library",
    ),
    Reported(
        "largest-limit-falls-to-the-default",
        "https://github.com/nocodb/nocodb/issues/33",
        "The largest size of a page is one less than documented; a larger one gives the default size.",
        "Sends as many rows as without a limit where the maximum is asked, or more.",
        limit_read(lambda text, limit: 10 if number(text) >= 100 else limit),
        Request("agencies/?limit=100"),
        ("next", "rows"),
        resource="agencies",
    ),
    Reported(
        "past-the-end-breaks",
        "https://github.com/ITISFoundation/osparc-simcore/issues/9728",
        "An offset at the total or past it is answered with 500 by every list.",
        "Breaks down by an offset at the count or past it.",
        on_rows(breaks_past_the_end, later_page),
        Request("agencies/?offset=23"),
        ("status",),
        resource="agencies",
    ),
    Reported(
        "past-the-end-repeats-the-last-page",
        "https://github.com/City-of-Bloomington/uReport/issues/31",
        "Who asks for a page after the last one gets the last page again.",
        "Sends the last page for every offset past the end.",
        page_cut(last_page_again, later_page),
        Request("books/?offset=60"),
        ("rows",),
        resource="books",
        api="library",
    ),
    Reported(
        "last-page-empty",
        "https://github.com/CenterForOpenScience/osf.io/issues/604",
        "The last page of results is sometimes empty, because of errors by one.",
        "Sends nothing where the rows left do not fill a page, but for the first.",
        page_cut(without_the_last_page),
        Request("agencies/?offset=20"),
        ("rows",),
        resource="agencies",
    ),
    Reported(
        "count-ignores-filters",
        "https://github.com/fecgov/openFEC/issues/2690",
        "A list always gives the count of everything, not that of the query.",
        "Counts all rows, whatever filters are asked.",
        counted(lambda _, rows: rows.model._default_manager.count()),
        Request("agencies/?type__id=1"),
        ("count", "next"),
        resource="agencies",
    ),
    Reported(
        "count-of-joined-rows",
        "https://github.com/directus/directus/pull/19208",
        "The count under a filter by related records counts relations, because a left join repeats the records.",
        "Counts a book once for each of its authors where a filter by authors is asked.",
        counted(joined_count, lambda asked: asked.has("author_ids") or asked.has("author")),
        Request("books/?author_ids=4"),
        ("count",),
        resource="books",
        api="library",
    ),
    Reported(
        "rows-past-a-cap-lost",
        "https://github.com/appwrite/appwrite/issues/5864",
        "The total stays at 5,000, and documents past that number are never shown.",
        "Counts and sends the first 500 rows that are found.",
        on_rows(lambda rows, _: rows[:500]),
        Request("spacecraft/?limit=1"),
        ("count",),
    ),
    Reported(
        "large-counts-estimated",
        "https://github.com/fecgov/openFEC/issues/4003",
        "Nothing says whether a count is exact or an estimate.",
        "Counts to the nearest hundred, from a hundred on.",
        on_list(estimated),
        Request("spacecraft/?limit=1"),
        ("count",),
    ),
    Reported(
        "joined-rows-eat-the-limit",
        "https://github.com/TheCacophonyProject/cacophony-api/issues/116",
        "Asked for as many rows as the count says, the server sends fewer.",
        "Cuts the page from books that stand once for each author, and drops repetitions from it.",
        page_cut(joined_page),
        Request("books/?limit=25"),
        ("rows",),
        resource="books",
        api="library",
    ),
    Reported(
        "filtered-after-the-page-is-cut",
        "https://github.com/cleverage/eav-manager/issues/54",
        "Filters know nothing of pages: a filtered list shows what the filter leaves of each page.",
        "Cuts the page from all rows, and then filters it by `in_space`, where no order is asked.",
        page_cut(filtered_page, lambda asked: asked.has("in_space") and not asked.has("ordering")),
        Request("spacecraft/?in_space=true"),
        ("rows",),
    ),
    Reported(
        "archived-rows-leave-gaps",
        "https://github.com/directus/app/issues/2288",
        "The server sends 198 items where 200 are asked and more are there, since deleted ones are left out later.",
        "Drops some rows from the page that was cut, but counts them.",
        page_cut(gaps, lambda asked: asked.resource == "spacecraft"),
        Request("spacecraft/?limit=100"),
        ("rows",),
    ),
    Reported(
        "row-moves-between-pages",
        "https://github.com/elizaOS/eliza/issues/31976",
        "Pages without an order follow the database's: after an update one record is on no page and another on two.",
        "Moves the first row to the end in every second answer, where no order is asked.",
        at_times(
            on_rows(lambda rows, _: rows[1:] + rows[:1], lambda asked: not asked.has("ordering")),
            lambda place: place % 2 == 0,
        ),
        Request("spacecraft/?offset=10", after=("spacecraft/",)),
        ("rows",),
    ),
    Reported(
        "search-index-lacks-records",
        "https://github.com/gbif/gbif-api/issues/52",
        "The search index is kept apart from the records, and updates of it sometimes fail.",
        "Finds no record whose identifier ends in 7 where a search is asked.",
        on_rows(lambda rows, _: [row for row in rows if row.pk % 10 != 7], searches),
        Request("spacecraft/?search=progress"),
        ("count", "rows"),
    ),
)
