"""
Servers that go wrong in fields and modes: the hidden half.
"""

from __future__ import annotations

from typing import Any

from wrong_framework.blocks import (
    a_field,
    details,
    dropped,
    lists,
    number,
    on_list,
    on_rows,
    patched,
    per_row,
    without,
)
from wrong_framework.gallery import Request, Wrong
from wrong_framework.wsgi import Answer, Ask, Asked, Rule, remembering


def follow_mode(original: Any, asked: Asked) -> Any:
    """
    Return a method that reads the mode for single records, too.
    """
    return lambda view: asked.get("mode") if asked.get("mode") in view.modes.choices else original(view)


def spoilt(row: Any) -> None:
    """
    Take the name away.
    """
    row["name"] = None


def count_text(body: Any, _: Asked) -> None:
    """
    Turn the count into text.
    """
    body["count"] = str(body["count"])


def mode_forgotten() -> Rule:
    """
    Return a rule that remembers lists without their mode.
    """
    known: dict[str, Answer] = {}

    def rule(asked: Asked, ask: Ask) -> Answer:
        if not lists(asked) or asked.method != "GET":
            return ask(asked)
        key = str([asked.path, *sorted(each for each in asked.query if each[0] != "mode"), asked.header("Accept")])
        return known.setdefault(key, ask(asked))

    return rule


def renamed(row: Any) -> Any:
    """
    Rename a field.
    """
    return {"serial" if name == "serial_number" else name: value for name, value in row.items()}


def first_row(body: Any, _: Asked) -> None:
    """
    Lose the status of the first row.
    """
    body["results"][:1] = [without("status")(row) for row in body["results"][:1]]


SERVERS = (
    Wrong(
        "mode-on-the-first-page-only",
        "Takes no notice of the mode on any page but the first.",
        "modes",
        dropped("mode", lambda asked: number(asked.get("offset")) > 0),
        Request("spacecraft/?mode=detailed&offset=10"),
        rare=True,
    ),
    Wrong(
        "mode-ignored", "Takes no notice of the mode.", "modes", dropped("mode"), Request("spacecraft/?mode=detailed")
    ),
    Wrong(
        "nested-id-as-text",
        "Sends the identifier of the status as text.",
        "schema",
        a_field("status.id", str),
        Request("spacecraft/1/"),
    ),
    Wrong(
        "family-as-object",
        "Sends the only family as an object, not in a list.",
        "schema",
        a_field("spacecraft_config.family", lambda family: family[0] if len(family) == 1 else family),
        Request("spacecraft/1/"),
    ),
    Wrong(
        "decimals-as-text",
        "Sends decimal numbers as text.",
        "schema",
        a_field("diameter", lambda value: value if value is None else f"{value:.2f}"),
        Request("spacecraft_configurations/30/"),
        resource="spacecraft_configurations",
    ),
    Wrong(
        "detail-follows-mode",
        "Sends a single record in the mode asked.",
        "modes",
        patched("reference_drf.views.Collection.asked_mode", follow_mode, details),
        Request("spacecraft/1/?mode=normal"),
        rare=True,
    ),
    Wrong(
        "number-as-text",
        "Sends the number of flights as text.",
        "schema",
        a_field("flights_count", str),
        Request("spacecraft/"),
    ),
    Wrong(
        "status-as-number",
        "Sends the identifier of the status instead of the status.",
        "schema",
        a_field("status", lambda status: status["id"]),
        Request("spacecraft/"),
    ),
    Wrong(
        "duration-with-years",
        "Writes durations with years and months.",
        "schema",
        a_field("time_docked", lambda text: text.replace("P", "P0Y0M", 1)),
        Request("spacecraft/"),
    ),
    Wrong(
        "keys-sorted",
        "Sends the fields sorted by name.",
        "schema",
        per_row(lambda row: dict(sorted(row.items()))),
        Request("spacecraft_configurations/"),
        resource="spacecraft_configurations",
        rare=True,
    ),
    Wrong(
        "detailed-families-without-spacecraft",
        "Leaves the configurations out of families in detailed mode.",
        "modes",
        on_list(
            lambda body, _: {**body, "results": [without("spacecraft")(row) for row in body["results"]]},
            lambda asked: asked.get("mode") == "detailed",
        ),
        Request("spacecraft_configuration_families/?mode=detailed"),
        resource="spacecraft_configuration_families",
    ),
    Wrong(
        "detailed-mode-loses-rows",
        "Leaves placeholders out in detailed mode.",
        "modes",
        on_rows(
            lambda rows, _: [row for row in rows if not row.is_placeholder],
            lambda asked: asked.get("mode") == "detailed",
        ),
        Request("spacecraft/?mode=detailed&limit=1"),
    ),
    Wrong(
        "nulls-left-out",
        "Leaves out fields that are null.",
        "schema",
        per_row(lambda row: {name: value for name, value in row.items() if value is not None}),
        Request("spacecraft_configurations/30/"),
        resource="spacecraft_configurations",
    ),
    Wrong(
        "nested-family-missing",
        "Leaves the family out of the nested configuration.",
        "schema",
        per_row(lambda row: {**row, "spacecraft_config": without("family")(row["spacecraft_config"])}),
        Request("spacecraft/"),
    ),
    Wrong(
        "empty-text-for-no-duration",
        "Sends an empty text where there is no turnaround.",
        "schema",
        a_field("fastest_turnaround", lambda text: text or ""),
        Request("spacecraft/"),
    ),
    Wrong(
        "one-record-without-name",
        "Sends one record of 601 without a name.",
        "schema",
        per_row(spoilt, which=lambda row: row["id"] == 333),
        Request("spacecraft/333/"),
        rare=True,
    ),
    Wrong(
        "count-as-text",
        "Sends the count as text.",
        "schema",
        on_list(count_text),
        Request("config/spacecraft_statuses/"),
        resource="config/spacecraft_statuses",
    ),
    Wrong(
        "list-mode-invented",
        "Knows a mode `list` of three fields.",
        "modes",
        on_list(
            lambda body, _: {
                **body,
                "results": [{"id": row["id"], "url": row["url"], "name": row["name"]} for row in body["results"]],
            },
            lambda asked: asked.get("mode") == "list",
        ),
        Request("spacecraft/?mode=list"),
        rare=True,
    ),
    Wrong(
        "no-envelope",
        "Sends the rows without an envelope.",
        "schema",
        on_list(lambda body, _: body["results"]),
        Request("config/spacecraft_configuration_types/"),
        resource="config/spacecraft_configuration_types",
    ),
    Wrong(
        "empty-object-for-no-image",
        "Sends an empty object where there is no image.",
        "schema",
        a_field("image", lambda image: image or {}),
        Request("spacecraft/19/"),
        rare=True,
    ),
    Wrong(
        "cache-without-mode",
        "Answers a list in the mode in which it was asked first.",
        "modes",
        remembering(mode_forgotten),
        Request("spacecraft/?mode=detailed", after=("spacecraft/",)),
    ),
    Wrong(
        "serial-number-renamed",
        "Calls the serial number otherwise.",
        "schema",
        per_row(renamed),
        Request("spacecraft/"),
    ),
    Wrong(
        "first-row-without-status",
        "Leaves the status out of the first row of a page.",
        "schema",
        on_list(first_row),
        Request("spacecraft/"),
    ),
)
