"""
What stands for a whole world where trying every record would take too long.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from apicontract.contract.model import World
from apicontract.dataset.draws import Draws
from apicontract.dataset.lazy_records import LazyRecord, waits
from apicontract.dataset.record_builder import RecordBuilder
from apicontract.dataset.samples import sampled
from apicontract.dataset.start_day import StartDay

if TYPE_CHECKING:
    from apicontract.contract.model import Json

DRAWS = Draws(StartDay(dt.date(2026, 3, 29)))


def made(number: int, plan: dict[str, Any], *, stated: bool = False) -> LazyRecord:
    """
    Return a made record of which nothing is drawn yet.
    """
    record = LazyRecord({"id": number})
    record.makers = (RecordBuilder(record, plan, number, stated=stated),)
    return record


def plan(**generators: Json) -> dict[str, Any]:
    """
    Return how fields are drawn.
    """
    return {name: DRAWS.of(each, name) for name, each in generators.items()}


def test_one_record_of_each_kind_and_all_stated_ones_are_drawn() -> None:
    """
    Records of one plan are alike; what data state of one record alone is tried in every record.
    """
    usual, other = plan(name="Craft {id}"), plan(name="Ship {id}")
    table = [made(1, usual), made(2, usual), made(3, other), made(4, usual, stated=True), {"id": 5, "name": "Own"}]
    names = [each["name"] for each in sampled(World("w", {"things": table})).tables["things"]]

    assert ["Craft 1", "Ship 3", "Craft 4", "Own"] == names
    assert waits(table[1])


def test_slugs_are_left_out_and_references_lead_to_plain_records() -> None:
    """
    The slug of one record would draw the names of all before it; what a record refers to has what it states.
    """
    maker = made(7, plan(name="Maker {id}"))
    thing = made(1, plan(name="Craft {id}", slug={"slug": {"of": "{name}", "length": 9}}))
    thing["maker"] = maker
    (shown,) = sampled(World("w", {"things": [thing]})).tables["things"]

    assert {"id": 1, "maker": {"id": 7}, "name": "Craft 1"} == shown
    assert waits(maker)


class Following:
    """
    Makes a name that follows from other records.
    """

    def names(self, record: LazyRecord) -> set[str]:  # noqa: ARG002 - a `FieldMaker`
        """
        Return the field that follows.
        """
        return {"name"}

    def make(self, record: LazyRecord, name: str) -> str:
        """
        Set the field.
        """
        record[name] = "Followed"
        return "Followed"


def test_what_follows_from_other_records_is_not_drawn() -> None:
    """
    A draw that an earlier maker replaces leaves nothing behind in the record.
    """
    thing = made(1, plan(name="Drawn {id}", note="Note {id}"))
    thing.makers = (Following(), *thing.makers)
    (shown,) = sampled(World("w", {"things": [thing]})).tables["things"]

    assert {"id": 1, "note": "Note 1"} == shown
    assert "Followed" == thing["name"]


def test_a_world_with_every_field_stands_for_itself() -> None:
    """
    Where nothing waits, every record is tried.
    """
    world = World("w", {"things": [{"id": 1}, LazyRecord({"id": 2})]})

    assert world is sampled(world)
