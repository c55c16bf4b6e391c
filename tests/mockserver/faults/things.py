"""
A small site, requests for it, and how one answer differs from another, in words.

`python tests/mockserver/faults/things.py` writes `effects.json` anew; read what has changed before you commit it.
"""

from __future__ import annotations

import json
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from apicontract.contract.model import (
    Api,
    Field,
    Grade,
    Host,
    Modes,
    Parameter,
    Resource,
    Setting,
    Shape,
    World,
)
from apicontract.contract.paging import paging_of
from mockserver.engine.pipeline import answer, standard
from mockserver.engine.site import Site
from mockserver.faults import with_faults
from mockserver.faults.table import FAULTS
from mockserver.http.request import Request

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mockserver.engine.pipeline import Pipeline
    from mockserver.http.answer import Answer

#: Fault to what it does.
EFFECTS = Path(__file__).with_name("effects.json")
_URI = "https://things.example/schemas"
_KIND = {
    "$id": f"{_URI}/kinds/any.schema.json",
    "x-entity": "kinds",
    "type": "object",
    "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
}


def _shape(mode: str, **more: Any) -> Shape:
    properties = {
        "response_mode": {"const": mode},
        "id": {"type": "integer"},
        "url": {"type": "string", "format": "uri", "x-link": "self"},
        "name": {"type": "string", "maxLength": 40},
        "kind": {"$ref": "../kinds/any.schema.json"},
        "ready": {"type": "boolean"},
        "size": {"type": ["integer", "null"]},
        "age": {"type": "string", "pattern": "^P"},
        "born": {"type": "string", "format": "date"},
        "label": {"type": "string"},
        **more,
    }
    uri = f"{_URI}/things/{mode}.schema.json"
    return Shape(f"things/{mode}", uri, "things", {"$id": uri, "x-entity": "things", "properties": properties})


_THINGS = Resource(
    name="things",
    title="Thing",
    entity="things",
    identifier=Field("id", "id", "integer"),
    modes=Modes(("normal", "detailed"), "normal", "detailed"),
    shapes={"normal": "things/normal", "detailed": "things/detailed"},
    parameters=(
        Parameter("kind", ("kind.id",), "exact", "related", related="kinds"),
        Parameter("ready", ("ready",), "exact", "boolean"),
        Parameter("name", ("name",), "exact", "text"),
        Parameter("name__contains", ("name",), "contains", "text"),
        Parameter("size__gt", ("size",), "gt", "integer"),
        Parameter("size__lt", ("size",), "lt", "integer"),
        Parameter("born__gte", ("born",), "gte", "date"),
        Parameter("born__lte", ("born",), "lte", "date"),
        Parameter("size__in", ("size",), "in", "integer"),
        Parameter("label", ("label",), "any", "choice", choices=("a", "b")),
    ),
    search=(Field("name", "name"), Field("kind__name", "kind.name")),
    ordering=(Field("id", "id", "integer"), Field("size", "size", "integer"), Field("age", "age", "duration")),
)
_BEHAVIOUR = {
    "unknown_choice": "refuse",
    "other_methods": 405,
    "methods": ["GET"],
    "not_found": "named",
    "nulls": "last",
    "append_slash": True,
    "closing_slash": True,
    "representations": ["json", "api"],
    "unknown_ordering": "ignore",
    "missing_parent": "refuse",
    "api_root": True,
    "quoted_search": True,
    "vary": "Accept",
    "cross_origin": False,
    "suffix_routes": False,
    "headers": {},
}
_USE = {"type": "object", "properties": {"used": {"type": "integer"}, "left": {"type": "integer"}}}
API = Api(
    name="things-1",
    title="Things",
    version="1",
    base_path="/v1/",
    primary="things",
    hosts={"things": Host("things", "https://things.example")},
    default_host="things",
    paging=paging_of({"style": "limit-offset", "default_limit": 3, "maximum_limit": 6}),
    resources={"things": _THINGS},
    shapes={
        "things/normal": _shape("normal"),
        "things/detailed": _shape("detailed", note={"type": ["string", "null"]}),
        "kinds/any": Shape("kinds/any", str(_KIND["$id"]), "kinds", _KIND),
        "use/any": Shape("use/any", f"{_URI}/use/any.schema.json", "", {"$id": f"{_URI}/use/any.schema.json", **_USE}),
    },
    singletons={"use": "use/any"},
    behaviour={name: Setting(value, Grade.FRAMEWORK) for name, value in _BEHAVIOUR.items()},
)
_KINDS = ({"id": 1, "name": "Café"}, {"id": 2, "name": "ab shop"})


def _thing(number: int, name: str, size: int | None, age: str, **more: Any) -> dict[str, Any]:
    plain = {"id": number, "name": name, "size": size, "age": age, "kind": _KINDS[number % 2], "ready": number > 5}
    return plain | {"born": f"2020-01-{number:02}", "label": "ab"[number % 2], "note": None} | more


