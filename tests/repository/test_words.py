"""
The words of the code: one meaning for a class name, the glossary of ARCHITECTURE.md, and no return of retired words.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache

from source import PACKAGES, ROOT, module_name, python_files, relative, tree

_ENTRY = re.compile(r"^\| (?P<term>[^|`]+)\((?P<names>`[^|]+`)\) \| [^|]+ \|$", re.MULTILINE)

#: Class names that stand in two modules, with the reason.
TWICE: dict[str, str] = {}

#: Words that no identifier of the packages uses any more, with the word that the field uses.
RETIRED = {
    "armed": "pending",
    "disarm": "cancel",
    "doubts": "misreadings",
    "dressing": "decorations",
    "excused": "inconclusive",
    "growth": "generator",
    "grown": "generated",
    "isolate": "minimize",
    "judgement": "check_results",
    "law": "check function",
    "lot": "fraction",
    "lots": "random",
    "luck": "own_random",
    "nowhere": "refers_to_nothing",
    "onward": "follow_next",
    "planted": "with_faults",
    "renewal": "reloader",
    "riders": "no_op_params",
    "ruling": "evaluation",
    "seats": "slots",
    "sighting": "instance, stats, seen row",
    "silent": "unobserved_reason",
    "singly": "fetch_each",
    "strike": "trigger",
    "struck": "triggered",
    "suspicious": "selecting_by_mistake",
    "tiling": "page_consistency",
    "trouble": "reload_error",
    "unlisted": "missing_ids",
    "worth": "prior",
}

#: Plain words that no module, class or function of the planner begins with: as a part of a name they may be right.
RETIRED_IN_PLANNER = {
    "closing": "last_pages",
    "found": "detail_filters",
    "narrow": "minimize",
    "shares": "allocation",
}


@cache
def identifiers() -> dict[str, str]:
    """
    Return every name that the packages define or use, with a place where it stands.
    """
    found: dict[str, str] = {}
    for path in python_files(*PACKAGES):
        found.setdefault(path.stem, relative(path))
        for node in ast.walk(tree(path)):
            for member in ("name", "id", "attr", "arg"):
                name = getattr(node, member, None)
                if isinstance(name, str):
                    found.setdefault(name, f"{relative(path)}:{getattr(node, 'lineno', 0)}")
    return found


def words_of(name: str) -> list[str]:
    """
    Return the words that an identifier is made of, in small letters.
    """
    return re.split(r"_+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower())


def test_a_class_name_has_one_meaning() -> None:
    """
    No class name is defined in two modules of the packages, unless the table says why.
    """
    modules = defaultdict(list)
    for path in python_files(*PACKAGES):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef):
                modules[node.name].append(module_name(path))
    twice = {name: places for name, places in modules.items() if len(places) > 1}

    assert {} == {name: places for name, places in twice.items() if name not in TWICE}
    assert set(TWICE) <= set(twice)


def test_retired_words_do_not_come_back() -> None:
    """
    No identifier of the packages is made of a retired word.
    """
    wrong = {
        f"{place}: {name}": f"{word} -> {RETIRED[word]}"
        for word in RETIRED
        for name, place in identifiers().items()
        if word in words_of(name)
    }

    assert {} == wrong


def test_retired_names_do_not_come_back_in_the_planner() -> None:
    """
    No module, class or function of the planner, and no module of its tests, has a retired name.
    """
    sources = python_files("apicontract/planner")
    defined = [
        (node.name, f"{relative(path)}:{node.lineno}")
        for path in sources
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    modules = [(path.stem, relative(path)) for path in (*sources, *python_files("tests/apicontract/planner"))]
    wrong = {
        f"{place}: {name}"
        for name, place in (*defined, *modules)
        for words in [words_of(name.removeprefix("test_").strip("_"))]
        if words[0] in RETIRED_IN_PLANNER or set(words) & RETIRED.keys()
    }

    assert set() == wrong


def test_every_term_of_the_glossary_is_used() -> None:
    """
    Each term of the glossary names what it is called in the code, and the code has that name.
    """
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").split("## Glossary", 1)[1]
    entries = {each["term"].strip(): re.findall(r"`([^`]+)`", each["names"]) for each in _ENTRY.finditer(text)}

    assert len(re.findall(r"^\| (?!term |---)", text, re.MULTILINE)) == len(entries)
    assert {} == {term: names for term, names in entries.items() if not set(names) <= identifiers().keys()}
