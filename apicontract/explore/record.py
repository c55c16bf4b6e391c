"""
Fetches pages that add evidence, asks again for those that are known, and keeps both as recordings.

What to ask next follows from what was answered: the ends of every ordering, the other levels of detail, rare
values, the records with most and with least in them. A page that shows nothing new is not kept, and one that was kept
is asked for again on another night: half of the requests go to either, what one does not need to the other.
Each file is written in one step, so that a run that was killed leaves only whole files and the next one goes on where
it ended.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from apicontract.contract.errors import DataError, OutOfBudget, OutOfTime, Throttled, Unreachable
from apicontract.contract.files import cache_folder, locked, make_cache_folder, write_atomically
from apicontract.contract.moments import written_moment
from apicontract.contract.naming import inside
from apicontract.contract.querynames import ordering_names
from apicontract.contract.reading import read_json
from apicontract.diff.nodes import type_of
from apicontract.diff.observations import Seen, assigned, instances
from apicontract.evidence.runs import Failed, RecordRun, read_runs, write_runs
from apicontract.explore.failures import failure_of
from apicontract.explore.keeping import KeptAnswers, digest, kept_of
from apicontract.explore.refreshing import due, missing
from apicontract.explore.wishes import UNSHOWN, WALK, Wish, wishes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from apicontract.client import Client
    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api, Resource

#: A text is taken for one of a few values up to this length; longer ones are prose.
_SHORT = 40
#: Hours after which a page is asked for again: fewer than from one night to the next, more than a run that was stopped
#: waits until it goes on.
REFRESH_HOURS = 12.0
#: Failures in a row that end a run: what a service cannot answer now it cannot answer a second later either.
_FUTILE = 3


@dataclass
class Recording:
    """
    What a run came to.

    Attributes:
        kept: files written by this run.
        stayed: pages asked for again that had not changed.
        barren: pages asked for that showed nothing new.
        failed: requests without a usable answer.
        stopped: why the run ended before its plan did, or "".
    """

    kept: list[Path] = field(default_factory=list)
    stayed: int = 0
    barren: int = 0
    failed: list[Failed] = field(default_factory=list)
    stopped: str = ""


@dataclass
class _Progress:
    """
    What is known of one resource.
    """

    kept: KeptAnswers
    seen: list[Seen] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    again: list[Wish] = field(default_factory=list)
    spent: Counter[bool] = field(default_factory=Counter)
    atoms: set[tuple[str, ...]] = field(default_factory=set)
    fruitless: Counter[str] = field(default_factory=Counter)
    emptied: bool = False


def record(  # noqa: PLR0913, PLR0917 - what a run may be told
    api: Api,
    client: Client,
    folder: Path,
    resources: Sequence[Resource],
    say: Callable[[str], None] = lambda _: None,
    refresh_hours: float = REFRESH_HOURS,
) -> Recording:
    """
    Ask for pages until nothing more is wished or the budget is spent, and keep those that are evidence.

    Args:
        api: what is promised of the resources.
        client: reaches the server; its budget is the run's.
        folder: data folder, in whose `fixtures` the recordings go.
        resources: which collections, the most important first; each gets a page before one gets its second.
        say: told of every page.
        refresh_hours: age at which a recorded page is asked for again.

    Raises:
        Throttled: the server, or the ledger on its behalf, let not one request through.
        Unreachable: no connection, and no usable answer before.
        DataError: a recording that exists already cannot be read.
        UsageError: another run records into the same folder.
    """
    with alone(folder):
        started = client.now
        before = started - dt.timedelta(hours=refresh_hours)
        known = {each.name: _resumed(api, each, folder, client.target.host, before) for each in resources}
        session = _Session(api, client, folder, known, say, RecordRun(written_moment(started), client.target.url))
        try:
            session.ask(resources)
        finally:
            session.write()
    return session.done


@dataclass
class _Session:
    """
    One run: what it knows, what it came to.
    """

    api: Api
    client: Client
    folder: Path
    known: dict[str, _Progress]
    say: Callable[[str], None]
    run: RecordRun
    done: Recording = field(default_factory=Recording)
    in_row: int = 0

    def ask(self, resources: Sequence[Resource]) -> None:
        """
        Ask for one page after the other, resource by resource in turn.
        """
        wish = None
        try:
            for resource, wish in _turns(self.api, resources, self.known):
                self._ask(resource, wish)
                if self.in_row >= _FUTILE:
                    self._stopped(f"{self.client.target.url}: {_FUTILE} requests in a row failed")
                    return
        except (OutOfBudget, OutOfTime) as error:
            self.done.stopped = str(error)
        except (Throttled, Unreachable) as error:
            self._stopped(str(error))
            kind = "throttled" if isinstance(error, Throttled) else "unreachable"
            self._failed(Failed(self.client.target.url + (wish.url if wish else ""), kind, error.reason))
            if not (self.client.exchanges if isinstance(error, Throttled) else self.run.answered):
                raise

    def write(self) -> None:
        """
        Write what became of the run so far; one that sent nothing leaves no line.
        """
        run = replace(self.run, failed=tuple(self.done.failed))
        if run.answered or run.failed:
            former = [each for each in read_runs(self.folder, self.api.name) if each.started != run.started]
            write_runs(self.folder, self.api.name, (*former, run))

    def _stopped(self, reason: str) -> None:
        self.done.stopped = reason
        self.run = replace(self.run, stopped=reason)

    def _failed(self, failed: Failed) -> None:
        self.done.failed.append(failed)
        self.in_row += 1
        self.write()

    def _ask(self, resource: Resource, wish: Wish) -> None:
        progress = self.known[resource.name]
        exchange = self.client.get(wish.url, headers=(("Accept", "application/json"),))
        progress.asked.add(wish.url.removeprefix("/"))
        former = progress.kept.before(exchange.url)
        flaw = failure_of(self.api, exchange, former, emptied=progress.emptied)
        if flaw is not None:
            progress.emptied = progress.emptied or flaw.kind == "empty"
            self._failed(flaw)
            self.say(f"{wish.purpose}: {wish.url}: failed: {flaw.reason}")
            return
        self.in_row = 0
        news = _learn(self.api, exchange, progress)
        fruitless = progress.fruitless[wish.purpose] + 1
        progress.fruitless[wish.purpose] = 0 if news or wish.purpose == UNSHOWN else fruitless
        if former is None and not news and wish.purpose not in {"missing", WALK, UNSHOWN}:
            self.done.barren += 1
            place = progress.kept.place.parent / "asked.json"
            write_atomically(place, json.dumps(sorted(progress.asked), indent=2) + "\n")
            told = "nothing new"
        else:
            told = self._kept(progress, exchange, news)
            if former is not None:
                progress.again[:0] = missing(self.api, former, exchange)
        self._answered(exchange)
        self.say(f"{wish.purpose}: {wish.url}: {told}")

    def _kept(self, progress: _Progress, exchange: Exchange, news: int) -> str:
        path = progress.kept.keep(exchange)
        if path is None:
            self.done.stayed += 1
            return "as before"
        self.done.kept.append(path)
        return f"{news} new" if news else "changed"

    def _answered(self, exchange: Exchange) -> None:
        moments = [
            each for each in (self.run.first, written_moment(exchange.moment) if exchange.moment else "") if each
        ]
        self.run = replace(self.run, answered=self.run.answered + 1, first=min(moments, default=""))
        self.write()


def alone(folder: Path) -> AbstractContextManager[None]:
    """
    Return a lock that keeps a second run out of a folder; the operating system opens it when a run is killed.
    """
    locks = cache_folder() / "locks"
    make_cache_folder(locks)
    return locked(locks / f"record-{digest(str(folder.resolve()))}.lock")


def _resumed(api: Api, resource: Resource, folder: Path, host: str, before: dt.datetime) -> _Progress:
    """
    Read what former runs left of a host; what was last answered before a moment is asked for again.
    """
    kept = kept_of(api, resource, folder)
    progress = _Progress(kept, asked=_asked(inside(folder, kept.place.parent / "asked.json")))
    latest = {url: exchange for url, (exchange, _) in kept.latest.items()}
    progress.again = due(api, host, latest, before)
    for url, exchange in sorted(latest.items()):
        _learn(api, exchange, progress)
        progress.asked.add(url.partition("//")[2].partition("/")[2])
    return progress


def _asked(path: Path) -> set[str]:
    expected = "a JSON list of URLs, or no such file"
    urls = read_json(path, expected=expected) if path.exists() else []
    if not isinstance(urls, list) or not all(isinstance(each, str) for each in urls):
        raise DataError(str(path), "something else", expected)
    return set(urls)


def _turns(api: Api, resources: Sequence[Resource], known: dict[str, _Progress]) -> Iterator[tuple[Resource, Wish]]:
    waiting = list(resources)
    while waiting:
        for resource in tuple(waiting):
            wish = _next(api, resource, known[resource.name])
            if wish is None:
                waiting.remove(resource)
            else:
                yield resource, wish


def _next(api: Api, resource: Resource, progress: _Progress) -> Wish | None:
    """
    Return what to ask next: a page again and a new one in turn, as long as there are both.
    """
    again = bool(progress.again) and progress.spent[True] <= progress.spent[False]
    wish = None if again else _unasked(api, resource, progress)
    if wish is None and progress.again:
        again, wish = True, progress.again.pop(0)
    progress.spent[again] += 1
    return wish


def _unasked(api: Api, resource: Resource, progress: _Progress) -> Wish | None:
    """
    Return the first wish that was not asked, those first whose kind went on showing something new.
    """
    open_ = [each for each in wishes(api, resource, progress.seen) if each.url.removeprefix("/") not in progress.asked]
    return min(open_, key=lambda each: progress.fruitless[each.purpose], default=None)


def _learn(api: Api, exchange: Exchange, progress: _Progress) -> int:
    """
    Take an answer into account, and return how many things it showed for the first time.
    """
    seen = tuple(assigned(api, (exchange,)))
    progress.seen += seen
    fresh = set(_atoms(api, seen)) - progress.atoms
    progress.atoms |= fresh
    return len(fresh)


def _atoms(api: Api, seen: Sequence[Seen]) -> Iterator[tuple[str, ...]]:
    """
    Yield the smallest pieces of evidence: a field with a JSON type, an empty list or text, or one of few values.

    A parameter that was answered is one too: what it does can only change where it is known.
    """
    for each in seen:
        sorting = ordering_names(api)
        ordered = [value for name, value in each.exchange.query if name in sorting]
        yield from ((each.resource.name, "parameter", name, *ordered) for name, _ in each.exchange.query)
    for definition, found in instances(api, seen).items():
        for instance in found:
            for name, value in instance.value.items():
                yield (definition, name, type_of(value))
                if value in ("", []):
                    yield (definition, name, "empty")
        for name in {name for each in found for name in each.value}:
            texts = Counter(each.value[name] for each in found if isinstance(each.value.get(name), str))
            few = len(texts) * 2 <= sum(texts.values()) and all(len(text) <= _SHORT for text in texts)
            yield from ((definition, name, "value", text) for text in texts if few)
