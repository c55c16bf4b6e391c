"""
Where refusals name parameters, few requests find the filters of a list and what they compare.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from apicontract.explore.learning.filters import FilterExperiment
from apicontract.explore.learning.named_filters import NamedFilters
from apicontract.explore.learning.narrowing import Narrowing

from .asked_rows import InMemory, asked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROWS: list[dict[str, Any]] = [
    {
        "id": number,
        "name": f"{('Anna', 'bert', 'Carl')[number % 3]} {number}",
        "place": "Here",
        "size": number * 7 % 11,
        "born": f"2001-0{1 + number % 9}-11",
        "status": ("open", "shut")[number % 2],
    }
    for number in range(1, 21)
]
SENTENCES = {
    "name": "Null characters are not allowed.",
    "place": "Null characters are not allowed.",
    "size": "Enter a number.",
    "born_after": "Enter a valid date.",
    "born_before": "Enter a valid date.",
    "status": "Select a valid choice. {} is not one of the available choices.",
}


def refused(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    """
    Return a sentence for each parameter whose text is not read.
    """
    found = {}
    for name, text in pairs:
        unread = "\0" in text if name in {"name", "place"} else "no-such" in text or (name == "size" and "," in text)
        if name in SENTENCES and unread:
            found[name] = [SENTENCES[name].format(text)]
    return found


def service() -> InMemory:
    """
    Return a list with six filters, each of which refuses what it does not read by name.
    """
    filters = {
        "name": lambda row, text: text.lower() in row["name"].lower(),
        "place": lambda row, text: text.lower() in row["place"].lower(),
        "size": lambda row, text: row["size"] == float(text),
        "born_after": lambda row, text: row["born"] >= text,
        "born_before": lambda row, text: row["born"] <= text,
        "status": lambda row, text: row["status"] == text,
    }
    return InMemory(ROWS, filters, refused)


def test_few_requests_find_the_filters() -> None:
    """
    Six filters, and what each compares, cost twelve requests at the most, also one whose rows are all alike.
    """
    right = service()
    listed = asked(right)

    FilterExperiment(listed).run()

    found = {name: [each.lookup for each in some] for name, some in listed.alive.effective().items()}
    expected = {"name": "icontains", "place": "icontains", "size": "exact", "born_after": "gte", "born_before": "lte"}
    assert {name: [lookup] for name, lookup in {**expected, "status": "exact"}.items()} == found
    assert len(right.queries) <= 12


def test_names_that_are_not_refused_are_no_filters() -> None:
    """
    A text that nothing reads has no effect where there is no such parameter: the name is not asked for again.
    """
    listed = asked(service())

    NamedFilters(listed).run()

    assert not {"born", "id", "size__gt"} & set(listed.alive.effective())
    assert listed.alive.decided("born")


def test_a_choice_has_the_values_that_are_known() -> None:
    """
    A filter that refuses what is no choice takes those that rows show.
    """
    listed = asked(service())

    NamedFilters(listed).run()

    assert ("open", "shut") == tuple(sorted(listed.alive.effective()["status"][0].choices))


def test_several_filters_are_told_apart_in_one_request() -> None:
    """
    Texts are chosen so that each other meaning of each of two bounds would be answered by other rows.
    """
    right = service()
    listed = asked(right)
    NamedFilters(listed).run()
    before = len(right.queries)

    Narrowing(listed).run(["born_after", "born_before"])

    assert 1 == len(right.queries) - before
    assert {"gte", "lte"} == {listed.alive.meanings[each][0].lookup for each in ("born_after", "born_before")}  # type: ignore[union-attr]


def test_a_service_whose_refusals_name_nothing_is_asked_once() -> None:
    """
    The text that nothing reads is sent once where it has no effect.
    """
    right = service()
    right.refuses = lambda _: {}
    listed = asked(right)

    for _ in range(2):
        NamedFilters(listed).run()

    assert 1 == sum("no-such-value" in query.values() for query in right.queries)


def test_a_list_without_filters_leaves_those_of_the_next_open() -> None:
    """
    That service names refusals is known of it, whatever a further list has.
    """
    first, second, third = asked(service()), asked(InMemory(ROWS)), asked(service())
    for each in (first, second, third):
        NamedFilters(replace(each, habits=first.habits)).run()

    assert (set(), first.alive.effective().keys()) == ({*second.alive.effective()}, third.alive.effective().keys())
    assert second.alive.decided("born")


@pytest.mark.parametrize(("reads", "lookup"), [(all, "any"), (lambda read: list(read)[-1], "exact")])
def test_one_choice_tells_whether_all_are_read(reads: Callable[[Iterable[bool]], bool], lookup: str) -> None:
    """
    A text that is none, before the choice that rows show, is refused by who reads all of them.
    """
    rows = [{**row, "status": "open"} for row in ROWS]

    def refuses(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
        texts = [text for name, text in pairs if name == "status"]
        unread = bool(texts) and not reads(text == "open" for text in texts)
        return {"status": [SENTENCES["status"].format(texts[0])]} if unread else {}

    listed = asked(InMemory(rows, {"status": lambda row, text: row["status"] == text}, refuses))
    named = NamedFilters(listed)
    named.run()
    named.several()

    assert [lookup] == [each.lookup for each in listed.alive.effective()["status"]]
