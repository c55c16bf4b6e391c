"""
How the fields of made records are drawn.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from apicontract.contract.errors import DataError
from apicontract.dataset.draws import Draws, Slugs, slugified
from apicontract.dataset.lazy_records import LazyRecord
from apicontract.dataset.record_builder import RecordBuilder, reader_of, text_of
from apicontract.dataset.start_day import StartDay

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apicontract.contract.model import Json

DAY = StartDay(dt.date(2026, 5, 4))


def drawn(generator: Json, seed: int = 1, variables: Mapping[str, Json] | None = None, **record: Any) -> Any:
    """
    Return what a generator draws for a record that has some fields already.
    """
    return Draws(DAY).of(generator, "here")(RecordBuilder(record, {}, seed, None, variables or {}))


@pytest.mark.parametrize(
    ("generator", "record", "expected"),
    [
        ("{maker.name} {n}", {"maker": {"name": "One"}, "n": 2}, "One 2"),
        ("{maker.name}|", {"maker": None}, "|"),
        ({"at": "parts.1.name"}, {"parts": [{}, {"name": "b"}]}, "b"),
        ({"at": "parts.1.name"}, {"parts": []}, None),
        ({"sum": [{"at": "number"}, 2]}, {"number": 3}, 5),
        ({"either": [None, {"at": "number"}]}, {"number": 3}, 3),
        (
            {"elapsed": [{"at": "first"}, {"at": "last"}]},
            {"first": "2026-05-04", "last": "2026-05-05T01:00:00Z"},
            "P1DT1H",
        ),
        ({"elapsed": [{"at": "first"}, {"at": "last"}]}, {"first": "2026-05-04", "last": None}, None),
        ({"years": ["{born}", {"moment": {"from": "P0D", "to": "P0D"}}]}, {"born": "2000-05-05"}, 25),
        ({"years": ["{born}", {"moment": {"from": "P0D", "to": "P0D"}}]}, {"born": "2000-05-04"}, 26),
        ({"after": "offset"}, {"offset": "-PT4M"}, "2026-05-03T23:56:00Z"),
        (
            {"moment": {"of": "first", "from": "PT1H", "to": "PT1H"}},
            {"first": "2026-01-01T00:00:00Z"},
            "2026-01-01T01:00:00Z",
        ),
        ({"moment": {"from": "2030-01-01T00:00:00Z", "to": "-P1D"}}, {}, "2026-05-03T00:00:00Z"),
        ({"moment": {"from": "P30D", "to": "P30D", "month_end": True}}, {}, "2026-06-30T00:00:00Z"),
        ({"date": {"from": "P0D", "to": "P0D"}}, {}, "2026-05-04"),
        ({"if": {"at": "number", "least": 3, "then": "yes", "else": "no"}}, {"number": 3}, "yes"),
        ({"if": {"at": "number", "least": 4, "then": "yes", "else": "no"}}, {"number": 3}, "no"),
        ({"if": {"at": "number", "in": [3], "then": "yes"}}, {"number": 4}, None),
        ({"if": {"at": "number", "then": "yes", "else": "no"}}, {"number": False}, "no"),
        (
            {"match": {"at": "number", "cases": [[[1, 2], "few"], [[3], "three"]], "else": "many"}},
            {"number": 3},
            "three",
        ),
        ({"match": {"at": "number", "cases": [[[1, 2], "few"]], "else": "many"}}, {"number": 3}, "many"),
        ({"object": {"a": 1, "b": "{number}"}}, {"number": 3}, {"a": 1, "b": "3"}),
        ({"list": {"number": 2, "of": {"at": "k"}}}, {}, [0, 1]),
        ([1, {"at": "number"}], {"number": 3}, [1, 3]),
        ({"slug": {"of": "{name}", "length": 12}}, {"name": "Made-up + Élan | 1.5 km"}, "made-up-elan"),
    ],
)
def test_a_value_follows_from_its_record(generator: Json, record: dict[str, Any], expected: Any) -> None:
    """
    A draw that leaves nothing to chance makes this value.
    """
    assert drawn(generator, **record) == expected


@pytest.mark.parametrize(
    ("generator", "allowed"),
    [
        ({"integer": [2, 4]}, {2, 3, 4}),
        ({"choose": [["a", 1], [{"integer": [1, 1]}, 3]]}, {"a", 1}),
        ({"duration": ["PT1H", "PT3H", "PT1H"]}, {"PT1H", "PT2H", "PT3H"}),
        ({"moment": {"from": "PT0S", "to": "PT2M"}}, {f"2026-05-04T00:0{minute}:00Z" for minute in range(3)}),
    ],
)
def test_every_allowed_value_is_drawn(generator: Json, allowed: set[Any]) -> None:
    """
    Different seeds draw each value between the bounds, and no other.
    """
    assert {drawn(generator, seed) for seed in range(200)} == allowed


def test_a_number_lies_between_its_bounds() -> None:
    """
    A number with decimals is never beyond its bounds.
    """
    assert all(1.5 <= drawn({"number": [1.5, 2.5]}, seed) <= 2.5 for seed in range(200))


def test_a_skew_draws_moments_to_the_later_end() -> None:
    """
    With a skew of two, three quarters of the moments lie in the later half.
    """
    moments = [drawn({"moment": {"from": "-P100D", "to": "P0D", "skew": 2}}, seed) for seed in range(400)]
    assert 250 < sum(each > "2026-03-15" for each in moments) < 350


def test_texts_that_would_be_the_same_are_numbered() -> None:
    """
    The second slug of a name ends with its number, and is not longer than allowed.
    """
    slug = Draws(DAY).of({"slug": {"of": "{name}", "length": 6}}, "here")
    assert [slug(RecordBuilder({"name": "abcdefgh"}, {}, 1)) for _ in range(2)] == ["abcdef", "abcd-2"]


def test_slugs_keep_to_the_order_of_the_records_that_are_to_come() -> None:
    """
    The slug of the last record numbers those before it first, whoever asks for it.
    """
    slugs = Draws(DAY).of({"slug": {"of": "{name}", "length": 6}}, "here")
    builders = [RecordBuilder({"name": "abcdefgh"}, {}, 1) for _ in range(3)]
    assert isinstance(slugs, Slugs)
    for each in builders:
        slugs.expect(each)

    assert ["abcd-3", "abcd-2", "abcdef"] == [slugs(each) for each in reversed(builders)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Delta IV M+(4,2) | GPS IIF-5 (USA-248)", "delta-iv-m42-gps-iif-5-usa-248"),
        ("Starship SN8 | 12.5 km Flight", "starship-sn8-125-km-flight"),
        ("Soyuz 2.1b/Fregat | Glonass-K1 No. 19", "soyuz-21bfregat-glonass-k1-no-19"),
        ("Zhuque-2E | Guangchuan-01 & 02", "zhuque-2e-guangchuan-01-02"),
    ],
)
def test_slugs_are_those_that_were_recorded(text: str, expected: str) -> None:
    """
    A slug is that of Django's `slugify`, as recorded rows show it.
    """
    assert slugified(text, 50) == expected


def test_a_field_is_drawn_when_another_one_asks_for_it() -> None:
    """
    The order of the fields in the file has no influence.
    """
    draws = Draws(DAY)
    plan = {"name": draws.of("{maker}!", "name"), "maker": draws.of("One", "maker")}
    record = LazyRecord()
    record.makers = (RecordBuilder(record, plan, 1),)

    assert record == {"maker": "One", "name": "One!"}


def test_a_variable_is_the_value_of_the_field_of_its_name() -> None:
    """
    What a group says of a member wins over what the file says of every one.
    """
    builder = RecordBuilder({}, {"name": Draws(DAY).of("other", "name")}, 1, None, {"name": "own"})

    assert builder.value("name") == "own"


def test_a_path_leads_to_the_owners() -> None:
    """
    `owner` is the record for which one is made, `owner.owner` the one for which that is.
    """
    top = RecordBuilder({"name": "top"}, {}, 1)
    inner = RecordBuilder({}, {}, 1, RecordBuilder({"name": "middle"}, {}, 1, top))

    assert [reader_of(each)(inner) for each in ("owner.name", "owner.owner.name", "owner.owner")] == [
        "middle",
        "top",
        {"name": "top"},
    ]


@pytest.mark.parametrize(
    ("generator", "message"),
    [
        ({"chose": []}, "the draw chose"),
        ({"at": "a", "sum": []}, "the draw at, sum"),
        ("{open", "not closed"),
        ({"at": "nothing"}, "'nothing'"),
        ({"at": "owner.name"}, "owner.name"),
    ],
)
def test_what_cannot_be_drawn_is_named(generator: Json, message: str) -> None:
    """
    A draw that there is not, and a path that leads nowhere, are errors of the file.
    """
    with pytest.raises(DataError, match=message):
        drawn(generator)


def test_an_open_template_is_refused_before_anything_is_drawn() -> None:
    """
    A template is read once, when the file is.
    """
    with pytest.raises(DataError, match="brace"):
        text_of("{open")
