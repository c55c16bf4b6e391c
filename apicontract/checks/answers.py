"""
What an answer holds: its JSON, also where that stands in a browsable page, and the page of a list in it.
"""

from __future__ import annotations

import json
import marshal
import re
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from html.parser import HTMLParser
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from apicontract.contract.jsontext import hold_depth
from apicontract.contract.jsontypes import is_integer
from apicontract.contract.keys import key_of
from apicontract.contract.paging import value_at
from apicontract.contract.tokens import TOKENS
from apicontract.contract.weblinks import FIRST, LAST, NEXT, PREVIOUS
from apicontract.semantics.request import parse_request
from apicontract.semantics.tolerance import MAY_FILTER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api, Json, Record
    from apicontract.contract.paging import Paging
    from apicontract.semantics.request import ParsedRequest
    from apicontract.semantics.tolerance import Tolerated

_EXCUSES = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS}

#: Rows before a page of which that is not known.
_NO_RECORD = 2**40
#: The format of `marshal` in which equal values have equal bytes: without references to what stood before.
_PLAIN = 2
#: What `json_of` returns for an answer that holds no JSON.
NO_JSON = object()


@dataclass(frozen=True, slots=True)
class Page:
    """
    One page of a list, as answered.

    Attributes:
        count: rows of the list; where `counted` is false, more than those up to the end of the page, and no one knows
            how many.
        next, previous: links to the pages beside it.
        rows: the records.
        counted: whether the answer tells the count: it says so, or is the last page.
        first, last: links to the ends of the list.
    """

    count: int
    next: str | None
    previous: str | None
    rows: tuple[Record, ...]
    counted: bool = True
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True)
class ParsedExchange:
    """
    An exchange with what it asked for and what it holds.

    Attributes:
        exchange: request and answer.
        asked: by the contract.
        paging: how the list is wrapped.
        followed: rows before the page, where a token led to it that an earlier answer gave; None if none did.
        seen: rows of earlier answers by their text, which equal ones of this answer are replaced by.
    """

    exchange: Exchange
    asked: ParsedRequest
    paging: Paging
    followed: int | None = None
    seen: dict[bytes, Record] | None = field(default=None, repr=False, compare=False)

    @property
    def placed(self) -> bool:
        """
        Whether it is known how many rows of the list stand before the page.
        """
        return self.followed is not None or not self._only_answers_tell

    @property
    def _only_answers_tell(self) -> bool:
        """
        Whether the page is asked for by a token of an answer, or by a text that names no page.
        """
        return self.asked.place.unknown or self.asked.place.invalid

    @cached_property
    def json(self) -> Json:
        """
        The answer's JSON, or `NO_JSON`; equal rows of lists are one object, so that what is said of one is said of all.
        """
        body = json_of(self.exchange)
        if self.seen is not None and self.asked.route.kind == "list":
            _, rows = self.paging.read(body, self.exchange.header)
            if isinstance(rows, list):
                rows[:] = [self.seen.setdefault(marshal.dumps(each, _PLAIN), each) for each in rows]
        return body

    @cached_property
    def page(self) -> Page | None:
        """
        The page of a list, if the answer is a good one and has the documented form.
        """
        if not self._answers("list"):
            return None
        paging, body = self.paging, self.json
        count, rows = paging.read(body, self.exchange.header)
        linked = paging.linked(body, self.exchange.header)
        if isinstance(count, float) and count.is_integer():
            count = int(count)  # a whole number, however it is written (JSON Schema 2020-12, section 4.2.3)
        if not isinstance(rows, list) or not all(isinstance(each, dict) for each in rows):
            return None
        if not all(isinstance(each, str | None) for each in linked.values()):
            return None
        following, previous, first, last = (linked.get(each) for each in (NEXT, PREVIOUS, FIRST, LAST))
        page = Page(0, following, previous, tuple(rows), first=first, last=last)
        if paging.counts:
            return replace(page, count=count) if is_integer(count) else None
        if paging.shows_next and not self._ending_agrees(linked):
            return None
        found = _reaching(page, self._offset, self.asked.limit) if paging.shows_next else self._unlinked(page)
        # Of a page whose place only the framework reads, it is not known whether it is the last one.
        return replace(found, counted=found.counted and not self.oddly_placed)

    @property
    def oddly_sized(self) -> bool:
        """
        Whether the rows of a page are asked for by a text that is no plain number from 1 on: `0`, `+25`, `abc`.
        """
        text = self.exchange.parameter(self.paging.size) if self.paging.size else None
        return text is not None and not _counts_from(1, text)

    @property
    def oddly_placed(self) -> bool:
        """
        Whether the start of a page is asked for by a text that is no plain number from the first on; of tokens, never.
        """
        if self.paging.unit == TOKENS or not self.paging.start:
            return False
        text = self.exchange.parameter(self.paging.start)
        return text is not None and not _counts_from(self.paging.first if self.paging.unit == "pages" else 0, text)

    def _unlinked(self, page: Page) -> Page:
        """
        Return a page to whose next one nothing leads, with as many rows as it shows that there are.
        """
        more = value_at(self.json, self.paging.more) if self.paging.more else len(page.rows) >= self.asked.limit
        # Of a page whose size only the framework reads, it is not known whether it is full.
        known = self._offset < _NO_RECORD and bool(page.rows or not self._offset) and not self.oddly_sized
        least = self._offset + len(page.rows) + bool(more and self.paging.more)
        return replace(page, count=least, counted=known and not more)

    def _ending_agrees(self, linked: Mapping[str, Any]) -> bool:
        """
        Whether the answer says in one way alone whether there is a next page.
        """
        more = value_at(self.json, self.paging.more) if self.paging.more else None
        return not self.paging.more or more is (linked.get(NEXT) is not None)

    @property
    def _offset(self) -> int:
        """
        Rows before the page; of one that cannot be placed, more than any list has.
        """
        if not self._only_answers_tell:
            return self.asked.offset
        return _NO_RECORD if self.followed is None else self.followed

    @cached_property
    def start(self) -> int:
        """
        How many rows of the list stand before the page.
        """
        if self.page is None or self._only_answers_tell:
            return self._offset
        return self.asked.offset_in(self.page.count)

    @cached_property
    def record(self) -> Record | None:
        """
        The single record, if the answer is a good one.
        """
        return self.json if self._answers("detail") else None

    @cached_property
    def rows(self) -> tuple[tuple[str, Record], ...]:
        """
        Every record at the top of the answer with its JSON pointer.
        """
        if self.page is not None:
            return tuple((f"{self.paging.rows_pointer}/{n}", row) for n, row in enumerate(self.page.rows))
        return (("", self.record),) if self.record is not None else ()

    @property
    def inconclusive(self) -> bool:
        """
        Whether the answer says nothing about promises: throttled, not allowed in, failed, or sent to another host.
        """
        status = self.exchange.status
        return status in _EXCUSES or status >= HTTPStatus.INTERNAL_SERVER_ERROR or self._sent_elsewhere

    @property
    def _sent_elsewhere(self) -> bool:
        """
        Whether what stands before the service sends the same request to another origin, as from http to https.
        """
        location, (_, _, rest) = self.exchange.header("Location") or "", self.exchange.url.partition("://")
        moved = HTTPStatus.MULTIPLE_CHOICES <= self.exchange.status < HTTPStatus.BAD_REQUEST and "://" in location
        same_path = location.partition("://")[2].partition("/")[2] == rest.partition("/")[2]
        return moved and same_path and location != self.exchange.url

    @property
    def inferred(self) -> bool:
        """
        Whether only what is usual says which records the request selects; of a spelling, those found say enough.
        """
        found = self.page.count > 0 if self.page is not None else self.record is not None
        conditions = self.asked.filters.conditions
        return bool(self.asked.presumed) or any(each.inferred or (each.spelled and not found) for each in conditions)

    @property
    def is_get_of_resource(self) -> bool:
        """
        Whether this is a GET of a list or a record, in a form that can be had, and the answer says something.
        """
        known = self.asked.route.of_records and self.exchange.method == "GET"
        return known and self.asked.representation.status == HTTPStatus.OK and not self.inconclusive

    @property
    def answered(self) -> bool:
        """
        Whether this is a successful answer to a GET.
        """
        return self.exchange.method == "GET" and self.exchange.status == HTTPStatus.OK

    @property
    def shape(self) -> str:
        """
        The name of the shape that the rows are to have.
        """
        return self.asked.resource.shapes[self.asked.mode]

    @cached_property
    def selection(self) -> tuple[frozenset[tuple[str, tuple[Any, ...]]], frozenset[str]]:
        """
        What decides which records are selected: two requests of the same selection list the same records.
        """
        conditions = frozenset((each.parameter.name, each.values) for each in self.asked.filters.conditions)
        return conditions, frozenset(self.asked.terms)

    @cached_property
    def ordered(self) -> tuple[str, ...]:
        """
        The terms of the ordering that counts.
        """
        return tuple(map(str, self.asked.ordering))

    @cached_property
    def selecting_by_mistake(self) -> tuple[Tolerated, ...]:
        """
        What a server might by mistake let select records, though it must not.
        """
        return tuple(each for each in self.asked.tolerated if each.kind in MAY_FILTER)

    def _answers(self, kind: str) -> bool:
        good = self.answered and not self.asked.refused
        form = list if kind == "list" and not self.paging.rows else dict
        return good and self.asked.route.kind == kind and isinstance(self.json, form)

    def identifier(self, row: Record) -> Any:
        """
        Return the value that identifies a row.
        """
        return key_of(self.asked.resource, row)

    def name(self, row: Record) -> str:
        """
        Return how a row is called in messages: its first search field and its identifier.
        """
        resource = self.asked.resource
        title = row.get(resource.search[0].path) if resource.search else None
        called = f"{resource.identifier.name} {key_of(resource, row)}"
        return f"{title} ({called})" if isinstance(title, str) else called


