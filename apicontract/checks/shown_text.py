"""
The HTML of a browsable page -> the documentation above its answer, as a copied page has it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html.parser import HTMLParser

#: Elements that are a paragraph each, and those that head a section.
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PARAGRAPHS = frozenset({"p", "li", *_HEADINGS})
#: Where a preformatted text begins; an element without text is filled by a script.
_ANSWER = re.compile(r"<pre\b[^>]*>(?!\s*</pre>)", re.IGNORECASE)
#: Sections of documentation: a heading each, with lines of a label and a text.
Sections = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@lru_cache(maxsize=16)
def sections_shown(markup: str) -> Sections:
    """
    Return the sections of a page before its first preformatted text, which is the request or the answer.
    """
    reader = _Paragraphs()
    reader.feed(_ANSWER.split(markup, maxsplit=1)[0])
    sections: list[tuple[str, list[tuple[str, str]]]] = [("", [])]
    for tag, text in reader.found:
        words = " ".join(text.split())
        if tag in _HEADINGS:
            sections.append((words, []))
        else:
            label, _, content = words.partition(" - ")
            sections[-1][1].append((label, content))
    return tuple((heading, tuple(lines)) for heading, lines in sections if lines)


class _Paragraphs(HTMLParser):
    """
    Collects the texts of headings and paragraphs.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self._open = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """
        Begin a paragraph; one that is open ends there.
        """
        del attrs
        if tag in _PARAGRAPHS:
            self._open = tag
            self.found.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        """
        End a paragraph.
        """
        if tag == self._open:
            self._open = ""

    def handle_data(self, data: str) -> None:
        """
        Keep text that stands inside.
        """
        if self._open:
            tag, text = self.found[-1]
            self.found[-1] = (tag, text + data)
