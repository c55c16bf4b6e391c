"""
Fixtures that tests of several packages share.
"""

from __future__ import annotations

import gc
import os
import signal
from typing import TYPE_CHECKING, Any

import pytest
from framework import create_framework
from sampled import leave_out
from small import SMALL_DATA

from apicontract.contract.catalog import load_api
from apicontract.contract.folders import DATA_VARIABLE
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Before any test module is read: what a test or a command of it does not name is the small API.
os.environ[DATA_VARIABLE] = str(SMALL_DATA)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """
    Leave out what a continuous integration does not run.
    """
    leave_out(config, items)


def pytest_collection_finish() -> None:
    """
    Let the garbage collector pass over what was imported and collected, which stays: a tenth of the time of a run.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """
    Keep ledger and answers of the tests apart from those of the person who runs them.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("APICONTRACT_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _data_as_they_are() -> Iterator[None]:
    """
    Leave the data of the tests as they are: what one test records there, the next one would take for evidence.
    """
    before = {*SMALL_DATA.rglob("*")}
    yield
    assert [] == [str(each) for each in sorted({*SMALL_DATA.rglob("*")} - before)]


@pytest.fixture(scope="session", autouse=True)
def _ctrl_c() -> None:
    """
    Let Ctrl-C be heard: a shell that starts the tests in the background has it ignored.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def reference() -> Callable[..., Any]:
    """
    Return a real Django REST Framework application with the recorded rows of the default API, as a WSGI callable.
    """
    api = load_api()
    return create_framework(api, generate(api, recordings_of(api), records="recorded"))
