"""
A settings module, or a file that was written before -> what a Django project says that it serves.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from apicontract.contract.catalog import hold_to, read_document
from apicontract.contract.errors import DataError, UsageError
from apicontract.evidence.importing import DESCRIBER

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Seconds in which a project is imported and described; large ones take some ten.
_MOST_SECONDS = 120
_FILE = ".json"


def described_project(settings: str, python: str | None, project: Path | None) -> Mapping[str, Any]:
    """
    Return the description of a project, held to its schema.

    Args:
        settings: dotted name of the settings module, or the path of a description that `describe_django.py` printed.
        python: interpreter in which the project runs; the one of this process by default.
        project: folder from which its modules are found; the current one by default.

    Raises:
        UsageError: the interpreter or the folder cannot be used.
        DataError: the project cannot be read, with the last line that says why, or the file is no description.
    """
    if settings.endswith(_FILE):
        return read_document(Path(settings), "project")
    folder = project or Path.cwd()
    if not folder.is_dir():
        raise UsageError(f"--project {folder} is no folder", "name the folder that holds manage.py")
    if not all(part.isidentifier() for part in settings.split(".")):
        remedy = "write it as DJANGO_SETTINGS_MODULE has it, such as shop.settings, or name a file that ends in .json"
        raise UsageError(f"{settings!r} is no settings module", remedy)
    return _printed(settings, python or sys.executable, folder)


def _printed(settings: str, python: str, folder: Path) -> Mapping[str, Any]:
    # An interpreter given by a relative path is that of the caller, not of the project's folder.
    program = str(Path(python).absolute()) if len(Path(python).parts) > 1 else python
    try:
        done = subprocess.run(  # noqa: S603 - the interpreter and the module that the caller names
            [program, str(DESCRIBER), settings],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=_MOST_SECONDS,
            check=False,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        raise UsageError(f"--python {python} cannot be run: {error.strerror}", "name a Python interpreter") from None
    except subprocess.TimeoutExpired:
        raise DataError(settings, f"not described in {_MOST_SECONDS} s", "a project that can be imported") from None
    if done.returncode:
        last = next(reversed(done.stderr.strip().splitlines()), f"exit status {done.returncode}")
        raise DataError(settings, last, "a Django project that this interpreter can import; see --python and --project")
    return _held(done.stdout, settings)


def _held(text: str, settings: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        raise DataError(
            settings, "a project whose import prints", "the description alone on the standard output"
        ) from None
    hold_to(found, "project", f"what {settings} is described as")
    return dict(found)
