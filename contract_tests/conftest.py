"""
What all tests of the suite draw from.
"""

import pytest
from hypothesis.internal.conjecture import providers


@pytest.fixture(autouse=True)
def _drawn_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Draw the same, whatever was imported before.

    Hypothesis also draws constants of all modules of a project that the process has imported, which hangs on the tests
    that it happened to run. Where it knows no such constants, there is nothing to leave out.
    """
    known = getattr(providers, "_local_constants", None)
    if known is not None:
        monkeypatch.setattr(providers, "_get_local_constants", type(known))
        monkeypatch.setattr(providers, "CONSTANTS_CACHE", type(providers.CONSTANTS_CACHE)(1024))
