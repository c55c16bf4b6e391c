"""
The mock of every route of Launch Library 2 answers as Django REST Framework does.

`DIFFERENTIAL_WHOLE` sets how many requests are compared, `DIFFERENTIAL_SEED` which.
"""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import chain, islice
from random import Random
from typing import TYPE_CHECKING

import pytest
from reference_drf import WHOLE_LIBRARY
from reference_drf.whole_library import NOW

from apicontract.contract.catalog import load_api
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from differential.asking import ask
from differential.comparing import differences
from differential.covering import documented, spellings
from differential.declarations import undeclared
from differential.deliberate import deliberate
from differential.serving import served
from differential.table import requests

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apicontract.contract.model import Api
    from differential.asking import Request
    from differential.subject import Subject

#: A third each of what is documented, of values in their spellings, and of the table of rules, which fills the rest.
AMOUNT = int(os.environ.get("DIFFERENTIAL_WHOLE", "180"))
SEED = int(os.environ.get("DIFFERENTIAL_SEED", "0"))
#: Spacecraft of the world, to which everything else is in proportion: some 430 launches.
RECORDS = 30
#: Resources that a run comes to, however few requests it makes.
LEAST_RESOURCES = 12


@pytest.fixture(scope="module")
def api() -> Api:
    """
    Return the contract with the resources that the reference describes.
    """
    whole = load_api(WHOLE_LIBRARY.name)
    resources = {name: whole.resources[name] for name in WHOLE_LIBRARY.resources}
    return replace(whole, resources=resources, singletons={each: each for each in WHOLE_LIBRARY.singletons})


@pytest.fixture(scope="module")
def subject(api: Api) -> Subject:
    """
    Return a small world, served by the mock and by the framework.
    """
    return served(WHOLE_LIBRARY, api, generate(api, recordings_of(api), records=RECORDS, today=NOW.date()))


def asked(subject: Subject) -> Iterator[tuple[str, Request]]:
    """
    Yield requests with what each is about.
    """
    known = list(documented((subject,), SEED))
    spelt = list(spellings((subject,), SEED))
    for each in (known, spelt):
        Random(SEED).shuffle(each)  # noqa: S311 - chance, not secrecy
    share = AMOUNT // 3
    some = chain(known[:share], spelt[:share])
    rest = requests((subject,), AMOUNT, SEED)
    yield from ((about, request) for about, _, request in islice(chain(some, rest), AMOUNT))


def test_answers_are_the_same(subject: Subject) -> None:
    """
    Every request to any of the lists and records is answered alike: status, headers, body, order of keys.
    """
    paths = {subject.list_path(each): name for name, each in WHOLE_LIBRARY.resources.items()}
    met: set[str] = set()
    wrong: list[str] = []
    for about, request in asked(subject):
        met |= {name for path, name in paths.items() if request.path.startswith(path)}
        if not deliberate(subject, request):
            found = differences(subject, request, ask(subject.framework, request), ask(subject.mock, request))
            wrong += [f"{about}: {request}\n  {each}" for each in found]

    assert not wrong, f"{len(wrong)} differences in {AMOUNT} requests\n" + "\n".join(wrong[:10])
    assert len(met) >= LEAST_RESOURCES


def test_contract_declares_what_the_reference_declares(api: Api) -> None:
    """
    Names, order, types, limits, settings and strictness of shapes are those of the reference.
    """
    # Launches are asked for most; what a check of the whole looks at first is nothing that a client sees.
    assert [] == list(undeclared(api, replace(WHOLE_LIBRARY, primary=api.primary)))
