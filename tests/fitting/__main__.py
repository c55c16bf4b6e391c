"""
Learn how likely each misreading is: `PYTHONPATH=tests python -m fitting` (about half an hour of processor time).

Every wrong server of the own gallery and of the visible half of the others is asked with a larger budget. What explains
it are the misreadings that predict all its answers; where none does, those that the first request would refute which
shows a fault. The shares are those that make these explanations likeliest together (expectation and maximisation: each
server counts once, divided among its explanations by their present shares).
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

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
from apicontract.planner import gather  # noqa: E402
from apicontract.planner.candidates import fixed_candidates  # noqa: E402
from apicontract.planner.diagnosis import explanations  # noqa: E402
from apicontract.planner.misreadings import misreadings  # noqa: E402
from apicontract.planner.survey import Survey  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from apicontract.contract.model import Api, Resource
    from apicontract.planner.operators import Misreading
    from apicontract.planner.probe import Probe
    from apicontract.planner.run import Run

PRIORS = Path(__file__).resolve().parents[2] / "apicontract" / "planner" / "priors.json"
#: Rounds of expectation and maximisation; the shares hardly move any more.
_ROUNDS = 60
#: What a kind of misreading counts that no wrong server is explained by: a fraction of one server.
_UNSEEN = 0.25


class Server(NamedTuple):
    """
    A wrong server to learn from.

    Attributes:
        name: of it.
        api: the contract that it breaks.
        application: makes it.
        resource: that is asked for.
    """

    name: str
    api: Callable[[], Api]
    application: Callable[[], object]
    resource: str


def servers() -> Iterator[Server]:
    """
    Yield the wrong servers of the own gallery, and the visible ones of the framework.
    """
    for each in miniatures(small_api()):
        api, world = subject(each.data)
        yield Server(
            f"{each.fault} {each.resource}",
            lambda api=api: api,
            lambda each=each, api=api, world=world: each.application(api, world),
            each.resource,
        )
    for wrong in VISIBLE:
        yield Server(
            f"{wrong.name} {wrong.resource} of the framework",
            contract,
            lambda wrong=wrong: wrong.wrong(right()),
            wrong.resource,
        )


def explained(server: Server, budget: int, seed: int) -> list[str]:
    """
    Return the kinds of misreadings that explain a server, or that the request which shows its fault would refute.
    """
    api = server.api()
    target = Target(server.name, "http://mock.test", application=server.application())
    with Client(target, budget=Budget(budget)) as client:
        run = gather(api, client, resources=(server.resource,), budget=budget, strict=True, seed=seed)
    found = explanations(api, api.resources[server.resource], run.evidence.exchanges)
    if found:
        return sorted({"/".join(each.misreading[:2]) for each in found})
    violations = run.evidence.check_results().violations
    shown = next((each.exchanges[0] for each in violations if each.exchanges), None)
    probe = run.evidence.probes.get(id(shown))
    return (
        sorted({"/".join(each[:2]) for each in refutable(run, api.resources[server.resource], probe)}) if probe else []
    )


def refutable(run: Run, resource: Resource, probe: Probe) -> frozenset[Misreading]:
    """
    Return the misreadings that the answer to a request of a run can refute.
    """
    walk = run.walks[resource.name]
    survey = Survey(run.api, resource, walk.rows, walk.complete)
    fixed = {each.probe: each.misreadings for each in fixed_candidates(survey)}
    return fixed.get(probe, frozenset()) | misreadings(survey, probe)


def fitted(found: Iterable[Sequence[str]]) -> dict[str, float]:
    """
    Return the share of wrong servers of each kind of misreading, by which their explanations are likeliest.
    """
    explained = [each for each in found if each]
    kinds = sorted({kind for each in explained for kind in each})
    shares = dict.fromkeys(kinds, 1 / max(len(kinds), 1))
    for _ in range(_ROUNDS):
        counts: Counter[str] = Counter(dict.fromkeys(kinds, _UNSEEN))
        for each in explained:
            whole = sum(shares[kind] for kind in each)
            counts.update({kind: shares[kind] / whole for kind in each})
        total = sum(counts.values())
        shares = {kind: count / total for kind, count in counts.items()}
    return shares | {"other": _UNSEEN / max(len(explained), 1)}


@click.command()
@click.option(
    "--outcomes", type=click.Path(path_type=Path), required=True, help="Where explanations are kept (JSON lines)."
)
@click.option("--shard", default="1/1", help="Which part of the servers is asked.")
@click.option("--budget", default=60, show_default=True)
@click.option("--seed", default=0, show_default=True)
@click.option("--write", is_flag=True, help="Write the shares into the package, from the outcomes.")
def main(outcomes: Path, shard: str, budget: int, seed: int, *, write: bool) -> None:
    """
    Ask wrong servers what explains them, or learn from what was kept.
    """
    if write:
        lines = [json.loads(line) for line in outcomes.read_text(encoding="utf-8").splitlines()]
        _write({line["name"]: line["kinds"] for line in lines})
        return
    part, parts = map(int, shard.split("/"))
    chosen = list(servers())
    Random(0).shuffle(chosen)  # noqa: S311 - no secret
    known = (
        {json.loads(line)["name"] for line in outcomes.read_text(encoding="utf-8").splitlines()}
        if outcomes.exists()
        else set()
    )
    with outcomes.open("a", encoding="utf-8") as file:
        for server in (each for each in chosen[part - 1 :: parts] if each.name not in known):
            file.write(json.dumps({"name": server.name, "kinds": explained(server, budget, seed)}) + "\n")
            file.flush()


def _write(found: Mapping[str, Sequence[str]]) -> None:
    shares = {kind: round(share, 5) for kind, share in sorted(fitted(found.values()).items())}
    figures = {"servers": len(found), "explained": sum(map(bool, found.values())), "kinds": len(shares) - 1}
    PRIORS.write_text(json.dumps({"figures": figures, "shares": shares}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
