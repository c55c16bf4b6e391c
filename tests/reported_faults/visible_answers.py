"""
Reported faults of caches, refusals, headers and values: the visible half.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from wrong_framework.blocks import (
    a_field,
    asking_header,
    per_row,
)
from wrong_framework.gallery import Request

from reported_faults.blocks import cached
from reported_faults.gallery import Reported


def numbered(row: Any) -> Any:
    """
    Write booleans as numbers.
    """
    return {name: int(value) if isinstance(value, bool) else value for name, value in row.items()}


def zero_as_text(row: Any) -> Any:
    """
    Write the number 0 as a text.
    """
    return {name: str(value) if value == 0 and not isinstance(value, bool) else value for name, value in row.items()}


def evening_before(text: Any) -> Any:
    """
    Write a date as the moment at which it begins two hours east of UTC.
    """
    return text and f"{dt.date.fromisoformat(text) - dt.timedelta(days=1)}T22:00:00.000000Z"


def first_served(text: str) -> str:
    """
    Keep the first of the types accepted that there is, or all if there is none.
    """
    types = [each.partition(";")[0].strip() for each in text.split(",")]
    return next((each for each in types if each in {"application/json", "text/html", "*/*"}), text)


FAULTS = (
    Reported(
        "cache-forgets-what-is-accepted",
        "https://github.com/litespeedtech/lscache_wp/issues/578",
        "Whoever asks for JSON gets the page that was cached for somebody who asked for HTML.",
        "Answers from a cache that knows the query, not what is accepted.",
        cached(lambda asked: (sorted(asked.query), asked.header("Origin"))),
        Request("agencies/", headers=(("Accept", "text/html"),), after=("agencies/",)),
        ("header content-type", "body"),
        resource="agencies",
    ),
    Reported(
        "first-type-listed-wins",
        "https://github.com/flask-restful/flask-restful/issues/242",
        "Of the types that are accepted the first is taken, whatever they weigh.",
        "Takes the first of the types that are accepted.",
        asking_header("Accept", first_served),
        Request("agencies/?limit=1", headers=(("Accept", "text/html;q=0.1, application/json"),)),
        ("header content-type", "body"),
        resource="agencies",
    ),
    Reported(
        "booleans-as-numbers",
        "https://github.com/elabftw/elabftw/issues/5734",
        "Booleans in JSON are written as 0 and 1.",
        "Writes booleans as 0 and 1.",
        per_row(numbered),
        Request("spacecraft_configurations/?limit=1"),
        ("values",),
        resource="spacecraft_configurations",
    ),
    Reported(
        "zero-as-text",
        "https://github.com/onaio/onadata/issues/2619",
        "Integers and decimals that are 0 are written as texts.",
        "Writes the number 0 as a text.",
        per_row(zero_as_text),
        Request("books/a6a3a450-6513-470e-a69e-0d37f2a74de4/"),
        ("body",),
        resource="books",
        api="library",
    ),
    Reported(
        "years-as-text",
        "https://github.com/NRGI/resourcecontracts.org/issues/733",
        "Numbers such as a year are texts of digits in some records.",
        "Writes the year of foundation as a text.",
        a_field("founding_year", lambda value: value and str(value)),
        Request("agencies/?limit=1"),
        ("values",),
        resource="agencies",
    ),
    Reported(
        "absent-object-as-a-list",
        "https://github.com/ChurchSuite/churchsuite-api/issues/11",
        "A member that is an object where it is set is an empty list where it is not.",
        "Sends an empty list where there is no image.",
        a_field("image", lambda value: [] if value is None else value),
        Request("agencies/?limit=1"),
        ("values",),
        resource="agencies",
    ),
    Reported(
        "members-without-a-value-left-out",
        "https://github.com/snap-cloud/snapCloud/issues/197",
        "Columns that are null are left out of the answer.",
        "Leaves members that are null out of records.",
        per_row(lambda row: {name: value for name, value in row.items() if value is not None}),
        Request("spacecraft/?limit=1"),
        ("values",),
    ),
    Reported(
        "date-as-the-evening-before",
        "https://github.com/statamic/cms/issues/4270",
        "A date is sent as a moment in UTC, 22 o'clock of the day before.",
        "Writes the date of publication as a moment of the day before.",
        a_field("published", evening_before),
        Request("books/?limit=1"),
        ("values",),
        resource="books",
        api="library",
    ),
)
