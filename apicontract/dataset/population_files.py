"""
What an API's population files say of its records: rows, series, sizes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apicontract.contract.catalog import packaged_data, read_document
from apicontract.contract.errors import DataError
from apicontract.contract.naming import inside

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from apicontract.contract.model import Api, Json, Record


class PopulationFiles:
    """
    The population files of an API, each held to its schema.
    """

    def __init__(self, api: Api, entities: Iterator[str] | Sequence[str]) -> None:
        self.places: dict[str, str] = {}
        self.documents: dict[str, Mapping[str, Json]] = {}
        for entity in entities:
            for folder in api.folders:
                path = folder / "fixtures" / api.name / entity / "population.json"
                if path.is_file():
                    self.places[entity] = str(path)
                    self.documents[entity] = read_document(inside(folder, path), "population")
                    break
        self.default_size: int = read_document(packaged_data() / "schemas" / "meta" / "population.json")["size"]

    def of(self, entity: str) -> Mapping[str, Json]:
        """
        Return the population file of an entity, empty if it has none.
        """
        return self.documents.get(entity, {})

    def rows(self, entity: str, host: str, identifier: str) -> dict[Json, Record]:
        """
        Return the rows of an entity by identifier; `{name}` in a text stands for what the file says of the host.
        """
        document = self.of(entity)
        variables = document.get("hosts", {}).get(host, {})
        defaults = document.get("defaults", {})
        rows = {}
        for number, row in enumerate(document.get("rows", ())):
            if identifier not in row:
                raise DataError(f"{self.places[entity]}#/rows/{number}", "a row without identifier", f"{identifier!r}")
            rows[row[identifier]] = _filled({**defaults, **row}, variables)
        return rows


def _filled(value: Any, variables: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _filled(each, variables) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, variables) for each in value]
    if isinstance(value, str):
        for name, text in variables.items():
            value = value.replace(f"{{{name}}}", text)
    return value
