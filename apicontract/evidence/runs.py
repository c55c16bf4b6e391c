"""
The runs of `record` that wrote into a data folder: when, how many answers were usable, and what failed.

A failure is told here alone. An error page, an unreadable answer or an empty list in place of records is no evidence
of the API, so it never becomes a recording.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from apicontract.contract.catalog import hold_to
from apicontract.contract.files import write_atomically
from apicontract.contract.moments import moment_of
from apicontract.contract.naming import inside
from apicontract.contract.reading import read_json

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

FILE_NAME = "runs.json"


@dataclass(frozen=True, slots=True)
class Failed:
    """
    A request that got no usable answer.

    Attributes:
        url: what was asked for.
        kind: "unreachable", "throttled", "status", "unreadable" or "empty" (a list without the records it had).
        reason: what came instead, in one clause.
    """

    url: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class RecordRun:
    """
    One run.

    Attributes:
        started: when, by the clock of whoever recorded (RFC 3339).
        target: scheme and host that were asked.
        answered: number of usable answers, those that had not changed included.
        first: moment of the earliest answer, as the server says it; "" without one.
        failed: the requests without a usable answer.
        stopped: why the run ended before its plan did, or "".
    """

    started: str
    target: str
    answered: int = 0
    first: str = ""
    failed: tuple[Failed, ...] = ()
    stopped: str = ""

    @property
    def begin(self) -> dt.datetime | None:
        """
        The moment from which on recordings belong to this run.
        """
        return moment_of(self.first or self.started)


def read_runs(folder: Path, api: str) -> tuple[RecordRun, ...]:
    """
    Return the runs that wrote into a data folder, the oldest first; none where nothing was recorded.

    Raises:
        DataError: the file is none of ours, with the JSON pointer.
    """
    path = _path(folder, api)
    if not path.is_file():
        return ()
    document: Any = read_json(path)
    hold_to(document, "runs", str(path))
    return tuple(_run(each) for each in document["runs"])


def write_runs(folder: Path, api: str, runs: Sequence[RecordRun]) -> None:
    """
    Write the runs of a data folder, in one step.

    Raises:
        DataError: a symbolic link leads out of the folder.
        OSError: the folder cannot be written.
    """
    lines = ",\n".join(f"    {json.dumps(_document(each), ensure_ascii=False)}" for each in runs)
    path = _path(folder, api)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, f'{{\n  "runs": [\n{lines}\n  ]\n}}\n')


def _path(folder: Path, api: str) -> Path:
    return inside(folder, folder / "fixtures" / api / FILE_NAME)


def _run(document: Mapping[str, Any]) -> RecordRun:
    failed = tuple(Failed(**each) for each in document.get("failed", ()))
    return RecordRun(**{**document, "failed": failed})


def _document(run: RecordRun) -> dict[str, Any]:
    failed = [{"url": each.url, "kind": each.kind, "reason": each.reason} for each in run.failed]
    given = {"first": run.first, "failed": failed, "stopped": run.stopped}
    told = {name: value for name, value in given.items() if value}
    return {"started": run.started, "target": run.target, "answered": run.answered, **told}
