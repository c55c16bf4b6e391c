"""
What a view is called where people read it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apicontract.contract.model import Resource


def spaced(resource: Resource) -> str:
    """
    Return what its view is called, else its title as words (`rest_framework.utils.formatting.camelcase_to_spaces`).
    """
    return resource.heading or re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", resource.title)
