"""
Promise: how a list is paged is learnt from a handful of requests, whatever its parameters are called and count.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

import pytest

from apicontract.evidence.paging import SIZES, STARTS, TOKEN_NAMES
from apicontract.explore.learning.pages import list_in
from apicontract.explore.learning.paging import PagingLearnt, learn_paging

from .scripted import HOST, Scripted, answer

if TYPE_CHECKING:
    from apicontract.explore.learning.asking import Asker

PATH = "/films"


@dataclass(frozen=True)
class Paged:
    """
    A list of numbered rows that is paged by some convention.

    Attributes:
        rows: how many there are.
        default, most: rows of a page when the request does not say, and at the most.
        size, start: names of the parameters, "" where there is none.
        unit: what `start` counts: `rows`, `pages` or `tokens`.
        first: number of the first page.
        form: how a page is wrapped: `count`, `total` for a header, `links` for links beside a count, `bare`.
        past: status of a page that there is not; 200 for one without rows.
        strict: whether a name that there is not is refused.
    """

    rows: int = 40
    default: int = 10
    most: int = 25
    size: str = "limit"
    start: str = "offset"
    unit: str = "rows"
    first: int = 1
    form: str = "count"
    past: int = 200
    strict: bool = False

    def __call__(self, path: str, query: dict[str, str]) -> Any:
        """
        Answer a request.
        """
        if self.strict and not set(query) <= {self.size, self.start}:
            return answer({}, status=400)
        size = min(int(query.get(self.size, self.default)), self.most)
        text = query.get(self.start) if self.start else None
        if self.unit == "tokens" and text is not None and not text.startswith("t"):
            return answer({}, status=self.past)
        number = int((text or "0").removeprefix("t")) if self.unit != "pages" else int(text or self.first)
        begin = number if self.unit != "pages" else (number - self.first) * size
        rows = [{"id": each, "name": f"Film {each}"} for each in range(self.rows)][begin : begin + size]
        if not rows and self.past != 200 and begin:
            return answer({}, status=self.past)
        return self._wrapped(path, rows, begin, size)

    def _wrapped(self, path: str, rows: list[Any], begin: int, size: int) -> Any:
        ended = begin + size >= self.rows
        if self.unit == "tokens":
            link = f"{HOST}{path}?{urlencode({self.start: f't{begin + size}', self.size: size})}"
            return {"next": None if ended else link, "previous": None, "results": rows}
        if self.form == "count":
            return {"total": self.rows, "items": rows}
        if self.form == "links":
            behind = begin + size if self.unit == "rows" else begin // size + 1 + self.first
            link = f"{HOST}{path}?{urlencode({self.start: behind})}"
            return {"count": self.rows, "next": None if ended else link, "previous": None, "results": rows}
        return answer(rows, path, **({"X_Total_Count": str(self.rows)} if self.form == "total" else {}))


def learnt(service: Paged, known: PagingLearnt | None = None, **settings: Any) -> tuple[PagingLearnt, Scripted]:
    """
    Return what is learnt of a list, and who was asked.
    """
    asker = Scripted(service, **settings)
    first = list_in(asker.get(PATH, (), "first"))
    assert first
    asker.asked.clear()
    return learn_paging(cast("Asker", asker), PATH, first, known), asker


def told(found: PagingLearnt) -> list[str]:
    """
    Return what was found out.
    """
    return [each.sentence for each in found.statements]


@pytest.mark.parametrize("form", ["count", "total", "links", "bare"])
@pytest.mark.parametrize(
    ("unit", "start"),
    [("rows", name) for name in STARTS["limit-offset"]] + [("pages", name) for name in STARTS["page-number"]],
)
def test_where_a_page_begins_is_said_by_the_parameter_that_moves_it(unit: str, start: str, form: str) -> None:
    """
    Whatever its name, it is found with what it counts, and all rows are read.
    """
    found, asker = learnt(Paged(unit=unit, start=start, form=form))

    assert (start, unit, "limit", 10, 25) == (
        found.paging.start,
        found.paging.unit,
        found.paging.size,
        found.paging.default_limit,
        found.paging.maximum_limit,
    )
    assert ([*range(40)], True) == ([row["id"] for row in found.rows], found.complete)
    assert len(asker.asked) <= 14


@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize("size", SIZES)
def test_the_rows_of_a_page_are_set_by_the_parameter_that_changes_them(size: str, *, alone: bool) -> None:
    """
    Whatever its name, it is found among all that may.
    """
    found, _ = learnt(Paged(size=size, strict=alone, default=15), alone=alone)

    assert (size, "offset", 15, 25) == (
        found.paging.size,
        found.paging.start,
        found.paging.default_limit,
        found.paging.maximum_limit,
    )
    assert "a page has 25 rows at the most" in told(found)


@pytest.mark.parametrize("default", [2, 3, 4, 5, 9, 10, 11, 12])
def test_the_rows_of_a_page_are_told_whatever_their_number(default: int) -> None:
    """
    A number that is that of the first page is not sent to tell names apart.
    """
    found, _ = learnt(Paged(default=default, size="limit"))

    assert ("limit", default) == (found.paging.size, found.paging.default_limit)
    assert f"a page has {default} rows by default" == told(found)[0]


@pytest.mark.parametrize("form", ["count", "links", "bare"])
@pytest.mark.parametrize("size", ["limit", ""])
def test_a_page_that_holds_all_rows_tells_no_number(form: str, size: str) -> None:
    """
    A page could be larger than a list of which it shows every row.
    """
    found, _ = learnt(Paged(rows=8, default=10, size=size, form=form))

    assert "default_limit" not in found.known
    assert not [each for each in told(found) if "by default" in each]


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("size", ["limit", ""])
def test_pages_are_counted_from_the_first(first: int, size: str) -> None:
    """
    The number of the first page is seen by which rows another one shows.
    """
    found, _ = learnt(Paged(unit="pages", start="page", first=first, size=size, most=10))

    assert ("pages", first, size) == (found.paging.unit, found.paging.first, found.paging.size)


def test_pages_of_a_fixed_size_have_a_statement_of_that_alone() -> None:
    """
    Without a parameter for the rows of a page the number that it has is the most.
    """
    found, _ = learnt(Paged(unit="pages", start="page", size="", most=10))

    assert {"default_limit", "maximum_limit", "refused"} == found.known
    assert ["a page has 10 rows by default", "a page past the end is answered with 200 with 0 rows"] == told(found)
    assert ("", 10) == (found.repeated, found.paging.maximum_limit)


def test_a_list_without_parameters_is_one_page() -> None:
    """
    Where nothing moves a page, the rows that are shown are all.
    """
    found, _ = learnt(Paged(size="", start="", most=10, form="bare"))

    assert ("", True, ["a list is one page"]) == (found.paging.start, found.complete, told(found))
    assert ["one request, 10 rows"] == [each.evidence for each in found.statements]


@pytest.mark.parametrize(
    ("past", "said"),
    [
        (200, "a page past the end is answered with 200 with 0 rows"),
        (404, "a page past the end is answered with 404"),
        (400, "a page past the end is answered with 400"),
        (410, "a page past the end is answered with 410"),
        (422, "a page past the end is answered with 422"),
        (500, ""),
    ],
)
def test_what_stands_past_the_end_is_asked_once(past: int, said: str) -> None:
    """
    A refusal or a page without rows is how it is answered; a failure says nothing.
    """
    found, asker = learnt(Paged(past=past))

    assert f"{PATH}?offset=99999" == asker.asked[-1]
    assert [said] * bool(said) == [each for each in told(found) if "past" in each]
    assert (past if said else 404, bool(said)) == (found.paging.refused, "refused" in found.known)


@pytest.mark.parametrize(
    ("rows", "most", "maximum", "known"),
    [(40, 25, 25, True), (25, 25, 1000, False), (26, 25, 25, True), (24, 25, 1000, False), (1500, 1000, 1000, False)],
)
def test_the_most_rows_of_a_page_are_known_where_there_are_more(
    rows: int, most: int, maximum: int, *, known: bool
) -> None:
    """
    A page with all rows shows no limit, and neither does one with as many as were asked for.
    """
    found, _ = learnt(Paged(rows=rows, most=most))

    assert (maximum, known) == (found.paging.maximum_limit, "maximum_limit" in found.known)
    sentence = f"one request for 1000, {most} of {rows} rows"
    assert known == (sentence in [each.evidence for each in found.statements])


def test_of_a_repeated_parameter_one_counts() -> None:
    """
    Two numbers of rows at once tell the last one here; a page of three rows cannot tell.
    """
    many, asker = learnt(Paged(default=4))
    few, other = learnt(Paged(default=3))

    assert ("last", f"{PATH}?limit=2&limit=3" in asker.asked) == (many.repeated, True)
    assert "the last value of a repeated parameter counts" in told(many)
    assert ("", False) == (few.repeated, f"{PATH}?limit=2&limit=3" in other.asked)


@pytest.mark.parametrize("start", TOKEN_NAMES)
def test_tokens_are_followed(start: str) -> None:
    """
    A link with a token names the parameter, and leads through all rows; a token that was never given is tried.
    """
    found, asker = learnt(Paged(unit="tokens", start=start, size="page_size", past=400))

    assert ("tokens", start, "page_size", True) == (
        found.paging.unit,
        found.paging.start,
        found.paging.size,
        found.complete,
    )
    assert [*range(40)] == [row["id"] for row in found.rows]
    assert f"{PATH}?{urlencode({start: 'no-such-token'}, safe='[]')}" == asker.asked[-1]
    assert "a token that was never given is answered with 400" == told(found)[-1]


@pytest.mark.parametrize(("reserve", "complete"), [(0, True), (99, False)])
def test_reading_on_leaves_requests_for_experiments(reserve: int, *, complete: bool) -> None:
    """
    With few requests left the rows behind the first ones are not read.
    """
    found, _ = learnt(Paged(rows=120), reserve=reserve)

    assert complete == found.complete
    assert (120 if complete else 25) == len(found.rows)


def test_a_list_like_the_one_before_costs_what_its_rows_cost() -> None:
    """
    Its largest page is asked for, and what stands behind; everything else is taken to be alike.
    """
    before, _ = learnt(Paged())
    found, asker = learnt(Paged(rows=60), before)

    assert [f"{PATH}?limit=25", f"{PATH}?limit=25&offset=25", f"{PATH}?limit=25&offset=50"] == asker.asked
    assert (before.paging, before.repeated, before.known, told(before), 60, True) == (
        found.paging,
        found.repeated,
        found.known,
        told(found),
        len(found.rows),
        found.complete,
    )


@pytest.mark.parametrize(
    ("service", "alike"),
    [
        (Paged(rows=60), True),
        (Paged(rows=7), True),
        (Paged(rows=10), True),
        (Paged(default=9), False),
        (Paged(form="bare"), False),
        (Paged(form="links"), False),
    ],
)
def test_a_list_is_like_another_that_is_wrapped_alike_and_as_long(service: Paged, *, alike: bool) -> None:
    """
    The same keys, and as many rows by default, or all of fewer.
    """
    before, _ = learnt(Paged())
    _, asker = learnt(service, before)

    assert alike == (f"{PATH}?offset=99999" not in asker.asked)


def test_all_rows_of_a_short_list_are_known_at_once() -> None:
    """
    Where the first page has all, nothing is asked for.
    """
    before, _ = learnt(Paged())
    found, asker = learnt(Paged(rows=10), before)

    assert ([], True, 10) == (asker.asked, found.complete, len(found.rows))


def test_a_list_after_one_that_tokens_lead_through_is_learnt_anew() -> None:
    """
    Tokens, or a missing parameter, say nothing of another list.
    """
    tokens, _ = learnt(Paged(unit="tokens", start="cursor", size="page_size", past=400))
    _, asker = learnt(Paged(), replace(tokens))

    assert f"{PATH}?offset=99999" == asker.asked[-1]
