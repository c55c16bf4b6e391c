"""
The wrong servers from which priors are learnt: the own gallery, and the visible halves of the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from killtable import subject
from miniatures import miniatures
from reported_faults import gallery as reported
from reported_faults.visible import VISIBLE as REPORTED
from small import small_api
from wrong_framework import gallery as framework
from wrong_framework.visible import VISIBLE as OF_FRAMEWORK

from mockserver.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apicontract.contract.model import Api


@dataclass(frozen=True)
class Server:
    """
    A wrong server to learn from.

    Attributes:
        name: of it.
        world: key of `right_of`: the right server that it is held against.
        resource: that is asked for.
        application: makes it.
    """

    name: str
    world: tuple[str, str]
    resource: str
    application: Callable[[], Any]


def servers() -> Iterator[Server]:
    """
    Yield the wrong servers.
    """
    for each in miniatures(small_api()):
        made = lambda each=each: each.application(*subject(each.data))  # noqa: E731 - each has its own
        yield Server(f"{each.fault} of {each.resource}", ("own", str(each.data or "")), each.resource, made)
    for wrong in OF_FRAMEWORK:
        made = lambda wrong=wrong: wrong.wrong(framework.right())  # noqa: E731
        yield Server(f"{wrong.name} of the framework", ("framework", ""), wrong.resource, made)
    for fault in REPORTED:
        made = lambda fault=fault: fault.wrong(reported.right(fault.api))  # noqa: E731
        yield Server(f"{fault.name} as reported", ("reported", fault.api), fault.resource, made)


def right_of(world: tuple[str, str]) -> tuple[Api, Any]:
    """
    Return a contract and a right server of it.
    """
    gallery, name = world
    if gallery == "framework":
        return framework.contract(), framework.right()
    if gallery == "reported":
        return reported.contract(name), reported.right(name)
    api, records = subject(Path(name) if name else None)
    return api, create_app(api, records)
