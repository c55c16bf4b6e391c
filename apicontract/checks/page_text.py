"""
Law of the text above the answer of a browsable page.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from apicontract.checks.check import Check, Difference, each
from apicontract.checks.shown_text import sections_shown
from apicontract.contract.documented import Documented, listed_in
from apicontract.contract.model import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apicontract.checks.answers import ParsedExchange
    from apicontract.checks.context import Context
    from apicontract.checks.shown_text import Sections
    from apicontract.contract.model import Resource

#: Attribute of what a page lists to what one of its names is called.
_NOUNS = {"modes": "mode", "parameters": "filter", "search": "search field", "ordering": "ordering field"}


def _page_text(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    resource = reading.asked.route.resource
    sections = _sections(reading)
    if not sections or resource is None:
        return None
    said, usual = listed_in(sections), listed_in(resource.documentation.sections)
    found: list[Difference] = []
    for key, noun in _NOUNS.items():
        names, known = getattr(said, key), getattr(usual, key)
        if names or known:
            found += _names(key, noun, known or _promised(resource, key), names)
    if said.maximum is not None or usual.maximum is not None:
        found += _maximum(context.api.paging.maximum_limit, said.maximum)
    return found


def _sections(reading: ParsedExchange) -> Sections:
    """
    Return the text of a copied page, or of a page in HTML that lists something.
    """
    exchange = reading.exchange
    if exchange.documentation is not None:
        return exchange.documentation.sections
    if exchange.status != HTTPStatus.OK or not (exchange.header("Content-Type") or "").startswith("text/html"):
        return ()
    sections = sections_shown(exchange.body.decode("utf-8", "replace"))
    return sections if listed_in(sections) != Documented() else ()


def _promised(resource: Resource, key: str) -> list[str]:
    return list(resource.modes.choices) if key == "modes" else [each.name for each in getattr(resource, key)]


def _names(key: str, noun: str, promised: Sequence[str], names: Sequence[str]) -> Iterator[Difference]:
    """
    Yield the names that are missing, which clients may use, and those that came, which break nobody.
    """
    place = f"page text {key}"
    for name in promised:
        if name not in names:
            yield Difference(place, f"the page lists no {noun} {name}", list(promised), list(names))
    for name in names:
        if name not in promised:
            message = f"the page lists a {noun} {name}, which is not declared"
            yield Difference(place, message, list(promised), list(names), level=Level.NOTE)


def _maximum(promised: int, said: int | None) -> Iterator[Difference]:
    if said != promised:
        more = said is not None and said > promised
        message = f"the page says a maximum of {said} rows, not {promised}"
        yield Difference("page text maximum", message, promised, said, level=Level.NOTE if more else None)


CHECKS = (
    Check(
        "page-text",
        "page_text",
        "A browsable page lists the modes, filters, search and ordering fields and the maximum that the API has.",
        "one",
        each(_page_text),
        scope="surface",
    ),
)
