"""
What stored pages and the published description of Launch Library 2 say of its routes, as plain values.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

FACTS: dict[str, Any] = json.loads((Path(__file__).parents[1] / "data" / "ll2-facts.json").read_text(encoding="utf-8"))
#: How a note in words tells of a filter that the description does not have.
_ADDED = re.compile(r"(?:filter list has|captures of lldev add) (\w+)")
#: Parts of the documentation above a page that list names.
KINDS = ("modes", "filters", "search", "ordering")


def named(listed: str | list[str] | None) -> list[str]:
    """
    Return the names of a list of them, written out or as one text; none where a text says something else.
    """
    names = [each.strip() for each in listed.split(",")] if isinstance(listed, str) else list(listed or ())
    return [] if any(" " in each for each in names) else names


def facts_of(stored: dict[str, Any], versions: dict[str, Any]) -> dict[str, Any]:
    """
    Return the facts of stored pages (`pages.json`) and later versions (`version_diff.json`) as `ll2-facts.json` does.
    """
    blocks = {route.strip("/"): block for route, block in stored["schema_blocks"].items()}
    records = {route.removesuffix("/{id}") for route in blocks if route.endswith("/{id}")}
    pages = [(each["endpoint"].removesuffix("{id}/").strip("/"), each) for each in stored["pages"]]
    return {
        "lists": {
            route: {kind: ", ".join(names) for kind in KINDS if (names := named(blocks[route][kind]))}
            for route in sorted(records)
        },
        "singletons": sorted(route for route in blocks if "{id}" not in route and route not in records),
        "later": {
            route: sorted(names)
            for route in sorted({route for route, _ in pages})
            if (names := _later(blocks[route], [page for of, page in pages if of == route]))
        },
        "examples": sorted(
            {each for block in blocks.values() for each in (block["examples"] or {}).values()}
            | {each for _, page in pages for each in page.get("examples", ())}
        ),
        "allow": sorted({page["allow"] for _, page in pages if "allow" in page}),
        "response_modes": {
            page["endpoint"].strip("/"): page["response_mode"] for _, page in pages if page.get("response_mode")
        },
        "nullable": {shape: ", ".join(fields) for shape, fields in versions["2.4.0"]["nullable_now"].items()},
        "nullable_before": {shape: ", ".join(names) for shape, names in versions["2.4.0"]["not_nullable_now"].items()},
        "links": [_links(page) for _, page in pages if isinstance(page.get("count"), int) and "previous" in page],
    }


def _later(block: dict[str, Any], pages: list[dict[str, Any]]) -> set[str]:
    """
    Return the filters that pages show and the description does not.
    """
    told = {name for page in pages for key in ("note", "filters") for name in _ADDED.findall(page.get(key, ""))}
    shown = {name for page in pages for name in named(page.get("filters"))}
    return (told | shown) - set(named(block["filters"]))


def _links(page: dict[str, Any]) -> dict[str, Any]:
    """
    Return what a page says of its neighbours; what it leaves out of a link is that of its own URL.
    """
    base = page["url"].partition("?")[0]
    links = {key: page[key] and page[key].replace("…", base) for key in ("next", "previous") if key in page}
    return {"url": page["url"], "count": page["count"], **links}
