"""
The code that documents show, as values: fenced blocks, and command lines in code spans.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
HOW_TO = sorted((ROOT / "docs" / "howto").glob("*.md"))

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NAMED = re.compile(r"\A(?:# |// |<!-- )([\w.-]+\.(?:py|mjs|html))\b.*\n")
_SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_THEIRS = re.compile(r"(?:[A-Z_]+=\S+ )*(?:python3?|pytest|tox|curl|pipx?|uvx?|podman|docker|npx?|node|git) \S")
_OURS = re.compile(r"(?:\S*/)?apicontract|python3? -m mockserver")


@dataclass(frozen=True)
class Snippet:
    """
    One fenced block.

    Attributes:
        document: where it stands.
        line: at which line its text begins.
        language: what it is fenced as.
        text: what it says.
    """

    document: Path
    line: int
    language: str
    text: str

    @property
    def place(self) -> str:
        """
        Document and line, as an editor opens them.
        """
        return f"{self.document.relative_to(ROOT)}:{self.line}"

    @property
    def file_name(self) -> str:
        """
        The file that the first line names, or that of a test.
        """
        named = _NAMED.match(self.text)
        return named.group(1) if named else f"test_{self.document.stem.replace('-', '_')}_{self.line}.py"


def snippets(document: Path, *languages: str) -> list[Snippet]:
    """
    Return the fenced blocks of a document in these languages.
    """
    text = document.read_text(encoding="utf-8")
    return [
        Snippet(document, text.count("\n", 0, found.start(2)) + 1, found.group(1), found.group(2))
        for found in _BLOCK.finditer(text)
        if found.group(1) in languages
    ]


def command_lines(document: Path) -> Iterator[tuple[str, list[str]]]:
    """
    Yield the place and the arguments of each command line of ours: after `$` in a console, or in a code span.
    """
    for number, line in enumerate(document.read_text(encoding="utf-8").splitlines(), 1):
        spans = [line[2:]] if line.startswith("$ ") else _SPAN.findall(line)
        for each in (part.strip() for span in spans for part in re.split(r"&&|\||;", span)):
            if (found := _OURS.match(each)) and each[found.end() : found.end() + 1] in {"", " "}:
                command = ["serve"] if "mockserver" in found.group() else []
                yield (
                    f"{document.relative_to(ROOT)}:{number}",
                    [*command, *shlex.split(each[found.end() :], comments=True)],
                )


def shown_commands(document: Path) -> Iterator[str]:
    """
    Yield the command lines of other programs: after `$` in a console, or in a code span with an argument.
    """
    for line in document.read_text(encoding="utf-8").splitlines():
        spans = [line[2:]] if line.startswith("$ ") else _SPAN.findall(line)
        for each in (part.strip() for span in spans for part in re.split(r"&&|\||;", span)):
            if not _OURS.match(each) and (line.startswith("$ ") or _THEIRS.match(each)):
                yield each


def option_spans(document: Path) -> Iterator[tuple[str, str]]:
    """
    Yield the place and the name of each long option that a code span begins with.
    """
    for number, line in enumerate(document.read_text(encoding="utf-8").splitlines(), 1):
        for span in _SPAN.findall(line):
            if found := re.match(r"--[a-z][\w-]*", span):
                yield f"{document.relative_to(ROOT)}:{number}", found.group()
