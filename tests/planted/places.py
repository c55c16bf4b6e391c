"""
Where edits are planted: the tables of shared modules and data.
"""

from __future__ import annotations

#: Modules below both the mock and the checks: what both import, what reads the data, and the tables of declarations.
SHARED = (
    "apicontract/contract/catalog.py",
    "apicontract/contract/errors.py",
    "apicontract/contract/grades.py",
    "apicontract/contract/jsontext.py",
    "apicontract/contract/keys.py",
    "apicontract/contract/lookups.py",
    "apicontract/contract/model.py",
    "apicontract/contract/moments.py",
    "apicontract/contract/openapi.py",
    "apicontract/contract/jsontypes.py",
    "apicontract/contract/paging.py",
    "apicontract/contract/paths.py",
    "apicontract/contract/projection.py",
    "apicontract/contract/reading.py",
    "apicontract/contract/references.py",
    "apicontract/contract/representations.py",
    "apicontract/contract/routes.py",
    "apicontract/contract/querynames.py",
    "apicontract/contract/queryrules.py",
    "apicontract/contract/rules.py",
    "apicontract/contract/templates.py",
    "apicontract/contract/tokens.py",
    "apicontract/contract/validation.py",
    "apicontract/contract/weblinks.py",
)
#: Data that both read, as glob patterns.
DATA = (
    "tests/data/small/schemas/ll2-small/api.json",
    "tests/data/small/schemas/ll2-small/**/contract.json",
    "tests/data/small/schemas/ll2-small/**/*.schema.json",
    "schemas/meta/behaviour.json",
    "tests/data/small/fixtures/ll2-small/published.json",
    "tests/data/library/schemas/*/api.json",
    "tests/data/library/schemas/*/**/contract.json",
    "tests/data/library/schemas/*/**/*.schema.json",
)
#: Data after whose edit the rest is derived anew, as its author would; else `derive --check` would find every one.
SOURCES = (
    "tests/data/small/fixtures/ll2-small/published.json",
    "tests/data/small/schemas/ll2-small/api.json",
    "schemas/meta/behaviour.json",
)
#: Members that speak to people or tell where a statement comes from: no behaviour.
PROSE = frozenset({"$schema", "$id", "$comment", "note", "source", "grade", "evidence", "x-evidence", "documentation"})
