"""
From what is asked for to a mock that answers; nothing here knows of Flask.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from apicontract.contract.catalog import load_api
from apicontract.contract.errors import UnknownName
from apicontract.contract.model import Api, World
from mockserver.control.mock import Mock
from mockserver.control.mock_server import MockServer, Reloader
from mockserver.control.rehearsal import rehearse
from mockserver.control.reloading import Watch
from mockserver.control.scopes import Scopes
from mockserver.control.state import State, Switches
from mockserver.control.terminal import say, unserved_lines
from mockserver.engine.pipeline import MEMORY, Pipeline, standard
from mockserver.engine.site import Site
from mockserver.faults import with_faults
from mockserver.http.authentication import ANY_TOKEN

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from pathlib import Path

    from mockserver.control.genuine import GenuineAnswers


@dataclass(frozen=True)
class MockOptions:
    """
    What a mock serves, and how; `mockserver.app.create_app` says what each of them means.
    """

    api: Api | str | None = None
    world: World | str | None = None
    data: Path | str | None = None
    records: str | int = "full"
    seed: int = 0
    tokens: Iterable[str] = (ANY_TOKEN,)
    local_images: bool = False
    cors_origin: str = ""
    pipeline: Pipeline | None = None
    memory: int = MEMORY
    switches: Switches = field(default_factory=Switches)
    reload: bool = False
    exact_headers: bool = False
    upstream: GenuineAnswers | None = None


def make_mock(options: MockOptions) -> MockServer:
    """
    Return the mock that answers as the options say.

    Raises:
        UnknownName: no such API, world or fault.
        DataError: a data file is broken.
    """
    start, upstream = options.switches, options.upstream
    told_before: set[str] = set()

    def make() -> Site:
        api = options.api if isinstance(options.api, Api) else load_api(options.api, options.data)
        promised = upstream.mounted(api) if upstream else api
        served = options.world if isinstance(options.world, World) else _generated(promised, options, start.clock.day)
        for sentence in unserved_lines(served):
            # With an upstream the same stands there again and again.
            if upstream is None or sentence not in told_before:
                say(sentence)
            told_before.add(sentence)
        open_to = (options.cors_origin,) if options.cors_origin else _origins(promised.setting("cross_origin"))
        return Site(promised, served, frozenset(options.tokens), options.local_images, open_to)

    mock = Mock(rehearse(make()), options.pipeline or standard(options.memory))
    with_faults(mock.pipeline, start.faults)
    watch = Watch(mock.site.api, ignored=upstream.writes) if upstream else Watch(mock.site.api)
    reloader = Reloader(watch, make) if options.reload or upstream else None
    scopes = Scopes(lambda: State(start))
    return MockServer(mock, scopes, reloader, exact_headers=options.exact_headers, upstream=upstream)


def _origins(setting: Any) -> tuple[str, ...] | None:
    """
    Return the origins that may read the answers of an API: all, those that it names, or None where it names none.
    """
    if isinstance(setting, bool):
        return ("*",) if setting else None
    return tuple(setting)


def _generated(api: Api, options: MockOptions, day: dt.date) -> World:
    name = options.world if isinstance(options.world, str) else None
    if name is not None and name not in api.hosts:
        raise UnknownName("world", name, tuple(api.hosts))
    # Only a world that is generated here needs these.
    from apicontract.dataset import generate  # noqa: PLC0415 - see above
    from apicontract.evidence.recordings import recordings_of  # noqa: PLC0415 - see above

    return generate(api, recordings_of(api), name, records=options.records, seed=options.seed, today=day)
