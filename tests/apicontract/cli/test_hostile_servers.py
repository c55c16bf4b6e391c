"""
`apicontract check` against servers that break HTTP on purpose.

By hand, with the times of a user:
`HOSTILE="--timeout 2 --deadline 20" pytest -s tests/apicontract/cli/test_hostile.py`.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from bad_servers import (
    ANSWERING,
    REDIRECTING,
    WITHOUT_ANSWER,
    double_bomb,
    gzip_bomb,
    not_accepting,
    refusal_for_ever,
    reset,
    serving,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bad_servers import Answer

    from apicontract.contract.model import Api

#: Given as text so that a run by hand can replace them.
_TIMES = os.environ.get("HOSTILE", "--timeout 0.5 --deadline 4").split()
#: For servers that are ended by the size of what they send: enough for tens of megabytes on a busy machine.
_LONG_TIMES = os.environ.get("HOSTILE", "--timeout 30 --deadline 60").split()
#: Runs a command and tells its status, its outputs, its seconds and its peak of memory in kilobytes.
_MEASURED = """
import json, resource, subprocess, sys, time
begun = time.monotonic()
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // (1024 if sys.platform == "darwin" else 1)
print(json.dumps([done.returncode, done.stdout, done.stderr, time.monotonic() - begun, peak]))
"""
_PROGRAM = "from apicontract.cli import main; main()"
#: What a run may take beyond its deadline, with its start on a busy machine, and of memory.
_SECONDS, _KILOBYTES = 18.0, 200_000


class Run(NamedTuple):
    """
    What came of a command.
    """

    status: int
    output: str
    error: str
    seconds: float
    kilobytes: int


def _run(cache: Path, *arguments: str, **environment: str) -> Run:
    command = [sys.executable, "-c", _MEASURED, sys.executable, "-c", _PROGRAM, *arguments]
    given = {**os.environ, "APICONTRACT_CACHE": str(cache), **environment}
    done = subprocess.run(command, capture_output=True, text=True, env=given, check=True)
    return Run(*json.loads(done.stdout))


def _checked(cache: Path, url: str, *more: str, times: Sequence[str] = _TIMES) -> tuple[Run, dict[str, Any]]:
    """
    Check a server, hold the run to its bounds, and read its report.
    """
    run = _run(cache, "check", url, *times, "--format", "json", *more)
    print(f"{run.status} {run.seconds:5.1f} s {run.kilobytes // 1024:4} MB {run.output}")  # noqa: T201 - by hand
    assert "Traceback" not in run.error
    assert run.seconds < float(times[-1]) + _SECONDS
    assert run.kilobytes < _KILOBYTES
    return run, json.loads(run.output)


@contextmanager
def _served(answer: Answer | None) -> Iterator[str]:
    with serving(answer) if answer else not_accepting() as url:
        yield url


@pytest.mark.parametrize(
    ("answer", "said"),
    [*WITHOUT_ANSWER.items(), (None, "no connection within")],
    ids=lambda each: getattr(each, "__name__", None) or ("not_accepting" if each is None else ""),
)
def test_a_server_without_an_answer_decides_nothing(answer: Answer | None, said: str, tmp_path: Path) -> None:
    """
    The run ends in time and in little memory with 3, decides nothing, and says why in one sentence.
    """
    with _served(answer) as url:
        run, report = _checked(tmp_path, url, times=_LONG_TIMES if "more than" in said else _TIMES)

    assert (run.status, report["findings"], report["summary"]["verdicts"]["kept"]) == (3, [], 0)
    assert re.search(said, report["remarks"][-1])
    assert all(len(each.splitlines()) == 1 for each in report["remarks"])


@pytest.mark.parametrize("answer", REDIRECTING, ids=lambda each: each.__name__)
def test_a_server_that_redirects_everything_decides_nothing(answer: Answer, tmp_path: Path) -> None:
    """
    Where every request is sent elsewhere, nothing is learnt of the service: the run ends with 3 and says where to.
    """
    with _served(answer) as url:
        run, report = _checked(tmp_path, url, "--request-budget", "20")

    assert (run.status, report["findings"]) == (3, [])
    assert "redirects every request, to " in report["ended"]
    assert "s3cret" not in run.output


@pytest.mark.parametrize("answer", ANSWERING, ids=lambda each: each.__name__)
def test_a_server_with_wrong_answers_is_judged(answer: Answer, tmp_path: Path) -> None:
    """
    What is HTTP is an answer: the run ends in time and in little memory, and the answer violates the contract.
    """
    with _served(answer) as url:
        run, report = _checked(tmp_path, url, "--request-budget", "20")

    assert (run.status, report["summary"]["verdicts"]["violated"] > 0) == (1, True)
    assert "s3cret" not in run.output


def test_a_refusal_for_ever_is_one_for_a_day(tmp_path: Path) -> None:
    """
    The run decides nothing, says when to come back, and the ledger holds a number.
    """
    with serving(refusal_for_ever) as url:
        run, report = _checked(tmp_path, url)

    assert run.status == 3
    assert "retry in 24 hours" in report["remarks"][0]
    assert not [each for each in (tmp_path / "ledger").glob("*.json") if "Infinity" in each.read_text()]


@pytest.mark.parametrize("answer", [gzip_bomb, reset], ids=lambda each: each.__name__)
def test_a_recording_ends_too(answer: Answer, tmp_path: Path) -> None:
    """
    `record` has the same bounds, and ends with 3 and one sentence.
    """
    with serving(answer) as url:
        run = _run(tmp_path / "cache", "record", url, *_TIMES, "--output", str(tmp_path))

    assert (run.status, run.output, len(run.error.splitlines())) == (3, "", 1)
    assert (run.seconds < float(_TIMES[-1]) + _SECONDS, run.kilobytes < _KILOBYTES) == (True, True)


@pytest.mark.parametrize("option", [("--max-body", "1"), ("--max-body", "700")])
def test_the_bound_of_bytes_can_be_moved(option: tuple[str, str], tmp_path: Path) -> None:
    """
    `--max-body` names the megabytes of an answer that are read.
    """
    with serving(gzip_bomb) as url:
        run = _run(tmp_path, "check", url, "--timeout", "0.5", *option)

    bounds = re.findall("more than ([0-9,]+) bytes", run.output)
    assert set(bounds) <= {f"{int(option[1]) * 1024 * 1024:,}"}
    assert bool(bounds) is (option[1] == "1")


def test_the_token_stays_at_home(api: Api, tmp_path: Path) -> None:
    """
    A server that nobody has named does not get the token, one line says so, and neither report nor ledger holds it.
    """
    seen: list[bytes] = []
    with serving(lambda connection, request: (seen.append(request), double_bomb(connection, request))[0]) as url:
        for more in ((), ("--token-host", "127.0.0.1")):
            run = _run(tmp_path, "check", url, "--request-budget", "1", *more, **{api.token_environment: "s3cret"})
            assert ("is not sent to 127.0.0.1" in run.error) is not bool(more)
            assert "s3cret" not in run.output + run.error

    assert [b"s3cret" in each for each in seen] == [False, True]
    assert not [each for each in tmp_path.rglob("*.json") if "s3cret" in each.read_text()]
