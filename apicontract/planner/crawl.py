"""
One walk through a whole collection: the ground truth for every later probe.

It asks for more rows than a page may hold, in an order made total by a second key, and on each page for
other things that must have no effect. So the one walk pays for schema, paging, limit, order, count and
leniency at once.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise, takewhile, tee
from typing import TYPE_CHECKING, TypeAlias

from apicontract.contract.keys import key_of
from apicontract.contract.paths import values_at
from apicontract.contract.querynames import ordered
from apicontract.contract.routes import list_path
from apicontract.planner.allocation import SMALL_BUDGET
from apicontract.planner.exchange_log import page_of
from apicontract.planner.last_pages import FEW
from apicontract.planner.no_op_params import as_page, no_op_params, orderings
from apicontract.planner.paging import limits, starts
from apicontract.planner.probe import Pairs, Probe
from apicontract.semantics.ordering import lists_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from apicontract.checks.answers import Page
    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api, Field, Record, Resource

    #: Yields probes, of which the next ones may be under way already; at its end none is.
    Overlap = Callable[[Iterator[Probe]], AbstractContextManager[Iterator[Probe]]]

#: How a page is asked for: its limit, its order, and what must have no effect, in the query and as headers.
_Try: TypeAlias = "tuple[Pairs, Pairs, tuple[Pairs, Pairs]]"
#: The share of the budget that a walk may take; beyond it, only the first pages and the last are read.
_SHARE = 0.6
#: So many pages are walked in any case before the last ones are left to more telling requests.
_PLAIN = 3
#: Types of ordering fields, those first of which most records have the same value; those that no text sorts as; and
#: the keys of a walk at the most, besides the first and the identifier.
_TIES = ("boolean", "related", "choice", "integer", "number", "date", "date-time", "duration", "text")
_TYPED, _MORE_KEYS = frozenset({"integer", "number", "date", "date-time", "duration"}), 4


@dataclass
class Crawl:
    """
    What a walk has found.

    Attributes:
        rows: every record seen, once, in the order seen.
        count: what the service says there are.
        complete: whether every record was seen.
        terms: the ordering walked in.
        opening: the request for the first page.
        last_probes: the requests for the last pages, if these were left to more telling ones.
    """

    rows: list[Record] = field(default_factory=list)
    count: int = 0
    complete: bool = False
    terms: tuple[str, ...] = ()
    opening: Probe | None = None
    last_probes: tuple[Probe, ...] = ()

    def add(self, resource: Resource, rows: Sequence[Record]) -> None:
        """
        Take in records of a resource, those that are new, by what identifies them.
        """
        kept = {repr(key_of(resource, row)): row for row in self.rows}
        for row in rows:
            kept.setdefault(repr(key_of(resource, row)), row)
        self.rows = list(kept.values())
        self.complete = bool(self.rows) and len(self.rows) == self.count


def crawl(
    api: Api,
    resource: Resource,
    send: Callable[[Probe], Exchange],
    budget: int,
    overlap: Overlap = nullcontext,
) -> Crawl:
    """
    Walk through a collection, as far as the budget allows.

    Raises:
        TargetError: the server could not be asked at all; what was found before is lost to the caller only.
    """
    walk = _Walk(api, resource, send, Crawl(terms=terms_of(api, resource)), overlap)
    return walk.run(budget)


def opening(api: Api, resource: Resource) -> Probe:
    """
    Return the request for the first page of a walk.
    """
    return _asked(api, resource, next(_tries(api, resource, terms_of(api, resource))), starts(api))


def _tries(api: Api, resource: Resource, terms: Sequence[str]) -> Iterator[_Try]:
    """
    Yield how page after page is asked for.
    """
    return zip(limits(api), orderings(api, terms), no_op_params(api, resource), strict=False)


def _asked(api: Api, resource: Resource, tried: _Try, start: Pairs) -> Probe:
    limit, order, (query, headers) = tried
    return Probe(list_path(api, resource), (*limit, *start, *order, *query), headers)


def terms_of(api: Api, resource: Resource) -> tuple[str, ...]:
    """
    Return the ordering of a walk: a key whose type matters, others both ways, made total by the identifier.

    Those of the others come first of which many records have the same, so that each is seen to sort those that tie.
    """
    identifier = next((each.name for each in resource.ordering if each.path == resource.identifier.path), None)
    if identifier is None:
        return ()
    others = sorted((each for each in resource.ordering if each.name != identifier), key=_ties)
    telling = max(others, key=lambda each: (each.type in _TYPED, _ties(each)), default=None)
    rest = [each for each in others if each is not telling] if lists_terms(api) else []
    more = (f"{'' if number % 2 else '-'}{each.name}" for number, each in enumerate(rest[:_MORE_KEYS]))
    return (*([telling.name] if telling else []), *more, identifier)


def _against(one: Sequence[tuple[object, bool]], other: Sequence[tuple[object, bool]]) -> bool:
    """
    Whether two rows stand against an order, which for each term has its value and whether it descends.

    The first term is not looked at, which a check of its own does, and only whole numbers sort alike everywhere.
    """
    differing = (number for number, (mine, its) in enumerate(zip(one, other, strict=True)) if mine != its)
    number = next(differing, 0)
    (mine, descends), (its, _) = one[number], other[number]
    return number > 0 and isinstance(mine, int) and isinstance(its, int) and (mine > its) is not descends


def _ties(each: Field) -> int:
    return _TIES.index(each.type) if each.type in _TIES else len(_TIES)


@dataclass
class _Walk:
    api: Api
    resource: Resource
    send: Callable[[Probe], Exchange]
    found: Crawl
    overlap: Overlap
    seen: set[str] = field(default_factory=set)
    plain: bool = False
    misordered: bool = False
    following: Pairs = ()

    def run(self, budget: int) -> Crawl:
        if not self._walked(budget):
            # Ties would make the walk lose records, or several terms are what nobody answers; the identifier has none.
            self.found.terms = self.found.terms[-1:]
            self.seen.clear()
            self._walked(budget - 1)
        self.found.complete = bool(self.found.rows) and len(self.seen) == self.found.count
        return self.found

    def _walked(self, budget: int) -> bool:
        """
        Walk from the first page to the last; stop there, with False, if another order must be walked in.
        """
        self.misordered = False
        tries = _tries(self.api, self.resource, self.found.terms)
        offsets = self._offsets(self.api.paging.maximum_limit, budget)
        first = self._probe(tries, next(offsets))
        self.found.opening = self.found.opening or first
        if self._goes_on(first, 0):
            self._further(tries, offsets, budget)
        return not self.misordered

    def _further(self, tries: Iterator[_Try], offsets: Iterator[int], budget: int) -> None:
        """
        Walk on behind the first page, and leave the last ones if nothing was wrong before.

        Where a count tells where pages begin, the next ones are under way while one is looked at.
        """
        known: Sequence[int] = list(offsets) if self.api.paging.counts else ()
        last = [each for each in known[_PLAIN - 1 :] if budget <= SMALL_BUDGET and self._near_the_end(each)]
        places, told = tee(known[: len(known) - len(last)] if known else offsets)
        size = self.api.paging.maximum_limit
        overlap = self.overlap if known and self.api.paging.starting(size, size) is not None else nullcontext
        with overlap(map(partial(self._probe, tries), places)) as probes:
            whole = all(map(self._goes_on, probes, told))
        if last and whole and not self.plain and len(self.seen) == last[0]:
            self.found.last_probes = tuple(map(self._plainly, range(last[0], self.found.count, size)))
        elif whole:
            all(map(self._goes_on, map(partial(self._probe, tries), last), last))

    def _probe(self, tries: Iterator[_Try], offset: int) -> Probe:
        """
        Return the next request, for the page that begins there.
        """
        limit, order, (query, headers) = next(tries)
        if self.plain:
            return self._plainly(offset)
        if offset and self.api.paging.counts and offset + self.api.paging.maximum_limit >= self.found.count:
            query, headers = as_page(self.api, query), ()
            limit = self._last_limit(offset) or limit
        start = self._offset(offset) if offset else starts(self.api)
        return _asked(self.api, self.resource, (limit, order, (query, headers)), start)

    def _goes_on(self, probe: Probe, offset: int) -> bool:
        """
        Take in the page that a probe gives; return whether the walk can go on behind it.
        """
        page = self._page(probe, offset)
        if page is None:
            self.misordered = not self.seen and len(self.found.terms) > 1
            return False
        if not (offset and self.api.paging.counts):
            self.found.count = page.count
        self._keep(page)
        self.following = self.api.paging.following(page.next) if page.next else ()
        self.misordered = self._unsorted(page)
        return not self.misordered

    def _near_the_end(self, offset: int) -> bool:
        """
        Whether little more than a page is left.
        """
        return 0 < self.found.count - offset <= self.api.paging.maximum_limit + FEW

    def _plainly(self, offset: int) -> Probe:
        path = list_path(self.api, self.resource)
        return Probe(path, (*self._size(), *self._offset(offset), *self._plain_order()))

    def _unsorted(self, page: Page) -> bool:
        """
        Whether rows that tie in the first terms are not sorted by the next one.
        """
        if len(self.found.terms) < 2:  # noqa: PLR2004 - another term and the identifier
            return False
        paths = {each.name: each.path for each in self.resource.ordering}
        terms = [(paths[each.removeprefix("-")], each.startswith("-")) for each in self.found.terms]
        keys = [[(next(values_at(row, path), None), down) for path, down in terms] for row in page.rows]
        return any(map(_against, *zip(*pairwise(keys), strict=True))) if len(keys) > 1 else False

    def _offsets(self, size: int, budget: int) -> Iterator[int]:
        """
        Yield where pages begin; the count is known after the first.
        """
        yield 0
        if not self.api.paging.counts:
            yield from takewhile(lambda row: row < self.found.count, range(size, int(budget * _SHARE) * size, size))
            return
        pages = -(-self.found.count // size)
        allowed = pages if pages <= budget * _SHARE else max(int(budget * _SHARE), 1)
        yield from (number * size for number in range(1, min(pages, allowed) - 1))
        if allowed > 1 and pages > 1:
            yield (pages - 1) * size

    def _page(self, probe: Probe, offset: int) -> Page | None:
        """
        Return the page that a probe gives; if it does not fit the others, that of a plain one.

        From then on the walk is plain: what is wrong has been seen, and the requests are for finding its cause.
        """
        page = self._read(probe, offset)
        if self._fits(page, offset):
            return page
        self.plain, plain = True, self._plainly(offset)
        return page if probe == plain else self._read(plain, offset)

    def _read(self, probe: Probe, offset: int) -> Page | None:
        return page_of(self.api, self.send(probe), offset)

    def _fits(self, page: Page | None, offset: int) -> bool:
        """
        Whether a page says the same count as the others, is full, and shows no record again.
        """
        if page is None:
            return False
        identifiers = [key_of(self.resource, row) for row in page.rows]
        whole = len(page.rows) == max(min(self.api.paging.maximum_limit, page.count - offset), 0)
        new = not self.seen.intersection(map(repr, identifiers))
        same = page.count == self.found.count if self.seen and self.api.paging.counts else page.count > 0
        return whole and new and same

    def _keep(self, page: Page) -> None:
        self.seen.update(repr(key_of(self.resource, row)) for row in page.rows)
        self.found.add(self.resource, page.rows)

    def _last_limit(self, offset: int) -> Pairs:
        """
        Return a limit that means the default one, if the rows that are left fit in.
        """
        # Where pages are counted, another size would begin elsewhere.
        fits = self.found.count - offset <= self.api.paging.default_limit and self.api.paging.any_row
        return self.api.paging.sized(0) if fits else ()

    def _size(self) -> Pairs:
        return self.api.paging.sized(self.api.paging.maximum_limit)

    def _offset(self, offset: int) -> Pairs:
        place = self.api.paging.starting(offset, self.api.paging.maximum_limit)
        return self.following if place is None else place

    def _plain_order(self) -> Pairs:
        return ordered(self.api, ",".join(self.found.terms)) if self.found.terms else ()
