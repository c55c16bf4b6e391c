"""
Data files that change while the mock runs: whatever they hold, it goes on with the last good world.
"""

from __future__ import annotations

import shutil
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from small import SMALL_DATA

from apicontract.contract.catalog import load_api
from apicontract.contract.model import World
from apicontract.dataset import generate
from apicontract.dataset.lazy_records import LazyRecord
from apicontract.dataset.record_builder import RecordBuilder
from apicontract.evidence.recordings import recordings_of
from mockserver.app import create_app
from mockserver.control import reloading
from mockserver.control.mock import Mock
from mockserver.control.mock_server import MockServer, Reloader
from mockserver.control.scopes import Scopes
from mockserver.control.state import Edit, State
from mockserver.engine.pipeline import standard
from mockserver.engine.site import Site
from mockserver.http.refusals import detail
from mockserver.http.request import Request

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

API = load_api()
WORLD = generate(API, recordings_of(API), records="recorded")
SITE = Site(API, WORLD)
ONE = "/2.3.0/spacecraft/110/"


class Changed:
    """
    Stands for the files: changed when told so.
    """

    seconds = 0.01

    def __init__(self) -> None:
        self.now = False

    def changed(self) -> bool:
        """
        Tell once that something has changed.
        """
        told, self.now = self.now, False
        return told


def running(make: Callable[[], Site]) -> tuple[MockServer, Changed, list[str]]:
    """
    Return a mock whose files are made up, the switch that changes them, and what it says on the terminal.
    """
    said: list[str] = []
    watch = Changed()
    reloader = Reloader(watch, make)  # type: ignore[arg-type]
    return MockServer(Mock(SITE, standard()), Scopes(State, report=said.append), reloader, said.append), watch, said


def get(live: MockServer, path: str = ONE) -> tuple[int, bytes]:
    """
    Return status and body.
    """
    wire = live.respond(Request("GET", "http", "a.test", path))
    return wire.status, b"".join(wire.chunks)


def raises(error: BaseException) -> Callable[[], Any]:
    """
    Return what raises an error when it is called.
    """

    def call() -> Any:
        raise error

    return call


def broken(entity: str, **fields: Any) -> Callable[[], Site]:
    """
    Return what makes a site whose last record of an entity has these fields.
    """
    rows = [*WORLD.tables[entity][:-1], {**WORLD.tables[entity][-1], **fields}]
    return lambda: replace(SITE, world=World("broken", {**WORLD.tables, entity: rows}))


def drawn(entity: str, **fields: Any) -> Callable[[], Site]:
    """
    Return what makes a site whose last record of an entity gets these fields when they are asked for.
    """
    *rows, last = WORLD.tables[entity]
    record = LazyRecord({name: value for name, value in last.items() if name not in fields})
    record.makers = (RecordBuilder(record, {name: lambda _, name=name: fields[name] for name in fields}, 1),)
    return lambda: replace(SITE, world=World("drawn", {**WORLD.tables, entity: [*rows, record]}))


@pytest.mark.parametrize(
    "make",
    [
        raises(RecursionError("too deep")),
        raises(MemoryError()),
        raises(ValueError("Exceeds the limit (4300 digits)")),
        raises(OSError("gone")),
        raises(KeyError("x")),
        broken("spacecraft", id=None),
        broken("spacecraft", id=[]),
        broken("spacecraft", time_in_space="x"),
        broken("spacecraft", name="\ud800"),
        broken("agencies", id=None),
        broken("agencies", id="x"),
        broken("config/spacecraft_statuses", id=None),
        broken("spacecraft", id=10**5_000),
        drawn("spacecraft", time_in_space="x"),
        drawn("spacecraft", name="\ud800"),
        drawn("agencies", founding_year="x"),
    ],
    ids=map(str, range(16)),
)
def test_whatever_is_wrong_the_last_good_world_goes_on(make: Callable[[], Site]) -> None:
    """
    Files that cannot be read or served leave the answers as they are, and are reported once.
    """
    live, watch, said = running(make)
    before = get(live)
    watch.now = True
    after = [get(live) for _ in range(3)]

    assert [before] * 3 == after
    assert 1 == len(said)
    assert said[0].endswith("; the last valid data stays in use")
    assert said[0].startswith(live.reload_error)


