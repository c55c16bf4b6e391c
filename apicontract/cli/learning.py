"""
What `apicontract learn` does: experiments or traffic -> a data folder that is served and judged at once.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from apicontract.checks import CATALOGUE
from apicontract.cli.data import hold_own, say_written_data, written_data
from apicontract.cli.deriving import described
from apicontract.cli.grading import unfounded_promises
from apicontract.cli.proving import proved, undone_on_failure
from apicontract.cli.reaching import Reach
from apicontract.client.target import server_at
from apicontract.contract.catalog import load_api
from apicontract.contract.errors import UsageError
from apicontract.contract.files import render_json, write_atomically
from apicontract.contract.grades import Grade
from apicontract.contract.metaschemas import metaschema_folder, write_metaschemas
from apicontract.contract.moments import oldest_first
from apicontract.contract.naming import chosen_name, inside
from apicontract.contract.reading import read_json
from apicontract.evidence.derive import write_tree
from apicontract.evidence.importing import places_of
from apicontract.evidence.recordings import read_recording, recordings_in
from apicontract.explore.learning.asking import Asker
from apicontract.explore.learning.learn import learn
from apicontract.explore.learning.nested import unconfirmed_sentences
from apicontract.explore.learning.traffic import learn_traffic
from apicontract.explore.learning.writing import write_learnt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api
    from apicontract.explore.learning.learn import Learnt

#: Characters of a name that is made of a host.
_LONGEST_NAME = 60
#: Requests that tell whether what was learnt is served: the answers that were kept have told most of it already.
_REQUESTS = 8
#: One of so many requests tries what is only usual; but so many are for learning alone, which needs them for one list.
_TRIED, _LEARNING = 12, 60


def run(  # noqa: PLR0913 - the options of the command
    target: str,
    api: str | None,
    data: Path | None,
    budget: int,
    others: tuple[str, ...] = (),
    *,
    verbose: bool,
    **options: Any,
) -> None:
    """
    Learn TARGET, and write what was learnt.
    """
    name = chosen_name(api or _name_of(target))
    folder = written_data(data)
    hold_own(folder, name)
    facts, head = places_of(folder, name)
    if facts.exists() or head.exists():
        raise UsageError(f"{facts if facts.exists() else head} exists", "remove it, or name another API with --api")
    for path in (facts, head):
        inside(folder, path)
    place, reach = Path(target), None
    if "://" not in target and place.exists():
        exchanges = _read(place)
        learnt, said = learn_traffic(exchanges, target), f"{len(exchanges)} recorded answers"
    elif "://" not in target and _names_a_file(target):
        raise UsageError(f"no such file: {target}", "name a URL, a HAR file or a folder of recordings that exists")
    else:
        reach = Reach(**options)
        learnt, requests = _asked(target, others, budget - _reserved(budget), reach, verbose=verbose)
        said = f"{requests} requests"
    source = f"apicontract learn of {target}, {said}, {dt.datetime.now(dt.UTC).date().isoformat()}"
    with undone_on_failure(facts.parent, head.parent, metaschema_folder(folder)):
        write_metaschemas(folder)
        written = write_learnt(learnt, folder, name, source)
        tree, *_ = described(written.tree, None)
        write_tree(tree)
        api_learnt = load_api(name, folder)
        trial = _tried(target, api_learnt, budget - requests, reach, learnt) if reach else []
        unfounded = _state_unfounded(head, api_learnt, learnt.exchanges, [*learnt.exchanges, *trial])
        report = proved(name, folder, target, _REQUESTS)
    say_written_data(data)
    for statement in learnt.statements:
        click.echo(str(statement))
    for sentence in (*learnt.open, *unconfirmed_sentences(learnt)):
        click.echo(f"open: {sentence}")
    for check, each in unfounded.items():
        if each["grade"] == Grade.CONTRADICTED.value:
            click.echo(f"not promised: {check}, {CATALOGUE[check].sentence} ({each['source']} shows otherwise)")
    if untried := [check for check, each in unfounded.items() if each["grade"] == Grade.UNTRIED.value]:
        click.echo(f"not promised, for no answer bears on it: {', '.join(untried)}")
    kept, undecided = (report.states[each] for each in ("kept", "undecided"))
    click.echo(f"served and judged: {report.requests} requests, {kept} checks kept, {undecided} undecided")
    lists, answers = len(learnt.lists), written.recordings
    click.echo(f"{name}: {lists} resources by {said}, {answers} answers kept in {facts.parent}")


def _reserved(budget: int) -> int:
    """
    Return how many of so many requests try, once all is learnt, what is only usual.
    """
    return max(0, min(budget // _TRIED, budget - _LEARNING))


def _tried(target: str, api: Api, left: int, reach: Reach, learnt: Learnt) -> list[Exchange]:
    """
    Return the answers to requests that try what is only usual.
    """
    # Traffic needs no planner.
    from apicontract.planner.trial import tried  # noqa: PLC0415 - see above

    with reach.client_of(server_at(target)[0], left) as client:
        return tried(api, client, learnt.exchanges)


def _state_unfounded(head: Path, api: Api, *sittings: Sequence[Exchange]) -> Mapping[str, Any]:
    """
    Write into `api.json` what is usual and not promised, for answers break it or none bears on it, and return it.
    """
    found = unfounded_promises(api, *sittings)
    if found:
        stated = read_json(head)
        write_atomically(head, render_json({**stated, "promises": {**stated.get("promises", {}), **found}}))
    return found


def _asked(target: str, others: Sequence[str], budget: int, reach: Reach, *, verbose: bool) -> tuple[Learnt, int]:
    server, path = server_at(target)
    with reach.client_of(server, budget) as client:
        asker = Asker(client, partial(click.echo, err=True)) if verbose else Asker(client)
        return learn(asker, path, [f"/{each.strip().lstrip('/')}" for each in others]), client.budget.spent


def _names_a_file(target: str) -> bool:
    """
    Return whether a target looks like the name of a file, and like no host.
    """
    return target.startswith(("/", ".", "~")) or Path(target).suffix.lower() in {".har", ".json", ".html", ".txt"}


def _read(path: Path) -> list[Exchange]:
    """
    Return the answers of a file of traffic, or of all that a folder holds, oldest first.

    Raises:
        DataError: a file cannot be read.
    """
    return oldest_first(recordings_in(path) if path.is_dir() else read_recording(path))


def _name_of(target: str) -> str:
    """
    Return the name of the API of a target: its host, or its file, as a folder may be called.
    """
    place = urlsplit(target).netloc if "://" in target else Path(target).stem
    return re.sub(r"[^\w.]+", "-", place).lower()[:_LONGEST_NAME].strip("-.") or "api"
