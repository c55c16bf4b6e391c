"""
All rows, and a stream of requests that goes through them in turn.
"""

from __future__ import annotations

from random import Random
from types import MappingProxyType
from typing import TYPE_CHECKING

from differential.part import Part, Scene
from differential.rows_lists import FILTERS, MODES, ORDERING, PAGING, SEARCH
from differential.rows_protocol import ERRORS, FORMATS, METHOD_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from differential.asking import Request
    from differential.part import Row
    from differential.subject import Subject

ROWS: Mapping[str, Row] = MappingProxyType(
    {**PAGING, **FILTERS, **ORDERING, **SEARCH, **MODES, **FORMATS, **METHOD_ROWS, **ERRORS}
)
#: Rows that may stand beside any other, to see how the rules work together.
COMPANIONS = tuple({**PAGING, **FILTERS, **ORDERING, **SEARCH, **MODES}.values())
_TRIES = 200


def requests(subjects: Sequence[Subject], amount: int, seed: int) -> Iterator[tuple[str, Subject, Request]]:
    """
    Yield requests with the names of their rows; every row that some subject has a place for comes equally often.
    """
    random = Random(seed)  # noqa: S311 - chance, not secrecy
    names = list(ROWS)
    for number in range(amount):
        name = names[number % len(names)]
        drawn = made(random, subjects, ROWS[name])
        if drawn:
            scene, part = drawn
            yield name, scene.subject, scene.request(in_company(scene, part, paged=name.startswith("3 ")))


def made(random: Random, subjects: Sequence[Subject], row: Row) -> tuple[Scene, Part] | None:
    """
    Make a row's part in a scene that has what it needs, or return None if no subject has it.
    """
    for _ in range(_TRIES):
        subject = random.choice(subjects)
        resources = [each for each in subject.service.resources.values() if subject.records(each)]
        # The resource that matters most is asked as often as all others together.
        primary = [each for each in resources if each.name == subject.service.primary]
        scene = Scene(random, subject, random.choice(primary if primary and random.random() < 0.5 else resources))
        part = row(scene)
        if part is not None:
            return scene, part
    return None


def in_company(scene: Scene, part: Part, *, paged: bool) -> Part:
    """
    Add what a careful client would not: other parameters, in any order; mostly a small page, which is quick.
    """
    chance = scene.random.random()
    if chance < 0.3:
        other = scene.random.choice(COMPANIONS)(scene)
        if other is not None and not other.path:
            part = part | other
    paged = paged or any(each.startswith("limit") for each in part.query)
    if not paged and not part.path and scene.random.random() < 0.6:
        part = Part((f"limit={scene.random.randrange(1, 5)}",)) | part
    query = list(part.query)
    scene.random.shuffle(query)
    return Part(tuple(query), part.path, part.method, part.headers)
