"""
A target is what a user calls a server.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from apicontract.client import Target, target_of
from apicontract.client.budget import default_budget
from apicontract.client.usage import usage_page
from apicontract.contract.errors import UnknownName, UsageError
from apicontract.contract.model import Throttle

if TYPE_CHECKING:
    from apicontract.contract.model import Api


def test_a_declared_host_is_known_by_name(api: Api) -> None:
    """
    Its URL and its throttle come from the contract; one without a limit is not asked how much of it is used.
    """
    for name, host in api.hosts.items():
        usage = usage_page(api) if host.throttle else None
        assert target_of(name, api) == (Target(name, host.url, throttle=host.throttle, usage=usage), api)


def test_a_declared_host_is_known_by_url(api: Api) -> None:
    """
    A URL of a declared host has that host's throttle.
    """
    for host in api.hosts.values():
        assert target_of(host.url, api)[0].throttle == host.throttle


@pytest.mark.parametrize("path", ["", "/", "{base}", "{bare}"])
def test_host_and_base_path_are_the_same_target(api: Api, path: str) -> None:
    """
    A URL may end at the host or at the base path, with or without the closing slash.
    """
    url = "http://127.0.0.1:8000" + path.format(base=api.base_path, bare=api.base_path.rstrip("/"))

    assert target_of(url, api) == (Target(url, "http://127.0.0.1:8000", usage=usage_page(api)), api)


def test_a_prefix_becomes_part_of_the_base_path(api: Api) -> None:
    """
    A service may be mounted below a path.
    """
    _, mounted = target_of(f"http://h/mirror{api.base_path}", api)

    assert mounted.base_path == f"/mirror{api.base_path}"


@pytest.mark.parametrize(
    "text",
    [
        "ftp://h/",
        "http://user:pass@h/",
        "http://h/?a=1",
        "http://h/elsewhere/",
        "http://",
        "http://h/#x",
        "http://[::1",
        "http://h:99999/",
        "http://h:x/",
    ],
)
def test_a_url_that_cannot_be_asked_is_refused(api: Api, text: str) -> None:
    """
    One clear error says what is wrong.
    """
    with pytest.raises(UsageError):
        target_of(text, api)


def test_credentials_in_a_url_are_not_repeated(api: Api) -> None:
    """
    The error does not print them.
    """
    with pytest.raises(UsageError) as caught:
        target_of("http://user:s3cret@h/", api)
    assert "s3cret" not in str(caught.value)


def test_a_mistyped_host_gets_a_hint(api: Api) -> None:
    """
    The nearest declared host is named.
    """
    name = next(iter(api.hosts))

    with pytest.raises(UnknownName, match=f"did you mean '{name}'"):
        target_of(name + "x", api)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("localhost:8000", "localhost:8000 has no scheme; write http://localhost:8000"),
        ("http://" + ".".join(["x" * 60] * 5) + "/", "names have up to 253 letters, 63 between two dots"),
        ("http://" + "x" * 64 + "/", "names have up to 253 letters, 63 between two dots"),
    ],
)
def test_what_is_wrong_with_a_host_is_told(api: Api, text: str, message: str) -> None:
    """
    An address without a scheme, and a name that cannot be looked up, say what to write.
    """
    with pytest.raises(UsageError) as caught:
        target_of(text, api)

    assert message in str(caught.value)


def test_a_host_name_of_the_greatest_length(api: Api) -> None:
    """
    Sixty-three letters between two dots are a name.
    """
    url = f"http://{'x' * 63}.example"

    assert url == target_of(url, api)[0].url


def test_an_api_that_says_nothing_of_its_limit(api: Api) -> None:
    """
    Where no answer is declared to hold the use of the limit, there is no page to ask.
    """
    assert usage_page(replace(api, singletons={})) is None


@pytest.mark.parametrize(("published", "usage", "budget"), [(True, True, 16), (True, False, 15), (False, True, 60)])
def test_the_budget_when_nobody_says(api: Api, *, published: bool, usage: bool, budget: int) -> None:
    """
    The published limit, and one request to ask for its use; or some dozens.
    """
    target = Target("a", "http://a", throttle=Throttle(15, 3600) if published else None)

    assert budget == default_budget(replace(target, usage=usage_page(api) if usage else None))
