"""
The judge's reading predicts what Django REST Framework answers, and what the recordings show.
"""

from __future__ import annotations

import json
import os
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from apicontract.contract.exchange import Exchange
from apicontract.contract.keys import key_of
from apicontract.evidence.recordings import recordings_of
from apicontract.semantics.naive import NAIVE, predict
from apicontract.semantics.paging import PageStart
from apicontract.semantics.prediction import PredictedLinks
from apicontract.semantics.routes import route_of
from differential.asking import AUTHORITY, ask
from differential.deliberate import deliberate
from differential.serving import NOON
from differential.table import requests

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from apicontract.contract.model import Resource
    from apicontract.semantics.prediction import Prediction
    from apicontract.semantics.stages import Semantics
    from differential.asking import Answer, Request
    from differential.subject import Subject

    #: A row of the table, whom to ask, what, and what the framework answers.
    Asked: TypeAlias = tuple[str, Subject, Request, Answer]

#: With ten times as many, by hand, it takes a minute.
AMOUNT = int(os.environ.get("DIFFERENTIAL_PREDICTIONS", "300"))
SEED = 7
#: What may stay unknown: where letters beyond ASCII, several values of one record or odd lists decide.
UNKNOWN_SHARE = 0.15


def predicted(semantics: Semantics, subject: Subject, request: Request) -> Prediction:
    """
    Return what a reading predicts for a request to a subject, all of whose records are known.
    """
    url = f"https://{AUTHORITY}{request.target}"
    exchange = Exchange(request.method, url, 0, request_headers=request.headers, recorded_at=NOON)
    return predict(semantics, subject.api, exchange, subject.world.tables)


def wrong(subject: Subject, request: Request, answer: Answer, prediction: Prediction) -> list[str]:
    """
    Return what a prediction says otherwise than the answer.
    """
    if prediction.status is None:
        return []
    if prediction.status != answer.status:
        return [f"status {answer.status} is predicted as {prediction.status}"]
    if answer.status != 200 or answer.kind != "application/json":
        location = answer.headers.get("location", "")
        return [] if location.startswith(prediction.location) else [f"{location} is not {prediction.location}"]
    route = route_of(subject.api, request.path)
    if route.resource is None:
        return []
    return list(_content(subject, route.resource, json.loads(answer.body), prediction, answer.headers))


def _content(
    subject: Subject, resource: Resource, body: Any, prediction: Prediction, headers: Mapping[str, str]
) -> Iterator[str]:
    def header(name: str) -> str | None:
        return headers.get(name.lower())

    paging = subject.api.paging.unpaged if isinstance(body, list) else subject.api.paging
    count, rows = paging.read(body, header)
    if rows is None:
        if prediction.identifiers != (str(key_of(resource, body)),):
            yield f"{key_of(resource, body)} is predicted as {prediction.identifiers}"
        return
    if paging.counts and prediction.count not in (None, count):
        yield f"count {count} is predicted as {prediction.count}"
    found = tuple(str(key_of(resource, row)) for row in rows)
    if prediction.allows(found) is False:
        yield f"rows {found} are predicted as {prediction.identifiers}"
    linked = paging.linked(body, header)
    links = PredictedLinks(*map(linked.get, ("next", "prev", "first", "last")))
    if prediction.links not in (None, links):
        yield f"{links} are predicted as {prediction.links}"


def asked_of(subjects: tuple[Subject, ...]) -> list[Asked]:
    """
    Return seeded requests with the framework's answers.
    """
    stream = requests(subjects, AMOUNT, seed=SEED)
    return [(*each, ask(each[1].framework, each[2])) for each in stream if not deliberate(*each[1:])]


@pytest.fixture(scope="module")
def asked(subjects: tuple[Subject, ...]) -> list[Asked]:
    """
    Return the requests and answers of the APIs as they are.
    """
    return asked_of(subjects)


def differences(semantics: Semantics, asked: list[Asked]) -> list[str]:
    """
    Return what a reading predicts otherwise than the framework answers.
    """
    return [
        f"{row}: {str(request)[:300]}\n  {each}"
        for row, subject, request, answer in asked
        for each in wrong(subject, request, answer, predicted(semantics, subject, request))
    ]


def test_predictions_are_those_of_the_framework(asked: list[Asked]) -> None:
    """
    Status, count, rows and links of the framework's answers are predicted.
    """
    found = differences(NAIVE, asked)

    assert not found, f"{len(found)} differences\n" + "\n".join(found[:10])


def test_little_is_unknown(asked: list[Asked]) -> None:
    """
    Of most requests, everything is predicted.
    """
    predictions = [predicted(NAIVE, subject, request) for _, subject, request, _ in asked]
    unknown = [each for each in predictions if each.status is None or (each.shape and each.ties is None)]

    assert len(unknown) <= UNKNOWN_SHARE * len(asked)


def test_predictions_follow_the_settings(switched: tuple[Subject, ...]) -> None:
    """
    With every behaviour setting at its other value, too.
    """
    found = differences(NAIVE, asked_of(switched))

    assert not found, f"{len(found)} differences\n" + "\n".join(found[:10])


def test_predictions_are_those_of_the_recordings(subjects: tuple[Subject, ...]) -> None:
    """
    Every recorded page has the count, the rows and the links that are predicted of the collection grown around it.
    """
    for subject in subjects:
        host = subject.api.hosts[subject.api.default_host].url
        for recorded in recordings_of(subject.api):
            if recorded.url.startswith(host) and recorded.status == 200:
                route = route_of(subject.api, recorded.path)
                prediction = predict(NAIVE, subject.api, recorded, subject.world.tables)
                assert recorded.status == prediction.status
                if route.resource is not None:
                    found = _content(subject, route.resource, recorded.json, prediction, {})
                    assert [] == list(found), recorded.url


#: One wrong way for each stage, by which it is seen that the stage counts.
MISREADINGS: dict[str, Callable[[Semantics], Semantics]] = {
    "route": lambda naive: replace(naive, route=lambda api, path: replace(naive.route(api, path), kind="root")),
    "parse": lambda naive: replace(naive, parse=lambda *given: replace(naive.parse(*given), place=PageStart())),
    "filter": lambda naive: replace(naive, filter=lambda *_: True),
    "search": lambda naive: replace(naive, search=lambda *_: True),
    "order": lambda naive: replace(naive, order=lambda _, __, records: [[each] for each in reversed(records)]),
    "window": lambda naive: replace(naive, window=lambda limit, offset, count: naive.window(limit, offset + 1, count)),
    "links": lambda naive: replace(naive, links=lambda *_: PredictedLinks(None, None)),
    "respond": lambda naive: replace(naive, respond=lambda *given: replace(naive.respond(*given), status=200)),
}


@pytest.mark.parametrize("stage", MISREADINGS)
def test_each_stage_can_be_replaced(stage: str, asked: list[Asked]) -> None:
    """
    A reading with one wrong stage predicts some answers wrongly.
    """
    assert differences(MISREADINGS[stage](NAIVE), asked)


def test_each_stage_is_misread_once() -> None:
    """
    No stage is without a misreading.
    """
    assert {each.name for each in fields(NAIVE)} == set(MISREADINGS)
