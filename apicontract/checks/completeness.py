"""
Laws of what a list leaves out or counts wrong, held to the records that other answers showed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.checks.check import Check, Difference, Ruling
from apicontract.checks.paths import values_at
from apicontract.checks.predicates import ascii_lower
from apicontract.envelopes import STYLES
from apicontract.model import Grade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from apicontract.checks.answers import Page, Reading
    from apicontract.checks.check import Law
    from apicontract.checks.context import Context
    from apicontract.checks.knowledge import Collection, Sighting


def _missing_law(name: str, relevant: Callable[[Reading], bool]) -> Law:
    """
    Make the law that reports one kind of record missing from a list that is shown whole.
    """

    def law(context: Context, readings: Sequence[Reading]) -> Iterator[Ruling]:
        for collection in context.collections(readings):
            for reading, page in collection.lists:
                if relevant(reading) and _shown_whole(reading, page) and not collection.changed:
                    missing = _missing(collection, reading, page)
                    yield Ruling(
                        (reading, *(each.reading for each in missing[:1])),
                        tuple(
                            _left_out(reading, each)
                            for each in missing
                            if _missing_kind(collection, reading, each) == name
                        ),
                    )

    return law


def _shown_whole(reading: Reading, page: Page) -> bool:
    return reading.asked.offset == 0 and len(page.rows) == page.count


def _missing(collection: Collection, reading: Reading, page: Page) -> list[Sighting]:
    shown = {str(reading.identifier(row)) for row in page.rows}
    return [collection.known[name] for name in sorted(collection.selected(reading).sure - shown)]


def _left_out(reading: Reading, missing: Sighting) -> Difference:
    wanted = " and ".join([*map(str, reading.asked.filters.conditions), *(f"search={t}" for t in reading.asked.terms)])
    return Difference(
        place=f"/{STYLES[reading.style].results}",
        message=f"{missing.reading.name(missing.row)} satisfies {wanted or 'the request'} and is left out",
        expected=missing.reading.identifier(missing.row),
        record=missing.reading.name(missing.row),
    )


def _missing_kind(collection: Collection, reading: Reading, missing: Sighting) -> str:
    """
    Return the id of the check that a record left out breaks: what its text has in particular tells the mistake.
    """
    asked = reading.asked
    if not asked.terms:
        return "filter-complete"
    fields = [str(value) for each in asked.resource.search for value in values_at(missing.row, each.path)]
    if fields and _same(fields[0], reading.exchange.parameter("search") or ""):
        return "search-own-name"
    if _finds_its_letters_alone(reading, fields) or _found_otherwise_spelled(collection, reading, missing):
        return "search-any-case"
    first = [str(value) for value in values_at(missing.row, asked.resource.search[0].path)]
    if not all(any(ascii_lower(term) in ascii_lower(text) for text in first) for term in asked.terms):
        return "search-every-field"
    return "search-complete"


def _finds_its_letters_alone(reading: Reading, missing: Sequence[str]) -> bool:
    """
    Whether every row found has the terms in the very letters of the search, and the record left out has not.
    """
    paths = [each.path for each in reading.asked.resource.search]
    found = [[str(value) for path in paths for value in values_at(row, path)] for _, row in reading.rows]
    written = [all(any(term in text for text in texts) for term in reading.asked.terms) for texts in (*found, missing)]
    return bool(found) and all(written[:-1]) and not written[-1]


def _found_otherwise_spelled(collection: Collection, reading: Reading, missing: Sighting) -> bool:
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


def _count_law(relevant: Callable[[Reading], bool]) -> Law:
    """
    Make the law that holds a count to the records that are known to be selected.
    """

    def law(context: Context, readings: Sequence[Reading]) -> Iterator[Ruling]:
        for collection in context.collections(readings):
            for reading, page in collection.lists:
                total = collection.total(reading) if relevant(reading) and not reading.suspicious else None
                if total is not None:
                    yield Ruling((reading,), tuple(_miscount(reading, page, total)))

    return law


def _miscount(reading: Reading, page: Page, total: int) -> Iterator[Difference]:
    if page.count != total:
        yield Difference(
            f"/{STYLES[reading.style].count}",
            f"the count is {page.count}; {total} of the known records are selected",
            total,
            page.count,
        )


def _list_complete(context: Context, readings: Sequence[Reading]) -> Iterator[Ruling]:
    """
    What any answer shows belongs to the whole list, too.
    """
    for collection in context.collections(readings):
        strangers = [each for name, each in collection.known.items() if name not in collection.members]
        if collection.whole and len(collection.lists) > len(collection.clean):
            clean = collection.clean[-1][0]
            yield Ruling(
                (clean, *(each.reading for each in strangers[:1])), tuple(_left_out(clean, each) for each in strangers)
            )


def _filtered(reading: Reading) -> bool:
    return bool(reading.asked.filters.conditions) and not reading.asked.terms


def _searched(reading: Reading) -> bool:
    return bool(reading.asked.terms)


MISSING_CHECKS = tuple(
    Check(name, concern, sentence, grade, "many", _missing_law(name, relevant))
    for name, concern, sentence, grade, relevant in (
        ("search-own-name", "search", "A record is found by its own name.", Grade.PUBLISHED, _searched),
        ("search-any-case", "search", "A search takes no notice of letter case.", Grade.FRAMEWORK, _searched),
        ("search-every-field", "search", "A search looks at every documented field.", Grade.PUBLISHED, _searched),
        ("search-complete", "search", "A search finds every record that has its terms.", Grade.PUBLISHED, _searched),
        (
            "filter-complete",
            "filtering",
            "A filtered list has every record that satisfies the filters.",
            Grade.PUBLISHED,
            _filtered,
        ),
    )
)

LIST_CHECK = Check(
    "list-complete",
    "pagination",
    "A list without filters has every record.",
    Grade.PUBLISHED,
    "many",
    _list_complete,
)

SEARCH_COUNT = Check(
    "search-count",
    "pagination",
    "The count of a search is the number of records found.",
    Grade.PUBLISHED,
    "many",
    _count_law(_searched),
)

FILTER_COUNT = Check(
    "filter-count",
    "pagination",
    "The count of a filtered list is the number of records selected.",
    Grade.PUBLISHED,
    "many",
    _count_law(_filtered),
)
