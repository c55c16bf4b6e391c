"""
A small service that changes from night to night, as a WSGI application with a clock of its own.

A list of trees and one of their owners, paged by limit and offset, with a filter and orderings. What happens on which
night stands in `EVENTS`.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

HOST = "https://orchard.example"
FIRST = dt.datetime(2026, 3, 1, 3, 17, tzinfo=dt.UTC)
HEADERS = {"Content-Type": "application/json", "Allow": "GET", "Vary": "Accept"}
_KINDS = ("apple", "cherry", "pear")


@dataclass
class Orchard:
    """
    The state of the service, and what it does with requests.

    Attributes:
        night: since the first one, 1.
        trees, owners: the records, by identifier.
        filter_name: parameter that selects trees by kind.
        failing: answers in place of the right one, if there is one for a path.
        headers: of every right answer.
        asked: URLs of this night.
    """

    night: int = 1
    trees: dict[int, dict[str, Any]] = field(default_factory=dict)
    owners: dict[int, dict[str, Any]] = field(default_factory=dict)
    filter_name: str = "kind"
    failing: Callable[[str], tuple[str, bytes] | None] = lambda _: None
    headers: dict[str, str] = field(default_factory=lambda: dict(HEADERS))
    asked: list[str] = field(default_factory=list)

    def now(self) -> float:
        """
        Return the seconds since the epoch.
        """
        return (FIRST + dt.timedelta(days=self.night - 1)).timestamp()

    steady = now

    def sleep(self, seconds: float) -> None:
        """
        Wait for nothing.
        """

    def __call__(  # noqa: D102 - a WSGI application
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> list[bytes]:
        path, query = environ["PATH_INFO"], dict(parse_qsl(environ["QUERY_STRING"]))
        self.asked.append(f"{path}?{environ['QUERY_STRING']}")
        status, body = self.failing(path) or self.answer(path, query)
        date = format_datetime(dt.datetime.fromtimestamp(self.now(), dt.UTC), usegmt=True)
        start_response(status, [*self.headers.items(), ("Date", date)])
        return [body]

    def answer(self, path: str, query: Mapping[str, str]) -> tuple[str, bytes]:
        """
        Return status and body of the right answer.
        """
        parts = path.strip("/").split("/")
        table = {"trees": self.trees, "owners": self.owners}.get(parts[1] if len(parts) > 1 else "")
        if table is None or len(parts) > 3:
            return "404 Not Found", _json({"detail": "Not found."})
        if len(parts) == 3:
            row = table.get(int(parts[2])) if parts[2].isdigit() else None
            return ("404 Not Found", _json({"detail": "Not found."})) if row is None else ("200 OK", _json(row))
        return "200 OK", _json(self._page(path, list(table.values()), query))

    def _page(self, path: str, rows: list[dict[str, Any]], query: Mapping[str, str]) -> dict[str, Any]:
        if self.filter_name in query:
            rows = [each for each in rows if each.get("kind") == query[self.filter_name]]
        term = query.get("ordering", "")
        if term.lstrip("-") in {"id", "visits"}:
            name = term.lstrip("-")
            rows = sorted(rows, key=lambda each: (each.get(name, 0), each["id"]), reverse=term.startswith("-"))
        limit, offset = int(query.get("limit", 10)), int(query.get("offset", 0))
        rest = {name: value for name, value in query.items() if name not in {"limit", "offset"}}

        def link(begin: int) -> str:
            place = {"offset": str(begin)} if begin > 0 else {}
            return f"{HOST}{path}?{urlencode({'limit': str(limit), **place, **rest})}"

        return {
            "count": len(rows),
            "next": link(offset + limit) if offset + limit < len(rows) else None,
            "previous": link(offset - limit) if offset > 0 else None,
            "results": rows[offset : offset + limit],
        }


def opened() -> Orchard:
    """
    Return the service as it is on the first night.
    """
    orchard = Orchard()
    for number in range(1, 4):
        orchard.owners[number] = _owner(number)
    for number in range(1, 15):
        orchard.trees[number] = _tree(orchard, number)
    return orchard


def _owner(number: int) -> dict[str, Any]:
    return {"id": number, "name": f"Owner {number:02}"}


def _tree(orchard: Orchard, number: int) -> dict[str, Any]:
    return {
        "id": number,
        "url": f"{HOST}/1/trees/{number}/",
        "name": f"Tree {number:03}",
        "kind": _KINDS[number % 3],
        "visits": number * 3,
        "height": number + 0.5,
        "remark": f"remark {number:03}",
        "picture": f"https://pictures.example/{number}.jpg",
        "code": f"C{number:03}",
        "owner": orchard.owners[1 + number % 3],
    }


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def grow(orchard: Orchard) -> None:
    """
    What happens on every night: counters rise.
    """
    for number, tree in orchard.trees.items():
        tree["visits"] += 1 + (number + orchard.night) % 3


def _plant(orchard: Orchard) -> None:
    for number in (15, 16):
        orchard.trees[number] = _tree(orchard, number)


def _fell(orchard: Orchard) -> None:
    del orchard.trees[7]


def _no_remarks(orchard: Orchard) -> None:
    for number in (3, 4, 5):
        orchard.trees[number]["remark"] = None


def _graft(orchard: Orchard) -> None:
    orchard.trees[9]["kind"] = "quince"


def _rename_filter(orchard: Orchard) -> None:
    orchard.filter_name = "species"


def _measure(orchard: Orchard) -> None:
    for tree in orchard.trees.values():
        tree["crown"] = 2.5


def _drop_codes(orchard: Orchard) -> None:
    for tree in orchard.trees.values():
        del tree["code"]


def _write_heights(orchard: Orchard) -> None:
    for tree in orchard.trees.values():
        tree["height"] = f"{tree['height']} m"


def _move_pictures(orchard: Orchard) -> None:
    for tree in orchard.trees.values():
        tree["picture"] = tree["picture"].replace("pictures.example", "images.example")


def _sell(orchard: Orchard) -> None:
    orchard.owners[4] = _owner(4)


def _drop_header(orchard: Orchard) -> None:
    del orchard.headers["Vary"]


def _failing(status: str, body: bytes, path: str = "") -> Callable[[Orchard], None]:
    def fail(orchard: Orchard) -> None:
        orchard.failing = lambda asked: (status, body) if path in {"", asked} else None

    return fail


_EMPTY = _json({"count": 0, "next": None, "previous": None, "results": []})
#: Night to what happens before it is recorded.
EVENTS: Mapping[int, Callable[[Orchard], None]] = {
    4: _plant,
    6: _fell,
    8: _no_remarks,
    10: _graft,
    12: _failing("503 Service Unavailable", b"<h1>503</h1>"),
    14: _failing("200 OK", _EMPTY, "/1/trees/"),
    16: _failing("200 OK", b"<html>Maintenance</html>", "/1/owners/"),
    18: _failing("429 Too Many Requests", _json({"detail": "Request was throttled."})),
    19: _failing("500 Internal Server Error", b"<h1>500</h1>", "/1/owners/"),
    20: _failing("500 Internal Server Error", b"<h1>500</h1>", "/1/owners/"),
    21: _rename_filter,
    23: _measure,
    24: _drop_codes,
    25: _drop_header,
    26: _write_heights,
    28: _move_pictures,
    29: _sell,
}
NIGHTS = range(1, 31)


def nights(orchard: Orchard) -> Iterator[int]:
    """
    Let one night after the other happen to a service.
    """
    for night in NIGHTS:
        orchard.night, orchard.asked = night, []
        orchard.failing = lambda _: None
        if night > 1:
            grow(orchard)
        EVENTS.get(night, lambda _: None)(orchard)
        yield night
