"""
Tests of traffic that others recorded.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from apicontract.catalog import load_api
from apicontract.cli import main
from apicontract.recordings import recordings_of, render_page

if TYPE_CHECKING:
    from pathlib import Path

API = load_api()
PAGE = recordings_of(API, API.primary)[0]


def run(kind: str, file: Path, folder: Path, *arguments: str) -> Result:
    """
    Run an import of traffic into a data folder.
    """
    return CliRunner().invoke(main, ["import", kind, str(file), "--data", str(folder), *arguments])


def archive(folder: Path, *urls: str) -> Path:
    """
    Write a HAR file in which each URL was answered with the recorded list.
    """
    content = {"mimeType": "application/json", "text": PAGE.body.decode()}
    entries = [
        {"request": {"method": "GET", "url": url, "headers": []}, "response": {"status": 200, "content": content}}
        for url in urls
    ]
    path = folder / "a.har"
    path.write_text(json.dumps({"log": {"entries": entries}}), encoding="utf-8")
    return path


def test_page_becomes_a_recording(tmp_path: Path) -> None:
    """
    A copied page is written as a recording, byte for byte, and once.
    """
    source = tmp_path / "copied.txt"
    source.write_text(render_page(PAGE), encoding="utf-8")

    assert "1 answers" in run("page", source, tmp_path).stdout
    assert "0 new" in run("page", source, tmp_path).stdout
    files = list((tmp_path / "fixtures").rglob("*.txt"))
    assert [render_page(PAGE)] == [each.read_text(encoding="utf-8") for each in files]
    assert API.primary == files[0].parents[1].relative_to(tmp_path / "fixtures" / API.name).as_posix()


def test_archive_becomes_recordings(tmp_path: Path) -> None:
    """
    The answers of the API's own hosts are taken out of a HAR file, and nothing else.
    """
    file = archive(tmp_path, PAGE.url, "https://ads.test/x", PAGE.url.replace("?", "?offset=1&"))

    assert "2 answers" in run("har", file, tmp_path).stdout
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in (tmp_path / "fixtures").rglob("*.json")]
    assert {PAGE.url, PAGE.url.replace("?", "?offset=1&")} == {each["request"]["url"] for each in documents}
    assert all(PAGE.json == each["response"]["body"] for each in documents)


@pytest.mark.parametrize("content", ["nonsense", '{"log": {"entries": []}}', "{"])
def test_unusable_file_is_one_line(tmp_path: Path, content: str) -> None:
    """
    A file without traffic of the API ends in one line and exit status 2, and nothing is written.
    """
    file = tmp_path / "a.har"
    file.write_text(content, encoding="utf-8")
    result = run("har", file, tmp_path)

    assert (2, 1) == (result.exit_code, len(result.stderr.splitlines()))
    assert not (tmp_path / "fixtures").exists()


def test_large_file_is_refused(tmp_path: Path) -> None:
    """
    A file above the size allowed is refused before it is read.
    """
    result = run("har", archive(tmp_path, PAGE.url), tmp_path, "--max-size", "10")

    assert 2 == result.exit_code
    assert "raise --max-size" in result.stderr
