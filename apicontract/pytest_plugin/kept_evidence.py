"""
What the planned requests have shown, gathered by one process of a run for all of them.

A process that gathered by itself would find the answers of the first one, for which nothing is paid, and plan with
what is left of the budget: each would judge by answers of its own.
"""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import filelock

from apicontract.contract.files import write_atomically
from apicontract.planner.exchange_log import ExchangeLog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from apicontract.contract.model import Api


def gathered_once(folder: Path | None, api: Api, gather: Callable[[], ExchangeLog]) -> ExchangeLog:
    """
    Return what the first process of a run has gathered; the others wait for it.

    Args:
        folder: what the processes share; None if there is but one.
        api: the contract.
        gather: asks the target.
    """
    if folder is None:
        return gather()
    file = folder / "evidence"
    # However long the first one takes: the run has a deadline for that.
    with filelock.FileLock(folder / "evidence.lock"):
        if not file.exists():
            write_atomically(file, _packed(gather()))
    return _unpacked(file.read_bytes(), api)


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
