"""
A service's subject: its mock made from the data folder of its name, and the framework with the same rows.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from framework import plain_rows
from reference_drf import reference_application
from reference_drf.service import SETTINGS
from small import SMALL_DATA

from apicontract.contract.catalog import api_names, load_api
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of
from differential.subject import Subject
from mockserver.app import create_app
from mockserver.control.clock import ClockStart
from mockserver.control.state import Switches

if TYPE_CHECKING:
    from reference_drf.service import Service

    from apicontract.contract.model import Api, World

LIBRARY = Path(__file__).parents[1] / "data" / "library"
#: Data folders of the tests whose APIs the services describe, and the packaged one below each.
FOLDERS = (LIBRARY, SMALL_DATA)

#: Where the clocks of both sides stand, so that no answer hangs on the day of a test.
NOON = "2026-03-01T12:00:00Z"
AT_NOON = Switches(clock=ClockStart(dt.datetime.fromisoformat(NOON).timestamp(), frozen=True))


def subject_of(service: Service) -> Subject:
    """
    Serve what the data folder of a service's name holds, and the service itself.
    """
    api = api_of(service.name)
    # A resource that the data have gained is not compared until the reference describes it (`test_reference.py`).
    known = {name: each for name, each in api.resources.items() if name in service.resources}
    api = replace(api, resources=known)
    return served(service, api, generate(api, recordings_of(api)))


def api_of(name: str) -> Api:
    """
    Read the API of a name from the folder that has it.
    """
    return load_api(name, next(each for each in FOLDERS if name in api_names(each)))


def switched(subject: Subject) -> Subject:
    """
    Return the same service with each behaviour setting at another value than it states.
    """
    service, api = subject.service, subject.api
    # No class of django-filter takes several identifiers without holding them to the choices.
    kept = {"unknown_choice"} if any(each.lookup == "any" and each.related for _, each in subject.parameters) else set()
    others = {
        name: next(each for each in values if each != service.setting(name))
        for name, values in SETTINGS.items()
        if name not in kept
    }
    # What other members a service states are those of its middleware, which is switched, too.
    stated = {**others, "vary": "Accept"}
    behaviour = {name: replace(api.behaviour[name], value=value) for name, value in stated.items()}
    return served(
        replace(service, settings={**service.settings, **others}),
        replace(api, behaviour={**api.behaviour, **behaviour}),
        subject.world,
    )


def served(service: Service, api: Api, world: World) -> Subject:
    """
    Serve the rows of a world twice: by the mock of an API, and by the framework as a service describes it.
    """
    return Subject(
        service,
        api,
        world,
        create_app(api, world, tokens=(), exact_headers=True, switches=AT_NOON),
        reference_application(service, plain_rows(world)),
    )
