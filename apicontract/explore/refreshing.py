"""
Which recorded pages are worth asking for again: the beginning of a list first, then those not asked for longest.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from apicontract.contract.keys import key_of
from apicontract.contract.redaction import HIDDEN
from apicontract.contract.routes import detail_path
from apicontract.diff.coverage import extent_of, names_format
from apicontract.diff.observations import assigned
from apicontract.explore.wishes import Wish

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api
    from apicontract.diff.observations import Seen

#: Records of a page that are asked for singly because the page does not show them any more.
_MISSING = 3
_OLDEST = dt.datetime.min.replace(tzinfo=dt.UTC)


def due(api: Api, host: str, latest: Mapping[str, Exchange], before: dt.datetime) -> list[Wish]:
    """
    Return the recorded pages of a host that were last answered before a moment, the most telling first.

    An answer other than 200 is not asked for again: what is gone stays gone, until a list shows it.
    """
    ours = [
        each
        for url, each in latest.items()
        if urlsplit(url).netloc.lower() == host and each.status == 200 and each.method == "GET"  # noqa: PLR2004 - HTTP OK
    ]
    # A page for people is no answer for programs, and a URL whose credential is hidden leads nowhere.
    askable = [each for each in ours if not names_format(each) and HIDDEN not in each.url]
    old = [each for each in askable if (each.moment or _OLDEST) <= before]
    lists = {each.exchange.url: each for each in assigned(api, old) if not each.detail}
    order = sorted(old, key=lambda each: (*_rank(api, lists.get(each.url)), each.moment or _OLDEST, each.url))
    return [Wish("again", each.url.removeprefix(f"{urlsplit(each.url).scheme}://{host}")) for each in order]


def _rank(api: Api, page: Seen | None) -> tuple[int]:
    """
    Rank the first page of a list first: it shows the size of the collection and most of its fields.
    """
    others = {name for name, _ in page.exchange.query} - {api.paging.size} if page else {""}
    return (len(others) > 0,)


def missing(api: Api, former: Exchange, now: Exchange) -> Iterator[Wish]:
    """
    Yield the records, asked for singly, that a page showed and shows no more, where the page does not tell why.
    """
    before, after = (list(assigned(api, (each,))) for each in (former, now))
    if not before or not after or before[0].detail:
        return
    resource = after[0].resource
    shown = {key_of(resource, row) for row in after[0].rows}
    extent = extent_of(api.paging, after)
    gone = [key for row in before[0].rows if (key := key_of(resource, row)) is not None and key not in shown]
    for key in [each for each in gone if not extent.holds(each)][:_MISSING]:
        yield Wish("missing", _path(api, after[0], key))


def _path(api: Api, page: Seen, key: object) -> str:
    """
    Return the path of a record below the parents of the list in which it stood.
    """
    path = page.exchange.path
    if not page.resource.route.parents:
        return detail_path(api, page.resource, key)
    slash = "/" if path.endswith("/") else ""
    return f"{path.removesuffix('/')}/{key}{slash}"
