"""
What one mock serves: an API, a world of it, and how it was told to behave.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from apicontract.contract.model import Field
from apicontract.contract.projection import projectors
from apicontract.dataset.asked import asks_as_usual
from mockserver.engine.collection import Collection, identifiers_of, stored_type
from mockserver.engine.filters import Choices
from mockserver.engine.rendering import MOST_ROWS, row_maker
from mockserver.http.authentication import ANY_TOKEN
from mockserver.pages.form import related_choices

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from apicontract.contract.model import Api, Parameter, Throttle, World
    from mockserver.engine.collection import Column
    from mockserver.engine.rendering import RowMaker
    from mockserver.pages.form import Choice

#: How an entity that no resource serves is identified.
_ID = Field("id", "id", "integer")


@dataclass(frozen=True)
class Site:
    """
    What one mock serves.

    Attributes:
        api: what is promised.
        world: what there is to answer with.
        tokens: those that are valid; `ANY_TOKEN` among them makes every well-formed one valid.
        local_images: whether the URLs of pictures lead to the mock.
        cross_origin: the origins to which answers are open (`*` is all); None where nobody is asked about origins.
        most_rows: rows of each resource that are remembered once written.
    """

    api: Api
    world: World
    tokens: frozenset[str] = frozenset({ANY_TOKEN})
    local_images: bool = False
    cross_origin: Container[str] | None = None
    most_rows: int = MOST_ROWS

    @cached_property
    def collections(self) -> Mapping[str, Collection]:
        """
        Resource name to its records.
        """
        columns: dict[str, dict[tuple[str, str], Column]] = defaultdict(dict)
        return {
            name: Collection(resource, self.world, columns[resource.entity])
            for name, resource in self.api.resources.items()
        }

    @cached_property
    def usual_names(self) -> bool:
        """
        Whether the API searches and sorts by the framework's names and forms.
        """
        return asks_as_usual(self.api)

    def prepare(self) -> Site:
        """
        Read every documented field of every record, and return the same site.

        Raises:
            DataError: a record's value cannot be read as what the contract says it is.
        """
        for collection in self.collections.values():
            collection.prepare()
        return self

    @cached_property
    def rows(self) -> Mapping[str, RowMaker]:
        """
        Resource name to the function that writes its records.
        """
        projected = projectors(self.api.shapes)
        return {
            name: row_maker(self.api, each, projected, local_images=self.local_images, most_rows=self.most_rows)
            for name, each in self.collections.items()
        }

    @cached_property
    def choices(self) -> Mapping[str, Mapping[str, Choices]]:
        """
        Resource name and parameter name to the identifiers that the parameter may refer to.
        """
        return {
            name: {
                each.name: self._choices(each, collection) for each in collection.resource.parameters if each.related
            }
            for name, collection in self.collections.items()
        }

    @cached_property
    def related(self) -> Mapping[str, Mapping[str, tuple[Choice, ...]]]:
        """
        Resource name and parameter name to what a form offers to choose from.
        """
        return {name: related_choices(self.api, each, self.world) for name, each in self.api.resources.items()}

    @property
    def rate(self) -> Throttle | None:
        """
        The limit that the world's host publishes.
        """
        host = self.api.hosts.get(self.world.name)
        return host.throttle if host else None

    def _choices(self, parameter: Parameter, collection: Collection) -> Choices:
        """
        Return the identifiers of the entity referred to; where the world has none of it, those that rows refer to.
        """
        entity = parameter.related or ""
        identifier = next((each.identifier for each in self.api.resources.values() if each.entity == entity), _ID)
        kind = stored_type(identifier)
        if entity in self.world.tables:
            known = identifiers_of(self.world, entity, identifier)
        else:
            known = frozenset(value for path in parameter.fields for value in collection.column(path, kind).places)
        return Choices(kind, known, refuse=self.api.setting("unknown_choice") == "refuse")
