"""
Options of the contract suite, and the folder of what a run shares.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from apicontract.contract.model import Api

#: Key under which the controller tells its workers the shared folder.
_SHARED = "apicontract_shared"
_FOLDER = pytest.StashKey["tempfile.TemporaryDirectory[str]"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """
    Add the options of the contract suite.
    """
    group = parser.getgroup("apicontract", "check a server against a contract")
    group.addoption("--target", default="mock", help="mock, a declared host, or a URL (default: mock)")
    group.addoption("--request-budget", type=_positive, metavar="N", help="maximum number of requests of the run")
    group.addoption("--contract-strict", action="store_true", help="also report violations of inferred promises")
    group.addoption("--contract-api", metavar="NAME", help="the contract, if not the first one")
    group.addoption("--contract-data", metavar="DIR", help="data folder that overrides the packaged one")
    group.addoption("--contract-seed", type=int, default=0, metavar="N", help="seed of the request selection")
    group.addoption(
        "--contract-timeout", type=_seconds, default=30.0, metavar="SECONDS", help="seconds for one response"
    )
    group.addoption("--contract-deadline", type=_seconds, metavar="SECONDS", help="seconds for the requests of the run")
    group.addoption(
        "--contract-max-body", type=_positive, default=32, metavar="MB", help="maximum size of one response"
    )
    group.addoption(
        "--contract-token-host",
        action="append",
        default=[],
        metavar="HOST",
        help="another host that may receive the token; repeatable",
    )


def pytest_configure(config: pytest.Config) -> None:
    """
    Declare the mark of the suite.
    """
    config.addinivalue_line(
        "markers", "contract(concern): the test holds each resource to the checks of a concern, or without one to all"
    )


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """
    Tell a worker of pytest-xdist where the shared folder is.
    """
    node.workerinput[_SHARED] = str(shared_folder(node.config))


def shared_folder(config: pytest.Config) -> Path:
    """
    Return the folder of what all processes of this run share, made where there is none yet.

    What a test that is run again has spent stands there, too: fixtures of the session may be gone by then.
    """
    name = getattr(config, "workerinput", {}).get(_SHARED)
    if name:
        return Path(name)
    if _FOLDER not in config.stash:
        folder = tempfile.TemporaryDirectory(prefix="apicontract-")
        config.stash[_FOLDER] = folder
        config.add_cleanup(folder.cleanup)
    return Path(config.stash[_FOLDER].name)


def chosen_api(config: pytest.Config) -> Api:
    """
    Return the contract that the options name.

    Raises:
        ApiContractError: there is no such contract, or it is broken.
    """
    # Only a run that uses the suite pays for this.
    from apicontract.contract.catalog import load_api  # noqa: PLC0415 - see above

    return load_api(config.getoption("contract_api"), config.getoption("contract_data"))


def _seconds(text: str) -> float:
    # A day, which also rules out infinity; NaN is neither above 0 nor below.
    if not 0 < (number := float(text)) <= 86_400:  # noqa: PLR2004 - see above
        raise ValueError(text)
    return number


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        message = "at least 1"
        raise ValueError(message)
    return number
