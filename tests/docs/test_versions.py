"""
The page of the next version of Launch Library 2.
"""

from __future__ import annotations

from versions_page import DOCUMENT, page


def test_the_page_of_the_next_version_is_what_diff_finds() -> None:
    """
    The page says what a comparison of both packaged versions finds now.
    """
    assert DOCUMENT.read_text(encoding="utf-8") == page(), "python tests/versions_page.py --write"
