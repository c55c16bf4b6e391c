"""
Servers that go wrong in filters: the hidden half.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wrong_framework.blocks import (
    KNOWN,
    both,
    dropped,
    lists,
    number,
    on_rows,
    refused,
    reread,
)
from wrong_framework.choosing import found
from wrong_framework.gallery import Request, Wrong

if TYPE_CHECKING:
    from wrong_framework.wsgi import Asked


def families(row: Any) -> set[int]:
    """
    Return the families of a spacecraft.
    """
    return {link.target_id for link in row.spacecraft_config.family_links.all()}


def siblings(rows: list[Any], asked: Asked) -> list[Any]:
    """
    Find spacecraft of a configuration, or of its families.
    """
    wanted = number(asked.get("spacecraft_config"))
    of_wanted = {each for row in rows if row.spacecraft_config_id == wanted for each in families(row)}
    return [row for row in rows if row.spacecraft_config_id == wanted or of_wanted & families(row)]


def known_configuration(asked: Asked) -> bool:
    """
    Choose lists that ask for a configuration there is.
    """
    return lists(asked) and 0 < number(asked.get("spacecraft_config")) < 48


SERVERS = (
    Wrong(
        "blank-name-finds-nothing",
        "Finds nothing where the name asked is empty.",
        "filtering",
        on_rows(lambda _, __: [], lambda asked: ("name", "") in asked.query),
        Request("spacecraft/?name="),
        rare=True,
    ),
    Wrong(
        "is-placeholder-inverted",
        "Finds what is no placeholder where placeholders are asked, and the other way round.",
        "filtering",
        reread(
            "is_placeholder",
            lambda text: {"true": "false", "false": "true", "1": "0", "0": "1"}.get(text.lower(), text),
        ),
        Request("spacecraft/?is_placeholder=true"),
    ),
    Wrong(
        "name-in-any-case",
        "Finds names in any letter case.",
        "filtering",
        found(lambda row, asked: asked.get("name").strip().lower() == row.name.lower(), "name"),
        Request("spacecraft/?name=soyuz%20tm-4"),
    ),
    Wrong(
        "configuration-and-its-family",
        "Finds spacecraft of every configuration of the family, where one configuration is asked.",
        "filtering",
        both(dropped("spacecraft_config", known_configuration), on_rows(siblings, known_configuration)),
        Request("spacecraft/?spacecraft_config=42"),
    ),
    Wrong(
        "numerals-no-booleans",
        "Takes no notice of `1` and `0` as booleans.",
        "filtering",
        dropped("in_space", lambda asked: asked.get("in_space") in {"0", "1"}),
        Request("spacecraft/?in_space=1"),
        rare=True,
    ),
    Wrong(
        "upper-bound-ignored",
        "Takes no notice of `founding_year__lt`.",
        "filtering",
        dropped("founding_year__lt"),
        Request("agencies/?founding_year__lt=1960"),
        resource="agencies",
        rare=True,
    ),
    Wrong(
        "contains-in-any-case",
        "Ignores letter case in `name__contains`.",
        "filtering",
        found(lambda row, asked: asked.get("name__contains").strip().lower() in row.name.lower(), "name__contains"),
        Request("agencies/?name__contains=space"),
        resource="agencies",
    ),
    Wrong(
        "in-space-ignored",
        "Takes no notice of the filter `in_space`.",
        "filtering",
        dropped("in_space"),
        Request("spacecraft/?in_space=true"),
    ),
    Wrong(
        "capital-true-unread",
        "Takes no notice of booleans in capitals.",
        "filtering",
        dropped("human_rated", lambda asked: asked.get("human_rated") != asked.get("human_rated").lower()),
        Request("spacecraft_configurations/?human_rated=True"),
        resource="spacecraft_configurations",
        rare=True,
    ),
    Wrong(
        "family-name-prefix",
        "Finds families whose name starts with the one asked.",
        "filtering",
        found(lambda row, asked: row.name.startswith(asked.get("name").strip()), "name"),
        Request("spacecraft_configuration_families/?name=Starship"),
        resource="spacecraft_configuration_families",
        rare=True,
    ),
    Wrong(
        "unknown-parameter-refused",
        "Answers 400 to a parameter that it does not know.",
        "filtering",
        refused(
            lambda _: {"detail": "Unknown parameter."},
            lambda asked: lists(asked) and bool({name for name, _ in asked.query} - KNOWN),
        ),
        Request("spacecraft/?colour=red"),
    ),
    Wrong(
        "blanks-around-a-name",
        "Finds no name where blanks stand around the one asked.",
        "filtering",
        found(lambda row, asked: asked.get("name") == row.name, "name"),
        Request("spacecraft_configurations/?name=%20Nyx%20"),
        resource="spacecraft_configurations",
        rare=True,
    ),
    Wrong(
        "filter-ignored-with-format-json",
        "Takes no notice of `is_placeholder` where `format=json` is asked.",
        "filtering",
        dropped("is_placeholder", lambda asked: asked.get("format") == "json"),
        Request("spacecraft/?is_placeholder=true&format=json"),
        rare=True,
    ),
    Wrong(
        "unknown-status-is-empty",
        "Answers an unknown status with an empty list, not with 400.",
        "filtering",
        found(
            lambda row, asked: row.status_id == number(asked.get("status")),
            "status",
            lambda asked: asked.get("status").isdecimal(),
        ),
        Request("spacecraft/?status=999"),
    ),
    Wrong(
        "agency-filter-ignored-in-detailed-mode",
        "Takes no notice of the agency in detailed mode.",
        "filtering",
        dropped("agency", lambda asked: asked.get("mode") == "detailed"),
        Request("spacecraft_configurations/?agency=44&mode=detailed"),
        resource="spacecraft_configurations",
        rare=True,
    ),
)
