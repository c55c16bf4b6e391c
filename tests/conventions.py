"""
Small services that follow one convention each, as teams write them: plain Flask over a list, nothing of ours.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from operator import ge, le
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import Flask, Response, request

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_COLOURS = ("red", "green", "blue", "amber")
_WORDS = ("Harbour", "Copper", "Willow", "Lantern", "Meadow", "Granite", "Falcon", "Orchard")
_MAKERS = ("Acorn", "Birch", "Cedar")
#: Rows of a page when the request does not say, and at the most.
DEFAULT, MOST = 10, 25

Row = dict[str, Any]


def films(count: int = 43) -> list[Row]:
    """
    Return the rows of every convention: texts, numbers, a choice, a switch, dates, nulls and an object inside.
    """
    rows = []
    for number in range(count):
        mixed = number * 29 % 47
        rows.append(
            {
                "id": number + 1,
                "slug": f"{_WORDS[mixed % 8]}-{_WORDS[(mixed // 5 + 3) % 8]}-{number + 1}".lower(),
                "name": f"{_WORDS[mixed % 8]} {_WORDS[(mixed // 5 + 3) % 8]} {mixed}",
                "year": 1980 + mixed % 23,
                "rating": None if number % 9 == 4 else round(1 + mixed * 0.17, 2),
                "colour": _COLOURS[mixed * 7 % 4],
                "restored": mixed % 3 == 0,
                "released": f"20{10 + mixed % 12:02}-{1 + mixed % 12:02}-{1 + number % 27:02}",
                "summary": f"About a {_WORDS[(mixed + 4) % 8].lower()} and its {_COLOURS[mixed % 4]} door.",
                "maker": {"id": mixed % 3 + 1, "name": _MAKERS[mixed % 3]},
            }
        )
    return rows


@dataclass(frozen=True)
class Asked:
    """
    One request for a list: the rows selected and sorted, and where the page stands.
    """

    rows: Sequence[Row]
    size: int
    start: int
    url: str
    query: Mapping[str, str]

    @property
    def page(self) -> list[Row]:
        """
        The rows of the page.
        """
        return list(self.rows[self.start : self.start + self.size])

    def link(self, **changes: Any) -> str:
        """
        Return the URL of another page.
        """
        return f"{self.url}?{urlencode({**self.query, **changes})}"


@dataclass(frozen=True)
class Convention:
    """
    How a service is asked and answers.

    Attributes:
        page: the request's parameters to rows of a page and rows before it; None for a page that is refused.
        body: a page to its body and headers.
        order: the parameters to sort keys, each a field and whether it descends.
        filters: name of a parameter to whether it selects a row by a text.
        search: name of the parameter that searches, and the fields.
        path: of the list.
        slash: whether paths end with one.
        key: field that names a row in a path.
        links: whether rows name their own URL.
    """

    page: Callable[[Mapping[str, str]], tuple[int, int] | None]
    body: Callable[[Asked], tuple[Any, dict[str, str]]]
    order: Callable[[Mapping[str, str]], list[tuple[str, bool]]] = lambda _: []
    filters: Mapping[str, Callable[[Row, str], bool]] = field(default_factory=dict)
    search: tuple[str, tuple[str, ...]] = ("", ())
    path: str = "/films"
    slash: bool = False
    key: str = "id"
    links: bool = False
    past: int = 200


def _whole(text: str | None, default: int) -> int:
    try:
        return int(text or default)
    except ValueError:
        return default


def numbered(number: str, size: str, *, most: int = MOST, first: int = 1) -> Callable[..., tuple[int, int]]:
    """
    Return how numbers of pages are read.
    """

    def read(query: Mapping[str, str]) -> tuple[int, int]:
        rows = min(max(_whole(query.get(size), DEFAULT), 1), most)
        return rows, max(_whole(query.get(number), first) - first, 0) * rows

    return read


def counted(start: str, size: str, *, most: int = MOST) -> Callable[..., tuple[int, int]]:
    """
    Return how rows before a page are read.
    """

    def read(query: Mapping[str, str]) -> tuple[int, int]:
        return min(max(_whole(query.get(size), DEFAULT), 1), most), max(_whole(query.get(start), 0), 0)

    return read


def signed(name: str, *fields: str) -> Callable[..., list[tuple[str, bool]]]:
    """
    Return how an ordering is read whose terms descend by a minus; unknown ones are dropped.
    """

    def read(query: Mapping[str, str]) -> list[tuple[str, bool]]:
        terms = [each.strip() for each in query.get(name, "").split(",")]
        return [(each.lstrip("-"), each.startswith("-")) for each in terms if each.lstrip("-") in fields]

    return read


def directed(name: str, direction: str, *fields: str) -> Callable[..., list[tuple[str, bool]]]:
    """
    Return how an ordering is read whose direction is a parameter of its own.
    """

    def read(query: Mapping[str, str]) -> list[tuple[str, bool]]:
        term = query.get(name, "")
        return [(term, query.get(direction) == "desc")] if term in fields else []

    return read


def exact(name: str) -> Callable[[Row, str], bool]:
    """
    Return whether a field is written as a text.
    """
    return lambda row, text: json.dumps(row[name]).strip('"') == text


def least(name: str, kind: type = float) -> Callable[[Row, str], bool]:
    """
    Return whether a field is at least a value.
    """
    return lambda row, text: _compared(row[name], text, kind, ge)


def most(name: str, kind: type = float) -> Callable[[Row, str], bool]:
    """
    Return whether a field is at most a value.
    """
    return lambda row, text: _compared(row[name], text, kind, le)


def _compared(value: Any, text: str, kind: Callable[[str], Any], compare: Callable[[Any, Any], bool]) -> bool:
    """
    Return whether a value compares so; what cannot be read selects everything.
    """
    try:
        wanted = kind(text)
    except ValueError:
        return True
    return value is not None and compare(value, wanted)


def within(name: str) -> Callable[[Row, str], bool]:
    """
    Return whether a field contains a text, whatever the case.
    """
    return lambda row, text: text.lower() in (row[name] or "").lower()


def service(convention: Convention, rows: Sequence[Row] | None = None) -> Flask:
    """
    Return the service that follows a convention.
    """
    application = Flask(__name__)
    end = "/" if convention.slash else ""
    kept = films() if rows is None else rows

    def shown(row: Row) -> Row:
        if not convention.links:
            return row
        return {"url": f"{request.url_root.rstrip('/')}{convention.path}/{row[convention.key]}{end}", **row}

    @application.get(convention.path + end)
    def listed() -> Response:
        query = request.args.to_dict()
        window = convention.page(query)
        selected = [
            row
            for row in kept
            if all(use(row, query[each]) for each, use in convention.filters.items() if query.get(each))
        ]
        name, fields = convention.search
        if name and query.get(name):
            selected = [
                row for row in selected if any(query[name].lower() in str(row[each]).lower() for each in fields)
            ]
        for each, descending in reversed(convention.order(query)):
            present = sorted(
                (row for row in selected if row[each] is not None), key=lambda row: row[each], reverse=descending
            )
            selected = present + [row for row in selected if row[each] is None]
        if window is None:
            return _json({"error": "no such page"}, 404)
        asked = Asked([shown(each) for each in selected], *window, request.base_url, query)
        if convention.past != 200 and window[1] and window[1] >= len(selected):
            return _json({"error": "no such page"}, convention.past)
        body, headers = convention.body(asked)
        return _json(body, 200, headers)

    @application.get(f"{convention.path}/<key>{end}")
    def one(key: str) -> Response:
        row = next((each for each in kept if str(each[convention.key]) == key), None)
        return _json({"error": "not found"}, 404) if row is None else _json(shown(row), 200)

    return application


def _json(body: Any, status: int, headers: Mapping[str, str] | None = None) -> Response:
    return Response(json.dumps(body), status, {"Content-Type": "application/json", **(headers or {})})
