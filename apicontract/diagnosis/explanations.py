"""
Which misreadings explain everything that a server has answered.

A misreading explains a run if each answer is the one that it predicts, and some of them are not those that the contract
does. What no misreading comes to stays unexplained; nothing is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from http import HTTPStatus
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import parse_qsl, urlsplit

from apicontract.checks.answers import reading_of
from apicontract.contract.keys import key_of
from apicontract.contract.weblinks import NEXT, PREVIOUS
from apicontract.diagnosis.operators import CONCERNS, NARROWER
from apicontract.diagnosis.records import KnownRecords, by_identifier
from apicontract.diagnosis.requests import request_of
from apicontract.diagnosis.wrong_pages import wrong_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from apicontract.checks.answers import Page
    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api, Record, Resource
    from apicontract.diagnosis.operators import Misreading
    from apicontract.diagnosis.requests import ListRequest, PredictedPage

#: A list request, the pages that misreadings predict for it, and what its answer shows.
_Read: TypeAlias = "tuple[ListRequest, Mapping[Misreading, PredictedPage], ShownPage]"
#: Labels of what is told of an answer.
EXPLAINED, NOT_EXPLAINED = "explained by", "not explained"
#: Operators that are told of one run at the most.
_MOST = 3
#: Requests whose answers a misreading has to explain: of one, many come to the same.
_FEWEST = 2
#: Neighbours in lists of no order that stand by their identifiers, before that is the usual order: by chance that many
#: do so once in 256 times.
_NEIGHBOURS = 8
#: How much is claimed, the least first.
_SCOPES = ("one", "kind", "all")
#: Answers that say who asks, or how often, and nothing of what was asked for.
_INCONCLUSIVE = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS})


@dataclass(frozen=True)
class Explanation:
    """
    A misreading that explains a run.

    Attributes:
        misreading: what it is.
        exchanges: those whose answers it explains and the contract does not.
        answers: how many answers it was held against, these included.
    """

    misreading: Misreading
    exchanges: tuple[Exchange, ...]
    answers: int

    @property
    def sure(self) -> bool:
        """
        Whether it explains the answers to more than one request.
        """
        return len({(each.url, each.request_headers) for each in self.exchanges}) >= _FEWEST

    def told(self, others: Sequence[Misreading] = ()) -> str:
        """
        Return the explanation as a person reads it, with other misreadings that predict as much.
        """
        names = "; or ".join(map(str, (self.misreading, *others)))
        right = self.answers - len(self.exchanges)
        return f"{names}: predicts all {self.answers} lists, of which the contract predicts {right}"


def explanations(api: Api, resource: Resource, exchanges: Sequence[Exchange]) -> list[Explanation]:
    """
    Return the misreadings that explain all answers of a resource's list, those first that claim least.
    """
    pages = [(each, reading_of(api, each).page) for each in exchanges]
    rows = known_rows(resource, (page for _, page in pages if page is not None))
    known = KnownRecords(api, resource, rows, complete=False)
    numbers = numbers_of(resource, rows)
    read = [
        (*found, ShownPage.of(each, page, resource, numbers))
        for each, page in pages
        if each.status not in _INCONCLUSIVE and (found := predictions(known, each))
    ]
    deviating = [each for each in read if not _fits(None, *each)] if _whole(read, len(rows)) else []
    fitting = [each for each in deviating[0][1] if all(_fits(each, *one) for one in read)] if deviating else []
    usual = known.ordered(()) if _in_order(known, read) else ()
    fitting = [each for each in fitting if _keeps_one_order(each, read, usual)]
    shown = tuple(request.exchange for request, _, _ in deviating)
    return [Explanation(each, shown, len(read)) for each in sorted(fitting, key=_claims)]


def explained(api: Api, resources: Iterable[Resource], exchanges: Sequence[Exchange]) -> dict[int, tuple[str, str]]:
    """
    Return the identity of each exchange that the contract does not explain to what does: a label and a sentence.
    """
    told: dict[int, tuple[str, str]] = {}
    for resource in resources:
        told |= told_of(explanations(api, resource, exchanges))
    return told


def told_of(found: Sequence[Explanation]) -> dict[int, tuple[str, str]]:
    """
    Return the identity of each exchange that explanations are of to a label and a sentence on them.

    Of each operator the misreading that claims least is told, and none that comes to more than another one; where many
    come to the same, how many.
    """
    least: dict[str, Explanation] = {}
    for each in found:
        least.setdefault(each.misreading.operator, each)
    known = [each for each in least.values() if not least.keys() & NARROWER.get(each.misreading.operator, ())]
    if not known:
        return {}
    if known[0].sure and len(known) <= _MOST:
        told = EXPLAINED, known[0].told([each.misreading for each in known[1:]])
    else:
        number = "1 misreading predicts" if len(found) == 1 else f"{len(found)} misreadings predict"
        alone = "" if known[0].sure else ", of which the answer to one request alone is not right"
        told = NOT_EXPLAINED, f"{number} all {known[0].answers} lists{alone}"
    return {id(exchange): told for exchange in known[0].exchanges}


def _claims(misreading: Misreading) -> tuple[int, int, bool, str]:
    """
    Return how much a misreading claims: of one element less than of a kind, of a kind less than of all.

    Of one value of a filter it claims less than of any.
    """
    operators = list(CONCERNS)
    of_any_value = "=" not in misreading.element
    return _SCOPES.index(misreading.scope), operators.index(misreading.operator), of_any_value, misreading.element


def predictions(known: KnownRecords, exchange: Exchange) -> tuple[ListRequest, dict[Misreading, PredictedPage]] | None:
    """
    Return the reading of a list request, and what each misreading of it predicts; None if that is not known.
    """
    read = request_of(known, exchange)
    if read is None or read.asked.place.unknown or not read.certain:
        return None
    return read, dict(wrong_pages(read))


def _fits(
    misreading: Misreading | None, request: ListRequest, wrong: Mapping[Misreading, PredictedPage], seen: ShownPage
) -> bool:
    return seen.fits(request, request.right if misreading is None else wrong.get(misreading, request.right))


def _in_order(known: KnownRecords, read: Iterable[_Read]) -> bool:
    """
    Whether lists that are asked for in no order show their rows in the order of identifiers.
    """
    places: dict[int | None, int] = {row: place for place, row in enumerate(known.ordered(()))}
    shown = [seen.rows for request, _, seen in read if not request.right.keys and None not in seen.rows]
    pairs = [(places[one], places[other]) for rows in shown for one, other in pairwise(rows)]
    return len(pairs) >= _NEIGHBOURS and all(one < other for one, other in pairs)


def _keeps_one_order(misreading: Misreading, read: Iterable[_Read], usual: Sequence[int]) -> bool:
    """
    Whether the lists that a misreading leaves in the order of the service agree on what that is: the usual one, if any.

    Of one selection the same row stands at a place each time.

    Without this, whoever says that an order has no effect would explain every order.
    """
    outcomes = [(wrong.get(misreading, request.right), seen.rows) for request, wrong, seen in read]
    unsorted = [(outcome, rows) for outcome, rows in outcomes if not outcome.keys and outcome.rows is None]
    places: dict[tuple[int, int], int | None] = {}
    for outcome, shown in unsorted:
        for place, row in enumerate(shown, outcome.start):
            if places.setdefault((outcome.selection, place), row) != row:
                return False
    order: TopologicalSorter[int | None] = TopologicalSorter()
    for rows in (usual, *(shown for _, shown in unsorted)):
        for before, after in pairwise(rows):
            order.add(after, before)
    try:
        order.prepare()
    except CycleError:
        return False
    return True


def _whole(read: Iterable[_Read], known: int) -> bool:
    """
    Whether all records are known: as many as a list says from which nothing selects, or as stand before its end.

    Where some are not, nobody knows what a selection holds.
    """
    for request, _, seen in read:
        shown = len(seen.rows)
        ended = shown < request.right.limit or NEXT not in dict(seen.links)
        told = (seen.count if shown else None, request.right.start + shown if ended else None)
        if not request.asked.conditioned and request.right.status == seen.status == HTTPStatus.OK and known in told:
            return True
    return False


def known_rows(resource: Resource, pages: Iterable[Page]) -> list[Record]:
    """
    Return every record that pages of a list show, once, as the page that shows most of it does, by identifiers.
    """
    rows: dict[str, Record] = {}
    for page in pages:
        for row in page.rows:
            key = repr(key_of(resource, row))
            if key_of(resource, row) is not None and len(row) > len(rows.get(key, ())):
                rows[key] = row
    found = list(rows.values())
    return [found[number] for number in by_identifier(resource, found)]


def numbers_of(resource: Resource, rows: Sequence[Record]) -> dict[str, int]:
    """
    Return the numbers of records by what identifies them.
    """
    return {repr(key_of(resource, row)): number for number, row in enumerate(rows)}


@dataclass(frozen=True)
class ShownPage:
    """
    What an answer shows of a list.

    Attributes:
        status: of the answer.
        count: as it says, None where it holds no page.
        rows: numbers of the records on the page, None for one without a name.
        links: the names of parameters in its links to the pages beside it, by relation.
    """

    status: int
    count: int | None = None
    rows: tuple[int | None, ...] = ()
    links: tuple[tuple[str, frozenset[str]], ...] = ()

    @classmethod
    def of(cls, exchange: Exchange, page: Page | None, resource: Resource, numbers: Mapping[str, int]) -> ShownPage:
        """
        Return what an answer shows, where the records known have numbers.
        """
        if page is None:
            return cls(exchange.status)
        rows = tuple(numbers.get(repr(key_of(resource, row))) for row in page.rows)
        links = {NEXT: page.next, PREVIOUS: page.previous}
        names = tuple((relation, frozenset(_names(link))) for relation, link in links.items() if link)
        return cls(exchange.status, page.count, rows, names)

    def fits(self, request: ListRequest, outcome: PredictedPage) -> bool:
        """
        Whether the answer is what a reading predicts.
        """
        if outcome.status != self.status or self.status != HTTPStatus.OK:
            return outcome.status == self.status
        if self.count is None or None in self.rows:
            return False
        if request.known.api.paging.counts and self.count != outcome.total:
            return False
        return self._links_fit(request, outcome) and request.allows(
            [row for row in self.rows if row is not None], outcome
        )

    def _links_fit(self, request: ListRequest, outcome: PredictedPage) -> bool:
        links = dict(self.links)
        led = ((NEXT, outcome.next), (PREVIOUS, outcome.previous))
        if any(leads not in (None, relation in links) for relation, leads in led):
            return False
        asked = {name for name, _ in request.exchange.query} - set(request.known.api.paging.parameters)
        lost = {relation: {name for each, name in outcome.lost if each == relation} for relation in links}
        return all(asked - lost[each] <= names and not lost[each] & names for each, names in links.items())


def _names(link: str) -> Iterator[str]:
    return (name for name, _ in parse_qsl(urlsplit(link).query, keep_blank_values=True))
