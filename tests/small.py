"""
The API that most tests are about: a part of Launch Library 2, small enough to be made in each of them.

It has the spacecraft with what they refer to, and both recorded pages. The packaged API has all of that and 49
lists more; `tests/complete` is about it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from apicontract.contract.catalog import load_api

if TYPE_CHECKING:
    from apicontract.contract.model import Api

SMALL = "ll2-small"
#: Its data folder.
SMALL_DATA = Path(__file__).parent / "data" / "small"


def small_api() -> Api:
    """
    Read it, whatever the environment says.
    """
    return load_api(SMALL, SMALL_DATA)
