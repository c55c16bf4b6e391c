"""
Checks of what a list leaves out or counts wrong, held to the records that other answers showed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.checks.check import Check, Difference, Evaluation, chain
from apicontract.checks.knowledge import searched_texts
from apicontract.checks.parents import listed_below_each
from apicontract.semantics.predicates import ascii_lower

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from apicontract.checks.answers import Page, ParsedExchange
    from apicontract.checks.check import CheckFunction
    from apicontract.checks.context import Context
    from apicontract.checks.knowledge import KnownCollection, SeenRow, Texts


def _missing_function(name: str, relevant: Callable[[ParsedExchange], bool]) -> CheckFunction:
    """
    Make the check that reports one kind of record missing from a list that is shown whole.
    """

    def function(context: Context, readings: Sequence[ParsedExchange]) -> Iterator[Evaluation]:
        for collection in context.collections(readings):
            for reading, page in collection.lists:
                if relevant(reading) and _shown_whole(reading, page) and not collection.changed:
                    missing = _missing(collection, reading, page)
                    yield Evaluation(
                        (reading, *(each.reading for each in missing[:1])),
                        tuple(
                            _left_out(reading, each)
                            for each in missing
                            if _missing_kind(collection, reading, each) == name
                        ),
                    )

    return function


def _shown_whole(reading: ParsedExchange, page: Page) -> bool:
    return reading.start == 0 and len(page.rows) == page.count


def _missing(collection: KnownCollection, reading: ParsedExchange, page: Page) -> list[SeenRow]:
    shown = {str(reading.identifier(row)) for row in page.rows}
    return [collection.known[name] for name in sorted(collection.selected(reading).sure - shown)]


def _left_out(reading: ParsedExchange, missing: SeenRow) -> Difference:
    wanted = " and ".join([*map(str, reading.asked.filters.conditions), *(f"search={t}" for t in reading.asked.terms)])
    return Difference(
        place=reading.paging.rows_pointer,
        message=f"{missing.reading.name(missing.row)} satisfies {wanted or 'the request'} and is missing",
        expected=missing.reading.identifier(missing.row),
        record=missing.reading.name(missing.row),
    )


def _missing_kind(collection: KnownCollection, reading: ParsedExchange, missing: SeenRow) -> str:
    """
    Return the id of the check that a record left out breaks: what its text has in particular tells the mistake.
    """
    asked = reading.asked
    if not asked.terms:
        return "filter-complete"
    texts = searched_texts(reading.asked.resource, missing.row)
    if texts and texts[0] and _same(texts[0][0], reading.asked.searched or ""):
        return "search-own-name"
    if _found_otherwise_spelled(collection, reading, missing):
        return "search-any-case"
    found = [searched_texts(reading.asked.resource, row) for _, row in reading.rows]
    causes = {name for name, reads in _misreadings(reading.asked.terms, len(texts)) if _explains(reads, found, texts)}
    if len(causes) == 1:
        return causes.pop()
    named = texts and all(any(_contains(text, term) for text in texts[0]) for term in asked.terms)
    return "search-own-name" if named else "search-complete"


def _misreadings(terms: Sequence[str], fields: int) -> Iterator[tuple[str, Callable[[Texts], bool]]]:
    """
    Yield the ways in which careless servers search, each with the check that speaks of it.
    """

    def without(field: int) -> Callable[[Texts], bool]:
        return lambda texts: _searched(terms)(_without(texts, field))

    parts = [word for term in terms for word in term.replace(",", " ").split()]
    if len(terms) > 1:
        yield "search-every-term", lambda texts: any(_searched([term])(texts) for term in terms)
    if len(parts) > len(terms):
        yield "search-phrase", _searched(parts)
    yield "search-any-case", _searched(terms, lambda text, term: term in text)
    yield "search-complete", _searched(terms, lambda text, term: ascii_lower(text).startswith(ascii_lower(term)))
    yield "search-complete", _searched(terms, _has_word)
    yield from (("search-every-field", without(number)) for number in range(fields) if fields > 1)


def _explains(reads: Callable[[Texts], bool], found: Sequence[Texts], missing: Texts) -> bool:
    """
    Whether a server that reads searches so finds what was found, and leaves out what is missing.
    """
    return not reads(missing) and all(map(reads, found))


def _contains(text: str, term: str) -> bool:
    return ascii_lower(term) in ascii_lower(text)


def _searched(terms: Sequence[str], passes: Callable[[str, str], bool] = _contains) -> Callable[[Texts], bool]:
    """
    Return a search that wants each term to pass in some text of some field.
    """
    return lambda texts: all(any(passes(text, term) for own in texts for text in own) for term in terms)


def _without(texts: Texts, field: int) -> Texts:
    return [own for number, own in enumerate(texts) if number != field]


def _has_word(text: str, term: str) -> bool:
    return f" {ascii_lower(term)} " in f" {ascii_lower(text)} "


def _found_otherwise_spelled(collection: KnownCollection, reading: ParsedExchange, missing: SeenRow) -> bool:
    """
    Whether the same search in other letters finds the record.
    """
    name, terms = str(missing.reading.identifier(missing.row)), reading.asked.terms
    folded = sorted(term.lower() for term in terms)
    return any(
        sorted(term.lower() for term in other.asked.terms) == folded
        and other.asked.terms != terms
        and any(str(other.identifier(row)) == name for row in page.rows)
        for other, page in collection.lists
    )


def _same(text: str, search: str) -> bool:
    return text.strip("\"' ").lower() == search.strip("\"' ").lower()


def tells(collection: KnownCollection, reading: ParsedExchange, check: str) -> bool:
    """
    Whether a server that searches in the wrong way of which a check speaks would have found other known records.
    """
    asked = reading.asked
    texts = [collection.texts[name] for name in collection.filtered(asked)]
    if check == "search-own-name":
        search = reading.asked.searched or ""
        return any(each and each[0] and _same(each[0][0], search) for each in texts)
    right = [*map(_searched(asked.terms), texts)]
    misreadings = _misreadings(asked.terms, len(asked.resource.search))
    return any(right != [*map(reads, texts)] for name, reads in misreadings if name == check)


def fields_told(collection: KnownCollection, reading: ParsedExchange) -> set[int]:
    """
    Return the documented fields, by number, without which a search would find other known records.
    """
    asked = reading.asked
    holding = [collection.holding(term) for term in asked.terms]
    found = [[each[name] for each in holding] for name in collection.filtered(asked)]
    # A record that is found is lost without a field where some term stands in that field alone.
    return {number for fields in found if all(fields) for each in fields if len(each) == 1 for number in each}


def count_function(name: str, relevant: Callable[[ParsedExchange], bool]) -> CheckFunction:
    """
    Make the check that holds a count to the records that are known to be selected, where this check is to blame.
    """

    def function(context: Context, readings: Sequence[ParsedExchange]) -> Iterator[Evaluation]:
        for collection in context.collections(readings) if context.api.paging.counts else ():
            for reading, page in collection.lists:
                total = collection.total(reading) if relevant(reading) and not reading.selecting_by_mistake else None
                if total is not None and (page.count == total or _counted_as(collection, reading, page) == name):
                    yield Evaluation((reading,), tuple(_miscount(reading, page, total)))

    return function


def _counted_as(collection: KnownCollection, reading: ParsedExchange, page: Page) -> str:
    """
    Return the id of the check that a wrong count breaks: the one way of reading the search that gives this count.

    A search that finds nothing leaves records out, whatever the cause.
    """
    asked = reading.asked
    if not asked.terms:
        return "filter-count"
    texts = [collection.texts[name] for name in collection.members & collection.filtered(asked)]
    causes = {
        name
        for name, reads in _misreadings(asked.terms, len(asked.resource.search))
        if sum(map(reads, texts)) == page.count
    }
    if len(causes) == 1:
        return causes.pop()
    return "search-count" if page.count else "search-complete"


def _miscount(reading: ParsedExchange, page: Page, total: int) -> Iterator[Difference]:
    if page.count != total:
        yield Difference(
            reading.paging.count_pointer,
            f"the count is {page.count}; {total} of the known records are selected",
            total,
            page.count,
        )


def _list_complete(context: Context, readings: Sequence[ParsedExchange]) -> Iterator[Evaluation]:
    """
    What any answer shows belongs to the whole list, too; so it counts no fewer than are shown.
    """
    for collection in context.collections(readings):
        shown, count = len(collection.known), collection.count
        if count is not None and not collection.changed and not collection.complete and shown > count:
            says = "the count is" if context.api.paging.counts else "the last page ends at row"
            message = f"{says} {count}; {shown} records were shown"
            difference = Difference(context.api.paging.count_pointer, message, shown, count)
            yield Evaluation((collection.clean[0][0],), (difference,))
        strangers = [each for name, each in collection.known.items() if name not in collection.members]
        if collection.complete and len(collection.lists) > len(collection.clean):
            clean = collection.clean[-1][0]
            yield Evaluation(
                (clean, *(each.reading for each in strangers[:1])), tuple(_left_out(clean, each) for each in strangers)
            )


def _filtered(reading: ParsedExchange) -> bool:
    return bool(reading.asked.filters.conditions) and not reading.asked.terms


def searched(reading: ParsedExchange) -> bool:
    """
    Return whether a request searches.
    """
    return bool(reading.asked.terms)


MISSING_CHECKS = tuple(
    Check(
        name,
        concern,
        sentence,
        "many",
        chain(_missing_function(name, relevant), count_function(name, relevant), *more),
    )
    for name, concern, sentence, relevant, *more in (
        ("search-own-name", "search", "A record is found by its own name.", searched),
        ("search-any-case", "search", "Search is case-insensitive.", searched),
        ("search-every-field", "search", "Search covers every documented field.", searched),
        ("search-complete", "search", "A search returns every record that contains its terms.", searched),
        (
            "filter-complete",
            "filtering",
            "A filtered list contains every record that matches the filters, one below a parent all that belong to it.",
            _filtered,
            listed_below_each,
        ),
    )
)

LIST_CHECK = Check(
    "list-complete",
    "pagination",
    "An unfiltered list contains every record.",
    "many",
    _list_complete,
)

SEARCH_COUNT = Check(
    "search-count",
    "pagination",
    "The count of a search is the number of matching records.",
    "many",
    count_function("search-count", searched),
)

FILTER_COUNT = Check(
    "filter-count",
    "pagination",
    "The count of a filtered list is the number of matching records.",
    "many",
    count_function("filter-count", _filtered),
)
