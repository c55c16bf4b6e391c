"""
All rows, and the requests that a seed draws from them.

Requests come in conversations: those of one go over one connection in order, in scopes of their own, so that what one
of them changed is what the next one meets, whatever other conversations do at the same time.
"""

from __future__ import annotations

from random import Random
from types import MappingProxyType
from typing import TYPE_CHECKING

from hostile.bodies import BODIES
from hostile.controls import CONTROLS
from hostile.headers import HEADERS
from hostile.ordinary import ORDINARY
from hostile.queries import TARGETS
from hostile.shot import Scene, Shot
from hostile.wire import WIRE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hostile.served import Served
    from hostile.shot import Row

#: Kind to how often it comes, and what makes it.
ROWS: Mapping[str, tuple[int, Row]] = MappingProxyType({**TARGETS, **HEADERS, **BODIES, **CONTROLS, **WIRE, **ORDINARY})
_KINDS = tuple(ROWS)
_WEIGHTS = tuple(weight for weight, _ in ROWS.values())
#: Requests of one conversation: enough for an edit to be met by what follows.
CONVERSATION = 40


def shot(served: Served, seed: int, number: int) -> Shot:
    """
    Return one request of a run; it depends on nothing but seed, number and what the server says of itself.
    """
    random = Random(f"{seed}/{number}")  # noqa: S311 - chance, not secrecy
    conversation = number // CONVERSATION
    scopes = tuple(b"scope-%d-%d" % (conversation, each) for each in range(2))
    kind = random.choices(_KINDS, _WEIGHTS)[0]
    return Shot(number, kind, ROWS[kind][1](Scene(random, served, scopes, b"armed-%d" % conversation)))
