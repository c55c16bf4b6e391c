"""
A data folder with the evidence of an invented API.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from library_evidence import write_recordings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """
    Return a data folder with recordings of two resources, and no contract.
    """
    return write_recordings(tmp_path)
