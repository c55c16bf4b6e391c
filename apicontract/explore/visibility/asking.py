"""
Lists and records are asked for with the token and without it, within what may be spent.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from apicontract.contract.keys import key_of
from apicontract.contract.routes import detail_path, is_template, list_path
from apicontract.explore.learning.asking import Asker
from apicontract.explore.visibility.comparing import disparities, forms_apart, hidden_rows, rows_of
from apicontract.explore.visibility.pairs import HIDDEN, STATUS, WRONG, Disparity, Listing, Pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from apicontract.client import Client
    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api, Record, Resource

#: Rows of the page that is asked for both ways: enough that some of them are somebody's own.
_ROWS = 100
#: Requests that a list takes at the least: it and one record, both ways.
_REQUESTS = 4


@dataclass
class BothWays:
    """
    What came of asking both ways for one list.

    Attributes:
        listing: the list.
        pairs: the answers.
        found: in what they differ, whoever asks at whatever moment.
    """

    listing: Listing
    pairs: list[Pair] = field(default_factory=list)
    found: list[Disparity] = field(default_factory=list)


def listings(api: Api, resources: Iterable[Resource]) -> Iterator[Listing]:
    """
    Yield how the lists of an API are asked for, those below an open parent left out.
    """
    for each in resources:
        path = list_path(api, each)
        if not is_template(path):
            query = api.paging.sized(min(api.paging.maximum_limit, _ROWS)) if api.paging.size else ()
            yield Listing(each.name, path, query, api.paging, partial(key_of, each), partial(_record_path, api, each))


def asked_both_ways(listings_: Iterable[Listing], client: Client, most: int) -> list[BothWays]:
    """
    Return what came of asking for lists both ways, with at most so many requests.

    Raises:
        Unreachable: there is no answer at all.
    """
    begun = client.budget.spent
    found = []
    with client.anonymous() as other:
        signed, anonymous = Asker(client), Asker(other)
        for each in listings_:
            if client.budget.spent - begun + _REQUESTS > most:
                break
            found.append(ask_both_ways(each, signed, anonymous))
    return [each for each in found if each.pairs]


def ask_both_ways(listing: Listing, signed: Asker, anonymous: Asker) -> BothWays:
    """
    Ask for a list, for one of its records and for one that the list leaves out without the token.
    """
    both = BothWays(listing)
    pair = _take(both, "list", listing.path, listing.query, (signed, anonymous))
    if pair is None:
        return both
    hidden = hidden_rows(pair) if any(each.kind == HIDDEN for each in both.found) else []
    shown = [row for row in rows_of(pair, pair.signed) if row not in hidden]
    for row in filter(listing.place, _telling(pair, shown)[:1]):
        record = _take(both, "record", listing.place(row), (), (signed, anonymous))
        both.found += forms_apart(pair, record) if record else ()
    for row in filter(listing.place, hidden[:1]):
        _take_hidden(both, listing.place(row), (signed, anonymous))
    return both


def _take_hidden(both: BothWays, path: str, askers: tuple[Asker, Asker]) -> None:
    """
    Ask for a record that the list leaves out: its own path leaves it out as well, however it says so.
    """
    before = len(both.found)
    record = _take(both, "record", path, (), askers)
    if record is None:
        return
    refused = [replace(each, kind=HIDDEN, subject="") for each in both.found[before:] if each.kind == STATUS]
    message = "without the token, the list leaves out a record that its own path shows"
    status = record.anonymous.status
    shown = [Disparity(WRONG, "", message, "status", None, status, record)] if status == HTTPStatus.OK else []
    both.found[before:] = refused or shown or both.found[before:]


def told_of(both: BothWays) -> list[str]:
    """
    Return what was found of one list, in sentences.
    """
    sentences = dict.fromkeys(each.message for each in both.found)
    return list(sentences) or ["with the token and without it, the list and a record agree"]


def _record_path(api: Api, resource: Resource, row: Record) -> str:
    key = key_of(resource, row)
    return "" if key is None else detail_path(api, resource, key)


def _telling(pair: Pair, rows: list[Record]) -> list[Record]:
    """
    Return rows, those first of which both answers were not alike.
    """
    if pair.anonymous.status != HTTPStatus.OK:
        return rows
    others = rows_of(pair, pair.anonymous)
    return sorted(rows, key=lambda row: row in others)


def _take(
    both: BothWays, part: str, path: str, query: tuple[tuple[str, str], ...], askers: tuple[Asker, Asker]
) -> Pair | None:
    """
    Ask both ways, and take down in what the answers differ; None where there is nothing to compare.
    """
    purpose = f"a {part}"
    signed = askers[0].get(path, query, f"{purpose} with the token")
    anonymous = askers[1].get(path, query, f"{purpose} without the token")
    if signed is None or anonymous is None or signed.status != HTTPStatus.OK:
        return None
    pair = Pair(both.listing, part, signed, anonymous)
    found = disparities(pair)
    if found:
        found = _lasting(pair, found, askers[0].once_more(signed, f"{purpose} with the token, once more"))
    both.pairs.append(pair)
    both.found += found
    return pair


def _lasting(pair: Pair, found: tuple[Disparity, ...], again: Exchange | None) -> tuple[Disparity, ...]:
    """
    Return the differences that are not those of two answers with the token either; none where that is not known.
    """
    if again is None:
        return ()
    passing = {(each.kind, each.subject) for each in disparities(Pair(pair.listing, pair.part, pair.signed, again))}
    return tuple(each for each in found if (each.kind, each.subject) not in passing)
