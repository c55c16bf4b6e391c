"""
By which addresses a server is reached.
"""

from __future__ import annotations

import ipaddress

import pytest

from mockserver.http import interfaces
from mockserver.http.interfaces import addresses
from mockserver.serve import Address

ALL = "0.0.0.0"  # noqa: S104 - what is asked about


@pytest.fixture(autouse=True)
def _machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Stand on a machine with two networks.
    """
    found = {"127.0.0.1", "::1", "192.0.2.7", "198.51.100.9", "2001:db8::7", "fe80::1"}
    monkeypatch.setattr(interfaces, "_of_interfaces", lambda: found)
    monkeypatch.setattr(interfaces, "_of_the_name", lambda: {"192.0.2.7"})
    monkeypatch.setattr(interfaces.sys, "platform", "linux")


@pytest.mark.parametrize(
    ("host", "urls"),
    [
        (ALL, ["http://127.0.0.1:80", "http://192.0.2.7:80", "http://198.51.100.9:80"]),
        (
            "::",
            [
                "http://[::1]:80",
                "http://127.0.0.1:80",
                "http://192.0.2.7:80",
                "http://198.51.100.9:80",
                "http://[2001:db8::7]:80",
            ],
        ),
        ("192.0.2.7", ["http://192.0.2.7:80"]),
        ("::1", ["http://[::1]:80"]),
    ],
)
def test_urls_are_those_of_every_interface(host: str, urls: list[str]) -> None:
    """
    A server that listens everywhere has a URL for each address, its own machine's first; any other has one.
    """
    assert urls == list(Address(host, 80).urls)


@pytest.mark.parametrize(
    ("host", "warned"),
    [(ALL, True), ("::", True), ("192.0.2.7", True), ("127.0.0.2", False), ("::1", False), ("::ffff:127.0.0.1", False)],
)
def test_warning_is_for_what_others_reach(host: str, *, warned: bool) -> None:
    """
    Whoever listens on anything but a loopback address is told who can reach the server.
    """
    assert warned == bool(Address(host, 80).warning)


def test_this_machine_has_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The addresses of the machine on which the test runs are found, and each is one.
    """
    monkeypatch.undo()
    found = addresses(ALL)
    assert "127.0.0.1" == found[0]
    assert {4} == {ipaddress.ip_address(each).version for each in found}
