"""
Paging is a value: no module but the tables of styles knows how a parameter or a key of one is called.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from source import PACKAGES, python_files, relative, tree

from apicontract.contract.paging import STYLES

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The tables: the styles themselves, and how the names of others are recognised.
TABLES = {
    "apicontract/contract/paging.py",
    "apicontract/contract/weblinks.py",  # the relation types of RFC 8288
    "apicontract/evidence/paging.py",
}
#: File, or folder, and word to why the same word means something else there.
EXCEPTIONS: Mapping[tuple[str, str], str] = {
    ("apicontract/cli/import_.py", "page"): "a copied page of a browser, one of the forms that are imported",
    ("apicontract/cli/explaining.py", "page"): "the name of a command",
    ("apicontract/contract/errors.py", "none"): "a word of a message: there are no such things",
    ("apicontract/dataset/derived.py", "count"): "a way in which one field is derived from another",
    (
        "apicontract/planner/no_op_params.py",
        "page",
    ): "a parameter that is not declared, sent only where no style has it",
    **{
        ("apicontract/evidence/importing/project", word): "what `rest_framework.pagination` calls it, to a style"
        for word in ("count", "cursor", "limit-offset", "next", "page-number", "page_size", "previous")
    },
    ("apicontract/explore/upstream/quota.py", "limit"): "a key of what the control page shows of a quota",
    ("apicontract/reports/as_sarif.py", "results"): "a key of SARIF 2.1.0",
    ("mockserver/control/blueprint.py", "page"): "the name of a route",
    ("mockserver/serve.py", "none"): "the setting of uvicorn for no WebSocket",
    ("mockserver/faults", "page"): "the name of a stage",
    ("mockserver/faults", "count"): "the name of a stage",
}


def _names() -> set[str]:
    own = {name for each in STYLES.values() for name in (each.style, *each.parameters, *each.keys, each.links)}
    return own - {""}


def _found() -> set[tuple[str, str]]:
    """
    Return file and word of every string literal that is a style's name, parameter or key.
    """
    names = _names()
    return {
        (relative(path), node.value)
        for path in python_files(*PACKAGES)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in names
    }


def _excused(place: str, word: str) -> tuple[str, str] | None:
    return next((each for each in EXCEPTIONS if each[1] == word and place.startswith(each[0])), None)


def test_only_the_tables_name_parameters_and_keys_of_paging() -> None:
    """
    Outside the tables no string literal is a style's name, parameter or key; exceptions say what they mean.
    """
    outside = {each for each in _found() if each[0] not in TABLES}

    assert set() == {each for each in outside if _excused(*each) is None}


def test_every_exception_is_needed() -> None:
    """
    No exception outlives its reason.
    """
    assert set(EXCEPTIONS) == {_excused(*each) for each in _found() if each[0] not in TABLES}
