"""
A mock with an upstream of its own, of which nothing is left.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from listening import listening
from simulated import Throttled, framework
from werkzeug.test import Client as WerkzeugClient

from apicontract.contract.catalog import load_api
from apicontract.contract.model import Throttle
from apicontract.explore.upstream.settings import UpstreamSettings
from apicontract.explore.upstream.upstream import Upstream
from mockserver.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from werkzeug.test import Client, TestResponse

API = load_api()
#: A limit that no test reaches.
MANY = Throttle(10_000, 3600)


class Front:
    """
    A mock with an upstream.

    Attributes:
        service: the upstream.
        upstream: what gives the mock genuine answers.
        said: what was told on the terminal.
        client: asks the mock.
        folder: of the recordings.
    """

    def __init__(self, service: Throttled, upstream: Upstream, said: list[str], client: Client, folder: Path) -> None:
        self.service = service
        self.upstream = upstream
        self.said = said
        self.client = client
        self.folder = folder

    def get(self, path: str, **headers: str) -> TestResponse:
        """
        Ask the mock.
        """
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(path, headers=named)

    def genuine(self, path: str) -> Any:
        """
        Ask the upstream itself.
        """
        return WerkzeugClient(self.service).get(path, headers={"Accept": "application/json"}).json

    def source(self, path: str, **headers: str) -> str:
        """
        Ask the mock, and return from where the answer comes.
        """
        return self.get(path, **headers).headers["X-Mock-Source"].partition(";")[0]


@pytest.fixture
def front(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """
    Return a function that stands a mock before a service: the framework, unless another application is given.
    """
    monkeypatch.setenv("APICONTRACT_CACHE", str(tmp_path / "cache"))

    @contextmanager
    def standing(service: Throttled | None = None, *, exact_headers: bool = False, **settings: Any) -> Iterator[Front]:
        throttled = service or Throttled(framework())
        said: list[str] = []
        with listening(throttled) as url:
            # What passes here must not hang on how busy the machine is.
            chosen = {"rate": MANY, "folder": tmp_path / "data", "timeout": 60.0, **settings}
            clock = chosen.pop("clock", None)
            upstream = Upstream(API, UpstreamSettings(chosen.pop("target", url), **chosen), clock, said.append)
            app = create_app(API, upstream=upstream, records=60, exact_headers=exact_headers)
            yield Front(throttled, upstream, said, app.test_client(), chosen["folder"])
            upstream.close()

    return standing
