"""
A server of books that is right, or wrong as a test says, as a plain function of a probe.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from apicontract.contract.exchange import Exchange

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apicontract.planner.probe import Probe

HOST = "https://library.example"
HEADERS = (("Content-Type", "application/json"), ("Vary", "Accept"), ("Allow", "GET"))
#: Query and the body that a right server would send, to the body that is sent; None for a refusal.
Spoil = Callable[[dict[str, str], dict[str, Any]], dict[str, Any] | None]


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        return 0


@dataclass
class Shelf:
    """
    Rows, the probes that asked for them, and what is wrong with the answers.
    """

    rows: Sequence[dict[str, Any]]
    spoil: Spoil = lambda _, body: body
    default: int = 3
    most: int = 5
    sent: list[Probe] = field(default_factory=list)

    def send(self, probe: Probe) -> Exchange:
        """
        Answer a request for a list; the last value of a repeated parameter counts.
        """
        self.sent.append(probe)
        asked = dict(probe.query)
        body = self.spoil(asked, self._page(asked))
        status, content = (404, {"detail": "Not found."}) if body is None else (200, body)
        url = f"{HOST}{probe.path}" + (f"?{urlencode(probe.query)}" if probe.query else "")
        return Exchange(probe.method, url, status, HEADERS, json.dumps(content).encode(), request_headers=probe.headers)

    def asked(self) -> list[dict[str, str]]:
        """
        Return the queries in order, as far as they page and sort.
        """
        return [
            {name: text for name, text in each.query if name in {"limit", "offset", "ordering"}} for each in self.sent
        ]

    def _page(self, asked: dict[str, str]) -> dict[str, Any]:
        rows = list(self.rows)
        for term in reversed([each.strip() for each in asked.get("ordering", "").split(",")]):
            name = term.removeprefix("-")
            if rows and name in rows[0]:
                rows.sort(key=lambda row: (row[name] is None, row[name]), reverse=term != name)
        limit, offset = _whole(asked.get("limit", "")), max(_whole(asked.get("offset", "")), 0)
        size = min(limit, self.most) if limit > 0 else self.default
        following = f"{HOST}/v1/books/?offset={offset + size}" if offset + size < len(rows) else None
        shown = rows[offset : offset + size]
        return {"count": len(rows), "next": following, "previous": None, "results": shown}
