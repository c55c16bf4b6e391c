"""
Reported faults of searches and orderings: the visible half.
"""

from __future__ import annotations

import re
import string

from wrong_framework.blocks import asks, broken, reread
from wrong_framework.choosing import ordered, searched
from wrong_framework.gallery import Request

from reported_faults.blocks import FIELDS, none_found
from reported_faults.gallery import Reported

ASCII = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def is_no_expression(text: str) -> bool:
    """
    Say whether a text is no regular expression.
    """
    try:
        re.compile(text)
    except re.error:
        return True
    return False


FAULTS = (
    Reported(
        "searched-underscore-stands-for-any-letter",
        "https://github.com/activerecord-hackery/ransack/issues/256",
        "Of the wildcards of LIKE only the percent sign is escaped, not the underscore.",
        "Reads an underscore in a search as any letter.",
        searched(
            lambda words, texts: all(
                any(re.search(re.escape(word).replace("_", "."), text, re.IGNORECASE) for text in texts)
                for word in words
            ),
            *FIELDS,
        ),
        Request("spacecraft/?search=soyuz_t"),
        ("count", "next", "rows"),
    ),
    Reported(
        "parenthesis-in-search-breaks",
        "https://github.com/SeedCompany/cord-api-v3/issues/1987",
        "A search with an unmatched parenthesis fails, since it is no regular expression.",
        "Breaks down by a search that is no regular expression.",
        broken(lambda asked: is_no_expression(asked.get("search"))),
        Request("spacecraft/?search=%28V2"),
        ("status",),
    ),
    Reported(
        "quoted-phrase-finds-nothing",
        "https://github.com/cc-archive/open-ledger/issues/50",
        "A search in quotation marks is answered with 500 by one service, and finds nothing in another.",
        "Finds nothing where a phrase is quoted.",
        none_found(lambda asked: asked.get("search").count('"') >= 2),
        Request("spacecraft/?search=%22soyuz%20tm%22"),
        ("count", "next", "rows"),
    ),
    Reported(
        "search-lowers-ascii-alone",
        "https://github.com/Donkie/Spoolman/pull/1078",
        "A search in small Cyrillic letters misses names in capital ones.",
        "Ignores the case of ASCII letters only in a search.",
        searched(
            lambda words, texts: all(
                any(word.translate(ASCII) in text.translate(ASCII) for text in texts) for word in words
            ),
            *FIELDS,
        ),
        Request("spacecraft/?search=m%C3%96bius"),
        ("count", "rows"),
    ),
    Reported(
        "special-letters-left-out-of-a-search",
        "https://github.com/kumuluz/kumuluzee-rest/issues/30",
        "Parentheses and commas in a filter's text are left out of the query that is made of it.",
        "Leaves parentheses out of a search.",
        reread("search", lambda text: re.sub(r"[()]", "", text)),
        Request("spacecraft/?search=%28"),
        ("count", "rows"),
    ),
    Reported(
        "one-field-not-ordered",
        "https://github.com/chembl/chembl_webservices_2/issues/83",
        "An order by some fields is allowed, but has no effect.",
        "Takes no notice of an order by `mission_ends_count`.",
        ordered(lambda asked: [each for each in asked if each.removeprefix("-") != "mission_ends_count"]),
        Request("spacecraft/?ordering=-mission_ends_count"),
        ("rows",),
    ),
    Reported(
        "order-of-a-list-without-one-breaks",
        "https://github.com/cloudfoundry/stratos/issues/1894",
        "A list that cannot be ordered answers 500 to the parameter.",
        "Breaks down by any order.",
        broken(asks("ordering")),
        Request("config/agency_types/?ordering=id"),
        ("status",),
        resource="config/agency_types",
    ),
)
