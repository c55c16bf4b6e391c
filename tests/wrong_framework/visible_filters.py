"""
Servers that go wrong in filters: the visible half.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wrong_framework.blocks import (
    asking,
    asks,
    both,
    broken,
    dropped,
    lists,
    number,
    on_answer,
    on_rows,
    refused,
    reread,
)
from wrong_framework.choosing import found
from wrong_framework.gallery import Request, Wrong

if TYPE_CHECKING:
    from wrong_framework.wsgi import Asked


def both_known(asked: Asked) -> bool:
    """
    Choose lists that ask for a known status and for where a craft is.
    """
    return lists(asked) and asked.has("in_space") and asked.get("status") in {"1", "2", "3", "4", "5"}


def either(rows: list[Any], asked: Asked) -> list[Any]:
    """
    Find rows that satisfy one of the two.
    """
    status, in_space = int(asked.get("status")), asked.get("in_space").lower() in {"true", "1"}
    return [row for row in rows if row.status_id == status or row.in_space == in_space]


SERVERS = (
    Wrong(
        "first-status-counts",
        "Reads the first of a repeated filter.",
        "filtering",
        asking(
            lambda pairs: [each for place, each in enumerate(pairs) if each[0] not in dict(pairs[:place])],
            asks("status"),
        ),
        Request("spacecraft/?status=1&status=4"),
        rare=True,
    ),
    Wrong(
        "only-the-first-bad-filter",
        "Reports only the first of several bad filters.",
        "filtering",
        on_answer(
            lambda answer, _: (
                answer.but_json(dict(list(answer.json.items())[:1]))
                if answer.status.startswith("400") and isinstance(answer.json, dict)
                else answer
            )
        ),
        Request("spacecraft/?status=999&spacecraft_config=abc"),
        rare=True,
    ),
    Wrong(
        "yes-is-true",
        "Takes any unreadable boolean for true.",
        "filtering",
        reread("in_space", lambda text: text if text.lower() in {"", "true", "false", "0", "1"} else "true"),
        Request("spacecraft/?in_space=maybe"),
        rare=True,
    ),
    Wrong(
        "filter-only-on-the-first-page",
        "Takes no notice of the status on any page but the first.",
        "filtering",
        dropped("status", lambda asked: number(asked.get("offset")) > 0),
        Request("spacecraft/?status=5&offset=10"),
    ),
    Wrong(
        "unreadable-status-breaks",
        "Breaks down by a status that is no number.",
        "filtering",
        broken(lambda asked: asked.has("status") and not asked.get("status").isdecimal()),
        Request("spacecraft/?status=abc"),
    ),
    Wrong(
        "at-least-means-more",
        "Leaves the bound itself out of `founding_year__gte`.",
        "filtering",
        found(
            lambda row, asked: (row.founding_year or 0) > number(asked.get("founding_year__gte")),
            "founding_year__gte",
            lambda asked: asked.get("founding_year__gte").isdecimal(),
        ),
        Request("agencies/?founding_year__gte=1975"),
        resource="agencies",
        rare=True,
    ),
    Wrong(
        "filters-ignored-under-search",
        "Takes no notice of filters where a search is asked.",
        "filtering",
        asking(
            lambda pairs: [
                each
                for each in pairs
                if each[0] not in {"in_space", "is_placeholder", "status", "spacecraft_config", "name"}
            ],
            asks("search"),
        ),
        Request("spacecraft/?search=soyuz&in_space=true"),
    ),
    Wrong(
        "unreadable-boolean-refused",
        "Answers 400 to a boolean filter that it cannot read.",
        "filtering",
        refused(
            lambda _: {"is_placeholder": ["Must be a valid boolean."]},
            lambda asked: asked.get("is_placeholder").lower() not in {"", "true", "false", "0", "1"},
        ),
        Request("spacecraft/?is_placeholder=yes"),
        rare=True,
    ),
    Wrong(
        "first-country-only",
        "Reads only the first of several country codes.",
        "filtering",
        reread("country_code", lambda text: text.split(",")[0]),
        Request("agencies/?country_code=CN,RU,USA,US"),
        resource="agencies",
        rare=True,
    ),
    Wrong(
        "name-contains",
        "Finds names that contain the one asked.",
        "filtering",
        found(lambda row, asked: asked.get("name").strip() in row.name, "name"),
        Request("spacecraft/?name=Soyuz%20TM-4"),
    ),
    Wrong(
        "one-status-empty",
        "Finds nothing for one of the statuses.",
        "filtering",
        on_rows(lambda _, __: [], lambda asked: asked.get("status") == "3"),
        Request("spacecraft/?status=3"),
        rare=True,
    ),
    Wrong(
        "type-id-ignored",
        "Takes no notice of the filter by type.",
        "filtering",
        dropped("type__id"),
        Request("agencies/?type__id=3"),
        resource="agencies",
    ),
    Wrong(
        "two-filters-either",
        "Finds records that satisfy either of status and `in_space`, where both are asked.",
        "filtering",
        both(
            asking(lambda pairs: [each for each in pairs if each[0] not in {"status", "in_space"}], both_known),
            on_rows(either, both_known),
        ),
        Request("spacecraft/?status=1&in_space=true"),
        rare=True,
    ),
    Wrong(
        "false-is-unset",
        "Takes `false` for a boolean filter that is not given.",
        "filtering",
        dropped("in_space", lambda asked: asked.get("in_space").lower() in {"false", "0"}),
        Request("spacecraft/?in_space=false"),
    ),
    Wrong(
        "manufacturer-unreadable-breaks",
        "Breaks down by a manufacturer that is no number.",
        "filtering",
        broken(lambda asked: asked.has("manufacturer") and not asked.get("manufacturer").isdecimal()),
        Request("spacecraft_configuration_families/?manufacturer=abc"),
        resource="spacecraft_configuration_families",
    ),
    Wrong(
        "status-list-accepted",
        "Reads several statuses separated by commas.",
        "filtering",
        found(
            lambda row, asked: str(row.status_id) in asked.get("status").split(","),
            "status",
            lambda asked: "," in asked.get("status"),
        ),
        Request("spacecraft/?status=1,2"),
        rare=True,
    ),
)
