"""
The comparison can fail: a mock that is wrong in one way is found out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from differential.asking import ask
from differential.comparing import differences
from differential.deliberate import deliberate
from differential.serving import AT_NOON
from differential.table import ROWS, requests
from mockserver.app import create_app
from mockserver.engine.pipeline import standard
from mockserver.faults import with_faults
from mockserver.faults.table import FAULTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from differential.asking import Answer, Request
    from differential.subject import Subject

#: Requests of each row; enough for the rarest of the faults.
ROUNDS = 20
#: Faults that requests drawn by chance may miss, with the reason.
RARE = {
    "throttle-untold": "the comparison does not throttle",
    "page-says-other-maximum": "the reference's pages say nothing of the maximum",
    "blanks-together-select": "needs two blank values at once",
    "mode-forgotten-once": "spoils one row of hundreds",
    "third-term-finds-nothing": "needs three terms that one record has",
    "substring-ignores-case": "needs a text whose letter case tells records apart",
}
#: Every third of the others: enough to know that the comparison can fail, at a third of the time.
PLANTED = [name for name in sorted(FAULTS) if name not in RARE][::3]


@pytest.fixture(scope="session")
def asked(subjects: tuple[Subject, ...]) -> Callable[[], Iterator[tuple[Subject, Request, Answer]]]:
    """
    Return a function that yields requests with the framework's answers, each asked once for all faults.

    A fault is mostly shown by the first of them, so that the framework is asked no further than the rarest one needs.
    """
    stream = (
        (subject, each, ask(subject.framework, each))
        for _, subject, each in requests(subjects, ROUNDS * len(ROWS), seed=1)
        if not deliberate(subject, each)
    )
    known: list[tuple[Subject, Request, Answer]] = []

    def again() -> Iterator[tuple[Subject, Request, Answer]]:
        yield from known
        for each in stream:
            known.append(each)
            yield each

    return again


@pytest.mark.parametrize("name", PLANTED)
def test_faults_are_found(
    name: str,
    subjects: tuple[Subject, ...],
    asked: Callable[[], Iterator[tuple[Subject, Request, Answer]]],
) -> None:
    """
    Each named fault, planted in the mock, makes at least one answer differ from the framework's.
    """
    faulty = {
        subject.service.name: replace(
            subject,
            mock=create_app(
                subject.api,
                subject.world,
                tokens=(),
                exact_headers=True,
                pipeline=with_faults(standard(), [name]),
                switches=AT_NOON,
            ),
        )
        for subject in subjects
    }

    assert any(
        differences(faulty[subject.service.name], request, answer, ask(faulty[subject.service.name].mock, request))
        for subject, request, answer in asked()
    )


def test_enough_faults_are_planted() -> None:
    """
    At least fifteen faults are planted, and those left out exist.
    """
    assert len(PLANTED) >= 15
    assert RARE.keys() <= FAULTS.keys()
