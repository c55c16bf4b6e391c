"""
In every style of paging the mock answers as the framework does, and the naive reading predicts it.
"""

from __future__ import annotations

import os
from functools import cache
from random import Random

import pytest
from framework import plain_rows
from paging_styles import DOCUMENTS, api_in, library, service_in
from reference_drf import reference_application

from apicontract.semantics.naive import NAIVE
from differential.asking import Request, ask
from differential.comparing import differences
from differential.deliberate import deliberate
from differential.part import Part, Scene, pair
from differential.subject import Subject
from differential.table import ROWS
from differential.test_semantics import predicted, wrong
from mockserver.app import create_app

#: With a thousand, by hand, it takes a minute each.
AMOUNT = int(os.environ.get("PAGING_REQUESTS", "150"))
STARTS = (
    "1",
    "2",
    "3",
    "0",
    "7",
    "-1",
    "abc",
    "",
    "last",
    " 2 ",
    "1.5",
    "+2",
    "1_0",
    "\u0662",
    "9" * 30,
    "LAST",
    "2\x00",
)
SIZES = ("1", "3", "25", "26", "0", "-2", "x", "", "9" * 30, " 4", "2.0")
_OFTEN, _HALF = 0.8, 0.5
STYLES = [each for each in DOCUMENTS if each != "limit-offset"]


@cache
def subject_in(name: str) -> Subject:
    """
    Return the library in a style, served twice.
    """
    api, (_, world) = api_in(name), library()
    service = service_in(name)
    return Subject(
        service,
        api,
        world,
        create_app(api, world, tokens=(), exact_headers=True),
        reference_application(service, plain_rows(world)),
    )


def asked_in(name: str, amount: int) -> list[Request]:
    """
    Return requests of the table, most of them with parameters of the style.
    """
    subject, random = subject_in(name), Random(name)  # noqa: S311 - draws tests
    paging, made = subject.api.paging, list[Request]()
    listed = [each for each in subject.service.resources.values() if subject.records(each)]
    while len(made) < amount:
        scene = Scene(random, subject, random.choice(listed))
        part = random.choice(list(ROWS.values()))(scene)
        if part is None:
            continue
        if paging.start and random.random() < _OFTEN:
            part |= Part((pair(paging.start, random.choice(STARTS)),))
        if paging.size and random.random() < _HALF:
            part = Part((pair(paging.size, random.choice(SIZES)),)) | part
        made.append(scene.request(part))
    return [each for each in made if not deliberate(subject, each)]


@pytest.mark.parametrize("name", STYLES)
def test_answers_are_those_of_the_framework(name: str) -> None:
    """
    Status, headers, body and order of keys are the same, whatever stands in the parameters of the style.
    """
    subject = subject_in(name)
    found = [
        f"{request}\n  {each}"
        for request in asked_in(name, AMOUNT)
        for each in differences(subject, request, ask(subject.framework, request), ask(subject.mock, request))
    ]

    assert not found, f"{len(found)} differences\n" + "\n".join(found[:10])


@pytest.mark.parametrize("name", STYLES)
def test_predictions_are_those_of_the_framework(name: str) -> None:
    """
    Status, count, rows and links of the framework's answers are predicted by the naive reading.
    """
    subject = subject_in(name)
    found = [
        f"{request}\n  {each}"
        for request in asked_in(name, AMOUNT)
        for each in wrong(subject, request, ask(subject.framework, request), predicted(NAIVE, subject, request))
    ]

    assert not found, f"{len(found)} differences\n" + "\n".join(found[:10])
