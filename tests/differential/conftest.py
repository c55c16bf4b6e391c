"""
The subjects of the comparison: every service that the reference describes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reference_drf import SERVICES

from differential import serving

if TYPE_CHECKING:
    from differential.subject import Subject


@pytest.fixture(scope="session")
def subjects() -> tuple[Subject, ...]:
    """
    Return every service with its full world, served by the mock and by DRF.
    """
    return tuple(map(serving.subject_of, SERVICES.values()))


@pytest.fixture(scope="session")
def switched(subjects: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """
    Return the same services with each behaviour setting at another value than the service states.
    """
    return tuple(map(serving.switched, subjects))
