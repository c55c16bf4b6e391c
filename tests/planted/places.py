"""
Where edits are planted, and who may find them: the tables of the harness.
"""

from __future__ import annotations

import sys

#: Modules below both the mock and the checks.
SHARED = (
    "apicontract/contract/model.py",
    "apicontract/contract/lookups.py",
    "apicontract/contract/paths.py",
    "apicontract/contract/paging.py",
    "apicontract/contract/projection.py",
    "apicontract/contract/catalog.py",
    "apicontract/contract/validation.py",
    "apicontract/contract/openapi.py",
    "apicontract/contract/errors.py",
)
#: Data that both read, as glob patterns.
DATA = (
    "schemas/*/api.json",
    "schemas/*-*/**/contract.json",
    "schemas/*-*/**/*.schema.json",
    "schemas/meta/behaviour.json",
    "fixtures/*/published.json",
    "tests/data/library/schemas/*/api.json",
    "tests/data/library/schemas/*/**/contract.json",
    "tests/data/library/schemas/*/**/*.schema.json",
)
#: Data after whose edit the rest is derived anew, as its author would; else `derive --check` would find every one.
SOURCES = ("fixtures/*/published.json", "schemas/*/api.json", "schemas/meta/behaviour.json")
#: Members that speak to people or tell where a statement comes from: no behaviour.
PROSE = frozenset({"$schema", "$id", "$comment", "note", "source", "grade", "evidence", "x-evidence", "documentation"})
#: Unit tests of the shared modules and of the repository's tables.
UNIT_TESTS = (
    "tests/apicontract/contract/test_errors.py",
    "tests/apicontract/semantics/test_values.py",
    "tests/apicontract/contract/test_openapi.py",
    "tests/apicontract/contract/test_projection.py",
    "tests/apicontract/contract/test_validation.py",
    "tests/repository/test_budget.py",
    "tests/repository/test_imports.py",
    "tests/repository/test_names.py",
)
COMMAND = (sys.executable, "-c", "from apicontract.cli import main; main()")
DERIVE = (*COMMAND, "derive", "--quiet")
#: Who looks, in order of cost: each fails where it finds something. 600 requests: each documented thing, then each row.
STAGES: dict[str, tuple[str, ...]] = {
    "derive": (*DERIVE, "--check"),
    "tests": (
        *(sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:randomly", "-p", "no:cacheprovider"),
        *UNIT_TESTS,
    ),
    "check": (*COMMAND, "check", "mock", "--strict"),
    "differential": (sys.executable, "-m", "planted.compare", "600"),
}
