"""
Tests of the reader of recordings of every kind.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.errors import DataError, UnknownName
from apicontract.contract.exchange import Exchange
from apicontract.evidence.recordings import read_recording, recordings_of, render_document

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://books.test/v1/books/7/"


def written(folder: Path, content: str | bytes, name: str = "a.json") -> Path:
    """
    Write a recording and return its path.
    """
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def archive(**content: Any) -> str:
    """
    Return a HAR file with one entry whose answer has this content.
    """
    entry = {
        "request": {"method": "get", "url": URL + "#top", "headers": [{"name": "Cookie", "value": "a=b"}]},
        "response": {"status": 200, "headers": [{"name": "Vary", "value": "Accept"}], "content": content},
    }
    blocked = {"request": entry["request"], "response": {"status": 0, "headers": [], "content": {}}}
    return json.dumps({"log": {"version": "1.2", "entries": [entry, blocked]}})


def test_raw_answer_with_its_url(tmp_path: Path) -> None:
    """
    A JSON answer is read with the URL on its first line, or with the one that the caller gives.
    """
    first = written(tmp_path, f'# {URL}\n{{"id": 7}}\n')
    second = written(tmp_path, '{"id": 7}\n', "b.json")

    assert (Exchange("GET", URL, 200, (), b'{"id": 7}', source=f"{first}:1"),) == read_recording(first)
    assert (Exchange("GET", URL, 200, (), b'{"id": 7}', source=f"{second}:1"),) == read_recording(second, url=URL)


@pytest.mark.parametrize(
    "content", [{"text": '{"id": 7}'}, {"text": base64.b64encode(b'{"id": 7}').decode(), "encoding": "base64"}]
)
def test_archive_entries(tmp_path: Path, content: dict[str, str]) -> None:
    """
    The entries of a HAR file are read without cookies, and without those that got no answer.
    """
    path = written(tmp_path, archive(**content), "a.har")

    expected = Exchange("GET", URL, 200, (("Vary", "Accept"),), b'{"id": 7}', source=f"entry 1 of {path}")
    assert (expected,) == read_recording(path)


@pytest.mark.parametrize("name", ["Authorization", "X-Auth-Token", "Api-Key", "Proxy-Authorization", "Set-Cookie"])
def test_archive_entries_lose_their_credentials(tmp_path: Path, name: str) -> None:
    """
    Headers that hold a credential are left out, whatever they are called.
    """
    headers = [{"name": name, "value": "s3cret"}, {"name": "Accept", "value": "*/*"}]
    entry = {
        "request": {"method": "GET", "url": URL, "headers": headers},
        "response": {"status": 200, "headers": headers, "content": {"text": "{}"}},
    }
    path = written(tmp_path, json.dumps({"log": {"version": "1.2", "entries": [entry]}}), "a.har")

    (exchange,) = read_recording(path)
    assert exchange.request_headers == exchange.headers == (("Accept", "*/*"),)


def test_a_recording_holds_no_credential() -> None:
    """
    What is kept as a file has stars for the credentials in headers and URL.
    """
    exchange = Exchange(
        "GET", f"{URL}?token=s3cret", 200, (("Set-Cookie", "s3cret"),), b"{}", (("X-Api-Key", "s3cret"),)
    )

    text = render_document(exchange)
    assert ("s3cret" in text, text.count("***")) == (False, 3)


@pytest.mark.parametrize(
    "content",
    [
        {"size": 9},
        {"size": -1},
        {"size": 9, "mimeType": "application/json"},
        {"size": 9, "text": ""},
        {"size": 9, "text": None},
        {"size": 9, "text": '{"id":'},
    ],
)
def test_archive_without_bodies(tmp_path: Path, content: dict[str, Any]) -> None:
    """
    An entry whose body was not saved along, or not to its end, says nothing about the body, so it is left out.
    """
    assert () == read_recording(written(tmp_path, archive(**content), "a.har"))


@pytest.mark.parametrize("body", [b'{"id":7,"x":[1.5,null]}', b'{"id": 7}', b"\xff\x00", b"", b"plain", b'"a\\u00e9"'])
def test_documents_come_back(tmp_path: Path, body: bytes) -> None:
    """
    An exchange written as a document is read back as it was, whatever its body.
    """
    path = tmp_path / "a.json"
    exchange = Exchange("GET", URL, 200, (("A", "b"), ("A", "c")), body, (("D", "e"),), source=str(path))
    written(tmp_path, render_document(exchange))

    assert (exchange,) == read_recording(path)


def entry(**response: Any) -> bytes:
    """
    Return a HAR file with one entry, whose response has other members.
    """
    request = {"method": "GET", "url": "https://books.test/v1/", "headers": []}
    content = {"status": 200, "content": {"text": "{}"}, **response}
    return json.dumps({"log": {"entries": [{"request": request, "response": content}]}}).encode()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", r":1: an empty file; expected the text of a browsable page"),
        (b"ab\n\xff", r":2: byte 3 is not UTF-8"),
        (b"<html>", r":1: markup that shows no answer; expected a browsable page"),
        (b'{"id": 7}', r":1: a JSON answer without its URL; expected a first line"),
        (b'{"id": 7', r":1: .*expected JSON to the end of the file"),
        (b"# https://books.test/v1/\n{,", r":2: .*expected JSON to the end of the file"),
        (b'{"log": {"entries": 3}}', r"#/log/entries: a int; expected a list of entries"),
        (b'{"log": {"entries": [{}]}}', r"#/log/entries/0: an entry without 'request'"),
        (entry(status=True), r"#/log/entries/0: the status true; expected"),
        (entry(status=10**300), r"#/log/entries/0: the status 1000"),
        (entry(content={"text": 5}), r"#/log/entries/0: an entry of another form \(5 where"),
        (b'{"request": {"url": "here"}, "response": {"status": 200}}', r"#/request/url: 'here' does not match"),
        (b"[" * 100_000, r":1: values nested more than 64 deep; expected JSON"),
        (b"# Notes\n\nnothing", r":1: no request line in this text"),
    ],
)
def test_unusable_files_are_refused(tmp_path: Path, content: bytes, message: str) -> None:
    """
    A file of no known kind, or a broken one, is refused with the place and what was expected there.
    """
    with pytest.raises(DataError, match=message):
        read_recording(written(tmp_path, content))


def test_missing_file(tmp_path: Path) -> None:
    """
    A file that does not exist is a clear error.
    """
    with pytest.raises(DataError, match=r"none.txt: No such file or directory; expected a readable file"):
        read_recording(tmp_path / "none.txt")


def test_recordings_of_the_packaged_api() -> None:
    """
    The packaged API has its recordings in the order of their files, each with the world it came from.
    """
    api = load_api()

    found = recordings_of(api, api.primary)
    assert [200, 200] == [each.status for each in found]
    assert {host.url for host in api.hosts.values()} == {each.url.partition(api.base_path)[0] for each in found}
    assert found == recordings_of(api)
    with pytest.raises(UnknownName):
        recordings_of(api, "nothing")


def test_a_recording_is_indented() -> None:
    """
    People compare recordings line by line: each level stands two blanks further in, and letters stand as they are.
    """
    text = render_document(Exchange("GET", "https://a.example/", 200, body='{"a":"é"}'.encode()))

    assert (
        '{\n  "request": {\n    "method": "GET",\n    "url": "https://a.example/"\n  },\n'
        '  "response": {\n    "status": 200,\n    "body": {\n      "a": "é"\n    }\n  }\n}\n'
    ) == text
