"""
How long it takes to hold the whole collection to its shape: fast verdicts, and explanations.

    python benchmarks/validating.py
"""

from __future__ import annotations

from timing import line, milliseconds

from apicontract.contract.catalog import load_api
from apicontract.contract.projection import projector
from apicontract.contract.validation import validator_for
from apicontract.dataset import generate
from apicontract.evidence.recordings import recordings_of


def main() -> None:
    """
    Measure, for each shape in which a list can be asked for.
    """
    api = load_api()
    resource = api.resources[api.primary]
    records = generate(api, recordings_of(api)).tables[resource.entity]
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
