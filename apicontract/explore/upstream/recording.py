"""
Genuine answers become recordings: by the writer of `record`, redacted, a file only for what changed.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from apicontract.contract.errors import UsageError
from apicontract.contract.moments import written_moment
from apicontract.contract.redaction import redacted_url
from apicontract.contract.routes import located
from apicontract.evidence.runs import FILE_NAME, RecordRun, read_runs, write_runs
from apicontract.explore.failures import failure_of
from apicontract.explore.keeping import kept_of
from apicontract.explore.record import alone

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api
    from apicontract.evidence.runs import Failed
    from apicontract.explore.keeping import KeptAnswers


class Recorder:
    """
    Writes the genuine answers of one session into a data folder, as one run.

    Other sessions, and `record`, may write into the same folder meanwhile.
    """

    def __init__(self, api: Api, folder: Path, target: str, started: dt.datetime) -> None:
        self._api = api
        self._folder = folder
        self._run = RecordRun(written_moment(started), target)
        self._kept: dict[str, KeptAnswers] = {}
        self._lock = threading.Lock()

    def writes(self, place: Path) -> bool:
        """
        Return whether a file or folder is one into which this writes, or a folder around such.
        """
        root = self._folder / "fixtures" / self._api.name
        if not place.is_relative_to(root):
            return False
        return "recorded" in place.parts or place.name == FILE_NAME or not place.is_file()

    def remembered(self, host: str) -> list[Exchange]:
        """
        Return the newest answer of each URL of a host that the folder holds.

        Raises:
            DataError: a recording cannot be read.
            UsageError: the folder cannot be written.
        """
        try:
            with self._lock, alone(self._folder):
                found = [each for name in self._api.resources for each in self._of(name).latest.values()]
        except OSError as error:
            problem = f"{self._folder} cannot be written: {error.strerror}"
            raise UsageError(problem, "name another one with --data") from error
        return [exchange for exchange, _ in found if exchange.url.partition("//")[2].partition("/")[0].lower() == host]

    def keep(self, exchange: Exchange) -> tuple[bool, Failed | None]:
        """
        Record an answer; return whether it says something new, and why it is no evidence, if it is none.

        Raises:
            OSError: the folder cannot be written.
            ApiContractError: the folder cannot be used.
        """
        place = located(self._api, exchange.path)
        if place is None:
            return False, None
        with self._lock, alone(self._folder):
            kept = self._of(place.resource.name)
            failed = failure_of(self._api, exchange, kept.before(exchange.url))
            written = None if failed else kept.keep(exchange)
            self._write(exchange, failed)
        return written is not None, failed

    def _of(self, name: str) -> KeptAnswers:
        if name not in self._kept:
            self._kept[name] = kept_of(self._api, self._api.resources[name], self._folder)
        return self._kept[name]

    def _write(self, exchange: Exchange, failed: Failed | None) -> None:
        run = self._run
        if failed:
            run = replace(run, failed=(*run.failed, replace(failed, url=redacted_url(failed.url))))
        else:
            moments = [run.first, written_moment(exchange.moment) if exchange.moment else ""]
            run = replace(run, answered=run.answered + 1, first=min(filter(None, moments), default=""))
        self._run = run
        others = [each for each in read_runs(self._folder, self._api.name) if each.started != run.started]
        write_runs(self._folder, self._api.name, (*others, run))
