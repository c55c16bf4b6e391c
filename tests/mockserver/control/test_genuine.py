"""
Promise: what has genuine answers is asked first, and a known answer never hides it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from asked_again import LIST, Served

from mockserver.http.source_header import SOURCE_HEADER, AnswerSource

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from apicontract.contract.model import Api
    from mockserver.control.genuine import Answered, Standby
    from mockserver.http.request import Request


@dataclass
class Elsewhere:
    """
    A stand-in for an upstream.

    Attributes:
        source: from where it says that each answer comes.
        told: what it says of an answer that is given again.
        asked: how often it was asked.
        lasting: whether its answers may be given again; as the mock says by default.
    """

    source: AnswerSource = field(default_factory=lambda: AnswerSource("grown"))
    told: str | None = "grown"
    asked: int = 0
    lasting: bool | None = None

    def attach(self, reload: Callable[[], None]) -> None:
        """
        Need nothing.
        """

    def mounted(self, api: Api) -> Api:
        """
        Change nothing.
        """
        return api

    def writes(self, place: Path) -> bool:
        """
        Write nothing.
        """
        del place
        return False

    def answer(self, request: Request, standby: Standby) -> Answered:
        """
        Answer as the mock does, from a source of its own.
        """
        del request
        self.asked += 1
        answered = standby.answered()
        lasting = answered.answer.remembered if self.lasting is None else self.lasting
        return replace(answered, answer=replace(answered.answer, remembered=lasting), source=self.source)

    def recall(self, source: AnswerSource) -> str | None:
        """
        Say what is to be said.
        """
        assert source == self.source
        return self.told

    def settle(self) -> None:
        """
        Wait for nothing.
        """

    def describe(self) -> Mapping[str, Any]:
        """
        Say nothing.
        """
        return {"asked": self.asked}


def source_of(messages: list[dict[str, Any]]) -> str:
    """
    Return what the header of an answer says.
    """
    return str(dict(messages[0]["headers"])[SOURCE_HEADER.lower().encode()].decode())


def test_a_known_answer_tells_its_age_anew() -> None:
    """
    A remembered answer that is given again says how old it is by then, in the header and in the log.
    """
    elsewhere = Elsewhere(AnswerSource("recorded", received=0.0), "recorded; age=7")
    served = Served(repeating=True, upstream=elsewhere)
    for _ in range(3):
        last = served.ask("GET", LIST)

    assert (1, 2) == (served.known.given, elsewhere.asked)
    assert ("recorded; age=7", "recorded; age=7") == (source_of(last), served.lines[-1].source)


def test_an_age_is_told_anew_once_a_second() -> None:
    """
    A known answer whose age has changed is written anew once, and given as it is until the age changes again.
    """
    elsewhere = Elsewhere(AnswerSource("recorded", received=0.0), "recorded; age=7")
    served = Served(repeating=True, upstream=elsewhere)
    for _ in range(3):
        served.ask("GET", LIST)
    elsewhere.told = "recorded; age=8"
    first, second = (served.ask("GET", LIST) for _ in range(2))

    assert "recorded; age=8" == source_of(first)
    assert first[0]["headers"] is second[0]["headers"]


def test_a_known_answer_does_not_hide_the_upstream() -> None:
    """
    Where the upstream may be asked again, a known answer is not given.
    """
    elsewhere = Elsewhere(told=None)
    served = Served(repeating=True, upstream=elsewhere)
    for _ in range(4):
        served.ask("GET", LIST)

    assert (0, 4) == (served.known.given, elsewhere.asked)


def test_an_answer_of_the_upstream_is_not_known() -> None:
    """
    What the upstream has just said is said once; the next time it is a remembered answer.
    """
    elsewhere = Elsewhere(AnswerSource("upstream"), "upstream", lasting=False)
    served = Served(repeating=True, upstream=elsewhere)
    for _ in range(3):
        served.ask("GET", LIST)

    assert (0, 3) == (served.known.given, elsewhere.asked)


def test_only_what_the_mock_alone_can_show_is_not_asked() -> None:
    """
    Faults, edits, a throttle and another time are the mock's own; they come to nobody else.
    """
    changes = (
        ("PUT", "/faults", ["field-null"]),
        ("POST", "/world", {"entity": "spacecraft", "record": {"id": 110, "name": "Renamed"}}),
        ("PUT", "/throttle", {"rate": "30/minute"}),
        ("POST", "/clock", {"advance": 20}),
    )
    asked = []
    for method, path, body in changes:
        elsewhere = Elsewhere()
        served = Served(repeating=True, upstream=elsewhere)
        served.control(method, path, body)
        served.ask("GET", LIST)
        asked.append(elsewhere.asked)

    assert [0, 0, 0, 0] == asked


def test_the_state_tells_of_it() -> None:
    """
    The state of a mock says what its upstream says of itself, and null where there is none.
    """
    with_one, without = Served(repeating=False, upstream=Elsewhere()), Served(repeating=False)
    bodies = [each.control("GET", "/state")[1]["body"] for each in (with_one, without)]

    assert (True, True) == (b'"upstream":{"asked":0}' in bodies[0], b'"upstream":null' in bodies[1])


def test_a_source_tells_whole_seconds() -> None:
    """
    The age of a recorded answer is told in whole seconds, none of them below zero.
    """
    recorded = AnswerSource("recorded", received=100.0)

    assert ["recorded; age=0", "recorded; age=0", "recorded; age=61"] == [
        recorded.value(now) for now in (90.0, 100.9, 161.5)
    ]
    assert ["upstream", "grown"] == [AnswerSource(kind).value(5.0) for kind in ("upstream", "grown")]
