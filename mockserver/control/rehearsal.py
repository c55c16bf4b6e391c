"""
A site asked for all that its records can be asked for, before anybody asks.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from apicontract.contract.errors import ApiContractError, DataError
from apicontract.contract.lookups import compared_type
from apicontract.dataset.lazy_records import stated, waits
from apicontract.dataset.samples import sampled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apicontract.contract.model import Record, Resource, World
    from mockserver.engine.site import Site

#: Records of each entity beside which an edited one is tried: a few have every kind of value that it is compared with.
_BESIDE = 20


def rehearse(site: Site) -> Site:
    """
    Find, filter, sort, search and write the records of a site once, and return the same site.

    Every field that a request may name is read in every record; the first record of each resource is written. Of
    records whose fields are made on demand, those that `sampled` chooses stand for all.

    Raises:
        DataError: a record could not be served.
    """
    sample = sampled(site.world)
    _hold_texts(sample)
    _try(site if sample is site.world else replace(site, world=sample))
    return site


def rehearse_edited(site: Site, edited: Iterable[Record]) -> Site:
    """
    Rehearse a site of which these records alone are new, their texts apart, and return the same site.

    What the others hold was served before, so that a few of each entity stand for all.

    Raises:
        DataError: a record could not be served.
    """
    new = set(map(id, edited))
    tables = {
        entity: [*rows[:_BESIDE], *(each for each in rows[_BESIDE:] if id(each) in new)]
        for entity, rows in site.world.tables.items()
    }
    _try(replace(site, world=replace(site.world, tables=tables)))
    return site


def _try(site: Site) -> None:
    for name, resource in site.api.resources.items():
        try:
            _rehearse(site, name, resource)
        except ApiContractError:
            raise
        # Whatever a value makes a renderer or a comparison raise, the record that holds it cannot be served.
        except Exception as error:
            place = f"{site.world.name}/{resource.entity}"
            raise DataError(place, f"{type(error).__name__}: {error}", "records that can be served") from error


def _rehearse(site: Site, name: str, resource: Resource) -> tuple[Any, ...]:
    """
    Return what was read; it is kept where it was read.
    """
    collection, choices = site.collections[name], site.choices[name]
    collection.prepare()
    if None in collection.identifiers:
        place = f"{site.world.name}/{resource.entity}#{resource.identifier.path}"
        raise DataError(place, "a record without an identifier", "one for every record")
    columns = [
        collection.column(path, choices[each.name].type if each.related else kind)
        for each in resource.parameters
        if (kind := compared_type(each.lookup, each.type))
        for path in each.fields
    ]
    columns += [collection.column(each.field, each.type) for each in resource.compared if each.lookup != "isnull"]
    columns += [collection.column(each.path, "text") for each in resource.search]
    defaults = [collection.field(each.removeprefix("-")) for each in resource.default_ordering]
    ranks = [collection.ranks(each.path, each.type, nulls_last=True) for each in (*resource.ordering, *defaults)]
    shapes = set(resource.shapes.values()) if collection.records else ()
    return (columns, ranks, site.related[name], [site.rows[name](shape, 0) for shape in shapes])


def _hold_texts(world: World) -> None:
    """
    Hold every text of a world to what an answer can be written in.
    """
    for entity, rows in world.tables.items():
        for text in _texts(rows):
            try:
                text.encode()
            except UnicodeEncodeError as error:
                place = f"{world.name}/{entity}"
                raise DataError(place, "a text with half of a surrogate pair", "text that UTF-8 can encode") from error


def _texts(rows: Iterable[Any]) -> Iterable[str]:
    """
    Yield the texts beyond ASCII, those of records to which other ones refer included; what waits has none yet.
    """
    left: list[Any] = [*rows]
    seen = set(map(id, left))
    while left:
        value = left.pop()
        for each in stated(value).values() if isinstance(value, dict) else value:
            if isinstance(each, str):
                if not each.isascii():
                    yield each
            elif isinstance(each, dict | list | tuple) and id(each) not in seen and not waits(each):
                seen.add(id(each))
                left.append(each)
        if isinstance(value, dict):
            yield from (each for each in stated(value) if not each.isascii())
