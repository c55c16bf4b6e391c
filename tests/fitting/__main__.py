"""
Learn how likely each misreading is: `PYTHONPATH=tests python -m fitting` (some ten minutes of processor time).

Every wrong server of the own gallery, and of the visible halves of the others, is asked the same requests as the right
one: all that do not depend on chance, and some that do. A misreading explains a server if each list is the one that it
predicts, or, where it predicts only that something else comes, if the requests that show it are those that are answered
otherwise.
The shares are those under which these explanations are likeliest together (expectation and maximisation: each server
counts once, divided among its explanations by their present shares).
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import click

TESTS = str(Path(__file__).resolve().parents[1])
if TESTS not in sys.path:
    sys.path.insert(0, TESTS)

from killtable import subject  # noqa: E402 - once the tests' folder is known
from miniatures import miniatures  # noqa: E402
from small import small_api  # noqa: E402
from wrong_framework.gallery import contract, right  # noqa: E402
from wrong_framework.visible import VISIBLE  # noqa: E402

from apicontract.client import Budget, Client, Target  # noqa: E402
from apicontract.contract.errors import TargetError  # noqa: E402
from apicontract.planner.candidates import fixed_candidates  # noqa: E402
from apicontract.planner.combiner import Combiner  # noqa: E402
from apicontract.planner.crawl import crawl  # noqa: E402
from apicontract.planner.diagnosis import Seen, numbers_of  # noqa: E402
from apicontract.planner.exchange_log import page_of  # noqa: E402
from apicontract.planner.misreadings import misreadings, predictions  # noqa: E402
from apicontract.planner.survey import Survey  # noqa: E402
from mockserver.app import create_app  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api
    from apicontract.planner.combiner import Candidate
    from apicontract.planner.operators import Misreading

PRIORS = Path(__file__).resolve().parents[2] / "apicontract" / "planner" / "priors.json"
#: Requests that chance makes, besides the others.
_RANDOM = 120
#: Rounds of expectation and maximisation; the shares hardly move any more.
_ROUNDS = 60
#: How much the requests of a misreading and those that are answered otherwise must have in common.
_ALIKE = 0.3
#: What a kind of misreading counts that no wrong server is explained by: a fraction of one server.
_UNSEEN = 0.25
#: What a browsable page makes up anew each time.
_TOKEN = re.compile(rb"\b[0-9A-Za-z]{64}\b")


@dataclass(frozen=True)
class Server:
    """
    A wrong server to learn from.

    Attributes:
        name: of it.
        right: key of `worlds`: the right server that it is held against.
        resource: that is asked for.
        application: makes it.
    """

    name: str
    right: str
    resource: str
    application: Callable[[], Any]


def servers() -> Iterator[Server]:
    """
    Yield the wrong servers of the own gallery, and the visible ones of the framework.
    """
    for each in miniatures(small_api()):
        api, world = subject(each.data)
        made = lambda each=each, api=api, world=world: each.application(api, world)  # noqa: E731
        yield Server(f"{each.fault} {each.resource}", str(each.data or ""), each.resource, made)
    for wrong in VISIBLE:
        yield Server(
            f"{wrong.name} of the framework", "framework", wrong.resource, lambda wrong=wrong: wrong.wrong(right())
        )


def world_of(name: str) -> tuple[Api, Any]:
    """
    Return a contract and a right server of it.
    """
    if name == "framework":
        return contract(), right()
    api, world = subject(Path(name) if name else None)
    return api, create_app(api, world)


@dataclass(frozen=True)
class Asked:
    """
    What all servers of a resource are asked.

    Attributes:
        survey: the records of the right server.
        candidates: the requests.
        answers: of the right server.
    """

    survey: Survey
    candidates: tuple[Candidate, ...]
    answers: tuple[Exchange | None, ...]


@cache
def asked(name: str, resource: str) -> Asked:
    """
    Return the requests for a resource, with the answers of the right server.
    """
    api, application = world_of(name)
    with _client(application) as client:
        walk = crawl(api, api.resources[resource], lambda probe: client.request(*_parts(probe), follow=False), 100)
        survey = Survey(api, api.resources[resource], walk.rows, walk.complete)
        random = Random(1)  # noqa: S311 - no secret
        combiner = Combiner(survey, random)
        chosen = (*fixed_candidates(survey), *(combiner.random_request() for _ in range(_RANDOM)))
        return Asked(survey, chosen, tuple(_answers(client, chosen)))


def _client(application: object) -> Client:
    return Client(Target("asked", "http://mock.test", application=application), budget=Budget(10_000))


def _parts(probe: Any) -> tuple[Any, ...]:
    return probe.method, probe.path, probe.query, probe.headers


def _answers(client: Client, candidates: Iterable[Candidate]) -> Iterator[Exchange | None]:
    for each in candidates:
        try:
            yield client.request(*_parts(each.probe), follow=False, fresh=True)
        except TargetError:
            yield None


def _shown(exchange: Exchange | None) -> object:
    """
    Return what two answers are compared by.
    """
    if exchange is None:
        return None
    headers = sorted((name.lower(), value) for name, value in exchange.headers if name.lower() != "date")
    return exchange.status, headers, _TOKEN.sub(b"", exchange.body)


def explained(server: Server) -> tuple[list[str], list[int]]:
    """
    Return the kinds of misreadings that explain a server, and the numbers of the requests that it answers otherwise.
    """
    known = asked(server.right, server.resource)
    with _client(server.application()) as client:
        answers = list(_answers(client, known.candidates))
    other = [_shown(one) != _shown(two) for one, two in zip(known.answers, answers, strict=True)]
    told = set(_predicted(known, answers)) or set(_otherwise(known, other))
    return sorted({"/".join(each[:2]) for each in told}), [number for number, differs in enumerate(other) if differs]


def _predicted(known: Asked, answers: Sequence[Exchange | None]) -> Iterator[Misreading]:
    """
    Yield the misreadings that predict all lists, some of which are wrong.
    """
    api, resource = known.survey.api, known.survey.resource
    numbers = numbers_of(resource, known.survey.rows)
    read = []
    for each in filter(None, answers):
        found = predictions(known.survey, each)
        if found is not None:
            read.append((*found, Seen.of(each, page_of(api, each), resource, numbers)))
    deviating = [each for each in read if not each[2].fits(each[0], each[0].right)]
    for misreading in deviating[0][1] if deviating else ():
        if all(seen.fits(case, wrong.get(misreading, case.right)) for case, wrong, seen in read):
            yield misreading


def _otherwise(known: Asked, other: Sequence[bool]) -> Iterator[Misreading]:
    """
    Yield the misreadings that predict no list, and whose requests are most nearly those that are answered otherwise.
    """
    shows: dict[Misreading, set[int]] = {}
    for number, each in enumerate(known.candidates):
        found = predictions(known.survey, each.probe.as_exchange())
        selected = misreadings(known.survey, each.probe) if found is None else frozenset()
        certain = {misreading for misreading, outcome in found[1].items() if outcome.status} if found else selected
        for misreading in each.misreadings - certain:
            shows.setdefault(misreading, set()).add(number)
    differs = {number for number, differ in enumerate(other) if differ}
    alike = {each: len(numbers & differs) / len(numbers | differs) for each, numbers in shows.items()}
    best = max(alike.values(), default=0)
    yield from (each for each, share in alike.items() if share == best >= _ALIKE)


def fitted(found: Iterable[Sequence[str]]) -> dict[str, float]:
    """
    Return the share of wrong servers of each kind of misreading, by which their explanations are likeliest.
    """
    known = [each for each in found if each]
    kinds = sorted({kind for each in known for kind in each})
    shares = dict.fromkeys(kinds, 1 / max(len(kinds), 1))
    for _ in range(_ROUNDS):
        counts: Counter[str] = Counter(dict.fromkeys(kinds, _UNSEEN))
        for each in known:
            whole = sum(shares[kind] for kind in each)
            counts.update({kind: shares[kind] / whole for kind in each})
        total = sum(counts.values())
        shares = {kind: count / total for kind, count in counts.items()}
    return shares | {"other": _UNSEEN / max(len(known), 1)}


@click.command()
@click.option(
    "--outcomes", type=click.Path(path_type=Path), required=True, help="Where explanations are kept (JSON lines)."
)
@click.option("--shard", default="1/1", help="Which part of the servers is asked.")
@click.option("--write", is_flag=True, help="Write the shares into the package, from the outcomes.")
def main(outcomes: Path, shard: str, *, write: bool) -> None:
    """
    Ask wrong servers what explains them, or learn from what was kept.
    """
    if write:
        lines = [json.loads(line) for line in outcomes.read_text(encoding="utf-8").splitlines()]
        _write({line["name"]: line["kinds"] for line in lines})
        return
    part, parts = map(int, shard.split("/"))
    with outcomes.open("a", encoding="utf-8") as file:
        for server in list(servers())[part - 1 :: parts]:
            kinds, differs = explained(server)
            file.write(json.dumps({"name": server.name, "kinds": kinds, "differs": differs}) + "\n")
            file.flush()


def _write(found: Mapping[str, Sequence[str]]) -> None:
    shares = {kind: round(share, 5) for kind, share in sorted(fitted(found.values()).items())}
    figures = {"servers": len(found), "explained": sum(map(bool, found.values())), "kinds": len(shares) - 1}
    PRIORS.write_text(json.dumps({"figures": figures, "shares": shares}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
