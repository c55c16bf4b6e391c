"""
What a published description states, and what had to be guessed beside it -> how well each promise is known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from apicontract.contract.grades import Grade
from apicontract.contract.promises import shown_by, statements
from apicontract.evidence.derive import UNKNOWN_HOSTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from apicontract.contract.paging import Paging
    from apicontract.evidence.openapi import Description, Operation

_WEB = frozenset({"http", "https"})
#: what a resource declares, to the kind of evidence that it is.
_DECLARED = {"parameters": "filter", "search": "search", "ordering": "ordering"}
#: number of the envelope to the promise that it makes.
_NUMBERS = {"default_limit": "limit-default", "maximum_limit": "limit-clamped"}


def hosts_of(description: Description) -> Mapping[str, Mapping[str, str]]:
    """
    Return the hosts of a description's servers, as `api.json` has them; where it names none, what stands for such.
    """
    parts = [urlsplit(each) for each in description.servers if "://" in each]
    urls = dict.fromkeys(f"{each.scheme}://{each.netloc}" for each in parts if each.scheme in _WEB and each.netloc)
    return {re.sub(r"\W", "-", urlsplit(url).netloc): {"url": url} for url in urls} or UNKNOWN_HOSTS


def kinds_of(gets: Mapping[str, Operation], resources: Mapping[str, Any], paging: Paging) -> tuple[str, ...]:
    """
    Return the kinds of evidence that a description is.

    Args:
        gets: path to GET, of all that can be read.
        resources: the declarations made of it, by name.
        paging: of its lists.
    """
    named = [{name for _, name in get.parameters} for get in gets.values()]
    declared = [kind for key, kind in _DECLARED.items() if any(key in each for each in resources.values())]
    paged = bool(paging.parameters) and any(names.issuperset(paging.parameters) for names in named)
    record = any(path.rstrip("/").endswith("}") for path in gets)
    return ("schema", *declared, *(("paging",) if paged else ()), *(("record",) if record else ()))


def stated_promises(kinds: Iterable[str], limits: Iterable[str], source: str) -> dict[str, dict[str, str]]:
    """
    Return the member `promises` of `api.json`.

    Args:
        kinds: of evidence that the description is.
        limits: the numbers of the envelope that it states; the others are guessed.
        source: the description.
    """
    known = set(limits)
    stated = [check for number, check in _NUMBERS.items() if number in known]
    guessed = [check for number, check in _NUMBERS.items() if number not in known]
    return {
        **statements([*shown_by(*kinds), *stated], Grade.PUBLISHED, source),
        **statements(guessed, Grade.GUESS, f"{source} states no such number; the usual one is assumed"),
    }
