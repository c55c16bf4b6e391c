"""
Links of a header are read as RFC 8288 writes them, and written so that they can be read.
"""

from __future__ import annotations

from time import process_time

import pytest

from apicontract.contract.weblinks import link_header, links_in

#: Seconds of the processor; without the bound on what is tried again it takes minutes.
GENEROUS = 5


@pytest.mark.parametrize(
    ("header", "links"),
    [
        ("", {}),
        ('<https://a.test/?page=2>; rel="next"', {"next": "https://a.test/?page=2"}),
        ("</b>; rel=next", {"next": "/b"}),
        ('<b>;rel="next", <c> ; REL = "Last"', {"next": "b", "last": "c"}),
        ('<b?q=1,2;x>; title="a, b; c"; rel="next"', {"next": "b?q=1,2;x"}),
        ('<b>; title="\\"<x>; rel=prev"; rel="next"', {"next": "b"}),
        ('<b>; rel="prev first"', {"prev": "b", "first": "b"}),
        ('<b>; rel="next"; rel="prev"', {"next": "b"}),
        ('<b>; rel="next", <c>; rel="next"', {"next": "b"}),
        ("<b>, <c>; flag; rel=next", {"next": "c"}),
        ("next: b", {}),
    ],
)
def test_links_are_read(header: str, links: dict[str, str]) -> None:
    """
    Each relation type leads to its first target, however the parameters are quoted, ordered and spaced.
    """
    assert links == links_in(header)


@pytest.mark.parametrize("part", ["<a>; rel", "<a>;", "<", '<a>;b="', "<a>;b=c", " "])
def test_a_hostile_header_is_soon_read(part: str) -> None:
    """
    A header of 200,000 characters takes no more than a moment, whatever it repeats.
    """
    begun = process_time()
    links_in(part + part[-1] * 100_000 + part * (100_000 // len(part)) + " " * 100_000)

    assert process_time() - begun < GENEROUS


def test_what_is_written_is_read() -> None:
    """
    A header of links that was written gives the same links.
    """
    links = {"first": "https://a.test/?q=a,b", "next": "https://a.test/?page=3"}

    assert links == links_in(link_header(links.items()))
