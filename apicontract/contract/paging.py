"""
How a list is asked for and wrapped: a value, with one record for each style of paging.

Declarations only. Which rows a page holds and where its links lead is written twice, in the mock and in
`apicontract.semantics`, so that neither can copy the other's mistake.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, fields, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import parse_qsl, urlsplit

from apicontract.contract.tokens import NO_TOKEN, TOKENS
from apicontract.contract.weblinks import NEXT, PREVIOUS, links_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    #: Names and values of a query, in order.
    Pairs: TypeAlias = tuple[tuple[str, str], ...]
    #: Name of a header to its value, or None.
    Header: TypeAlias = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Paging:
    """
    How the lists of an API are asked for and wrapped.

    A parameter or key that an API does not have is "": without a key, the rows are the body. A key with dots
    (`meta.count`) stands in an object inside.

    Attributes:
        style: key of `STYLES`.
        unit: what the parameter `start` counts, a key of `UNITS`.
        size: parameter that sets the rows of a page; "" where that is fixed.
        start: parameter that sets where the page begins.
        count, next, previous, rows: keys of the body.
        default_limit: rows of a page when the request does not say.
        maximum_limit: rows of a page at the most; more is silently cut to this.
        first: number of the first page, where pages are counted.
        last: word that stands for the number of the last page.
        total: header that has the count, "" if none does.
        links: header that has the links (RFC 8288), "" if they are keys of the body.
        token: key of the body that has the token of the next page, where that stands in no link.
        back: parameter that sets where the page ends, by a token; "" where `start` takes such tokens, too.
        back_token: key of the body that has the token of the previous page, where that stands in no link.
        more: key of the body that says whether there is a next page.
        refused: status that answers a page that there is not, or a token that the service never gave; 200 for a page
            without rows.
        begins_on_size: whether lists are paged only where the request sets the rows of a page; otherwise the body is
            a bare array of all rows.
        relations: what those links lead to, of `first`, `prev`, `next` and `last`, in the order sent, parted by blanks.
        order: keys of the body in the order sent, parted by blanks; "" for count, links, tokens, rows.
        echoes: other keys of the body, each with what it repeats of the page: a key of `ECHOES`.
    """

    style: str
    unit: str
    size: str
    start: str
    count: str
    next: str
    previous: str
    rows: str
    default_limit: int = 10
    maximum_limit: int = 100
    first: int = 1
    last: str = ""
    total: str = ""
    links: str = ""
    relations: str = ""
    token: str = ""
    back: str = ""
    back_token: str = ""
    more: str = ""
    refused: int = 404
    begins_on_size: bool = False
    order: str = ""
    echoes: tuple[tuple[str, str], ...] = ()

    @property
    def parameters(self) -> tuple[str, ...]:
        """
        The parameters of a query that page.
        """
        return tuple(filter(None, (self.size, self.start, self.back)))

    @property
    def keys(self) -> tuple[str, ...]:
        """
        The keys of the body in the order sent.
        """
        if self.order:
            return tuple(self.order.split())
        tokens = (self.token, self.back_token)
        return tuple(filter(None, (self.count, self.next, self.previous, *tokens, self.more, self.rows)))

    @property
    def unpaged(self) -> Paging:
        """
        The paging of a request that sets no rows of a page, where one begins only then; otherwise this one.
        """
        return _UNPAGED if self.begins_on_size else self

    @property
    def counts(self) -> bool:
        """
        Whether a page says how many rows the list has; one that is the whole list shows it.
        """
        return bool(self.count or self.total) or UNITS[self.unit].whole

    def read(self, body: Any, header: Header) -> tuple[Any, Any]:
        """
        Return what an answer has for count and rows; the count of a list that is one page is that of the rows.
        """
        rows = value_at(body, self.rows) if self.rows or isinstance(body, list) else None
        if self.count:
            return value_at(body, self.count), rows
        if self.total:
            text = (header(self.total) or "").strip()
            return int(text) if text.isascii() and text.isdecimal() else None, rows
        return len(rows) if UNITS[self.unit].whole and isinstance(rows, list) else None, rows

    def linked(self, body: Any, header: Header) -> Mapping[str, Any]:
        """
        Return what an answer has for its links, by relation type; one that it may have and has not is None.
        """
        if self.links:
            found = links_in(header(self.links) or "")
            return {relation: found.get(relation) for relation in self.led_to}
        return {relation: value_at(body, key) for relation, key in (self.link_keys | self.token_keys).items()}

    def following(self, link: str | None, relation: str = NEXT) -> Pairs:
        """
        Return the part of a query that asks for the page to which a link leads, or of which it is the token.
        """
        name = self.leading(relation)
        query = parse_qsl(urlsplit(link or "").query, keep_blank_values=True)
        text = link if self.token_keys else dict(query).get(name)
        return () if text is None else ((name, text),)

    def leading(self, relation: str) -> str:
        """
        Return the parameter that leads to the page of a relation type.
        """
        return self.back if relation == PREVIOUS and self.back else self.start

    @property
    def led_to(self) -> tuple[str, ...]:
        """
        The relation types of the links that a page has.
        """
        return tuple(self.relations.split() if self.links else self.link_keys)

    @property
    def link_keys(self) -> dict[str, str]:
        """
        Relation type to the key of the body that has such a link.
        """
        return {relation: key for relation, key in ((NEXT, self.next), (PREVIOUS, self.previous)) if key}

    @property
    def shows_next(self) -> bool:
        """
        Whether a page has a link to the next one, or the token of it.
        """
        return NEXT in self.led_to or NEXT in self.token_keys

    @property
    def token_keys(self) -> dict[str, str]:
        """
        Relation type to the key of the body that has the token of such a page.
        """
        return {relation: key for relation, key in ((NEXT, self.token), (PREVIOUS, self.back_token)) if key}

    @property
    def count_pointer(self) -> str:
        """
        The JSON pointer of the count, or the header in which it stands.
        """
        return f"header {self.total}" if self.total else _pointer(self.count)

    @property
    def rows_pointer(self) -> str:
        """
        The JSON pointer of the rows.
        """
        return _pointer(self.rows)

    def link_pointer(self, relation: str) -> str:
        """
        Return the JSON pointer of a link, or the header in which it stands.
        """
        return f"header {self.links}" if self.links else _pointer((self.token_keys | self.link_keys).get(relation, ""))

    def sized(self, rows: int | str) -> Pairs:
        """
        Return the query that asks for so many rows a page; an empty one where that is fixed.
        """
        return ((self.size, str(rows)),) if self.size else ()

    def starting(self, row: int, size: int) -> Pairs | None:
        """
        Return the query that asks for the page of that size that begins behind so many rows; for the first, nothing.

        None if no page does.
        """
        if not row:
            return ()
        place = UNITS[self.unit].place(self, row, size if self.size else self.default_limit)
        return None if place is None else ((self.start, place),)

    @property
    def any_row(self) -> bool:
        """
        Whether a page may begin with any row.
        """
        return self.starting(1, 2) is not None

    def last_page(self, count: int, size: int) -> int:
        """
        Return how many rows stand before the last page of so many rows that can be full, or else before the last page.
        """
        return max(count - size, 0) if self.any_row else max(count - 1, 0) // size * size

    @property
    def document(self) -> dict[str, Any]:
        """
        The value as it stands in `api.json`: what is the style's own is left out.
        """
        own, limits = STYLES[self.style], {"default_limit", "maximum_limit"} if self.start else set[str]()
        values = {each.name: getattr(self, each.name) for each in fields(self)} | {"echoes": dict(self.echoes)}
        return {
            name: value
            for name, value in values.items()
            if name == "style" or name in limits or value != (getattr(own, name) if name != "echoes" else {})
        }


def paging_of(document: Mapping[str, Any]) -> Paging:
    """
    Return the value that stands in `api.json`: a style, with what differs from it.

    Raises:
        KeyError: there is no such style.
    """
    echoes = tuple(document.get("echoes", {}).items())
    paging = replace(STYLES[document["style"]], **{**document, "echoes": echoes})
    # Which page is the last one only a count tells.
    paging = paging if paging.counts else replace(paging, last="")
    return paging if paging.size else replace(paging, maximum_limit=paging.default_limit)


#: What a key of a body may repeat of the page, to its schema: the rows that were asked for, and those that are shown;
#: the number of the page, and how many there are; the rows before it; or something that nobody knows.
ECHOES: Mapping[str, Mapping[str, Any]] = {
    "size": {"type": "integer", "minimum": 0, "description": "Records a page at the most."},
    "shown": {"type": "integer", "minimum": 0, "description": "Records of this page."},
    "number": {"type": "integer", "minimum": 0, "description": "Number of the page."},
    "pages": {"type": "integer", "minimum": 0, "description": "How many pages there are."},
    "before": {"type": "integer", "minimum": 0, "description": "Records before the page."},
    "open": {},
}


def value_at(body: Any, key: str) -> Any:
    """
    Return what stands at a dotted key of a body, or None.
    """
    for step in filter(None, key.split(".")):
        body = body.get(step) if isinstance(body, dict) else None
    return body


def _pointer(key: str) -> str:
    return "".join(f"/{step}" for step in filter(None, key.split(".")))


@dataclass(frozen=True, slots=True)
class Unit:
    """
    What the parameter that sets where a page begins counts.

    Attributes:
        place: rows before a page and rows of a page to the text that asks for it; None if no page begins there.
        schema: of the parameter, as JSON Schema with a description.
        none: a text that counts as none; None where there is none.
        texts: how many rows are selected, and one of them, to texts worth asking for, unreadable ones included.
        whole: whether a list is one page.
    """

    place: Callable[[Paging, int, int], str | None]
    schema: Callable[[Paging], dict[str, Any]]
    none: str | None
    texts: Callable[[Paging, int, int], tuple[str, ...]]
    whole: bool = False


def _row_schema(_: Paging) -> dict[str, Any]:
    return {"description": "Records before the page.", "type": "integer", "minimum": 0, "default": 0}


def _page_schema(paging: Paging) -> dict[str, Any]:
    number = {"type": "integer", "minimum": paging.first, "default": paging.first}
    text = f"Number of the page, counted from {paging.first}"
    if not paging.last:
        return {"description": f"{text}.", **number}
    return {"description": f"{text}; `{paging.last}` is the last one.", "anyOf": [number, {"const": paging.last}]}


def _row_texts(_: Paging, rows: int, inside: int) -> tuple[str, ...]:
    return ("3", "7", str(inside), str(max(rows - 2, 1)), str(rows), str(rows + 13), "-1", "abc", "")


def _page_texts(paging: Paging, rows: int, _: int) -> tuple[str, ...]:
    last = max(-(-rows // paging.default_limit), 1) - 1 + paging.first
    numbers = (2, 3, last, last + 1, last + 13, paging.first - 1)
    texts = dict.fromkeys((*map(str, numbers), paging.last, "abc", ""))
    # Where a page that there is not is no error, nobody says what these are.
    unsaid = {str(paging.first - 1), "abc"} if paging.refused == HTTPStatus.OK else set()
    return tuple(each for each in texts if each not in unsaid)


_TOKEN_SCHEMA = {"description": "Token of the page, from the answer before it.", "type": "string"}
#: What is counted: rows from 0, pages from `Paging.first`; or nothing, where a list is one page, or where an answer
#: has the token of the next page.
UNITS: Mapping[str, Unit] = {
    "rows": Unit(lambda _, row, __: str(row), _row_schema, "-5", _row_texts),
    "pages": Unit(
        lambda paging, row, size: None if row % size else str(paging.first + row // size), _page_schema, "", _page_texts
    ),
    TOKENS: Unit(lambda *_: None, lambda _: dict(_TOKEN_SCHEMA), None, lambda *_: (NO_TOKEN,)),
    "nothing": Unit(lambda *_: None, lambda _: {}, "", lambda *_: (), whole=True),
}

#: What is described has no lists in a known form.
NO_PAGING = Paging("", "", "", "", "", "", "", "", 0, 0)
#: style name to style: `LimitOffsetPagination` and `PageNumberPagination` of `rest_framework.pagination`; without
#: paging, a list is a bare array of all rows; with links in a header, of those of a page. `CursorPagination` counts
#: nothing: only who follows the links knows where a page stands.
STYLES: Mapping[str, Paging] = {
    "limit-offset": Paging("limit-offset", "rows", "limit", "offset", "count", "next", "previous", "results"),
    "page-number": Paging(
        "page-number", "pages", "page_size", "page", "count", "next", "previous", "results", last="last"
    ),
    "link-header": Paging(
        "link-header", "pages", "per_page", "page", "", "", "", "", links="Link", relations="first prev next last"
    ),
    "cursor": Paging("cursor", TOKENS, "page_size", "cursor", "", "next", "previous", "results"),
    "none": Paging("none", "nothing", "", "", "", "", "", "", sys.maxsize, sys.maxsize),
}
_UNPAGED = STYLES["none"]
