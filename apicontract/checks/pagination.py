"""
Checks of one page: its length and its links.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from apicontract.checks.check import Check, Difference, Evaluation, chain, each
from apicontract.checks.limits import limit_grade
from apicontract.checks.links import recoded, same, upgraded
from apicontract.checks.parameters import answered_without, lengths_wrong, tolerates
from apicontract.contract.tokens import TOKENS
from apicontract.contract.weblinks import FIRST, LAST, NEXT, PREVIOUS
from apicontract.semantics.links import LINKS, token_link
from apicontract.semantics.paging import past_status, past_the_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from apicontract.checks.answers import ParsedExchange
    from apicontract.checks.check import CheckFunction
    from apicontract.checks.context import Context
    from apicontract.contract.grades import Grade
    from apicontract.contract.paging import Paging

#: What is wrong with a link in which another parameter is not as in the request.
_OTHERS = "link-parameters"
#: What is wrong with a link that was made with another limit.
_OF_THE_LIMIT = frozenset({"next-link", "previous-link", "link-limit"})
#: Relation type to the check of where such a link leads: what leads forward, and what leads back.
_LINK_CHECKS: Mapping[str, str] = {
    NEXT: "next-link",
    LAST: "next-link",
    PREVIOUS: "previous-link",
    FIRST: "previous-link",
}


def _expected_length(reading: ParsedExchange) -> int:
    asked, page = reading.asked, reading.page
    return min(asked.limit, max(0, page.count - reading.start)) if page is not None else 0


def _length(context: Context, reading: ParsedExchange) -> list[Difference]:
    asked, page, expected = reading.asked, reading.page, _expected_length(reading)
    if page is None or len(page.rows) == expected:
        return []
    message = (
        f"limit {asked.limit}, offset {reading.start} and count {page.count} make {expected} rows; "
        f"the page holds {len(page.rows)}"
    )
    # Where the count alone says that there are none, no other limit explains a row.
    grade = limit_grade(context.api, reading) if expected else None
    return [Difference(reading.paging.rows_pointer, message, expected, len(page.rows), grade=grade)]


def _unusual_limits(kind: str) -> CheckFunction:
    """
    Make the check that an unusual limit is read right; where ordinary ones are not kept either, it is not to blame.

    Neither is it where some rows of a last page are shown, and of a browser's page, which shows what it likes.
    """

    def function(context: Context, readings: Sequence[ParsedExchange]) -> Iterator[Evaluation]:
        for collection in context.collections(readings):
            unusual = [
                each for each, _ in collection.lists if any(kind == every.kind for every in each.asked.tolerated)
            ]
            wrong = any(_length(context, each) for each in unusual) and lengths_wrong(collection)
            for reading in unusual:
                found = _length(context, reading)
                if not found or not (wrong or _partly_last(reading) or reading.asked.representation.name == "api"):
                    yield Evaluation((reading,), tuple(found))

    return function


def _partly_last(reading: ParsedExchange) -> bool:
    """
    Whether a page that the end of the collection cuts short shows some rows.
    """
    return reading.page is not None and bool(reading.page.rows) and _expected_length(reading) < reading.asked.limit


def _default_length(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    if reading.page is None:
        return None
    default = context.api.paging.default_limit
    absent = reading.exchange.parameter(reading.paging.size) is None
    plain = absent and not reading.start and reading.asked.representation.name != "api"
    return _length(context, reading) if plain and reading.page.count >= default else None


def _past_the_end(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    if reading.page is None or not past_the_end(reading.paging, reading.asked.place, reading.page.count):
        return None
    return _length(context, reading) if past_status(reading.paging) == HTTPStatus.OK else None


def _refused_past_the_end(context: Context, readings: Sequence[ParsedExchange]) -> Iterator[Evaluation]:
    """
    A page past the end is an error where pages are counted, and none where rows are.

    What is let pass beside may select rows or set their number; of a place that nobody can read there is no page all
    the same.
    """
    for collection in context.collections(readings):
        for reading in collection.readings:
            asked, status = reading.asked, reading.exchange.status
            if asked.route.kind != "list" or not reading.is_get_of_resource or not asked.certain:
                continue
            if asked.tolerated and not asked.place.invalid:
                continue
            wanted = past_status(reading.paging)
            if collection.past_the_end(reading) and not collection.may_refuse(reading):
                other = status not in (HTTPStatus.OK, wanted)
                if other and asked.conditioned and not answered_without(collection, reading):
                    continue
                message = f"a page past the end returns {status}, not {wanted}"
                wrong = Difference("status", message, int(wanted), status)
                yield Evaluation((reading,), () if status == wanted else (wrong,))


def _page_length(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    return None if reading.page is None else _length(context, reading)


def _unique(context: Context, reading: ParsedExchange) -> list[Difference] | None:
    del context
    if reading.page is None or not reading.page.rows:
        return None
    seen = Counter(str(reading.identifier(row)) for row in reading.page.rows)
    first = {str(reading.identifier(row)): row for row in reversed(reading.page.rows)}
    return [
        Difference(
            reading.paging.rows_pointer,
            f"{reading.name(first[key])} appears {times} times on one page",
            1,
            times,
            reading.name(first[key]),
        )
        for key, times in seen.items()
        if times > 1
    ]


def _link_function(part: str) -> CheckFunction:
    """
    Make the check that reports one way in which the links of a page are wrong.
    """

    def function(context: Context, reading: ParsedExchange) -> list[Difference] | None:
        if reading.page is None:
            return None
        return [
            difference for kind, difference in context.cached_per_exchange("links", reading, _links) if kind == part
        ]

    return each(function)


def _links(context: Context, reading: ParsedExchange) -> list[tuple[str, Difference]]:
    """
    Return what is wrong with the links, each with the part that is.
    """
    page, paging = reading.page, reading.paging
    if page is None:
        return []
    found = {NEXT: page.next, PREVIOUS: page.previous, FIRST: page.first, LAST: page.last}
    # Of a list that may go on, only a count tells which page is the last.
    told = [each for each in paging.led_to if page.counted or each != LAST]
    pairs = [(each, _expected(context, reading, each, found[each]), found[each]) for each in told]
    wrong = [each for each in pairs if not same(*each[1:])]
    parts = [_wrong_part(reading, *each) for each in wrong]
    grade = limit_grade(context.api, reading)
    found_wrong = (
        (part, _link_difference(paging, *each, grade if part in _OF_THE_LIMIT else None))
        for part, each in zip(parts, wrong, strict=True)
    )
    # Of a parameter that is given twice one value counts, and a link that has this alone leads to the same rows.
    repeats = len({name for name, _ in reading.asked.query}) < len(reading.asked.query)
    return [
        (part, replace(each, doubtful=each.doubtful or (repeats and part == _OTHERS))) for part, each in found_wrong
    ]


def _expected(context: Context, reading: ParsedExchange, relation: str, found: str | None) -> str | None:
    """
    Return the link that a page must have; where it holds a token, with the token that it has.
    """
    if reading.page is None or context.api.paging.unit != TOKENS:
        return LINKS[relation](context.api, reading.asked, reading.page.count if reading.page else 0)
    return None if found is None else token_link(context.api, reading.asked, found, relation)


def _link_difference(
    paging: Paging, relation: str, expected: str | None, found: str | None, grade: Grade | None
) -> Difference:
    """
    Return the difference of two links; where only parameters differ, the message names those alone.
    """
    name = paging.link_keys.get(relation, f"{paging.links} rel={relation}")
    message = f"{name} is {found or 'null'}, not {expected or 'null'}"
    if expected and found and expected.partition("?")[0] == found.partition("?")[0]:
        wanted, given = (parse_qsl(link.partition("?")[2], keep_blank_values=True) for link in (expected, found))
        lost = [f"{key}={value}" for key, value in wanted if (key, value) not in given]
        extra = [f"{key}={value}" for key, value in given if (key, value) not in wanted]
        parts = [f"{verb} {', '.join(pairs)}" for verb, pairs in (("lacks", lost), ("has", extra)) if pairs]
        message = f"{name} {' and '.join(parts)}" if parts else message
    doubtful = upgraded(expected, found) or recoded(expected, found)
    return Difference(paging.link_pointer(relation), message, expected, found, grade=grade, doubtful=doubtful)


def _wrong_part(reading: ParsedExchange, relation: str, expected: str | None, found: str | None) -> str:
    """
    Return the id of the check that a wrong link breaks: the coarsest part that is wrong.
    """
    name = _LINK_CHECKS[relation]
    if expected is None or found is None:
        return name
    wanted, given = urlsplit(expected), urlsplit(found)
    if wanted[:3] != given[:3]:
        return "link-base"
    paging = reading.paging
    pairs, others = parse_qsl(wanted.query, keep_blank_values=True), parse_qsl(given.query, keep_blank_values=True)
    if sorted(pairs) == sorted(others):
        return "link-encoding"
    leading = (paging.start, paging.back)
    if [p for p in pairs if p[0] in leading] != [p for p in others if p[0] in leading]:
        return name
    return "link-limit" if dict(pairs).get(paging.size) != dict(others).get(paging.size) else _OTHERS


CHECKS = tuple(
    Check(name, "pagination", sentence, sees, function)
    for name, sentence, sees, function in (
        (
            "limit-clamped",
            "A limit above the maximum is reduced to the maximum.",
            "many",
            chain(_unusual_limits("limit-above"), tolerates("limit-above")),
        ),
        (
            "limit-default",
            "Without limit, a page has the default number of rows.",
            "one",
            each(_default_length),
        ),
        (
            "limit-unreadable",
            "An invalid limit is ignored.",
            "many",
            chain(_unusual_limits("limit-unreadable"), tolerates("limit-unreadable")),
        ),
        (
            "offset-unreadable",
            "An invalid offset is ignored.",
            "many",
            tolerates("offset-unreadable"),
        ),
        (
            "past-the-end",
            "A page past the end is empty where rows are counted, and not found where pages are.",
            "many",
            chain(each(_past_the_end), _refused_past_the_end),
        ),
    )
)

LENGTH_CHECK = Check(
    "page-length",
    "pagination",
    "The number of rows follows from limit, offset and count.",
    "one",
    each(_page_length),
)

UNIQUE_CHECK = Check("rows-unique", "pagination", "No record appears twice on a page.", "one", each(_unique))

LINK_CHECKS = tuple(
    Check(name, "pagination", sentence, "one", _link_function(name), scope="derived")
    for name, sentence in (
        ("next-link", "next points to the following page, and is null on the last page."),
        ("previous-link", "previous points to the preceding page, and is null on the first page."),
        ("link-base", "Links keep scheme, host and path of the request."),
        ("link-limit", "Links state the effective limit."),
        ("link-parameters", "Links keep every other parameter of the request."),
        ("link-encoding", "Link parameters are sorted by name and form-encoded."),
    )
)
