"""
What a running mock says to the person who started it.
"""

from __future__ import annotations

import pytest

from mockserver.control.terminal import say, told


def _fail() -> None:
    raise ValueError("no such thing")


def test_an_error_is_told_with_the_place_where_it_was_raised() -> None:
    """
    Of all places on the way, the innermost one counts.
    """
    with pytest.raises(ValueError, match="no such thing") as caught:
        _fail()
    line = _fail.__code__.co_firstlineno + 1

    assert f"ValueError: no such thing (test_terminal.py:{line})" == told(caught.value)


def test_an_error_that_was_not_raised_has_no_place() -> None:
    """
    Then the error alone is told.
    """
    assert "KeyError: 'a'" == told(KeyError("a"))


def test_a_sentence_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """
    What is not printable is written as Python writes it.
    """
    say("a\nb\x1b[0m é")

    assert ("", "apicontract: a\\nb\\x1b[0m é\n") == tuple(capsys.readouterr())
