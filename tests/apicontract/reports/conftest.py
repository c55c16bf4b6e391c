"""
The sample reports, as fixtures.
"""

from pathlib import Path
from typing import Any

import pytest
import report_samples


@pytest.fixture
def check_report() -> Any:
    """
    A check with one rule kept, one violated, one undecided.
    """
    return report_samples.CHECK


@pytest.fixture
def diff_report() -> Any:
    """
    A diff with a breaking and a compatible change.
    """
    return report_samples.DIFF


@pytest.fixture
def hostile_report() -> Any:
    """
    A check in which every free text is hostile.
    """
    return report_samples.hostile()


@pytest.fixture
def samples() -> dict[str, Any]:
    """
    The reports whose whole texts are known, by name.
    """
    each = report_samples
    return {"check": each.CHECK, "diff": each.DIFF, "hostile": each.hostile(), "rare": each.RARE}


@pytest.fixture(params=["check", "diff", "hostile", "rare"])
def report(request: pytest.FixtureRequest) -> Any:
    """
    Each of the three in turn.
    """
    return {
        "check": report_samples.CHECK,
        "diff": report_samples.DIFF,
        "hostile": report_samples.hostile(),
        "rare": report_samples.RARE,
    }[request.param]


@pytest.fixture
def standards() -> Any:
    """
    The folder of published schemas.
    """
    return Path(__file__).parents[2] / "data" / "standards"
