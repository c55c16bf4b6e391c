"""
How long it takes to hold the whole collection to its shape: fast verdicts, and explanations.

    python benchmarks/validating.py
"""

from __future__ import annotations

from timing import line, milliseconds

from apicontract.catalog import load_api
from apicontract.population import grow
from apicontract.projection import projector
from apicontract.validation import validator_for


def main() -> None:
    """
    Measure, for each shape in which a list can be asked for.
    """
    api = load_api()
    resource = api.resources[api.primary]
    records = grow(api).tables[resource.entity]
    for mode, name in resource.shapes.items():
        validator = validator_for(api, name)
        sent = projector(api.shapes[name], api.shapes)
        rows = [sent(record, lambda *_: "https://mock.example/1/") for record in records]
        assert all(map(validator.is_valid, rows)), mode  # noqa: S101 - else something else is measured
        fast = milliseconds(lambda rows=rows, validator=validator: all(map(validator.is_valid, rows)))
        slow = milliseconds(lambda rows=rows, validator=validator: [list(validator.explain(row)) for row in rows], 1)
        line(f"{len(rows)} rows ({mode}) by jsonschema", slow, "by jsonschema-rs", fast)


if __name__ == "__main__":
    main()
