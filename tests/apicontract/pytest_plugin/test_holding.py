"""
An application of somebody's own, held to a contract by one line of a test.
"""

from __future__ import annotations

import asyncio
import re
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from apicontract.cli import main
from apicontract.pytest_plugin.holding import hold_application
from mockserver.app import create_app
from mockserver.control.state import Switches

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from apicontract.reports.report import Report

#: Modules that an import of an application may meet.
MODULES = {"broken_shop": "raise RuntimeError('no database')", "empty_shop": "application = None"}


@pytest.fixture(scope="module")
def right() -> Callable[..., Any]:
    """
    An application that keeps every promise.
    """
    return create_app()


@pytest.fixture(scope="module")
def wrong() -> Callable[..., Any]:
    """
    An application that breaks one promise.
    """
    return create_app(switches=Switches(faults=("limit-not-clamped",)))


def failure(application: Any, **options: Any) -> str:
    """
    Return what a test that holds an application fails with.
    """
    with pytest.raises(pytest.fail.Exception) as caught:
        hold_application(application, **options)
    return str(caught.value)


def silent(_environ: dict[str, Any], _start_response: Callable[..., Any]) -> list[bytes]:
    """
    Give no answer for a minute, as a WSGI application.
    """
    time.sleep(60)
    return []


async def idle(_scope: Any, _receive: Any, _send: Any) -> None:
    """
    Give no answer for a minute, as an ASGI application that other tasks can go on beside.
    """
    await asyncio.sleep(60)


async def busy(scope: Any, _receive: Any, _send: Any) -> None:
    """
    Give no answer for a minute, as an ASGI application that holds its event loop.
    """
    if scope["type"] == "http":
        time.sleep(60)  # noqa: ASYNC251 - it must hold the loop


def test_the_fixture_is_one_line(contract_app: Callable[..., Report], right: Callable[..., Any]) -> None:
    """
    An application that keeps its promises passes within the budget, and the report comes back.
    """
    report = contract_app(right, budget=15)

    assert (15, 0) == (report.requests, report.states["violated"])


def test_a_broken_promise_fails_the_test(wrong: Callable[..., Any]) -> None:
    """
    The failure names the broken promise in its first line, then shows the violation and no warning.
    """
    said = failure(wrong, budget=15)

    assert "contract_app: it violates limit-clamped" == said.splitlines()[0]
    assert (1, 0) == (len(re.findall(r"^VIOLATION limit-clamped: ", said, re.MULTILINE)), said.count("WARNING"))


@pytest.mark.parametrize("options", [{"skip": "limit-clamped"}, {"only": ["count-steady", "page-length"]}], ids=str)
def test_checks_are_chosen(wrong: Callable[..., Any], options: dict[str, Any]) -> None:
    """
    A check that is skipped, or is not among those asked for, fails no test.
    """
    assert 0 == hold_application(wrong, budget=15, **options).states["violated"]


