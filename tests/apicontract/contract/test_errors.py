"""
The sentences of errors.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from apicontract.contract import errors
from apicontract.contract.errors import (
    ApiContractError,
    ContradictionError,
    DataError,
    NotServing,
    OutOfBudget,
    OutOfTime,
    TargetError,
    Throttled,
    UnknownName,
    Unreachable,
    UsageError,
    did_you_mean,
)

#: Error to its sentence and to what the command line exits with: 2 wrong input, 3 a server that could not be asked.
ERRORS = (
    (DataError("a.json:3", "a list", "an object"), "a.json:3: a list; expected an object", 2),
    (
        UnknownName("world", "mooon", ("moon", "sun")),
        "unknown world 'mooon'; did you mean 'moon'? (known: moon, sun)",
        2,
    ),
    (UnknownName("world", "x", ()), "unknown world 'x' (known: none)", 2),
    (
        UnknownName("n", "?", tuple(map(str, range(16)))),
        "unknown n '?' (known: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)",
        2,
    ),
    (
        UnknownName("n", "?", tuple(map(str, range(17)))),
        "unknown n '?' (known: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 and 1 more)",
        2,
    ),
    (ContradictionError(("a", "b"), "two counts"), "two counts (see a and b); remove or correct one of them", 2),
    (ContradictionError(("a", "b"), "two counts", "ask"), "two counts (see a and b); ask", 2),
    (UsageError("no rate", "give one"), "no rate; give one", 2),
    (TargetError("http://a", "no"), "http://a: no", 3),
    (Unreachable("http://a", "no"), "http://a: no", 3),
    (NotServing("http://a", "no"), "http://a: no", 3),
    (Throttled("http://a", "no", 3.0), "http://a: no", 3),
    (OutOfBudget("http://a", "no"), "http://a: no", 3),
    (OutOfTime("http://a", "no"), "http://a: no", 3),
)


@pytest.mark.parametrize(("error", "sentence", "status"), ERRORS, ids=lambda each: type(each).__name__)
def test_sentence(error: ApiContractError, sentence: str, status: int) -> None:
    """
    Each error says what, where, and what to do, and has its exit status.
    """
    assert (sentence, status) == (str(error), error.exit_status)


def test_every_error_is_listed() -> None:
    """
    Each class of error has a row, those that wait say how long, and what is no error of ours ends with 2.
    """
    classes = {each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, ApiContractError)}

    assert classes - {ApiContractError} == {type(error) for error, _, _ in ERRORS}
    assert 2 == ApiContractError.exit_status
    assert (0.0, None) == (Throttled("http://a", "no").retry_after, Throttled("http://a", "no").refusal)


def test_errors_are_values() -> None:
    """
    Two errors of the same facts are equal.
    """
    assert UsageError("a", "b") == UsageError("a", "b")
    for error, _, _ in ERRORS:
        assert 1 == len({error, replace(error)})


def test_far_names_are_not_guessed() -> None:
    """
    A name that is near to none is not guessed.
    """
    assert did_you_mean("zzz", ["limit"]) is None


def test_nearest_name_is_guessed() -> None:
    """
    Of several near names the nearest is guessed; six letters of ten in common are near.
    """
    assert "limits" == did_you_mean("limis", ["limit_more", "limits"])
    assert "abcxy" == did_you_mean("abczw", ["abcxy"])
    assert did_you_mean("abzwv", ["abcxy"]) is None
