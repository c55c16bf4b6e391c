"""
Recorded answers on one side, an OpenAPI document on the other: the document judges them.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from apicontract.cli import main
from apicontract.dataset import generate
from apicontract.evidence.importing import contract_of
from apicontract.evidence.openapi import description_of, read_source
from mockserver.app import create_app

SHOP = Path(__file__).parents[3] / "docs" / "examples" / "bookshop.yaml"
PATHS = ("/v1/books/", "/v1/books/?limit=2&offset=1")


@cache
def _answers() -> tuple[tuple[str, bytes, tuple[tuple[str, str], ...]], ...]:
    api = contract_of(description_of(read_source(SHOP)))
    client = create_app(api, generate(api, ())).test_client()
    host = api.hosts[api.default_host].url
    answers = [client.get(each, base_url=host) for each in PATHS]
    return tuple(
        (host + path, each.data, tuple(each.headers.items())) for path, each in zip(PATHS, answers, strict=True)
    )


def archive(**changes: Any) -> str:
    """
    Return a HAR file of two pages, the first book of the second one changed.
    """
    entries = []
    for url, body, headers in _answers():
        value = json.loads(body)
        if "offset" in url:
            value["results"][0].update(changes)
        response = {
            "status": 200,
            "headers": [{"name": name, "value": each} for name, each in headers],
            "content": {
                "mimeType": "application/json",
                "text": json.dumps(value, separators=(",", ":"), ensure_ascii=False),
            },
        }
        entries.append({"request": {"method": "GET", "url": url, "headers": []}, "response": response})
    return json.dumps({"log": {"version": "1.2", "entries": entries}})


def compared(*sides: Path) -> tuple[int, Any]:
    """
    Return the status of `diff` and what it says, as JSON if it is a report.
    """
    done = CliRunner().invoke(main, ["diff", *map(str, sides), "--format", "json"])
    return done.exit_code, json.loads(done.stdout) if done.stdout else done.stderr


@pytest.fixture
def traffic(tmp_path: Path) -> Path:
    """
    A HAR file in which a title is a number.
    """
    (tmp_path / "traffic.har").write_text(archive(title=17), encoding="utf-8")
    return tmp_path / "traffic.har"


def test_answers_that_keep_the_document_give_nothing(tmp_path: Path) -> None:
    """
    The answers of the document's own mock break nothing.
    """
    (tmp_path / "traffic.har").write_text(archive(), encoding="utf-8")
    status, report = compared(SHOP, tmp_path / "traffic.har")

    assert (0, []) == (status, report["findings"])


@pytest.mark.parametrize("form", ["file", "folder", "recording", "swapped"])
def test_an_answer_that_breaks_the_document_is_one_finding(form: str, traffic: Path) -> None:
    """
    Whichever side is the document, and whether the answers are a file or a folder, one broken promise is one finding.
    """
    if form == "recording":
        url, body, _ = _answers()[1]
        value = json.loads(body)
        value["results"][0]["title"] = 17
        traffic = traffic.with_name("page.json")
        traffic.write_text(f"# {url}\n{json.dumps(value)}", encoding="utf-8")
    sides = {"folder": (SHOP, traffic.parent), "swapped": (traffic, SHOP)}.get(form, (SHOP, traffic))
    status, report = compared(*sides)

    assert 1 == status
    assert [("drift-violation-appeared", "breaking")] == [(each["rule"], each["level"]) for each in report["findings"]]
    assert "field-type" in report["findings"][0]["message"]


def test_check_finds_the_same(traffic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    `check` of the same answers by the imported document names the same check.
    """
    monkeypatch.chdir(traffic.parent)
    CliRunner().invoke(main, ["import", "openapi", str(SHOP), "--data", "mine"])
    done = CliRunner().invoke(main, ["check", str(traffic), "--data", "mine", "--format", "json"])

    assert ["field-type"] == [each["rule"] for each in json.loads(done.stdout)["findings"]]


def test_a_data_folder_judges_them_too(traffic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A data folder on the other side judges recorded answers as a document does.
    """
    monkeypatch.chdir(traffic.parent)
    CliRunner().invoke(main, ["import", "openapi", str(SHOP), "--data", "mine"])
    status, report = compared(Path("mine"), traffic)

    assert (1, ["drift-violation-appeared"]) == (status, [each["rule"] for each in report["findings"]])


def test_answers_of_another_service_are_refused(traffic: Path) -> None:
    """
    Where no answer is one of the API, nothing was compared: status 2 and one line, never "nothing found".
    """
    traffic.write_text(archive().replace("/v1/books/", "/v9/pens/"), encoding="utf-8")
    status, said = compared(SHOP, traffic)

    assert 2 == status
    assert f"{traffic}: none of 2 recorded answers is one of Bookshop; expected answers below /v1/\n" == (
        said.removeprefix("apicontract: ")
    )


def test_two_sides_of_recorded_answers_are_refused(traffic: Path) -> None:
    """
    Without a contract there is nothing to judge by, and one line says what to name.
    """
    status, said = compared(traffic, traffic)

    assert (2, 1) == (status, len(said.splitlines()))
    assert "name a data folder or an OpenAPI file" in said


def test_entries_that_cannot_be_read_are_told(traffic: Path) -> None:
    """
    A skipped entry of a HAR file is a remark of the report.
    """
    document = json.loads(archive())
    document["log"]["entries"].append({"request": {"method": "GET", "url": "https://bookshop.example/v1/books/"}})
    traffic.write_text(json.dumps(document), encoding="utf-8")
    _, report = compared(SHOP, traffic)

    assert ["1 entry was skipped"] == [each.partition(",")[0] for each in report["remarks"]]
