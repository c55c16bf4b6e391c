"""
What is known of single fields of the whole API: which may be null or empty, and by which rules others are made.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import isodate
import pytest
from django.utils.text import slugify

from apicontract.contract.moments import moment_of
from apicontract.contract.validation import validator_for
from complete.published_facts import FACTS, named
from complete.small_world import API, got, rows, table

if TYPE_CHECKING:
    from apicontract.contract.model import Record

#: Name of a published type to the shape that has it.
SHAPES = {str(each.schema["title"]): each for each in API.shapes.values()}
#: Statuses of launches that have left.
FLOWN = {3, 4, 7, 9}
#: Fields in which the service was seen to send an empty text where there is no address.
EMPTY = (
    ("AgencyEndpointDetailed", "info_url"),
    ("AgencyDetailed", "info_url"),
    ("Pad", "wiki_url"),
    ("PayloadDetailed", "info_link"),
    ("SpacecraftConfigDetailed", "info_link"),
)
#: Groups in which launches are counted: the first part of the field's name, and what the members share.
COUNTED = (
    ("orbital", lambda _: 0),
    ("location", lambda launch: launch["pad"]["location"]["id"]),
    ("pad", lambda launch: launch["pad"]["id"]),
    ("agency", lambda launch: launch["launch_service_provider"]["id"]),
)
#: Longest slug.
LONGEST = 50


def allows(shape: str, field: str, value: Any) -> bool:
    """
    Return whether a field may have a value, by the schema of its type alone.
    """
    errors = validator_for(API, SHAPES[shape].name).errors({field: value})
    return not any(error.pointer == f"/{field}" for error in errors)


@pytest.mark.parametrize("kind", ["nullable", "nullable_before"])
def test_what_may_be_null(kind: str) -> None:
    """
    Nullable is what the next version says and recordings show, and what this version says.
    """
    fields = [(shape, field) for shape, names in FACTS[kind].items() for field in named(names)]

    assert [] == [each for each in fields if not allows(*each, None)]


@pytest.mark.parametrize(("shape", "field"), EMPTY)
def test_an_address_may_be_an_empty_text(shape: str, field: str) -> None:
    """
    Where recordings have an empty text for an address, the contract takes it, and no other text than one.
    """
    assert allows(shape, field, "")
    assert not allows(shape, field, 1)


def launches() -> list[Record]:
    """
    Return the launches that are made, by date.
    """
    stated = {each["id"] for each in rows("launches")}
    return sorted((each for each in table("launches") if each["id"] not in stated), key=lambda each: each["net"])


@pytest.mark.parametrize("year", ["", "_year"])
@pytest.mark.parametrize(("name", "group"), COUNTED, ids=[name for name, _ in COUNTED])
def test_attempts_are_counted_up_to_the_own_date(name: str, group: Any, year: str) -> None:
    """
    An attempt count is the number of launches of the group, or of the group and the year, that are not later.
    """
    dates: dict[Any, list[str]] = defaultdict(list)
    key = lambda each: (group(each), each["net"][:4] if year else "")  # noqa: E731 - read once, beside its use
    for each in sorted(table("launches"), key=lambda each: each["net"]):
        dates[key(each)].append(each["net"])

    for each in launches():
        assert bisect_right(dates[key(each)], each["net"]) == each[f"{name}_launch_attempt_count{year}"]


def test_a_pad_turns_around_since_its_last_launch() -> None:
    """
    `pad_turnaround` is the time since the launch before from the same pad, and nothing for the first one.
    """
    pads: dict[int, list[Record]] = defaultdict(list)
    for each in sorted(table("launches"), key=lambda each: each["net"]):
        pads[each["pad"]["id"]].append(each)

    for flown in pads.values():
        assert flown[0]["pad_turnaround"] == "P0D"
        for before, each in pairwise(flown):
            gap = moment_of(each["net"]) - moment_of(before["net"])  # type: ignore[operator]
            assert isodate.parse_duration(each["pad_turnaround"]) == gap


def test_designators_number_the_launches_of_a_year() -> None:
    """
    A launch that has left has its year and its number in it; one that has not has none.
    """
    numbers: dict[str, list[int]] = defaultdict(list)
    for each in sorted(table("launches"), key=lambda each: each["net"]):
        assert (each["launch_designator"] is None) == (each["status"]["id"] not in FLOWN)
        if each["launch_designator"]:
            year, number = re.fullmatch(r"(\d{4})-(\d{3})", each["launch_designator"]).groups()  # type: ignore[union-attr]
            assert year == each["net"][:4]
            numbers[year].append(int(number))

    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())


@pytest.mark.parametrize("entity", ["launches", "events"])
def test_slugs_are_those_of_the_framework(entity: str) -> None:
    """
    A slug is Django's of the name, cut at 50 characters, with a number where it is taken.
    """
    stated = {each["id"] for each in rows(entity) if "slug" in each}
    slugs = [each["slug"] for each in table(entity)]

    assert len(set(slugs)) == len(slugs)
    for each in table(entity):
        if each["id"] not in stated:
            plain = slugify(each["name"])[:LONGEST].strip("-")
            stem, _, number = each["slug"].rpartition("-")
            assert each["slug"] == plain or (number.isdigit() and plain.startswith(stem))
            assert len(each["slug"]) <= LONGEST


@pytest.mark.parametrize(
    ("route", "first"),
    [
        ("config/launch_statuses", [2, 8, 1, 3, 4, 5, 6, 7]),
        ("config/event_types", [1, 2, 3, 4, 5, 6, 7, 10, 8, 11, 14, 9, 20, 12, 13, 15]),
        ("config/first_stage_types", [2, 1]),
        ("config/landing_locations", [2, 1, 11, 6, 12, 13, 14, 15, 4, 5, 7, 3]),
    ],
)
def test_tables_stand_in_the_order_that_was_seen(route: str, first: list[int]) -> None:
    """
    A table of which an order was seen stands in it, which is not that of its identifiers.
    """
    assert first == [each["id"] for each in got(f"{route}/?limit=100")["results"]][: len(first)]


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("config/docking_locations/?ordering=-name", lambda each: each["name"]),
        (
            "config/docking_locations/?ordering=-spacestation",
            lambda each: (each["spacestation"] or {"id": float("inf")})["id"],
        ),
        ("config/countries/?ordering=-alpha_3_code", lambda each: each["alpha_3_code"]),
        ("programs/?ordering=-start_date", lambda each: each["start_date"]),
    ],
)
def test_tables_are_sorted_by_any_field(query: str, key: Any) -> None:
    """
    A table that documents no ordering is sorted by its fields all the same.
    """
    found = [key(each) for each in got(f"{query}&limit=100")["results"]]

    assert len(found) > 1
    assert sorted(found, reverse=True) == found


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("events/?date__lt=2026-01-01", lambda each: each["date"] < "2026-01-01"),
        ("events/?date__gt__lt=2026-01-01", lambda each: each["date"] < "2026-01-01"),
        ("docking_events/?docked=true", lambda each: each["departure"] is None),
        ("docking_events/?docked=false", lambda each: each["departure"] is not None),
        ("locations/?active=true", lambda each: each["active"]),
        ("launches/?mission__agency__ids=44&mode=detailed", lambda each: "44" in _agencies(each)),
        ("launches/previous/?mission__agency__ids=44,121&mode=detailed", lambda each: {"44", "121"} & _agencies(each)),
    ],
)
def test_names_of_later_pages_select(query: str, kept: Any) -> None:
    """
    The filters that later pages show are served beside the older ones.
    """
    page = got(f"{query}&limit=100")

    assert page["results"]
    assert all(kept(each) for each in page["results"])
    assert page["count"] < got(query.partition("?")[0])["count"]


def _agencies(launch: Record) -> set[str]:
    return {str(each["id"]) for each in launch["mission"]["agencies"]}
