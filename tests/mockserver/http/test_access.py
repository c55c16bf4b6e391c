"""
Who may use the control API.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from werkzeug.test import EnvironBuilder

from apicontract.contract.catalog import load_api
from apicontract.contract.errors import UsageError
from apicontract.contract.model import World
from mockserver.app import create_app
from mockserver.http.access import Access, host_names, is_loopback
from mockserver.http.request import Request

if TYPE_CHECKING:
    from flask.testing import FlaskClient

API = load_api()
WORLD = World(API.default_host, {API.resources[API.primary].entity: [{"id": 1}]})
LOCAL, FOREIGN, ANYWHERE = "127.0.0.1", "192.0.2.7", "0.0.0.0"  # noqa: S104 - asked for, not bound to
PLAIN = Access()
SECRET = "secret"  # noqa: S105 - of a test
STATE = "/__mock__/state"


def client(**options: object) -> FlaskClient:
    """
    Return a client of a small mock.
    """
    return create_app(API, WORLD, **options).test_client()  # type: ignore[arg-type]


def admitted(access: Access = PLAIN, asker: str = LOCAL, host: str = "localhost", **headers: str) -> bool:
    """
    Tell whether a request is let in; an underscore in the name of a header stands for a hyphen.
    """
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return not access.refusal(Request("GET", "http", host, STATE, headers=sent, client=asker))


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST:8000",
        "127.0.0.1:8000",
        "127.9.8.7",
        "[::1]:8000",
        "[::ffff:127.0.0.1]",
        "[0:0:0:0:0:0:0:1]",
    ],
)
def test_names_of_this_machine_are_let_in(host: str) -> None:
    """
    A loopback client may ask for localhost or a loopback address, with any port.
    """
    assert admitted(host=host)


@pytest.mark.parametrize(
    "host",
    [
        "rebound.example",
        "localhost.example",
        "127.0.0.1.example",
        ANYWHERE,
        "192.0.2.7:8000",
        "[::]",
        "[::ffff:192.0.2.7]",
        "2130706433",
        "127.1",
        "localhost, rebound.example",
        "rebound.example,localhost",
        "user@localhost",
        "localhost:x",
        "::1",
        "[::1",
        "\xff",
        "",
    ],
)
def test_foreign_names_are_refused(host: str) -> None:
    """
    A name that somebody else can let lead here is refused, though the connection comes from the loopback interface.
    """
    assert not admitted(host=host)


@pytest.mark.parametrize("origin", ["http://localhost:5173", "https://127.0.0.1", "http://[::1]:8000"])
def test_origins_of_this_machine_are_let_in(origin: str) -> None:
    """
    A page of this machine may ask.
    """
    assert admitted(origin=origin)


@pytest.mark.parametrize(
    "origin",
    ["http://rebound.example", "null", "", "file://localhost", "http://localhost@rebound.example", "localhost"],
)
def test_foreign_origins_are_refused(origin: str) -> None:
    """
    A page of any other origin is refused, under whatever host it asks.
    """
    assert not admitted(origin=origin)


def test_rebound_name_is_refused_over_http() -> None:
    """
    A page whose own name leads to this machine (`Host` and `Origin` agree) changes nothing.
    """
    mock = client()
    headers = {"Host": "rebound.example:8000", "Origin": "http://rebound.example:8000"}
    answer = mock.put("/__mock__/throttle", json={"rate": "1/hour"}, headers=headers)
    sentence = (
        "The control API is not open to this Host: ask for localhost, or serve with --allowed-host rebound.example."
    )
    assert (403, {"detail": sentence}) == (answer.status_code, answer.json)
    assert mock.get(STATE).json["throttle"] is None


def test_allowed_host_is_let_in() -> None:
    """
    A name that was allowed is as good as localhost, in `Host` and in `Origin`, for loopback clients alone.
    """
    mock = client(allowed_hosts=("Mock.Test",))
    headers = {"Host": "mock.test:8000", "Origin": "http://mock.test:8000"}
    assert 200 == mock.get(STATE, headers=headers).status_code
    assert 403 == mock.get(STATE, headers=headers, environ_overrides={"REMOTE_ADDR": FOREIGN}).status_code


@pytest.mark.parametrize("asker", ["127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"])
def test_loopback_clients_are_let_in(asker: str) -> None:
    """
    Every loopback address is one, as IPv4 mapped into IPv6 too.
    """
    assert is_loopback(asker)
    assert admitted(asker=asker)


@pytest.mark.parametrize("asker", [FOREIGN, "::ffff:192.0.2.7", "2001:db8::1", "", "localhost", ANYWHERE])
def test_other_clients_are_refused(asker: str) -> None:
    """
    A client of another machine is refused, whatever name it asks for, and told of the token.
    """
    access = Access(frozenset({"localhost"}))
    refusal = access.refusal(Request("GET", "http", "localhost", STATE, client=asker))
    assert refusal == (
        "The control API answers clients on its own machine alone: set APICONTRACT_CONTROL_TOKEN for the server, "
        "and send 'Authorization: Bearer <token>'."
    )


@pytest.mark.parametrize("sent", ["Bearer secret\xc3\xa9", "bearer  secret\xc3\xa9 "])
def test_token_lets_anyone_in(sent: str) -> None:
    """
    Who sends the token is let in from anywhere and under any name; its bytes are those of UTF-8.
    """
    access = Access(token=f"{SECRET}é")
    assert admitted(access, FOREIGN, "public.example", origin="https://app.example", authorization=sent)


@pytest.mark.parametrize(
    "sent", ["Bearer wrong", "Bearer ", "Bearer", "secret", "Basic secret", "Token secret", "Bearer secret2"]
)
def test_wrong_token_lets_nobody_in(sent: str) -> None:
    """
    A wrong token, none, or one in another scheme does not help.
    """
    assert not admitted(Access(token=SECRET), FOREIGN, authorization=sent)


def test_no_token_is_no_key() -> None:
    """
    Where no token is set, an empty one is not the right one.
    """
    assert not admitted(Access(), FOREIGN, authorization="Bearer ")


def test_token_does_not_shut_loopback_out() -> None:
    """
    Where a token is set, a loopback client still needs none.
    """
    assert admitted(Access(token=SECRET))


@pytest.mark.parametrize(
    ("told", "trusted", "untrusted"),
    [
        (LOCAL, True, True),
        (f"{FOREIGN}, {LOCAL}", True, True),
        (f"{LOCAL}, {FOREIGN}", False, True),
        (FOREIGN, False, True),
        ("unknown", False, True),
        ("", False, True),
    ],
)
def test_last_forwarded_address_decides(told: str, *, trusted: bool, untrusted: bool) -> None:
    """
    Behind a trusted proxy the last address of `X-Forwarded-For` has to be a loopback one; elsewhere it is ignored.
    """
    assert trusted == admitted(Access(trust_proxy=True), x_forwarded_for=told)
    assert untrusted == admitted(Access(), x_forwarded_for=told)


def test_forwarded_address_does_not_let_a_foreign_client_in() -> None:
    """
    Who connects from another machine and says that it forwards for a loopback client is refused.
    """
    assert not admitted(Access(trust_proxy=True), FOREIGN, x_forwarded_for=LOCAL)


def test_forwarded_host_has_to_be_allowed_too() -> None:
    """
    Behind a trusted proxy, the host that it was asked for is checked as well as its own.
    """
    behind = Access(trust_proxy=True)
    assert admitted(behind, x_forwarded_host="localhost:9000")
    assert not admitted(behind, x_forwarded_host="rebound.example")
    assert not admitted(behind, x_forwarded_host="localhost, rebound.example")
    assert not admitted(behind, host="rebound.example", x_forwarded_host="localhost")


@pytest.mark.parametrize("path", ["/__mock__/", "/__mock__/journal", "/__mock__/journal.har", "/__mock__/openapi.json"])
def test_nothing_is_shown_to_others(path: str) -> None:
    """
    Pages and descriptions are refused like changes.
    """
    assert 403 == client().get(path, headers={"Host": "rebound.example"}).status_code


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "mock.test:8000",
        "http://mock.test",
        "mock.test/",
        "*.test",
        "a b",
        "-a",
        "a,b",
        "\xfcber.test",
        "x" * 300,
    ],
)
def test_what_is_no_name_is_refused(text: str) -> None:
    """
    A host to allow is a bare name or address.
    """
    with pytest.raises(UsageError, match=r"is not a host name; give it alone, without scheme, port or path"):
        host_names([text])


def test_names_are_read_in_one_form() -> None:
    """
    Names are compared in lower case, IPv6 addresses in their short form and with brackets.
    """
    assert frozenset({"mock.test", "[2001:db8::1]", "192.0.2.7"}) == host_names(
        ["Mock.TEST", "2001:DB8:0::1", "192.0.2.7"]
    )


@pytest.mark.parametrize(
    ("path", "host", "let_in"),
    [
        (STATE, "localhost", True),
        (STATE, "elsewhere.example", False),
        ("/__mock__", "localhost", False),
        ("/__mock__x/state", "localhost", False),
        ("/v1/things/", "localhost", False),
        ("/v1/things/", "elsewhere.example", False),
    ],
)
def test_only_requests_for_the_control_api_are_admitted(path: str, host: str, *, let_in: bool) -> None:
    """
    A request for another path is none of its own, whoever asks.
    """
    environ = EnvironBuilder(path, f"http://{host}/", environ_overrides={"REMOTE_ADDR": LOCAL}).get_environ()

    assert let_in == PLAIN.admits(environ)
