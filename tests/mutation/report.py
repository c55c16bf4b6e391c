"""
What became of mutants, kept in files that several shards can be put together from, and as a document.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .mutants import Mutant
from .rooms import ROOMS, Room, room_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

#: Mutants that change nothing, and mutants that change what no unit test needs to notice; each with the reason.
EQUIVALENT = Path(__file__).with_name("equivalent.json")
TOLERATED = Path(__file__).with_name("tolerated.json")


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What became of a mutant.

    Attributes:
        mutant: the change.
        killed: whether the room's tests noticed it.
        reason: why nobody can notice it, if it survived and that is known.
        diff: what it changes.
        seconds: how long its tests ran.
    """

    mutant: Mutant
    killed: bool
    reason: str
    diff: str
    seconds: float

    @property
    def word(self) -> str:
        """
        The outcome in one word.
        """
        return "killed" if self.killed else "equivalent" if self.reason else "survived"


def reasons(path: Path) -> dict[tuple[str, ...], str]:
    """
    Return key to reason of the mutants that a file lists.
    """
    rows = json.loads(path.read_text(encoding="utf-8"))
    return {(row["file"], row["function"], row["operator"], row["line"]): row["reason"] for row in rows}


def kept(outcomes: Iterable[Outcome]) -> str:
    """
    Return outcomes as JSON text.
    """
    return json.dumps([asdict(each) for each in outcomes], indent=1)


def read(paths: Iterable[Path]) -> list[Outcome]:
    """
    Return the outcomes that files hold.
    """
    rows = [row for path in paths for row in json.loads(path.read_text(encoding="utf-8"))]
    return [
        Outcome(**{**row, "mutant": Mutant(**{**row["mutant"], "position": tuple(row["mutant"]["position"])})})
        for row in rows
    ]


def figures(outcomes: Sequence[Outcome], room: Room | None) -> tuple[int, int, int, int, str] | None:
    """
    Return how many mutants of a room, or of all, were tried, killed, survived and are equivalent, and the rate.
    """
    own = [each for each in outcomes if room is None or room_of(each.mutant.file) == room]
    if not own:
        return None
    words = Counter(each.word for each in own)
    rate = f"{words['killed'] / max(words['killed'] + words['survived'], 1):.0%}"
    return len(own), words["killed"], words["survived"], words["equivalent"], rate


def document(outcomes: Sequence[Outcome], day: dt.date, command: str) -> str:
    """
    Return the document: a row a room, and each mutant that was not noticed, with its place and the reason.
    """
    return "\n".join([*_head(day, command, len(outcomes)), "", *_rooms(outcomes), "", *_survivors(outcomes)]) + "\n"


def _head(day: dt.date, command: str, number: int) -> Iterator[str]:
    yield "# What the unit tests notice"
    yield ""
    yield f"Measured on {day:%Y-%m-%d} by `{command}`, which writes this file anew; {number} mutants were tried."
    yield ""
    yield "Each mutant is one changed operator, number, condition or loop, drawn by seed over all files."
    yield "It is given to the tests of its own room alone (`tests/mutation/rooms.py`), and killed if one of them fails."
    yield "The rate leaves out equivalent mutants, which change nothing that could be noticed."


def _rooms(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield "| room | sampled | killed | survived | equivalent | rate |"
    yield "|---|---:|---:|---:|---:|---:|"
    for room in (*ROOMS, None):
        found = figures(outcomes, room)
        if found is not None:
            yield f"| {f'`{room.name}`' if room else '**all**'} | {' | '.join(map(str, found))} |"


def _survivors(outcomes: Sequence[Outcome]) -> Iterator[str]:
    tolerated = reasons(TOLERATED)
    yield "## Not noticed"
    yield ""
    yield "| place | function | change | reason |"
    yield "|---|---|---|---|"
    for each in sorted(outcomes, key=lambda each: (each.mutant.file, each.mutant.position)):
        if not each.killed:
            place = f"{each.mutant.file}:{each.mutant.position[0]}"
            reason = (
                f"Equivalent. {each.reason}" if each.reason else tolerated.get(each.mutant.key, "No test states it.")
            )
            yield f"| {place} | {_code(each.mutant.function or 'module')} | {_change(each.diff)} | {_cell(reason)} |"


def _change(diff: str) -> str:
    """
    Return the first changed line, before and after.
    """
    lines = diff.splitlines()
    old, new = (next((line[1:].strip() for line in lines if line.startswith(sign)), "") for sign in "-+")
    return f"{_code(old)} → {_code(new)}"


def _code(text: str) -> str:
    return f"`` {_cell(text)} ``" if "`" in text else f"`{_cell(text)}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
