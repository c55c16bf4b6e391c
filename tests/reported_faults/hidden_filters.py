"""
Reported faults of filters: the hidden half.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from wrong_framework.blocks import asking, both, broken, lists, number, refused
from wrong_framework.choosing import found
from wrong_framework.gallery import Request

from reported_faults.blocks import BOOLEANS, WITH_AN_OFFSET, given, matched, none_found, of_items
from reported_faults.gallery import Reported

if TYPE_CHECKING:
    from wrong_framework.wsgi import Pairs

#: The largest number of four bytes.
LARGEST = 2**31 - 1


def as_expression(text: str) -> re.Pattern[str]:
    """
    Read a text as a regular expression, or as one that nothing matches.
    """
    try:
        return re.compile(f"^(?:{text})$")
    except re.error:
        return re.compile(r"(?!)")


def last_alone(name: str) -> Any:
    """
    Return a change that keeps the last value of a repeated parameter.
    """

    def change(pairs: Pairs) -> Pairs:
        values = [value for key, value in pairs if key == name]
        return [each for each in pairs if each[0] != name] + [(name, value) for value in values[-1:]]

    return change


def joined(name: str) -> Any:
    """
    Return a change that makes a list of a repeated parameter.
    """

    def change(pairs: Pairs) -> Pairs:
        values = [value for key, value in pairs if key == name]
        return [each for each in pairs if each[0] != name] + ([(name, ",".join(values))] if values else [])

    return change


def is_number(name: str) -> Any:
    """
    Choose requests that give a number.
    """
    return lambda asked: asked.get(name).isdecimal()


def date_of(text: str) -> dt.date | None:
    """
    Return the date that a text is, or None.
    """
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def day_of(text: str) -> dt.date | None:
    """
    Return the date of the moment that a text is, or None.
    """
    try:
        return dt.datetime.fromisoformat(text).date()
    except ValueError:
        return None


FAULTS = (
    Reported(
        "booleans-in-small-letters-ignored",
        "https://github.com/encode/django-rest-framework/issues/2122",
        "A boolean filter works with `True` and `False` only; `true` and `false` have no effect.",
        "Takes no notice of `true` and `false`.",
        asking(lambda pairs: [each for each in pairs if each[0] not in BOOLEANS or each[1] not in {"true", "false"}]),
        Request("spacecraft/?in_space=true"),
        ("count", "rows"),
    ),
    Reported(
        "booleans-in-small-letters-refused",
        "https://github.com/specify/specify7/issues/340",
        "A boolean filter in small letters fails with a sentence that it must be `True` or `False`.",
        "Answers 400 to `true` and `false`.",
        refused(
            lambda _: {"borrowed": ["Value must be either True or False."]},
            lambda asked: asked.get("borrowed") in {"true", "false"},
        ),
        Request("books/?borrowed=true"),
        ("status",),
        resource="books",
        api="library",
    ),
    Reported(
        "empty-list-finds-nothing",
        "https://github.com/carltongibson/django-filter/issues/684",
        "A list filter without a value used to select nothing, and selects everything since.",
        "Finds nothing where a list of countries is given without a value.",
        none_found(lambda asked: lists(asked) and dict(asked.query).get("country_code") == ""),
        Request("agencies/?country_code="),
        ("count", "next", "rows"),
        resource="agencies",
    ),
    Reported(
        "value-given-twice-finds-nothing",
        "https://github.com/stashapp/stash-box/pull/1271",
        "A list that has one identifier twice finds nothing, since matches are counted against its length.",
        "Finds nothing where a list has a value twice.",
        none_found(
            lambda asked: len(set(of_items(asked.get("country_code")))) < len(of_items(asked.get("country_code")))
        ),
        Request("agencies/?country_code=FRA,FRA"),
        ("count", "rows"),
        resource="agencies",
    ),
    Reported(
        "blank-after-a-comma-kept",
        "https://github.com/PostHog/posthog/issues/28882",
        "A list is parted at commas, but blanks are not cut off, so that only its first item has an effect.",
        "Reads only those items of a list that have no blank around them.",
        found(lambda row, asked: row.title in of_items(asked.get("title__in")), "title__in", given("title__in")),
        Request("books/?title__in=Sea,%20the"),
        ("count", "rows"),
        resource="books",
        api="library",
    ),
    Reported(
        "exact-filter-parted-at-commas",
        "https://github.com/open-southeners/laravel-apiable/issues/28",
        "A filter's value is parted at each comma, so that no value can have one.",
        "Parts a title at commas.",
        found(lambda row, asked: row.title in map(str.strip, of_items(asked.get("title"))), "title", given("title")),
        Request("books/?title=x,y"),
        ("count", "rows"),
        resource="books",
        api="library",
    ),
    Reported(
        "name-is-a-regular-expression",
        "https://github.com/loopbackio/loopback-next/issues/3621",
        "Nothing is found where the value has a plus, which means something in a regular expression.",
        "Reads a name as a regular expression.",
        matched("name", as_expression),
        Request("spacecraft/?name=Ship%2033%20%28V2%29"),
        ("count", "rows"),
    ),
    Reported(
        "values-decoded-twice",
        "https://github.com/api-platform/core/issues/3394",
        "A plus in a value becomes a blank, because the value is decoded once more.",
        "Decodes the values of parameters twice.",
        asking(lambda pairs: [(name, unquote_plus(value)) for name, value in pairs]),
        Request("spacecraft/?search=%2B"),
        ("count", "next", "rows"),
    ),
    Reported(
        "last-of-several-values-alone",
        "https://github.com/product-definition-center/product-definition-center/pull/78",
        "Several values of one filter were accepted, but only the last had an effect.",
        "Reads the last value only of a filter that may be repeated.",
        asking(last_alone("languages")),
        Request("books/?languages=de&languages=fi"),
        ("count", "next", "rows"),
        resource="books",
        api="library",
    ),
    Reported(
        "repeated-values-joined",
        "https://github.com/bluehalo/node-fhir-server-core/issues/172",
        "A parameter given twice is read as one with a list of values, though the two mean something else.",
        "Reads countries that are given one by one as a list.",
        asking(joined("country_code")),
        Request("agencies/?country_code=CHN&country_code=FRA"),
        ("count", "rows"),
        resource="agencies",
    ),
    Reported(
        "bounds-of-pages-left-out",
        "https://github.com/ongr-io/FilterManagerBundle/issues/79",
        "A range leaves out its bounds, and nothing makes it contain them.",
        "Leaves the bound itself out of `pages__gte` and `pages__lte`.",
        both(
            found(
                lambda row, asked: row.pages is not None and row.pages < number(asked.get("pages__lte")),
                "pages__lte",
                is_number("pages__lte"),
            ),
            found(
                lambda row, asked: row.pages is not None and row.pages > number(asked.get("pages__gte")),
                "pages__gte",
                is_number("pages__gte"),
            ),
        ),
        Request("books/?pages__lte=12"),
        ("count", "rows"),
        resource="books",
        api="library",
    ),
    Reported(
        "last-day-left-out",
        "https://github.com/ppetzold/nestjs-paginate/issues/1121",
        'The comparison "at most" leaves out the date itself.',
        "Leaves the date itself out of `published__lte`.",
        found(
            lambda row, asked: row.published is not None and row.published < date_of(asked.get("published__lte")),
            "published__lte",
            lambda asked: date_of(asked.get("published__lte")) is not None,
        ),
        Request("books/?published__lte=1962-07-17"),
        ("count", "rows"),
        resource="books",
        api="library",
    ),
    Reported(
        "bound-loses-its-time",
        "https://github.com/teableio/teable/issues/2138",
        "Records before a moment are asked, but only those of earlier days are found.",
        "Reads only the date of `added__lte`, and finds what was added before that day.",
        found(
            lambda row, asked: row.added is not None and row.added.date() < day_of(asked.get("added__lte")),
            "added__lte",
            lambda asked: day_of(asked.get("added__lte")) is not None,
        ),
        Request("books/?added__lte=2010-12-17T17:12:32Z"),
        ("count", "rows"),
        resource="books",
        api="library",
    ),
    Reported(
        "bound-with-an-offset-finds-nothing",
        "https://github.com/carltongibson/django-filter/issues/839",
        "A filter by a moment with an offset from UTC finds nothing.",
        "Finds nothing where `added__lte` has an offset from UTC.",
        none_found(lambda asked: bool(WITH_AN_OFFSET.search(asked.get("added__lte")))),
        Request("books/?added__lte=2018-01-01T00:00:00-07:00"),
        ("count", "next", "rows"),
        resource="books",
        api="library",
    ),
    Reported(
        "large-number-in-a-filter-breaks",
        "https://github.com/RTICWDT/college-scorecard/issues/1165",
        "A filter by a very large identifier is answered with 500, while other wrong ones find nothing.",
        "Breaks down by an identifier of more than four bytes in a filter.",
        broken(lambda asked: lists(asked) and number(asked.get("id")) > LARGEST),
        Request("agencies/?id=2948092834042"),
        ("status",),
        resource="agencies",
    ),
    Reported(
        "large-identifier-breaks",
        "https://github.com/openaq/openaq-api/issues/390",
        "The record of a large integer is answered with 500, that of a smaller one with 404.",
        "Breaks down by an identifier of more than four bytes in a path.",
        broken(lambda asked: number(asked.identifier) > LARGEST),
        Request("spacecraft/9999999999/"),
        ("status",),
    ),
    Reported(
        "large-offset-breaks",
        "https://github.com/Scottcjn/bottube/issues/1865",
        "A page so large that the offset has more than eight bytes is answered with 500.",
        "Breaks down by an offset of more than eight bytes.",
        broken(lambda asked: number(asked.get("offset")) >= 2**63),
        Request("agencies/?offset=9223372036854775808"),
        ("status",),
        resource="agencies",
    ),
)
