"""
Answers that another server gave: what a running mock wants of whoever has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from apicontract.contract.model import Api
    from mockserver.control.mock import Mock
    from mockserver.http.answer import Answer
    from mockserver.http.request import Request
    from mockserver.http.source_header import AnswerSource


@dataclass(frozen=True, slots=True)
class Answered:
    """
    An answer with what gave it.

    Attributes:
        mock: the mock that answered, or that stood by.
        answer: the answer.
        source: from where it comes; None for a mock that has no upstream.
    """

    mock: Mock
    answer: Answer
    source: AnswerSource | None = None


@dataclass(frozen=True, slots=True)
class Admitted:
    """
    A request that the mock lets in.

    Attributes:
        mock: what would answer.
        form: name of the form in which: `json`, or `api` for a page that people read.
    """

    mock: Mock
    form: str


@dataclass(frozen=True, slots=True)
class Standby:
    """
    The mock that stands by while somebody else may answer a request.

    Attributes:
        admitted: tells whether the mock lets the request in, which costs a fraction of an answer.
        answered: answers as the mock does at the moment.
    """

    admitted: Callable[[], Admitted | None]
    answered: Callable[[], Answered]


class GenuineAnswers(Protocol):
    """
    Whoever has genuine answers, or can get some.
    """

    def attach(self, reload: Callable[[], None]) -> None:
        """
        Take the function that makes what is served anew, from all that was seen until now.
        """

    def mounted(self, api: Api) -> Api:
        """
        Return an API as its other server has it: where that is, and with all that was seen of it.
        """

    def writes(self, place: Path) -> bool:
        """
        Return whether a file or folder is changed by whoever has the answers, and not by somebody who edits the data.
        """

    def answer(self, request: Request, standby: Standby) -> Answered:
        """
        Answer a request, in the place of the mock that stands by, or let that answer.
        """

    def recall(self, source: AnswerSource) -> str | None:
        """
        Return what the header says of an answer that is given again; None if it must be asked for anew.
        """

    def settle(self) -> None:
        """
        Wait until all that was seen is served and judged.
        """

    def describe(self) -> Mapping[str, Any]:
        """
        Return what a page shows: how many answers came from where, the quota, the findings.
        """
