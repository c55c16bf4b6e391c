"""
A page of a browser is read in time that grows with its length alone.
"""

from __future__ import annotations

import time

from apicontract.checks.answers import json_of
from apicontract.contract.exchange import Exchange

#: A piece of text beyond Latin-1, so that each character takes two bytes, and the elements that follow it.
PIECE = "→ <b></b>" * 10


def seconds(pieces: int) -> float:
    """
    Return the processor time in which the JSON of a page of so many pieces is read.
    """
    page = f'<html><body><pre>{{"pieces": "{PIECE * pieces}"}}</pre></body></html>'
    exchange = Exchange("GET", "http://h/", 200, body=page.encode())
    begun = time.process_time()
    assert {"pieces": "→ " * 10 * pieces} == json_of(exchange)
    return time.process_time() - begun


def test_the_time_grows_with_the_length() -> None:
    """
    Ten times the pieces take about ten times the time: what was read is not copied for each of them.
    """
    assert seconds(20_000) < 30 * seconds(2_000)
