"""
The generator of hostile requests: it draws the same from the same seed, and everything that it names.
"""

from __future__ import annotations

import json
from collections import Counter
from random import Random
from typing import TYPE_CHECKING

import pytest

from hostile.controls import mutated, value
from hostile.example import RECORD, SERVED, WORLD
from hostile.ordinary import ordinary
from hostile.running import batches
from hostile.shot import Manner, Scene, chunked
from hostile.table import CONVERSATION, ROWS, shot
from hostile.tally import Tally
from hostile.texts import JSON

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hostile.shot import Shot

AMOUNT = 4_000


@pytest.fixture(scope="module")
def shots() -> list[Shot]:
    """
    Return the first requests of a run.
    """
    return [shot(SERVED, 0, number) for number in range(AMOUNT)]


def scene(seed: int = 0) -> Scene:
    """
    Return a scene with chance of its own.
    """
    return Scene(Random(seed), SERVED, (b"scope",), b"armed")  # noqa: S311 - chance, not secrecy


def test_a_seed_draws_the_same_requests(shots: list[Shot]) -> None:
    """
    Whatever was drawn before, seed and number give the same bytes.
    """
    assert shots[::-7] == [shot(SERVED, 0, number) for number in range(AMOUNT)[::-7]]


def test_another_seed_draws_other_requests(shots: list[Shot]) -> None:
    """
    Two seeds share only what has few forms, such as ordinary requests.
    """
    others = {shot(SERVED, 1, number).draft.raw for number in range(AMOUNT)}

    assert len(others & {each.draft.raw for each in shots}) < AMOUNT / 4


def test_every_kind_occurs(shots: list[Shot]) -> None:
    """
    Each row of the table comes about as often as its weight says.
    """
    drawn = Counter(each.kind for each in shots)
    whole = sum(weight for weight, _ in ROWS.values())

    assert set(ROWS) == set(drawn)
    assert [] == [name for name, (weight, _) in ROWS.items() if drawn[name] < AMOUNT * weight / whole / 3]


def test_every_manner_occurs(shots: list[Shot]) -> None:
    """
    Requests are pipelined, left open, and sent to where a failure was asked for.
    """
    assert set(Manner) == {each.draft.manner for each in shots}


def test_failures_are_armed_in_scopes_of_their_own(shots: list[Shot]) -> None:
    """
    What may make 5xx on demand is asked only in a scope whose answers are not judged.
    """
    asking = [
        each.draft.raw
        for each in shots
        if each.kind.startswith(("control valid", "control mutated", "control broken"))
        and each.draft.raw.startswith((b"POST /control/failures ", b"PUT /control/faults "))
    ]

    assert asking
    assert [] == [raw for raw in asking if b"\r\nX-Mock-Scope: armed-" not in raw]


def test_answers_in_armed_scopes_are_not_judged(shots: list[Shot]) -> None:
    """
    The API is asked in an armed scope in the manner that says so, and in no other.
    """
    pending = [
        each for each in shots if b"X-Mock-Scope: armed-" in each.draft.raw and b" /control" not in each.draft.raw
    ]

    assert pending
    assert {Manner.ASKED} == {each.draft.manner for each in pending}


def test_nothing_is_changed_outside_of_scopes(shots: list[Shot]) -> None:
    """
    No well framed request without a scope changes what others are answered.
    """
    changing = tuple(f"{each.method} {each.path} ".encode() for each in SERVED.operations if each.method != "GET")
    outside = [
        each.draft.raw
        for each in shots
        if each.draft.manner is Manner.FRAMED
        and each.draft.raw.startswith(changing)
        and b"X-Mock-Scope: " not in each.draft.raw
    ]

    assert [] == outside


def test_a_conversation_shares_its_scopes(shots: list[Shot]) -> None:
    """
    What is changed in one conversation is met in no other.
    """
    found: Mapping[bytes, set[int]] = {}
    for each in shots:
        for line in each.draft.raw.split(b"\r\n"):
            if line.startswith(b"X-Mock-Scope: scope-"):
                found = {**found, line: found.get(line, set()) | {each.number // CONVERSATION}}

    assert found
    assert [] == [line for line, conversations in found.items() if len(conversations) > 1]


@pytest.mark.parametrize("seed", range(50))
def test_valid_bodies_are_short_of_nothing(seed: int) -> None:
    """
    A body made from a schema has what the schema requires, and asks for no delay that looks like a hang.
    """
    made = value(scene(seed), {"$ref": "#/components/schemas/Failure"})

    assert made["kind"] in {"status", "latency"}
    assert 100 <= made.get("status", 503) <= 599
    assert made.get("seconds", 0) < 1


def test_mutated_bodies_have_a_hostile_text_in_them() -> None:
    """
    At least one of the texts stands in the body as it is, and no marker is left.
    """
    made = [mutated(scene(seed), {"entity": "books", "record": RECORD}).decode() for seed in range(200)]

    assert [] == [each for each in made if not any(text in each for text in JSON) or "\ue000" in each]


def test_no_hostile_number_is_a_long_delay() -> None:
    """
    A number between a moment and the longest delay that may be asked for would be a hang that somebody asked for.
    """
    numbers = [float(text) for text in JSON if text.lstrip("-")[:1].isdigit()]

    assert [] == [each for each in numbers if 0.5 < each <= 86_400]


def test_chunks_hold_the_body() -> None:
    """
    A body in chunks ends with the empty one, and its pieces make the body.
    """
    framed = chunked(Random(3), b"x" * 50)  # noqa: S311 - chance, not secrecy

    assert 50 == framed.split(b"X-Trailer")[0].replace(b';x="y;z"', b"").count(b"x")
    assert b"\r\n0\r\n" in framed
    assert framed.endswith(b"\r\n\r\n")


def test_ordinary_requests_are_ten() -> None:
    """
    A server is judged by ten different requests, of which none is hostile.
    """
    made = ordinary(SERVED)

    assert 10 == len({each.raw for each in made})
    assert b"GET /v1/books/1/ HTTP/1.1\r\nHost: localhost\r\n\r\n" in {each.raw for each in made}


def test_batches_keep_order_and_size(shots: list[Shot]) -> None:
    """
    Requests are sent at once in their order, few at a time.
    """
    made = list(batches(shots[:200]))

    assert shots[:200] == [each for batch in made for each in batch]
    assert max(map(len, made)) <= 8


def test_a_failure_names_number_and_bytes() -> None:
    """
    Who reads of a broken promise can send the request again.
    """
    each = shot(SERVED, 0, 5)
    tally = Tally()
    tally.add(each, ("500",), 0.5)
    tally.breach(each, "answered 500")

    assert f"number 5 ({each.kind}): answered 500\n    {each.draft.raw[:4000]!r}" in tally.failures()
    assert f"{each.kind:27}        1    0.50 s  500: 1" in tally.table()


def test_bodies_made_from_schemas_are_json() -> None:
    """
    A record of the world is one that the server has, or a part of it.
    """
    made = json.loads(json.dumps(value(scene(4), WORLD)))

    assert made["entity"] in {"books", "shelves"}
    assert set(made["record"]) <= set(RECORD)
