"""
The whole command line before inputs that somebody altered: a result, or one line, and soon.

`MUTATED_INPUTS=2000 MUTATED_PROCESSES=50 pytest -s tests/apicontract/cli/test_mutated_inputs.py` takes all of them.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from click.testing import CliRunner
from mutated_inputs import INPUTS, Input, prepared
from mutations import altered

from apicontract.cli import main
from apicontract.contract.catalog import packaged_data

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TIMES = int(os.environ.get("MUTATED_INPUTS", "200"))
_PROCESSES = int(os.environ.get("MUTATED_PROCESSES", "6"))
_SEED = os.environ.get("MUTATED_SEED", "0")
#: Seconds and bytes that a command may take on any input of some kilobytes.
_SECONDS, _BYTES = 10, 300_000_000


@dataclass(frozen=True)
class Ended:
    """
    How a command ended: its status, what it said on standard error, and after how many seconds of this process.
    """

    status: int
    said: str
    seconds: float = 0.0


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """
    An empty folder, which is the current one, with a cache of its own.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("APICONTRACT_CACHE", str(tmp_path / "cache"))
    return tmp_path


def rejected(kind: Input, text: str) -> bool:
    """
    Whether a strict parser, or the schema that the document must follow, takes no such text.
    """
    try:
        document = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return True
    if not kind.schema:
        return False
    schema = json.loads((packaged_data() / "schemas" / "meta" / kind.schema).read_text(encoding="utf-8"))
    return not jsonschema.Draft202012Validator(schema).is_valid(document)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a key twice")
    return dict(pairs)


def _no_constant(name: str) -> None:
    raise ValueError(name)


def mutants(seed: str, times: int) -> Iterator[tuple[Input, str]]:
    """
    Yield altered inputs, of each kind in turn.
    """
    chance = random.Random(f"mutated {seed}")  # noqa: S311 - a seeded one
    for number in range(times):
        kind = list(INPUTS.values())[number % len(INPUTS)]
        yield kind, altered(kind.document, chance)


def in_process(kind: Input, text: str, folder: Path) -> Ended:
    """
    Run the command of an input in this process.
    """
    prepared(kind, text, folder)
    begin = time.process_time()
    result = CliRunner().invoke(main, kind.command)
    return Ended(result.exit_code, result.stderr, time.process_time() - begin)


def flaw(kind: Input, text: str, ended: Ended) -> str:
    """
    Return what is wrong with how a command ended, "" if nothing is.
    """
    lines = [each for each in ended.said.splitlines() if not each.startswith("apicontract: data of ")]
    if ended.status not in {0, 1, 2, 3} or "Traceback" in ended.said:
        return f"status {ended.status}: {ended.said[-300:]}"
    if ended.seconds > _SECONDS:
        return f"{ended.seconds:.1f} s"
    if ended.status == 2 and len(lines) != 1:
        return f"{len(lines)} lines: {ended.said[:300]}"
    if ended.status != 2 and rejected(kind, text):
        return f"status {ended.status} for what a strict reader rejects"
    return ""


@pytest.mark.parametrize("name", INPUTS)
def test_the_unaltered_twin_gives_its_own_result(name: str, folder: Path) -> None:
    """
    An input that nobody altered ends with the status that it deserves.
    """
    kind = INPUTS[name]

    assert kind.status == in_process(kind, json.dumps(kind.document), folder).status


def test_altered_inputs_end_in_a_result_or_a_line(folder: Path) -> None:
    """
    No altered input ends a command with 4, a traceback or more than a line; what is no such document ends with 2.
    """
    wrong, statuses, slowest = {}, Counter[int](), 0.0
    for number, (kind, text) in enumerate(mutants(_SEED, _TIMES)):
        ended = in_process(kind, text, folder)
        statuses[ended.status] += 1
        slowest = max(slowest, ended.seconds)
        if found := flaw(kind, text, ended):
            wrong[f"{number} {' '.join(kind.command)}"] = found
    ends = ", ".join(f"{times} with {status}" for status, times in sorted(statuses.items()))
    sys.stdout.write(f"{_TIMES} altered inputs ended {ends}; the slowest took {slowest:.1f} s\n")

    assert {} == wrong


#: Runs the command and writes its peak of memory in kB; what `wait4` tells begins with the peak of the forking process.
_MEASURED = """
import re, sys
from pathlib import Path
from apicontract.cli import main

peak = sys.argv.pop(1)
try:
    main()
finally:
    status = Path("/proc/self/status").read_text() if Path("/proc/self/status").exists() else "VmHWM: 0"
    Path(peak).write_text(re.search(r"VmHWM:\\s+([0-9]+)", status)[1])
"""


@pytest.mark.skipif(os.name != "posix", reason="only POSIX says what a process used")
def test_altered_inputs_in_processes_take_little(folder: Path) -> None:
    """
    In a process of its own, too; there its memory keeps within bounds.
    """
    wrong, most = {}, 0
    for number, (kind, text) in enumerate(mutants(f"{_SEED} processes", _PROCESSES)):
        prepared(kind, text, folder)
        peak = folder.parent / "peak"
        with (folder / "said").open("w+", encoding="utf-8") as said:
            process = subprocess.Popen(
                [sys.executable, "-c", _MEASURED, str(peak), *kind.command], stdout=subprocess.DEVNULL, stderr=said
            )
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            said.seek(0)
            ended = Ended(process.returncode, said.read(), used.ru_utime + used.ru_stime)
        memory = int(peak.read_text(encoding="utf-8")) * 1024
        most = max(most, memory)
        if found := flaw(kind, text, ended) or (f"{memory} bytes" if memory > _BYTES else ""):
            wrong[f"{number} {' '.join(kind.command)}"] = found
    sys.stdout.write(f"{_PROCESSES} processes took at most {most // 1_000_000} MB\n")

    assert {} == wrong


def test_a_crash_is_seen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Canary: an error that nobody foresaw is a flaw, and so is a document that is let pass.
    """
    kind = INPUTS["report"]
    monkeypatch.setattr("apicontract.cli.showing.read_report", lambda *_: 1 / 0)

    assert flaw(kind, "{}", in_process(kind, "{}", folder)).startswith("status 4")
    assert "status 0 for what a strict reader rejects" == flaw(kind, "{", Ended(0, ""))
