"""
The paths of an OpenAPI document: templates as they are, and what stands in them as parameters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apicontract.contract.lookups import TYPES
from apicontract.contract.routes import closing
from apicontract.contract.templates import ANY_KEY

if TYPE_CHECKING:
    from apicontract.contract.model import Api, Resource


def list_template(api: Api, resource: Resource) -> str:
    """
    Return the path of a resource's list, parameters in braces.
    """
    return f"{api.base_path}{resource.route.path}{closing(api)}"


def detail_template(api: Api, resource: Resource) -> str:
    """
    Return the path of a resource's records, parameters in braces.
    """
    return f"{api.base_path}{resource.route.path}/{{{resource.identifier.name}}}{closing(api)}"


def parent_parameters(api: Api, resource: Resource) -> list[dict[str, Any]]:
    """
    Return the parameters of a list's path: one for each parent.
    """
    owners = [(each.name, api.resources[each.resource]) for each in resource.route.parents]
    return [_parameter(name, f"The {each.title} below which the records stand.", each) for name, each in owners]


def key_parameter(resource: Resource) -> dict[str, Any]:
    """
    Return the parameter that names a record.
    """
    text = f"What identifies a record of the kind {resource.title}."
    return _parameter(resource.identifier.name, text, resource)


def _parameter(name: str, text: str, named: Resource) -> dict[str, Any]:
    schema = dict(TYPES[named.identifier.type].schema)
    if named.route.key != ANY_KEY:
        schema["pattern"] = f"^(?:{named.route.key})$"
    return {"name": name, "in": "path", "required": True, "description": text, "schema": schema}
