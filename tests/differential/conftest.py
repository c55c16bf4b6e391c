"""
The subjects of the comparison: every API of the package, and one that the code has never seen.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from reference_drf import reference_application

if TYPE_CHECKING:
    from apicontract.contract.model import Api, World

from apicontract.contract.catalog import api_names, load_api
from apicontract.dataset import grow
from apicontract.evidence.recordings import recordings_of
from differential.subject import Subject
from mockserver.app import create_app

#: The settings whose values the meta schema enumerates.
SETTINGS = {
    "unknown_choice": ("refuse", "empty"),
    "other_methods": (405, 401),
    "not_found": ("named", "plain"),
    "nulls": ("last", "first"),
    "append_slash": (True, False),
    "suffix_routes": (False, True),
    "api_root": (True, False),
    "quoted_search": (True, False),
    "cross_origin": (False, True),
}
LIBRARY = Path(__file__).parents[1] / "data" / "library"


@pytest.fixture(scope="session")
def subjects() -> tuple[Subject, ...]:
    """
    Return every API of the packaged and of the test data with its full world, served by the mock and by DRF.
    """
    return tuple(_subject(name) for name in api_names(LIBRARY))


@pytest.fixture(scope="session")
def switched(subjects: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """
    Return the same APIs with each behaviour setting at another value than the API states.
    """
    return tuple(_switched(each) for each in subjects)


def _subject(name: str) -> Subject:
    api = load_api(name, LIBRARY)
    return _served(api, grow(api, recordings_of(api)))


def _switched(subject: Subject) -> Subject:
    api = subject.api
    # No class of django-filter takes several identifiers without holding them to the choices.
    kept = {"unknown_choice"} if any(each.lookup == "any" and each.related for _, each in subject.parameters) else set()
    others = {
        name: next(each for each in values if each != api.setting(name))
        for name, values in SETTINGS.items()
        if name not in kept
    }
    behaviour = {name: replace(api.behaviour[name], value=value) for name, value in others.items()}
    return _served(replace(api, behaviour={**api.behaviour, **behaviour}), subject.world)


def _served(api: Api, world: World) -> Subject:
    return Subject(api, world, create_app(api, world), reference_application(api, world))
