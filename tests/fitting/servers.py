"""
The wrong servers from which priors are learnt: the own gallery with its styles and forms, the visible halves of others.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import formkills
from killtable import subject
from miniatures import miniatures
from reported_faults import gallery as reported
from reported_faults.visible import VISIBLE as REPORTED
from small import small_api
from wrong_framework import gallery as framework
from wrong_framework.visible import VISIBLE as OF_FRAMEWORK

from mockserver.app import create_app
from mockserver.engine.pipeline import standard

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
    for name, form in formkills.servers():
        yield Server(f"{name} in {form}", ("form", form), formkills.made(name, form)[3], partial(_planted, name, form))
    for wrong in OF_FRAMEWORK:
        made = lambda wrong=wrong: wrong.wrong(framework.right())  # noqa: E731
        yield Server(f"{wrong.name} of the framework", ("framework", ""), wrong.resource, made)
    for fault in REPORTED:
        made = lambda fault=fault: fault.wrong(reported.right(fault.api))  # noqa: E731
        yield Server(f"{fault.name} as reported", ("reported", fault.api), fault.resource, made)


def _planted(name: str, form: str) -> Any:
    api, records, plant, _ = formkills.made(name, form)
    return create_app(api, records, pipeline=plant(standard(0)))


def right_of(world: tuple[str, str]) -> tuple[Api, Any]:
    """
    Return a contract and a right server of it.
    """
    gallery, name = world
    if gallery == "framework":
        return framework.contract(), framework.right()
    if gallery == "form":
        server = next(server for server, form in formkills.servers() if form == name)
        api, records, _, _ = formkills.made(server, name)
        return api, create_app(api, records)
    if gallery == "reported":
        return reported.contract(name), reported.right(name)
    api, records = subject(Path(name) if name else None)
    return api, create_app(api, records)
