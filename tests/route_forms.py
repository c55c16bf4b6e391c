"""
The library of the tests in every form of route: the contract, its records, and the service as the reference has it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from paging_styles import library
from reference_drf import TOWN_LIBRARY

from apicontract.contract.model import Grade, Setting, World
from apicontract.contract.templates import template_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reference_drf.service import Service

    from apicontract.contract.model import Api, Shape

#: Keys in which characters stand that a URL escapes, or does not, or that differ by the case of their letters.
CODES = (
    *("NORTH", "A&B", "100%", "a+b", "x;y=1", "Ann's", "p?q", "h#1", "c:d@e", "(z)", "[k]", "~t", "e,f", "%41"),
    *("日本", "\N{ROCKET}", " lead", "trail ", "0", "-1", "null", "a b  c", "$m!*", '"q"', "<b>", "back\\slash", "v|w"),
)
DOTTED = ("v1.0", ".hidden", "a..b", "x.json")


@dataclass(frozen=True)
class Form:
    """
    One form of route.

    Attributes:
        resource: the one that shows it.
        settings: behaviour that is otherwise than in the library.
        routes: resource to its entry in `routes` of `api.json`.
        described: resource to what the reference has otherwise.
        world: changes the records.
        hidden: name of a shape that does not show the identifier, only the URL.
    """

    resource: str = "books"
    settings: Mapping[str, Any] = field(default_factory=dict)
    routes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    described: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    world: Callable[[World], World] = lambda world: world
    hidden: str = ""


def _with_desks(*codes: str) -> Callable[[World], World]:
    def changed(world: World) -> World:
        desks = world.tables["config/desks"]
        return replace(world, tables={**world.tables, "config/desks": [*desks, *({"code": each} for each in codes)]})

    return changed


_BELOW_BOOKS = {"path": "books/{book}/loans", "parents": {"book": {"resource": "books", "field": "book.id"}}}
_BELOW_BOOKS_DESCRIBED = {"path": "books/(?P<book>[^/.]+)/loans", "parents": {"book": "book"}}
FORMS: Mapping[str, Form] = {
    "text-key": Form("config/desks", world=_with_desks(*CODES)),
    "dotted-key": Form(
        "config/desks",
        routes={"config/desks": {"key": "[^/]+"}},
        described={"config/desks": {"key": "[^/]+"}},
        world=_with_desks(*CODES, *DOTTED),
    ),
    "integer-key": Form("loans"),
    "slashless": Form("authors", settings={"closing_slash": False}),
    "slashless-no-redirect": Form("authors", settings={"closing_slash": False, "append_slash": False}),
    "no-redirect": Form("authors", settings={"append_slash": False}),
    "json-alone": Form("authors", settings={"representations": ["json"], "api_root": False}),
    "nested": Form(
        "loans",
        routes={"loans": _BELOW_BOOKS},
        described={"loans": _BELOW_BOOKS_DESCRIBED},
    ),
    "nested-empty": Form(
        "loans",
        settings={"missing_parent": "empty", "not_found": "named"},
        routes={"loans": _BELOW_BOOKS},
        described={"loans": _BELOW_BOOKS_DESCRIBED},
    ),
    "nested-many": Form(
        "books",
        routes={
            "books": {
                "path": "authors/{author}/books",
                "parents": {"author": {"resource": "authors", "field": "authors.id"}},
            }
        },
        described={"books": {"path": "authors/(?P<author>[^/.]+)/books", "parents": {"author": "authors"}}},
    ),
    "nested-text": Form(
        "loans",
        settings={"closing_slash": False, "not_found": "named"},
        routes={
            "loans": {
                "path": "config/desks/{desk}/loans",
                "parents": {"desk": {"resource": "config/desks", "field": "desk.code"}},
            }
        },
        described={"loans": {"path": "config/desks/(?P<desk>[^/.]+)/loans", "parents": {"desk": "desk"}}},
        world=_with_desks(*CODES),
    ),
    "reading-methods": Form("authors", settings={"methods": ["GET", "HEAD", "OPTIONS"], "other_methods": 405}),
    "own-url": Form("authors", hidden="authors/default"),
    "own-url-text": Form("config/desks", hidden="config/desks/default", world=_with_desks(*CODES)),
    "strict-ordering": Form("authors", settings={"unknown_ordering": "refuse"}),
}


@cache
def api_of(name: str) -> Api:
    """
    Return the library's contract in a form.
    """
    form, api = FORMS[name], library()[0]
    behaviour = {key: Setting(value, Grade.PUBLISHED) for key, value in form.settings.items()}
    routes = {key: template_of(key, document) for key, document in form.routes.items()}
    resources = {key: replace(each, template=routes.get(key)) for key, each in api.resources.items()}
    if form.hidden:
        resources[form.resource] = replace(resources[form.resource], own_url="url")
    shapes = {key: _without_key(each) if key == form.hidden else each for key, each in api.shapes.items()}
    return replace(api, behaviour={**api.behaviour, **behaviour}, resources=resources, shapes=shapes)


def _without_key(shape: Shape) -> Shape:
    key = library()[0].resources[shape.entity].identifier.name
    properties = {name: each for name, each in shape.schema["properties"].items() if name != key}
    required = [each for each in shape.schema.get("required", ()) if each != key]
    return replace(shape, schema={**shape.schema, "properties": properties, "required": required})


@cache
def world_of(name: str) -> World:
    """
    Return the library's records in a form.
    """
    return FORMS[name].world(library()[1])


def service_of(name: str) -> Service:
    """
    Return the library as the reference has it, in a form.
    """
    form = FORMS[name]
    resources = {key: replace(each, **form.described.get(key, {})) for key, each in TOWN_LIBRARY.resources.items()}
    shapes = dict(TOWN_LIBRARY.shapes)
    if form.hidden:
        key, shape = resources[form.resource].identifier, shapes[form.hidden]
        columns = {name: replace(each, sent=each.sent and name != key) for name, each in shape.columns.items()}
        shapes[form.hidden] = replace(shape, columns=columns)
    settings = {**TOWN_LIBRARY.settings, **form.settings}
    return replace(TOWN_LIBRARY, shapes=shapes, settings=settings, resources=resources)
