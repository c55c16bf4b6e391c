"""
Profiles of two times -> what changed in the shape of records and in the values of their fields.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from apicontract.diff.drift import LONGER
from apicontract.diff.nights.change import NightChange, listed
from apicontract.diff.nights.parts import below
from apicontract.diff.nights.profiles import Presence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apicontract.diff.nights.parts import RecordKey
    from apicontract.diff.nights.profiles import FieldProfile, Profiles

#: What is told of a field: id of the rule, what is said of it, how often before, and the records that show it now.
_Told = tuple[str, str, str, "Mapping[RecordKey, str]"]


def presence_changes(former: Profiles, latest: Profiles, now: Profiles) -> list[NightChange]:
    """
    Return the fields that appeared, vanished or are missing in some records, each once for all its places.

    Args:
        former: all that was seen before.
        latest: the newest that was seen before of the records seen now.
        now: what is seen now.
    """
    found: dict[tuple[str, str, str], list[tuple[str, Presence, Presence, str]]] = defaultdict(list)
    for key, here in now.presence.items():
        ever, last = former.presence.get(key), latest.presence.get(key, Presence())
        for name in {*ever.fields, *here.fields} if ever else ():
            rule = _presence_rule(name, ever, last, here) if ever else ""
            if rule:
                place = f"{key[0]}: {below(key[1], name)}"
                found[rule, here.home, below(here.path, name)].append((place, ever or Presence(), here, name))
    return [_present(*key, places) for key, places in sorted(found.items())]


def _presence_rule(name: str, ever: Presence, last: Presence, now: Presence) -> str:
    """
    Return which rule tells a field, or "": what was so before is told no more.
    """
    had, has = ever.fields[name], now.fields[name]
    if has and not had:
        return "drift-field-appeared"
    if has and last.objects and not last.fields[name]:
        return "drift-field-appeared"
    if not has and last.fields[name]:
        return "drift-field-vanished"
    if 0 < has < now.objects and had == ever.objects:
        return "drift-field-missing"
    return ""


def _present(rule: str, home: str, path: str, places: list[tuple[str, Presence, Presence, str]]) -> NightChange:
    said = {
        "drift-field-appeared": "is there now",
        "drift-field-vanished": "is missing",
        "drift-field-missing": "is missing in some records",
    }[rule]
    _, ever, here, name = max(places, key=lambda each: each[2].objects)
    showing = here.records(name, having=rule == "drift-field-appeared")
    of = len({record for _, record, _ in here.members})
    had = len(ever.records(name, having=True))
    return NightChange(
        rule,
        home,
        f"{path} {said}",
        tuple(place for place, *_ in places),
        before=f"present in {had} of {len({record for _, record, _ in ever.members})} records",
        now=f"{len(showing)} of {of} records; first: {next(iter(showing.values()))}",
    )


def value_changes(former: Profiles, now: Profiles) -> Iterator[NightChange]:
    """
    Yield what changed in types and values; `now` is what comparable records show.
    """
    told: dict[tuple[str, str, str], list[NightChange]] = defaultdict(list)
    for (home, path), profile in now.fields.items():
        known = former.fields.get((home, path))
        for rule, said, before, records in _news(known, profile) if known else ():
            places = tuple(f"{variant}: {place}" for variant, place in profile.places)
            number = f"{len(records)} of {len(_records(profile))} records"
            first = next(iter(records.values()))
            change = NightChange(rule, home, f"{path} {said}", places, before, f"{number}; first: {first}")
            told[rule, home, _owner(path, profile)].append(change)
    for changes in told.values():
        yield from _once(changes)


def unsampled_news(former: Profiles, now: Profiles, comparable: Profiles) -> Iterator[str]:
    """
    Yield what is seen for the first time, and only in records that are not comparable, in one clause each.
    """
    for where, profile in sorted(now.fields.items()):
        known, compared = former.fields.get(where), comparable.fields.get(where)
        told = {rule for rule, *_ in _news(known, compared)} if known and compared else set()
        for rule, said, _, _ in _news(known, profile) if known else ():
            if rule not in _MEASURES and rule not in told:
                yield f"{where[0]}: {where[1]} {said}"


#: Rules that compare sizes: each further record may be larger.
_MEASURES = frozenset({"drift-bound-exceeded", "drift-text-longer"})


def _owner(path: str, profile: FieldProfile) -> str:
    """
    Return what fields that change together have in common: the related record whose they are, or the field itself.
    """
    return path.rpartition(".")[0] + "." if profile.related else path


def _once(changes: list[NightChange]) -> Iterator[NightChange]:
    """
    Yield the changes of one field; of the fields of a related record that change together the first, with all places.
    """
    if changes[0].id != "drift-value-appeared" or len(changes) == 1:
        yield from changes
        return
    best = min(changes, key=lambda each: (not each.message.startswith(_NAMES), each.message))
    places = tuple(dict.fromkeys(place for each in changes for place in each.places))
    yield NightChange(best.id, best.subject, best.message, places, best.before, best.now)


#: Fields by which people know a related record.
_NAMES = ("name ", "title ", "label ")


def _records(profile: FieldProfile) -> set[RecordKey]:
    return {key for records in profile.types.values() for key in records}


def _news(known: FieldProfile, now: FieldProfile) -> Iterator[_Told]:
    """
    Yield what a profile shows for the first time.
    """
    types = {kind: records for kind, records in now.types.items() if kind not in known.types}
    before = f"in {len(_records(known))} records: {', '.join(sorted(known.types))}"
    for kind, records in types.items():
        if kind == "null":
            yield "drift-null-appeared", "is null", before, records
        elif set(known.types) == {"null"}:
            yield "drift-null-filled", f"is {kind}, and was always null", before, records
        else:
            yield "drift-type-appeared", f"is {kind}, and never was", before, records
    if not types.keys() - {"null"}:
        yield from _domain(known, now)


def _domain(known: FieldProfile, now: FieldProfile) -> Iterator[_Told]:
    hosts = {each: records for each, records in now.hosts.items() if each not in known.hosts}
    if known.hosts and hosts:
        yield "drift-host-appeared", f"leads to {listed(sorted(hosts))}", f"{listed(sorted(known.hosts))}", _all(hosts)
    if known.recurring:
        texts = {each: records for each, records in now.texts.items() if each not in known.texts}
        if texts:
            said = f"is {listed([json.dumps(each, ensure_ascii=False) for each in sorted(texts)])}"
            yield "drift-value-appeared", said, f"one of {len(known.texts)} other values", _all(texts)
    elif known.longest and now.longest and now.longest[0] > known.longest[0] * LONGER:
        length, key, label = now.longest
        yield "drift-text-longer", f"has {length} characters", f"at most {known.longest[0]}", {key: label}
    yield from _bounds(known, now)


def _bounds(known: FieldProfile, now: FieldProfile) -> Iterator[_Told]:
    """
    Yield a number that lies further outside than the known ones lie apart, or than they are large.
    """
    if known.low is None or known.high is None:
        return
    low, high = known.low[0], known.high[0]
    span = max(high - low, abs(high), abs(low), 1)
    for entry in (now.low, now.high):
        if entry is not None and not low - span <= entry[0] <= high + span:
            yield "drift-bound-exceeded", f"is {entry[0]}", f"from {low} to {high}", {entry[1]: entry[2]}


def _all(found: Mapping[str, Mapping[RecordKey, str]]) -> dict[RecordKey, str]:
    return {key: label for records in found.values() for key, label in records.items()}
