"""
The sample reports, as fixtures.
"""

import importlib.util
from pathlib import Path
from typing import Any

import pytest

_SPEC = importlib.util.spec_from_file_location("report_samples", Path(__file__).with_name("samples.py"))
assert _SPEC is not None
assert _SPEC.loader is not None
_SAMPLES = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_SAMPLES)


@pytest.fixture
def check_report() -> Any:
    """
    A check with one rule kept, one violated, one undecided.
    """
    return _SAMPLES.CHECK


@pytest.fixture
def diff_report() -> Any:
    """
    A diff with a breaking and a compatible change.
    """
    return _SAMPLES.DIFF


@pytest.fixture
def hostile_report() -> Any:
    """
    A check in which every free text is hostile.
    """
    return _SAMPLES.hostile()


@pytest.fixture
def samples() -> dict[str, Any]:
    """
    The reports whose whole texts are known, by name.
    """
    return {"check": _SAMPLES.CHECK, "diff": _SAMPLES.DIFF, "rare": _SAMPLES.RARE}


@pytest.fixture(params=["check", "diff", "hostile", "rare"])
def report(request: pytest.FixtureRequest) -> Any:
    """
    Each of the three in turn.
    """
    return {"check": _SAMPLES.CHECK, "diff": _SAMPLES.DIFF, "hostile": _SAMPLES.hostile(), "rare": _SAMPLES.RARE}[
        request.param
    ]


@pytest.fixture
def standards() -> Any:
    """
    The folder of published schemas.
    """
    return Path(__file__).parents[2] / "data" / "standards"
