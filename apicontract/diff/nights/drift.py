"""
The recordings of a data folder -> what changed with the last run of `record`, each change on its night and once.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from apicontract.contract.moments import oldest_first, written_moment
from apicontract.diff.levels import LEVELS
from apicontract.diff.nights.behaviour import broken_promises, failures, header_changes
from apicontract.diff.nights.change import listed
from apicontract.diff.nights.parts import Part, PartReader
from apicontract.diff.nights.population import Population, came, population_changes, population_of
from apicontract.diff.nights.profiles import profiles_of
from apicontract.diff.nights.shape import presence_changes, unsampled_news, value_changes
from apicontract.diff.observations import assigned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api
    from apicontract.diff.nights.change import NightChange
    from apicontract.evidence.runs import RecordRun

_OLDEST = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class NightDrift:
    """
    What changed with a night.

    Attributes:
        host: of which this is said; "" if nothing was recorded.
        changes: heaviest first.
        until: moment of the newest recording before the night, or "".
        begin: moment from which on recordings belong to the night, or "".
        compared: number of answers of the night that could be compared.
        remarks: sentences about the night as a whole.
    """

    host: str = ""
    changes: tuple[NightChange, ...] = ()
    until: str = ""
    begin: str = ""
    compared: int = 0
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Night:
    former: tuple[Exchange, ...]
    now: tuple[Exchange, ...]
    run: RecordRun | None
    earlier: RecordRun | None

    @property
    def newest(self) -> list[Exchange]:
        """
        The newest answers of each URL that were given before, the oldest of them first.
        """
        ordered = oldest_first(self.former)
        last = {each.url: number for number, each in enumerate(ordered)}
        return [each for number, each in enumerate(ordered) if last[each.url] == number]

    @property
    def last(self) -> list[Exchange]:
        """
        The answers of the day (UTC) on which the newest of them was given before.
        """
        newest = self.former[-1].moment if self.former else None
        return [each for each in self.former if newest and each.moment and each.moment.date() == newest.date()]


def drift_of(
    api: Api, exchanges: Sequence[Exchange], runs: Sequence[RecordRun], since: dt.datetime | None = None
) -> NightDrift:
    """
    Return what changed with the last run, or since a moment.

    Without a list of runs the last day (UTC) of the recordings is taken for the last run. Only recordings of one host
    are compared: that of the last run, or of the newest recording.
    """
    host = host_of(exchanges, runs)
    ours = oldest_first(each for each in exchanges if urlsplit(each.url).netloc.lower() == host)
    own_runs = [each for each in runs if urlsplit(each.target).netloc.lower() == host]
    begin = since or _begin(ours, own_runs)
    if begin is None:
        return NightDrift(host, remarks=("no recording has a moment",) if ours else ("nothing is recorded",))
    night = _Night(
        tuple(each for each in ours if (each.moment or _OLDEST) < begin),
        tuple(each for each in ours if (each.moment or _OLDEST) >= begin),
        own_runs[-1] if own_runs else None,
        own_runs[-2] if len(own_runs) > 1 else None,
    )
    changes, remarks = _compared(api, night)
    until = night.former[-1].moment if night.former else None
    return NightDrift(
        host,
        tuple(sorted(changes, key=lambda each: (LEVELS.index(each.rule.level), each.id, each.subject, each.message))),
        written_moment(until) if until else "",
        written_moment(begin),
        len(night.now) if night.former else 0,
        (*remarks, *_told(night)),
    )


def host_of(exchanges: Sequence[Exchange], runs: Sequence[RecordRun]) -> str:
    """
    Return the host of the last run, or of the newest recording; "" without either.
    """
    if runs:
        return urlsplit(runs[-1].target).netloc.lower()
    ordered = oldest_first(exchanges)
    return urlsplit(ordered[-1].url).netloc.lower() if ordered else ""


def _begin(exchanges: Sequence[Exchange], runs: Sequence[RecordRun]) -> dt.datetime | None:
    if runs:
        return runs[-1].begin
    newest = exchanges[-1].moment if exchanges else None
    return newest.replace(hour=0, minute=0, second=0, microsecond=0) if newest else None


def _compared(api: Api, night: _Night) -> tuple[list[NightChange], list[str]]:
    """
    Return the changes of a night, and what is seen for the first time without being one.
    """
    found = list(failures(api, night.run, night.earlier))
    if not night.former or not night.now:
        return found, []
    reader, identifiers = PartReader(api), {each.identifier.path for each in api.resources.values()}
    seen, latest = (list(assigned(api, each)) for each in (night.former, night.now))
    before, now = population_of(api, seen, night.former), population_of(api, latest, night.now)
    earlier, parts = list(reader.parts(seen)), list(reader.parts(latest))
    former = profiles_of(earlier, identifiers)
    last = profiles_of(
        (each for each in reader.parts(assigned(api, night.last)) if each.record in now.shown), identifiers
    )
    current, compared = (
        profiles_of(parts, identifiers),
        profiles_of(_comparable(earlier, parts, before, now), identifiers),
    )
    found += presence_changes(former, last, compared)
    found += value_changes(former, compared)
    found += population_changes(before, now)
    found += header_changes(api, night.former, night.now)
    found += broken_promises(api, night.newest, night.now)
    unsampled = list(unsampled_news(former, current, compared))
    told = [f"first seen, and only in records not recorded before: {listed(unsampled)}"] if unsampled else []
    return found, told


def _comparable(earlier: Sequence[Part], parts: Sequence[Part], before: Population, now: Population) -> list[Part]:
    """
    Return the parts of which it is known how they were: of a record that was shown in the same form, or that is new.

    A form (another mode, the record alone) that was never asked for before shows nothing that changed.
    """
    known = {(each.record, each.variant) for each in earlier}
    forms, new = {variant for _, variant in known}, came(before, now)
    return [
        each for each in parts if (each.record, each.variant) in known or (each.record in new and each.variant in forms)
    ]


def _told(night: _Night) -> Iterator[str]:
    """
    Yield what is to be known of a run that got few answers.
    """
    if night.run and night.run.stopped:
        yield f"the last run was stopped: {night.run.stopped}"
    if not night.former:
        yield "there is nothing before the last run"
    if night.former and not night.now:
        yield "the last run got no usable answer"
