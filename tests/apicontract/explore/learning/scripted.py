"""
An asker whose answers a test says, each by a function of path and query.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from apicontract.contract.exchange import Exchange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

HOST = "http://films.test"


def answer(body: Any, path: str = "/films", status: int = 200, **headers: str) -> Exchange:
    """
    Return an answer with a body in JSON, or with bytes as they are.
    """
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Exchange("GET", f"{HOST}{path}", status, named, text)


@dataclass
class Scripted:
    """
    What experiments use of an asker.

    Attributes:
        answers: path and query to the answer, a body of one, or None for no answer.
        alone: whether each name is asked for alone.
        unknown: what a parameter that there is not does.
        left: requests that may still be sent.
        reserve: those that reading on leaves for experiments.
        asked: path and query of each request.
    """

    answers: Callable[[str, dict[str, str]], Any]
    alone: bool = False
    unknown: str = ""
    left: int = 100
    reserve: int = 0
    asked: list[str] = field(default_factory=list)

    def get(self, path: str, query: Iterable[tuple[str, str]] = (), purpose: str = "") -> Exchange | None:
        """
        Answer as the function says, without the purpose.
        """
        assert purpose
        return self._answer(path, list(query))

    def unfollowed(self, path: str, purpose: str) -> Exchange | None:
        """
        Answer a request whose redirect is not followed.
        """
        assert purpose
        return self._answer(path, [])

    def aside(
        self, path: str, query: Iterable[tuple[str, str]], headers: Iterable[tuple[str, str]], purpose: str
    ) -> Exchange | None:
        """
        Answer a request with headers of its own, whatever they are.
        """
        assert purpose
        del headers
        return self._answer(path, list(query))

    def _answer(self, path: str, query: list[tuple[str, str]]) -> Exchange | None:
        if self.left <= 0:
            return None
        self.left -= 1
        url = f"{path}?{urlencode(query, safe='[]')}" if query else path
        self.asked.append(url)
        found = self.answers(path, dict(query))
        return found if found is None or isinstance(found, Exchange) else answer(found, url)
