"""
The token goes to hosts that the contract or the user names, and never in the clear over a network.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from apicontract.client import Budget, Client, Target, token_for, token_named
from apicontract.contract.errors import UsageError
from apicontract.contract.model import Host

if TYPE_CHECKING:
    from collections.abc import Callable

    from apicontract.contract.model import Api

_KEY = "s3cret"


@pytest.fixture
def guarded(api: Api, monkeypatch: pytest.MonkeyPatch) -> Api:
    """
    A contract with two hosts, and a token for it.
    """
    monkeypatch.setenv(api.token_environment, f" {_KEY}\n")
    hosts = {"far": Host("far", "https://api.example", None), "near": Host("near", "http://127.0.0.1:8000", None)}
    return replace(api, hosts=hosts)


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("https://api.example", ()),
        ("https://API.example:443", ()),
        ("http://127.0.0.1:8000", ()),
        ("https://other.example", ("other.example",)),
        ("https://other.example:8443", ("x.example", "Other.example")),
        ("https://other.example:8443", ("other.example:8443",)),
        ("http://localhost:9000", ("localhost",)),
        ("http://[::1]:9000", ("[::1]",)),
    ],
)
def test_the_token_goes_home(guarded: Api, url: str, named: tuple[str, ...]) -> None:
    """
    Declared and named hosts have it, over https or on this machine.
    """
    said: list[str] = []

    assert (token_for(Target("t", url), guarded, named, said.append), said) == (_KEY, [])


@pytest.mark.parametrize(
    ("url", "named", "reason"),
    [
        (
            "https://other.example",
            (),
            "the contract does not declare that host; name it with --token-host other.example",
        ),
        ("https://api.example.evil.example", (), "does not declare"),
        ("https://evil.example", ("api.example", "evil"), "does not declare"),
        ("https://api.example:8443", (), "does not declare"),
        ("https://other.example:8443", ("other.example:443",), "does not declare"),
        ("https://other.example", ("[",), "does not declare"),
        ("http://127.0.0.1:9000", (), "does not declare"),
        ("http://api.example:443", (), "http would expose it"),
        ("http://other.example", ("other.example",), "http would expose it"),
        ("http://127.0.0.1.evil.example", ("127.0.0.1.evil.example",), "http would expose it"),
    ],
)
def test_the_token_goes_nowhere_else(guarded: Api, url: str, named: tuple[str, ...], reason: str) -> None:
    """
    Whoever else is asked does not get it, and one line says why.
    """
    said: list[str] = []

    assert token_for(Target("t", url), guarded, named, said.append) == ""
    assert len(said) == 1
    assert reason in said[0]
    assert _KEY not in said[0]


def test_an_application_in_process_has_the_token(guarded: Api) -> None:
    """
    What runs in this process is on nobody's way.
    """
    assert token_for(Target("mock", "http://app.example", lambda *_: []), guarded) == _KEY


def test_without_a_token_nothing_is_said(guarded: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    What is not there need not be withheld.
    """
    said: list[str] = []
    monkeypatch.delenv(guarded.token_environment)

    assert (token_for(Target("t", "https://other.example"), guarded, (), said.append), said) == ("", [])


@pytest.mark.parametrize("url", ["https://api.example", "http://127.0.0.1:8000", "http://localhost:9000"])
def test_a_named_variable_holds_the_token_of_any_target(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    No contract need declare a host whose user names the token, over https or on this machine.
    """
    monkeypatch.setenv("MY_TOKEN", f" {_KEY}\n")

    assert _KEY == token_named(Target("t", url), "MY_TOKEN")


@pytest.mark.parametrize(
    ("url", "value", "told"),
    [
        ("http://api.example", _KEY, "http would expose it; use https"),
        ("https://api.example", "  ", "holds no token; set it"),
    ],
)
def test_a_token_that_cannot_be_sent_is_refused(
    url: str, value: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Nothing is asked without a token that the user wants to be sent.
    """
    monkeypatch.setenv("MY_TOKEN", value)
    with pytest.raises(UsageError, match=told):
        token_named(Target("t", url), "MY_TOKEN")


@pytest.mark.parametrize(("token", "sent"), [(_KEY, f"Token {_KEY}"), (f"Bearer {_KEY}", f"Bearer {_KEY}")])
def test_a_token_may_name_its_scheme(token: str, sent: str) -> None:
    """
    Without a scheme of its own, a token is one of the framework.
    """
    seen: list[str] = []

    def service(environ: dict[str, str], start: Callable[..., object]) -> list[bytes]:
        seen.append(environ.get("HTTP_AUTHORIZATION", ""))
        start("200 OK", [("Content-Type", "application/json")])
        return [b"{}"]

    with Client(Target("t", "http://t.test", application=service), budget=Budget(1), token=token) as client:
        client.get("/")

    assert [sent] == seen


@pytest.mark.parametrize(("token", "signed_in"), [("s3cret", True), ("", False)])
def test_a_client_says_whether_it_has_a_token(token: str, *, signed_in: bool) -> None:
    """
    Who has a token to send is signed in.
    """
    with Client(Target("t", "http://t.test"), budget=Budget(1), token=token) as client:
        assert client.signed_in is signed_in
