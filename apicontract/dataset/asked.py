"""
A query -> the same query by the names of the framework, as the side that serves reads it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from apicontract.contract.querynames import DOWNWARDS, USUAL, query_setting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from apicontract.contract.model import Api

#: The names of the framework (`rest_framework.settings`: SEARCH_PARAM, ORDERING_PARAM).
SEARCH, ORDERING = "search", "ordering"

#: A token is runs of quoted and other characters, or, where a quote is not closed, anything without a blank.
_TOKEN = re.compile(r"""(?:[^\s'"]*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))+[^\s'"]*|\S+""")


def search_terms(text: str, *, quoted: bool) -> tuple[str, ...]:
    """
    Split the value of `search` into the terms that must all be found.

    With `quoted`, a phrase in quotes is one term (`rest_framework.filters.search_smart_split`, since 3.15);
    without, commas are blanks, and NUL characters are dropped.
    """
    if not quoted:
        return tuple(text.replace("\x00", "").replace(",", " ").split())
    return tuple(term for token in _TOKEN.findall(text) for term in _unquoted(token.strip(",")))


def _unquoted(token: str) -> Iterable[str]:
    if token[:1] in {'"', "'"} and token[0] == token[-1]:
        quote = token[0]
        return [token[1:-1].replace(f"\\{quote}", quote).replace("\\\\", "\\")]
    return [part.strip() for part in token.split(",") if part]


def plain_query(api: Api, query: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """
    Return a query in which search and ordering stand under the framework's names, and as the framework writes them.
    """
    settings = _settings(api)
    pairs = tuple(query)
    if settings == tuple(USUAL.values()):
        return pairs
    search, words, ordering, direction, descending, many, _ = settings
    given = dict(pairs)
    named = {search, ordering, direction, descending, SEARCH, ORDERING}
    plain = [pair for pair in pairs if pair[0] not in named]
    if search in given:
        plain.append((SEARCH, given[search] if words else _phrase(given[search])))
    terms = _terms(given, ordering, direction, descending)
    if terms is not None:
        plain.append((ORDERING, terms if many else terms.replace(",", " ")))
    return tuple(plain)


def asks_as_usual(api: Api) -> bool:
    """
    Return whether an API searches and sorts by the framework's names and forms.
    """
    return _settings(api) == tuple(USUAL.values())


def _settings(api: Api) -> tuple[Any, ...]:
    return tuple(query_setting(api, each) for each in USUAL)


def _phrase(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' if text else ""


def _terms(given: Mapping[str, str], ordering: str, direction: str, descending: str) -> str | None:
    if descending and given.get(descending):
        return f"-{given[descending]}"
    terms = given.get(ordering)
    if terms is None or not (direction or descending):
        return terms
    words = given.get(direction, "").split(",")
    # A minus means nothing here: a term that begins with one is unknown, as two are to the framework.
    named = [f"-{each}" if each.startswith("-") else each for each in terms.split(",")]
    down = [number < len(words) and words[number].lower() == DOWNWARDS for number in range(len(named))]
    return ",".join(f"-{each}" if each_down else each for each, each_down in zip(named, down, strict=True))
