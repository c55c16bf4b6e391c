"""
The reference application with the rows of a world: what the product knows is handed over as plain JSON, and only that.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from reference_drf import SERVICES, reference_application

if TYPE_CHECKING:
    from collections.abc import Callable

    from reference_drf.service import Service

    from apicontract.contract.model import Api, World


def create_framework(api: Api, world: World, service: Service | None = None) -> Callable[..., Any]:
    """
    Return the framework with these rows, for the service that has the name of the contract unless another is given.
    """
    return reference_application(service or SERVICES[api.name], plain_rows(world))


def plain_rows(world: World) -> dict[str, list[dict[str, Any]]]:
    """
    Return the records of a world as JSON values, in which a record stands as its place in its own table, if it has one.
    """
    places = {id(record): place for table in world.tables.values() for place, record in enumerate(table)}

    def plain(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [plain(each) for each in value]
        if isinstance(value, dict):
            return places[id(value)] if id(value) in places else {name: plain(each) for name, each in value.items()}
        return value

    rows = {
        entity: [{name: plain(value) for name, value in record.items()} for record in table]
        for entity, table in world.tables.items()
    }
    return json.loads(json.dumps(rows))
