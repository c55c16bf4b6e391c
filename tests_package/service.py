"""
The installed command, serving.
"""

from __future__ import annotations

import re
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def serving(binaries: Path, variables: dict[str, str], folder: Path, *options: str) -> Iterator[str]:
    """
    Serve on a free port as long as the block runs.
    """
    command = [binaries / "apicontract", "serve", *options, "--port", "0"]
    process = subprocess.Popen(command, cwd=folder, env=variables, stdout=subprocess.PIPE, text=True)
    with process:
        try:
            found = (re.search(r"http://[\d.]+:\d+", line) for line in process.stdout or ())
            yield next(match.group() for match in found if match)
        finally:
            process.terminate()
    assert process.returncode in {0, 143, -15}
