"""
Which data folder a command uses, told to its user.
"""

from __future__ import annotations

import os
from pathlib import Path

import click

from apicontract.cli.configuration import origin_of
from apicontract.contract.errors import UsageError
from apicontract.contract.folders import DATA_VARIABLE, chosen_data, package_folder


def say_data(data: Path | str | None) -> None:
    """
    Say on standard error which data folder is used and what chose it, in one line.

    A command that cannot do its work says one line, why, and not this one; `serve`, which has no end, begins with it.
    """
    folder, chosen = chosen_data(data, package_folder())
    _say(folder, (data and origin_of("data")) or chosen or "packaged")


def written_data(data: Path | None) -> Path:
    """
    Return the data folder that is written to: never the packaged one, but the current folder in its stead.
    """
    return data or Path(os.environ.get(DATA_VARIABLE) or ".")


def hold_own(folder: Path, name: str) -> None:
    """
    Make sure that an API that is to be written into a folder is none of the packaged ones, whose files lie below it.

    Raises:
        UsageError: it is.
    """
    package = package_folder()
    if folder.resolve() != package.resolve() and (package / "schemas" / name / "api.json").is_file():
        raise UsageError(f"{name} is a packaged API, with which this one would be mixed", "name another API with --api")


def say_written_data(data: Path | None) -> None:
    """
    Say on standard error which data folder is written to and what chose it, in one line.
    """
    chosen = DATA_VARIABLE if os.environ.get(DATA_VARIABLE) else "the current folder"
    _say(written_data(data), (origin_of("data") or "--data") if data else chosen)


def _say(folder: Path, chosen: str) -> None:
    click.echo(f"apicontract: data of {folder.resolve()} ({chosen})", err=True)