def test_what_is_accepted_fails_no_test(wrong: Callable[..., Any], tmp_path: Path) -> None:
    """
    A finding that the baseline accepts is no failure.
    """
    accepted = tmp_path / "accepted.json"
    assert "limit-clamped" in failure(wrong, budget=15)
    command = ["check", "mock", "--request-budget", "15", "--write-baseline", str(accepted)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mockserver.app.create_app", lambda *_: wrong)
        assert 0 == CliRunner().invoke(main, command).exit_code

    assert hold_application(wrong, budget=15, baseline=accepted).requests


def test_a_strict_run_fails_on_warnings(right: Callable[..., Any]) -> None:
    """
    A warning passes, and is a violation where the run is strict.
    """

    def wordy(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        def start(status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
            others = [each for each in headers if each[0] != "Content-Type"]
            return start_response(status, [*others, ("Content-Type", "application/json; charset=utf-8")])

        return right(environ, start)

    assert {"warning"} == set(hold_application(wordy, budget=5).levels)
    assert "contract_app: it violates content-type" == failure(wordy, budget=5, strict=True).splitlines()[0]


def test_nothing_learnt_is_no_success() -> None:
    """
    An application that refuses everybody is not accused of anything, and does not pass.
    """

    def closed(_environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        start_response("403 Forbidden", [("Content-Type", "text/plain")])
        return [b"no"]

    assert "contract_app: too little was decided to pass" == failure(closed, budget=15).splitlines()[0]


def test_a_check_must_be_decided(right: Callable[..., Any]) -> None:
    """
    A check that is required and was not decided fails the test.
    """
    assert failure(right, budget=1, require_decided="throttle-told").startswith("contract_app: too little was decided")


def test_a_crash_is_named() -> None:
    """
    An application that raises fails with the exception, its place and the request.
    """

    def crashing(_environ: dict[str, Any], _start_response: Callable[..., Any]) -> list[bytes]:
        raise ZeroDivisionError("no shelves")

    last = failure(crashing, budget=5).splitlines()[-1]

    assert re.fullmatch(
        r"first exception of the application: ZeroDivisionError: no shelves \(.*test_holding\.py:\d+\), on GET /.*",
        last,
    )


@pytest.mark.parametrize(
    ("application", "options", "said"),
    [
        (5, {}, "int is a int, which cannot be called"),
        (create_app, {}, "create_app takes neither"),
        ("shop", {}, "'shop' names no application; write \"module:name\""),
        ("no_such_shop:app", {}, "no_such_shop:app cannot be imported: ModuleNotFoundError: No module"),
        ("broken_shop:app", {}, "broken_shop:app cannot be imported: RuntimeError: no database ("),
        ("empty_shop:app", {}, "empty_shop:app cannot be imported: AttributeError"),
        ("empty_shop:application", {}, "empty_shop:application is a NoneType, which cannot be called"),
        (silent, {"timeout": 0.2}, "no answer to GET /2.3.0/spacecraft/"),
        (idle, {"timeout": 0.2}, "the application does not start within 0.2 s"),
        (busy, {"timeout": 0.2}, "no answer to GET /2.3.0/spacecraft/"),
        (silent, {"only": "page-lenght"}, "unknown check 'page-lenght'; did you mean 'page-length'?"),
        (silent, {"api": "nobody"}, "unknown API 'nobody'"),
        (silent, {"data": "no-such-folder"}, "no-such-folder: no folder 'schemas' in it"),
        (silent, {"baseline": "no-such-file"}, "no-such-file"),
        (silent, {"url": "testserver"}, "unknown target 'testserver'"),
        (silent, {"resources": "spacecrafts"}, "unknown resource 'spacecrafts'"),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_a_slip_is_one_line(
    application: Any, options: dict[str, Any], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    What cannot be held to a contract is one line that says what is wrong, and takes no longer than it may.
    """
    for name, text in MODULES.items():
        (tmp_path / f"{name}.py").write_text(text)
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.syspath_prepend(str(tmp_path))
    begun = time.monotonic()
    line = failure(application, **options)

    assert (True, said in line, 0) == (line.startswith("contract_app: "), True, line.count("\n")), line
    assert time.monotonic() - begun < 30


def test_an_alarm_of_somebody_else_goes_on(right: Callable[..., Any]) -> None:
    """
    A time limit that was set before, as by a plugin for time limits, still ends the test afterwards.
    """
    signal = pytest.importorskip("signal")
    rung: list[int] = []
    before = signal.signal(signal.SIGALRM, lambda number, _: rung.append(number))
    try:
        signal.setitimer(signal.ITIMER_REAL, 600)
        hold_application(right, budget=2)
        left, _ = signal.setitimer(signal.ITIMER_REAL, 0)
        assert (True, []) == (0 < left <= 600, rung)
        assert signal.getsignal(signal.SIGALRM)(7, None) is None
        assert [7] == rung
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_an_async_test_is_told(right: Callable[..., Any]) -> None:
    """
    In a running event loop an ASGI application cannot be called, and the failure says what to do.
    """

    async def hold() -> str:
        return failure(idle)

    assert "call it from a test that is not async" in asyncio.run(hold())
    assert right
