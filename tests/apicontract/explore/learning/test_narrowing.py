"""
Promise: the texts that are asked with, and the requests that join several, tell the meanings of parameters apart.
"""

from __future__ import annotations

from typing import Any

import pytest

from apicontract.explore.learning.filters import FilterExperiment
from apicontract.explore.learning.meanings import NO_EFFECT, meanings_of
from apicontract.explore.learning.named_filters import FilterProbe
from apicontract.explore.learning.narrowing import Narrowing, spread, telling_texts

from .asked_rows import InMemory, asked


@pytest.mark.parametrize(
    ("count", "most", "expected"),
    [
        (0, 3, []),
        (1, 3, [0]),
        (2, 3, [0, 1]),
        (3, 3, [0, 1, 2]),
        (4, 3, [0, 1, 2]),
        (6, 3, [0, 2, 4]),
        (7, 3, [0, 2, 4]),
        (100, 4, [0, 25, 50, 75]),
        (5, 1, [0]),
    ],
)
def test_numbers_are_spread_evenly(count: int, most: int, expected: list[int]) -> None:
    """
    At most so many below the count, from nought on.
    """
    assert expected == spread(count, most)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], []),
        (["a"], ["A", "a"]),
        (["7"], ["7"]),
        (["Anna Karenina"], ["aNNA kARENINA", "nna Karenin", "NNA", "Anna", "nina", "Anna Karenina"]),
        (["ab", "cd"], ["AB", "CD", "B", "ab", "D", "cd", "ab,cd"]),
        (["a,b", "cd"], ["A,B", "CD", ",", ",B", "a,b", "D", "cd"]),
        (["a", "a"], ["A", "a"]),
    ],
)
def test_texts_are_made_of_values(values: list[str], expected: list[str]) -> None:
    """
    Other letters, what stands within, pieces of both ends, two at once where neither has a comma, and the value.
    """
    assert expected == telling_texts(values)


def test_sixteen_values_are_tried() -> None:
    """
    Of more values those are that are spread evenly over them.
    """
    values = [f"w{number:02}" for number in range(32)]

    assert [f"w{number:02}" for number in range(0, 32, 2)] == [each for each in telling_texts(values) if each in values]


ROWS: list[dict[str, Any]] = [
    {"id": number, "name": name, "size": size, "born": born}
    for number, (name, size, born) in enumerate(
        (
            ("Anna", 3, "2001-01-01"),
            ("anna", 5, "2002-01-01"),
            ("Hanna", 5, "2003-01-01"),
            ("Bert", 7, "2004-01-01"),
            ("Berta", 9, "2005-01-01"),
        ),
        1,
    )
]
USES: dict[str, Any] = {
    "exact": lambda value, text: value == text,
    "iexact": lambda value, text: str(value).lower() == text.lower(),
    "contains": lambda value, text: text in value,
    "icontains": lambda value, text: text.lower() in value.lower(),
    "startswith": lambda value, text: value.startswith(text),
    "istartswith": lambda value, text: value.lower().startswith(text.lower()),
    "in": lambda value, text: str(value) in text.split(","),
    "gt": lambda value, text: value > type(value)(text),
    "gte": lambda value, text: value >= type(value)(text),
    "lt": lambda value, text: value < type(value)(text),
    "lte": lambda value, text: value <= type(value)(text),
}


def narrowed(
    lookups: dict[str, tuple[str, str]], left: int = 40, until: int = 0
) -> tuple[dict[str, list[str]], InMemory]:
    """
    Return what parameters turn out to mean: name to lookups, of a list that compares fields by them.
    """
    filters = {
        name: lambda row, text, path=path, lookup=lookup: USES[lookup](row[path], text)
        for name, (path, lookup) in lookups.items()
    }
    service = InMemory(ROWS, filters, left=left)
    listed = asked(service)
    for name in lookups:
        listed.alive.meanings[name] = list(meanings_of(name, listed.fields))
        listed.alive.named.add(name)
    Narrowing(listed, until).run(list(lookups))
    found = {name: [each.lookup for each in some if each] for name, some in listed.alive.meanings.items()}
    return found, service


@pytest.mark.parametrize("lookup", ["exact", "iexact", "contains", "icontains", "startswith", "istartswith", "in"])
def test_what_compares_a_text_is_narrowed_down(lookup: str) -> None:
    """
    Whatever a parameter with the name of a field compares, that alone is left.
    """
    found, _ = narrowed({"name": ("name", lookup)})

    assert {"name": [lookup]} == found


@pytest.mark.parametrize(
    ("name", "path", "lookup"),
    [
        ("size_min", "size", "gte"),
        ("size_min", "size", "gt"),
        ("size_max", "size", "lte"),
        ("size_max", "size", "lt"),
        ("born_after", "born", "gt"),
        ("born_after", "born", "gte"),
        ("born_before", "born", "lt"),
        ("born_before", "born", "lte"),
    ],
)
def test_a_bound_is_narrowed_down(name: str, path: str, lookup: str) -> None:
    """
    Whether a bound holds what it names is told by one request.
    """
    found, service = narrowed({name: (path, lookup)})

    assert ({name: [lookup]}, 1) == (found, len(service.queries))


