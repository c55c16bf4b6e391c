"""
Reported faults of links: the visible half.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from wrong_framework.blocks import PAGING, patched
from wrong_framework.choosing import losing, on_link
from wrong_framework.gallery import Request

from reported_faults.blocks import resolve
from reported_faults.gallery import Reported

if TYPE_CHECKING:
    from collections.abc import Callable

    from wrong_framework.wsgi import Asked


def below_zero(original: Callable[..., Any], _: Asked) -> Callable[..., Any]:
    """
    Return a method that goes back a whole page, also where less is left.
    """

    def link(self: Any) -> Any:
        right = original(self)
        if right is None or self.offset >= self.limit:
            return right
        return resolve("rest_framework.utils.urls.replace_query_param")(right, "offset", self.offset - self.limit)

    return link


FAULTS = (
    Reported(
        "links-say-http",
        "https://github.com/epimorphics/elda/issues/185",
        "Asked by https, a page names the next one with http.",
        "Writes http in the links between pages.",
        on_link(lambda link, _: link.replace("https://", "http://")),
        Request("spacecraft_configurations/"),
        ("next",),
        resource="spacecraft_configurations",
    ),
    Reported(
        "links-lose-the-port",
        "https://github.com/paperless-ngx/paperless-ngx/issues/3130",
        "The URL of the next page lacks the port (and says http).",
        "Leaves the port out of the links between pages.",
        on_link(lambda link, _: urlsplit(link)._replace(netloc=urlsplit(link).hostname or "").geturl()),
        Request("books/"),
        ("next",),
        resource="books",
        api="library",
    ),
    Reported(
        "links-name-the-inner-host",
        "https://github.com/sissbruecker/linkding/issues/1164",
        "Behind a proxy the links between pages lead to `localhost`, other links do not.",
        "Names the host behind the proxy in the links between pages.",
        on_link(lambda link, _: urlsplit(link)._replace(netloc="localhost:9091").geturl()),
        Request("agencies/"),
        ("next",),
        resource="agencies",
    ),
    Reported(
        "links-lose-filters",
        "https://github.com/mojotech/torch/issues/31",
        "Links between pages keep the sort, but not the filters.",
        "Loses the filters by language and loan in links.",
        on_link(losing("borrowed", "language", "languages", "on_loan")),
        Request("books/?borrowed=false&ordering=title"),
        ("next",),
        resource="books",
        api="library",
    ),
    Reported(
        "previous-link-below-zero",
        "https://github.com/colinhiggs/pyramid-jsonapi/issues/19",
        "A link has a negative offset where nothing is found.",
        "Links to a negative offset where less than a page lies before.",
        patched(PAGING + "get_previous_link", below_zero),
        Request("agencies/?offset=5"),
        ("previous",),
        resource="agencies",
    ),
)
