"""
What the file prints of a project that has each thing that it reads once.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from apicontract.evidence.importing import DESCRIBER

TESTS = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def project() -> dict[str, Any]:
    """
    What the file prints of the project.
    """
    done = subprocess.run(
        [sys.executable, str(DESCRIBER), "described_drf.settings"],
        cwd=TESTS,
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(done.stdout))
