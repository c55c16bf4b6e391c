"""
Fetches pages that add evidence, and keeps them as recordings.

What to ask next follows from what was answered: the ends of every ordering, the other levels of detail, rare
values, the records with most and with least in them. A page that shows nothing new is not kept.
A recording is named by its URL and written in one step, so that a run that was killed leaves only whole files
and the next one goes on where it ended.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from apicontract.contract.errors import DataError, OutOfBudget, OutOfTime, Throttled
from apicontract.contract.files import cache_folder, locked, make_cache_folder, write_atomically
from apicontract.contract.keys import key_of
from apicontract.contract.naming import files_inside, inside
from apicontract.contract.paths import values_at
from apicontract.contract.reading import read_json
from apicontract.contract.routes import detail_path, list_path
from apicontract.contract.tokens import TOKENS
from apicontract.contract.weblinks import NEXT
from apicontract.diff.nodes import type_of
from apicontract.diff.observations import Seen, assigned, instances
from apicontract.evidence.recordings import read_recording
from apicontract.evidence.recordings.document import render_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from apicontract.client import Client
    from apicontract.contract.model import Api, Exchange, Record, Resource
    from apicontract.contract.paging import Paging

#: Purpose of a page to which only the one before it leads: it is kept also where it shows nothing of a new kind, for
#: without it the pages behind it have no place.
_WALK = "next page"
#: Parents below which the first page is asked for.
_PARENTS = 4
#: A text is taken for one of a few values up to this length; longer ones are prose.
_SHORT = 40
#: How many rare values of a filter are worth a page each.
_RARE = 3


@dataclass(frozen=True, slots=True)
class Wish:
    """
    A page that is worth asking for.

    Attributes:
        purpose: of which kind of evidence it is.
        path: below the host.
        query: names and values.
    """

    purpose: str
    path: str
    query: tuple[tuple[str, str], ...] = ()

    @property
    def url(self) -> str:
        """
        Path and query, which name the recording.
        """
        return self.path + (f"?{urlencode(self.query)}" if self.query else "")


@dataclass
class Recording:
    """
    What a run came to.

    Attributes:
        kept: files written by this run.
        barren: pages asked for that showed nothing new.
        stopped: why the run ended before its wishes did, or "".
    """

    kept: list[Path] = field(default_factory=list)
    barren: int = 0
    stopped: str = ""


@dataclass
class _Progress:
    """
    What is known of one resource.
    """

    seen: list[Seen] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    atoms: set[tuple[str, ...]] = field(default_factory=set)
    fruitless: Counter[str] = field(default_factory=Counter)


def record(
    api: Api,
    client: Client,
    folder: Path,
    resources: Sequence[Resource],
    say: Callable[[str], None] = lambda _: None,
) -> Recording:
    """
    Ask for pages until nothing more is wished or the budget is spent, and keep those that add evidence.

    Args:
        api: what is promised of the resources.
        client: reaches the server; its budget is the run's.
        folder: data folder, in whose `fixtures` the recordings go.
        resources: which collections, the most important first; each gets a page before one gets its second.
        say: told of every page.

    Raises:
        Throttled: the server, or the ledger on its behalf, let not one request through.
        Unreachable: no connection.
        DataError: a recording that exists already cannot be read.
        UsageError: another run records into the same folder.
    """
    done = Recording()
    with _alone(folder):
        known = {each.name: _resumed(api, each, folder) for each in resources}
        try:
            for resource in _turns(api, resources, known):
                _ask(api, client, folder, resource, known[resource.name], done, say)
        except (OutOfBudget, OutOfTime) as error:
            done.stopped = str(error)
        except Throttled as error:
            if not client.exchanges:
                raise
            done.stopped = str(error)
    return done


def _alone(folder: Path) -> AbstractContextManager[None]:
    """
    Return a lock that keeps a second run out of a folder; the operating system opens it when a run is killed.
    """
    locks = cache_folder() / "locks"
    make_cache_folder(locks)
    return locked(locks / f"record-{_digest(str(folder.resolve()))}.lock")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _place(api: Api, resource: Resource, folder: Path) -> Path:
    return folder / "fixtures" / api.name / resource.name / "recorded"


def _resumed(api: Api, resource: Resource, folder: Path) -> _Progress:
    """
    Read what former runs left; clear away what a killed one was just writing.
    """
    place = _place(api, resource, folder)
    inside(folder, place).mkdir(parents=True, exist_ok=True)
    for path in (*place.glob(".*.tmp"), *place.parent.glob(".*.tmp")):
        path.unlink(missing_ok=True)
    progress = _Progress(asked=_asked(inside(folder, place.parent / "asked.json")))
    for path in files_inside(folder, place, "*.json"):
        for exchange in read_recording(path):
            _learn(api, exchange, progress)
            progress.asked.add(exchange.url.partition("//")[2].partition("/")[2])
    return progress


def _asked(path: Path) -> set[str]:
    expected = "a JSON list of URLs, or no such file"
    urls = read_json(path, expected=expected) if path.exists() else []
    if not isinstance(urls, list) or not all(isinstance(each, str) for each in urls):
        raise DataError(str(path), "something else", expected)
    return set(urls)


def _turns(api: Api, resources: Sequence[Resource], known: dict[str, _Progress]) -> Iterator[Resource]:
    waiting = list(resources)
    while waiting:
        for resource in tuple(waiting):
            if _next(api, resource, known[resource.name]) is None:
                waiting.remove(resource)
            else:
                yield resource


def _ask(  # noqa: PLR0913, PLR0917 - one step of `record`, with all it knows
    api: Api,
    client: Client,
    folder: Path,
    resource: Resource,
    progress: _Progress,
    done: Recording,
    say: Callable[[str], None],
) -> None:
    wish = _next(api, resource, progress)
    if wish is None:
        return
    exchange = client.get(wish.path, wish.query, headers=(("Accept", "application/json"),))
    progress.asked.add(wish.url.removeprefix("/"))
    news = _learn(api, exchange, progress)
    progress.fruitless[wish.purpose] = 0 if news else progress.fruitless[wish.purpose] + 1
    place = _place(api, resource, folder)
    if news or (wish.purpose == _WALK and exchange.status == HTTPStatus.OK):
        path = place / f"{_digest(exchange.url)}.json"
        write_atomically(path, render_document(exchange))
        done.kept.append(path)
    else:
        done.barren += 1
        write_atomically(place.parent / "asked.json", json.dumps(sorted(progress.asked), indent=2) + "\n")
    say(f"{wish.purpose}: {wish.url}: {f'{news} new' if news else 'nothing new'}")


def _next(api: Api, resource: Resource, progress: _Progress) -> Wish | None:
    """
    Return the first wish that was not asked, those first whose kind went on showing something new.
    """
    open_ = [each for each in wishes(api, resource, progress.seen) if each.url.removeprefix("/") not in progress.asked]
    return min(open_, key=lambda each: progress.fruitless[each.purpose], default=None)


def wishes(api: Api, resource: Resource, seen: Sequence[Seen]) -> Iterator[Wish]:
    """
    Yield what is worth asking of a resource, given what was seen of it, the most telling first.
    """
    owner = _unseen_owner(api, resource, seen)
    if owner is not None:
        yield Wish("parents", list_path(api, owner))
        return
    below = [_below(resource, keys) for keys in _owners(resource, seen)] or [resource]
    for each in below[1:_PARENTS]:
        yield Wish("beginning", list_path(api, each))
    resource, seen = below[0], [each for each in seen if each.resource.name == resource.name]
    paging, path = api.paging, list_path(api, resource)
    full = paging.sized(paging.maximum_limit)
    yield Wish("beginning", path, full)
    yield from _next_pages(api, seen)
    for field_ in resource.ordering[:1]:
        yield Wish("ordering end", path, (*full, ("ordering", f"-{field_.name}")))
    for mode in resource.modes.choices:
        if mode != resource.modes.list:
            yield Wish("mode", path, (("mode", mode),))
    yield from _extremes(api, resource, seen)
    yield from _selections(resource, path, full, seen)
    for field_ in resource.ordering:
        yield Wish("ordering end", path, (*full, ("ordering", f"-{field_.name}")))
        yield Wish("ordering end", path, (*full, ("ordering", field_.name)))
    count = max((each.count or 0 for each in seen), default=0)
    if count > paging.maximum_limit:
        last = paging.starting(paging.last_page(count, paging.maximum_limit), paging.maximum_limit) or ()
        yield Wish("last page", path, (*full, *last))


def _next_pages(api: Api, seen: Sequence[Seen]) -> Iterator[Wish]:
    """
    Yield the pages to which those of the whole list lead, where nothing but a token says where one begins.
    """
    paging = api.paging
    for each in seen if paging.unit == TOKENS else ():
        exchange = each.exchange
        _, rows = paging.read(exchange.json, exchange.header)
        link = paging.linked(exchange.json, exchange.header).get(NEXT)
        plain = {name for name, _ in exchange.query} <= {*paging.parameters}
        if plain and isinstance(rows, list) and isinstance(link, str):
            yield Wish(_WALK, exchange.path, (*_sized(paging, exchange), *paging.following(link)))


def _sized(paging: Paging, exchange: Exchange) -> Iterator[tuple[str, str]]:
    return (pair for pair in exchange.query if pair[0] == paging.size)


def _below(resource: Resource, keys: Sequence[object]) -> Resource:
    return replace(resource, template=resource.route.choosing(keys))


def _unseen_owner(api: Api, resource: Resource, seen: Sequence[Seen]) -> Resource | None:
    """
    Return the resource of the first parent of which no record was seen, below its own parents; None if there is none.
    """
    shown = {each.resource.name for each in seen if each.rows}
    for place, parent in enumerate(resource.route.parents):
        if parent.resource not in shown:
            keys = next(_owners(resource, seen), ())
            return _below(api.resources[parent.resource], keys[:place])
    return None


def _owners(resource: Resource, seen: Sequence[Seen]) -> Iterator[tuple[object, ...]]:
    """
    Yield keys for the parents of a resource, as far as records were seen; the last parent changes first.
    """
    first: tuple[object, ...] = ()
    for place, parent in enumerate(resource.route.parents):
        rows = [(each.resource, row) for each in seen if each.resource.name == parent.resource for row in each.rows]
        keys = list(dict.fromkeys(key_of(owner, row) for owner, row in rows))
        if place == len(resource.route.parents) - 1:
            yield from ((*first, key) for key in keys)
        first = (*first, *keys[:1])


def _extremes(api: Api, resource: Resource, seen: Sequence[Seen]) -> Iterator[Wish]:
    """
    Yield the details of the records with least and with most in them.
    """
    rows = [row for each in seen for row in each.rows if key_of(resource, row) is not None]
    if rows:
        fullest = sorted(rows, key=lambda row: (_emptiness(row), str(key_of(resource, row))))
        for row in (fullest[-1], fullest[0]):
            yield Wish("detail", detail_path(api, resource, key_of(resource, row)))


def _emptiness(row: Record) -> int:
    return sum(value in (None, "", []) for value in row.values())


def _selections(
    resource: Resource, path: str, full: tuple[tuple[str, str], ...], seen: Sequence[Seen]
) -> Iterator[Wish]:
    """
    Yield the pages of either truth, and of the values that were seen least.
    """
    for parameter in resource.parameters:
        if parameter.type == "boolean":
            yield from (Wish("truth", path, (*full, (parameter.name, value))) for value in ("true", "false"))
        elif parameter.type in {"related", "choice"}:
            counted = Counter(
                value
                for each in seen
                for row in each.rows
                for place in parameter.fields
                for value in values_at(row, place)
                if isinstance(value, int | str)
            )
            rarest = sorted(counted, key=lambda value: (counted[value], str(value)))
            for value in rarest[:_RARE]:
                yield Wish("rare value", path, (*full, (parameter.name, str(value))))


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
    """
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
