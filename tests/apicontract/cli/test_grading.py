"""
What recordings show of promises, as `apicontract derive` writes it into `api.json`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from library_evidence import BASE, book, listed, write_recordings

from apicontract.cli import main
from apicontract.cli.grading import MARK

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """
    A data folder with recordings of a library, and nothing else.
    """
    return write_recordings(tmp_path)


def derived(data: Path, *arguments: str) -> int:
    """
    Derive the library; return the exit status.
    """
    return CliRunner().invoke(main, ["derive", "--data", str(data), "--quiet", *arguments]).exit_code


def grades(data: Path) -> dict[str, str]:
    """
    Return check to grade, as `api.json` says.
    """
    return {name: each["grade"] for name, each in head(data)["promises"].items()}


def head(data: Path) -> dict[str, Any]:
    """
    Return the document `api.json`.
    """
    found: dict[str, Any] = json.loads((data / "schemas/library/api.json").read_text(encoding="utf-8"))
    return found


def state(data: Path, check: str, grade: str) -> None:
    """
    Have `api.json` say how well a promise is known.
    """
    document = head(data)
    document["promises"][check] = {"grade": grade, "source": "a person"}
    (data / "schemas/library/api.json").write_text(json.dumps(document), encoding="utf-8")


def test_what_recordings_keep_is_recorded(data: Path) -> None:
    """
    A promise that recordings bear on and keep is recorded; one on which they do not bear is not mentioned.
    """
    assert 0 == derived(data)
    found = grades(data)

    assert {"recorded"} == {found[name] for name in ("envelope", "field-type", "rows-unique", "self-link")}
    assert {"slash-redirect", "filter-kept", "limit-unreadable"}.isdisjoint(found)


def test_what_recordings_break_is_not_recorded(data: Path) -> None:
    """
    A recorded page whose link is another than the promised one grades no promise about it up.
    """
    derived(data)

    assert "next-link" not in grades(data)


def test_bytes_are_not_recorded(data: Path) -> None:
    """
    Recordings are kept laid out, so they do not show how a body is written.
    """
    derived(data)

    assert {"json-compact", "content-type"}.isdisjoint(grades(data))


def test_limits_that_recordings_show_or_tell(data: Path) -> None:
    """
    The default is recorded by a page whose request set no limit; the maximum is said in the prose above a page.
    """
    derived(data)

    assert ("recorded", "faq") == (grades(data)["limit-default"], grades(data)["limit-clamped"])


def test_limits_that_nothing_shows_are_guesses(data: Path) -> None:
    """
    Without the page that shows them, both limits are guesses.
    """
    (data / "fixtures/library/books/recorded/page.txt").unlink()
    derived(data)

    assert ("guess", "guess") == (grades(data)["limit-default"], grades(data)["limit-clamped"])


def test_what_a_person_stated_stays(data: Path) -> None:
    """
    A grade that somebody stated is kept as it is; a guess gives way to what a recording shows.
    """
    derived(data)
    for check, grade in (("envelope", "published"), ("rows-unique", "guess")):
        state(data, check, grade)
    derived(data)

    assert ("published", "recorded") == (grades(data)["envelope"], grades(data)["rows-unique"])


def test_a_promise_goes_with_its_recording(data: Path) -> None:
    """
    What only a removed recording showed is no longer recorded; `--check` says so, and `derive` takes it back.
    """
    derived(data)
    (data / "fixtures/library/writers/recorded/one.json").unlink()
    status = derived(data, "--check")
    derived(data)

    assert (1, 0) == (status, derived(data, "--check"))
    assert "detail-identity" not in grades(data)
    assert MARK in {each["source"] for each in head(data)["promises"].values()}


def test_recordings_of_different_days_are_judged_apart(data: Path) -> None:
    """
    A request that is answered differently on two days is repeatable on each of them, unless it is not on one day.
    """
    folder = data / "fixtures" / "library" / "books" / "recorded"
    for path in (data / "fixtures").rglob("recorded/*"):
        path.unlink()

    def write(day: int, hour: int, first: int) -> None:
        rows = [book(each) for each in range(first, first + 2)]
        text = listed(*rows, next=f"{BASE}books/?limit=2&offset=2")
        above = f"# recorded at 2026-03-0{day}T12:{hour:02}:00Z\n# {BASE}books/?limit=2\n"
        (folder / f"{day}-{hour}.json").write_text(above + text, encoding="utf-8")

    for day, first in ((1, 1), (2, 5)):
        write(day, 0, first)
        write(day, 1, first)
    assert 0 == derived(data)
    assert "recorded" == grades(data).get("repeat-same")

    write(2, 1, 3)
    assert 0 == derived(data)
    assert "recorded" != grades(data).get("repeat-same")
