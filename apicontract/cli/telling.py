"""
`apicontract history`: the life of a field or a parameter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from apicontract.cli.data import say_data
from apicontract.cli.drifting import written
from apicontract.contract.catalog import load_api
from apicontract.contract.folders import chosen_data, package_folder
from apicontract.diff.nights.drift import host_of
from apicontract.diff.nights.history import history_of
from apicontract.evidence.recordings import recordings_of
from apicontract.evidence.runs import read_runs
from apicontract.reports.of_history import HISTORY_FORMATS

if TYPE_CHECKING:
    from pathlib import Path


def run(name: str, api: str | None, data: str | None, form: str, output: Path | None) -> None:
    """
    Show the life of a field or a parameter.
    """
    known = load_api(api, data)
    exchanges = recordings_of(known)
    host = host_of(exchanges, read_runs(chosen_data(data, package_folder())[0], known.name))
    ours = [each for each in exchanges if urlsplit(each.url).netloc.lower() == host]
    text = HISTORY_FORMATS[form](history_of(known, ours, name), known.name, host)
    say_data(data)
    if output is None:
        click.echo(text, nl=False)
    else:
        written(output, text)
