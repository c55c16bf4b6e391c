"""
Which page a request asks for, whether there is one, and which of the selected rows it holds.

The paginators of `rest_framework.pagination`, read naively.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from apicontract.contract.tokens import NO_TOKEN, TOKENS
from apicontract.semantics.sizes import whole_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apicontract.contract.paging import Paging


@dataclass(frozen=True, slots=True)
class PageStart:
    """
    Where a page begins, as far as the request alone says.

    Attributes:
        offset: rows before it.
        last: whether it is the last page, wherever that begins.
        invalid: whether there can be no such page.
        unknown: whether only the answer that led there tells.
    """

    offset: int = 0
    last: bool = False
    invalid: bool = False
    unknown: bool = False

    def offset_in(self, limit: int, count: int) -> int:
        """
        Return how many of so many selected rows stand before the page of so many rows.
        """
        if not self.last:
            return self.offset
        # By division, not page by page: a count is what a server says, of any size.
        return max(count - 1, 0) // limit * limit if limit else 0


def token_asked(paging: Paging, parameter: Callable[[str], str | None]) -> tuple[str, str | None]:
    """
    Return which parameter says where a page begins, or ends, and its text: the latter counts if there is no other.

    Args:
        paging: of the answer.
        parameter: returns the text of one.
    """
    if not paging.back or parameter(paging.start):
        return paging.start, parameter(paging.start)
    ending = parameter(paging.back)
    return (paging.back, ending) if ending else (paging.start, parameter(paging.start))


def place_of(text: str | None, paging: Paging, limit: int) -> PageStart:
    """
    Return where the page of so many rows begins for which a text of the parameter `start` asks.
    """
    return _ARITHMETIC[paging.unit].place(text, paging, limit)


def _row(text: str | None, _: Paging, __: int) -> PageStart:
    """
    Read how many rows stand before the page: what is no positive number is 0.
    """
    number = whole_number(text)
    return PageStart(0 if number is None or number < 0 else number)


def _page(text: str | None, paging: Paging, limit: int) -> PageStart:
    """
    Read the number of a page: without one, it is the first.
    """
    if text is None or text == "":
        return PageStart()
    if text == paging.last:
        return PageStart(last=True)
    number = whole_number(text)
    if number is None or number < paging.first:
        # Where a page that there is not is no error, neither is this: it is taken for the first.
        return PageStart() if paging.refused == HTTPStatus.OK else PageStart(invalid=True)
    return PageStart((number - paging.first) * limit)


def _token(text: str | None, _: Paging, __: int) -> PageStart:
    """
    Read a token: without one, the page is the first.
    """
    if text is None or text == "":
        return PageStart()
    return PageStart(invalid=True) if text == NO_TOKEN else PageStart(unknown=True)


def past_the_end(paging: Paging, place: PageStart, count: int | None) -> bool | None:
    """
    Return whether a page lies behind so many selected rows, or can be nowhere; None if not known.

    Where pages are counted, even a list without rows has a first one.
    """
    least = _ARITHMETIC[paging.unit].least
    if place.invalid:
        return True
    if place.unknown:
        return None
    if place.last or place.offset < least:
        return False
    return None if count is None else place.offset >= count


def past_status(paging: Paging) -> HTTPStatus:
    """
    Return the status of a page past the end, or of one to which an unknown token should lead.
    """
    return HTTPStatus(paging.refused) if _ARITHMETIC[paging.unit].refuses else HTTPStatus.OK


def refusal(paging: Paging) -> str:
    """
    Return what the answer says where there is no such page.

    (`invalid_page_message` and `invalid_cursor_message` of `rest_framework.pagination`).
    """
    return "Invalid cursor" if paging.unit == TOKENS else "Invalid page."


def changed_in_link(paging: Paging, limit: int, offset: int) -> Mapping[str, str]:
    """
    Return the parameters that change in a link to the page behind so many rows; "" where one is left out.
    """
    return _ARITHMETIC[paging.unit].changed(paging, limit, offset)


def counts_as_none(paging: Paging, text: str) -> bool:
    """
    Return whether a text of the parameter `start` has no effect though it is given.
    """
    return _ARITHMETIC[paging.unit].ignored(text)


def _is_no_offset(text: str) -> bool:
    number = whole_number(text)
    return number is None or number < 0


def _to_row(paging: Paging, limit: int, offset: int) -> Mapping[str, str]:
    """
    Write in the limit that counts, and the offset.
    """
    return {paging.size: str(limit), paging.start: str(offset) if offset > 0 else ""}


def _to_page(paging: Paging, limit: int, offset: int) -> Mapping[str, str]:
    """
    Write in the number of the page.
    """
    return {paging.start: str(paging.first + offset // limit) if offset > 0 else ""}


@dataclass(frozen=True, slots=True)
class _Arithmetic:
    """
    How pages are found where a parameter counts one thing or the other.

    Attributes:
        place: text, paging and rows of a page to where it begins.
        ignored: whether a text counts as none.
        changed: paging, rows of a page and rows before it to the parameters that change in a link.
        refuses: whether a page past the end is an error.
        least: rows for which there is a page at the least.
    """

    place: Callable[[str | None, Paging, int], PageStart]
    ignored: Callable[[str], bool]
    changed: Callable[[Paging, int, int], Mapping[str, str]]
    refuses: bool
    least: int


_ARITHMETIC: Mapping[str, _Arithmetic] = {
    "rows": _Arithmetic(_row, _is_no_offset, _to_row, refuses=False, least=0),
    "nothing": _Arithmetic(lambda *_: PageStart(), lambda _: False, lambda *_: {}, refuses=False, least=1),
    "pages": _Arithmetic(_page, lambda text: not text, _to_page, refuses=True, least=1),
    TOKENS: _Arithmetic(_token, lambda text: not text, lambda *_: {}, refuses=True, least=1),
}
