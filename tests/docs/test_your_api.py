"""
Promise: the stories of `docs/your-api.md` work as they stand there, from an empty folder.
"""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner
from convention_server import served
from conventions import CONVENTIONS

from apicontract.cli import main
from apicontract.contract.catalog import load_api

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "your-api.md").read_text(encoding="utf-8")
#: Where the service of the story stands.
PLACE = "http://127.0.0.1:5000"


def commands(heading: str) -> list[str]:
    """
    Return the command lines of ours under a heading, those in the prose and in the workflow included.
    """
    story = TEXT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"(?:^\$ |run: |`)apicontract ((?:learn|check|derive) [^`\n]+ [^`\n]+)", story, re.MULTILINE)


def test_a_url_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Each command of the story ends well, and what it wrote can be served.
    """
    monkeypatch.chdir(tmp_path)
    story = commands("Only a URL")

    assert ["learn", "check", "derive", "check"] == [each.split()[0] for each in story]
    with served(CONVENTIONS["page-and-per-page"]) as url:
        for each in story:
            ran = CliRunner().invoke(main, shlex.split(each.replace(PLACE, url)))
            assert ran.exit_code == 0, (each, ran.output)
    assert {"films"} == set(load_api("films-1", tmp_path / "mine").resources)


def test_recorded_traffic_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A HAR file of two pages is learnt from, and no request is sent.
    """
    monkeypatch.chdir(tmp_path)
    rows = [{"id": number, "name": f"Film {number}", "year": 1990 + number % 3} for number in range(1, 7)]
    pages = {"": rows[:3], "?page=2": rows[3:], "?year=1991": [each for each in rows if each["year"] == 1991]}
    entries = [
        {
            "startedDateTime": "2026-03-01T12:00:00Z",
            "request": {"method": "GET", "url": f"https://films.example.org/films{query}", "headers": []},
            "response": {
                "status": 200,
                "headers": [],
                "content": {
                    "mimeType": "application/json",
                    "text": json.dumps({"total": 2 if "year" in query else 6, "items": page}),
                },
            },
        }
        for query, page in pages.items()
    ]
    Path("traffic.har").write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}), encoding="utf-8")
    (line,) = commands("Recorded traffic")
    ran = CliRunner().invoke(main, shlex.split(line))

    assert ran.exit_code == 0, ran.output
    api = load_api("traffic", tmp_path / "recorded")
    assert (("year", "exact"),) == tuple((each.name, each.lookup) for each in api.resources["films"].parameters)
