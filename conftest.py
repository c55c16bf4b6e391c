"""
Settings that hold for every test of the project.
"""

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("dev", deadline=None)
settings.register_profile(
    "ci", deadline=None, derandomize=True, database=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "live", deadline=None, derandomize=True, database=None, max_examples=10, suppress_health_check=list(HealthCheck)
)
settings.load_profile("dev")


def pytest_addoption(parser: pytest.Parser) -> None:
    """
    Offer to write the snapshots of the reports anew.
    """
    parser.addoption("--update-snapshots", action="store_true", help="Write the snapshots of the reports anew.")
