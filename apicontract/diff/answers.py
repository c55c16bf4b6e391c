"""
The answers of an operation before and after -> the facts that tell them apart: statuses, media types, headers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apicontract.diff.facts import MISSING, Fact, SchemaPath
from apicontract.diff.nodes import key_of
from apicontract.diff.parameters import value_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from apicontract.diff.definitions import DefinitionComparison
    from apicontract.evidence.openapi.model import DescribedAnswer, Media


def answer_facts(
    label: str, old: Mapping[str, DescribedAnswer], new: Mapping[str, DescribedAnswer], survey: DefinitionComparison
) -> Iterator[Fact]:
    """
    Yield what tells the answers of an operation apart; a status and the range that covers it are compared.
    """
    pairs, gone, came = matched(old, new, _status_covers)
    for one, other in pairs:
        if one != other:
            wider = _status_covers(other, one)
            yield _of(label, f"status-{'widened' if wider else 'narrowed'}", f"status {other}", one, other)
        yield from _answer(label, f"status {other}", old[one], new[other], survey)
    for each in gone:
        yield Fact(f"{_noun(each)}-removed", label, f"status {each}", "", each, kind="operation")
    for each in came:
        yield Fact(f"{_noun(each)}-added", label, "", f"status {each}", MISSING, each, kind="operation")


def content_facts(  # noqa: PLR0913 - what is sent, before and after, and where
    place: str,
    old: Mapping[str, Media],
    new: Mapping[str, Media],
    here: SchemaPath,
    survey: DefinitionComparison,
    *,
    rules: str,
) -> Iterator[Fact]:
    """
    Yield what tells the media types of a body apart; a type and the range that covers it are compared.
    """
    label = here.definition
    pairs, gone, came = matched(old, new, _media_covers)
    several = len(pairs) > 1
    for one, other in pairs:
        if one != other:
            ending = "widened" if _media_covers(other, one) else "narrowed"
            yield _of(label, f"{rules}-{ending}", f"{place} {other}", one, other)
        yield from _media(place, other if several else "", old[one], new[other], (here, survey))
    for each in gone:
        yield Fact(f"{rules}-removed", label, f"{place} {each}", "", each, kind="operation")
    for each in came:
        yield Fact(f"{rules}-added", label, "", f"{place} {each}", MISSING, each, kind="operation")


def matched(old: Iterable[str], new: Iterable[str], covers: Any) -> tuple[list[tuple[str, str]], list[str], list[str]]:
    """
    Return the pairs of keys that stand for each other, and those that went and came.
    """
    left, right = list(old), list(new)
    pairs = [(each, each) for each in left if each in right]
    gone, came = [each for each in left if each not in right], [each for each in right if each not in left]
    for one in list(gone):
        other = next((each for each in came if covers(each, one) or covers(one, each)), None)
        if other is not None:
            pairs.append((one, other))
            gone.remove(one)
            came.remove(other)
    return pairs, gone, came


def _status_covers(wide: str, narrow: str) -> bool:
    """
    Return whether a range of statuses has another in it; `default` is what no other member says (OpenAPI 3.0.3).
    """
    return wide == "default" or (wide.endswith("XX") and wide[0] == narrow[:1])


def _media_covers(wide: str, narrow: str) -> bool:
    """
    Return whether a media type range has a type in it (RFC 9110, section 12.5.1), or a type one with parameters.
    """
    wide_type, _, wide_sub = wide.partition("/")
    narrow_type, _, narrow_sub = narrow.partition("/")
    if wide == "*/*" or (wide_sub == "*" and wide_type == narrow_type):
        return True
    suffix = wide_sub.removeprefix("*") if wide_sub.startswith("*+") else ""
    if suffix and wide_type == narrow_type and narrow_sub.endswith(suffix):
        return True
    return narrow.partition(";")[0] == wide


def _noun(status: str) -> str:
    return "status" if status[:1] in {"1", "2", "3"} else "error-status"


def _of(label: str, rule: str, path: str, old: Any = MISSING, new: Any = MISSING) -> Fact:
    return Fact(rule, label, path, path, old, new, kind="operation")


def _answer(
    label: str, place: str, old: DescribedAnswer, new: DescribedAnswer, survey: DefinitionComparison
) -> Iterator[Fact]:
    for name in dict.fromkeys((*old.headers, *new.headers)):
        left, right = old.headers.get(name), new.headers.get(name)
        path = f"header {name} ({place})"
        if left is None or right is None:
            gone = right is None
            yield Fact(
                f"header-{'removed' if gone else 'added'}",
                label,
                path if gone else "",
                "" if gone else path,
                name if gone else MISSING,
                MISSING if gone else name,
                kind="operation",
            )
            continue
        if left.required != right.required:
            yield _of(label, f"header-made-{'required' if right.required else 'optional'}", path)
        if left.style != right.style:
            yield _of(label, "header-style-changed", path, left.style or MISSING, right.style or MISSING)
        if left.deprecated != right.deprecated:
            yield _of(label, f"{survey.direction.value}-{'deprecated' if right.deprecated else 'reinstated'}", path)
        yield from value_facts(label, (path, path), left, right, survey)
    here = SchemaPath(label, label, survey.direction)
    yield from content_facts(place, old.content, new.content, here, survey, rules="media-type")
    yield from _rest(label, place, old.rest, new.rest)


def _media(
    place: str, kind: str, old: Media, new: Media, where: tuple[SchemaPath, DefinitionComparison]
) -> Iterator[Fact]:
    here, survey = where
    label = f"{here.definition} {place}{f' {kind}' if kind else ''}"
    left, right = (True if each.schema is None else each.schema for each in (old, new))
    survey.between(label, left, right, SchemaPath(label, label, survey.direction))
    yield from _rest(here.definition, f"{place} {kind}".strip(), old.rest, new.rest)


def _rest(label: str, place: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Fact]:
    for name in dict.fromkeys((*old, *new)):
        left, right = old.get(name, MISSING), new.get(name, MISSING)
        if left is MISSING or right is MISSING or key_of(left) != key_of(right):
            yield _of(label, "not-compared", f"{name} of {place}", left, right)
