"""
Recordings that can go without a loss: no derived document and no change that could be told depends on them.

Of each URL the first and the last recording stay, and both sides of every change: of the records that are shown, of
their fields, types and few values, of status and headers. What is left differs from its neighbours in free values
alone; of that as much goes as leaves the derived documents what they are, byte for byte.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from apicontract.contract.keys import key_of
from apicontract.diff.nights.parts import PartReader, below
from apicontract.diff.nights.profiles import profiles_of
from apicontract.diff.nodes import type_of
from apicontract.diff.observations import assigned
from apicontract.evidence.derive import derived_tree
from apicontract.explore.keeping import STEADY_HEADERS, recorded_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api
    from apicontract.diff.nights.parts import Part

#: Derivations that a run tries: enough to halve some hundreds of recordings down to the few that are needed.
_TRIES = 32


def thinnable(api: Api, folder: Path, packaged: Path | None = None) -> tuple[list[Path], int]:
    """
    Return the recordings of a data folder that can go, all of them together, and how many others were not tried.

    Args:
        api: the contract as it is derived from them.
        folder: data folder.
        packaged: folder below it, if its evidence counts too.

    Raises:
        DataError: a recording cannot be read, or the folder cannot be derived.
    """
    found = [path for path in _between_equals(api, recorded_files(api, folder)) if path.suffix == ".json"]
    with tempfile.TemporaryDirectory(prefix="apicontract-") as scratch:
        copy = Path(scratch) / "data"
        shutil.copytree(folder / "fixtures" / api.name, copy / "fixtures" / api.name)
        if (folder / "schemas").is_dir():
            shutil.copytree(folder / "schemas", copy / "schemas")
        before = derived_tree(copy, api.name, packaged).files
        names = [path.relative_to(folder) for path in found]
        gone, untried = _without_loss(lambda: derived_tree(copy, api.name, packaged).files == before, copy, names)
    return [path for path, name in zip(found, names, strict=True) if name in gone], untried


def _without_loss(same: Callable[[], bool], copy: Path, names: Sequence[Path]) -> tuple[set[Path], int]:
    """
    Return the files without which the same is derived, and how many were not tried alone or with others.

    All are tried together, else what of either half can go, the first half gone.
    """
    gone: set[Path] = set()
    tries, waiting = _TRIES, [list(names)] if names else []
    while waiting and tries:
        group = waiting.pop()
        tries -= 1
        texts = {name: (copy / name).read_bytes() for name in group}
        for name in group:
            (copy / name).unlink()
        if same():
            gone.update(group)
            continue
        for name, text in texts.items():
            (copy / name).write_bytes(text)
        half = len(group) // 2
        waiting += [group[half:], group[:half]] if half else []
    return gone, sum(map(len, waiting))


def _between_equals(api: Api, files: Sequence[tuple[Path, Exchange]]) -> Iterator[Path]:
    """
    Yield the files of which no answer says other things than the one before and the one behind it of the same URL.
    """
    reader = PartReader(api)
    parts = list(reader.parts(assigned(api, [exchange for _, exchange in files])))
    recurring = {where for where, each in profiles_of(parts, ()).fields.items() if each.recurring}
    by_url: dict[str, list[tuple[Path, object]]] = defaultdict(list)
    for path, exchange in files:
        by_url[exchange.url].append((path, _said(api, reader, exchange, recurring)))
    kept: set[Path] = set()
    for series in by_url.values():
        for number, (path, said) in enumerate(series):
            neighbours = series[max(number - 1, 0) : number + 2]
            at_an_end = number in {0, len(series) - 1}
            if at_an_end or any(other != said for _, other in neighbours):
                kept.add(path)
    yield from dict.fromkeys(path for path, _ in files if path not in kept)


def _said(api: Api, reader: PartReader, exchange: Exchange, recurring: set[tuple[str, str]]) -> object:
    """
    Return what an answer says apart from free values: status, headers, records, fields, types, few values.
    """
    seen = list(assigned(api, (exchange,)))
    keys = frozenset(str(key_of(each.resource, row)) for each in seen for row in each.rows)
    atoms = frozenset(atom for part in reader.parts(seen) for atom in _atoms(part, recurring))
    headers = tuple(exchange.header(name) for name in STEADY_HEADERS)
    return exchange.status, headers, keys, tuple(each.count for each in seen), atoms


def _atoms(part: Part, recurring: set[tuple[str, str]]) -> Iterator[tuple[object, ...]]:
    yield (part.variant, part.place, frozenset(part.value))
    for name, value in part.value.items():
        yield (part.variant, below(part.place, name), type_of(value))
        if isinstance(value, str) and (part.home, below(part.path, name)) in recurring:
            yield (part.variant, below(part.place, name), "value", value)
