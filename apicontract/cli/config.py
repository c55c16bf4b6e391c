"""
`apicontract config`: what is in force, and where each value comes from.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import click

from apicontract.cli.explaining import Explained
from apicontract.contract.folders import DATA_VARIABLE, chosen_data, package_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apicontract.cli.configuration import Configuration

_HIDDEN = "***"
#: Keys whose values are for nobody's eyes.
_SECRET = frozenset({"token"})


@click.command("config", cls=Explained)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def command(configuration: Configuration, form: str) -> None:
    """
    Print each option that is in force, and where its value comes from.

    Precedence: option, environment, configuration file, current folder, packaged.
    """
    rows = list(_rows(configuration))
    if form == "json":
        click.echo(json.dumps([dict(zip(("key", "value", "source"), row, strict=True)) for row in rows], indent=2))
    else:
        click.echo(
            "\n".join(f"{key} = {json.dumps(value, ensure_ascii=False)}  ({source})" for key, value, source in rows)
        )


def _rows(configuration: Configuration) -> Iterator[tuple[str, Any, str]]:
    """
    Yield key, value and source: the data folder, what the environment says, what the file says, and the defaults.
    """
    yield ("configuration file", configuration.place or None, "nearest" if configuration.place else "none found")
    named = configuration.values.get("data")
    if named and not os.environ.get(DATA_VARIABLE):
        yield ("data", named, configuration.place)
    else:
        folder, chosen = chosen_data(None, package_folder())
        yield ("data", str(folder.resolve()), chosen or "packaged")
    for key, value in configuration.values.items():
        if key != "data":
            yield from _flat(key, value, configuration.place)
    yield from _defaults(configuration)


def _flat(key: str, value: Any, source: str) -> Iterator[tuple[str, Any, str]]:
    if isinstance(value, dict):
        for name, below in value.items():
            yield from _flat(f"{key}.{name}", below, source)
    else:
        yield (key, _HIDDEN if key.rpartition(".")[2] in _SECRET else value, source)


def _defaults(configuration: Configuration) -> Iterator[tuple[str, Any, str]]:
    """
    Yield the defaults of options that the file leaves alone.
    """
    from apicontract.cli import COMMANDS, main  # noqa: PLC0415 - it imports this module

    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        given = configuration.options_of(name)
        for each in command.params if command else ():
            key = next((text.removeprefix("--") for text in each.opts if text.startswith("--")), "")
            default = each.to_info_dict()["default"]
            if key and key not in given and isinstance(default, (str, int, float)) and not isinstance(default, bool):
                yield (f"{name}.{key}", default, "default")
