"""
How clients prove who they are, before and after -> the facts that tell the two apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apicontract.diff.facts import MISSING, Fact
from apicontract.diff.nodes import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apicontract.contract.model import Json

#: Prose of a security scheme.
_PROSE = frozenset({"description"})


def security_facts(
    label: str, old: tuple[Mapping[str, tuple[str, ...]], ...], new: tuple[Mapping[str, tuple[str, ...]], ...]
) -> Iterator[Fact]:
    """
    Yield what tells the ways to be let in apart; each is enough, and their order means nothing.
    """
    left, right = _ways(old), _ways(new)
    gone, came = [each for each in left if each not in right], [each for each in right if each not in left]
    for one in list(gone):
        other = next((each for each in came if set(each) == set(one)), None)
        if other is not None:
            gone.remove(one)
            came.remove(other)
            yield from _scopes(label, one, other)
    if {} in gone:
        yield _fact("security-added", label, MISSING, _told(came))
    elif {} in came:
        yield _fact("security-removed", label, _told(gone), MISSING)
    elif gone and came:
        yield _fact("security-way-changed", label, _told(gone), _told(came))
    elif gone:
        yield _fact("security-way-removed", label, _told(gone), MISSING)
    elif came:
        yield _fact("security-way-added", label, MISSING, _told(came))


def scheme_facts(old: Mapping[str, Json], new: Mapping[str, Json]) -> Iterator[Fact]:
    """
    Yield what tells the schemes of two documents apart.
    """
    for name in dict.fromkeys((*old, *new)):
        path = f"security scheme {name}"
        if name not in new:
            yield Fact("security-scheme-removed", "", path, "", name, kind="operation")
        elif name not in old:
            yield Fact("security-scheme-added", "", "", path, MISSING, name, kind="operation")
        else:
            left, right = (_plain(side[name]) for side in (old, new))
            if key_of(left) != key_of(right):
                changed = [key for key in dict.fromkeys((*left, *right)) if left.get(key) != right.get(key)]
                one, other = ({key: side[key] for key in changed if key in side} for side in (left, right))
                yield Fact(
                    "security-scheme-changed", "", path, path, one or MISSING, other or MISSING, kind="operation"
                )


def _ways(listed: tuple[Mapping[str, tuple[str, ...]], ...]) -> list[Mapping[str, tuple[str, ...]]]:
    found: list[Mapping[str, tuple[str, ...]]] = []
    for each in listed or ({},):  # no way at all: anybody is let in
        if each not in found:
            found.append(each)
    return found


def _scopes(label: str, old: Mapping[str, tuple[str, ...]], new: Mapping[str, tuple[str, ...]]) -> Iterator[Fact]:
    for name, scopes in old.items():
        for scope in sorted({*scopes} ^ {*new[name]}):
            path = f"scope {scope} of {name}"
            if scope in scopes:
                yield Fact("security-scope-removed", label, path, "", scope, kind="operation")
            else:
                yield Fact("security-scope-added", label, "", path, MISSING, scope, kind="operation")


def _told(ways: list[Mapping[str, tuple[str, ...]]]) -> str:
    return " or ".join(" and ".join(sorted(each)) or "nothing" for each in ways)


def _fact(rule: str, label: str, old: Any, new: Any) -> Fact:
    removed, added = rule.endswith("-removed"), rule.endswith("-added")
    return Fact(rule, label, "" if added else "security", "" if removed else "security", old, new, kind="operation")


def _plain(scheme: Json) -> dict[str, Any]:
    if not isinstance(scheme, dict):
        return {}
    return {key: each for key, each in scheme.items() if key not in _PROSE and not key.startswith("x-")}
