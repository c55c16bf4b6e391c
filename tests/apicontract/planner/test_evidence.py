"""
What was answered in a run, and what is wrong with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from books import BOOKS, api
from page_lengths import PageLengths
from shelf import Shelf

from apicontract.planner.exchange_log import ExchangeLog, is_fault, page_of
from apicontract.planner.probe import Probe

if TYPE_CHECKING:
    from apicontract.contract.exchange import Exchange


def _evidence(*exchanges: Exchange, **changes: Any) -> ExchangeLog:
    known = PageLengths(api(), strict=True, **changes)
    for number, each in enumerate(exchanges):
        known.add(each, Probe("/v1/books/", (("n", str(number)),)))
    return known


_SHELF = Shelf(BOOKS)
_RIGHT = _SHELF.send(Probe("/v1/books/"))
_SPOILED = Shelf(BOOKS, lambda _, body: body | {"results": body["results"][:1]})
_SHORT = _SPOILED.send(Probe("/v1/books/", (("limit", "2"),)))


def test_an_answer_is_kept_once() -> None:
    """
    An answer that comes again keeps its first probe.
    """
    known = _evidence(_RIGHT, _SHORT)
    known.add(_RIGHT, Probe("/v1/books/", (("again", "1"),)))

    assert [_RIGHT, _SHORT] == known.exchanges
    assert (("n", "0"),) == known.probes[id(_RIGHT)].query


def test_faults_of_one_answer() -> None:
    """
    A page that is too short is at fault by itself.
    """
    assert {"page-length"} <= {each.check for each in _evidence(_SHORT).faults_of(_SHORT)}


def test_superseded_answers_do_not_count() -> None:
    """
    A fault is judged by the smaller request; if no other answer is at fault, everything counts again.
    """
    shorter = _SPOILED.send(Probe("/v1/books/", (("limit", "3"),)))
    known = _evidence(_RIGHT, _SHORT, shorter)
    accused = []
    for superseded in ({id(shorter)}, {id(shorter), id(_SHORT)}):
        known.superseded = superseded
        accused.append([each.exchanges[0].url for each in known.check_results().violations if is_fault(each)])

    assert [[_SHORT.url], [_SHORT.url, shorter.url]] == accused


@pytest.mark.parametrize(("name", "found"), [("books", True), ("authors", False), (None, True), ("book", False)])
def test_one_resource_is_judged(name: str | None, found: bool) -> None:  # noqa: FBT001 - a case
    """
    Of a resource only what was asked of it counts; of none, everything.
    """
    assert found == any(map(is_fault, _evidence(_SHORT).check_results(name).violations))


def test_pages_are_read() -> None:
    """
    A list gives its page, a refusal none.
    """
    page = page_of(api(), _RIGHT)

    assert page is not None
    assert (4, [1, 2, 3]) == (page.count, [row["id"] for row in page.rows])
    assert page_of(api(), Shelf(BOOKS, lambda *_: None).send(Probe("/v1/books/"))) is None
