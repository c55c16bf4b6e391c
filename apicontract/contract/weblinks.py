"""
The links of an answer's header (RFC 8288, web linking).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Relation types of the links to pages (the registry of link relation types of RFC 8288).
FIRST, PREVIOUS, NEXT, LAST = "first", "prev", "next", "last"
#: A parameter of a link: its name, and its value as a token or a quoted text (RFC 8288, section 3). Nothing is tried
#: twice, so that a header of blanks or quotes takes no longer than any other.
_PARAMETER = r"""\s*+;\s*+([^\s=;,"<>]++)(?:\s*+=\s*+(?:"((?:[^"\\]|\\.)*+)"|([^\s;,"]*+)))?"""
_LINK = re.compile(rf"<([^<>]*+)>((?:{_PARAMETER})*+)")
_ONE = re.compile(_PARAMETER)


def links_in(header: str) -> Mapping[str, str]:
    """
    Return relation type to target of the links in a header, the first of each; what is no link is passed over.

    Relation types are compared without regard to letter case (section 2.1.1), and a second `rel` of one link does not
    count (section 3.3).
    """
    found: dict[str, str] = {}
    for link in _LINK.finditer(header):
        parameters = [(name.lower(), quoted or token) for name, quoted, token in _ONE.findall(link[2])]
        relations = next((value for name, value in parameters if name == "rel"), "")
        for relation in relations.lower().split():
            found.setdefault(relation, link[1])
    return found


def link_header(links: Iterable[tuple[str, str]]) -> str:
    """
    Return the header of links, each a relation type and a target.
    """
    return ", ".join(f'<{target}>; rel="{relation}"' for relation, target in links)
