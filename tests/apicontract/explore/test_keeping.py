"""
Promise: an answer is kept once for each period in which it stayed, under a name that says what and when.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.exchange import Exchange
from apicontract.contract.moments import written_moment
from apicontract.evidence.recordings import read_recording
from apicontract.explore.keeping import KeptAnswers, digest, kept_of, recorded_files, same_answer

API = load_api("launches-2.3.0", Path(__file__).parents[2] / "data" / "move" / "new", alone=True)
URL = "https://api.example/2.3.0/spacecraft/?limit=100"
JSON = (("Content-Type", "application/json"),)
FIRST = dt.datetime(2026, 3, 1, 3, 17, 5, tzinfo=dt.UTC)


def answer(body: str = '{"a":1}', day: int | None = 0, url: str = URL) -> Exchange:
    """
    Return an answer, so many days after the first; None for a moment that nobody knows.
    """
    moment = "" if day is None else written_moment(FIRST + dt.timedelta(days=day))
    return Exchange("GET", url, 200, JSON, body.encode(), recorded_at=moment)


def test_a_name_for_a_text_is_short_and_the_same_everywhere() -> None:
    """
    Sixteen digits that only the text decides.
    """
    assert ["e3b0c44298fc1c14", "ba7816bf8f01cfea"] == [digest(""), digest("abc")]


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({}, True),
        ({"status": 404}, False),
        ({"body": b"{}"}, False),
        ({"headers": (*JSON, ("Date", "Sun, 01 Mar 2026 03:17:05 GMT"), ("X-Request-Id", "7"))}, True),
        ({"headers": (("content-type", "application/json"),)}, True),
        ({"headers": ()}, False),
        ({"headers": (*JSON, ("Vary", "Accept"))}, False),
        ({"recorded_at": ""}, True),
        ({"url": "https://api.example/"}, True),
    ],
)
def test_answers_are_the_same_that_say_the_same(other: dict[str, object], same: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """
    Status, body and lasting headers count; dates, identifiers and the moment do not.
    """
    assert same == same_answer(answer(), replace(answer(), **other))  # type: ignore[arg-type]


def test_a_file_is_named_by_url_and_moment(tmp_path: Path) -> None:
    """
    An answer of which nobody knows when it was given has the name of its URL alone.
    """
    dated, undated = (KeptAnswers(tmp_path).keep(answer(day=day)) for day in (0, None))

    assert tmp_path / f"{digest(URL)}-20260301T031705Z.json" == dated
    assert tmp_path / f"{digest(URL)}.json" == undated


def test_what_stays_is_one_file_that_says_how_long(tmp_path: Path) -> None:
    """
    An unchanged answer writes no second file, but the moment until which it stayed into the first.
    """
    kept = KeptAnswers(tmp_path)
    path = kept.keep(answer())
    assert path
    before = path.read_bytes()
    again = [kept.keep(answer(day=day)) for day in (0, None)]
    unchanged = path.read_bytes()
    later = kept.keep(answer(day=2))

    assert ([None, None], before, None) == (again, unchanged, later)
    assert [FIRST, FIRST + dt.timedelta(days=2)] == [each.moment for each in read_recording(path)]
    assert [path] == [*tmp_path.iterdir()]


def test_what_changes_stands_beside_the_former_one(tmp_path: Path) -> None:
    """
    Each change is a file, also one back to what was answered before.
    """
    kept = KeptAnswers(tmp_path)
    paths = [kept.keep(answer(body, day)) for day, body in enumerate(('{"a":1}', '{"a":2}', '{"a":1}'))]

    assert 3 == len({each for each in paths if each and each.is_file()})
    assert b'{"a":1}' == kept.latest[URL][0].body


def test_answers_of_one_moment_are_numbered(tmp_path: Path) -> None:
    """
    A name that is taken is followed by a number, from two on.
    """
    kept = KeptAnswers(tmp_path)
    paths = [kept.keep(answer(body)) for body in "12345"]
    name = f"{digest(URL)}-20260301T031705Z"

    assert [f"{name}{number}.json" for number in ("", "-2", "-3", "-4", "-5")] == [each.name for each in paths if each]


def test_a_page_that_somebody_saved_is_not_written_into(tmp_path: Path) -> None:
    """
    An unchanged answer of which the recording is no file of ours is kept in one.
    """
    saved = tmp_path / "page.txt"
    kept = KeptAnswers(tmp_path, {URL: (answer(), saved)})

    assert kept.keep(answer(day=1)) not in {None, saved}
    assert not saved.exists()


def test_the_newest_answer_of_a_url_is_the_one_before(tmp_path: Path) -> None:
    """
    Of another URL there is none.
    """
    kept = KeptAnswers(tmp_path)
    kept.keep(answer())
    kept.keep(answer("2", 1))

    assert (answer("2", 1), None) == (kept.before(URL), kept.before("https://api.example/"))


def test_a_folder_is_read_oldest_first_and_cleared_of_what_was_not_finished(tmp_path: Path) -> None:
    """
    Half-written files go, and of each URL the newest answer is the latest.
    """
    resource = API.resources["spacecraft"]
    place = tmp_path / "fixtures" / API.name / "spacecraft" / "recorded"
    kept = kept_of(API, resource, tmp_path)
    assert (place, {}) == (kept.place, kept.latest)
    kept.keep(answer("2", 1))
    KeptAnswers(place).keep(answer("1", 0))
    rubbish = [place / ".a.json.tmp", place.parent / ".asked.json.tmp"]
    for path in rubbish:
        path.write_text("{", encoding="utf-8")
    (place / "notes.md").write_text("no recording", encoding="utf-8")

    assert [b"1", b"2"] == [each.body for _, each in recorded_files(API, tmp_path)]
    assert b"2" == kept_of(API, resource, tmp_path).latest[URL][0].body
    assert [False, False] == [path.exists() for path in rubbish]
    assert [] == recorded_files(API, tmp_path, "agencies")