def test_reload_that_breaks_an_edit_drops_that_edit() -> None:
    """
    An edit that new files do not fit is dropped and said; the other edits and the journal stay.
    """
    rows = [row for row in WORLD.tables["config/spacecraft_statuses"] if row["id"] != 3]
    tables = {**WORLD.tables, "config/spacecraft_statuses": rows}
    live, watch, said = running(lambda: replace(SITE, world=World("other", tables)))
    state = live.scopes.common
    kept = Edit("spacecraft", {"id": 110, "name": "Renamed"})
    for edit in (Edit("spacecraft", {"id": 110, "status": 3}), kept):
        live.edit(state, edit)
    get(live)
    watch.now = True
    status, body = get(live)

    assert (200, True, (kept,)) == (status, b"Renamed" in body, state.edits)
    assert ("", 2) == (live.reload_error, len(state.journal))
    assert 1 == len(said)
    assert "an edit of spacecraft was dropped" in said[0]
    assert said == [*state.notices]


def test_notices_stand_in_the_state() -> None:
    """
    What was given up is told by the control API, and the control page shows it.
    """
    app = create_app(API, WORLD)
    app.extensions["apicontract"].scopes.common.notify("scope 'a' was dropped")
    mock = app.test_client()

    assert ["scope 'a' was dropped"] == (mock.get("/__mock__/state").json or {})["notices"]
    assert "state.notices" in mock.get("/__mock__/").text


