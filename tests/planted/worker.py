"""
A process that has everything imported, and forks for each command: `python -m planted.worker` in a copy.

It reads one JSON object a line (module, function, arguments, edited, fresh, timeout) and answers each with one
(`status`, None if the command did not end in time, `seconds` of CPU, and `output`).
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import IO, Any

#: What takes long to import; `reference_drf` is kept for good, since it configures Django, which can be done once.
PRELOADED = (
    *("pytest", "hypothesis", "jsonschema", "flask", "httpx", "rest_framework"),
    *("reference_drf", "planted.compare"),
    *(f"apicontract.cli.{each}" for each in ("check", "derive")),
)
KEPT = ("reference_drf", "planted.worker", "__main__")
#: Often enough for commands that take tenths of a second.
_PAUSE = 0.005


def main(jobs: IO[str], answers: IO[str]) -> None:
    """
    Import, then answer until the input ends.
    """
    read = _preload()
    print("ready", file=answers, flush=True)
    for line in jobs:
        print(json.dumps(_run(json.loads(line), read)), file=answers, flush=True)


def _preload() -> set[str]:
    """
    Import what is slow, and return the files that were read on the way: modules hold what stands in them.
    """
    read: set[str] = set()
    recording = True

    def record(event: str, arguments: tuple[Any, ...]) -> None:
        if recording and event == "open" and isinstance(arguments[0], str):
            read.add(os.path.realpath(arguments[0]))

    sys.addaudithook(record)
    for each in PRELOADED:
        importlib.import_module(each)
    recording = False
    return read


def _run(job: dict[str, Any], read: set[str]) -> dict[str, Any]:
    edited = os.path.realpath(job["edited"])
    anew = job["fresh"] or edited.endswith(".py") or edited in read
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        child = os.fork()
        if not child:
            os.setsid()
            os.dup2(output.fileno(), 1)
            os.dup2(output.fileno(), 2)
            os._exit(_called(job, anew=anew))
        status, seconds = _waited(child, job["timeout"])
        output.seek(0)
        return {"status": status, "seconds": seconds, "output": output.read()}


def _called(job: dict[str, Any], *, anew: bool) -> int:
    """
    Do a command in the forked process, and return its exit status.
    """
    if anew:
        _forget(Path.cwd())
    sys.argv = [job["module"], *job["arguments"]]
    status: object = 1
    try:
        status = getattr(importlib.import_module(job["module"]), job["function"])()
    except SystemExit as end:
        status = end.code
    except BaseException:  # noqa: BLE001 - whatever it is, the command has failed, and the parent must learn of it
        traceback.print_exc()
    if isinstance(status, str):
        print(status)  # noqa: T201 - what `sys.exit` does
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return int(status or 0) if isinstance(status, int | None) else 1


def _forget(folder: Path) -> None:
    """
    Let the modules of the checkout be imported anew.
    """
    for name, module in (*sys.modules.items(),):
        file = getattr(module, "__file__", None) or ""
        if file.startswith(f"{folder}/") and not name.startswith(KEPT):
            del sys.modules[name]
    importlib.invalidate_caches()


def _waited(child: int, timeout: float) -> tuple[int | None, float]:
    """
    Return the exit status, None if it took too long, and the seconds of CPU.
    """
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        ended, status, used = os.wait4(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime
        time.sleep(_PAUSE)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    used = os.wait4(child, 0)[2]
    return None, used.ru_utime + used.ru_stime


if __name__ == "__main__":
    # Whatever the imported modules print must not stand between the answers.
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as own:
        os.dup2(2, 1)
        main(sys.stdin, own)
