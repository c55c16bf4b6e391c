"""
What a project configures: `apicontract.toml`, or `[tool.apicontract]` in `pyproject.toml`.

The file is the one of the current folder, or of the nearest folder above it that has one.
A value counts where neither an option nor an environment variable gives another one.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from apicontract.contract.errors import DataError, UsageError, did_you_mean
from apicontract.contract.folders import DATA_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

#: Name of a file to the tables in it that hold the configuration.
_FILES: Mapping[str, tuple[str, ...]] = {"apicontract.toml": (), "pyproject.toml": ("tool", "apicontract")}


@dataclass(frozen=True)
class Configuration:
    """
    The configuration of a project.

    Attributes:
        place: the file, and the table in it; empty if there is none.
        values: as in the file; names with dashes, paths absolute.
        schema: what `schemas/meta/config.schema.json` says of it.
    """

    place: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    schema: Mapping[str, Any] = field(default_factory=dict)

    def options_of(self, name: str) -> Mapping[str, Any]:
        """
        Return option, without its dashes, to value for a command: its own table, then what holds for all.
        """
        tables = {key for key, value in self.schema.get("properties", {}).items() if value.get("type") == "object"}
        general = {key: value for key, value in self.values.items() if key not in tables}
        if name not in tables:
            # An import names a new API.
            general.pop("api", None)
        return {**general, **self.values.get(name, {})}


def read_configuration(folder: Path) -> Configuration:
    """
    Return the configuration of a folder, or of the nearest one above it that has one.

    Raises:
        DataError: the file is not TOML, or a value is of another type than its option.
        UsageError: a key is unknown.
    """
    for path, tables in (
        (above / name, tables) for above in (folder, *folder.parents) for name, tables in _FILES.items()
    ):
        if path.is_file():
            values = _table(path, tables)
            if values is not None:
                return _checked(path, tables, values)
    return Configuration()


def defaults_of(command: click.Command, name: str, configuration: Configuration) -> dict[str, Any]:
    """
    Return what click takes for the options that nobody gives (`Context.default_map`).
    """
    given = configuration.options_of(name)
    own = {each.name: given[key] for each, key in _keys(command) if key in given and not _overridden(key)}
    below = command.commands if isinstance(command, click.Group) else {}
    return {**own, **{each: defaults_of(one, name, configuration) for each, one in below.items()}}


def origin_of(option: str) -> str:
    """
    Return the file that gave an option of the running command, empty if a file did not.
    """
    try:
        context = click.get_current_context()
    except RuntimeError:
        return ""
    if context.get_parameter_source(option) is not ParameterSource.DEFAULT_MAP:
        return ""
    found = context.find_object(Configuration)
    return found.place if found else ""


def target_named(context: click.Context, _: click.Parameter, text: str | None) -> str | None:
    """
    Return the URL of a server that the configuration names; any other target as it is.
    """
    found = context.find_object(Configuration)
    url = found.values.get("hosts", {}).get(text) if found else None
    return text if url is None else str(url)


def _keys(command: click.Command) -> Iterator[tuple[click.Parameter, str]]:
    for each in command.params:
        for name in each.opts:
            if name.startswith("--"):
                yield each, name.removeprefix("--")


def _overridden(key: str) -> bool:
    return key == "data" and bool(os.environ.get(DATA_VARIABLE))


def _table(path: Path, names: tuple[str, ...]) -> Mapping[str, Any] | None:
    # Only who has such a file pays for its reader.
    import tomllib  # noqa: PLC0415 - see above

    try:
        found: Any = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        if names and b"apicontract" not in path.read_bytes():
            return None  # somebody else's file, and nothing of ours in it
        raise DataError(str(path), " ".join(str(error).split()), "TOML in UTF-8") from error
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    if found is not None and not isinstance(found, dict):
        raise DataError(str(path), f"[{'.'.join(names)}] is no table", "a table of options")
    return found


def _checked(path: Path, tables: tuple[str, ...], values: Mapping[str, Any]) -> Configuration:
    """
    Hold values to the schema: unknown keys first, which are mostly slips, then their types.
    """
    # Only who has a configuration pays for these.
    import json  # noqa: PLC0415 - see above

    from apicontract.contract.catalog import hold_to  # noqa: PLC0415 - see above
    from apicontract.contract.metaschemas import meta_text  # noqa: PLC0415 - see above

    schema = json.loads(meta_text("config"))
    place = f"{path} [{'.'.join(tables)}]" if tables else str(path)
    dashed = _dashed(values, schema)
    for key in dashed:
        _known(place, key, schema["properties"])
        if isinstance(dashed[key], dict) and "properties" in schema["properties"][key]:
            for option in dashed[key]:
                _known(f"{place}: {key}", option, schema["properties"][key]["properties"])
    hold_to(dashed, "config", place)
    return Configuration(place, _with_paths(dashed, schema, path.parent), schema)


def _dashed(values: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    named = {key.replace("_", "-"): value for key, value in values.items()}
    of_options = {key for key, value in schema["properties"].items() if "properties" in value}
    return {
        key: _dashed(value, {"properties": {}}) if key in of_options and isinstance(value, dict) else value
        for key, value in named.items()
    }


def _known(place: str, key: str, known: Mapping[str, Any]) -> None:
    if key in known:
        return
    close = did_you_mean(key, known)
    remedy = f"did you mean {close!r}?" if close else f"give one of {', '.join(known)}"
    raise UsageError(f"{place}: unknown key {key!r}", remedy)


def _with_paths(values: Mapping[str, Any], schema: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """
    Let paths begin at the folder of the file, wherever the command runs.
    """
    known = schema.get("properties", {})
    made = {}
    for key, value in values.items():
        below = isinstance(value, dict)
        path = not below and known.get(key, {}).get("x-path")
        made[key] = _with_paths(value, known.get(key, {}), folder) if below else str(folder / value) if path else value
    return made
