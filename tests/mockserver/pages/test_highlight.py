"""
Coloured JSON: the text stays, the links work, nothing becomes markup.
"""

from __future__ import annotations

import json
import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from mockserver.pages.highlight import highlighted

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(LEAVES, lambda each: st.lists(each) | st.dictionaries(st.text(), each), max_leaves=20)
NASTY = st.text(alphabet="<>&\"'\\{}[]:,-.0123456789 \n\tetruflasn/h")


def text_of(html: str) -> str:
    """
    Return the text of markup.
    """
    return unescape(re.sub(r"<[^>]*>", "", html))


@given(VALUES, st.sampled_from([None, 2, 4]))
def test_json_keeps_its_text(value: object, indent: int | None) -> None:
    """
    What a browser takes from the markup of any JSON is that JSON.
    """
    text = json.dumps(value, indent=indent, ensure_ascii=False)

    assert text_of(highlighted(text)) == text


@given(NASTY)
def test_any_text_keeps_its_text(text: str) -> None:
    """
    Text that is no JSON is shown as it is, too.
    """
    assert text_of(highlighted(text)) == text


def test_kinds_of_values() -> None:
    """
    Key, string, number and literal each have their class.
    """
    html = highlighted('{"a": ["b", -1.5e+24, null]}')

    assert re.findall(r'<span class="(key|string|number|literal)">([^<]*)<', html) == [
        ("key", "&quot;a&quot;"),
        ("string", "&quot;b&quot;"),
        ("number", "-1.5e+24"),
        ("literal", "null"),
    ]


def test_line_knows_its_indent() -> None:
    """
    Each line says how far it is indented, so that a long one can go on below itself.
    """
    assert re.findall(r"--indent:(\d+)", highlighted('{\n    "a": {\n        "b": 1')) == ["0", "4", "8"]


def test_link_leads_to_the_decoded_url() -> None:
    """
    An escaped URL is shown as it stands and leads where it means.
    """
    html = highlighted('"https://x.example/\\u00fc"')

    assert 'href="https://x.example/ü" rel="nofollow">https://x.example/\\u00fc</a>' in html


def test_half_a_character_can_be_sent() -> None:
    """
    An escape that is no character of its own does not keep the page from being sent.
    """
    assert highlighted('"https://x.example/\\ud800"').encode()
