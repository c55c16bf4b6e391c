"""
How fields behave, learnt from records that were recorded again.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from library_evidence import BASE

from apicontract.cli import main
from apicontract.contract.catalog import load_api, meta_validator
from apicontract.contract.model import Exchange
from apicontract.evidence.derive import DeclaredFacts, Derivation, api_config, derive, derived_tree
from apicontract.evidence.derive.histories import measured

if TYPE_CHECKING:
    from pathlib import Path

START = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
#: Values of a field at noon of four days.
LIVES: dict[str, tuple[list[Any], str, int]] = {
    "same": (["a", "a", "a", "a"], "constant", 0),
    "link": ([f"{BASE}x?format=api", f"{BASE}x", f"{BASE}x", f"{BASE}x"], "constant", 0),
    "count": ([1, 1, 2, 5], "growing", 2),
    "ratio": ([1.5, 1.5, 1.25, 5], "changing", 2),
    "text": (["a", "b", "b", "c"], "changing", 2),
    "gone": ([1, 2, None, None], "changing", 2),
    "uptime": (["P9D", "P10D", "P11D", "P12DT1M"], "clock", 3),
    "paused": (["PT5H", "PT5H", "P1DT5H", "P1DT5H"], "clock", 1),
    "seconds": ([5, 86405, 172805, 259206], "clock", 3),
    "checked": ([f"2026-03-0{day}T09:00:00Z" for day in (1, 2, 3, 4)], "clock", 3),
    "longest": (["P1D", "P1D", "P10D", "P10DT1H"], "growing", 2),
    "edited": ([f"2026-0{month}-01T00:00:00Z" for month in (1, 2, 2, 3)], "growing", 2),
    "labels": ([["a"], ["a"], ["a", "b"], ["a"]], "changing", 2),
    "kind": ([{"id": key, "name": name} for key, name in ((1, "x"), (1, "y"), (2, "z"), (2, "z"))], "changing", 1),
}


def night(number: int, *, moment: bool = True, **more: Any) -> Exchange:
    """
    Return what one record was like on a day.
    """
    row = {"id": 7, **{name: values[number] for name, (values, _, _) in LIVES.items()}, **more}
    body = json.dumps({"count": 1, "next": None, "previous": None, "results": [row]}).encode()
    stated = (START + dt.timedelta(days=number)).isoformat() if moment else ""
    return Exchange("GET", f"{BASE}books/", 200, (), body, source=f"night {9 - number}", recorded_at=stated)


def found(*exchanges: Exchange) -> Derivation:
    """
    Return what recordings give.
    """
    return derive("library", api_config("library", exchanges, DeclaredFacts()), exchanges, DeclaredFacts())


@pytest.mark.parametrize("field", LIVES)
def test_how_a_field_behaves(field: str) -> None:
    """
    A field is constant, runs with the clock, only grows or changes, as all intervals between recordings show.
    """
    properties = found(*map(night, (3, 0, 2, 1))).documents["books/list.schema.json"]["properties"]
    _, kind, changes = LIVES[field]

    assert {
        "kind": kind,
        "records": 1,
        "intervals": 3,
        "changes": changes,
        "since": "2026-03-01T12:00:00Z",
        "until": "2026-03-04T12:00:00Z",
    } == properties[field]["x-behaviour"]
    assert "x-behaviour" not in properties["id"]


def test_what_was_never_seen_is_told_with_place_and_time() -> None:
    """
    A line of what no recording shows says of how many records of which host, and between which moments.
    """
    expected = (
        "books/list: note was only ever null "
        "(1 record of http://library.test:9000, 2026-03-01T12:00:00Z to 2026-03-02T12:00:00Z)"
    )

    assert expected in found(night(1, note=None), night(0, note=None)).unobserved


def test_evidence_of_a_shape_has_place_and_time() -> None:
    """
    A shape says from which hosts its records are, and when the first and the last of them were observed.
    """
    evidence = found(night(2), night(0)).documents["books/list.schema.json"]["x-evidence"]

    assert {
        "records": 1,
        "grade": "recorded",
        "source": "night 9, night 7",
        "hosts": ["http://library.test:9000"],
        "since": "2026-03-01T12:00:00Z",
        "until": "2026-03-03T12:00:00Z",
    } == evidence


def test_what_is_stated_follows_its_schema() -> None:
    """
    Evidence, behaviour and relations of derived and of packaged shapes have the documented form.
    """
    validator = meta_validator("shape")
    packaged = [each.schema for each in load_api().shapes.values()]
    derived = [each for name, each in found(night(0), night(2)).documents.items() if name.endswith(".schema.json")]

    assert [] == [error.message for each in (*packaged, *derived) for error in validator.iter_errors(each)]


def test_one_moment_shows_no_behaviour() -> None:
    """
    A record that was recorded once, or without a moment, says nothing of how its fields behave.
    """
    for exchanges in ((night(0),), (night(0, moment=False), night(1, moment=False))):
        assert "x-behaviour" not in json.dumps(dict(found(*exchanges).documents))


@pytest.mark.parametrize(
    ("exchanges", "sentence"),
    [
        (
            (night(0), night(0, same="b")),
            "same is both 'a' and 'b' at 2026-03-01T12:00:00Z (night 9 and night 9)",
        ),
        (
            (night(1, moment=False, same="b"), night(0, moment=False)),
            "same is both 'b' and 'a' in recordings without a moment (night 8 and night 9)",
        ),
    ],
    ids=["one moment", "no moment"],
)
def test_what_cannot_be_true_at_one_moment_is_told(exchanges: tuple[Exchange, ...], sentence: str) -> None:
    """
    Two recordings of one moment that show a field with two values are no error; a line says which stands.
    """
    assert f"books/list: {sentence}; the later recording stands" in found(*exchanges).unobserved
    assert not [each for each in found(night(0), night(1)).unobserved if "is both" in each]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (7, 7.0),
        (1.5, 1.5),
        (True, None),
        (None, None),
        ("P1DT1M", 86460.0),
        ("-PT50M", -3000.0),
        ("1970-01-02", 86400.0),
        ("1970-01-01T01:00:00+01:00", 0.0),
        ("12", None),
        ("2026-13-45", None),
    ],
)
def test_measured(value: Any, expected: float | None) -> None:
    """
    Numbers, durations and dates can be more or less; nothing else can.
    """
    assert expected == measured(value)


def test_declared_behaviour_stands(tmp_path: Path) -> None:
    """
    What the facts declare of a field's behaviour is kept, without the numbers of the recordings.
    """
    folder = tmp_path / "fixtures" / "library" / "books" / "recorded"
    folder.mkdir(parents=True)
    for number in range(4):
        each = night(number)
        text = f"# recorded at {each.recorded_at}\n# {each.url}\n{each.body.decode()}"
        (folder / f"{number}.json").write_text(text, encoding="utf-8")
    properties = {**dict.fromkeys(night(0).json["results"][0], True), "count": {"x-behaviour": {"kind": "growing"}}}
    mode = {"modes": {"list": "books/list"}, "list": "list", "detail": "list"}
    facts = {
        "source": "s",
        "grade": "published",
        "resources": {"books": mode},
        "shapes": {"books/list": {"properties": properties}},
    }
    (folder.parents[1] / "published.json").write_text(json.dumps(facts), encoding="utf-8")
    shape = json.loads(derived_tree(tmp_path, "library").files["books/list.schema.json"])["properties"]

    assert ({"kind": "growing"}, "constant") == (shape["count"]["x-behaviour"], shape["same"]["x-behaviour"]["kind"])
    assert 0 == CliRunner().invoke(main, ["derive", "--data", str(tmp_path)]).exit_code
    promises = json.loads((tmp_path / "schemas" / "library" / "api.json").read_text("utf-8"))["promises"]
    assert "recorded" == promises["field-behaviour"]["grade"]
