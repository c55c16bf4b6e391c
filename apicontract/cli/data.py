"""
Which data folder a command uses, told to its user.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from apicontract.cli.configuration import origin_of
from apicontract.contract.folders import chosen_data, package_folder

if TYPE_CHECKING:
    from pathlib import Path


def say_data(data: Path | str | None, *, always: bool = False) -> None:
    """
    Say on standard error which data folder is used and what chose it; the packaged one only if `always`.
    """
    folder, chosen = chosen_data(data, package_folder())
    if data:
        chosen = origin_of("data") or chosen
    if chosen or always:
        click.echo(f"apicontract: data of {folder.resolve()} ({chosen or 'packaged'})", err=True)
