"""
Old and new recordings -> what changed in the answers themselves, told apart into shape, domain and population.

What a changed declaration explains already is left out: one change is one finding.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from apicontract.diff.facts import MISSING, Fact
from apicontract.diff.nodes import Definitions, SchemaNode, type_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from apicontract.contract.model import Json
    from apicontract.diff.observations import Instance, Seen

#: A text is taken for one of a few if it is at most so long and its values recur so often on average.
_SHORT = 64
_RECURS = 2
#: A text is longer, or shorter, if its length differs by this factor: a few characters more are no news.
LONGER = 1.25

#: The rule for what one side shows and the other does not, seen from the new side and from the old.
_RULES = {
    "field": ("drift-field-appeared", "drift-field-vanished"),
    "type": ("drift-type-appeared", "drift-type-unseen"),
    "value": ("drift-value-appeared", "drift-value-unseen"),
    "host": ("drift-host-appeared", "drift-host-unseen"),
    "longer": ("drift-text-longer", "drift-text-shorter"),
}


@dataclass
class Profile:
    """
    What was seen at one place of the records of a definition.
    """

    seen: int = 0
    types: Counter[str] = field(default_factory=Counter)
    texts: Counter[str] = field(default_factory=Counter)
    hosts: set[str] = field(default_factory=set)

    def add(self, value: Json) -> None:
        """
        Take one more value into account.
        """
        self.seen += 1
        self.types[type_of(value)] += 1
        if isinstance(value, str):
            host = urlsplit(value).netloc if value.startswith(("http://", "https://")) else ""
            if host:
                self.hosts.add(host)
            else:
                self.texts[value] += 1

    @property
    def recurring(self) -> bool:
        """
        Whether the texts are some few that recur.
        """
        number = sum(self.texts.values())
        return bool(self.texts) and len(self.texts) * _RECURS <= number and max(map(len, self.texts)) <= _SHORT


def drift_facts(
    definitions: Definitions,
    old: Mapping[str, Sequence[Instance]],
    new: Mapping[str, Sequence[Instance]],
    explained: set[tuple[str, str]],
) -> Iterator[Fact]:
    """
    Yield what tells the records of two sides apart; `explained` are the places of which something is said already.
    """
    for name in old:
        before, after = old[name], new.get(name, ())
        if not after:
            continue
        left, right = _profiles(before), _profiles(after)
        root = _root(definitions, name)
        for forward, base, other in ((True, left, right), (False, right, left)):
            for kind, path, found in _news(base, other, root):
                if (name, path) not in explained:
                    yield _fact(kind, name, path, found, forward=forward)


def _root(definitions: Definitions, name: str) -> SchemaNode:
    definition = definitions.named(name) if name in definitions and "#" not in name else None
    return SchemaNode(definition.schema if definition else True, definition.uri if definition else "", definitions)


def _fact(kind: str, name: str, path: str, found: Json, *, forward: bool) -> Fact:
    rule = _RULES[kind][0 if forward else 1]
    if kind == "field":
        ends = ("", path) if forward else (path, "")
        return Fact(rule, name, *ends)
    return Fact(rule, name, path, path, *((MISSING, found) if forward else (found, MISSING)))


def _profiles(found: Sequence[Instance]) -> Mapping[str, Profile]:
    profiles: dict[str, Profile] = {}
    for instance in found:
        for path, value in instance.value.items():
            profiles.setdefault(path, Profile()).add(value)
    return profiles


def _news(
    base: Mapping[str, Profile], other: Mapping[str, Profile], root: SchemaNode
) -> Iterator[tuple[str, str, Json]]:
    """
    Yield what `other` shows and `base` does not: its kind, place and values.
    """
    properties = root.expanded.plain.get("properties", {})
    for path, profile in other.items():
        former = base.get(path)
        if former is None:
            yield "field", path, None
            continue
        node = root.expanded.child(properties.get(path, True))
        unsupported_keywords = sorted(
            each for each in profile.types if each not in former.types and each not in node.all_types
        )
        if unsupported_keywords:
            yield "type", path, unsupported_keywords
            continue
        yield from _domain(former, profile, path, is_link="x-link" in node.plain)


def _domain(former: Profile, profile: Profile, path: str, *, is_link: bool) -> Iterator[tuple[str, str, Json]]:
    if former.hosts and not is_link and profile.hosts - former.hosts:
        yield "host", path, sorted(profile.hosts - former.hosts)
    if former.recurring:
        values = sorted(set(profile.texts) - set(former.texts))
        if values:
            yield "value", path, values
    elif former.texts and profile.texts:
        longest, was = (max(map(len, each.texts)) for each in (profile, former))
        if longest > was * LONGER:
            yield "longer", path, [longest]


def population_facts(old: Sequence[Seen], new: Sequence[Seen]) -> Iterator[Fact]:
    """
    Yield the collections whose size changed on a host that both sides recorded.
    """
    before, after = _counts(old), _counts(new)
    for key, count in before.items():
        now = after.get(key, count)
        if now != count:
            rule = "drift-count-grew" if now > count else "drift-count-shrank"
            yield Fact(rule, key[0], f"count on {key[1]}", f"count on {key[1]}", count, now, kind="resource")


def _counts(seen: Sequence[Seen]) -> Mapping[tuple[str, str], int]:
    """
    Return resource and host to the size of the collection, from lists that select nothing.
    """
    counts: dict[tuple[str, str], int] = {}
    for each in seen:
        names = {name for name, _ in each.exchange.query}
        filters = {one.name for one in each.resource.parameters}
        if each.count is not None and each.search is None and not names & filters:
            counts[each.resource.name, urlsplit(each.exchange.url).netloc] = each.count
    return counts
