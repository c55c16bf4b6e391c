"""
The packaged API that has every route of Launch Library 2.
"""

from __future__ import annotations

COMPLETE = "ll2-2.3.0"
