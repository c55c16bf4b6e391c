"""
`apicontract check` compares what it is shown with the recordings.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from click.testing import CliRunner
from library_evidence import BASE

from apicontract.cli import main

if TYPE_CHECKING:
    from pathlib import Path


def page(day: int, visits: int) -> str:
    """
    Return what a list was like on a day, in the form of a file.
    """
    rows = [{"id": number, "name": f"N{number}", "visits": visits} for number in range(1, 9)]
    body = {"count": 8, "next": None, "previous": None, "results": rows}
    return f"# recorded at 2026-03-{day:02}\n# {BASE}books/\n{json.dumps(body)}"


def test_a_counter_that_fell_since_the_recordings_is_told(tmp_path: Path) -> None:
    """
    A later answer with a smaller counter than the recordings is a finding; one with a larger counter is none.
    """
    recorded = tmp_path / "fixtures" / "library" / "books" / "recorded"
    recorded.mkdir(parents=True)
    for day in range(1, 11):
        (recorded / f"{day:02}.json").write_text(page(day, day), encoding="utf-8")
    assert 0 == CliRunner().invoke(main, ["derive", "--data", str(tmp_path)]).exit_code

    def told(visits: int) -> list[str]:
        later = tmp_path / "later.json"
        later.write_text(page(20, visits), encoding="utf-8")
        result = CliRunner().invoke(main, ["check", str(later), "--data", str(tmp_path), "--format", "json"])
        return [each["rule"] for each in json.loads(result.stdout)["findings"] if each["rule"] == "field-behaviour"]

    assert ([], ["field-behaviour"]) == (told(11), sorted(set(told(9))))
