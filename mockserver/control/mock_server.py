"""
A running mock: what it serves, what was switched on, and what happens to a request on the way.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from email.utils import formatdate
from functools import cached_property
from typing import TYPE_CHECKING

from apicontract.contract.errors import ApiContractError, UsageError
from apicontract.contract.exchange import Exchange
from mockserver.control.bodies import shortened
from mockserver.control.counting import throttling, usage_of
from mockserver.control.edits import edited, keep
from mockserver.control.failures import FAILURE_KINDS, Wire
from mockserver.control.genuine import Admitted, Answered, Standby
from mockserver.control.hints import hints
from mockserver.control.mock import Mock
from mockserver.control.rehearsal import rehearse
from mockserver.control.repeatable import Repeatable
from mockserver.control.scopes import Scopes, scope_name
from mockserver.control.state import Built
from mockserver.control.terminal import say, told
from mockserver.engine.memory import Memory
from mockserver.engine.pictures import picture
from mockserver.engine.weights import weigh_records
from mockserver.faults import with_faults
from mockserver.http import cross_origin
from mockserver.http.answer import Answer, compact
from mockserver.http.hint_header import with_hints
from mockserver.http.request import SCOPE_HEADER
from mockserver.http.source_header import with_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mockserver.control.failures import Failure
    from mockserver.control.genuine import GenuineAnswers
    from mockserver.control.reloading import Watch
    from mockserver.control.state import Edit, State
    from mockserver.engine.site import Site
    from mockserver.http.request import Request

_SCOPE = SCOPE_HEADER.lower()
#: What a world takes with the columns, indexes and texts made from it, as a multiple of its records, and what the
#: writers of a resource's shapes take: measured for 10, 601, 2,000 and 5,000 records of 22 fields in 8 resources, and
#: for 57 resources.
_WITH_COLUMNS, _WRITERS = 5, 22_000
_FAILED = compact({"detail": "The mock itself failed; its terminal says where. No failure was asked for."})


@dataclass(frozen=True)
class Reloader:
    """
    How what is served is made anew when a data file changes.

    Attributes:
        watch: tells that one has.
        make: reads the data again.
    """

    watch: Watch
    make: Callable[[], Site]


@dataclass(frozen=True)
class Current:
    """
    What is served at one moment, before anything was switched on.

    Attributes:
        mock: the site and the right pipeline.
        generation: grows with every change of the data files.
        reload_error: what is wrong with the data files, or empty.
        before: what was served before the last change, for answers that the new one cannot give.
    """

    mock: Mock
    generation: int = 0
    reload_error: str = ""
    before: Mock | None = None

    @cached_property
    def weight(self) -> int:
        """
        Roughly how many bytes a world of its own takes for each scope that edits it.
        """
        site = self.mock.site
        return weigh_records(site.world) * _WITH_COLUMNS + _WRITERS * len(site.api.resources)


class MockServer:
    """
    What answers requests.

    Attributes:
        scopes: what was switched on.
        current: what is served; exchanged as a whole.
        exact_headers: whether an answer has the headers of the service alone, without the one for hints.
        report: told in one sentence what went wrong, for the person who started the mock.
        upstream: whoever has genuine answers, if anybody.
    """

    def __init__(  # noqa: PLR0913 - each is a collaborator that a test replaces
        self,
        mock: Mock,
        scopes: Scopes | None = None,
        reloader: Reloader | None = None,
        report: Callable[[str], None] = say,
        *,
        exact_headers: bool = False,
        upstream: GenuineAnswers | None = None,
    ) -> None:
        self.current = Current(mock)
        self.upstream = upstream
        self.scopes = scopes or Scopes()
        self.report = report
        self.exact_headers = exact_headers
        self._reloader = reloader
        self._watched = False
        self._lock = threading.Lock()
        if upstream is not None:
            upstream.attach(self.reload)

    @property
    def mock(self) -> Mock:
        """
        The site and the right pipeline, before anything was switched on.
        """
        return self.current.mock

    @property
    def site(self) -> Site:
        """
        What is served, before edits.
        """
        return self.mock.site

    @property
    def reload_error(self) -> str:
        """
        What is wrong with the data files, or empty.
        """
        return self.current.reload_error

    @property
    def watched(self) -> bool:
        """
        Whether requests need not look at the data files: a thread does, or they are not to be read again.
        """
        return self._watched or self._reloader is None

    def watch(self) -> None:
        """
        Let a thread look at the data files from now on, for as long as the process runs.

        A process that is forked afterwards has no such thread and has to call this itself.
        """
        if self._reloader is not None and not self._watched:
            self._watched = True
            threading.Thread(target=self._look, args=(self._reloader.watch.seconds,), daemon=True).start()

    def _look(self, seconds: float) -> None:
        while True:
            time.sleep(seconds)
            self._reload()

    def reload(self) -> None:
        """
        Read the data files again now, and wait until what they say is served.
        """
        if self._reloader is not None:
            with self._lock:
                self._reloader.watch.catch_up()
                self._read_again(self._reloader)

    def respond(self, request: Request) -> Wire:
        """
        Answer one request, with everything that happens to it on the way, and write it down.
        """
        if not self.watched:
            self._reload()
        try:
            name = scope_name(request.headers.get(_SCOPE))
        except UsageError as error:
            return _wire(self._refused(request, str(error)))
        state = self.scopes.of(name)
        began = time.perf_counter()
        triggered = self._triggered(state, request)
        answered = self._answered(state, request)
        mock, answer, source = answered.mock, answered.answer, answered.source
        told = source.value(time.time()) if source else ""
        if told and not self.exact_headers:
            answer = with_source(answer, told)
        if state.clock.moved:
            answer = _dated(answer, state.clock.now())
        hinted = _hints(mock.site, request)
        wire = _wire(answer if self.exact_headers else with_hints(answer, hinted))
        if triggered:
            own_random = state.own_random()
            for failure in triggered:
                wire = FAILURE_KINDS[failure.kind].apply(failure, wire, own_random)
        exchange, duration = _exchange(request, wire, answer), time.perf_counter() - began
        with state.lock:
            unread = state.journal.add(exchange, state.clock.now(), duration, (*state.unsaid(), *hinted))
        self.scopes.enforce_budget(name, state)
        again = answer.remembered and not triggered
        entry = replace(unread.entry(), hints=hinted) if again else None
        repeatable = Repeatable(entry, answer.key, mock.pipeline, source) if entry else None
        return replace(wire, hints=hinted, repeatable=repeatable, source=told)

    def _refused(self, request: Request, sentence: str) -> Answer:
        headers = (("Content-Type", "application/json"),)
        return self.mock.pipeline.finish(self.site, request, Answer(400, headers, compact({"detail": sentence})))

    def _answered(self, state: State, request: Request) -> Answered:
        """
        Let whoever has genuine answers answer, unless something was switched on that the mock alone can show.
        """
        if self.upstream is None or state.altered:
            return self._mocked(state, request)
        standby = Standby(lambda: self._admitted(state, request), lambda: self._mocked(state, request))
        return self.upstream.answer(request, standby)

    def _admitted(self, state: State, request: Request) -> Admitted | None:
        """
        Return what would answer a request that is let in; where that fails, the mock answers, and says what failed.
        """
        try:
            mock = self.served(state)
            form = mock.form_for(request)
        except Exception:  # noqa: BLE001 - see above
            return None
        return Admitted(mock, form) if form else None

    def _mocked(self, state: State, request: Request) -> Answered:
        """
        Answer as the state has it; where that fails, which nothing should make it do, as the last good world has it.
        """
        for make in (lambda: self.served(state), *self._last_good()):
            try:
                mock = make()
                return Answered(mock, mock.answer(request))
            except Exception as error:  # noqa: BLE001 - whatever it is, the mock goes on
                self.report(f"the mock failed at {request.method} {shortened(request.url)}: {told(error)}")
        return Answered(self.mock, Answer(500, (("Content-Type", "application/json"),), _FAILED))

    def _last_good(self) -> Iterator[Callable[[], Mock]]:
        current = self.current
        for each in (current.mock, current.before):
            if each is not None:
                yield lambda each=each: Mock(each.site, replace(each.pipeline, memory=Memory(0)))  # type: ignore[misc]

    def _triggered(self, state: State, request: Request) -> Sequence[Failure]:
        # What a browser asks beforehand is not the request that a failure waits for.
        if cross_origin.asks(request.method, request.headers):
            return ()
        return state.trigger(request.method, request.path, request.parameters, request.headers.items())

    def served(self, state: State) -> Mock:
        """
        Return the mock as a state has it: the world edited, faults switched on, requests counted.

        It is made outside the state's lock, so that nobody else waits for it; who wants the same waits for it once.

        Raises:
            ApiContractError: a fault of the state cannot be switched on.
        """
        return self._found(state) or self._made(state)

    def edit(self, state: State, edit: Edit) -> None:
        """
        Change or add a record in a state.

        Raises:
            ApiContractError: the edit cannot be made, or the record could not be served; then the state stays as
                it was.
        """
        with state.making:
            while not self._edit(state, edit):
                # Something was switched or reset meanwhile: the edit is made anew, on top of it.
                continue

    def _edit(self, state: State, edit: Edit) -> bool:
        before = self.served(state)
        site = edited(before.site, (edit,))
        mock = Mock(site, before.pipeline.with_fresh_memory())
        with state.lock:
            built = state.built
            if built is None or built.mock is not before or built.key[0] != state.version:
                return False
            state.edit(edit)
            state.built = Built((state.version, built.key[1]), mock, self.current.weight)
            return True

    def _found(self, state: State) -> Mock | None:
        with state.lock:
            built = state.built
            return built.mock if built and built.key == (state.version, self.current.generation) else None

    def _made(self, state: State) -> Mock:
        with state.making:
            found = self._found(state)
            if found:
                return found
            current = self.current
            with state.lock:
                version, edits, faults, held = state.version, state.edits, state.faults, state.held
            site = current.mock.site
            dropped: tuple[str, ...] = ()
            if edits and held == current.generation:
                site = edited(site, edits, held=True)
            elif edits:
                kept = keep(site, edits)
                site, edits, dropped = kept.site, kept.edits, kept.dropped
            counting = replace(
                current.mock.pipeline, throttle=throttling(state), usage=usage_of(state), clock=state.clock.now
            )
            mock = Mock(site, with_faults(counting.with_fresh_memory(), faults))
            with state.lock:
                if state.version == version:
                    if dropped:
                        state.retain(edits)
                    state.held = current.generation
                    weight = current.weight if edits else 0
                    state.built = Built((state.version, current.generation), mock, weight)
                    for sentence in dropped:
                        state.notify(sentence)
        for sentence in dropped:
            self.report(sentence)
        return mock

    def _reload(self) -> None:
        """
        See whether a data file has changed; whatever is wrong with it, the last good world goes on.
        """
        reloader = self._reloader
        if reloader is None or not self._lock.acquire(blocking=False):
            return
        try:
            self._read_again(reloader, if_changed=True)
        finally:
            self._lock.release()

    def _read_again(self, reloader: Reloader, *, if_changed: bool = False) -> None:
        current = self.current
        try:
            if not if_changed or reloader.watch.changed():
                mock = Mock(rehearse(reloader.make()), current.mock.pipeline.with_fresh_memory())
                self.current = Current(mock, current.generation + 1, "", current.mock)
        except Exception as error:  # noqa: BLE001 - also what a hostile file makes a reader raise
            reload_error = str(error) if isinstance(error, ApiContractError) else told(error)
            if reload_error != current.reload_error:
                self.report(f"{reload_error}; the last valid data stays in use")
            self.current = replace(current, reload_error=reload_error)


def _hints(site: Site, request: Request) -> tuple[str, ...]:
    """
    Return what may have been meant; nothing of what a browser asks beforehand, or of a picture that the mock draws.
    """
    if cross_origin.asks(request.method, request.headers) or (site.local_images and picture(request.path)):
        return ()
    return hints(site.api, request.path, request.parameters)


def _exchange(request: Request, wire: Wire, answer: Answer) -> Exchange:
    return Exchange(
        method=request.method,
        url=request.url,
        status=wire.status,
        headers=wire.headers,
        body=b"".join(wire.chunks) if isinstance(wire.chunks, tuple) else answer.body,
        request_headers=tuple(request.headers.items()),
        request_body=request.body,
        source="answered by the mock",
    )


def _dated(answer: Answer, now: float) -> Answer:
    """
    Return an answer with the time of the mock's own clock, which is not what the server would write.
    """
    return replace(answer, headers=(*answer.headers, ("Date", formatdate(now, usegmt=True))))


def _wire(answer: Answer) -> Wire:
    return Wire(answer.status, (*answer.headers, ("Content-Length", str(len(answer.body)))), (answer.body,))
