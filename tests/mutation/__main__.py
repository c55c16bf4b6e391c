"""
Which changed lines of the packages the tests of their own room notice: `tox -e mutation`.

Mutants are drawn by seed over all places that cosmic-ray can change; each is given to the tests of its own room
(`tests/mutation/rooms.py`), one after the other, in a copy of the checkout::

    python -m tests.mutation                                # 200 of all rooms
    python -m tests.mutation --seed 1 --shard 2/4           # a fourth of another 200
    python -m tests.mutation --room apicontract/dataset     # of one room
    python -m tests.mutation --time 20                      # as many of them as can be tried in 20 minutes
    python -m tests.mutation --document docs/mutation.md    # 200 of all rooms, told in the document

Shards may run at the same time, each with its outcomes in a file, and be put together in the document::

    python -m tests.mutation --shard 1/2 --outcomes 1.json
    python -m tests.mutation --shard 2/2 --outcomes 2.json
    python -m tests.mutation --of 1.json --of 2.json --document docs/mutation.md

When tests were written for what survived, that alone is tried again::

    python -m tests.mutation --of 1.json --of 2.json --again --document docs/mutation.md

A survivor that changes nothing is listed in `tests/mutation/equivalent.json`, one that no unit test needs to notice in
`tests/mutation/tolerated.json`, with the reason.
"""

from __future__ import annotations

import datetime as dt
import signal
import sys
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import click

from .mutants import Mutant, drawn, mutants_of
from .report import EQUIVALENT, Outcome, document, figures, kept, read, reasons
from .rooms import QUICK, ROOMS, Room, room_of
from .trial import ROOT, Trial, copied, difference, mutated, tried

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: What a shell says of a program that was ended: 128 and the number of SIGTERM.
_ENDED = 143
_FILE = click.Path(dir_okay=False, path_type=Path)


def sources_of(room: str | None) -> dict[str, str]:
    """
    Return the texts of all files of the packages, or of one room.
    """
    paths = sorted(path for name in ("apicontract", "mockserver") for path in (ROOT / name).rglob("*.py"))
    files = {path.relative_to(ROOT).as_posix(): path for path in paths}
    return {
        name: path.read_text(encoding="utf-8")
        for name, path in files.items()
        if (own := room_of(name)) and room in {None, own.name}
    }


def measured(mutants: Sequence[Mutant], until: float) -> Iterator[Outcome]:
    """
    Yield what becomes of the mutants that can be tried until a time.

    Raises:
        click.ClickException: the tests of a room fail without a mutant.
    """
    known = reasons(EQUIVALENT)
    plain: dict[str, Trial] = {}
    with copied() as copy:
        for mutant in mutants:
            room = room_of(mutant.file)
            source = (copy / mutant.file).read_text(encoding="utf-8")
            changed = mutant.applied(source)
            if room is None or changed is None:
                continue
            if time.monotonic() > until:
                return
            if room.name not in plain:
                plain[room.name] = _plain(copy, room)
            with mutated(copy, mutant, changed):
                trial = tried(copy, room, mutant.file)
            diff = difference(mutant, source, changed)
            yield Outcome(mutant, trial.killed(plain[room.name]), known.get(mutant.key, ""), diff, trial.seconds)


def _plain(copy: Path, room: Room) -> Trial:
    trial = tried(copy, room, compiled=True)
    if trial.status != 0:
        last = trial.output.strip().splitlines()[-1:]
        raise click.ClickException(f"{room.name}: its tests fail without a mutant ({''.join(last)}); mend them first.")
    note = f", longer than {QUICK}" if trial.seconds > QUICK else ""
    click.echo(f"  {room.name}: {trial.seconds:.0f} seconds without a mutant{note}")
    return trial


