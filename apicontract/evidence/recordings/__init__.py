"""
Recorded answers -> exchanges: the only reader of `fixtures/<api>/<resource>/recorded/`.

A recording is recognised by its content: the text of a browsable page (`recordings.page`) or its HTML, a HAR file
(`recordings.archive`), an exchange document (`recordings.document`), or a raw JSON answer with its URL on a
first line of its own (`# https://host/path`). A text may say when it was answered on a line above everything else
(`# recorded at 2026-03-01T12:00:00Z`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from apicontract.contract.errors import DataError, UnknownName
from apicontract.contract.model import Exchange
from apicontract.contract.moments import moment_of
from apicontract.contract.naming import files_inside
from apicontract.contract.reading import MOST_RECORDED, json_value, read_text
from apicontract.evidence.recordings.archive import is_archive, read_archive
from apicontract.evidence.recordings.document import is_document, read_document, render_document
from apicontract.evidence.recordings.markup import is_markup, shown_text
from apicontract.evidence.recordings.page import is_page, read_page, render_page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from apicontract.contract.model import Api

__all__ = [
    "SUFFIXES",
    "read_recording",
    "recordings_in",
    "recordings_of",
    "render_document",
    "render_page",
    "unwrapped",
]

#: What a recording's file name ends in; other files of the folder are none of ours.
SUFFIXES = frozenset({".txt", ".json", ".har"})
_WHOLE = "JSON to the end of the file"
_MOMENT_LINE = re.compile(r"#[ \t]*recorded at[ \t]+(\S+)[ \t]*\r?\n")
_FIRST_LINE = re.compile(r"\s*#[ \t]*(https?://[^/\s]+/\S*)[ \t]*\r?\n")


def read_recording(  # noqa: PLR0913 - what a file may leave open
    path: Path | str,
    url: str | None = None,
    host: str | None = None,
    most: int = MOST_RECORDED,
    *,
    hosts: Sequence[str] = (),
    skipped: Callable[[DataError], None] | None = None,
) -> tuple[Exchange, ...]:
    """
    Read a file of recorded answers.

    Args:
        path: the file.
        url: the URL that gave a raw JSON answer, where the file does not say.
        host: URL of the host (no path) to assume for a page that names none.
        most: bytes that the file may have.
        hosts: of a HAR file, the hosts whose entries are looked at; any if none is given.
        skipped: told of each entry of a HAR file that cannot be read.

    Raises:
        DataError: it is larger, or none of the known kinds, or breaks off; with the line and what was expected there.
    """
    place = Path(path)
    text = _text(place, most)
    stated = _MOMENT_LINE.match(text)
    if stated is None:
        return _read(text, place, url, host, hosts, skipped)
    if moment_of(stated.group(1)) is None:
        expected = "a moment such as 2026-03-01T12:00:00Z"
        raise DataError(f"{place}:1", f"'recorded at {stated.group(1)}'", expected)
    # The lines stay where they are, so that messages name the right one.
    found = _read("\n" + text[stated.end() :], place, url, host, hosts, skipped)
    return tuple(replace(each, recorded_at=stated.group(1)) for each in found)


def _read(  # noqa: PLR0913, PLR0917 - what a file may leave open
    text: str,
    place: Path,
    url: str | None,
    host: str | None,
    hosts: Sequence[str],
    skipped: Callable[[DataError], None] | None,
) -> tuple[Exchange, ...]:
    first = _FIRST_LINE.match(text)
    if first:
        lines_above = text[: first.end()].count("\n")
        return (_answer("\n" * lines_above + text[first.end() :], first.group(1), str(place)),)
    if text.lstrip()[:1] in {"{", "["} and not (text.lstrip()[0] == "[" and is_page(text)):
        return _json(text, str(place), url, hosts, skipped)
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
    Read every recording below a folder (`<data>/fixtures/<api>`), in the order of the files' paths.

    Raises:
        DataError: one cannot be used, or lies outside of the data folder by way of a symbolic link.
    """
    found = files_inside(folder.parents[1], folder, "**/recorded/*") if folder.is_dir() else []
    files = (path for path in found if path.suffix in SUFFIXES)
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
        found = files_inside(folder, root, pattern) if root.is_dir() else []
        files |= {str(path.relative_to(root)): path for path in found if path.suffix in SUFFIXES}
    host = api.hosts[api.default_host].url
    return tuple(exchange for name in sorted(files) for exchange in read_recording(files[name], host=host))


def _text(path: Path, most: int) -> str:
    text = read_text(path, most)
    if not text.strip():
        raise DataError(f"{path}:1", "an empty file", "the text of a browsable page, a HAR file or a JSON answer")
    return text


def _marked_up(text: str, place: str, host: str | None) -> Exchange:
    shown = shown_text(text)
    if not is_page(shown):
        expected = "a browsable page (saved as HTML, or its text: select all, copy), a HAR file or JSON"
        raise DataError(f"{place}:1", "markup that shows no answer", expected)
    return replace(read_page(shown, f"{place} (as text)", host), source=f"{place}:1")


def _json(
    text: str, place: str, url: str | None, hosts: Sequence[str], skipped: Callable[[DataError], None] | None
) -> tuple[Exchange, ...]:
    value = json_value(text, place, _WHOLE, repeated=url is not None)
    if is_archive(value):
        return read_archive(value, place, hosts, skipped)
    if is_document(value):
        return (read_document(value, place),)
    if url is None:
        raise DataError(f"{place}:1", "a JSON answer without its URL", "a first line '# https://host/path' above it")
    return (_answer(text, url, place),)


def _answer(text: str, url: str, place: str) -> Exchange:
    json_value(text, place, _WHOLE, repeated=True)
    return Exchange(method="GET", url=url, status=200, body=text.strip().encode(), source=f"{place}:1")
