"""
Tests of traffic that others recorded.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner, Result

from apicontract.cli import main
from apicontract.contract.catalog import load_api
from apicontract.contract.errors import DataError
from apicontract.evidence.recordings import read_recording, recordings_of, render_page
from apicontract.evidence.recordings.markup import shown_text
from mockserver.app import create_app

API = load_api()
PAGE = recordings_of(API, API.primary)[0]
BROWSER = {"Accept": "text/html"}


def run(kind: str, file: Path, folder: Path, *arguments: str) -> Result:
    """
    Run an import of traffic into a data folder.
    """
    return CliRunner().invoke(main, ["import", kind, str(file), "--data", str(folder), *arguments])


def taken(result: Result) -> list[Path]:
    """
    Return the files that an import wrote.
    """
    return [Path(line.removeprefix("recorded: ")) for line in result.stdout.splitlines() if line.startswith("recorded")]


def archive(folder: Path, *urls: str, text: str = PAGE.body.decode()) -> Path:
    """
    Write a HAR file in which each URL was answered with the recorded list, or another text.
    """
    content = {"mimeType": "text/plain", "text": text}
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


def test_same_answer_is_kept_once(tmp_path: Path) -> None:
    """
    An answer that exists already, under any name and in any layout, is not written again.
    """
    there = tmp_path / "fixtures" / API.name / API.primary / "recorded" / "000.txt"
    there.parent.mkdir(parents=True)
    there.write_bytes(render_page(PAGE).encode())
    source = tmp_path / "copied.txt"
    source.write_bytes(f"{render_page(PAGE)}\n".replace("\n", "\r\n").encode())

    assert "1 answers" in run("page", source, tmp_path).stdout
    assert [there] == list(there.parent.iterdir())


def test_saved_page_is_its_text(tmp_path: Path) -> None:
    """
    The HTML of a browsable page, saved by itself or in a HAR file, is the recording that its text is.
    """
    parts = urlsplit(PAGE.url)
    world = next(each.name for each in API.hosts.values() if each.url == f"{parts.scheme}://{parts.netloc}")
    client = create_app(API, world).test_client()
    asked = client.get(f"{parts.path}?{parts.query}", base_url=f"{parts.scheme}://{parts.netloc}", headers=BROWSER)
    source = tmp_path / "saved.html"
    source.write_bytes(asked.data)
    (written,) = taken(run("page", source, tmp_path / "one"))
    (archived,) = taken(run("har", archive(tmp_path, PAGE.url, text=asked.text), tmp_path / "two"))

    assert render_page(PAGE) == written.read_text(encoding="utf-8") == archived.read_text(encoding="utf-8")


def test_page_of_the_framework_is_its_text() -> None:
    """
    The HTML that Django REST Framework makes gives the documentation, the request and the answer that it shows.
    """
    shown = shown_text(
        "<html><head><title>x</title></head><ul><li>Root</li></ul><form><p>Search</p></form><h1>Books</h1><div>"
        "<p>Everything <b>we</b>\nhave</p><h2>Filters</h2><p>Parameters - name</p></div>"
        '<pre class="prettyprint"><b>GET</b> /v1/books/?a=1&amp;b=2</pre>'
        '<pre class="prettyprint"><span class="meta nocode"><b>HTTP 200 OK</b>\n<b>Allow:</b> <span>GET</span>\n\n'
        '</span>{\n    &quot;a&quot;: &quot;<a href="http://x/">http://x/</a> &lt;\\n&quot;\n}</pre><p>below</p></html>'
    )

    assert shown == (
        "Everything we have\n\nFilters\n\nParameters - name\n\nGET /v1/books/?a=1&b=2\nHTTP 200 OK\nAllow: GET\n\n"
        '{\n    "a": "http://x/ <\\n"\n}'
    )


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
    assert "more with --max-size" in result.stderr


def test_a_page_keeps_the_moment_that_the_user_states(tmp_path: Path) -> None:
    """
    A copied page says nothing of when it was; `--recorded-at` does, and the recording still gives the page back.
    """
    page = tmp_path / "copied.txt"
    page.write_text(render_page(PAGE))
    (path,) = taken(run("page", page, tmp_path, "--recorded-at", "2026-03-01"))
    assert path.read_text().startswith("# recorded at 2026-03-01T00:00:00Z\n")
    (exchange,) = read_recording(path)
    assert exchange.moment == dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    assert render_page(exchange) == render_page(PAGE)


def test_an_archive_says_when_its_entries_began(tmp_path: Path) -> None:
    """
    `startedDateTime` is the moment of an entry without a `Date` header, and stands before what the user states.
    """
    file = archive(tmp_path, PAGE.url)
    document = json.loads(file.read_text())
    document["log"]["entries"][0]["startedDateTime"] = "2026-03-01T13:00:00.123+01:00"
    file.write_text(json.dumps(document))
    (path,) = taken(run("har", file, tmp_path, "--recorded-at", "2020-01-01"))
    (exchange,) = read_recording(path)
    assert exchange.moment == dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def test_a_text_that_is_no_moment_is_refused(tmp_path: Path) -> None:
    """
    One line says what was given and how to write it.
    """
    result = run("page", tmp_path / "none.txt", tmp_path, "--recorded-at", "yesterday")
    assert result.exit_code == 2
    assert "'yesterday' is no moment; write it as 2026-03-01T12:00:00Z" in result.output


def test_a_line_that_states_no_moment_is_refused(tmp_path: Path) -> None:
    """
    The line is named, and how to write it.
    """
    page = tmp_path / "copied.txt"
    page.write_text("# recorded at dawn\n" + render_page(PAGE))
    with pytest.raises(DataError, match=r"copied\.txt:1.*recorded at dawn"):
        read_recording(page)
