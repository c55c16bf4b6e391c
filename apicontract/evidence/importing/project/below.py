"""
A project that serves the same lists for each of several owners -> what it serves for one of them.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def placed(project: Mapping[str, Any], below: str) -> Mapping[str, Any]:
    """
    Return the description of a project with the views below a path alone, which has a value for each parameter.

    Args:
        project: as `describe_django.py` prints it.
        below: such as `/api/shops/corner/`, for views below `/api/shops/{shop}/`.
    """
    given = _steps(below)
    views = [
        {**each, "path": below.rstrip("/") + each["path"][_length(each["path"], len(given)) :]}
        for each in project["views"]
        if _stands(_steps(each["path"]), given)
    ]
    paths = {each["path"] for each in project["views"]} - {each["path"] for each in views}
    return {**project, "views": views, "unread": [each for each in project["unread"] if each["place"] not in paths]}


def _steps(path: str) -> Sequence[str]:
    return path.strip("/").split("/")


def _stands(steps: Sequence[str], given: Sequence[str]) -> bool:
    """
    Return whether steps begin with given ones; a parameter is any step.
    """
    pairs = list(zip_longest(steps[: len(given)], given))
    return all(one is not None and (one == two or one.startswith("{")) for one, two in pairs)


def _length(path: str, steps: int) -> int:
    """
    Return how many characters so many first steps of a path are, without the slash behind them.
    """
    return len("/".join(path.split("/")[: steps + 1]))
