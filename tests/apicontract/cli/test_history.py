"""
`apicontract history`: the life of a field or a parameter, as text, as JSON and as a page with a chart.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from lxml import html

from apicontract.cli import main
from apicontract.contract.exchange import Exchange
from apicontract.contract.files import write_atomically
from apicontract.evidence.recordings.document import render_document

DATA = Path(__file__).parents[2] / "data" / "orchard"
HOST = "https://orchard.example"


def rows(night: int) -> list[dict[str, Any]]:
    """
    Return five trees: from the third night on a remark is null, from the fourth on one is missing, on the sixth all.
    """
    found = []
    for number in range(1, 6):
        owner = {"id": number % 2, "name": f"Owner {number % 2}"}
        row = {"id": number, "name": f"Tree {number}", "kind": "pear", "remark": "r", "owner": owner}
        row |= {"remark": None} if night >= 3 and number == 1 else {}
        if night == 6 or (night >= 4 and number == 2):
            del row["remark"]
        found.append(row)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    A data folder with seven nights.
    """
    place = tmp_path_factory.mktemp("history") / "data"
    shutil.copytree(DATA, place)
    recorded = place / "fixtures" / "orchard-1" / "trees" / "recorded"
    recorded.mkdir(parents=True)
    for night in range(1, 8):
        for query in ("limit=100", "kind=pear"):
            found = rows(night)
            if query == "kind=pear" and night == 5:
                found[0]["kind"] = "apple"
            body = json.dumps({"count": 5, "next": None, "previous": None, "results": found}).encode()
            moment = f"2026-03-{night:02}T03:17:00Z"
            exchange = Exchange("GET", f"{HOST}/1/trees/?{query}", 200, (), body, recorded_at=moment)
            write_atomically(recorded / f"{query}-{night}.json", render_document(exchange))
    assert 0 == CliRunner().invoke(main, ["derive", "--data", str(place), "--quiet"]).exit_code
    return place


def run(folder: Path, *arguments: str) -> Result:
    """
    Run the command in process.
    """
    return CliRunner().invoke(main, ["history", *arguments, "--data", str(folder)])


def events(folder: Path, name: str) -> list[list[tuple[str, str]]]:
    """
    Return day and sentence of the changes of each life that a name stands for.
    """
    lives = json.loads(run(folder, name, "--format", "json").stdout)["lives"]
    return [[(moment[:10], sentence) for moment, sentence in life["events"]] for life in lives]


def test_a_field_is_followed_from_its_first_night_to_its_last(folder: Path) -> None:
    """
    First and last moment, nulls, gaps and returns are told with their days.
    """
    (life,) = events(folder, "trees.remark")

    assert [
        ("2026-03-01", "is recorded for the first time"),
        ("2026-03-03", "is null for the first time, in 1 of 5; first: Tree 1 (id 1)"),
        ("2026-03-04", "is missing for the first time, in 1 of 5"),
        ("2026-03-06", "is missing in every record"),
        ("2026-03-07", "is recorded again"),
    ] == life


def test_a_parameter_is_followed_by_what_it_selects(folder: Path) -> None:
    """
    A name that a field and a parameter have shows both; a night on which the parameter selects wrong is told.
    """
    _, parameter = events(folder, "trees.kind")

    assert ["2026-03-01", "2026-03-05", "2026-03-06"] == [day for day, _ in parameter]
    assert "filter-kept" in parameter[1][1]


@pytest.mark.parametrize("name", ["trees.owner.name", "trees.name", "trees.limit"])
def test_fields_of_related_records_and_parameters_have_names(folder: Path, name: str) -> None:
    """
    A field is named by the resource in whose rows it stands, a parameter by its resource.
    """
    result = run(folder, name)

    assert (0, True) == (result.exit_code, name in result.stdout.splitlines()[0])


def test_an_unknown_name_is_one_line(folder: Path) -> None:
    """
    A name that nothing has ends with 2 and the name that is near.
    """
    result = run(folder, "trees.remrk")

    assert 2 == result.exit_code
    assert "unknown field or parameter 'trees.remrk'; did you mean 'trees.remark'?" in result.stderr


def test_the_chart_can_be_read_without_seeing_it(folder: Path, tmp_path: Path) -> None:
    """
    The page has an inline drawing with title and description, a table that says the same, and nothing from outside.
    """
    path = tmp_path / "history.html"
    run(folder, "trees.remark", "--format", "html", "--output", str(path))
    page = html.fromstring(path.read_text(encoding="utf-8"))
    (chart,) = page.xpath("//svg")
    named = [page.get_element_by_id(each).text_content() for each in chart.get("aria-labelledby").split()]

    assert [] == page.xpath("//script | //link | //img | //@src | //@href | //@style | //@*[starts-with(name(), 'on')]")
    assert ["trees.remark, night by night", True] == [named[0], "is null for the first time" in named[1]]
    assert 7 == len(page.xpath("//tbody/tr"))
    cells = [[cell.text_content() for cell in row.xpath("td")][:5] for row in page.xpath("//tbody/tr")]
    assert ["2026-03-04", "5", "3", "1", "1"] == cells[3]


def test_the_chart_draws_each_night(folder: Path, tmp_path: Path) -> None:
    """
    The bars of a night fill the height together, each as large as its share.
    """
    path = tmp_path / "history.html"
    run(folder, "trees.remark", "--format", "html", "--output", str(path))
    bars = html.fromstring(path.read_text(encoding="utf-8")).xpath("//svg/rect")
    by_night: dict[str, dict[str, float]] = {}
    for bar in bars:
        by_night.setdefault(bar.get("x"), {})[bar.get("class")] = float(bar.get("height"))

    assert {100.0} == {sum(each.values()) for each in by_night.values()}
    assert {"kept": 60.0, "undecided": 20.0, "violated": 20.0} == list(by_night.values())[3]
