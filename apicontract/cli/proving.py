"""
The end of an import: what it wrote is loaded, served in this process and held to its own contract; or it is undone.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from apicontract.cli.reaching import Reach
from apicontract.contract.catalog import load_api
from apicontract.contract.errors import DataError
from apicontract.contract.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from apicontract.reports.report import Report

#: Requests that tell whether a contract is served as it says; each is answered in some milliseconds.
REQUESTS = 20
#: Seconds for one answer and megabytes of it; the mock is in this process.
_REACH = Reach(timeout=30.0, deadline=120.0, max_body=32, token_hosts=())


def proved(name: str, folder: Path, place: str, requests: int = REQUESTS) -> Report:
    """
    Serve an API of a data folder in process, and return the report of a run of so many requests against it.

    Raises:
        DataError: a promise is broken there, or nothing can be decided; `place` is where the contract comes from.
        ApiContractError: what was written cannot be loaded or served.
    """
    # Only an import needs the mock, the checks and the planner.
    from apicontract.cli.checking import in_process  # noqa: PLC0415 - see above
    from apicontract.planner import gather  # noqa: PLC0415 - see above
    from apicontract.reports.of_checks import report_of_run  # noqa: PLC0415 - see above

    api = load_api(name, folder)
    with _REACH.client(in_process(api), api, requests) as client:
        report = report_of_run(gather(api, client))
    broken = next((each for each in report.verdicts if each.state == "violated"), None)
    if broken is not None:
        message = next((each.message for each in report.findings if each.rule == broken.rule), broken.rule)
        told = " ".join(message.split())[:300]
        raise DataError(place, f"what it gives is not served as it says ({broken.rule}: {told})", "a servable contract")
    if not report.states["kept"]:
        raise DataError(place, "what it gives answers nothing that can be judged", "a list with records")
    return report


@contextmanager
def undone_on_failure(*folders: Path) -> Iterator[None]:
    """
    Leave folders as they were if what is done inside fails, or is interrupted: files, texts and folders above.
    """
    before = {path: path.read_bytes() for each in folders for path in each.rglob("*") if path.is_file()}
    missing = {above for each in folders for above in (each, *each.parents) if not above.exists()}
    known = {path for each in folders for path in each.rglob("*")}
    try:
        yield
    except BaseException:
        _restore(folders, before, known, missing)
        raise


def _restore(folders: tuple[Path, ...], before: dict[Path, bytes], known: set[Path], missing: set[Path]) -> None:
    made = [path for each in folders for path in each.rglob("*") if path not in known]
    for path in sorted(made, reverse=True):
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        else:
            path.unlink()
    for path, content in before.items():
        if not path.is_file() or path.read_bytes() != content:
            write_atomically(path, content.decode("utf-8"))
    for path in sorted(missing, reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
