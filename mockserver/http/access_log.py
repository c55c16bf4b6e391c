"""
One line for each request that was answered.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from apicontract.contract.redaction import redacted_url
from mockserver.http.hint_header import HINTS_KEY
from mockserver.http.source_header import SOURCE_KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


#: First digit of a status to its colour, and the colour of a hint.
_COLOURS: Mapping[int, str] = {2: "green", 3: "cyan", 4: "yellow", 5: "red"}
_HINT = "yellow"


@dataclass(frozen=True, slots=True)
class AccessLogLine:
    """
    What is said of one request; `source` is from where the answer of a mock with an upstream comes.
    """

    client: str
    method: str
    target: str
    status: int
    bytes: int
    milliseconds: float
    hints: tuple[str, ...] = ()
    source: str = ""


def plain(line: AccessLogLine, *, coloured: bool = False) -> str:
    """
    Write a line for people, and one more for each hint; control characters of the request are escaped.
    """
    target = line.target.encode("unicode_escape").decode()
    paint = partial(click.style, reset=coloured)
    status = paint(str(line.status), fg=_COLOURS.get(line.status // 100) if coloured else None)
    figures = f"{line.bytes} B {line.milliseconds:.1f} ms {line.source}".rstrip()
    told = f"{line.client} {line.method} {target} {status} {figures}"
    hints = (paint(f"  hint: {_printable(each)}", fg=_HINT if coloured else None) for each in line.hints)
    return "\n".join((told, *hints))


def _printable(text: str) -> str:
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)


def as_json(line: AccessLogLine, *, coloured: bool = False) -> str:  # noqa: ARG001 - a form
    """
    Write a line for programs: one JSON object.
    """
    members = {name: getattr(line, name) for name in AccessLogLine.__slots__}
    return json.dumps({"time": round(time.time(), 3), **members, "milliseconds": round(line.milliseconds, 3)})


#: Name of a form to the function that writes it.
LOG_FORMATS: Mapping[str, Callable[..., str]] = {"plain": plain, "json": as_json}


def wants_colours() -> bool:
    """
    Tell whether standard error is a terminal whose user has not asked for no colours (https://no-color.org).
    """
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR")


def line_writer(form: str) -> Callable[[AccessLogLine], None] | None:
    """
    Return what writes a line to standard error, key of `LOG_FORMATS`; `off` writes none.
    """
    if form not in LOG_FORMATS:
        return None
    written = partial(LOG_FORMATS[form], coloured=wants_colours())

    def write(line: AccessLogLine) -> None:
        sys.stderr.write(f"{written(line)}\n")

    return write


def logged(app: Wsgi, write: Callable[[AccessLogLine], None] | None) -> Wsgi:
    """
    Return a WSGI application that has a line written for each answer of another.
    """
    if write is None:
        return app

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        began, seen = time.perf_counter(), {"status": 0, "bytes": 0}

        def start(status: str, headers: Sequence[tuple[str, str]], *rest: Any) -> Any:
            seen["status"] = int(status.partition(" ")[0])
            seen["bytes"] = next((int(value) for name, value in headers if name.lower() == "content-length"), 0)
            return start_response(status, headers, *rest)

        body = app(environ, start)
        milliseconds = (time.perf_counter() - began) * 1000
        write(_line(environ, seen, milliseconds))
        return body

    return application


def shown_target(environ: Mapping[str, Any]) -> str:
    """
    Return path and query of a WSGI request as a line shows them, without credentials.
    """
    query = environ.get("QUERY_STRING")
    return redacted_url(f"{environ.get('PATH_INFO', '')}{f'?{query}' if query else ''}")


def _line(environ: Mapping[str, Any], seen: Mapping[str, int], milliseconds: float) -> AccessLogLine:
    return AccessLogLine(
        client=str(environ.get("REMOTE_ADDR", "")),
        method=str(environ["REQUEST_METHOD"]),
        target=shown_target(environ),
        status=seen["status"],
        bytes=seen["bytes"],
        milliseconds=milliseconds,
        hints=environ.get(HINTS_KEY, ()),
        source=environ.get(SOURCE_KEY, ""),
    )
