"""
What a program does with the API through a generated client: it prints what it understood, in JSON.

Usage: `python program.py BASE_URL walk|refusals|throttled`, with the generated package on the path.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from generated import Client
from generated.api.agencies import agencies_list
from generated.api.spacecraft import spacecraft_list, spacecraft_retrieve
from generated.models import (
    ErrorDetail,
    ErrorMessages,
    PageSpacecraftNormal,
    SpacecraftEndpointDetailed,
    SpacecraftListMode,
    SpacecraftListOrderingItem,
    SpacecraftNormal,
)
from generated.types import UNSET, Unset

if TYPE_CHECKING:
    from collections.abc import Callable

Row = SpacecraftNormal | SpacecraftEndpointDetailed


def sentence(refusal: ErrorDetail | ErrorMessages | list[str]) -> str:
    """
    Return a refusal in words.
    """
    if isinstance(refusal, ErrorDetail):
        return refusal.detail
    if isinstance(refusal, ErrorMessages):
        return "; ".join(f"{name}: {' '.join(messages)}" for name, messages in refusal.additional_properties.items())
    return " ".join(refusal)


def walk(
    client: Client,
    *,
    in_space: bool | Unset = UNSET,
    ordering: list[SpacecraftListOrderingItem] | Unset = UNSET,
    search: str | Unset = UNSET,
    mode: SpacecraftListMode | Unset = UNSET,
) -> list[Row]:
    """
    Return all records that a selection has, page by page.
    """
    rows: list[Row] = []
    while True:
        page = spacecraft_list.sync(
            client=client,
            limit=100,
            offset=len(rows),
            in_space=in_space,
            ordering=ordering,
            search=search,
            mode=mode,
        )
        if not isinstance(page, PageSpacecraftNormal):
            raise SystemExit(sentence(page) if page is not None else "no answer")
        rows += page.results
        if page.next_ is None:
            return rows


def collection(client: Client) -> object:
    """
    Page through everything, filter, and ask for another mode.
    """
    rows = walk(client)
    filtered = walk(client, in_space=True, ordering=[SpacecraftListOrderingItem.VALUE_1])
    detailed = walk(client, search="endeavour", mode=SpacecraftListMode.DETAILED)
    return {
        "records": len(rows),
        "different": len({row.id for row in rows}),
        "normal": sum(isinstance(row, SpacecraftNormal) for row in rows),
        "filtered": [row.in_space for row in filtered],
        "detailed": [isinstance(row, SpacecraftEndpointDetailed) and len(row.flights) for row in detailed],
    }


def refusals(client: Client) -> object:
    """
    Ask for a choice that there is not, and for a record that there is not.
    """
    bad = spacecraft_list.sync_detailed(client=client, status=999)
    gone = spacecraft_retrieve.sync_detailed(9999999, client=client)
    found: list[object] = []
    if isinstance(bad.parsed, ErrorDetail | ErrorMessages | list):
        found.append([bad.status_code, sentence(bad.parsed)])
    if isinstance(gone.parsed, ErrorDetail | ErrorMessages | list):
        found.append([gone.status_code, sentence(gone.parsed)])
    return found


def throttled(client: Client) -> object:
    """
    Ask twice where once is allowed.
    """
    agencies_list.sync_detailed(client=client)
    answer = agencies_list.sync_detailed(client=client)
    words = answer.parsed.detail if isinstance(answer.parsed, ErrorDetail) else ""
    return [answer.status_code, words, int(answer.headers["Retry-After"]) > 0]


TASKS: dict[str, Callable[[Client], object]] = {"walk": collection, "refusals": refusals, "throttled": throttled}

if __name__ == "__main__":
    base_url, task = sys.argv[1:]
    with Client(base_url=base_url, raise_on_unexpected_status=True) as session:
        json.dump(TASKS[task](session), sys.stdout)