@pytest.mark.parametrize("text", ["[" * 200_000, '{"a": ' + "9" * 5_000 + "}", '"\\ud800"', "{,", "\x00", ""])
@pytest.mark.parametrize("name", ["api.json", "spacecraft/contract.json", "spacecraft/normal.schema.json"])
def test_hostile_file(name: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A data file that is nested too deep, has a number too long, or is no JSON gives no answer of its own.
    """
    monkeypatch.setattr(reloading, "LOOK_SECONDS", 0.0)
    for kind in ("schemas", "fixtures"):
        shutil.copytree(SMALL_DATA / kind / API.name, tmp_path / kind / API.name)
    mock = create_app(data=tmp_path, records="recorded", reload=True).test_client()
    mock.post("/__mock__/world", json={"entity": "spacecraft", "record": {"id": 110, "name": "Renamed"}})
    (tmp_path / "schemas" / API.name / name).write_text(text)
    answers = [mock.get(ONE) for _ in range(2)]

    assert [200, 200] == [each.status_code for each in answers]
    assert "Renamed" == (answers[0].json or {})["name"]
    assert "" != (mock.get("/__mock__/state").json or {})["trouble"]


def test_failure_of_a_scope_is_answered_from_the_good_world() -> None:
    """
    Where answering fails unexpectedly, the terminal says so and the unedited world answers.
    """
    live, _, said = running(lambda: SITE)
    state = live.scopes.common
    live.edit(state, Edit("spacecraft", {"id": 110, "name": "Renamed"}))
    assert state.built is not None
    live.served(state).site.__dict__["collections"] = {}
    status, body = get(live)

    assert (200, False) == (status, b"Renamed" in body)
    assert ["the mock failed at GET http://a.test/2.3.0/spacecraft/110/: Key"] == [each[:63] for each in said]


def test_failure_of_everything_says_that_it_is_the_mocks_own() -> None:
    """
    Where nothing can answer, the answer is a plain 500 that does not pass for one that was asked for.
    """
    wrong = replace(standard(), select=lambda _: None)
    live = MockServer(Mock(SITE, wrong), Scopes(State, report=lambda _: None), report=lambda _: None)

    assert 500 == get(live)[0]
    assert b"The mock itself failed" in get(live)[1]


def test_refusal_is_no_failure() -> None:
    """
    What a stage refuses is answered as it says, and nothing is reported.
    """

    def refuse(_: Any) -> Any:
        raise detail(418, "no")

    said: list[str] = []
    live = MockServer(Mock(SITE, replace(standard(), select=refuse)), Scopes(State), report=said.append)

    assert (418, []) == (get(live)[0], said)


def test_nobody_waits_for_new_data() -> None:
    """
    While one request reads new files, others are answered from the old ones.
    """
    reading, go_on = threading.Event(), threading.Event()

    def make() -> Site:
        reading.set()
        assert go_on.wait(30)
        return SITE

    live, watch, _ = running(make)
    watch.now = True
    slow = threading.Thread(target=get, args=(live,))
    slow.start()
    assert reading.wait(30)
    status = get(live)[0]
    waited = slow.is_alive()
    go_on.set()
    slow.join(30)

    assert (200, True, 1) == (status, waited, live.current.generation)


def test_mock_and_generation_change_in_one_step() -> None:
    """
    What is served is one frozen value: nobody sees the new data under the old generation.
    """
    live, watch, _ = running(lambda: replace(SITE, local_images=True))
    seen, stop = set(), threading.Event()

    def look() -> None:
        while not stop.is_set():
            current = live.current
            seen.add((current.generation % 2, current.mock.site.local_images))

    live._reloader = Reloader(watch, lambda: replace(SITE, local_images=live.current.generation % 2 == 0))  # type: ignore[arg-type]
    thread = threading.Thread(target=look)
    thread.start()
    for _ in range(30):
        watch.now = True
        get(live)
    stop.set()
    thread.join(30)

    assert seen <= {(0, False), (1, True)}
    with pytest.raises(AttributeError):
        live.current.generation = 0  # type: ignore[misc]


def test_state_is_free_while_a_world_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    While an edited world is made, the journal of the same scope can be read and what is armed can be changed.
    """
    import mockserver.control.mock_server as module  # noqa: PLC0415

    making, go_on = threading.Event(), threading.Event()
    right = module.edited

    def slow(*arguments: Any, **more: Any) -> Site:
        making.set()
        assert go_on.wait(30)
        return right(*arguments, **more)

    monkeypatch.setattr(module, "edited", slow)
    live, _, _ = running(lambda: SITE)
    state = live.scopes.common
    edit = Edit("spacecraft", {"id": 110, "name": "Renamed"})
    editor = threading.Thread(target=live.edit, args=(state, edit))
    editor.start()
    assert making.wait(30)
    free = state.lock.acquire(timeout=5)
    state.lock.release()
    status = get(live)[0]
    state.switch(["count-off-by-one"])
    go_on.set()
    editor.join(30)

    assert (True, 200) == (free, status)
    assert ((edit,), ("count-off-by-one",)) == (state.edits, state.faults)
    assert b"Renamed" in get(live)[1]
    assert b'"count":11,' in get(live, "/2.3.0/spacecraft/")[1]


def test_no_edit_is_lost_among_threads() -> None:
    """
    Edits that threads make at once in one scope, while faults are switched, are all there.
    """
    live, _, _ = running(lambda: SITE)
    state = live.scopes.common

    def work(number: int) -> None:
        for each in range(3):
            live.edit(state, Edit("spacecraft", {"id": 1_000 + number * 10 + each}))
            state.switch(["count-off-by-one"][: each % 2])
            get(live)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert 12 == len(state.edits)
    assert {1_000 + a * 10 + b for a in range(4) for b in range(3)} <= {
        row["id"] for row in live.served(state).site.world.tables["spacecraft"]
    }


def test_thread_sees_a_change_without_a_request() -> None:
    """
    Where a thread looks at the files, new data is in use although nobody asks.
    """
    live, watch, _ = running(lambda: SITE)
    live.watch()
    watch.now = True

    assert until(lambda: live.current.generation == 1)


def test_request_leaves_the_files_to_the_thread() -> None:
    """
    Where a thread looks at the files, a request does not.
    """
    live, watch, _ = running(lambda: SITE)
    live._watched = True
    watch.now = True
    get(live)

    assert (0, True) == (live.current.generation, watch.now)


def test_thread_survives_what_goes_wrong() -> None:
    """
    A broken file does not end the watch: mended, it is seen.
    """
    live, watch, said = running(raises(OSError("gone")))
    live.watch()
    watch.now = True
    broken = until(lambda: live.reload_error != "")
    live._reloader = Reloader(watch, lambda: SITE)  # type: ignore[arg-type]
    watch.now = True

    assert (True, 1) == (broken, len(said))
    assert until(lambda: (live.current.generation, live.reload_error) == (1, ""))


def until(holds: Callable[[], bool]) -> bool:
    """
    Wait until something holds, and tell whether it came to hold.
    """
    for _ in range(3_000):
        if holds():
            return True
        time.sleep(0.01)
    return False
