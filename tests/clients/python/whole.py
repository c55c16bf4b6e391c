"""
What a program does with the whole of Launch Library 2 through a generated client: it prints what it read, in JSON.

Usage: `python whole.py BASE_URL`, with the generated package on the path.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Protocol, TypeVar

from generated import Client
from generated.api.astronauts import astronauts_list
from generated.api.events import events_list
from generated.api.launches import launches_list
from generated.api.launchesupcoming import launches_upcoming_list
from generated.models import (
    AstronautEndpointNormal,
    ErrorDetail,
    ErrorMessages,
    EventEndpointNormal,
    LaunchDetailed,
    LaunchesUpcomingListMode,
    LaunchNormal,
)

if TYPE_CHECKING:
    from collections.abc import Callable

Row = TypeVar("Row")
SIZE = 100


class Page(Protocol[Row]):
    """
    What the pages of all lists have in common.
    """

    next_: str | None
    results: list[Row]


def every(ask: Callable[[int], Page[Row] | ErrorDetail | ErrorMessages | list[str] | None]) -> list[Row]:
    """
    Return all rows of a list, which is asked for page by page, from an offset on.
    """
    rows: list[Row] = []
    while True:
        page = ask(len(rows))
        if page is None or isinstance(page, ErrorDetail | ErrorMessages | list):
            raise SystemExit(f"no page: {page}")
        rows += page.results
        if page.next_ is None:
            return rows


def launches(client: Client) -> object:
    """
    Read pads and statuses of all launches, each of which may be missing.
    """
    rows = every(lambda offset: launches_list.sync(client=client, limit=SIZE, offset=offset))
    normal = [row for row in rows if isinstance(row, LaunchNormal)]
    locations = [row.pad.location for row in normal if row.pad is not None]
    return {
        "rows": len(rows),
        "different": len({row.id for row in rows}),
        "statuses": sorted({row.status.name for row in normal if row.status is not None}),
        "places": len({each.name for each in locations if each is not None}),
    }


def upcoming(client: Client) -> object:
    """
    Read what only detailed launches have.
    """
    mode = LaunchesUpcomingListMode.DETAILED
    rows = every(lambda offset: launches_upcoming_list.sync(client=client, limit=SIZE, offset=offset, mode=mode))
    detailed = [row for row in rows if isinstance(row, LaunchDetailed)]
    return {
        "rows": len(rows),
        "detailed": len(detailed),
        "sorted": [row.net for row in detailed] == sorted(row.net for row in detailed),
        "watched": sum(video.url != "" for row in detailed for video in row.vid_urls),
        "stages": sum(len(row.rocket.launcher_stage) for row in detailed if row.rocket is not None),
    }


def events(client: Client) -> object:
    """
    Read the kinds of all events.
    """
    rows = every(lambda offset: events_list.sync(client=client, limit=SIZE, offset=offset))
    normal = [row for row in rows if isinstance(row, EventEndpointNormal)]
    return {"rows": len(rows), "normal": len(normal), "kinds": len({row.type_.name for row in normal})}


def astronauts(client: Client) -> object:
    """
    Read who is in space.
    """
    rows = every(lambda offset: astronauts_list.sync(client=client, limit=SIZE, offset=offset))
    aboard = [row for row in rows if isinstance(row, AstronautEndpointNormal) and row.in_space]
    return {
        "rows": len(rows),
        "aboard": len(aboard),
        "agencies": len({row.agency.name for row in aboard if row.agency}),
    }


TASKS = (launches, upcoming, events, astronauts)

if __name__ == "__main__":
    with Client(base_url=sys.argv[1], raise_on_unexpected_status=True) as session:
        json.dump({task.__name__: task(session) for task in TASKS}, sys.stdout)
