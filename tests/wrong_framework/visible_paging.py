"""
Servers that go wrong in pages and the links between them: the visible half.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from wrong_framework.blocks import (
    KNOWN,
    PAGING,
    asks,
    at,
    on_list,
    on_rows,
    patched,
    per_row,
)
from wrong_framework.choosing import limit_read, losing, offset_read, on_link
from wrong_framework.gallery import Request, Wrong
from wrong_framework.wsgi import Answer, Ask, Asked, Rule, remembering


def one_less_at_the_end(body: Any, _: Asked) -> None:
    """
    Count one row less on a page that has no next.
    """
    if body["next"] is None and body["previous"] is not None:
        body["count"] -= 1


def zero_kept(link: str, _: Asked) -> str:
    """
    Say an offset of 0.
    """
    return link if "offset=" in link else f"{link}&offset=0"


def offset_forgotten() -> Rule:
    """
    Return a rule that remembers searches without their offset.
    """
    known: dict[str, Answer] = {}

    def rule(asked: Asked, ask: Ask) -> Answer:
        if not asked.has("search") or asked.method != "GET":
            return ask(asked)
        key = str([asked.path, *sorted(each for each in asked.query if each[0] != "offset"), asked.header("Accept")])
        return known.setdefault(key, ask(asked))

    return rule


def capped(body: Any, _: Asked) -> None:
    """
    Count to 500.
    """
    body["count"] = min(500, body["count"])


def count_of_page(body: Any, _: Asked) -> None:
    """
    Count the rows of the page.
    """
    body["count"] = len(body["results"])


def limit_as_sent(link: str, asked: Asked) -> str:
    """
    Say the limit as it was asked.
    """
    return re.sub(r"\blimit=\d+", f"limit={asked.get('limit')}", link)


def no_way_back(body: Any, _: Asked) -> None:
    """
    Leave an empty page without a link.
    """
    if not body["results"]:
        body["previous"] = None


def empty_text(body: Any, _: Asked) -> None:
    """
    Say an empty text for no link.
    """
    for name in ("next", "previous"):
        body[name] = body[name] or ""


def short(body: Any, _: Asked) -> None:
    """
    Lose the last row.
    """
    body["results"] = body["results"][:99]


def clipped(original: Any, _: Asked) -> Any:
    """
    Return a method that never leaves a page part empty.
    """
    return lambda self, request: min(original(self, request), max(0, self.count - self.limit))


def as_sent(link: str, asked: Asked) -> str:
    """
    Put the parameters in the order sent.
    """
    names = [name for name, _ in asked.query]
    parts = urlsplit(link)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    pairs.sort(key=lambda each: names.index(each[0]) if each[0] in names else len(names))
    return parts._replace(query=urlencode(pairs)).geturl()


SERVERS = (
    Wrong(
        "row-lost-by-join",
        "Leaves records without an image out of lists.",
        "pagination",
        on_rows(lambda rows, _: [row for row in rows if row.image is not None]),
        Request("spacecraft/?limit=1"),
    ),
    Wrong(
        "count-one-less-on-the-last-page",
        "Counts one row less on the last of several pages.",
        "pagination",
        on_list(one_less_at_the_end),
        Request("agencies/?offset=20"),
        resource="agencies",
        rare=True,
    ),
    Wrong(
        "urls-drop-the-format",
        "Does not append the format asked to the URLs of records.",
        "links",
        per_row(lambda row: json.loads(re.sub(r"\?format=\w+", "", json.dumps(row)))),
        Request("spacecraft/1/?format=json"),
        rare=True,
    ),
    Wrong(
        "links-encoded-twice",
        "Encodes the parameters of links twice.",
        "links",
        on_link(lambda link, _: link.replace("%", "%25").replace("+", "%2B")),
        Request("spacecraft/?search=soyuz%20tm&ordering=id,name"),
    ),
    Wrong(
        "links-drop-unknown-parameters",
        "Leaves parameters that it does not know out of links.",
        "links",
        on_link(lambda link, asked: losing(*({name for name, _ in asked.query} - KNOWN))(link, asked)),
        Request("spacecraft/?utm_source=x"),
        rare=True,
    ),
    Wrong(
        "offset-zero-kept",
        "Says an offset of 0 in the link back to the first page.",
        "links",
        on_link(zero_kept, ("previous",)),
        Request("spacecraft/?offset=10"),
        rare=True,
    ),
    Wrong(
        "search-cache-without-offset",
        "Answers each page of a search with the page of it that was asked first.",
        "pagination",
        remembering(offset_forgotten),
        Request("spacecraft/?search=soyuz&offset=10", after=("spacecraft/?search=soyuz",)),
        rare=True,
    ),
    Wrong(
        "twenty-rows-by-default",
        "Sends 20 rows where no limit is asked.",
        "pagination",
        limit_read(lambda text, limit: limit if text else 20),
        Request("agencies/"),
        resource="agencies",
    ),
    Wrong(
        "count-capped",
        "Never counts further than 500, as a search engine does.",
        "pagination",
        on_list(capped),
        Request("spacecraft/?limit=2"),
    ),
    Wrong(
        "links-without-host",
        "Sends links between pages as paths.",
        "links",
        on_link(lambda link, _: urlsplit(link)._replace(scheme="", netloc="").geturl()),
        Request("spacecraft_configurations/"),
        resource="spacecraft_configurations",
    ),
    Wrong(
        "offset-rounded-down",
        "Rounds the offset down to a multiple of the limit.",
        "pagination",
        offset_read(lambda offset, limit: offset - offset % limit),
        Request("agencies/?limit=5&offset=3"),
        resource="agencies",
        rare=True,
    ),
    Wrong(
        "count-of-the-page",
        "Gives the number of rows on the page as the count.",
        "pagination",
        on_list(count_of_page),
        Request("spacecraft_configuration_families/?limit=3"),
        resource="spacecraft_configuration_families",
    ),
    Wrong(
        "row-twice-by-join",
        "Sends a record twice where two joined rows match the search.",
        "pagination",
        on_rows(
            lambda rows, _: [row for row in rows for _ in range(max(1, len(row.spacecraft_config.family_links.all())))],
            asks("search"),
        ),
        Request("spacecraft/?search=starship&limit=100"),
    ),
    Wrong(
        "previous-loses-ordering",
        "Loses the ordering in the link to the page before.",
        "links",
        on_link(losing("ordering"), ("previous",)),
        Request("spacecraft/?ordering=id&offset=20"),
    ),
    Wrong(
        "links-say-the-limit-asked",
        "Says in links the limit that was asked, also above the maximum.",
        "links",
        on_link(limit_as_sent, when=asks("limit")),
        Request("spacecraft/?limit=1000"),
        rare=True,
    ),
    Wrong(
        "no-way-back-from-beyond",
        "Has no link back on a page beyond the end.",
        "links",
        on_list(no_way_back),
        Request("spacecraft_configuration_families/?offset=50"),
        resource="spacecraft_configuration_families",
        rare=True,
    ),
    Wrong(
        "url-of-the-list-entry-outdated",
        "Names the version before in the URLs of list entries, but not of single records.",
        "links",
        on_list(lambda body, _: at(body, ["results", "url"], lambda url: url.replace("2.3.0", "2.2.0"))),
        Request("agencies/"),
        resource="agencies",
    ),
    Wrong(
        "no-link-as-empty-text",
        "Sends an empty text where there is no next or previous page.",
        "links",
        on_list(empty_text),
        Request("config/agency_types/"),
        resource="config/agency_types",
    ),
    Wrong(
        "blank-as-percent-20",
        "Writes a blank in links as %20.",
        "links",
        on_link(lambda link, _: link.replace("+", "%20")),
        Request("spacecraft/?search=soyuz+t"),
        rare=True,
    ),
    Wrong(
        "full-page-one-short",
        "Sends 99 rows where 100 are asked and there.",
        "pagination",
        on_list(short, lambda asked: asked.get("limit") == "100"),
        Request("spacecraft/?limit=100"),
        rare=True,
    ),
    Wrong(
        "last-page-filled",
        "Moves the last page back until it is full.",
        "pagination",
        patched(PAGING + "get_offset", clipped),
        Request("spacecraft_configurations/?offset=40"),
        resource="spacecraft_configurations",
        rare=True,
    ),
    Wrong(
        "page-starts-one-early",
        "Starts every page but the first with the last row of the page before.",
        "pagination",
        offset_read(lambda offset, _: max(0, offset - 1)),
        Request("spacecraft/?limit=5&offset=5"),
    ),
    Wrong(
        "links-in-the-order-sent",
        "Writes the parameters of links in the order sent, not by name.",
        "links",
        on_link(as_sent),
        Request("spacecraft/?search=soyuz&ordering=id"),
    ),
)
