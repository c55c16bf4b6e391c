"""
A refusal says which parameters it is about, in whatever form services write that.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from apicontract.contract.exchange import Exchange
from apicontract.explore.learning.refusals import Refusals, named_in, terms_in, type_of_sentence

NAMES = ("year", "name", "born")


def refused(body: Any, status: int = 400) -> Exchange:
    """
    Return an answer with a body.
    """
    return Exchange("GET", "http://x/rows", status, body=json.dumps(body).encode())


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"year": ["Enter a number."], "born": ["No date."]}, {"year": "Enter a number.", "born": "No date."}),
        ({"errors": {"year": "must be a number"}}, {"year": "must be a number"}),
        ({"detail": [{"loc": ["query", "year"], "msg": "not an integer"}]}, {"year": "not an integer"}),
        ({"errors": [{"source": {"parameter": "born"}, "detail": "not a date"}]}, {"born": "not a date"}),
        ({"invalid-params": [{"name": "year", "reason": "not a number"}]}, {"year": "not a number"}),
        ({"query": {"year": "no-such-value"}, "error": "something is wrong"}, {}),
        ({"error": "bad request"}, {}),
    ],
    ids=["keys", "inside", "places", "pointers", "names", "echo", "nothing"],
)
def test_a_refusal_names_parameters(body: Any, expected: dict[str, str]) -> None:
    """
    Keys of sentences count, and objects that say which parameter they are about; an echo of the query does not.
    """
    assert expected == named_in(refused(body), NAMES)


def test_an_answer_that_is_no_refusal_names_nothing() -> None:
    """
    Rows may have fields of the names that were sent.
    """
    assert {} == named_in(refused([{"year": "two thousand"}], 200), NAMES)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Enter a number.", "integer"),
        ("Enter a valid date/time.", "date-time"),
        ("Select a valid choice. abc is not one of the available choices.", "choice"),
        ("Null characters are not allowed.", "text"),
        ("What is this?", ""),
    ],
)
def test_a_sentence_tells_the_type(sentence: str, expected: str) -> None:
    """
    The framework words each type's refusal in its own way; other sentences tell no type.
    """
    told = type_of_sentence(sentence, "abc")

    assert expected == ("integer" if told == "number" else told)


def test_terms_are_mentioned_as_words() -> None:
    """
    A term that is part of another one, or descends, is not mentioned by it.
    """
    assert ["name"] == terms_in(
        '{"order": ["name is no choice; created_at and -size are"]}', ["name", "size", "created"]
    )


@pytest.mark.parametrize(
    ("typed", "status", "found"), [(True, 200, {}), (None, 200, None), (False, 200, None), (True, 400, None)]
)
def test_a_list_that_refuses_nothing_reads_nothing_where_others_refuse(typed: Any, status: int, found: Any) -> None:
    """
    Where no list is known to refuse, an answer says nothing; nor does a refusal that names nothing.
    """
    assert found == Refusals(typed).ask(lambda *_: refused({}, status), ["a", "b"])
