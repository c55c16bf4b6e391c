"""
The paths of an API: that of a list, that of a record, and where a path stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from apicontract.contract.templates import escaped

if TYPE_CHECKING:
    from apicontract.contract.model import Api, Resource


@dataclass(frozen=True, slots=True)
class Located:
    """
    Where a path stands: the resource of a list or a record, the decoded key of the record or "", and of its parents.
    """

    resource: Resource
    key: str = ""
    parents: tuple[str, ...] = ()


def closing(api: Api) -> str:
    """
    Return what the path of a list or a record ends with: a slash or nothing.
    """
    return "/" if api.setting("closing_slash") else ""


def list_path(api: Api, resource: Resource) -> str:
    """
    Return the path of a resource's list, below the chosen parents; parameters without a choice stay open.
    """
    return f"{api.base_path}{resource.route.below(resource.route.chosen)}{closing(api)}"


def first_path(api: Api) -> str:
    """
    Return the path at which to begin: that of the API's root, or of the primary resource's list where there is none.
    """
    return api.base_path if api.setting("api_root") else list_path(api, api.resources[api.primary])


def detail_path(api: Api, resource: Resource, key: object) -> str:
    """
    Return the path of one record below the chosen parents, its key escaped as Django does it.
    """
    return f"{api.base_path}{resource.route.below(resource.route.chosen)}/{escaped(key)}{closing(api)}"


def located(api: Api, path: str) -> Located | None:
    """
    Return where a path stands, still percent-encoded, whatever it ends with; None outside of all resources.

    For evidence and messages; what a server answers there is another question.
    """
    if not path.startswith(api.base_path):
        return None
    rest = unquote(path.removeprefix(api.base_path)).strip("/")
    folder, _, key = rest.rpartition("/")
    for text, name in ((rest, ""), (folder, key)):
        for each in api.resources.values():
            parents = _parents(each.route.path, text)
            if parents is not None:
                return Located(each, name, parents)
    return None


def _parents(template: str, path: str) -> tuple[str, ...] | None:
    """
    Return what stands in a path for the parameters of a template; None if the path is no such one.
    """
    steps, given = template.split("/"), path.split("/")
    fits = len(steps) == len(given) and all(
        is_open(step) or step == text for step, text in zip(steps, given, strict=True)
    )
    return tuple(text for step, text in zip(steps, given, strict=True) if is_open(step)) if fits else None


def is_open(step: str) -> bool:
    """
    Whether a segment of a template is a parameter.
    """
    return step.startswith("{")


def is_template(path: str) -> bool:
    """
    Whether a path is a template: some segment of it is a parameter.
    """
    return any(map(is_open, path.split("/")))
