"""
A server that misreads the contract in one way: the mock, whose lists are the pages that a misreading predicts.

It is wrong in exactly that way, by no more than the prediction says, so that a run which asks it should name it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from apicontract.client import Budget, Client, Target
from apicontract.contract.exchange import Exchange
from apicontract.contract.keys import key_of
from apicontract.contract.routes import list_path
from apicontract.contract.weblinks import NEXT, PREVIOUS
from apicontract.diagnosis.records import KnownRecords, by_identifier
from apicontract.diagnosis.requests import request_of
from apicontract.diagnosis.wrong_pages import wrong_pages
from mockserver.app import create_app
from mockserver.engine.pagination import with_parameters
from mockserver.engine.pipeline import Pipeline, standard
from mockserver.http.refusals import detail

if TYPE_CHECKING:
    from apicontract.contract.model import Api, Resource, World
    from apicontract.dataset.paging import Window
    from apicontract.diagnosis.operators import Misreading
    from apicontract.diagnosis.requests import ListRequest, PredictedPage
    from mockserver.engine.collection import Rows
    from mockserver.engine.pagination import PageLinks
    from mockserver.engine.stages.call import Call

#: Headers that decide in which form a list is written, and nothing of what it holds.
_HEADERS = ("accept", "origin")


def all_records(api: Api, world: World, resource: Resource) -> KnownRecords:
    """
    Return every record of a resource, as the mode that shows most of it does.
    """
    with Client(Target("right", "http://mock.test", create_app(api, world)), budget=Budget(1_000)) as client:
        modes = [rows_in(client, api, resource, mode) for mode in (None, *resource.modes.choices)]
    rows = max(modes, key=lambda found: len(json.dumps(found)))
    order = by_identifier(resource, rows)
    known = KnownRecords(api, resource, [rows[number] for number in order], complete=True)
    # The mock lists what is asked for in no order as it stands in the world, and so are ties.
    known.__dict__["_natural"] = sorted(range(len(rows)), key=order.__getitem__)
    return known


def rows_in(client: Client, api: Api, resource: Resource, mode: str | None) -> list[dict[str, object]]:
    """
    Return all records as the lists of a mode show them, or those without one.
    """
    query = [("mode", mode)] if mode is not None else []
    rows: list[dict[str, object]] = []
    while True:
        start = [("limit", str(api.paging.maximum_limit)), ("offset", str(len(rows)))]
        page = json.loads(client.get(list_path(api, resource), [*query, *start]).body)
        rows += page["results"]
        if not page["next"]:
            return rows


@dataclass(frozen=True)
class _Misread:
    """
    The stages of a server that misreads the contract.
    """

    known: KnownRecords
    misreading: Misreading
    right: Pipeline
    remembered: dict[object, tuple[ListRequest, PredictedPage] | None] = field(default_factory=dict)

    def predicted(self, call: Call) -> tuple[ListRequest, PredictedPage] | None:
        """
        Return what the misreading predicts of a request, or None where it predicts the right answer.
        """
        headers = tuple((name.title(), call.request.headers[name]) for name in _HEADERS if name in call.request.headers)
        asked = call.request.method, _url(call), headers
        # Each stage of one answer asks for it.
        if asked not in self.remembered:
            self.remembered[asked] = self._predicted(*asked)
        return self.remembered[asked]

    def _predicted(
        self, method: str, url: str, headers: tuple[tuple[str, str], ...]
    ) -> tuple[ListRequest, PredictedPage] | None:
        request = request_of(self.known, Exchange(method, url, 200, (), request_headers=headers))
        if request is None or request.right.status != HTTPStatus.OK:
            return None
        page = dict(wrong_pages(request)).get(self.misreading)
        return None if page is None else (request, page)

    def count(self, call: Call, rows: Rows) -> int:
        found = self.predicted(call)
        if found is None:
            return self.right.count(call, rows)
        if found[1].status != HTTPStatus.OK:
            raise detail(found[1].status, "Not found.")
        return found[1].total

    def page(self, call: Call, rows: Rows, part: Window) -> Rows:
        found = self.predicted(call)
        if found is None:
            return self.right.page(call, rows, part)
        request, page = found
        numbers = {str(name): number for name, number in call.collection.identifiers.items()}
        return [numbers[str(key_of(self.known.resource, self.known.rows[row]))] for row in request.page(page)]

    def links(self, call: Call, part: Window, total: int) -> PageLinks:
        found = self.predicted(call)
        if found is None:
            return self.right.links(call, part, total)
        page = found[1]
        made = self.right.links(call, replace(part, offset=page.start, limit=page.limit or 1), page.total)
        return replace(
            made,
            next=_link(call, page, NEXT, made.next, leads=page.next),
            previous=_link(call, page, PREVIOUS, made.previous, leads=page.previous),
        )


def _link(call: Call, page: PredictedPage, relation: str, made: str | None, *, leads: bool | None) -> str | None:
    """
    Return the link that is predicted, where there is to be one also to where there is no page.
    """
    link = None if leads is False else made or (_url(call) if leads else None)
    return link and with_parameters(link, {name: None for each, name in page.lost if each == relation})


def _url(call: Call) -> str:
    return f"{call.request.scheme}://{call.request.host}{call.request.target}"


def misread_server(known: KnownRecords, misreading: Misreading) -> Pipeline:
    """
    Return the stages of a server that answers for lists what a misreading predicts.
    """
    right = standard(0)
    stages = _Misread(known, misreading, right)
    return replace(right, count=stages.count, page=stages.page, links=stages.links)
