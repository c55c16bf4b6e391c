"""
The one place where HTML is made: Jinja templates, everything that is filled in escaped.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import jinja2


@cache
def environment() -> jinja2.Environment:
    """
    Return the templates of this package; style and script are templates too, so that a page needs no other file.
    """
    return jinja2.Environment(
        loader=jinja2.PackageLoader("mockserver.pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, **values: Any) -> str:
    """
    Fill a template in; a value that the template needs and that is not given is an error.
    """
    return environment().get_template(template).render(**values)
