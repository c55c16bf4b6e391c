"""
What a part of a collection says about the rest of it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from samples import measured, pages, population

from apicontract.checks import judge
from apicontract.cli.deriving import run
from apicontract.contract.catalog import load_api
from apicontract.contract.confidence import upper_limit
from apicontract.contract.model import Level

if TYPE_CHECKING:
    from pathlib import Path

    from apicontract.contract.model import Violation


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("size", [5, 10, 58])
def test_a_small_sample_accuses_nobody(tmp_path: Path, size: int, seed: int) -> None:
    """
    A contract of few records gives no violation for the others, though many of them are exceptions.
    """
    found = measured(tmp_path, size, seed)

    assert 0 == found.violations
    assert found.warnings > 0


@pytest.mark.parametrize("seed", range(5))
def test_half_of_the_records_name_every_nullable_field(tmp_path: Path, seed: int) -> None:
    """
    Of 100 of 200 records every field is nullable that is null in at least 5 % of all, and none that never is.
    """
    found = measured(tmp_path, 100, seed)

    assert (found.nullable, 0) == (found.named, found.wrong)


@pytest.mark.parametrize(
    ("records", "limit"), [(0, 1.0), (1, 0.95), (10, 0.2589), (58, 0.0503), (59, 0.0495), (299, 0.00997)]
)
def test_upper_limit(records: int, limit: float) -> None:
    """
    The 95 % limit on the share of exceptions is the exact binomial one: about 3 / n.
    """
    assert pytest.approx(limit, rel=2e-3) == upper_limit(records)


#: What to do to a record so that it is an exception, and how the finding calls it.
ODD = {
    "missing": {"missing_000": ...},
    "null": {"null_000": None},
    "otherwise": {"form_000": "in spring"},
}


def _found(folder: Path, size: int, odd: str = "null", limit: float | None = None) -> list[Violation]:
    """
    Return what an exception gives, where so many records were recorded without one.
    """
    rows = population(1)
    recorded = folder / "fixtures" / "rare" / "things" / "recorded"
    recorded.mkdir(parents=True)
    for number, each in enumerate(pages(rows[:size])):
        (recorded / f"{number:03}.json").write_text(f"# {each.url}\n{each.body.decode()}", encoding="utf-8")
    run("rare", folder, check=False, quiet=True)
    if limit is not None:
        path = folder / "schemas" / "rare" / "api.json"
        setting = {"value": limit, "grade": "guess", "source": "a test"}
        head = json.loads(path.read_text("utf-8"))
        path.write_text(json.dumps({**head, "behaviour": {"exception_limit": setting}}), encoding="utf-8")
    row = {key: value for key, value in {**rows[0], **ODD[odd]}.items() if value is not ...}
    found = judge(load_api("rare", folder), pages([row])).violations
    return [each for each in found if each.check.startswith("field-")]


@pytest.mark.parametrize("odd", ODD)
def test_a_broken_statement_of_a_sample_is_a_warning_with_its_numbers(tmp_path: Path, odd: str) -> None:
    """
    What few records say, and one breaks, is a warning that tells in how many records it had held.
    """
    (found,) = _found(tmp_path, 10, odd)

    assert (Level.WARNING, f"({odd} in 0 of 10 recorded)") == (found.level, found.message[found.message.rindex("(") :])


@pytest.mark.parametrize(
    ("size", "limit", "level"),
    [(60, None, Level.VIOLATION), (50, None, Level.WARNING), (60, 0.01, Level.WARNING), (10, 0.3, Level.VIOLATION)],
)
def test_the_limit_is_a_setting(tmp_path: Path, size: int, limit: float | None, level: Level) -> None:
    """
    With enough records for the limit that the API states, or the usual one, a statement is a promise.
    """
    assert [level] == [each.level for each in _found(tmp_path, size, limit=limit)]


@pytest.mark.parametrize(
    ("odd", "declared", "level"),
    [
        ("null", {"null_000": {"type": "string"}}, [Level.VIOLATION]),
        ("null", {"null_000": {"type": ["string", "null"]}}, []),
        ("missing", {"missing_000": {"type": "integer"}}, [Level.VIOLATION]),
        ("otherwise", {"form_000": {"type": "string", "format": "date"}}, [Level.VIOLATION]),
        ("otherwise", {"form_000": {"type": "string", "maxLength": 30}}, []),
    ],
)
def test_a_declaration_outranks_a_small_sample(
    tmp_path: Path, odd: str, declared: dict[str, Any], level: list[Level]
) -> None:
    """
    To break what is declared is a violation however few records there are, and what it allows is no finding.
    """
    shape = {"properties": {**dict.fromkeys(population(1)[0], True), **declared}, "required": ["missing_000"]}
    facts = {
        "source": "the handbook",
        "grade": "published",
        "resources": {"things": {"modes": {"list": "things/list"}, "list": "list", "detail": "list"}},
        "shapes": {"things/list": shape},
    }
    path = tmp_path / "fixtures" / "rare" / "published.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(facts), encoding="utf-8")

    assert level == [each.level for each in _found(tmp_path, 10, odd)]
