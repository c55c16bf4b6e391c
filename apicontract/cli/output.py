"""
Standard output that arrives whole, or fails.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def whole_output() -> Iterator[None]:
    """
    Hold standard output to what is written to it.

    Raises:
        OSError: a part of it could not be written.
    """
    raw = getattr(sys.stdout, "buffer", None)
    if isinstance(raw, io.RawIOBase):
        # Unbuffered (`python -u`, PYTHONUNBUFFERED): what a full disk does not take, Python drops silently.
        sys.stdout = io.TextIOWrapper(
            io.BufferedWriter(raw), sys.stdout.encoding, sys.stdout.errors, line_buffering=True
        )
    try:
        yield
    except SystemExit as end:
        if end.code:
            # Whatever went wrong is told already; what cannot be written cannot be when Python tries again either.
            try:
                _finish()
            except OSError:
                sys.stdout = None
        else:
            _finish()
        raise


def _finish() -> None:
    """
    Write what is still held back, and hear what is said only when a file is closed (close(2), "Dealing with errors").
    """
    if sys.stdout is None:
        return
    sys.stdout.flush()
    with suppress(io.UnsupportedOperation):
        os.close(os.dup(sys.stdout.fileno()))
