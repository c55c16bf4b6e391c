"""
Fixtures of the mock: one server for the session, as new for every test.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apicontract.pytest_plugin.mock_api import MockApi

_MISSING = (
    "mock_api needs the extra 'test', which is not installed; pip install 'pytest-httpserver>=1.1' is enough for it"
)


@pytest.fixture(scope="session")
def make_mock_api() -> Iterator[Callable[..., MockApi]]:
    """
    Return a function that starts a mock, or gives the one started before with the same options.

    It takes the options of `mockserver.app.create_app`, and stops every server when the session ends.
    An `upstream` may be a declared host, a URL, a WSGI application or an `UpstreamSettings`.
    """
    try:
        from apicontract.pytest_plugin.mock_api import AppServer, MockApi  # noqa: PLC0415 - Flask only when it is used
        from apicontract.pytest_plugin.upstream import upstream_of  # noqa: PLC0415 - the same
        from mockserver.app import EXTENSION, create_app  # noqa: PLC0415 - the same
    except ModuleNotFoundError as error:
        if error.name != "pytest_httpserver":
            raise
        raise pytest.UsageError(_MISSING) from error

    started: dict[str, MockApi] = {}

    def make(**options: Any) -> MockApi:
        key = repr(sorted(options.items()))
        if key not in started:
            if "upstream" in options:
                options = {**options, "upstream": upstream_of(**options)}
            app = create_app(**options)
            server = AppServer(app)
            server.start()
            started[key] = MockApi(server, app.extensions[EXTENSION])
        return started[key]

    yield make
    for each in started.values():
        each.server.clear()
        each.server.stop()


@pytest.fixture
def mock_api(make_mock_api: Callable[..., MockApi]) -> Iterator[MockApi]:
    """
    Return the mock of the default API, as new; what the test does to it ends with the test.
    """
    mock = make_mock_api()
    mock.reset()
    yield mock
    mock.reset()
