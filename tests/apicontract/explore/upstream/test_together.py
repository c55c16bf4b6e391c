"""
Promise: many clients at once ask the upstream once for each question, and data that are edited meanwhile are served.
"""

from __future__ import annotations

import json
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from listening import listening
from simulated import Throttled, framework
from small import SMALL_DATA

from apicontract.contract.catalog import load_api
from apicontract.contract.model import Throttle
from apicontract.explore.upstream.settings import UpstreamSettings
from apicontract.explore.upstream.upstream import Upstream
from mockserver.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest


def test_many_clients_at_once(front: Callable[..., Any]) -> None:
    """
    Of many threads that ask for the same few things each is answered, and the upstream is asked once, within its limit.
    """
    paths = [f"/2.3.0/spacecraft/?limit={number}&offset={10 * number}" for number in range(1, 6) for _ in range(6)]
    with front(Throttled(framework(), limit=3), rate=Throttle(3, 3600)) as stood:
        application = stood.client.application
        with ThreadPoolExecutor(12) as threads:
            answers = [*threads.map(lambda path: application.test_client().get(path), paths)]
        asked = [url for url, _ in stood.service.admitted]

    assert {200} == {each.status_code for each in answers}
    assert (3, 3, []) == (len(asked), len({*asked}), stood.service.refused)
    assert {"upstream", "recorded", "grown"} >= {each.headers["X-Mock-Source"].partition(";")[0] for each in answers}


def test_an_edit_is_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A data file that is edited while an upstream stands behind the mock is served, and what is remembered stays.
    """
    monkeypatch.setenv("APICONTRACT_CACHE", str(tmp_path / "cache"))
    data = tmp_path / "data"
    shutil.copytree(SMALL_DATA, data)
    with listening(Throttled(framework())) as url:
        settings = UpstreamSettings(url, data, rate=Throttle(100, 3600), only_mock=("*/agencies/",))
        upstream = Upstream(load_api(None, str(data)), settings, report=lambda _: None)
        client = create_app(data=data, upstream=upstream, records=60, reload=True).test_client()
        before = client.get("/2.3.0/spacecraft/?limit=3").json["results"]
        upstream.settle()
        path = data / "schemas" / "ll2-small" / "api.json"
        declared = json.loads(path.read_text(encoding="utf-8"))
        declared["envelope"]["default_limit"] = 4
        path.write_text(json.dumps(declared), encoding="utf-8")
        end = time.monotonic() + 60
        while len(client.get("/2.3.0/agencies/").json["results"]) != 4 and time.monotonic() < end:
            time.sleep(0.1)
        grown = client.get("/2.3.0/agencies/").json["results"]
        again = client.get("/2.3.0/spacecraft/?limit=3")
        upstream.close()

    assert 4 == len(grown)
    assert before == again.json["results"]
    assert again.headers["X-Mock-Source"].startswith("recorded")
