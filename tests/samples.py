"""
Contracts derived from a part of a collection with rare values, held against the rest of it.

`PYTHONPATH=tests python -m samples` prints the table of docs/evidence.md.
"""

from __future__ import annotations

import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from apicontract.checks import judge
from apicontract.cli.deriving import run
from apicontract.contract.catalog import load_api
from apicontract.contract.model import Exchange, Level

if TYPE_CHECKING:
    from collections.abc import Sequence

POPULATION = 200
SIZES = (5, 10, 20, 40, 58, 59, 80, 100, 150)
BASE = "https://rare.example/v1/"
#: Shares of the records in which a field is an exception: null, missing, of another type or another form.
SHARES = (0.0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.3)
PAGE = 10


@dataclass(frozen=True)
class Measured:
    """
    What became of the records that a contract was not derived from.

    Attributes:
        violations: how many findings there are that are one.
        warnings: how many warnings there are about fields.
        named: fields that are null in at least 5 % of all records and are nullable in the contract.
        nullable: fields that are null in at least 5 % of all records.
        wrong: fields that are nullable in the contract and never null.
    """

    violations: int
    warnings: int
    named: int
    nullable: int
    wrong: int


def population(seed: int) -> list[dict[str, Any]]:
    """
    Return records whose fields are exceptions in exactly the shares of `SHARES`, in random records.
    """
    draw = Random(seed)  # noqa: S311 - no secret
    rows: list[dict[str, Any]] = [{"id": number, "name": f"R{number}"} for number in range(1, POPULATION + 1)]
    for share in SHARES:
        label = f"{round(share * 1000):03}"
        for kind, usual, rare in _KINDS:
            odd = set(draw.sample(range(POPULATION), round(share * POPULATION)))
            for number, row in enumerate(rows):
                value = rare if number in odd else usual
                if value is not ...:
                    row[f"{kind}_{label}"] = value
    draw.shuffle(rows)
    return rows


_KINDS: tuple[tuple[str, Any, Any], ...] = (
    ("null", "text", None),
    ("missing", 7, ...),
    ("type", 7, 7.5),
    ("form", "2026-03-01", "in spring"),
    ("object", {"length": 1, "width": 2}, None),
)


def pages(rows: Sequence[dict[str, Any]], first: int = 0) -> list[Exchange]:
    """
    Return the answers that list rows page by page, the first of which is at this place of the collection.
    """
    found = []
    for start in range(0, len(rows), PAGE):
        place = first + start
        after = f"{BASE}things/?limit={PAGE}&offset={place + PAGE}" if place + PAGE < POPULATION else None
        before = f"{BASE}things/?limit={PAGE}" + (f"&offset={place - PAGE}" if place > PAGE else "") if place else None
        body = {"count": POPULATION, "next": after, "previous": before, "results": rows[start : start + PAGE]}
        url = f"{BASE}things/?limit={PAGE}&offset={place}"
        found.append(Exchange("GET", url, 200, (("Content-Type", "application/json"),), json.dumps(body).encode()))
    return found


def measured(folder: Path, size: int, seed: int) -> Measured:
    """
    Derive a contract from so many records, and hold it against the others.
    """
    rows = population(seed)
    recorded = folder / "fixtures" / "rare" / "things" / "recorded"
    recorded.mkdir(parents=True)
    for number, each in enumerate(pages(rows[:size])):
        (recorded / f"{number:03}.json").write_text(f"# {each.url}\n{each.body.decode()}", encoding="utf-8")
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        run("rare", folder, check=False, quiet=True)
    api = load_api("rare", folder)
    found = [each for page in pages(rows[size:], size) for each in judge(api, [page]).violations]
    properties = api.shapes["things/list"].schema["properties"]
    nullable = {name for name, each in properties.items() if _allows_null(each)}
    share = {name: sum(row.get(name, 0) is None for row in rows) / POPULATION for name in properties}
    often = {name for name, each in share.items() if each >= 0.05}
    return Measured(
        violations=sum(each.level == Level.VIOLATION for each in found),
        warnings=sum(each.level == Level.WARNING and each.check.startswith("field-") for each in found),
        named=len(often & nullable),
        nullable=len(often),
        wrong=sum(not share[name] for name in nullable),
    )


def _allows_null(schema: dict[str, Any]) -> bool:
    stated = schema.get("type", [])
    return "null" in ([stated] if isinstance(stated, str) else stated) or any(
        _allows_null(each) for each in schema.get("anyOf", ())
    )


def table(seeds: Sequence[int]) -> str:
    """
    Return the table over sample sizes, the sums over all seeds.
    """
    lines = ["| records of 200 | violations in the rest | warnings in the rest | fields null in 5 % or more: named |"]
    lines += ["|---|---|---|---|"]
    for size in SIZES:
        found = []
        for seed in seeds:
            with TemporaryDirectory() as folder:
                found.append(measured(Path(folder), size, seed))
        sums = [sum(getattr(each, key) for each in found) for key in ("violations", "warnings", "named", "nullable")]
        lines.append(f"| {size} | {sums[0]} | {sums[1]} | {sums[2]} of {sums[3]} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(table(range(10)) + "\n")
