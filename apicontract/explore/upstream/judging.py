"""
The passive judge: each genuine exchange is held to the contract, with those around it; it never sends a request.
"""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Any

from apicontract.checks import judge
from apicontract.checks.context import ExchangeCache
from apicontract.evidence.recordings import render_document
from apicontract.evidence.recordings.document import read_document
from apicontract.reports.fingerprint import fingerprint
from apicontract.reports.merged import merged
from apicontract.reports.of_checks import report_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api
    from apicontract.reports.report import Finding, Report

#: Exchanges that are judged together at the most: a pass over so many takes some seconds.
TOGETHER = 400
#: Seconds within which exchanges are judged together: over a longer time records change, and that is no fault.
TOGETHER_SECONDS = 300.0
#: The judge works for a quarter of the time at the most.
_PAUSES = 3.0


class PassiveJudge:
    """
    Judges what is handed to it on a thread of its own, and tells each finding once.

    Attributes:
        api: the contract, which may be exchanged for another one.

    Args:
        api: the contract.
        target: what was asked, for the report.
        tell: handed each new finding.
        failed: told in one sentence why answers could not be judged.
        log: file to which each exchange is appended, for who judges after the end; None for none.
    """

    def __init__(
        self,
        api: Api,
        target: str,
        tell: Callable[[Finding], None],
        failed: Callable[[str], None],
        log: Path | None = None,
    ) -> None:
        self.api = api
        self._target = target
        self._tell = tell
        self._failed = failed
        self._log = log
        self._recent: deque[tuple[float, Exchange]] = deque(maxlen=TOGETHER)
        self._findings: dict[str, Finding] = {}
        self._added = 0
        self._judged = 0
        self._running = False
        self._changed = threading.Condition()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """
        What was found until now.
        """
        with self._changed:
            return tuple(self._findings.values())

    def describe(self) -> Mapping[str, Any]:
        """
        Return what a page shows of the findings.
        """
        found = [
            {"check": each.rule, "level": each.level, "message": each.message, "curl": [*each.curl]}
            for each in self.findings
        ]
        return {"findings": found}

    def add(self, exchange: Exchange) -> None:
        """
        Judge an exchange soon.
        """
        with self._changed:
            if self._log is not None:
                _append(self._log, exchange)
            self._recent.append((time.monotonic(), exchange))
            self._added += 1
            if not self._running:
                self._running = True
                threading.Thread(target=self._run, name="judge", daemon=True).start()

    def settle(self, seconds: float = 60.0) -> bool:
        """
        Wait until everything was judged that was added by now; return whether it was.
        """
        with self._changed:
            wanted = self._added
            return self._changed.wait_for(lambda: self._judged >= wanted, seconds)

    def _run(self) -> None:
        cache, api, last = ExchangeCache(), self.api, 0.0
        while True:
            time.sleep(last * _PAUSES)
            with self._changed:
                if self._judged == self._added:
                    self._running = False
                    return
                wanted, since = self._added, time.monotonic() - TOGETHER_SECONDS
                while self._recent and self._recent[0][0] < since and len(self._recent) > wanted - self._judged:
                    self._recent.popleft()
                exchanges = [each for _, each in self._recent]
            if len(cache.readings) > 2 * TOGETHER or api is not self.api:
                cache, api = ExchangeCache(), self.api
            began = time.monotonic()
            try:
                self._take(report_of(api, judge(api, exchanges, cache=cache, weighed=False), target=self._target))
            except Exception as error:  # noqa: BLE001 - whatever an answer makes a check raise, the others are judged
                self._failed(f"answers could not be judged: {type(error).__name__}: {error}")
            finally:
                last = time.monotonic() - began
                with self._changed:
                    self._judged = wanted
                    self._changed.notify_all()

    def _take(self, report: Report) -> None:
        for finding in report.findings:
            name = fingerprint(finding)
            with self._changed:
                new = name not in self._findings
                self._findings.setdefault(name, finding)
            if new:
                self._tell(finding)


def judged(api: Api, log: Path, target: str, started: str) -> Report:
    """
    Return the report on all exchanges of a log, judged in the groups in which they were seen.
    """
    exchanges = _logged(log)
    groups = [exchanges[start : start + TOGETHER] for start in range(0, len(exchanges), TOGETHER)] or [[]]
    parts = [
        report_of(api, judge(api, group), target=target, requests=len(group), started_at=started) for group in groups
    ]
    return merged(parts)


def _append(log: Path, exchange: Exchange) -> None:
    line = json.dumps(json.loads(render_document(exchange)))
    with log.open("a", encoding="utf-8") as stream:
        stream.write(f"{line}\n")


def _logged(log: Path) -> Sequence[Exchange]:
    """
    Return the exchanges of a log; a last line that was cut off by a kill is none.
    """
    lines = log.read_text(encoding="utf-8").splitlines(keepends=True)
    return [read_document(json.loads(each), str(log)) for each in lines if each.endswith("\n")]
