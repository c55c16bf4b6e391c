"""
Exchanges -> `api.json` of an API that has none yet: base path, hosts, paging, as far as recordings tell.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from apicontract.contract.errors import DataError
from apicontract.contract.grades import Grade
from apicontract.contract.moments import oldest_first
from apicontract.contract.promises import statements
from apicontract.contract.weblinks import NEXT
from apicontract.evidence.derive.behaviour import recorded_behaviour
from apicontract.evidence.derive.pages import documented, pages_of
from apicontract.evidence.derive.parents import routes_of
from apicontract.evidence.paging import USUAL, recorded_paging

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.paging import Paging
    from apicontract.evidence.derive.declared import DeclaredFacts

#: Stands in an `api.json` for hosts that nothing states, until recordings name them.
UNKNOWN_HOSTS: Mapping[str, Mapping[str, str]] = {
    "local": {"url": "http://localhost:8000", "note": "no server is stated; those that are recorded take this place"}
}
_PREFIX = re.compile(r"/((?:api|rest|v?\d+(?:\.\d+)*)/)*", re.IGNORECASE)
_VERSION = re.compile(r"\d+(?:\.\d+)*")
_GUESSED = (Grade.GUESS, "no recording shows it; the usual number is assumed")


def api_config(name: str, exchanges: Sequence[Exchange], facts: DeclaredFacts) -> dict[str, Any]:
    """
    Return the document `api.json` for an API of which only recordings and declared facts exist.

    Raises:
        DataError: there is nothing to read it from.
    """
    exchanges = oldest_first(exchanges)
    base_path = base_path_of(exchanges)
    pages = list(pages_of(exchanges, base_path))
    names = list(dict.fromkeys([*facts.resources, *(page.resource for page in pages)]))
    if not names:
        raise DataError(name, "no recorded list or record, and no declared resource", "at least one recorded answer")
    counted = Counter(page.resource for page in pages)
    hosts = _hosts(exchanges)
    paging = _paging(exchanges)
    behaviour = recorded_behaviour(exchanges, base_path)
    version = _VERSION.search(base_path) or _VERSION.search(name)
    return {
        "$schema": "../meta/api.schema.json",
        "title": name,
        "version": version.group() if version else "1",
        "base_path": base_path,
        "primary": counted.most_common(1)[0][0] if counted else names[0],
        "default_host": next(iter(hosts), "local"),
        "hosts": hosts or UNKNOWN_HOSTS,
        "envelope": paging.document,
        "resources": names,
        **({"routes": routes} if (routes := routes_of(pages)) else {}),
        **({"behaviour": behaviour} if behaviour else {}),
        "promises": _promises(exchanges, paging),
    }


def hosts_settled(head: Mapping[str, Any], exchanges: Sequence[Exchange]) -> dict[str, Any]:
    """
    Return `api.json` with the hosts of the recordings, where it has none but the one that stands for an unknown one.
    """
    hosts = _hosts(exchanges)
    if not hosts or head["hosts"] != UNKNOWN_HOSTS:
        return dict(head)
    return {**head, "default_host": next(iter(hosts)), "hosts": hosts}


def _hosts(exchanges: Sequence[Exchange]) -> dict[str, dict[str, str]]:
    """
    Return the hosts that answered, the one with most answers first.
    """
    answered = Counter(_host(each) for each in exchanges)
    return {_label(url): {"url": url} for url, _ in answered.most_common()}


def base_path_of(exchanges: Sequence[Exchange]) -> str:
    """
    Return the prefix that looks like one (`/api/v1/`) and that most answers share.
    """
    found = Counter(match.group() for each in exchanges if (match := _PREFIX.match(each.path)))
    return found.most_common(1)[0][0] if found else "/"


def _host(exchange: Exchange) -> str:
    parts = urlsplit(exchange.url)
    return f"{parts.scheme}://{parts.netloc}"


def _label(url: str) -> str:
    return re.sub(r"\W", "-", urlsplit(url).netloc)


def _paging(exchanges: Sequence[Exchange]) -> Paging:
    """
    Return the paging that recorded lists show, with the documented maximum.
    """
    paging = recorded_paging(exchanges) or USUAL
    if not paging.start:
        return paging
    maximum = _documented_maximum(exchanges) or paging.maximum_limit
    default = _shown_default(exchanges, paging) or min(paging.default_limit, maximum)
    return replace(paging, default_limit=default, maximum_limit=maximum)


def _shown_default(exchanges: Sequence[Exchange], paging: Paging) -> int:
    """
    Return the rows of the newest page that is followed by another and whose request set no limit; 0 if there is none.
    """
    for each in reversed(exchanges):
        if each.parameter(paging.size) is None and each.body.startswith((b"{", b"[")):
            _, rows = paging.read(each.json, each.header)
            if paging.linked(each.json, each.header).get(NEXT) and isinstance(rows, list):
                return len(rows)
    return 0


def _documented_maximum(exchanges: Sequence[Exchange]) -> int:
    """
    Return the maximum that the newest documentation states; 0 if none does.
    """
    return next(filter(None, (documented(each).maximum or 0 for each in reversed(exchanges))), 0)


def _promises(exchanges: Sequence[Exchange], paging: Paging) -> dict[str, dict[str, str]]:
    """
    Return how well the numbers of rows are known; what else recordings show is for those to say who judge them.
    """
    if not paging.start:
        return {}
    shown, told = _shown_default(exchanges, paging), _documented_maximum(exchanges)
    default = (Grade.RECORDED, "a recorded page whose request set no limit") if shown else _GUESSED
    maximum = (Grade.FAQ, "the documentation on recorded pages") if told else _GUESSED
    return {**statements(["limit-default"], *default), **statements(["limit-clamped"], *maximum)}
