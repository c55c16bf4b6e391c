"""
The services that follow the conventions of `conventions`: plain Flask, on a free port.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from conventions import Asked
from film_rows import films
from flask import Flask, Response, request
from listening import listening

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conventions import Convention
    from film_rows import Row


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
        if refused := convention.refuses(query):
            return _json(refused, 400)
        window = convention.page(query)
        selected = _selected(convention, kept, query)
        terms = convention.order(query)
        if not all(each in convention.fields for each, _ in terms):
            return _json({"error": "no such field"}, 400)
        for each, descending in reversed(terms):
            # As SQLite does: null is less than everything.
            selected = sorted(selected, key=lambda row: (row[each] is not None, row[each]), reverse=descending)
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


def _selected(convention: Convention, rows: Sequence[Row], query: Mapping[str, str]) -> list[Row]:
    """
    Return the rows that the filters and the search of a query select.
    """
    if convention.known and not {*convention.known, *convention.filters}.issuperset(query):
        return []
    filters = [(query[name], use) for name, use in convention.filters.items() if query.get(name)]
    selected = [row for row in rows if all(use(row, text) for text, use in filters)]
    name, fields = convention.search
    text = query.get(name, "").lower() if name else ""
    for term in text.split() if convention.words else filter(None, [text]):
        selected = [row for row in selected if any(term in str(row[each]).lower() for each in fields)]
    return selected


@contextmanager
def served(convention: Convention, rows: Sequence[Row] | None = None) -> Iterator[str]:
    """
    Serve a convention on a free port while the block runs, and give the URL.
    """
    with listening(service(convention, rows)) as url:
        yield url


def _json(body: Any, status: int, headers: Mapping[str, str] | None = None) -> Response:
    return Response(json.dumps(body), status, {"Content-Type": "application/json", **(headers or {})})
