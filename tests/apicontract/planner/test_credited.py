"""
What a plan counts as refuted by a request is judged by a check: a wrong answer to it is a violation.

Where this does not hold, a misreading counts as ruled out that nobody has looked for. CREDITED_REQUESTS asks for more
requests than a run of the tests does.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from functools import cache
from http import HTTPStatus
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from formkills import made
from killtable import subject
from misread import rows_in

from apicontract.checks import judge
from apicontract.client import Budget, Client, Target
from apicontract.contract.keys import key_of
from apicontract.contract.model import Level
from apicontract.contract.routes import list_path
from apicontract.contract.weblinks import NEXT, PREVIOUS
from apicontract.diagnosis.records import KnownRecords
from apicontract.diagnosis.requests import request_of
from apicontract.diagnosis.wrong_pages import wrong_pages
from apicontract.planner import gather
from apicontract.planner.combiner import Combiner
from mockserver.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.diagnosis.operators import Misreading
    from apicontract.diagnosis.requests import ListRequest, PredictedPage
    from apicontract.planner.combiner import Candidate

_REQUESTS = int(os.environ.get("CREDITED_REQUESTS", "6"))
#: Pages of one request that are tried: of most, dozens of misreadings come to a few.
_PAGES = 12
#: Styles of paging in which some pages are an error, and those where none is, each beside a fault of no matter here.
_STYLES = ("page-number", "link-header", "cursor", "cursor-token", "page-on-size")


@dataclass(frozen=True)
class _Asked:
    """
    A right server, what fifteen requests have shown of it, and what more may be asked.
    """

    client: Client
    known: KnownRecords
    basis: Sequence[Exchange]
    requests: Sequence[Candidate]

    def answered(self, candidate: Candidate) -> Exchange:
        return self.client.request(*candidate.probe.parts, follow=False)


@cache
def _asked(style: str = "") -> _Asked:
    api, world, _, resource = made("an unreadable page is the first", style) if style else (*subject(), None, "")
    target = Target("right", "http://mock.test", create_app(api, world))
    resources = (resource,) if resource else ()
    with Client(target, budget=Budget(15)) as client:
        run = gather(api, client, resources=resources, budget=15, strict=True)
    walk = run.walks[run.asked[0].name]
    known = KnownRecords(api, run.asked[0], walk.rows, walk.complete)
    combiner = Combiner(known, random := Random(f"{style}{_REQUESTS}"))  # noqa: S311 - no secret
    requests = [combiner.random_request() for _ in range(_REQUESTS * (5 if style else 1))]
    random.shuffle(requests)
    return _Asked(Client(target, budget=Budget(100_000)), known, run.evidence.exchanges, requests)


def _credited(asked: _Asked, candidate: Candidate) -> Iterator[tuple[PredictedPage, ListRequest, Misreading]]:
    """
    Yield pages that would be told from the right one, with a misreading that predicts each.
    """
    request = request_of(asked.known, candidate.probe.as_exchange())
    pages = (
        {} if request is None else {page: each for each, page in wrong_pages(request) if each in candidate.misreadings}
    )
    some = Random(str(candidate.probe)).sample(list(pages.items()), min(len(pages), _PAGES))  # noqa: S311 - no secret
    for page, misreading in some:
        if request is not None:
            yield page, request, misreading


def _wrong(asked: _Asked, request: ListRequest, page: PredictedPage, right: Exchange) -> Exchange | None:
    """
    Return the right answer changed into that of a predicted page; None if that is not known of the links.
    """
    if page.status != HTTPStatus.OK:
        headers = tuple(each for each in right.headers if each[0].lower() != "link")
        return replace(right, status=page.status, headers=headers, body=b'{"detail": "x"}')
    body: dict[str, Any] = json.loads(right.body)
    if any(leads and not body[name] for name, leads in (("next", page.next), ("previous", page.previous))):
        return None
    rows = _rows(asked, dict(request.exchange.query).get("mode"))
    changed = body | {"count": page.total, "results": [rows[number] for number in request.page(page)]}
    for name, relation, leads in (("next", NEXT, page.next), ("previous", PREVIOUS, page.previous)):
        lost = {each for where, each in page.lost if where == relation}
        changed[name] = None if leads is False else _without(body[name], lost)
    return replace(right, body=json.dumps(changed, ensure_ascii=False, separators=(",", ":")).encode())


def _without(link: str | None, lost: set[str]) -> str | None:
    if link is None or not lost:
        return link
    kept = [each for each in parse_qsl(urlsplit(link).query, keep_blank_values=True) if each[0] not in lost]
    return urlsplit(link)._replace(query=urlencode(kept)).geturl()


_ROWS: dict[str | None, list[Any]] = {}


def _rows(asked: _Asked, mode: str | None) -> list[Any]:
    """
    Return the records known as the lists of a mode show them.
    """
    if mode not in _ROWS:
        resource = asked.known.resource
        rows = rows_in(asked.client, asked.known.api, resource, mode)
        found = {repr(key_of(resource, row)): row for row in rows}
        _ROWS[mode] = [found[repr(key_of(resource, row))] for row in asked.known.rows]
    return _ROWS[mode]


def _judged(asked: _Asked, wrong: Exchange) -> bool:
    found = judge(asked.known.api, [*asked.basis, wrong], strict=True).violations
    return any(each.level is Level.VIOLATION for each in found)


def test_what_counts_as_refuted_is_judged() -> None:
    """
    Each page that a misreading predicts, beside the answers of a run, is a violation.
    """
    asked, judged = _asked(), 0
    for candidate in asked.requests:
        right = asked.answered(candidate)
        # A page for people is shown otherwise, and an error is of the styles below.
        if right.status != HTTPStatus.OK or not right.body.startswith(b"{"):
            continue
        assert not _judged(asked, right)
        for page, request, misreading in _credited(asked, candidate):
            wrong = _wrong(asked, request, page, right)
            assert wrong is None or _judged(asked, wrong), (misreading, candidate.probe)
            judged += wrong is not None

    assert judged > _REQUESTS


@pytest.mark.parametrize("style", _STYLES)
def test_what_is_found_or_refused_by_mistake_is_judged(style: str) -> None:
    """
    In each style of paging: the plain list where a page is none, and an error where one is.
    """
    asked = _asked(style)
    plain = asked.client.get(list_path(asked.known.api, asked.known.resource))
    judged = 0
    for candidate in asked.requests:
        right = asked.answered(candidate)
        for page, _, misreading in _credited(asked, candidate):
            wrong = replace(right, status=page.status, body=b'{"detail": "x"}')
            if page.status == HTTPStatus.OK != right.status:
                wrong = replace(plain, url=right.url, request_headers=right.request_headers)
            if right.status != page.status:
                assert _judged(asked, wrong), (misreading, candidate.probe)
                judged += 1

    assert judged > _REQUESTS
