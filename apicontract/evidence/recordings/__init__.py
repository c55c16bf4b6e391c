"""
Recorded answers -> exchanges: the only reader of `fixtures/<api>/<resource>/recorded/`.

A recording is recognised by its content: the text of a browsable page (`recordings.page`) or its HTML, a HAR file
(`recordings.archive`), an exchange document (`recordings.document`), or a raw JSON answer with its URL on a
first line of its own (`# https://host/path`).
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from apicontract.contract.errors import DataError, UnknownName
from apicontract.contract.model import Exchange
from apicontract.evidence.recordings.archive import is_archive, read_archive
from apicontract.evidence.recordings.document import is_document, read_document, render_document
from apicontract.evidence.recordings.markup import is_markup, shown_text
from apicontract.evidence.recordings.page import is_page, read_page, render_page
from apicontract.evidence.recordings.text import parse

if TYPE_CHECKING:
    from apicontract.contract.model import Api

__all__ = ["read_recording", "recordings_in", "recordings_of", "render_document", "render_page", "unwrapped"]

#: What a recording's file name ends in; other files of the folder are none of ours.
SUFFIXES = frozenset({".txt", ".json", ".har"})

_FIRST_LINE = re.compile(r"#[ \t]*(https?://[^/\s]+/\S*)[ \t]*\r?\n")


def read_recording(path: Path | str, url: str | None = None, host: str | None = None) -> tuple[Exchange, ...]:
    """
    Read a file of recorded answers.

    Args:
        path: the file.
        url: the URL that gave a raw JSON answer, where the file does not say.
        host: URL of the host (no path) to assume for a page that names none.

    Raises:
        DataError: it is none of the known kinds, or breaks off; with the line and what was expected there.
    """
    place = Path(path)
    text = _text(place)
    first = _FIRST_LINE.match(text)
    if first:
        return (_answer("\n" + text[first.end() :], first.group(1), str(place)),)
    if text.lstrip()[:1] in {"{", "["} and not (text.lstrip()[0] == "[" and is_page(text)):
        return _json(text, str(place), url)
    if is_markup(text):
        return (_marked_up(text, str(place), host),)
    return (read_page(text, str(place), host),)


def unwrapped(exchange: Exchange) -> Exchange:
    """
    Return the answer that a browsable page shows, if the body is the HTML of one; else the exchange itself.
    """
    text = exchange.body.decode("utf-8", "replace")
    shown = shown_text(text) if is_markup(text) else ""
    return replace(read_page(shown, exchange.source, exchange.url), url=exchange.url) if is_page(shown) else exchange


def recordings_in(folder: Path, host: str | None = None) -> tuple[Exchange, ...]:
    """
    Read every recording below a folder, in the order of the files' paths.
    """
    files = sorted(path for path in folder.rglob("recorded/*") if path.suffix in SUFFIXES and path.is_file())
    return tuple(exchange for path in files for exchange in read_recording(path, host=host))


def recordings_of(api: Api, resource: str | None = None) -> tuple[Exchange, ...]:
    """
    Read the recordings of an API, or of one of its resources, in the order of the files' paths.

    A file of a more specific data folder replaces the one of the same path in a less specific one.

    Raises:
        UnknownName: the API has no such resource.
    """
    if resource is not None and resource not in api.resources:
        raise UnknownName("resource", resource, tuple(api.resources))
    pattern = f"{resource}/recorded/*" if resource else "**/recorded/*"
    files: dict[str, Path] = {}
    for folder in reversed(api.folders):
        root = folder / "fixtures" / api.name
        files |= {str(path.relative_to(root)): path for path in root.glob(pattern) if path.suffix in SUFFIXES}
    host = api.hosts[api.default_host].url
    return tuple(exchange for name in sorted(files) for exchange in read_recording(files[name], host=host))


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(str(path), error.strerror or str(error), "a readable file") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DataError(f"{path}:{line}", f"byte {error.start} is not UTF-8", "UTF-8 text") from error
    if not text.strip():
        raise DataError(f"{path}:1", "an empty file", "the text of a browsable page, a HAR file or a JSON answer")
    return text


def _marked_up(text: str, place: str, host: str | None) -> Exchange:
    shown = shown_text(text)
    if not is_page(shown):
        expected = "a browsable page (saved as HTML, or its text: select all, copy), a HAR file or JSON"
        raise DataError(f"{place}:1", "markup that shows no answer", expected)
    return replace(read_page(shown, f"{place} (as text)", host), source=f"{place}:1")


def _json(text: str, place: str, url: str | None) -> tuple[Exchange, ...]:
    value = _value(text, place)
    if is_archive(value):
        return read_archive(value, place)
    if is_document(value):
        return (read_document(value, place),)  # type: ignore[arg-type]
    if url is None:
        raise DataError(f"{place}:1", "a JSON answer without its URL", "a first line '# https://host/path' above it")
    return (_answer(text, url, place),)


def _value(text: str, place: str) -> object:
    try:
        return parse(text)
    except json.JSONDecodeError as error:
        raise DataError(f"{place}:{error.lineno}", error.msg, "JSON to the end of the file") from error
    except ValueError as error:
        raise DataError(place, str(error), "JSON") from error


def _answer(text: str, url: str, place: str) -> Exchange:
    _value(text, place)
    headers = (("Content-Type", "application/json"),)
    return Exchange(method="GET", url=url, status=200, headers=headers, body=text.strip().encode(), source=f"{place}:1")
