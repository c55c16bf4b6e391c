"""
Files that a killed process leaves whole: the old content or the new, never a piece.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

#: Environment variable that names the folder for what is kept between runs.
CACHE_VARIABLE = "APICONTRACT_CACHE"


def write_atomically(path: Path, content: bytes | str) -> None:
    """
    Replace a file in one step: written beside it first, then renamed over it (POSIX `rename`).

    Raises:
        OSError: the folder does not exist or cannot be written.
    """
    data = content.encode() if isinstance(content, str) else content
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def cache_folder() -> Path:
    """
    Return the folder for what is kept between runs: the environment's, or the one of the operating system.

    The source is the XDG Base Directory Specification; macOS and Windows have customs of their own.
    """
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "apicontract"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "apicontract"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "apicontract"
