"""
The mock answers as Django REST Framework does.

`DIFFERENTIAL_REQUESTS` sets how many requests are compared; each row of the table comes equally often.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from differential.asking import Request, ask
from differential.comparing import differences
from differential.covering import covering
from differential.deliberate import DELIBERATE, Deliberate, deliberate
from differential.part import pair
from differential.table import ROWS, requests

if TYPE_CHECKING:
    from differential.subject import Subject

#: A run is split, so that several processes can share it.
SHARES = 4
LEAST_HITS = 20
AMOUNT = max(int(os.environ.get("DIFFERENTIAL_REQUESTS", "2000")), LEAST_HITS * len(ROWS))
SEED = int(os.environ.get("DIFFERENTIAL_SEED", "0"))

PARAMETERS = ("limit", "offset", "ordering", "search", "mode", "format", "name", "title", "pages", "shelf", "status")


def found(subject: Subject, request: Request) -> list[str]:
    """
    Ask both and return what differs, unless it may.
    """
    if deliberate(subject, request):
        return []
    return differences(subject, request, ask(subject.framework, request), ask(subject.mock, request))


@pytest.mark.parametrize("share", range(SHARES))
def test_answers_are_the_same(share: int, subjects: tuple[Subject, ...]) -> None:
    """
    Every request of the table is answered alike: status, headers, body, order of keys.
    """
    hits: Counter[str] = Counter()
    wrong: list[str] = []
    for row, subject, request in requests(subjects, -(-AMOUNT // SHARES), SEED * SHARES + share):
        hits[row] += 1
        wrong += [f"{row}: {request}\n  {each}" for each in found(subject, request)]

    assert not wrong, f"{len(wrong)} differences\n" + "\n".join(wrong[:10])
    assert set(hits) == set(ROWS)
    assert min(hits.values()) * SHARES >= LEAST_HITS


def test_everything_documented_is_the_same(subjects: tuple[Subject, ...]) -> None:
    """
    Each resource, record, mode, filter, ordering and search field is asked for once, and answered alike.
    """
    wrong = [
        f"{about}: {request}\n  {each}"
        for about, subject, request in covering(subjects, SEED)
        for each in found(subject, request)
    ]

    assert not wrong, f"{len(wrong)} differences\n" + "\n".join(wrong[:10])


def test_settings_are_followed(switched: tuple[Subject, ...]) -> None:
    """
    With every behaviour setting at its other value, both still answer alike.
    """
    stream = requests(switched, 3 * len(ROWS), SEED)
    wrong = [f"{row}: {request}\n  {each}" for row, subject, request in stream for each in found(subject, request)]

    assert not wrong, f"{len(wrong)} differences\n" + "\n".join(wrong[:10])


@settings(max_examples=100)
@given(names=st.lists(st.sampled_from(PARAMETERS), min_size=1, max_size=3), data=st.data())
def test_any_text_is_answered_the_same(names: list[str], data: st.DataObject, subjects: tuple[Subject, ...]) -> None:
    """
    Whatever text stands in whatever parameter, both answer alike.
    """
    subject = data.draw(st.sampled_from(subjects))
    resource = subject.service.resources[subject.service.primary]
    texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
    query = "&".join(pair(name, data.draw(texts)) for name in names)

    assert found(subject, Request(subject.list_path(resource), query)) == []


@pytest.mark.parametrize("record", DELIBERATE, ids=lambda each: each.name)
def test_deliberate_differences_are_still_there(record: Deliberate, subjects: tuple[Subject, ...]) -> None:
    """
    A difference that is listed as wanted exists; otherwise the list is out of date.
    """
    subject = next(each for each in subjects if each.service.name == record.service)

    assert record.applies(subject, record.example)
    assert differences(
        subject, record.example, ask(subject.framework, record.example), ask(subject.mock, record.example)
    )
