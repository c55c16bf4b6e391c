"""
`apicontract diff` as a person runs it.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from apicontract.cli import main
from apicontract.diff.rules import RULES

MOVE = Path(__file__).parents[2] / "data" / "move"
OLD, NEW = str(MOVE / "old"), str(MOVE / "new")


def run(*arguments: str) -> Result:
    """
    Run the command in process.
    """
    return CliRunner().invoke(main, ["diff", *arguments])


def test_a_breaking_change_ends_with_1() -> None:
    """
    The text tells what changed, the figures last, and the exit status says that something breaks.
    """
    result = run(OLD, NEW)
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (1, "3 breaking, 3 compatible, 1 note")


def test_no_change_ends_with_0() -> None:
    """
    Between a folder and itself there is nothing to tell.
    """
    result = run(OLD, OLD)
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "nothing found")


def test_a_document_without_lists_and_with_a_circle_is_compared(tmp_path: Path) -> None:
    """
    An OpenAPI document whose lists have no known envelope, and whose shape contains itself, is no reason to fail.
    """
    shape = {"type": "object", "properties": {"n": {"$ref": "#/components/schemas/A"}}}
    answer = {"description": "", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {"/x/": {"get": {"responses": {"200": answer}}}},
        "components": {"schemas": {"A": shape}},
    }
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    result = run(str(path), str(path))
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "nothing found")


@pytest.mark.parametrize(
    ("level", "status"), [("breaking", 0), ("risky", 0), ("compatible", 1), ("note", 1), ("never", 0)]
)
def test_the_level_that_fails_can_be_chosen(tmp_path: Path, level: str, status: int) -> None:
    """
    A change ends the command with 1 from the chosen level on.
    """
    shutil.copytree(MOVE / "old", tmp_path / "data")
    path = tmp_path / "data/schemas/launches-2.2.0/statuses/normal.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    schema["properties"]["code"] = {"type": "string"}
    path.write_text(json.dumps(schema), encoding="utf-8")
    assert run(OLD, str(tmp_path / "data"), "--fail-on", level).exit_code == status


def test_levels_come_from_a_file(tmp_path: Path) -> None:
    """
    Levels of one's own decide what breaks.
    """
    rules = ("base-path-changed", "answer-field-replaced", "answer-retyped")
    (tmp_path / "levels").write_text("".join(f"{each} = note\n" for each in rules), encoding="utf-8")
    result = run(OLD, NEW, "--levels", str(tmp_path / "levels"))
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "3 compatible, 4 notes")


def test_the_report_goes_to_a_file(tmp_path: Path) -> None:
    """
    With --output the report is a file, and standard output is empty.
    """
    result = run(OLD, NEW, "--format", "json", "--output", str(tmp_path / "report.json"))
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert (result.stdout, report["summary"]["findings"]) == ("", {"breaking": 3, "compatible": 3, "note": 1})


def test_an_annotation_points_at_the_line() -> None:
    """
    In a pull request the finding stands at the line that declares the changed field.
    """
    result = run(OLD, NEW, "--format", "github")
    line = next(each for each in result.stdout.splitlines() if "answer-retyped" in each)
    schema = MOVE / "new/schemas/launches-2.3.0/agencies/normal.schema.json"
    numbers = [n for n, text in enumerate(schema.read_text(encoding="utf-8").splitlines(), 1) if '"type":' in text]
    assert line.startswith("::error file=schemas/launches-2.3.0/agencies/normal.schema.json,line=")
    assert int(line.partition("line=")[2].partition(",")[0]) in numbers


def test_the_rules_are_listed() -> None:
    """
    --list-rules gives every rule with its level, in the form that --levels reads.
    """
    lines = run("--list-rules").stdout.splitlines()
    assert [each.partition("  #")[0] for each in lines] == [f"{each.id} = {each.level}" for each in RULES.values()]


@pytest.mark.parametrize(
    "arguments",
    [
        ("no-such-thing", NEW),
        (OLD, str(MOVE / "new/fixtures/launches-2.3.0/spacecraft/recorded/page.json")),
        (OLD, NEW, "--levels", "no-such-file"),
        (OLD, NEW, "--max-size", "10"),
        (OLD, NEW, "--output", "no/such/folder/report"),
        (OLD, NEW, "--api", "no-such-api"),
    ],
)
def test_bad_input_is_one_line_and_2(arguments: tuple[str, ...]) -> None:
    """
    What cannot be compared ends in one clear line on standard error and exit status 2.
    """
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith("apicontract: ")