def table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """
    Yield the lines of the table: a row a room, and the sum.
    """
    yield f"{'room':28} {'mutants':>8} {'killed':>8} {'survived':>8} {'equivalent':>10} {'rate':>6} {'seconds':>8}"
    for room in (*ROOMS, None):
        found = figures(outcomes, room)
        if found is None:
            continue
        own = [each.seconds for each in outcomes if room is None or room_of(each.mutant.file) == room]
        number, killed, survived, equivalent, rate = found
        counts = f"{number:8} {killed:8} {survived:8} {equivalent:10}"
        yield f"{room.name if room else 'all':28} {counts} {rate:>6} {sum(own) / len(own):8.1f}"
    for room in ROOMS:
        if room.without and any(room_of(each.mutant.file) == room for each in outcomes):
            yield f"{room.name} is tried without {', '.join(each.rpartition('/')[2] for each in room.without)}"


def _shard(_: click.Context, __: click.Parameter, value: str) -> tuple[int, int]:
    number, _sign, count = value.partition("/")
    if not (number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
        raise click.BadParameter("write it as 1/4: the first of four parts")
    return int(number), int(count)


def drawn_of(room: str | None, count: int, seed: int, shard: tuple[int, int]) -> list[Mutant]:
    """
    Return the mutants of a sample, or of one part of it.
    """
    sources = sources_of(room)
    every = [each for name, text in sources.items() for each in mutants_of(name, text)]
    draw = Random(seed)  # noqa: S311 - no secret
    # By room: each shard then runs the tests of few rooms without a mutant.
    mutants = sorted(drawn(every, count, draw, sources), key=lambda each: ROOMS.index(room_of(each.file)))
    mutants = mutants[len(mutants) * (shard[0] - 1) // shard[1] : len(mutants) * shard[0] // shard[1]]
    click.echo(f"{len(mutants)} mutants of {len({each.place for each in every})} places, seed {seed}")
    return mutants


def _told(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """
    Yield outcomes, and print each.
    """
    for each in outcomes:
        where = f"{each.mutant.file}:{each.mutant.position[0]}"
        click.echo(f"{each.word:10} {each.seconds:6.1f} {where} {each.mutant.function} {each.mutant.operator}")
        if not each.killed:
            click.echo(each.reason or each.diff)
        yield each


def _keep(outcomes: Sequence[Outcome], into: Path | None) -> None:
    if into:
        into.write_text(kept(outcomes), encoding="utf-8")


@click.command(help=__doc__)
@click.option("--count", type=click.IntRange(1), default=200, show_default=True, help="Mutants to draw.")
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--shard", callback=_shard, default="1/1", show_default=True, help="Which part of those drawn.")
@click.option("--room", type=click.Choice([each.name for each in ROOMS]), help="Of this room alone.")
@click.option("--time", "minutes", type=float, default=float("inf"), help="Begin no mutant after so many minutes.")
@click.option("--outcomes", "into", type=_FILE, help="Write what became of the mutants into this file.")
@click.option(
    "--of", "parts", type=_FILE, multiple=True, help="Try nothing; take what became of mutants from this file."
)
@click.option("--again", is_flag=True, help="With --of: try once more what survived there without a reason.")
@click.option("--document", "page", type=_FILE, help="Write the document into this file.")
def main(  # noqa: PLR0913 - the options
    *,
    count: int,
    seed: int,
    shard: tuple[int, int],
    room: str | None,
    minutes: float,
    into: Path | None,
    parts: tuple[Path, ...],
    again: bool,
    page: Path | None,
) -> None:
    """
    Print what became of each mutant, and the table.
    """
    # So that the copy goes and the tests end, too, where this is ended from outside.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(_ENDED))
    # A shell lets what it starts in the background ignore Ctrl-C; tests that press it would fail without a mutant.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    outcomes = list(read(parts))
    mutants = [each.mutant for each in outcomes if again and not each.killed and not each.reason]
    outcomes = [each for each in outcomes if each.mutant not in mutants]
    if not parts:
        mutants = drawn_of(room, count, seed, shard)
    for each in _told(measured(mutants, time.monotonic() + minutes * 60)):
        outcomes.append(each)
        _keep(outcomes, into)
    _keep(outcomes, into)
    if page:
        of_room = f" --room {room}" if room else ""
        command = f"python -m tests.mutation --count {count} --seed {seed}{of_room} --document {page}"
        page.write_text(document(outcomes, dt.datetime.now(dt.UTC).date(), command), encoding="utf-8")
    click.echo("\n".join(table(outcomes)))


if __name__ == "__main__":
    main()
