"""
Promise: which parameter sorts, how a term descends, and what sorts at all is learnt from rows that stand otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import pytest

from apicontract.explore.learning.deciding import Alive, KnownRows
from apicontract.explore.learning.experiment import AskedList
from apicontract.explore.learning.meanings import fields_of
from apicontract.explore.learning.orderings import DIRECTIONS, NAMES, OPPOSITES, PAIRED, OrderingExperiment, sorted_by

from .scripted import Scripted, answer

if TYPE_CHECKING:
    from apicontract.explore.learning.asking import Asker
    from apicontract.explore.learning.orderings_learnt import OrderingLearnt

ROWS: list[dict[str, Any]] = [
    {"id": number, "name": name, "size": size, "kind": kind}
    for number, (name, size, kind) in enumerate(
        (("Ida", 4, "b"), ("Ada", 9, "a"), ("Eva", 2, "b"), ("Una", None, "a"), ("Ora", 7, "b"), ("Ian", 1, "a")), 1
    )
]


@dataclass
class Sorting:
    """
    A list that is sorted by some convention.

    Attributes:
        parameter: that sorts.
        way: how a term descends: `minus`, or the name of a parameter of the direction or of the opposite.
        fields: those that sort.
        many: whether ties are sorted by the next term.
        nulls_last: whether nulls come last upwards.
        unknown: how a term is answered by which nothing sorts: `ignore`, `refuse` or `fail`.
        shown: rows of a page.
        whole: whether all rows are sorted, and not those of a page alone.
        rows: all of them.
    """

    parameter: str = "ordering"
    way: str = "minus"
    fields: tuple[str, ...] = ("id", "name", "size", "kind")
    many: bool = True
    nulls_last: bool = True
    unknown: str = "ignore"
    shown: int = 6
    whole: bool = True
    rows: list[dict[str, Any]] = field(default_factory=lambda: list(ROWS))

    def __call__(self, path: str, query: dict[str, str]) -> Any:
        """
        Answer a request.
        """
        opposite = self.way in OPPOSITES.values() and self.way in query
        text = query.get(self.way if opposite else self.parameter, "")
        terms = [
            (each.removeprefix("-"), each.startswith("-") if self.way == "minus" else opposite)
            for each in text.split(",")
            if each
        ]
        if self.way != "minus" and not opposite:
            words = query.get(self.way, "").split(",")
            terms = [
                (name, words[number] == "desc" if number < len(words) else False)
                for number, (name, _) in enumerate(terms)
            ]
        if any(name not in self.fields for name, _ in terms):
            if self.unknown != "ignore":
                body = {self.parameter: [f"{text} is no choice"]}
                return answer(body, path, 400 if self.unknown == "refuse" else 500)
            terms = [each for each in terms if each[0] in self.fields]
        rows = list(self.rows if self.whole else self.rows[: self.shown])
        for name, down in reversed(terms if self.many else terms[:1]):
            rows.sort(
                key=lambda row, name=name: (
                    ((row[name] is None) == self.nulls_last, row[name] or 0) if name == "size" else (row[name],)
                ),
                reverse=down,
            )
        return {"count": len(self.rows), "results": rows[: self.shown]}


def listed(service: Sorting, left: int = 60, *, alone: bool = False, unknown: str = "") -> tuple[AskedList, Scripted]:
    """
    Return a list that is asked, all of whose rows are known.
    """
    asker = Scripted(service, alone=alone, left=left, unknown=unknown)
    alive = Alive(KnownRows(list(service.rows), complete=True), service.shown)
    return AskedList(cast("Asker", asker), "/films", "films", (), fields_of(service.rows), alive), asker


def learnt(service: Sorting, left: int = 60, *, alone: bool = False, until: int = 0) -> tuple[OrderingLearnt, Scripted]:
    """
    Return what is learnt of a list, both directions included.
    """
    asked, asker = listed(service, left, alone=alone)
    experiment = OrderingExperiment(asked, until)
    found = experiment.run()
    if found.parameter:
        experiment.again(until)
    return found, asker


@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize("parameter", NAMES)
def test_the_parameter_is_found_by_its_effect(parameter: str, *, alone: bool) -> None:
    """
    Whatever its name, together with all or alone, with both directions of each field.
    """
    found, _ = learnt(Sorting(parameter), alone=alone)

    assert (parameter, "", "") == (found.parameter, found.direction, found.opposite)
    assert {"id": {True}, "name": {False, True}, "size": {False, True}, "kind": {False, True}} == found.fields
    assert (True, "ignore", []) == (found.many, found.unknown, found.refused)


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_direction_may_have_a_parameter_of_its_own(direction: str) -> None:
    """
    Whatever its name, it is found beside the parameter that sorts.
    """
    found, _ = learnt(Sorting("sort", direction))

    assert ("sort", direction, "") == (found.parameter, found.direction, found.opposite)
    assert {False, True} == found.fields["name"]


@pytest.mark.parametrize(("parameter", "usual"), PAIRED.items())
def test_the_usual_direction_is_asked_for_first(parameter: str, usual: tuple[str, ...]) -> None:
    """
    Beside each parameter that sorts one is tried first.
    """
    _, asker = learnt(Sorting(parameter, usual[0]))
    single = [each for each in asker.asked if each.count("desc") == 1 and "&" in each and "-" not in each]

    assert single[0].endswith(tuple(f"&{each}=desc" for each in usual))


@pytest.mark.parametrize(("parameter", "opposite"), OPPOSITES.items())
def test_a_parameter_of_its_own_may_sort_downwards(parameter: str, opposite: str) -> None:
    """
    Then one term is sorted by at a time.
    """
    found, _ = learnt(Sorting(parameter, opposite))

    assert (parameter, "", opposite, False) == (found.parameter, found.direction, found.opposite, found.many)
    assert {False, True} == found.fields["name"]


@pytest.mark.parametrize("fields", [("name",), ("size", "kind"), ("kind",), ("id", "size")])
def test_fields_that_do_not_sort_are_told(fields: tuple[str, ...]) -> None:
    """
    Those by which rows would stand otherwise, and do not, are refused.
    """
    found, _ = learnt(Sorting(fields=fields))

    assert set(fields) == set(found.fields)
    assert {"id", "name", "size", "kind"} - set(fields) == set(found.refused)


def test_without_a_parameter_nothing_sorts() -> None:
    """
    Each of five fields is asked for by all names at once.
    """
    found, asker = learnt(Sorting("nothing"))

    assert ("", {}) == (found.parameter, found.fields)
    assert 1 + 4 == len(asker.asked)


@pytest.mark.parametrize(("nulls_last", "expected"), [(True, True), (False, False)])
def test_where_nulls_stand_is_seen(nulls_last: bool, expected: bool) -> None:  # noqa: FBT001 - parameters of the test
    """
    At the end of an ascending list, or at its beginning, by whichever direction was seen.
    """
    found, _ = learnt(Sorting(nulls_last=nulls_last, fields=("size",)))

    assert expected == found.nulls_last


def test_nulls_that_no_page_shows_say_nothing() -> None:
    """
    A page with a part of the rows does not tell where nulls stand.
    """
    found, _ = learnt(Sorting(shown=5))

    assert None is found.nulls_last


def test_what_sorts_a_page_alone_is_no_ordering() -> None:
    """
    A list that sorts the rows of a page, and not all, is not said to sort.
    """
    names = (("M", 5), ("K", 4), ("N", 6), ("L", 3), ("A", 1), ("Z", 9))
    rows = [{"id": number, "name": name, "size": size} for number, (name, size) in enumerate(names)]
    found, _ = learnt(Sorting(shown=4, whole=False, rows=rows))

    assert ("", {}) == (found.parameter, found.fields)


@pytest.mark.parametrize(
    ("many", "said"), [(True, "ties of one term are sorted by the next"), (False, "one term is sorted by")]
)
def test_ties_tell_whether_several_terms_sort(said: str, *, many: bool) -> None:
    """
    A field with few values, and another one downwards, are asked for together.
    """
    found, asker = learnt(Sorting(many=many))

    assert many == found.many
    assert said in [each.sentence for each in found.statements]
    assert any("kind%2C-" in each for each in asker.asked)


@pytest.mark.parametrize(
    ("unknown", "expected", "said"),
    [
        ("ignore", "ignore", ("an unknown term has no effect", "one request, 200")),
        ("refuse", "refuse", ("an unknown term is refused", "one request, 400")),
        ("fail", "", ("an unknown term fails", "one request, 500")),
    ],
)
def test_an_unknown_term_is_asked_for_once(unknown: str, expected: str, said: tuple[str, str]) -> None:
    """
    How it is answered is told, and kept for other lists.
    """
    asked, asker = listed(Sorting(unknown=unknown))
    found = OrderingExperiment(asked).run()

    assert (expected, said) == (found.unknown, (found.statements[0].sentence, found.statements[0].evidence))
    assert (expected, 1) == (asked.habits.unknown_term, sum("no-such-field" in each for each in asker.asked))


@pytest.mark.parametrize("until", [0, 4])
def test_no_more_is_asked_than_may_be(until: int) -> None:
    """
    What other experiments need is left.
    """
    for left in range(until + 4, until + 16):
        _, asker = learnt(Sorting(), left, until=until)

        assert asker.left >= min(until, 4) - 3


@pytest.mark.parametrize(("until", "more"), [(99, False), (0, True)])
def test_the_other_direction_is_asked_for_as_far_as_the_budget_allows(until: int, *, more: bool) -> None:
    """
    Where all that is left is for others, nothing is asked, and what is known is told.
    """
    asked, asker = listed(Sorting())
    experiment = OrderingExperiment(asked)
    found = experiment.run()
    before = len(asker.asked)
    experiment.again(until)

    assert more == (len(asker.asked) > before)
    assert {"ordering by `name`", "ordering by `kind`"} <= {each.sentence for each in found.statements}


@pytest.mark.parametrize(
    ("rows", "terms", "expected"),
    [
        ([], (("a", False),), True),
        ([{"a": 1}], (("a", False),), True),
        ([{"a": 1}, {"a": 2}], (("a", False),), True),
        ([{"a": 1}, {"a": 1}], (("a", False),), True),
        ([{"a": 2}, {"a": 1}], (("a", False),), False),
        ([{"a": 2}, {"a": 1}], (("a", True),), True),
        ([{"a": 1}, {"a": None}, {"a": 2}], (("a", False),), True),
        ([{"a": None}, {"a": 2}, {"a": 1}], (("a", False),), False),
        ([{"a": 1, "b": 2}, {"a": 1, "b": 1}], (("a", False), ("b", False)), False),
        ([{"a": 1, "b": 2}, {"a": 1, "b": 1}], (("a", False), ("b", True)), True),
        ([{"a": 1, "b": 2}, {"a": 1, "b": None}, {"a": 1, "b": 3}], (("a", False), ("b", False)), True),
        ([{"a": 1}, {}], (("a", True),), True),
    ],
)
def test_rows_are_sorted_by_terms(rows: list[dict[str, Any]], terms: Any, *, expected: bool) -> None:
    """
    Equal rows stand in any order, and rows in which a term is null stand where they like.
    """
    assert expected == sorted_by(rows, terms, {"a": "integer", "b": "integer"})
