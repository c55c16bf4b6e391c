"""
The subjects of the comparison: every API of the package, and one that the code has never seen.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from reference_drf import reference_application

from apicontract.catalog import api_names, load_api
from apicontract.population import grow
from differential.subject import Subject
from mockserver.app import create_app

LIBRARY = Path(__file__).parents[1] / "data" / "library"


@pytest.fixture(scope="session")
def subjects() -> tuple[Subject, ...]:
    """
    Return every API of the packaged and of the test data with its full world, served by the mock and by DRF.
    """
    return tuple(_subject(name) for name in api_names(LIBRARY))


def _subject(name: str) -> Subject:
    api = load_api(name, LIBRARY)
    world = grow(api)
    return Subject(api, world, create_app(api, world), reference_application(api, world))
