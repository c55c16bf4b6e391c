"""
What the planned requests have shown, gathered by one process of a run for all of them.

A process that gathered by itself would find the answers of the first one, for which nothing is paid, and plan with
what is left of the budget: each would judge by answers of its own.
"""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import filelock

from apicontract.contract.errors import ApiContractError
from apicontract.contract.files import write_atomically
from apicontract.planner.exchange_log import ExchangeLog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from apicontract.contract.model import Api


class NotGathered(ApiContractError):
    """
    Another process has failed to gather; the sentence is that of its error.
    """


def gathered_once(folder: Path, api: Api, gather: Callable[[], ExchangeLog]) -> ExchangeLog:
    """
    Return what the first process of a run has gathered; the others wait for it.

    Args:
        folder: what the processes share.
        api: the contract.
        gather: asks the target; the error that it raises is raised.

    Raises:
        NotGathered: it has failed before, and what is left of the budget would show less.
    """
    file, failure = folder / "evidence", folder / "evidence-failure"
    # However long the first one takes: it ends with its budget, and what it waits for one answer is bounded.
    with filelock.FileLock(folder / "evidence.lock"):
        if file.exists():
            return _unpacked(file.read_bytes(), api)
        if failure.exists():
            raise NotGathered(failure.read_text(encoding="utf-8"))
        try:
            log = gather()
        except BaseException as error:
            write_atomically(failure, str(error) or type(error).__name__)
            raise
        write_atomically(file, _packed(log))
        return log


def _packed(log: ExchangeLog) -> bytes:
    """
    Return a log as bytes; what it says of an exchange by its identity stands at the place of that exchange.
    """
    probes = [log.probes.get(id(each)) for each in log.exchanges]
    superseded = [id(each) in log.superseded for each in log.exchanges]
    return pickle.dumps((log.exchanges, probes, superseded, log.strict, log.rows, log.basis))


def _unpacked(content: bytes, api: Api) -> ExchangeLog:
    # It was written by this run, into a folder that nobody else may write to.
    exchanges, probes, superseded, strict, rows, basis = pickle.loads(content)  # noqa: S301 - see above
    return ExchangeLog(
        api,
        strict,
        exchanges,
        {id(each): probe for each, probe in zip(exchanges, probes, strict=True) if probe},
        {id(each) for each, smaller in zip(exchanges, superseded, strict=True) if smaller},
        rows,
        basis,
    )
