"""
Traffic that others recorded -> recordings of ours, one file for each answer.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from apicontract.contract.errors import DataError
from apicontract.contract.files import write_atomically
from apicontract.contract.naming import checked_name, inside
from apicontract.contract.reading import MOST_RECORDED
from apicontract.evidence.derive.pages import pages_of
from apicontract.evidence.recordings import read_recording, recordings_in, render_document, render_page, unwrapped
from apicontract.evidence.recordings.secrets import without_credentials
from apicontract.evidence.recordings.text import compact

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from apicontract.contract.exchange import Exchange

_DIGITS = 16


def traffic_of(
    path: Path,
    base_path: str,
    hosts: Sequence[str] = (),
    max_size: int = MOST_RECORDED,
    skipped: Callable[[DataError], None] | None = None,
) -> list[Exchange]:
    """
    Read the answers of an API that a file holds: those below its base path, from its hosts (any host if none is given).

    `skipped` is told of each entry of these hosts that cannot be read.

    Raises:
        DataError: the file cannot be used, is larger than `max_size` bytes, or holds no such answer.
    """
    known = {urlsplit(each).netloc for each in hosts}
    host = hosts[0] if hosts else None
    found = read_recording(path, host=host, most=max_size, hosts=sorted(known), skipped=skipped)
    kept = [unwrapped(each) for each in found if not known or urlsplit(each.url).netloc in known]
    wanted = {id(page.exchange) for page in pages_of(kept, base_path)}
    if not wanted:
        of = f" of {', '.join(sorted(known))}" if known else ""
        raise DataError(str(path), f"no answer with records below {base_path}{of}", "traffic of this API")
    return [each for each in kept if id(each) in wanted]


def dated(exchanges: Sequence[Exchange], recorded_at: str) -> list[Exchange]:
    """
    Return exchanges of which those that say no moment themselves have the stated one.
    """
    return [each if each.moment else replace(each, recorded_at=recorded_at) for each in exchanges]


def write_recordings(
    exchanges: Sequence[Exchange], base_path: str, fixtures: Path, host: str | None = None
) -> list[Path]:
    """
    Write each answer to `<fixtures>/<resource>/recorded/`, named by its content; return the new files.

    The same answer is written once, however it was laid out. A page stays a page, everything else becomes an
    exchange document. `host` is the URL of the host of recorded pages that name none.

    Raises:
        DataError: an answer's path is no name that a folder may have, or leads out of the data folder.
    """
    written = []
    known = {_identity(each) for each in recordings_in(fixtures, host)} if fixtures.is_dir() else set()
    for page in pages_of(list(map(without_credentials, exchanges)), base_path):
        exchange = page.exchange
        if _identity(exchange) in known:
            continue
        known.add(_identity(exchange))
        is_page = exchange.documentation is not None
        text = _page_text(exchange) if is_page else render_document(exchange)
        digest = hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
        name = checked_name(page.resource, "resource", exchange.source)
        target = fixtures / name / "recorded" / f"{digest}{'.txt' if is_page else '.json'}"
        inside(fixtures.parents[1], target)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, text)
        written.append(target)
    return written


def _page_text(exchange: Exchange) -> str:
    moment = f"# recorded at {exchange.recorded_at}\n" if exchange.recorded_at else ""
    return moment + render_page(exchange)


def _identity(exchange: Exchange) -> tuple[object, ...]:
    """
    Return what makes two answers the same: what was asked, the status, the values, and whether it is documented.
    """
    documented = exchange.documentation.sections if exchange.documentation else None
    return exchange.method, exchange.url, exchange.status, compact(exchange.body.decode("utf-8", "replace")), documented
