"""
Answers that are known before the application is asked: a request like one before has the bytes of then.

What an answer depends on is what the request says (`key_of`) and the state that is asked: the memory in which it is
kept belongs to what was built for one version of one state. Where anything is switched on that makes two equal
requests differ (a failure that waits, a throttle, a moved clock), or a stage is not the standard one (a fault), no
answer is known.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from apicontract.contract.errors import UsageError
from mockserver.control.repeatable import REPEATABLE_KEY
from mockserver.control.scopes import SLACK, scope_name
from mockserver.engine.pipeline import standard
from mockserver.engine.weights import weigh
from mockserver.http.access_log import AccessLogLine, shown_target
from mockserver.http.request import SCOPE_HEADER
from mockserver.http.source_header import SOURCE_HEADER, SOURCE_KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mockserver.control.journal import Entry
    from mockserver.control.mock_server import MockServer
    from mockserver.control.repeatable import Repeatable
    from mockserver.control.state import State
    from mockserver.engine.memory import Key
    from mockserver.engine.pipeline import Pipeline
    from mockserver.http.asgi import Begun
    from mockserver.http.source_header import AnswerSource

#: The headers on which an answer can depend: all that the standard stages read, and what says which host is asked.
COUNTED = frozenset(
    {
        b"accept",
        b"access-control-request-headers",
        b"access-control-request-method",
        b"authorization",
        b"host",
        b"origin",
        b"x-forwarded-host",
        b"x-forwarded-proto",
        SCOPE_HEADER.lower().encode(),
    }
)
#: Headers of a request that has a body, which the journal shows.
_BODY = frozenset({b"content-length", b"transfer-encoding"})
_SCOPE = SCOPE_HEADER.lower().encode()
_SOURCE = SOURCE_HEADER.lower().encode()


@dataclass(frozen=True, slots=True)
class _Known:
    begun: Begun
    entry: Entry
    line: AccessLogLine
    weight: int
    source: AnswerSource | None = None


class RepeatedAnswers:
    """
    The answers of a running mock that are known (`mockserver.http.asgi.KnownAnswers`).

    An answer is known from its second time on, so that a flood of requests that nobody repeats displaces none.

    Args:
        live: the mock.
        write: writes a line of the access log; None writes none.
    """

    def __init__(self, live: MockServer, write: Callable[[AccessLogLine], None] | None = None) -> None:
        self._live = live
        self._write = write

    def recall(self, scope: Mapping[str, Any]) -> Begun | None:
        """
        Return the answer to a request if it is known; then it is in the journal and in the access log.
        """
        began = time.perf_counter()
        key = key_of(scope)
        if key is None or not self._live.watched:
            return None
        name = _scope_of(key[-1])
        if name is None:
            return None
        state = self._live.scopes.of(name)
        with state.lock:
            known = self._found(state, key)
            if known is None:
                return None
            told = self._told_again(known)
            if told is None:
                return None
            if told is not known and state.built is not None:
                # Its age is told anew once a second, however often it is asked for.
                state.built.mock.pipeline.memory.keep(key, told, told.weight, instead=key)
            known = told
            duration = time.perf_counter() - began
            state.journal.repeat(known.entry, scope["headers"], state.clock.now(), duration, state.unsaid())
        self._live.scopes.enforce_budget(name, state, SLACK)
        if self._write:
            self._write(replace(known.line, client=scope["client"][0], milliseconds=duration * 1000))
        return known.begun

    def keep(self, scope: Mapping[str, Any], environ: Mapping[str, Any], begun: Begun) -> None:
        """
        Keep an answer of the application if it can be repeated.
        """
        repeatable: Repeatable | None = environ.get(REPEATABLE_KEY)
        key = key_of(scope) if repeatable and begun.rest is None else None
        if repeatable is None or key is None or not is_standard(repeatable.pipeline):
            return
        entry = repeatable.entry
        length = int(dict(begun.headers).get(b"content-length", 0))
        told = environ.get(SOURCE_KEY, "")
        line = AccessLogLine("", scope["method"], shown_target(environ), begun.status, length, 0.0, entry.hints, told)
        weight = entry.weight + weigh(begun.headers, line.target)
        known = _Known(begun, entry, line, weight, repeatable.source)
        repeatable.pipeline.memory.keep(key, known, weight, instead=repeatable.key)

    def _told_again(self, known: _Known) -> _Known | None:
        """
        Return an answer as it says by now from where it comes; None if it must be asked for anew.
        """
        if known.source is None or self._live.upstream is None:
            return known
        told = self._live.upstream.recall(known.source)
        if told is None or told == known.line.source:
            return None if told is None else known
        headers = tuple((name, told.encode() if name == _SOURCE else value) for name, value in known.begun.headers)
        return replace(known, begun=replace(known.begun, headers=headers), line=replace(known.line, source=told))

    def _found(self, state: State, key: Key) -> _Known | None:
        built = state.built
        if built is None or built.key != (state.version, self._live.current.generation):
            return None
        if state.pending or state.window.rate is not None or state.clock.moved:
            return None
        known: _Known | None = built.mock.pipeline.memory.get(key)
        return known


def key_of(scope: Mapping[str, Any]) -> Key | None:
    """
    Return all that the answer to an ASGI request can depend on, besides the state; None for one with a body.

    The last member is the headers that count, names and values as they came.
    """
    counted = []
    for header in scope["headers"]:
        if header[0] in COUNTED:
            counted.append(header)
        elif header[0] in _BODY:
            return None
    return (
        "known",
        scope["method"],
        scope["scheme"],
        scope["raw_path"],
        scope["query_string"],
        scope["server"],
        tuple(counted),
    )


def _scope_of(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    """
    Return the name of the scope that a request asks for, or None where it names none that there can be.
    """
    names = [value.decode("latin-1") for name, value in headers if name == _SCOPE]
    if not names:
        return scope_name(None)
    try:
        return scope_name(",".join(names))
    except UsageError:
        return None


def is_standard(pipeline: Pipeline) -> bool:
    """
    Tell whether a pipeline has the standard stages, but for those by which a state counts requests and tells the time.
    """
    right = standard(0)
    return replace(pipeline, throttle=right.throttle, usage=right.usage, clock=right.clock) == right
