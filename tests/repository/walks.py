"""
The walks of ARCHITECTURE.md, and the additions of `tests/data/walks` that follow them, as values.
"""

from __future__ import annotations

import ast
import json
import re
import shlex
import shutil
import tomllib
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any, TypeGuard

from source import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

#: What a copy needs in order to run; nothing of it depends on git.
PARTS = ("apicontract", "mockserver", "schemas", "fixtures", "tests", "conftest.py", "pyproject.toml")
_SPAN = re.compile(r"`([^`]+)`")
_COMMANDS = ("python ", "PYTHONPATH=", "apicontract ")


@dataclass(frozen=True)
class Walk:
    """
    One walk.

    Attributes:
        text: below its heading.
        python: the Python files that it names, as patterns: `<concern>` stands for any name.
        commands: what shows that the addition works, with upper-case words for what the addition names.
    """

    text: str
    python: tuple[str, ...]
    commands: tuple[str, ...]

    @property
    def outside_tests(self) -> list[str]:
        """
        The Python files that it names outside of the tests.
        """
        return [each for each in self.python if not each.startswith("tests/")]

    def strays(self, touched: Iterable[str]) -> list[str]:
        """
        Return the Python files among those touched that the walk does not name.
        """
        return [
            each for each in touched if each.endswith(".py") and not any(fnmatch(each, name) for name in self.python)
        ]


def walk_of(document: str, title: str) -> Walk:
    """
    Return the walk below a heading of the document.
    """
    (text,) = re.findall(rf"^### {re.escape(title)}\n\n(.*?)(?=^#|\Z)", document, re.MULTILINE | re.DOTALL)
    spans = _SPAN.findall(text)
    python = (re.sub(r"<\w+>", "*", each) for each in spans if re.fullmatch(r"[\w/<>-]+\.py", each))
    return Walk(text.strip(), tuple(dict.fromkeys(python)), tuple(each for each in spans if each.startswith(_COMMANDS)))


def addition(name: str) -> dict[str, Any]:
    """
    Return what a file of `tests/data/walks` adds.
    """
    return tomllib.loads((ROOT / "tests" / "data" / "walks" / f"{name}.toml").read_text(encoding="utf-8"))


def touched(added: Mapping[str, Any]) -> list[str]:
    """
    Return the files that an addition writes, each once.
    """
    return list(dict.fromkeys(each["file"] for kind in WRITERS for each in added.get(kind, ())))


def copied(folder: Path) -> Path:
    """
    Copy what runs into a folder, compiled files included, which saves half the time of a start; return the folder.
    """
    for name in PARTS:
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, folder / name, ignore=shutil.ignore_patterns("_data"))
        else:
            shutil.copy(path, folder / name)
    return folder


def apply(added: Mapping[str, Any], copy: Path) -> None:
    """
    Write an addition into a copy.
    """
    for kind, write in WRITERS.items():
        for each in added.get(kind, ()):
            write(copy / each["file"], each)


def words_of(command: str, names: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """
    Return the environment and the words of a command, its upper-case words replaced by what they stand for.
    """
    words = [names.get(each, each) for each in shlex.split(command)]
    environment = dict(each.split("=", 1) for each in words if re.match(r"[A-Z]+=", each))
    return environment, [each for each in words if not re.match(r"[A-Z]+=", each)]


def _row(path: Path, added: Mapping[str, str]) -> None:
    """
    Add a row at the end of a table: the first tuple or dict that is assigned to a name.
    """
    text = path.read_text(encoding="utf-8")
    (assigned,) = (each for each in ast.parse(text).body if _assigns(each, added["table"]))
    table = next(each for each in ast.walk(assigned.value) if isinstance(each, ast.Tuple | ast.Dict))
    lines = text.splitlines(keepends=True)
    end = sum(map(len, lines[: (table.end_lineno or 1) - 1])) + (table.end_col_offset or 1) - 1
    before = text[:end].rstrip()
    comma = "" if before.endswith((",", "(", "{")) else ","
    text = f"{before}{comma}\n{added['text'].strip(chr(10))}\n{text[end:]}"
    if "before" in added:
        place = sum(map(len, lines[: assigned.lineno - 1]))
        place = text.rindex("\n\n", 0, place) + 2
        text = text[:place] + added["before"].lstrip("\n") + text[place:]
    path.write_text(text, encoding="utf-8")


def _assigns(node: ast.stmt, name: str) -> TypeGuard[ast.Assign | ast.AnnAssign]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return any(isinstance(each, ast.Name) and each.id == name for each in targets)


def _item(path: Path, added: Mapping[str, str]) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    document[added["list"]].append(json.loads(added["text"]))
    path.write_text(json.dumps(document), encoding="utf-8")


def _replaced(path: Path, added: Mapping[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    assert 1 == text.count(added["old"]), f"{path} has {added['old']!r} {text.count(added['old'])} times"
    path.write_text(text.replace(added["old"], added["new"]), encoding="utf-8")


def _appended(path: Path, added: Mapping[str, str]) -> None:
    path.write_text(path.read_text(encoding="utf-8") + added["text"], encoding="utf-8")


def _file(path: Path, added: Mapping[str, str]) -> None:
    assert not path.exists(), f"{path} exists"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(added["text"], encoding="utf-8")


#: Kind of change to what writes it.
WRITERS: Mapping[str, Callable[[Path, Mapping[str, str]], None]] = {
    "rows": _row,
    "items": _item,
    "replaced": _replaced,
    "appended": _appended,
    "files": _file,
}
