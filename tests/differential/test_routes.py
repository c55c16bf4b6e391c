"""
In every form of route the mock answers as the framework does, and the naive reading predicts it.
"""

from __future__ import annotations

import os
from functools import cache
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from route_forms import FORMS, api_of, service_of, world_of

from apicontract.semantics.naive import NAIVE
from differential.asking import Request, ask
from differential.comparing import differences
from differential.deliberate import deliberate
from differential.part import Scene
from differential.serving import served
from differential.table import ROWS
from differential.test_semantics import predicted, wrong

if TYPE_CHECKING:
    from differential.subject import Subject

#: With 200, by hand, it takes half a minute for all forms.
AMOUNT = int(os.environ.get("ROUTE_REQUESTS", "30"))
METHODS = ("GET", "GET", "GET", "GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
#: What a path is given that leads elsewhere, or to the same in another way.
ENDS = (
    *("", "/", "//", "/.", "/..", "%2F", "%2f", "%20", "%00", ".json", "/x", "/x/"),
    *("\N{ROCKET}", "?", "%0A", "%FF", "%"),
)
KEYS = (
    *("abc", "0", "-1", "+1", "01", "1.0", "%2E", "a%2Fb", "é", "%C3%A9-1"),
    *("NORTH", "North", "none", "1e3", "%", " ", "a b"),
)
ORDERINGS = (
    *("nonsense", "title,nonsense", "-nonsense", " title", "title, id", "--title"),
    *("-", "code", "-code", "due", "ID", ",", ",,", ",code"),
)
QUERIES = ("", "", "format=json", "format=api", "limit=2", "format=xml", *(f"ordering={each}" for each in ORDERINGS))
_HALF, _FEW = 0.5, 0.25


@cache
def subject_of(name: str) -> Subject:
    """
    Return the library in a form, served twice.
    """
    return served(service_of(name), api_of(name), world_of(name))


def _path(subject: Subject, name: str, random: Random) -> str:
    """
    Return a path of the form's resource or of another one, whole or damaged.
    """
    known = list(subject.service.resources.values())
    resource = subject.service.resources[FORMS[name].resource] if random.random() > _FEW else random.choice(known)
    record = random.choice(subject.records(resource))
    key = str(record[resource.identifier])
    own = random.choice((quote(key, safe=""), quote(key, safe="!$&'()*+,;=:@~"), key.swapcase(), *KEYS))
    listed = random.choice(subject.owner_paths(resource) or [subject.list_path(resource)])
    below = f"{listed.rstrip('/')}/{quote(key, safe='')}{subject.end}"
    path = random.choice((listed, below, f"{listed.rstrip('/')}/{own}{subject.end}"))
    bare = path.rstrip("/")
    damaged = (bare, f"{bare}/", path.replace("/", "//", 1), f"{bare}{random.choice(ENDS)}")
    return quote(random.choice((path, path, *damaged, subject.service.base_path)), safe="/%!$&'()*+,;=:@~?")


def asked_of(name: str, amount: int) -> list[Request]:
    """
    Return requests of the table, and as many to paths of the form.
    """
    subject, random, made = subject_of(name), Random(name), list[Request]()  # noqa: S311 - draws tests
    resource = subject.service.resources[FORMS[name].resource]
    while len(made) < amount:
        if random.random() < _HALF:
            query = random.choice(QUERIES)
            path, _, more = _path(subject, name, random).partition("?")
            made.append(Request(path, "&".join(filter(None, (more, query))), random.choice(METHODS)))
            continue
        scene = Scene(random, subject, resource)
        part = random.choice(list(ROWS.values()))(scene)
        if part is not None:
            made.append(scene.request(part))
    # What a client would cut off as a fragment or a query is no path.
    return [each for each in made if not {"#", "?"} & set(each.path) and not deliberate(subject, each)]


@pytest.mark.parametrize("name", FORMS)
def test_answers_are_those_of_the_framework(name: str) -> None:
    """
    Status, headers, body and order of keys are the same, whatever stands in the path.
    """
    subject = subject_of(name)
    found = [
        f"{request}\n  {each}"
        for request in asked_of(name, AMOUNT)
        for each in differences(subject, request, ask(subject.framework, request), ask(subject.mock, request))
    ]

    assert not found, f"{len(found)} differences\n" + "\n".join(found[:10])


@pytest.mark.parametrize("name", FORMS)
def test_predictions_are_those_of_the_framework(name: str) -> None:
    """
    Status, count, rows and links of the framework's answers are predicted by the naive reading.
    """
    subject = subject_of(name)
    found = [
        f"{request}\n  {each}"
        for request in asked_of(name, AMOUNT)
        for each in wrong(subject, request, ask(subject.framework, request), predicted(NAIVE, subject, request))
    ]

    assert not found, f"{len(found)} differences\n" + "\n".join(found[:10])
