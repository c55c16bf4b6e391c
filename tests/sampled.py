"""
Of families of cases that take long, a continuous integration runs a sample; who runs the tests by hand runs all.

`CI` in the environment, as the services set it, makes it a sample; `TEST_SEED` another one. What is left out is counted
as deselected.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pytest

    Case = TypeVar("Case")

#: How many cases are run: of a function, of each function of a file, or (`file::*`) of all cases of a file together.
SAMPLED: Mapping[str, int] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))


def sampled(
    cases: Iterable[Case], name_of: Callable[[Case], str], seed: int = 0, most: Mapping[str, int] = SAMPLED
) -> tuple[list[Case], list[Case]]:
    """
    Return the cases that are run, in their order, and those that are left out.

    Args:
        cases: those of all functions.
        name_of: how a case is called, as pytest does: `file::function[parameters]`.
        seed: another seed, another sample.
        most: function, file or `file::*` to how many cases are run, as `SAMPLED`.
    """
    given = list(cases)
    families: dict[tuple[str, int | None], list[str]] = defaultdict(list)
    for name in map(name_of, given):
        families[_family(name, most)].append(name)
    kept = {
        name
        for (_, number), names in families.items()
        for name in sorted(names, key=lambda each: sha256(f"{seed} {each}".encode()).digest())[:number]
    }
    return [each for each in given if name_of(each) in kept], [each for each in given if name_of(each) not in kept]


def _family(name: str, most: Mapping[str, int]) -> tuple[str, int | None]:
    """
    Return with which cases one is counted, those of its function or of its file, and how many are run; None for all.
    """
    function = name.partition("[")[0]
    file = function.partition("::")[0]
    counted = {function: function, file: function, f"{file}::*": file}
    return next(((family, most[key]) for key, family in counted.items() if key in most), (function, None))


def leave_out(config: pytest.Config, items: list[pytest.Item], below: str = "") -> None:
    """
    Keep of the collected cases, in place, those that are run, and tell pytest of the others; without `CI`, keep all.

    Args:
        config: of the run.
        items: the cases that were collected.
        below: the folder, with a slash, to which the names of the cases are relative.
    """
    if "CI" in os.environ:
        seed = int(os.environ.get("TEST_SEED", "0"))
        items[:], left_out = sampled(items, lambda each: f"{below}{each.nodeid}", seed)
        config.hook.pytest_deselected(items=left_out)
