"""
Reported faults of filters: the visible half.
"""

from __future__ import annotations

import re
import string
import uuid
from typing import TYPE_CHECKING, Any

from wrong_framework.blocks import asking, asks, broken, dropped, lists, on_rows, reread
from wrong_framework.choosing import found
from wrong_framework.gallery import Request

from reported_faults.blocks import BOOLEANS, WITH_AN_OFFSET, given, matched, none_found, of_items
from reported_faults.gallery import Reported

if TYPE_CHECKING:
    from wrong_framework.wsgi import Asked

ASCII = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
WHOLE_UUID = re.compile(r"[0-9a-fA-F-]{36}")


def once_for_each_country(rows: list[Any], asked: Asked) -> list[Any]:
    """
    Repeat a row for each of its countries that is asked.
    """
    wanted = {each.strip() for each in of_items(asked.get("country_code"))}
    joined = [row for row in rows for link in row.country_links.all() if link.target.alpha_3_code in wanted]
    return joined if wanted else rows


def is_uuid(text: str) -> bool:
    """
    Say whether a text is a UUID.
    """
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


FAULTS = (
    Reported(
        "words-for-booleans-ignored",
        "https://github.com/philipn/django-rest-framework-filters/issues/25",
        "Boolean filters understand 0 and 1 only, neither `True` nor `true`.",
        "Takes no notice of booleans that are not 0 or 1.",
        asking(lambda pairs: [each for each in pairs if each[0] not in BOOLEANS or each[1] in {"0", "1"}]),
        Request("spacecraft_configurations/?in_use=true"),
        ("count", "rows"),
        resource="spacecraft_configurations",
    ),
    Reported(
        "unreadable-boolean-breaks",
        "https://github.com/svthalia/concrexit/issues/3325",
        "Another text in a boolean filter is answered with 500.",
        "Breaks down by a boolean that it cannot read.",
        broken(
            lambda asked: asked.has("featured") and asked.get("featured").lower() not in {"true", "false", "0", "1"}
        ),
        Request("agencies/?featured=all"),
        ("status",),
        resource="agencies",
    ),
    Reported(
        "row-once-for-each-match",
        "https://github.com/binarylogic/searchlogic/issues/102",
        "A search for any of several groups returns a user once for each group.",
        "Sends an agency once for each of its countries that is asked.",
        on_rows(once_for_each_country, asks("country_code")),
        Request("agencies/?country_code=FRA,DEU"),
        ("count", "rows"),
        resource="agencies",
    ),
    Reported(
        "filter-lowers-ascii-alone",
        "https://github.com/strapi/strapi/issues/14597",
        "A filter that should ignore case does so for Latin letters, not for Cyrillic ones.",
        "Ignores the case of ASCII letters only in `title__iexact`.",
        found(
            lambda row, asked: row.title.translate(ASCII) == asked.get("title__iexact").strip().translate(ASCII),
            "title__iexact",
            given("title__iexact"),
        ),
        Request("books/?title__iexact=%C3%A4rger"),
        ("count", "rows"),
        resource="books",
        api="library",
    ),
    Reported(
        "underscore-stands-for-any-letter",
        "https://github.com/mevdschee/php-crud-api/issues/1038",
        "In the filters for a part of a text, an underscore stands for any letter, as in LIKE.",
        "Reads an underscore in `title__contains` as any letter.",
        matched("title__contains", lambda text: re.compile(re.escape(text.strip()).replace("_", "."))),
        Request("books/?title__contains=r_s"),
        ("count", "next", "rows"),
        resource="books",
        api="library",
    ),
    Reported(
        "repeated-parameter-breaks",
        "https://github.com/publicmediaplatform/pmp-issues/issues/61",
        "A parameter that is given twice is answered with 500.",
        "Breaks down by a parameter that is given twice.",
        broken(lambda asked: lists(asked) and len(dict(asked.query)) < len(asked.query)),
        Request("spacecraft_configuration_families/?name=Soyuz&name=Dragon"),
        ("status",),
        resource="spacecraft_configuration_families",
    ),
    Reported(
        "offset-of-a-bound-ignored",
        "https://github.com/ChilliCream/graphql-platform/issues/3691",
        "The time zone of a value is ignored in filters, so that more or fewer records are found.",
        "Takes the clock time of `added__gt` for UTC, whatever offset it has.",
        reread("added__gt", lambda text: WITH_AN_OFFSET.sub("Z", text)),
        Request("books/?added__gt=2022-03-09T06:00:00%2B02:00"),
        ("count", "rows"),
        resource="books",
        api="library",
    ),
    Reported(
        "bound-with-decimals-ignored",
        "https://github.com/mozilla-sensorweb/sensorthings/issues/218",
        "A comparison with a number that has decimals returns everything; one with a whole number works.",
        "Takes no notice of `price__gt` where it has decimals.",
        dropped("price__gt", lambda asked: bool(re.fullmatch(r"\d+\.\d+", asked.get("price__gt")))),
        Request("books/?price__gt=10.0"),
        ("count", "rows"),
        resource="books",
        api="library",
    ),
    Reported(
        "capital-uuid-finds-nothing",
        "https://github.com/segler-alex/radiobrowser-api-rust/issues/147",
        "A list by UUIDs fails where they are in capital letters.",
        "Finds nothing for a UUID in capital letters.",
        none_found(
            lambda asked: bool(WHOLE_UUID.fullmatch(asked.get("id"))) and asked.get("id") != asked.get("id").lower()
        ),
        Request("books/?id=A6A3A450-6513-470E-A69E-0D37F2A74DE4"),
        ("count", "rows"),
        resource="books",
        api="library",
    ),
    Reported(
        "filled-includes-nulls",
        "https://github.com/PostgREST/postgrest/issues/1761",
        "Rows without a value are returned where those with a value are asked.",
        "Takes no notice of `published__isnull=false`.",
        dropped("published__isnull", lambda asked: asked.get("published__isnull").lower() in {"false", "0"}),
        Request("books/?published__isnull=false"),
        ("count",),
        resource="books",
        api="library",
    ),
    Reported(
        "null-filter-finds-nothing",
        "https://github.com/twentyhq/twenty/issues/5859",
        "The filter for records without a value does not work.",
        "Finds nothing where records without a date are asked.",
        none_found(lambda asked: asked.get("published__isnull").lower() in {"true", "1"}),
        Request("books/?published__isnull=true"),
        ("count", "rows"),
        resource="books",
        api="library",
    ),
    Reported(
        "unreadable-identifier-breaks",
        "https://github.com/naymspace/backpex/issues/311",
        "An identifier in a filter that is no UUID is answered with 500.",
        "Breaks down by a UUID that it cannot read.",
        broken(lambda asked: given("id")(asked) and not is_uuid(asked.get("id").strip())),
        Request("books/?id=abc"),
        ("status",),
        resource="books",
        api="library",
    ),
    Reported(
        "unreadable-number-ignored",
        "https://github.com/bedita/bedita/issues/1148",
        "A request with an invalid filter should be answered with 400, and is not.",
        "Takes no notice of a year that is no number.",
        dropped("founding_year", lambda asked: asked.get("founding_year").strip().isalpha()),
        Request("agencies/?founding_year=abc"),
        ("status",),
        resource="agencies",
    ),
)
