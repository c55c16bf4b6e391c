"""
The one place where HTML is made: Jinja templates, everything that is filled in escaped.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from apicontract.contract.routes import first_path

if TYPE_CHECKING:
    import jinja2

    from apicontract.contract.model import Api


@cache
def environment() -> jinja2.Environment:
    """
    Return the templates of this package; style and script are templates too, so that a page needs no other file.
    """
    import jinja2  # noqa: PLC0415 - who asks for JSON alone does not pay for it

    made = jinja2.Environment(
        loader=jinja2.PackageLoader("mockserver.pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"first_path": first_path, "home_path": home_path}
    return made


def home_path(api: Api) -> str:
    """
    Return the path of the first page: the index, or the documentation where the API lives at the very root.
    """
    return "/" if api.base_path != "/" else "/docs/"


def render(template: str, **values: Any) -> str:
    """
    Fill a template in; a value that the template needs and that is not given is an error.
    """
    return environment().get_template(template).render(**values)
