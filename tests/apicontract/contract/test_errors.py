"""
The sentences of errors.
"""

from __future__ import annotations

import pytest

from apicontract.contract.errors import ContradictionError, DataError, UnknownName, UsageError, did_you_mean


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (DataError("a.json:3", "a list", "an object"), "a.json:3: a list; expected an object"),
        (
            UnknownName("world", "mooon", ("moon", "sun")),
            "unknown world 'mooon'; did you mean 'moon'? (known: moon, sun)",
        ),
        (UnknownName("world", "x", ()), "unknown world 'x' (known: none)"),
        (
            UnknownName("n", "?", tuple(map(str, range(20)))),
            "unknown n '?' (known: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 and 4 more)",
        ),
        (ContradictionError(("a", "b"), "two counts"), "two counts (see a and b); remove or correct one of them"),
        (UsageError("no rate", "give one"), "no rate; give one"),
    ],
)
def test_sentence(error: Exception, sentence: str) -> None:
    """
    Each error says what, where, and what to do.
    """
    assert sentence == str(error)


def test_errors_are_values() -> None:
    """
    Two errors of the same facts are equal.
    """
    assert UsageError("a", "b") == UsageError("a", "b")
    assert 1 == len({UsageError("a", "b"), UsageError("a", "b")})


def test_far_names_are_not_guessed() -> None:
    """
    A name that is near to none is not guessed.
    """
    assert did_you_mean("zzz", ["limit"]) is None
