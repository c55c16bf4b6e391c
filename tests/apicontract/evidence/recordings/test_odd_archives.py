"""
HAR files as other tools write them.
"""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from apicontract.contract.errors import DataError
from apicontract.evidence.importing.traffic import write_recordings
from apicontract.evidence.recordings import read_recording
from apicontract.evidence.recordings.archive import _lost, read_archive

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://books.test/v1/books/7/"
BODY = '{"id":7,"name":"Ren\u00e9"}'
_GZIP = gzip.compress(BODY.encode())


def entry(url: str = URL, coding: str = "", **content: Any) -> dict[str, Any]:
    """
    Return an entry; without more, its answer is the body as text.
    """
    headers = [{"name": "Content-Type", "value": "application/json"}]
    headers += [{"name": "content-encoding", "value": coding}] if coding else []
    return {
        "request": {"method": "GET", "url": url, "headers": []},
        "response": {"status": 200, "headers": headers, "content": content or {"text": BODY}},
    }


def archive(*entries: Any) -> dict[str, Any]:
    """
    Return a HAR document.
    """
    return {"log": {"version": "1.2", "entries": list(entries)}}


def _raw(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def _base64(data: bytes) -> dict[str, str]:
    return {"text": base64.b64encode(data).decode(), "encoding": "base64"}


@pytest.mark.parametrize(
    ("coding", "content"),
    [
        ("", {"text": BODY, "encoding": "base64"}),
        ("", {"text": BODY, "encoding": "utf-8"}),
        ("", _base64(BODY.encode())),
        ("", {"text": base64.b64encode(BODY.encode()).decode().rstrip("="), "encoding": "BASE64"}),
        ("", {"text": base64.encodebytes(BODY.encode()).decode(), "encoding": "base64"}),
        ("gzip", {"text": BODY}),
        ("br", {"text": BODY}),
        ("gzip", _base64(BODY.encode())),
        ("gzip", _base64(_GZIP)),
        ("x-gzip", _base64(_GZIP)),
        ("gzip", {"text": _GZIP.decode("latin-1")}),
        ("deflate", _base64(zlib.compress(BODY.encode()))),
        ("deflate", _base64(_raw(BODY.encode()))),
        ("gzip, deflate", _base64(zlib.compress(_GZIP))),
        ("", {"text": BODY, "size": str(len(BODY.encode()))}),
        ("", {"text": BODY, "size": None}),
    ],
)
def test_a_body_is_read_by_claim_and_by_what_it_is(coding: str, content: dict[str, Any]) -> None:
    """
    A claim is followed where the text bears it out: called base64 or compressed, it may be neither.
    """
    assert BODY.encode() == read_archive(archive(entry(coding=coding, **content)), "a.har")[0].body


ODD = (
    None,
    {"request": {}},
    entry(coding="br", **_base64(b"\x8b\xff\x00\x01")),
    entry(coding="gzip", **_base64(b"\xff\xfe\x00\x01")),
    entry(url=7),  # type: ignore[arg-type] # what another tool wrote
    {**entry(), "response": {"status": "many"}},
)


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_entry_is_skipped_and_told(odd: Any) -> None:
    """
    An entry that cannot be read takes nothing from the others, and is told with its place.
    """
    told: list[DataError] = []
    read = read_archive(archive(odd, entry()), "a.har", skipped=told.append)

    assert ([URL], ["a.har#/log/entries/0"]) == ([each.url for each in read], [each.place for each in told])


@pytest.mark.parametrize("odd", ODD)
def test_where_nothing_can_be_read_the_first_is_an_error(odd: Any) -> None:
    """
    A file of odd entries alone is refused with the place of the first.
    """
    with pytest.raises(DataError, match=r"a\.har#/log/entries/0"):
        read_archive(archive(odd, odd), "a.har")


def test_entries_of_other_hosts_are_not_looked_at() -> None:
    """
    What a browser saved of other hosts is neither read nor told, however odd.
    """
    told: list[DataError] = []
    foreign = entry("https://ads.test/x", coding="br", **_base64(b"\x8b\xff\x00"))
    read = read_archive(archive(foreign, None, entry()), "a.har", ("books.test",), told.append)

    assert (1, []) == (len(read), told)


@pytest.mark.parametrize(
    "headers", [{"Vary": "Accept"}, [{"name": "Vary", "value": "Accept"}, {"name": "X"}, {"name": "Y", "value": 1}]]
)
def test_headers_of_other_forms_are_read(headers: Any) -> None:
    """
    Headers may be an object; one without a name or a text is left out.
    """
    given = {**entry(), "response": {"status": 200, "headers": headers, "content": {"text": BODY}}}

    assert (("Vary", "Accept"),) == read_archive(archive(given), "a.har")[0].headers


def test_no_credential_reaches_a_recording(tmp_path: Path) -> None:
    """
    Neither the query, nor a link of the answer that repeats it, nor a header of any name keeps one.
    """
    token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.s3cret"  # noqa: S105 - made up
    url = f"https://me:s3cret@books.test/v1/books/?limit=1&api_key=s3cret&sid=s3cret&x={token}"
    body = {"count": 2, "next": f"{url}&offset=1", "previous": None, "results": [{"id": 7}]}
    given = entry(url, text=json.dumps(body))
    given["request"]["headers"] = [
        {"name": name, "value": value}
        for name, value in (
            ("X-Csrftoken", "s3cret"),
            ("DPoP", "s3cret"),
            ("X-License-Key", "s3cret"),
            ("X-Whatever", "Bearer s3cret-s3cret"),
            ("X-Other", token),
        )
    ]
    path = tmp_path / "a.har"
    path.write_text(json.dumps(archive(given)), encoding="utf-8")
    written = write_recordings(read_recording(path), "/v1/", tmp_path / "data" / "fixtures" / "books")

    assert [False] == ["s3cret" in each.read_text(encoding="utf-8") for each in written]


@pytest.mark.parametrize(
    ("response", "lost"),
    [
        ({}, False),
        ({"content": {"size": 7}}, True),
        ({"content": {"size": 0}}, False),
        ({"content": {"size": 0}, "bodySize": 7}, True),
        ({"content": {"size": 0}, "headers": [{"name": "Content-Length", "value": "7"}]}, True),
        ({"content": {"size": 0}, "headers": [{"name": "Content-Length", "value": "0"}]}, False),
        ({"content": {"size": 0}, "headers": [{"name": "X-Runtime", "value": "7"}]}, False),
        ({"content": {"size": 0}, "headers": [{"name": "Age", "value": "7"}]}, False),
    ],
)
def test_a_body_that_was_there_is_missed(response: dict[str, Any], lost: bool) -> None:  # noqa: FBT001 - a parameter
    """
    Without a text, only what says that there was none says so: its size, and no length of the body in a header.
    """
    assert lost == _lost({"headers": [], "content": {}, **response}, b"")
