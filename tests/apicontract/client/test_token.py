"""
The token goes to hosts that the contract or the user names, and never in the clear over a network.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from apicontract.client import Target, token_for
from apicontract.contract.model import Host

if TYPE_CHECKING:
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
