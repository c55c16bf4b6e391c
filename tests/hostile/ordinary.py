"""
The ordinary requests by whose answers a server is judged while and after it is attacked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hostile.shot import Draft, Scene, request

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hostile.served import Served
    from hostile.shot import Row


def ordinary(served: Served) -> tuple[Draft, ...]:
    """
    Return ten requests as clients of good will send them.
    """
    path, record = next(iter(served.records.items()))
    first, detail = path.encode(), f"{path}{record['id']}/".encode()
    last = list(served.lists)[-1].encode()
    html = ((b"Accept", b"text/html,application/xhtml+xml,*/*;q=0.8"),)
    return (
        Draft(request(first)),
        Draft(request(first + b"?limit=3&offset=5&ordering=-id")),
        Draft(request(first + b"?search=a&limit=2")),
        Draft(request(detail)),
        Draft(request(last + b"?limit=2")),
        Draft(request(served.base.encode())),
        Draft(request(first + b"?limit=2", headers=html)),
        Draft(request(first + b"999999999/")),
        Draft(request(b"/openapi.json")),
        Draft(request(first, "POST", ((b"Content-Type", b"application/json"),), b'{"name": "x"}'), "POST"),
    )


def _ordinary(scene: Scene) -> Draft:
    return scene.random.choice(ordinary(scene.served))


#: Requests of good will amid the others; their answers are compared byte for byte.
ORDINARY: Mapping[str, tuple[int, Row]] = {"ordinary": (8, _ordinary)}
