"""
Reported faults of links: the hidden half.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from wrong_framework.blocks import on_list
from wrong_framework.choosing import on_link
from wrong_framework.gallery import Request

from reported_faults.gallery import Reported

if TYPE_CHECKING:
    from wrong_framework.wsgi import Asked


def only_the_page(link: str, _: Asked) -> str:
    """
    Keep what says which page it is.
    """
    pairs = [each for each in parse_qsl(urlsplit(link).query) if each[0] in {"limit", "offset"}]
    return urlsplit(link)._replace(query=urlencode(pairs)).geturl()


def null_as_text(body: Any, _: Asked) -> None:
    """
    Write a missing link as a text.
    """
    for name in ("next", "previous"):
        body[name] = body[name] or "null"


FAULTS = (
    Reported(
        "links-keep-the-page-alone",
        "https://github.com/FireCARES/firecares/issues/10",
        "Links between pages replace all parameters of the query by that of the page.",
        "Keeps nothing in links but limit and offset.",
        on_link(only_the_page),
        Request("spacecraft/?search=soyuz"),
        ("next",),
    ),
    Reported(
        "links-unescape-ampersands",
        "https://github.com/json-api-dotnet/JsonApiDotNetCore/issues/408",
        "Where a filter's value has a special character, links have it unescaped.",
        "Writes an escaped `&` as it is in links.",
        on_link(lambda link, _: link.replace("%26", "&")),
        Request("agencies/?name=%26&offset=10"),
        ("previous",),
        resource="agencies",
    ),
    Reported(
        "no-link-as-the-text-null",
        "https://github.com/apache/hugegraph/issues/164",
        'On the last page the next one is the text "null" instead of null.',
        "Writes the text null where there is no link.",
        on_list(null_as_text),
        Request("config/spacecraft_configuration_types/"),
        ("next", "previous"),
        resource="config/spacecraft_configuration_types",
    ),
)
