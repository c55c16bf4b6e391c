"""
A small service whose answers depend on who asks: right ones, and ones that tell too much or too little without a token.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from film_rows import films
from flask import Flask, jsonify, request
from listening import listening

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

Row: TypeAlias = dict[str, Any]
TOKEN = "s3cret"  # noqa: S105 - of a service of the tests
#: Films that somebody has marked, and those that are not published yet.
_MARKED, _DRAFTS = range(3, 44, 4), frozenset({5, 12, 30})


def _as_it_is(row: Row) -> Row:
    return row


@dataclass(frozen=True)
class Rules:
    """
    What a service answers to those without a token.

    Attributes:
        list_status, record_status: of answers that are refused; 200 where they are not.
        listed, alone: makes a row of a list, and a single record, of one.
        lists: whether a list has the row.
        shows: whether the row's own path answers.
        visibility: what a contract says of it, without grade and source.
    """

    list_status: int = 200
    record_status: int = 200
    listed: Callable[[Row], Row] = _as_it_is
    alone: Callable[[Row], Row] = _as_it_is
    lists: Callable[[Row], bool] = lambda _: True
    shows: Callable[[Row], bool] = lambda _: True
    visibility: Mapping[str, Any] = field(default_factory=dict)


def _unmarked(row: Row) -> Row:
    return {**row, "marked": False, "maker": {**row["maker"], "followed": False}}


def _without_mark(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "marked"}


def _published(row: Row) -> bool:
    return row["id"] not in _DRAFTS


#: Services that keep their promises.
RIGHT = {
    "nothing": Rules(),
    "flags": Rules(listed=_unmarked, alone=_unmarked, visibility={"personal": ["maker.followed", "marked"]}),
    "missing-flag": Rules(listed=_without_mark, alone=_without_mark, visibility={"personal": ["marked"]}),
    "drafts": Rules(lists=_published, shows=_published, visibility={"hidden": True}),
    "drafts-and-flags": Rules(
        listed=_without_mark,
        alone=_without_mark,
        lists=_published,
        shows=_published,
        visibility={"hidden": True, "personal": ["marked"]},
    ),
    "all-refused": Rules(401, 401, visibility={"list_status": 401, "record_status": 401}),
    "records-refused": Rules(record_status=403, visibility={"record_status": 403}),
}

#: What is wrong without the token: how the service is learnt or declared, what it does, and a part of the finding.
WRONG = {
    "shown": ("all-refused", Rules(), "is shown without the token"),
    "refused": ("nothing", Rules(401, 401), "a list is answered with 401"),
    "another-name": (
        "flags",
        Rules(listed=lambda row: {**_unmarked(row), "name": "x"}, alone=_unmarked),
        "`name` has another",
    ),
    "lacking": ("nothing", Rules(lists=_published, shows=_published), "leaves out records"),
    "by-its-path": ("drafts", Rules(lists=_published), "leaves out a record that its own path shows"),
    "failing": ("nothing", Rules(list_status=500), "a list is answered with 500"),
    "apart": (
        "flags",
        Rules(listed=_unmarked, alone=lambda row: {**_unmarked(row), "colour": "teal"}),
        "`colour` has another value",
    ),
}


def service(rules: Rules) -> Flask:
    """
    Return the service that follows some rules; with the token it shows everything.
    """
    application = Flask(__name__)
    kept = [
        {**row, "marked": row["id"] in _MARKED, "maker": {**row["maker"], "followed": row["maker"]["id"] == 1}}
        for row in films()
    ]
    application.json.sort_keys = False  # type: ignore[attr-defined] # of the usual provider

    def signed() -> bool:
        return request.headers.get("Authorization") == f"Token {TOKEN}"

    def refused(status: int) -> Any:
        return (jsonify(error="no"), status) if status != 200 and not signed() else None

    @application.get("/films")
    def listed() -> Any:
        rows = [row for row in kept if signed() or rules.lists(row)]
        number, size = request.args.get("page", 1, int), min(request.args.get("per_page", 10, int), 25)
        start = (number - 1) * size
        page = [row if signed() else rules.listed(row) for row in rows[start : start + size]]
        answer = jsonify(items=page, total=len(rows), page=number, per_page=size)
        return refused(rules.list_status) or answer

    @application.get("/films/<int:key>")
    def one(key: int) -> Any:
        row = next((row for row in kept if row["id"] == key and (signed() or rules.shows(row))), None)
        answer = (jsonify(error="none"), 404) if row is None else jsonify(row if signed() else rules.alone(row))
        return refused(rules.record_status) or answer

    return application


@contextmanager
def served(rules: Rules) -> Iterator[str]:
    """
    Serve what follows some rules on a free port while the block runs, and give the URL.
    """
    with listening(service(rules)) as url:
        yield url


def options(data: object, *more: str) -> Sequence[str]:
    """
    Return the options of a command that works on a folder and sends the token.
    """
    return ("--data", str(data), "--token-env", "FILMS_TOKEN", *more)
