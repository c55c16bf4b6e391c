"""
Files that a killed process leaves whole: the old content or the new, never a piece; and JSON for people.
"""

from __future__ import annotations

import json
import os
import secrets
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import filelock
import platformdirs

from apicontract.contract.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Environment variable that names the folder for what is kept between runs.
CACHE_VARIABLE = "APICONTRACT_CACHE"
#: Seconds for which a lock is waited for. Whoever keeps the rules holds one for milliseconds, so this is no race.
LOCK_SECONDS = 10.0


def write_atomically(path: Path, content: bytes | str) -> None:
    """
    Replace a file in one step: written beside it first, then renamed over it (POSIX `rename`).

    Raises:
        OSError: the folder does not exist or cannot be written.
    """
    data = content.encode() if isinstance(content, str) else content
    draft = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        # Not `tempfile`: its files are for their owner's eyes alone, reports and recordings are not.
        with draft.open("xb") as stream:
            stream.write(data)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """
    Hold a lock file, which keeps other processes out; the operating system opens it when its holder is killed.

    Raises:
        UsageError: another process has held it for all the time that it was waited for.
        OSError: the folder does not exist or cannot be written.
    """
    lock = filelock.FileLock(path)
    try:
        lock.acquire(timeout=LOCK_SECONDS)
    except filelock.Timeout as error:
        raise UsageError(
            f"{path} has been locked by another process for {LOCK_SECONDS:g} seconds",
            "wait for the other run of apicontract, or end it",
        ) from error
    try:
        yield
    finally:
        lock.release()


def make_cache_folder(folder: Path) -> None:
    """
    Make a folder for what is kept between runs.

    Raises:
        UsageError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"no folder {folder} for what is kept between runs: {error.strerror}",
            f"name one that can be written in the environment variable {CACHE_VARIABLE}",
        ) from error


def render_json(value: Any, width: int = 110) -> str:
    """
    Return JSON text for a file that people read and compare: what fits on one line stands on one line.
    """
    return _rendered(value, 0, width) + "\n"


def _rendered(value: Any, depth: int, width: int, used: int = 0) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    if not value or not isinstance(value, dict | list) or (depth and len(flat) + 2 * depth + used <= width):
        return flat
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    if isinstance(value, dict):
        keys = [json.dumps(key, ensure_ascii=False) + ": " for key in value]
        members = [
            key + _rendered(each, depth + 1, width, len(key)) for key, each in zip(keys, value.values(), strict=True)
        ]
    else:
        members = [_rendered(each, depth + 1, width) for each in value]
    inner = ",\n".join("  " * (depth + 1) + each for each in members)
    return f"{opening}\n{inner}\n{'  ' * depth}{closing}"


def cache_folder() -> Path:
    """
    Return the folder for what is kept between runs: the environment's, or the one of the operating system.
    """
    named = os.environ.get(CACHE_VARIABLE)
    return Path(named) if named else platformdirs.user_cache_path("apicontract", appauthor=False)
