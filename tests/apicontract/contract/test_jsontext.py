"""
JSON text within bounds.
"""

from __future__ import annotations

import json
import re
import threading

import pytest

from apicontract.contract.jsontext import DEEPEST, MOST_DIGITS, parse_json


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("[" * 200_000, (1, DEEPEST + 1), "values nested more than 64 deep"),
        ('{"a":' * 200_000, (1, 5 * DEEPEST + 1), "values nested more than 64 deep"),
        ('"\\"",\n' + "[" * 100, (2, DEEPEST + 1), "values nested more than 64 deep"),
        ('{"a": {}, "b": [],\n"c": ' + "[" * 100, (2, 5 + DEEPEST), "values nested more than 64 deep"),
        ("[[], [], [],\n" + "[" * DEEPEST, (2, DEEPEST), "values nested more than 64 deep"),
        ('{"b": {"a": 2}, "c": [{}],\n"a": [1],\n"a": 3}', (3, 1), "the key 'a' is repeated in an object"),
        ('{"b": {"a": 2},\n"a": 1,\n"c": 1, "c": 2}', (3, 9), "the key 'c' is repeated in an object"),
        ("[\n" + "9" * 5_000 + "]", (2, 1), "a number of 5000 digits, more than 308"),
        ("-" + "9" * (MOST_DIGITS + 1), (1, 1), "a number of 309 digits, more than 308"),
        ("[1,\n1e999]", (2, 1), "a number beyond the largest double: 1e999"),
        ("[NaN]", (1, 2), "NaN is not JSON"),
        ("-Infinity", (1, 1), "-Infinity is not JSON"),
        ('{"a": 1,\n"b": {"a": 2, "a": 3}}', (2, 15), "the key 'a' is repeated in an object"),
        ('{"a": 1, "\\u0061": 2}', (1, 10), "the key 'a' is repeated in an object"),
        ('["a",\n"\\ud800"]', (2, 1), "half a surrogate pair, which no UTF-8 has"),
        ('"' + '\\"' * 200_000, (1, 1), "Unterminated string starting at"),
    ],
)
def test_what_exceeds_a_bound_is_refused(text: str, place: tuple[int, int], message: str) -> None:
    """
    Depth, digits, size of numbers, keys that stand twice and halves of characters are refused with their place.
    """
    with pytest.raises(json.JSONDecodeError) as caught:
        parse_json(text)

    assert (message, place) == (caught.value.msg, (caught.value.lineno, caught.value.colno))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[" * DEEPEST + "]" * DEEPEST, json.loads("[" * DEEPEST + "]" * DEEPEST)),
        ('{"a": "' + "[" * 1_000 + '"}', {"a": "[" * 1_000}),
        ("9" * MOST_DIGITS, int("9" * MOST_DIGITS)),
        ('"\\ud83d\\ude00"', "\N{GRINNING FACE}"),
        ('[{"a": 1}, {"a": 1}]', [{"a": 1}, {"a": 1}]),
        ("1e-999", 0.0),
    ],
)
def test_what_is_within_the_bounds_is_read(text: str, value: object) -> None:
    """
    What reaches a bound and does not exceed it is read as any other text.
    """
    assert value == parse_json(text)


def test_answers_may_repeat_a_key() -> None:
    """
    In the answer of a server the last of two equal keys holds.
    """
    assert {"a": 2} == parse_json(b'{"a": 1, "a": 2}', repeated=True)


def test_depth_is_found_without_descending() -> None:
    """
    A deep text is refused in a thread whose stack is too small to descend into it.
    """
    found: list[str] = []

    def read() -> None:
        try:
            parse_json("[" * 100_000)
        except json.JSONDecodeError as error:
            found.append(error.msg)

    former = threading.stack_size(256 * 1024)
    try:
        thread = threading.Thread(target=read)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(former)

    assert ["values nested more than 64 deep"] == found


@pytest.mark.parametrize(
    ("number", "shown"), [("1e999", "1e999"), ("12345678901234567890.5e999", "12345678901234567890…")]
)
def test_a_number_that_is_too_large_is_shown_in_short(number: str, shown: str) -> None:
    """
    Twenty characters of a number beyond the largest double stand in the message.
    """
    with pytest.raises(ValueError, match=f"a number beyond the largest double: {re.escape(shown)}:"):
        parse_json(f"[{number}]")