#: Texts, numbers and lengths of time sort differently; two rows tie in size, one has none.
WORLD = World(
    "things",
    {
        "things": (
            _thing(1, "Ab", 9, "P2D"),
            _thing(2, "ab cd", 10, "P10D"),
            _thing(3, "xab cd", 10, "P1D"),
            _thing(4, "cd xab", None, "P3D"),
            _thing(5, "Éab", 30, "P4D"),
            _thing(6, "cd", 8, "P20D", note="rare"),
            _thing(7, "ef cd", 100, "P5D"),
        ),
        "kinds": _KINDS,
    },
)
SITE = Site(API, WORLD)
#: Path below the base path, with its query; a method and an Accept header may stand before.
REQUESTS = (
    "things/",
    "things/?limit=2",
    "things/?limit=2&offset=1",
    "things/?limit=2&offset=2",
    "things/?limit=2&offset=4",
    "things/?limit=2&offset=5",
    "things/?limit=2&offset=6",
    "things/?limit=7",
    "things/?limit=0",
    "things/?limit=x",
    "things/?offset=-1",
    "things/?offset=x",
    "things/?offset=7",
    "things/?offset=9",
    "things/?ordering=-id&limit=6",
    "things/?ordering=size&limit=6",
    "things/?ordering=-size,-id",
    "things/?ordering=size,-id&limit=6",
    "things/?ordering=age&limit=6",
    "things/?ordering=nonsense,-id",
    "things/?ordering=id,size,age",
    "things/?ordering=-id&limit=2&offset=2&ready=false",
    "things/?name=ab%20cd",
    "things/?name=AB%20CD",
    "things/?name__contains=ab",
    "things/?ready=true",
    "things/?ready=false",
    "things/?ready=maybe",
    "things/?kind=1",
    "things/?kind=1&ready=false",
    "things/?kind=9",
    "things/?kind=x",
    "things/?kind=x&size__gt=x",
    "things/?size__gt=10",
    "things/?size__lt=10",
    "things/?born__gte=2020-01-06",
    "things/?born__lte=2020-01-02",
    "things/?size__in=8,10",
    "things/?label=a&label=b",
    "things/?label=a",
    "things/?kind=1&kind=2",
    "things/?kind=1&ready=false&name__contains=a",
    "things/?search=AB",
    "things/?search=ab",
    "things/?search=caf",
    "things/?search=shop,cd&limit=1&offset=1",
    "things/?search='ab cd'",
    "things/?search=zzz",
    "things/?search=a b c",
    "things/?search=cd&kind=1",
    "things/?search=xab&kind=1",
    "things/?search=&name=",
    "things/?search=",
    "things/?name=",
    "things/?mode=detailed&limit=6",
    "things/?mode=nonsense",
    "things/?format=",
    "things/?format=json&unknown=1&limit=2&offset=2",
    "things/?format=xml",
    "things/?format=api&limit=2",
    "application/xml things/",
    "POST things/",
    "things?limit=2",
    "things/6/",
    "things/7/",
    "things/7/?ready=false",
    "things/99/",
    "things/abc/",
    "",
    "use/",
)

#: So many of the spoiled requests are told in full, from both ends.
_FIRST, _LAST = 3, 2


def effects(name: str) -> dict[str, Any]:
    """
    Return what a fault does: how many requests it spoils, and how the first of them and the last.
    """
    wrong = with_faults(standard(), [name])
    told = {each: "; ".join(differences(ask(standard(), each), ask(wrong, each))) for each in REQUESTS}
    spoiled = {target: text for target, text in told.items() if text}
    some = list(spoiled)[:_FIRST] + list(spoiled)[_FIRST:][-_LAST:]
    return {"spoiled": len(spoiled)} | {target: spoiled[target] for target in some}


def ask(pipeline: Pipeline, target: str) -> Answer:
    """
    Return the answer to one of the requests.
    """
    before, _, path = target.rpartition(" ") if target.startswith(("POST", "application")) else ("", "", target)
    path, _, query = path.partition("?")
    headers = {"accept": before} if "/" in before else {}
    method = before if before and not headers else "GET"
    query = query.replace(" ", "%20")
    return answer(pipeline, SITE, Request(method, "http", "a.test", f"/v1/{path}", query, headers))


def differences(right: Answer, wrong: Answer) -> list[str]:
    """
    Return in what one answer differs from another: status, headers and, where both are JSON, values.
    """
    found = [f"status {wrong.status}"] if right.status != wrong.status else []
    names = dict.fromkeys(name for each in (right, wrong) for name, _ in each.headers if name != "Content-Length")
    found += [f"{name}: {wrong.header(name)}" for name in names if right.header(name) != wrong.header(name)]
    try:
        found += _values(json.loads(right.body), json.loads(wrong.body), "")
    except ValueError:
        pairs = enumerate(zip(right.body, wrong.body, strict=False))
        same = next((number for number, (one, other) in pairs if one != other), len(wrong.body))
        found += [f"from {same}: {wrong.body[same : same + 40].decode(errors='ignore')!r}"] * (right.body != wrong.body)
    else:
        found += ["only its writing"] if not found and right.body != wrong.body else []
    return found


def _values(right: Any, wrong: Any, place: str) -> Iterator[str]:
    if isinstance(right, dict) and isinstance(wrong, dict):
        if list(right) != list(wrong):
            known = isinstance(wrong.get("results", wrong.get("id")), list | int)
            yield f"{place} keys {' '.join(wrong)}".strip() if known else json.dumps(wrong)
            yield from [f"/results {' '.join(map(str, _ids(wrong['results'])))}"] if "results" in wrong else []
        for name in right if right.keys() == wrong.keys() else []:
            yield from _values(right[name], wrong[name], f"{place}/{name}")
    elif isinstance(right, list) and isinstance(wrong, list):
        if _ids(right) != _ids(wrong):
            yield f"{place} {' '.join(map(str, _ids(wrong)))}".strip()
        else:
            for number, (one, other) in enumerate(zip_longest(right, wrong)):
                yield from _values(one, other, f"{place}/{number}")
    elif right != wrong or type(right) is not type(wrong):
        text = json.dumps(wrong, ensure_ascii=False)
        yield f"{place} {text if len(text) < 200 else f'{text[:20]}... {len(text)} letters'}"


def _ids(rows: Sequence[Any]) -> list[Any]:
    return [each.get("id") if isinstance(each, dict) else None for each in rows]


if __name__ == "__main__":
    found = {name: effects(name) for name, fault in FAULTS.items() if fault.lasting}
    EFFECTS.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
