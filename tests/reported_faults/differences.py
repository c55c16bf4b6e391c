"""
In which parts two answers to one request differ.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wrong_framework.wsgi import Answer

#: Headers that say how long the body is, or when it was sent.
OF_THE_BODY = {"content-length", "date"}
#: Members of a page beside its rows.
AROUND = ("count", "next", "previous")


def parts(right: Answer, wrong: Answer) -> tuple[str, ...]:
    """
    Name the parts that differ.

    It is the status alone; or headers (`header vary`), and of the body `count`, `next`, `previous`, `rows` (which),
    `order` (of the same), `values` (of a row that both have), or else `body`.
    """
    if right.status != wrong.status:
        return ("status",)
    return (*_headers(right, wrong), *_body(right, wrong))


def _headers(right: Answer, wrong: Answer) -> Iterator[str]:
    names = {name.lower() for name, _ in (*right.headers, *wrong.headers)} - OF_THE_BODY
    yield from (f"header {name}" for name in sorted(names) if right.header(name) != wrong.header(name))


def _body(right: Answer, wrong: Answer) -> Iterator[str]:
    if right.body == wrong.body:
        return
    one, other = right.json, wrong.json
    if not (_is_page(one) and _is_page(other)):
        yield "body"
        return
    yield from (name for name in AROUND if one[name] != other[name])
    yield from _rows(one["results"], other["results"])


def _is_page(body: Any) -> bool:
    return isinstance(body, dict) and isinstance(body.get("results"), list)


def _rows(right: list[Any], wrong: list[Any]) -> Iterator[str]:
    keys, others = [_key(row) for row in right], [_key(row) for row in wrong]
    if Counter(keys) != Counter(others):
        yield "rows"
    elif keys != others:
        yield "order"
    known = dict(zip(keys, right, strict=True))
    # Texts, because False equals 0.
    if any(str(known[key]) != str(row) for key, row in zip(others, wrong, strict=True) if key in known):
        yield "values"


def _key(row: Any) -> str:
    return str(row and row.get("id", row.get("code")))
