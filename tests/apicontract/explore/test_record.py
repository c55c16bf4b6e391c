"""
Recording: what is asked, what is kept, and what a throttle or a kill leaves behind.
"""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from listening import listening
from paging_styles import library, slim_in
from recording_server import Service, flaws, kill_often, recorder

from apicontract.client import Budget, Client, Target
from apicontract.contract.catalog import load_api
from apicontract.contract.errors import DataError, Throttled
from apicontract.contract.files import CACHE_VARIABLE
from apicontract.dataset.recorded_data import recorded_data
from apicontract.evidence.recordings import recordings_in
from apicontract.explore.record import record
from apicontract.explore.wishes import wishes
from mockserver.app import create_app

DATA = Path(__file__).parents[2] / "data" / "move" / "new"


@pytest.fixture
def api() -> Any:
    """
    A small API with one resource.
    """
    return load_api("launches-2.3.0", DATA, alone=True)


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))


def run(api: Any, service: Any, folder: Any, budget: int = 100) -> Any:
    """
    Record a service in process.
    """
    with Client(Target("service", "https://api.example", service), budget=Budget(budget)) as client:
        return record(api, client, folder, list(api.resources.values()))


def test_pages_that_show_nothing_new_are_not_kept(api: Any, tmp_path: Path) -> None:
    """
    Every page that is kept added evidence; the others are counted.
    """
    service = Service()
    done = run(api, service, tmp_path)
    assert len(done.kept) + done.barren == len(service.admitted)
    assert len(done.kept) < len(service.admitted)
    assert len(recordings_in(tmp_path / "fixtures")) == len(done.kept)


@pytest.mark.parametrize("name", ["cursor", "cursor-token", "cursor-token-before"])
def test_tokens_are_followed_to_the_end(name: str, tmp_path: Path) -> None:
    """
    Where only tokens lead to pages, each is kept, until the list or the budget ends; a later run goes on from there.
    """
    api, world = slim_in(name), library()[1]
    asked = replace(api, paging=replace(api.paging, maximum_limit=5))
    (tmp_path / "schemas").mkdir()
    for budget in (4, 60):
        target = Target("town", api.hosts[api.default_host].url, create_app(api, world))
        with Client(target, budget=Budget(budget)) as client:
            record(asked, client, tmp_path, [asked.resources["books"]])
    data = recorded_data(asked, api.hosts[api.default_host], recordings_in(tmp_path / "fixtures"))
    pages = [each for each in data.pages if not each.query and each.limit == 5]

    assert [*range(0, 40, 5)] == sorted(each.offset for each in pages)
    assert {40} == {each.count for each in pages}


def test_a_second_run_asks_for_nothing_again(api: Any, tmp_path: Path) -> None:
    """
    A run in the same folder goes on where the former ended.
    """
    first, second = Service(), Service()
    run(api, first, tmp_path, budget=3)
    run(api, second, tmp_path)
    assert len(first.admitted) == 3
    assert not set(first.admitted) & set(second.admitted)


def test_an_interrupted_run_asks_for_the_same_pages_as_one_that_was_not(api: Any, tmp_path: Path) -> None:
    """
    Three runs of one request each ask for what one run of three requests asks for.
    """
    whole, pieces = Service(), Service()
    run(api, whole, tmp_path / "whole", budget=3)
    for _ in range(3):
        run(api, pieces, tmp_path / "pieces", budget=1)
    assert sorted(pieces.admitted) == sorted(whole.admitted)


def test_the_first_wish_is_a_full_page_and_the_last_page_comes_when_the_count_is_known(api: Any) -> None:
    """
    Without knowledge the beginning is asked for; the ends of the ordering are wished as well.
    """
    found = [(each.purpose, each.url) for each in wishes(api, api.resources["spacecraft"], ())]
    assert found == [
        ("beginning", "/2.3.0/spacecraft/?limit=100"),
        ("ordering end", "/2.3.0/spacecraft/?limit=100&ordering=-id"),
        ("ordering end", "/2.3.0/spacecraft/?limit=100&ordering=-id"),
        ("ordering end", "/2.3.0/spacecraft/?limit=100&ordering=id"),
    ]


def test_a_throttle_ends_the_run_and_keeps_what_was_recorded(api: Any, tmp_path: Path) -> None:
    """
    A server that says "not now" is asked no more, and what came before is kept.
    """
    service = Service(limit=2)
    done = run(api, service, tmp_path)
    assert (len(service.admitted), len(service.refused), bool(done.stopped)) == (2, 1, True)
    assert flaws(tmp_path) == []


def test_a_throttle_on_the_first_request_is_an_error(api: Any, tmp_path: Path) -> None:
    """
    A run that learnt nothing says so, and when to come back.
    """
    with pytest.raises(Throttled, match="retry in 50 minutes"):
        run(api, Service(limit=0), tmp_path)


def test_a_broken_recording_is_told_and_left_alone(api: Any, tmp_path: Path) -> None:
    """
    A file that cannot be read ends the run before any request, and stays as it is.
    """
    run(api, Service(), tmp_path, budget=1)
    (path,) = tmp_path.rglob("recorded/*.json")
    path.write_text("{", encoding="utf-8")
    service = Service()
    with pytest.raises(DataError, match=path.name):
        run(api, service, tmp_path)
    assert (service.admitted, path.read_text(encoding="utf-8")) == ([], "{")


def test_what_a_killed_run_was_writing_is_cleared_away(api: Any, tmp_path: Path) -> None:
    """
    A half-written file of a former run is no recording, and disappears.
    """
    place = tmp_path / "fixtures/launches-2.3.0/spacecraft/recorded"
    place.mkdir(parents=True)
    (place / ".abc.json.xyz.tmp").write_text("{", encoding="utf-8")
    run(api, Service(), tmp_path, budget=1)
    assert list(place.glob(".*")) == []


def test_fifteen_an_hour_are_never_exceeded(tmp_path: Path) -> None:
    """
    Over HTTP, in processes of their own, run after run within the hour sends no request above the limit.
    """
    service = Service(limit=15)
    statuses = []
    data = tmp_path / "contract"
    shutil.copytree(DATA, data)
    head = data / "schemas/launches-2.3.0/api.json"
    declared = json.loads(head.read_text(encoding="utf-8"))
    declared["hosts"]["main"]["throttle"] = {"requests": 15, "seconds": 3600}
    head.write_text(json.dumps(declared), encoding="utf-8")
    with listening(service) as url:
        for number in range(4):
            process = recorder(url, tmp_path / f"data {number}", tmp_path / "ledger", data)
            _, error = process.communicate(timeout=120)
            statuses.append((process.returncode, "retry in" in error))
    assert len(service.admitted) <= 15
    assert service.refused == []
    assert statuses[-1] == (3, True)


def test_kills_at_random_moments_leave_only_whole_files(tmp_path: Path) -> None:
    """
    Twenty recordings that are killed leave nothing broken, and the next one goes on.
    """
    assert kill_often(20, tmp_path) == []
    assert list(tmp_path.rglob("recorded/*.json"))
