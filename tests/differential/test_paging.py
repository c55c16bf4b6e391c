"""
In every style of paging the mock answers as the framework does, and the naive reading predicts it.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from paging_styles import DOCUMENTS, api_in, library, service_in

from apicontract.semantics.naive import NAIVE
from differential.asking import Request, ask
from differential.comparing import differences
from differential.deliberate import deliberate
from differential.part import Part, Scene, pair
from differential.serving import served
from differential.table import ROWS
from differential.test_semantics import predicted, wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from differential.asking import Answer
    from differential.subject import Subject

#: With a thousand, by hand, it takes a minute each.
AMOUNT = int(os.environ.get("PAGING_REQUESTS", "60"))
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
#: Pages of a walk at the most.
MOST_PAGES = 45
#: A token, in a link or beside the rows.
_TOKEN = re.compile(rb'((?:[?&](?:cursor|after|before)=|"(?:next|prev)_cursor": ?"))[^&"]+')
STYLES = [each for each in DOCUMENTS if each != "limit-offset"]


@cache
def subject_in(name: str) -> Subject:
    """
    Return the library in a style, served twice.
    """
    return served(service_in(name), api_in(name), library()[1])


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
            part |= Part((pair(random.choice((paging.start, paging.back or paging.start)), random.choice(STARTS)),))
        if paging.size and random.random() < _HALF:
            part = Part((pair(paging.size, random.choice(SIZES)),)) | part
        made.append(scene.request(part))
    return [each for each in made if not deliberate(subject, each)]


def sides(subject: Subject) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """
    Return the framework and the mock.
    """
    return subject.framework, subject.mock


def told(subject: Subject, answer: Answer) -> Answer:
    """
    Return an answer without its tokens, which each server makes as it likes; a browsable page shows them in markup.
    """
    if DOCUMENTS[subject.service.paging]["style"] != "cursor":
        return answer
    body = b"" if answer.kind == "text/html" else _TOKEN.sub(rb"\1TOKEN", answer.body)
    length = {"content-length": str(len(body))} if "content-length" in answer.headers else {}
    return replace(answer, body=body, headers={**answer.headers, **length})


def led(subject: Subject, request: Request, answer: Answer, relation: str) -> Request | None:
    """
    Return the request to which the link, or the token, of an answer leads.
    """
    paging = subject.api.paging
    if answer.status != 200 or answer.kind != "application/json":
        return None
    link = paging.linked(json.loads(answer.body), answer.headers.get).get(relation)
    if not link:
        return None
    leading = (paging.start, paging.back)
    kept = [pair for pair in parse_qsl(request.query, keep_blank_values=True) if pair[0] not in leading]
    query = urlencode([*kept, *paging.following(link, relation)]) if paging.token else urlsplit(link).query
    return replace(request, query=query)


def resized(subject: Subject, request: Request, rows: int) -> Request:
    """
    Return the same request with another number of rows a page.
    """
    size = subject.api.paging.size
    kept = [pair for pair in parse_qsl(request.query, keep_blank_values=True) if pair[0] != size]
    return replace(request, query=urlencode([*kept, (size, str(rows))]))


def walked(subject: Subject, request: Request) -> Iterator[str]:
    """
    Follow the links of both servers to the end of a list, and back from there; yield what differs.
    """
    asked = [request, request]
    for relation in ("next", "prev"):
        for _ in range(MOST_PAGES):
            answers = [ask(side, each) for side, each in zip(sides(subject), asked, strict=True)]
            yield from differences(subject, request, *(told(subject, each) for each in answers))
            following = [led(subject, *each, relation) for each in zip(asked, answers, strict=True)]
            if None in following:
                if following != [None, None]:
                    yield f"one of both has no page {relation}: {following}"
                break
            asked = [each for each in following if each is not None]
        # In other steps than on the way there, the first page is cut short.
        asked = [resized(subject, each, 7) for each in asked]


@pytest.mark.parametrize("name", [each for each in STYLES if DOCUMENTS[each]["style"] == "cursor"])
def test_walks_show_the_same_pages(name: str) -> None:
    """
    Whoever follows the links of mock and framework, forward to the end and back, finds the same rows on each page.
    """
    subject = subject_in(name)
    paging, base = subject.api.paging, subject.api.base_path
    leading = {paging.start, paging.back}
    drawn = [each for each in asked_in(name, AMOUNT) if leading.isdisjoint(dict(parse_qsl(each.query)))]
    # What is drawn mostly selects little: some lists are long for certain.
    walks = [Request(f"{base}{each}/", f"{paging.size}=4") for each in ("books", "loans")]
    walks += [each for each in drawn if each.method == "GET"]
    found = [f"{request}\n  {each}" for request in walks for each in walked(subject, request)]

    assert not found, f"{len(found)} differences\n" + "\n".join(found[:10])


@pytest.mark.parametrize("name", STYLES)
def test_answers_are_those_of_the_framework(name: str) -> None:
    """
    Status, headers, body and order of keys are the same, whatever stands in the parameters of the style.
    """
    subject = subject_in(name)
    found = [
        f"{request}\n  {each}"
        for request in asked_in(name, AMOUNT)
        for each in differences(subject, request, *(told(subject, ask(side, request)) for side in sides(subject)))
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
