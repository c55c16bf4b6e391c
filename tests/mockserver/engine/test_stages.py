"""
Stages and readers of the engine at their corners.
"""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.lookups import Accepted, Ignored, Refused
from apicontract.contract.model import Field, Grade, Parameter, Setting, Throttle, World
from mockserver.engine.collection import Collection
from mockserver.engine.filters import Choices, FilterCondition, read_conditions
from mockserver.engine.singletons import ThrottleUsage
from mockserver.engine.site import Site
from mockserver.engine.stages import choosing, gateway, writing
from mockserver.http.answer import Answer
from mockserver.http.refusals import Refusal
from mockserver.http.request import Request

API = load_api()
PRIMARY = API.resources[API.primary]


def _request(query: str = "", method: str = "GET", path: str = "/v1/", **headers: str) -> Request:
    return Request(
        method, "http", "a.test", path, query, {name.replace("_", "-"): text for name, text in headers.items()}
    )


@pytest.mark.parametrize(
    ("rate", "expected"),
    [(None, ThrottleUsage(None, None, 0, 0, "c")), (Throttle(15, 3600), ThrottleUsage(15, 3600, 0, 0, "c"))],
)
def test_nobody_counts(rate: Throttle | None, expected: ThrottleUsage) -> None:
    """
    Without anybody who counts, the published limit is told, and nothing of it is used.
    """
    call = SimpleNamespace(site=SimpleNamespace(rate=rate), request=SimpleNamespace(client="c"))

    assert expected == writing.usage(call)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "method", "headers", "expected"),
    [
        (200, "GET", {}, ["X-Frame-Options", "X-More"]),
        (404, "GET", {}, ["X-Frame-Options", "X-More"]),
        (301, "GET", {}, ["X-More"]),
        (200, "OPTIONS", {"origin": "http://b", "access_control_request_method": "GET"}, ["X-More"]),
        (200, "OPTIONS", {}, ["X-Frame-Options", "X-More"]),
    ],
)
def test_headers_of_the_site(status: int, method: str, headers: dict[str, str], expected: list[str]) -> None:
    """
    Redirects and the answers to a browser's question before a request lack what is added last.
    """
    settings = {"headers": Setting({"X-Frame-Options": "DENY", "X-More": "1"}, Grade.FRAMEWORK)}
    api = replace(API, behaviour={**API.behaviour, **settings})
    site = Site(api, World("x", {}), cross_origin=("*",))
    done = gateway.finish(site, _request(method=method, **headers), Answer(status, (), b""))

    assert expected == [name for name, _ in done.headers if name.startswith("X-")]


_KNOWN = Choices("related", frozenset({1, 2}), refuse=True)
_UUID = "00000000-0000-0000-0000-00000000000a"
_MANY = Parameter("kinds", ("kinds",), "any", "related", related="kinds")


@pytest.mark.parametrize(
    ("texts", "errors"),
    [
        (["1", "2"], []),
        (["3"], ["Select a valid choice. 3 is not one of the available choices."]),
        (["01"], ["Select a valid choice. 01 is not one of the available choices."]),
        (["x"], ["“x” is not a valid value."]),
        (["3", "x"], ["“x” is not a valid value."]),
        (["1\x00"], ["Null characters are not allowed."]),
    ],
)
def test_one_of_several_choices(texts: list[str], errors: list[str]) -> None:
    """
    Each choice must exist, and be written exactly as it is.
    """
    request = _request("&".join(f"kinds={text.replace(chr(0), '%00')}" for text in texts))
    found: Any = []
    try:
        read_conditions((_MANY,), request, {"kinds": _KNOWN})
    except Refusal as refusal:
        found = refusal.body["kinds"]  # type: ignore[index,call-overload]

    assert errors == found


@pytest.mark.parametrize(
    ("records", "name", "expected"),
    [
        ([{"a": True}, {"a": None}], "a", "boolean"),
        ([{"a": 1}, {"a": 1.5}], "a", "number"),
        ([{"a": 1}, {"a": "x"}], "a", "text"),
        ([{"a": True}, {"a": 1}], "a", "text"),
        ([{"a": None}], "a", "text"),
        ([], "a", "text"),
        ([{"a": {"b": 7}}], "a__b", "number"),
        ([{"id": "x"}], "id", "integer"),
        ([{"size": "x"}], "size", "duration"),
        ([{"form": "x"}], "form", "choice"),
        ([{"gone": 7}], "gone", "number"),
    ],
)
def test_the_type_of_an_undocumented_field(records: list[Any], name: str, expected: str) -> None:
    """
    It is what the contract says of the path elsewhere, or else what all values show.
    """
    resource = replace(
        PRIMARY,
        entity="things",
        identifier=Field("id", "id", "integer"),
        ordering=(Field("s", "size", "duration"),),
        parameters=(
            Parameter("form", ("form",), "exact", "choice", choices=("x",)),
            Parameter("gone__isnull", ("gone",), "isnull", "boolean"),
            Parameter("two", ("gone", "other"), "exact", "text"),
        ),
    )
    found = Collection(resource, World("x", {"things": tuple(records)})).field(name)

    assert Field(name, name.replace("__", "."), expected) == found


def test_conditions_are_values() -> None:
    """
    What is read of a filter compares by value, and what has no effect is none.
    """
    ready = Parameter("ready", ("ready",), "exact", "boolean")
    found = read_conditions((ready,), _request("ready=TRUE"), {})

    assert [(ready, (True,))] == [(each.parameter, each.values) for each in found]
    assert isinstance(found[0], FilterCondition)
    assert () == tuple(read_conditions((ready,), _request("ready=maybe"), {}))
    assert (Accepted(1), Ignored(), Refused(("x",))) == (Accepted(1), Ignored(), Refused(("x",)))


@pytest.mark.parametrize(
    "text",
    ["A0EEBC999C0B4EF8BB6D6BB9BD380A11", "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}", "a0eebc999c0b4ef8bb6d6bb9bd380a11"],
)
def test_any_spelling_of_a_uuid_names_a_record_of_digits(text: str) -> None:
    """
    Where the contract says so; what is no UUID is not found.
    """
    resource = replace(PRIMARY, identifier=Field("id", "id", form="hex"))

    assert "a0eebc999c0b4ef8bb6d6bb9bd380a11" == choosing._identifier(resource, text)
    with pytest.raises(Refusal):
        choosing._identifier(resource, "nonsense")
