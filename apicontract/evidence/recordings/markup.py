"""
The HTML of a browsable page -> the text that a browser shows of it.

Kept is what `recordings.page` reads: the documentation's headings and paragraphs, the request, and the answer
with its JSON. Navigation, forms and scripts are left out, and so is what stands below the answer.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

from apicontract.evidence.recordings.copied import cleaned

if TYPE_CHECKING:
    from collections.abc import Sequence

_BLOCKS = frozenset({"h2", "h3", "h4", "h5", "h6", "p", "pre"})
_ASIDE = frozenset({"head", "script", "style", "template", "nav", "header", "footer", "form", "button", "select"})
_ANSWER = "HTTP "


def is_markup(text: str) -> bool:
    """
    Return whether a text is markup.
    """
    return text.lstrip()[:1] == "<"


def shown_text(markup: str) -> str:
    """
    Return the text of a browsable page, or "" if the markup shows no answer.
    """
    reader = _Reader()
    reader.feed(markup.replace("\r\n", "\n"))
    reader.close()
    texts = [text for _, text in reader.blocks]
    answers = [at for at, (tag, text) in enumerate(reader.blocks) if tag == "pre" and text.startswith(_ANSWER)]
    return "\n\n".join([*texts[: answers[0] - 1], "\n".join(texts[answers[0] - 1 : answers[0] + 1])]) if answers else ""


class _Reader(HTMLParser):
    """
    Collects the tag and the text of each block.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[str, str]] = []
        self._block = ""
        self._pieces: list[str] = []
        self._aside = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's
        self._aside += tag in _ASIDE
        if tag in _BLOCKS:
            self._end()
            self._block = "" if self._aside else tag
        elif tag == "br":
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _ASIDE and self._aside:
            self._aside -= 1
        if tag == self._block:
            self._end()

    def handle_data(self, data: str) -> None:
        if self._block:
            self._pieces.append(data)

    def close(self) -> None:
        super().close()
        self._end()

    def _end(self) -> None:
        text = cleaned("".join(self._pieces))
        text = text.removeprefix("\n").rstrip() if self._block == "pre" else " ".join(text.split())
        if text:
            self.blocks.append((self._block, text))
        self._block, self._pieces = "", []
