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
    from collections.abc import Iterator, Mapping

    from reference_drf.service import Service

    from apicontract.contract.model import Api, Resource
    from differential.asking import Request
    from differential.subject import Subject

#: A third each of what is documented, of values in their spellings, and of the table of rules, which fills the rest.
AMOUNT = int(os.environ.get("DIFFERENTIAL_WHOLE", "180"))
SEED = int(os.environ.get("DIFFERENTIAL_SEED", "0"))
#: Spacecraft of the world, to which everything else is in proportion: some 430 launches.
RECORDS = 30
#: Resource to the names that are not compared: they go through what no row shows, and the reference has shown columns
#: alone. `tests/complete/test_hidden_names.py` holds them.
HIDDEN: Mapping[str, set[str]] = {
    "agencies": {"parent__id", "spacecraft"},
    "landings": {
        "firststage__launcher__launcher_config__name",
        "firststage__rocket__launch__name",
        "firststage_launch__ids",
        "spacecraftflight__rocket__launch__name",
    },
    **{
        each: {"related_lsp__id", "related_lsp__name"}
        for each in ("launches", "launches/previous", "launches/upcoming")
    },
    "payloads": {
        "payloadflight__destination",
        "payloadflight__rocket__launch__name",
        "payloadflight__rocket__launch__net",
    },
    # Sorted by fields that nothing documents; `tests/complete/test_published_facts.py` holds them.
    "programs": {
        "description",
        "end_date",
        "id",
        "image",
        "info_url",
        "name",
        "start_date",
        "type",
        "wiki_url",
    },
    "space_stations": {"orbit"},
    "updates": {"launch", "launch__launch_service_provider", "program"},
}
#: Resources that a run comes to, however few requests it makes.
LEAST_RESOURCES = 12


@pytest.fixture(scope="module")
def api() -> Api:
    """
    Return the contract with the resources that the reference describes.
    """
    whole = load_api(WHOLE_LIBRARY.name)
    resources = {name: _shown(name, whole.resources[name]) for name in WHOLE_LIBRARY.resources}
    return replace(whole, resources=resources, singletons={each: each for each in WHOLE_LIBRARY.singletons})


def _shown(name: str, resource: Resource) -> Resource:
    """
    Return a resource of the contract without the names that are not compared.
    """
    kinds = ("ordering",) if name == "programs" else ("parameters", "search", "ordering")
    hidden = HIDDEN.get(name, set())
    return replace(
        resource, **{kind: tuple(each for each in getattr(resource, kind) if each.name not in hidden) for kind in kinds}
    )


@pytest.fixture(scope="module")
def service() -> Service:
    """
    Return the reference without the names that are not compared.
    """
    resources = {
        name: replace(each, parameters=tuple(one for one in each.parameters if one.name not in HIDDEN.get(name, ())))
        for name, each in WHOLE_LIBRARY.resources.items()
    }
    return replace(WHOLE_LIBRARY, resources=resources)


@pytest.fixture(scope="module")
def subject(api: Api, service: Service) -> Subject:
    """
    Return a small world, served by the mock and by the framework.
    """
    return served(service, api, generate(api, recordings_of(api), records=RECORDS, today=NOW.date()))


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


def test_contract_declares_what_the_reference_declares(api: Api, service: Service) -> None:
    """
    Names, order, types, limits, settings and strictness of shapes are those of the reference.
    """
    # Launches are asked for most; what a check of the whole looks at first is nothing that a client sees.
    assert [] == list(undeclared(api, replace(service, primary=api.primary)))
