"""
Answers are kept for a run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.client import AnswerCache
from apicontract.contract.exchange import Exchange

if TYPE_CHECKING:
    from pathlib import Path

_KEY = ("GET", "https://h/x", (("Accept", "text/html"),))
_ANSWER = Exchange(
    "GET", "https://h/x", 200, (("Vary", "Accept"),), b"\xff{}", (("Accept", "text/html"),), source="sent"
)


def test_processes_share_answers(tmp_path: Path) -> None:
    """
    Another cache over the same folder, which the first one made, has the same answer, byte for byte.
    """
    folder = tmp_path / "of a run" / "answers"
    AnswerCache(folder).put(_KEY, _ANSWER)

    assert _ANSWER == AnswerCache(folder).get(_KEY)


def test_headers_make_another_request(tmp_path: Path) -> None:
    """
    The answer to one Accept header is not the answer to another.
    """
    AnswerCache(tmp_path).put(_KEY, _ANSWER)

    assert AnswerCache(tmp_path).get(("GET", "https://h/x", ())) is None