@pytest.mark.parametrize("low", ["gt", "gte"])
@pytest.mark.parametrize("high", ["lt", "lte"])
@pytest.mark.parametrize("after", ["gt", "gte"])
def test_several_are_told_apart_together(low: str, high: str, after: str) -> None:
    """
    Bounds of two fields and a text cost fewer requests than they are.
    """
    bounds = {"size_min": ("size", low), "size_max": ("size", high), "born_after": ("born", after)}
    found, service = narrowed(bounds)

    assert {name: [lookup] for name, (_, lookup) in bounds.items()} == found
    assert len(service.queries) <= 2


@pytest.mark.parametrize("until", [0, 2])
def test_no_more_is_asked_than_may_be(until: int) -> None:
    """
    As many requests are left as others need, and what was not asked stays open.
    """
    _, service = narrowed({"name": ("name", "istartswith")}, left=until + 1, until=until)
    none, idle = narrowed({"name": ("name", "istartswith")}, left=until, until=until)

    assert (until, [], True) == (service.left, idle.queries, len(none["name"]) > 1)


def test_what_no_meaning_explains_is_given_up() -> None:
    """
    A parameter that selects rows which no comparison selects means nothing that is known.
    """
    service = InMemory(ROWS, {"size": lambda row, _: row["id"] in {1, 4}})
    listed = asked(service)
    listed.alive.meanings["size"] = list(meanings_of("size", listed.fields))
    listed.alive.named.add("size")
    Narrowing(listed).run(["size"])

    assert [] == listed.alive.meanings["size"]


def test_a_refusal_leaves_what_cannot_read_the_text() -> None:
    """
    Two values at once that are refused are one value.
    """
    service = InMemory(
        ROWS,
        {"size": lambda row, text: str(row["size"]) == text},
        lambda pairs: {"size": ["Enter a number."]} if "," in dict(pairs).get("size", "") else {},
    )
    listed = asked(service)
    listed.alive.meanings["size"] = list(meanings_of("size", listed.fields))
    listed.alive.named.add("size")
    Narrowing(listed).run(["size"])

    assert ["exact"] == [each.lookup for each in listed.alive.meanings["size"] if each]


def probed(filters: dict[str, Any], *names: str, alone: bool = False, left: int = 40) -> tuple[set[str], InMemory]:
    """
    Return which of some parameters, each of the field that begins its name, have an effect.
    """
    service = InMemory(ROWS, filters, alone=alone, left=left)
    listed = asked(service)
    paths = {name: name.partition("__")[0] for name in names}
    FilterExperiment(listed).ask(FilterProbe(name, path, name.partition("__")[2]) for name, path in paths.items())
    return set(listed.alive.effective()), service


SIZE = {"size": lambda row, text: str(row["size"]) == text}
NAME = {"name": lambda row, text: row["name"] == text}


@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize(
    ("filters", "expected"),
    [({}, set()), (SIZE, {"size"}), (NAME, {"name"}), ({**SIZE, **NAME}, {"size", "name"})],
)
def test_names_that_filter_are_told_from_those_that_do_not(
    filters: dict[str, Any], expected: set[str], *, alone: bool
) -> None:
    """
    Together or each alone, those that select rows are found.
    """
    found, service = probed(filters, "size", "name", "born", alone=alone)

    assert expected == found
    if alone:
        assert {1} == {len(query) for query in service.queries}


def test_names_without_an_effect_cost_one_request() -> None:
    """
    Eight of them are asked for at once, and none of them twice.
    """
    found, service = probed({}, "size", "name", "born", "size__gte", "born__lte", "name__icontains")

    assert (set(), 1) == (found, len(service.queries))


def test_a_name_that_means_nothing_is_not_asked_for() -> None:
    """
    A comparison that a field does not have is none.
    """
    _, service = probed({}, "name__gte", "size__icontains")

    assert [] == service.queries


@pytest.mark.parametrize(
    ("word", "lookup"),
    [
        ("contains", "contains"),
        ("icontains", "icontains"),
        ("startswith", "startswith"),
        ("istartswith", "istartswith"),
        ("in", "in"),
    ],
)
def test_a_comparison_is_tried_with_a_text_that_shows_it(word: str, lookup: str) -> None:
    """
    Each comparison of texts is found by its name.
    """
    name = f"name__{word}"
    found, _ = probed({name: lambda row, text: USES[lookup](row["name"], text)}, name)

    assert {name} == found


def test_no_effect_is_a_meaning_until_an_answer_excludes_it() -> None:
    """
    What was never asked for may have none.
    """
    listed = asked(InMemory(ROWS, left=0))
    FilterExperiment(listed).ask([FilterProbe("size", "size")])

    assert NO_EFFECT is listed.alive.meanings["size"][0]
    assert not listed.alive.decided("size")
