"""
How a list is paged: names of parameters, sizes, first page, and what stands past the end, by a handful of requests.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from apicontract.contract.paging import STYLES, value_at
from apicontract.contract.weblinks import NEXT
from apicontract.evidence.paging import (
    CURSOR,
    SIZES,
    STARTS,
    TOKEN_NAMES,
    UNPAGED,
    as_sent,
    recognised,
    types_in,
    unlinked,
)
from apicontract.explore.learning.asking import json_of
from apicontract.explore.learning.pages import identity, list_in, place_in, total_header
from apicontract.explore.learning.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from apicontract.contract.model import Record
    from apicontract.contract.paging import Paging
    from apicontract.explore.learning.asking import Asker
    from apicontract.explore.learning.pages import ListAnswer

    #: A parameter, a text, and the rows before a page to the number of the first page that they show.
    _Start = tuple[str, str, Mapping[int | None, int | None]]

#: Rows that are asked for to learn how many a page has at the most: more than services usually send.
MANY = 1000
#: Rows of the pages by which the parameter is found that says where a page begins.
_FEW = 2
#: A page that no list has.
_BEYOND = 99_999
#: A token that no service gave.
_NEVER_GIVEN = "no-such-token"
_REFUSALS = (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY)

#: Members of a paging that say how many rows a page has.
PAGE_SIZES = frozenset({"default_limit", "maximum_limit"})


@dataclass
class PagingLearnt:
    """
    What is known of how a list is paged.

    Attributes:
        paging: the value.
        rows: the rows that were seen in natural order, from the first on.
        complete: whether these are all.
        statements: what was found out.
        repeated: which value of a repeated parameter counts, `first` or `last`; "" if that is not known.
        known: members of the paging that experiments showed: `default_limit`, `maximum_limit`, `refused`.
    """

    paging: Paging
    rows: list[Record] = field(default_factory=list)
    complete: bool = False
    statements: list[Statement] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    repeated: str = ""

    def state(self, sentence: str, evidence: str) -> None:
        """
        Add a statement that answers showed.
        """
        self.statements.append(Statement("paging", sentence, evidence))


def learn_paging(asker: Asker, path: str, first: ListAnswer, known: PagingLearnt | None = None) -> PagingLearnt:
    """
    Return how a list is paged.

    A list that is wrapped like one before it, with as many rows by default, is taken to be paged like that.

    Args:
        asker: sends.
        path: of the list.
        first: its answer to a request without parameters.
        known: how a list before it is paged.
    """
    if known is not None and _alike(known.paging, first):
        return _as_before(asker, path, first, known)
    link = _linked_names(first)
    size = next((each for each in SIZES if each in link), "") or _size_name(asker, path, first)
    larger = list_in(asker.get(path, ((size, str(MANY)),), "most rows of a page")) if size else None
    rows = larger.rows if larger is not None and len(larger.rows) > len(first.rows) else first.rows
    start, number = _start(asker, path, first, rows, size, link)
    names = [each for each in (size, start) if each]
    paging = as_sent(_value(first, names), json_of(first.exchange))
    if number is not None and paging.unit == "pages":
        paging = replace(paging, first=number)
    found = PagingLearnt(replace(paging, last=""), list(rows))
    if not paging.start:
        found.complete = True
        found.state("a list is one page", f"one request, {len(rows)} rows")
        return found
    _sizes(asker, path, found, first, larger, size)
    _further(asker, path, found, larger or first)
    _default(found, first, size)
    _most(found, larger, size)
    _past(asker, path, found)
    return found


def _alike(paging: Paging, first: ListAnswer) -> bool:
    """
    Return whether a first page is that of a list which is paged in a known way.
    """
    body = json_of(first.exchange)
    if not paging.size or not paging.start or paging.unit == "tokens":
        return False
    own = recognised(types_in(body), paging.parameters, dict(first.exchange.headers))
    return (
        own is not None
        and (own.rows, own.count, own.next, own.style)
        == (
            paging.rows,
            paging.count,
            paging.next,
            paging.style,
        )
        and (len(first.rows) == paging.default_limit or first.count == len(first.rows) < paging.default_limit)
    )


def _as_before(asker: Asker, path: str, first: ListAnswer, known: PagingLearnt) -> PagingLearnt:
    paging = known.paging
    found = PagingLearnt(paging, list(first.rows), known=set(known.known), repeated=known.repeated)
    shown = first
    if first.count is None or first.count > len(first.rows):
        larger = list_in(asker.get(path, paging.sized(min(paging.maximum_limit, MANY)), "most rows of a page"))
        if larger is not None and len(larger.rows) > len(first.rows):
            found.rows, shown = list(larger.rows), larger
    _further(asker, path, found, shown)
    found.statements = list(known.statements)
    return found


def _linked_names(first: ListAnswer) -> tuple[str, ...]:
    paging = recognised(types_in(json_of(first.exchange)), (), dict(first.exchange.headers))
    if paging is None:
        return ()
    links = paging.linked(json_of(first.exchange), first.exchange.header).values()
    return tuple(
        name for link in links if isinstance(link, str) and "?" in link for name, _ in parse_qsl(urlsplit(link).query)
    )


def _size_name(asker: Asker, path: str, first: ListAnswer) -> str:
    """
    Return the parameter that sets the rows of a page: each name is sent with a number of its own.
    """
    wanted = {name: number for number, name in enumerate(SIZES, 1) if number != len(first.rows)}
    if len(first.rows) <= 1:
        return ""
    for names in _parts(asker, path, wanted, len(first.rows)):
        shown = list_in(asker.get(path, names, "rows of a page"))
        if shown is not None and len(shown.rows) < len(first.rows):
            found = next((name for name, text in names if int(text) == len(shown.rows)), "")
            if found or not asker.alone:
                return found
    return ""


def _parts(asker: Asker, path: str, wanted: dict[str, int], shown: int) -> Iterator[tuple[tuple[str, str], ...]]:
    """
    Yield all names at once, as far as their numbers tell them apart; else, where that is refused, one by one.
    """
    usable = [(name, str(number)) for name, number in wanted.items() if number < shown]
    if asker.alone:
        yield from (((name, "1"),) for name in wanted)
        return
    first = asker.get(path, usable, "rows of a page")
    if first is not None and first.status == HTTPStatus.OK:
        yield tuple(usable)
    rest = [] if first is not None and first.status == HTTPStatus.OK else usable
    for each in rest[:6]:
        yield (each,)
    for name in list(wanted)[len(usable) :] if not rest else ():
        yield ((name, "1"),)


def _start(  # noqa: PLR0913, PLR0917 - what is known so far
    asker: Asker, path: str, first: ListAnswer, rows: Sequence[Record], size: str, link: Sequence[str]
) -> tuple[str, int | None]:
    """
    Return the parameter that says where a page begins, and the number of the first page where it counts these.
    """
    token = next((each for each in TOKEN_NAMES if each in link), "") or _token_name(asker, path, first, rows, size)
    if token:
        return token, None
    units = {name: STYLES[style].unit for style, names in STARTS.items() for name in names}
    few = ((size, str(_FEW)),) if size else ()
    step = _FEW if size else len(first.rows)
    linked = [each for each in units if each in link]
    together = [] if linked or not size or asker.alone else _together(units, len(rows))
    for asked in (together, *([each] for each in _alone(linked or list(units), step, units, together))):
        if not asked:
            continue
        query = (*few, *((name, text) for name, text, _ in asked))
        shown = list_in(asker.get(path, query, "where a page begins"))
        place = place_in(rows, shown.rows[0]) if shown is not None and shown.rows else None
        name, number = next(((name, each[place]) for name, _, each in asked if place in each), ("", None))
        if name:
            return name, number
        if shown is not None and shown.rows and place is None and len(asked) == 1 and units[asked[0][0]] == "pages":
            # Behind what is known: the second page or the third, as pages begin at 1 or at 0.
            return asked[0][0], _first_number(asker, path, rows, (*few, (asked[0][0], "1")))
        if asked is together and shown is not None and len(together) == len(units):
            return "", None
    return "", None


def _first_number(asker: Asker, path: str, rows: Sequence[Record], query: tuple[tuple[str, str], ...]) -> int:
    """
    Return the number of the first page, 1 or 0, by what the page of number 1 shows.
    """
    shown = list_in(asker.get(path, query, "where a page begins"))
    return 0 if shown is not None and shown.rows and place_in(rows, shown.rows[0]) is None else 1


def _token_name(asker: Asker, path: str, first: ListAnswer, rows: Sequence[Record], size: str) -> str:
    """
    Return the parameter that takes the token which an answer has beside its rows, "" if it has none.
    """
    body = json_of(first.exchange)
    paging = recognised(types_in(body), ())
    token = value_at(body, paging.token) if paging is not None and paging.token else None
    few = ((size, str(_FEW)),) if size else ()
    for name in TOKEN_NAMES if isinstance(token, str) else ():
        shown = list_in(asker.get(path, (*few, (name, str(token))), "where a page begins"))
        if shown is not None and shown.rows and place_in(rows, shown.rows[0]) != 0:
            return name
    return ""


def _together(units: Mapping[str, str], known: int) -> list[_Start]:
    """
    Return all names, each with a text that leads to other known rows than the others do.
    """
    found: list[_Start] = []
    number = {"rows": 3, "pages": 2}
    for name, unit in units.items():
        text = number[unit]
        places: dict[int | None, int | None] = (
            {text: None} if unit == "rows" else {_FEW * (text - 1): 1, _FEW * text: 0}
        )
        if max(each for each in places if each is not None) < known:
            found.append((name, str(text), places))
            # Rows are odd places, the first rows of pages even ones.
            number[unit] += 2
    return found


def _alone(names: Sequence[str], step: int, units: Mapping[str, str], together: Sequence[_Start]) -> Iterator[_Start]:
    """
    Yield each name with a text of its own, those first that were not asked for together with others.
    """
    done = {name for name, _, _ in together}
    for name in sorted(names, key=lambda each: each in done):
        yield (name, "3", {3: None}) if units[name] == "rows" else (name, "2", {step: 1, 2 * step: 0})


def _value(first: ListAnswer, names: Sequence[str]) -> Paging:
    exchange = first.exchange
    types = types_in(json_of(exchange))
    paging = recognised(types, names, dict(exchange.headers))
    counted = paging is not None and (paging.counts or paging.led_to or paging.token_keys)
    if paging is not None and counted and not (paging.style == UNPAGED and names):
        return paging if paging.style == CURSOR or names else replace(STYLES[UNPAGED], rows=paging.rows)
    return unlinked(paging.rows if paging else "", names, total_header(exchange))


def _sizes(  # noqa: PLR0913, PLR0917 - what is known so far
    asker: Asker, path: str, found: PagingLearnt, first: ListAnswer, larger: ListAnswer | None, size: str
) -> None:
    default = len(first.rows)
    found.paging = replace(found.paging, default_limit=max(default, 1), maximum_limit=max(default, 1))
    if not size:
        return
    found.state(f"`{size}` sets the rows of a page", "two requests")
    _repeated(asker, path, found, size, default)
    # What a page has at the most shows itself when there is a further one.
    most = default if larger is None else max(len(larger.rows), default)
    found.paging = replace(found.paging, maximum_limit=most)


def _default(found: PagingLearnt, first: ListAnswer, size: str) -> None:
    """
    Say how many rows a page has by default, if there are more: a page that holds all of them could be larger.
    """
    default = len(first.rows)
    if len(found.rows) <= default and (first.count or 0) <= default:
        return
    found.known |= {"default_limit"} if size else {"default_limit", "maximum_limit"}
    said = f"a page has {default} rows by default"
    found.statements.insert(0, Statement("paging", said, f"one request, {default} rows"))


def _most(found: PagingLearnt, larger: ListAnswer | None, size: str) -> None:
    """
    Say how many rows a page has at the most, if more rows than those of the largest page were seen, or counted.
    """
    if not size or larger is None:
        return
    most, rows = len(larger.rows), max(larger.count or 0, len(found.rows))
    if most < min(rows, MANY):
        found.known.add("maximum_limit")
        found.state(f"a page has {most} rows at the most", f"one request for {MANY}, {most} of {rows} rows")
    else:
        found.paging = replace(found.paging, maximum_limit=max(MANY, most))


def _repeated(asker: Asker, path: str, found: PagingLearnt, size: str, default: int) -> None:
    """
    Ask for two numbers of rows at once: the page shows which of them counts.
    """
    if default <= _FEW + 1:
        return
    shown = list_in(asker.get(path, ((size, str(_FEW)), (size, str(_FEW + 1))), "a repeated parameter"))
    counts = {_FEW: "first", _FEW + 1: "last"}.get(len(shown.rows)) if shown else None
    if counts:
        found.repeated = counts
        found.state(f"the {counts} value of a repeated parameter counts", "one request")


def _further(asker: Asker, path: str, found: PagingLearnt, opening: ListAnswer) -> None:
    """
    Read the rows behind those that are known, as far as the budget allows.
    """
    seen = {identity(each) for each in found.rows}
    shown: ListAnswer | None = opening
    while shown is not None and asker.left > asker.reserve:
        query = _next_query(found, shown)
        if query is None:
            found.complete = True
            return
        shown = list_in(asker.get(path, query, "the rows behind"))
        fresh = [each for each in shown.rows if identity(each) not in seen] if shown else []
        found.rows += fresh
        seen |= {identity(each) for each in fresh}
        if not fresh:
            found.complete = shown is not None
            return


def _next_query(found: PagingLearnt, shown: ListAnswer) -> tuple[tuple[str, str], ...] | None:
    """
    Return the query that asks for the page behind, or None if there is none.
    """
    paging = found.paging
    if shown.count is not None and len(found.rows) >= shown.count:
        return None
    size = paging.sized(paging.maximum_limit)
    link = paging.linked(json_of(shown.exchange), shown.exchange.header).get(NEXT)
    if paging.unit == "tokens" or paging.token_keys:
        following = paging.following(link) if link else ()
        return (*size, *following) if following else None
    start = paging.starting(len(found.rows), paging.maximum_limit)
    if start is None:
        return None
    return (*size, *start)


def _past(asker: Asker, path: str, found: PagingLearnt) -> None:
    """
    Ask for what stands past the end, and for a token that was never given.
    """
    token = found.paging.unit == "tokens"
    answer = asker.get(path, ((found.paging.start, _NEVER_GIVEN if token else str(_BEYOND)),), "past the end")
    if answer is None:
        return
    shown = list_in(answer)
    if answer.status in _REFUSALS:
        found.paging = replace(found.paging, refused=int(answer.status))
    elif shown is not None:
        found.paging = replace(found.paging, refused=int(HTTPStatus.OK))
    else:
        return
    found.known.add("refused")
    what = "a token that was never given" if token else "a page past the end"
    said = f"{answer.status}" + (f" with {len(shown.rows)} rows" if shown is not None else "")
    found.state(f"{what} is answered with {said}", "one request")
