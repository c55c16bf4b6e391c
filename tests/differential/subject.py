"""
One service with its rows, served twice; and what a request generator asks of them.

Requests are made from what the reference knows of the service, never from the contract under test.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from reference_drf.service import Parameter, Resource, Service

    from apicontract.contract.model import Api, Record, World


@dataclass
class Subject:
    """
    One service with its rows, served twice.

    Attributes:
        service: as the reference has it written down.
        api, world: the contract and the records of the mock under test.
        mock: the application under test.
        framework: the reference application.
    """

    service: Service
    api: Api
    world: World
    mock: Callable[..., Any]
    framework: Callable[..., Any]

    def records(self, resource: Resource) -> list[Record]:
        """
        Return the records that a resource lists, in natural order.
        """
        return list(self.world.tables.get(resource.entity, ()))

    @property
    def end(self) -> str:
        """
        What the path of a list or a record ends with.
        """
        return "/" if self.service.setting("closing_slash") else ""

    def list_path(self, resource: Resource) -> str:
        """
        Return the path of a resource's list.
        """
        return f"{self.service.base_path}{resource.name}{self.end}"

    def owner_paths(self, resource: Resource) -> list[str]:
        """
        Return the paths of the resource's lists below the parents that records have, if it stands below some.
        """
        places = []
        for record in self.records(resource) if resource.parents else ():
            owners = [record[relation] for relation in resource.parents.values()]
            for chosen in product(*(each if isinstance(each, list) else [each] for each in owners)):
                if all(chosen):
                    keys = (quote(str(next(iter(each.values()))), safe="") for each in chosen)
                    own = dict(zip(resource.parents, keys, strict=True))
                    place = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda match, own=own: own[match[1]], resource.path)
                    places.append(f"{self.service.base_path}{place}{self.end}")
        return places

    def detail_path(self, resource: Resource, identifier: object) -> str:
        """
        Return the path of a record.
        """
        return f"{self.service.base_path}{resource.name}/{quote(str(identifier), safe='')}{self.end}"

    @cached_property
    def parameters(self) -> list[tuple[Resource, Parameter]]:
        """
        Every documented filter of every resource that has records.
        """
        return [
            (resource, parameter)
            for resource in self.service.resources.values()
            if self.records(resource)
            for parameter in resource.parameters
        ]


def values_at(record: Any, path: str) -> Iterator[Any]:
    """
    Yield the values that a dotted path leads to, entering lists.
    """
    if isinstance(record, list):
        for each in record:
            yield from values_at(each, path)
    elif not path:
        yield record
    elif record is not None:
        name, _, rest = path.partition(".")
        yield from values_at(record.get(name), rest)


def some_value(random: Random, subject: Subject, resource: Resource, parameter: Parameter) -> str:
    """
    Return a text that a record has where the filter looks, or an arbitrary one if none has any.
    """
    record = random.choice(subject.records(resource))
    found = [each for path in parameter.fields for each in values_at(record, path) if each is not None]
    return str(random.choice(found)) if found else "1"
