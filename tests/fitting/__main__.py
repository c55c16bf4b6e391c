"""
Learn how likely each misreading is: `PYTHONPATH=tests python -m fitting` (some ten minutes of processor time).

Every wrong server of the own gallery, and of the visible halves of the others, is asked the same requests as the right
one: all that do not depend on chance, and some that do. A misreading explains a server if all requests that would show
it are answered otherwise. Servers that most requests show teach nothing: any plan finds them.
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
from apicontract.diagnosis.records import KnownRecords  # noqa: E402
from apicontract.planner.candidates import fixed_candidates  # noqa: E402
from apicontract.planner.combiner import Combiner  # noqa: E402
from apicontract.planner.crawl import crawl  # noqa: E402
from mockserver.app import create_app  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from apicontract.contract.exchange import Exchange
    from apicontract.contract.model import Api
    from apicontract.diagnosis.operators import Misreading
    from apicontract.planner.combiner import Candidate

PRIORS = Path(__file__).resolve().parents[2] / "apicontract" / "planner" / "priors.json"
#: Requests that chance makes, besides the others.
_RANDOM = 120
#: Rounds of expectation and maximisation; the shares hardly move any more.
_ROUNDS = 60
#: The share of the requests that show a server from which nothing is learnt: any plan finds it.
_MOST = 0.3
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

    survey: KnownRecords
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
        survey = KnownRecords(api, api.resources[resource], walk.rows, walk.complete)
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


def differing(server: Server) -> list[int]:
    """
    Return the numbers of the requests that a server answers otherwise than the right one.
    """
    known = asked(server.right, server.resource)
    with _client(server.application()) as client:
        answers = _answers(client, known.candidates)
        pairs = enumerate(zip(known.answers, answers, strict=True))
        return [number for number, (one, other) in pairs if _shown(one) != _shown(other)]


def explained(known: Asked, differs: Collection[int]) -> list[str]:
    """
    Return the kinds of misreadings all of whose requests are answered otherwise; none of a server that most show.
    """
    if len(differs) > len(known.candidates) * _MOST:
        return []
    shows: dict[Misreading, bool] = {}
    for number, each in enumerate(known.candidates):
        for misreading in each.misreadings:
            shows[misreading] = shows.get(misreading, True) and number in differs
    return sorted({"/".join(misreading[:2]) for misreading, always in shows.items() if always})


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
        known = {each.name: each for each in servers()}
        asked_of = {line["name"]: asked(known[line["name"]].right, known[line["name"]].resource) for line in lines}
        _write({line["name"]: explained(asked_of[line["name"]], line["differs"]) for line in lines})
        return
    part, parts = map(int, shard.split("/"))
    with outcomes.open("a", encoding="utf-8") as file:
        for server in list(servers())[part - 1 :: parts]:
            file.write(json.dumps({"name": server.name, "differs": differing(server)}) + "\n")
            file.flush()


def _write(found: Mapping[str, Sequence[str]]) -> None:
    shares = {kind: round(share, 5) for kind, share in sorted(fitted(found.values()).items())}
    figures = {"servers": len(found), "explained": sum(map(bool, found.values())), "kinds": len(shares) - 1}
    PRIORS.write_text(json.dumps({"figures": figures, "shares": shares}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
