"""
Servers that go wrong in fields and modes: the visible half.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_duration
from django.utils.duration import duration_iso_string

from wrong_framework.blocks import (
    a_field,
    asks,
    at,
    dropped,
    lists,
    on_list,
    patched,
    per_row,
    refused,
    reread,
    without,
)
from wrong_framework.gallery import Request, Wrong

if TYPE_CHECKING:
    from wrong_framework.wsgi import Asked


def detailed_lists(original: Any, asked: Asked) -> Any:
    """
    Return a method that is detailed unless told otherwise.
    """
    return lambda view: original(view) if asked.has("mode") else "detailed"


SERVERS = (
    Wrong(
        "duration-padded",
        "Pads durations with zeros, as Django does.",
        "schema",
        a_field("time_docked", lambda text: duration_iso_string(parse_duration(text))),
        Request("spacecraft/"),
    ),
    Wrong(
        "mode-ignored-under-search",
        "Takes no notice of the mode where a search is asked.",
        "modes",
        dropped("mode", asks("search")),
        Request("spacecraft/?search=apollo&mode=detailed"),
        rare=True,
    ),
    Wrong(
        "license-as-text",
        "Sends the name of an image's licence instead of the licence.",
        "schema",
        a_field("image.license", lambda value: value["name"]),
        Request("spacecraft/1/"),
    ),
    Wrong(
        "zero-duration-in-seconds",
        "Writes a duration of nothing as PT0S.",
        "schema",
        a_field("time_in_space", lambda text: "PT0S" if text == "P0D" else text),
        Request("spacecraft/19/"),
        rare=True,
    ),
    Wrong(
        "mode-capitalised",
        "Writes the response mode with a capital letter.",
        "schema",
        a_field("response_mode", str.capitalize),
        Request("spacecraft/"),
    ),
    Wrong(
        "letters-garbled",
        "Garbles letters beyond ASCII, having read UTF-8 as Latin-1.",
        "schema",
        a_field("name", lambda text: text.encode().decode("latin-1")),
        Request("spacecraft/?search=Nyx&limit=100"),
        rare=True,
    ),
    Wrong(
        "configuration-missing-for-some",
        "Sends no configuration for placeholders.",
        "schema",
        per_row(lambda row: {**row, "spacecraft_config": None}, which=lambda row: row.get("is_placeholder", False)),
        Request("spacecraft/19/"),
        rare=True,
    ),
    Wrong(
        "column-leaked",
        "Sends a field that nobody promised.",
        "schema",
        per_row(lambda row: {**row, "search_vector": f"'{row['id']}':1"}),
        Request("spacecraft/"),
    ),
    Wrong(
        "description-missing",
        "Leaves out the description.",
        "schema",
        per_row(without("description")),
        Request("agencies/"),
        resource="agencies",
    ),
    Wrong(
        "priority-as-text",
        "Sends the priority of a licence as text.",
        "schema",
        a_field("priority", str),
        Request("config/image_licenses/"),
        resource="config/image_licenses",
    ),
    Wrong(
        "integer-as-float",
        "Sends the number of mission ends with a decimal point.",
        "schema",
        a_field("mission_ends_count", lambda value: value if value is None else float(value)),
        Request("spacecraft/"),
    ),
    Wrong(
        "country-as-object",
        "Sends one country instead of a list.",
        "schema",
        a_field("country", lambda value: value[0] if value else None),
        Request("agencies/"),
        resource="agencies",
    ),
    Wrong(
        "unknown-mode-refused",
        "Answers 400 to an unknown mode.",
        "modes",
        refused(
            lambda _: {"mode": ["Not a mode."]},
            lambda asked: asked.has("mode") and asked.get("mode") not in {"list", "normal", "detailed"},
        ),
        Request("spacecraft/?mode=everything"),
        rare=True,
    ),
    Wrong(
        "agency-list-mode-missing",
        "Takes the mode `list` for `normal`.",
        "modes",
        dropped("mode", lambda asked: asked.get("mode") == "list"),
        Request("agencies/?mode=list"),
        resource="agencies",
    ),
    Wrong(
        "date-with-time",
        "Sends a date with a time.",
        "schema",
        a_field("maiden_flight", lambda text: text and f"{text}T00:00:00Z"),
        Request("spacecraft_configuration_families/"),
        resource="spacecraft_configuration_families",
    ),
    Wrong(
        "detailed-calls-itself-normal",
        "Says that rows are normal where they are detailed.",
        "modes",
        on_list(
            lambda body, _: at(body, ["results", "response_mode"], lambda _: "normal"),
            lambda asked: asked.get("mode") == "detailed",
        ),
        Request("spacecraft/?mode=detailed"),
    ),
    Wrong(
        "boolean-as-number",
        "Sends a boolean as 0 or 1.",
        "schema",
        a_field("featured", int),
        Request("agencies/"),
        resource="agencies",
    ),
    Wrong(
        "boolean-as-text",
        "Sends a boolean as text.",
        "schema",
        a_field("in_space", lambda value: str(value).lower()),
        Request("spacecraft/"),
    ),
    Wrong(
        "duration-in-seconds",
        "Sends durations as seconds.",
        "schema",
        a_field("time_in_space", lambda text: parse_duration(text).total_seconds()),
        Request("spacecraft/"),
    ),
    Wrong(
        "mode-in-any-case",
        "Reads the mode in any letter case.",
        "modes",
        reread("mode", str.lower),
        Request("spacecraft/?mode=DETAILED"),
        rare=True,
    ),
    Wrong(
        "lists-detailed-by-default",
        "Sends detailed rows where no mode is asked.",
        "modes",
        patched("reference_drf.views.Collection.asked_mode", detailed_lists, lists),
        Request("spacecraft_configurations/"),
        resource="spacecraft_configurations",
    ),
)