def _counts_from(first: int, text: str) -> bool:
    """
    Return whether a text is a plain number, and no less than the first.
    """
    return text.isascii() and text.isdecimal() and int(text) >= first


def _reaching(page: Page, offset: int, limit: int) -> Page:
    """
    Return a page that does not say how many rows its list has, with as many as it shows that there are.

    The last one tells; not so an empty one behind the end.
    """
    if page.next is None:
        counted = offset < _NO_RECORD and (bool(page.rows) or not offset)
        return replace(page, count=offset + len(page.rows), counted=counted)
    return replace(page, count=offset + max(len(page.rows), limit) + 1, counted=False)


def reading_of(
    api: Api, exchange: Exchange, followed: int | None = None, *, seen: dict[bytes, Record] | None = None
) -> ParsedExchange:
    """
    Return an exchange with what it asked for; behind so many rows, if a token led to its page.

    Rows that were `seen` in other answers stand for equal ones of this.
    """
    asked = parse_request(api, exchange)
    paging = asked.paging if asked.route.kind == "list" else api.paging
    return ParsedExchange(exchange, asked, paging, followed, seen)


def json_of(exchange: Exchange) -> Json:
    """
    Return the JSON of an answer, or `NO_JSON`; that of a browsable page is taken out of its markup.
    """
    text = exchange.body
    if text.lstrip().startswith(b"<"):
        values = map(_json_of_text, _texts_of_page(text.decode("utf-8", errors="replace")))
        return next((each for each in values if each is not NO_JSON), NO_JSON)
    return _json_of_text(text.decode(json.detect_encoding(text), "replace"))


class _Preformatted(HTMLParser):
    """
    Collects the text of the preformatted elements of a page, piece by piece: a page may have a million of them.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.depth = 0
        self.texts: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """
        Enter an element.
        """
        del attrs
        if tag == "pre":
            self.depth += 1
            self.texts.append([])

    def handle_endtag(self, tag: str) -> None:
        """
        Leave an element.
        """
        if tag == "pre" and self.depth:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        """
        Keep text that stands inside.
        """
        if self.depth:
            self.texts[-1].append(data)


@lru_cache(maxsize=16)
def _texts_of_page(markup: str) -> tuple[str, ...]:
    """
    Return what a page shows that may be JSON; texts, since whoever has the values may exchange equal rows in them.
    """
    parser = _Preformatted()
    parser.feed(markup)
    texts = map("".join, parser.texts)
    found = ((text, re.search(r"^(?=[\[{])", text, re.MULTILINE)) for text in texts)
    return tuple(text[opening.start() :] for text, opening in found if opening)


def _json_of_text(text: str) -> Json:
    try:
        hold_depth(text)
        return json.loads(text)
    except ValueError:
        return NO_JSON
