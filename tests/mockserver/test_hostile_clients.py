"""
What the running server makes of clients that keep to no rule; over plain sockets, since libraries would not send it.
"""

from __future__ import annotations

import json
import threading
import time
from typing import TYPE_CHECKING

import pytest
from served import Server, parted, until_its_end

if TYPE_CHECKING:
    from collections.abc import Iterator

ROW = "/2.3.0/spacecraft/110/"
HOST = "Host: localhost"
#: More unfinished requests than the server has threads.
MANY = 64


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """
    One server for all; it trusts its proxy.
    """
    running = Server("--port", "0", "--trust-proxy")
    yield running
    running.close()


def first_url(answer: tuple[int, bytes]) -> str:
    """
    Return the URL by which a record names itself.
    """
    url: str = json.loads(answer[1].partition(b"\r\n\r\n")[2])["url"]
    return url


def test_underscored_scope_is_no_scope(server: Server) -> None:
    """
    `X_Mock_Scope` names no scope, neither alone nor beside `X-Mock-Scope`.
    """
    body = b'{"rate": "7/hour"}'
    lines = (HOST, "Content-Type: application/json", f"Content-Length: {len(body)}")
    assert 200 == server.ask("PUT /__mock__/throttle HTTP/1.1", *lines, "X-Mock-Scope: one", body=body)[0]
    seen = [
        b'"requests":7,' in server.ask("GET /__mock__/state HTTP/1.1", HOST, *more)[1]
        for more in (
            ("X-Mock-Scope: one",),
            ("X_Mock_Scope: one",),
            ("X-Mock-Scope: two", "X_Mock_Scope: one"),
            ("X_Mock_Scope: two", "X-Mock-Scope: one"),
        )
    ]
    assert [True, False, False, True] == seen


def test_underscored_forwarded_host_is_dropped(server: Server) -> None:
    """
    `X_Forwarded_Host` and `X_Forwarded_Proto` name nothing, even where a proxy is trusted.
    """
    lines = (HOST, "X_Forwarded_Host: other.example", "X_Forwarded_Proto: https", "X_Forwarded-Host: other.example")
    assert f"http://localhost{ROW}" == first_url(server.ask(f"GET {ROW} HTTP/1.1", *lines))


def test_rebound_name_is_refused(server: Server) -> None:
    """
    The running server refuses a control request whose `Host` and `Origin` are a foreign name that leads here.
    """
    lines = ("Host: rebound.example:8000", "Origin: http://rebound.example:8000", "Content-Length: 0")
    assert 403 == server.ask("POST /__mock__/reset HTTP/1.1", *lines)[0]


def test_repeated_host_is_refused(server: Server) -> None:
    """
    Of two `Host` lines neither is taken (RFC 9112, 3.2).
    """
    assert 400 == server.ask(f"GET {ROW} HTTP/1.1", HOST, "Host: localhost")[0]
    assert 403 == server.ask("GET /__mock__/state HTTP/1.1", HOST, "Host: rebound.example")[0]


def test_repeated_forwarded_address_ends_with_the_last(server: Server) -> None:
    """
    Several lines of `X-Forwarded-For` are one list; its last address decides.
    """
    lines = ("X-Forwarded-For: 127.0.0.1", "X-Forwarded-For: 192.0.2.7")
    assert 403 == server.ask("GET /__mock__/state HTTP/1.1", HOST, *lines)[0]
    assert 200 == server.ask("GET /__mock__/state HTTP/1.1", HOST, *reversed(lines))[0]


@pytest.mark.parametrize("target", ["/__mock__/failures", "/__mock__/reset", "/__mock__/nothing", ROW, "/", "/docs/"])
@pytest.mark.parametrize("way", ["Content-Length: 1000", "Transfer-Encoding: chunked"])
def test_unfinished_bodies_starve_nobody(server: Server, target: str, way: str) -> None:
    """
    While more requests than there are threads never end their bodies, others are answered within two seconds.
    """
    head = f"POST {target} HTTP/1.1\r\n{HOST}\r\nContent-Type: application/json\r\n{way}\r\n\r\n".encode()
    open_ones = [server.connect(head + b"1\r\n{\r\n"[: 7 * (index % 2)]) for index in range(MANY)]
    try:
        began = time.monotonic()
        assert 200 == server.ask(f"GET {ROW} HTTP/1.1", HOST)[0]
        assert 200 == server.ask("GET /__mock__/state HTTP/1.1", HOST)[0]
        assert time.monotonic() - began < 2
    finally:
        for each in open_ones:
            each.close()


def test_dripping_bodies_starve_nobody(server: Server) -> None:
    """
    A body that comes a byte at a time holds nothing that others need.
    """
    head = f"POST /__mock__/reset HTTP/1.1\r\n{HOST}\r\nContent-Length: 1000\r\n\r\n".encode()
    open_ones, done = [server.connect(head) for _ in range(MANY)], threading.Event()

    def drip() -> None:
        while not done.wait(0.05):
            for each in open_ones:
                each.send(b" ")

    dripping = threading.Thread(target=drip)
    dripping.start()
    try:
        began = time.monotonic()
        assert 200 == server.ask("GET /__mock__/state HTTP/1.1", HOST)[0]
        assert time.monotonic() - began < 2
    finally:
        done.set()
        dripping.join()
        for each in open_ones:
            each.close()


def test_everything_unfinished_ends(server: Server) -> None:
    """
    A connection on which a client says no more ends by itself, an unfinished body with 408 and one line of JSON.
    """
    get = f"GET {ROW} HTTP/1.1\r\n{HOST}\r\n"
    sent = {
        "nothing": "",
        "half a line": "GET / HT",
        "half a head": get,
        "idle after an answer": f"{get}\r\n",
        "half a body": f"POST /__mock__/reset HTTP/1.1\r\n{HOST}\r\nContent-Length: 9\r\n\r\n{{",
    }
    open_ones = {name: server.connect(text.encode()) for name, text in sent.items()}
    answers = {name: parted(until_its_end(each)) for name, each in open_ones.items()}
    for each in open_ones.values():
        each.close()
    assert [0, 0, 0, 200, 408] == [status for status, _ in answers.values()]
    assert answers["half a body"][1].endswith(b'\r\n\r\n{"detail":"The body did not arrive within 10 seconds."}\n')


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("Content-Length: 1000001", b""),
        ("Content-Length: 99999999999999", b""),
        ("Transfer-Encoding: chunked", b"F4241\r\n" + b" " * 0xF4241 + b"\r\n0\r\n\r\n"),
    ],
    ids=["declared", "declared far larger", "sent in chunks"],
)
def test_large_body_is_refused(server: Server, line: str, body: bytes) -> None:
    """
    A body that is larger than is read is 413 with one line of JSON, at once where its length is declared.
    """
    began = time.monotonic()
    status, rest = server.ask("POST /__mock__/reset HTTP/1.1", HOST, line, body=body)
    assert time.monotonic() - began < 5
    assert (413, b'{"detail":"The body is larger than the 1000000 bytes that are read."}\n') == (
        status,
        rest.partition(b"\r\n\r\n")[2],
    )


def test_body_of_the_largest_size_is_read(server: Server) -> None:
    """
    A body of exactly the largest size is read.
    """
    body = b" " * 1_000_000
    assert 200 == server.ask("POST /__mock__/reset HTTP/1.1", HOST, f"Content-Length: {len(body)}", body=body)[0]


def test_refused_client_is_not_waited_for(server: Server) -> None:
    """
    Who may not use the control API is refused before the body has come.
    """
    began = time.monotonic()
    lines = ("Host: rebound.example", "Content-Length: 1000")
    assert 403 == server.ask("POST /__mock__/reset HTTP/1.1", *lines)[0]
    assert time.monotonic() - began < 5


PAGES = (
    ROW,
    "/2.3.0/spacecraft/?format=api&limit=1",
    "/2.3.0/spacecraft",
    "/",
    "/docs",
    "/docs/",
    "/openapi.json",
    "/__mock__/",
    "/__mock__",
)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "\xff",
        "[::1",
        "[",
        "]",
        "a:b:c",
        "a:99999999999",
        "a b",
        "a/b",
        "user@a",
        "a,b",
        "%00",
        "..",
        "a" * 5_000,
        "xn--\xe4",
        "-",
        "[v1.x]",
        "<b>",
    ],
)
def test_absurd_hosts_are_no_fault_of_the_server(server: Server, host: str) -> None:
    """
    Whatever stands in `Host`, no page answers with a status of 500 or more, and every page answers.
    """
    found = {path: server.ask(f"GET {path} HTTP/1.1", f"Host: {host}")[0] for path in PAGES}
    assert {} == {path: status for path, status in found.items() if not 200 <= status < 500}


@pytest.mark.parametrize(
    "head",
    [
        f"GET http://other.example:1{ROW} HTTP/1.1",
        "GET http:// HTTP/1.1",
        "GET http://[::1/ HTTP/1.1",
        "GET javascript:alert(1) HTTP/1.1",
        "CONNECT other.example:443 HTTP/1.1",
        "GET other.example:443 HTTP/1.1",
        "OPTIONS * HTTP/1.1",
        "GET * HTTP/1.1",
        "GET  HTTP/1.1",
        "GET /%00%ff%e4 HTTP/1.1",
        "GET /\xff\xe4 HTTP/1.1",
        "GET /2.3.0/../__mock__/state HTTP/1.1",
        "GET //__mock__//state HTTP/1.1",
        f"GET {ROW}?\xff=%ff HTTP/1.1",
        "GET /" + "a" * 70_000 + " HTTP/1.1",
        "M" * 10_000 + f" {ROW} HTTP/1.1",
        "M" * 10_000 + " /__mock__/state HTTP/1.1",
        "M" * 10_000 + " /docs/ HTTP/1.1",
        f"G\xffT {ROW} HTTP/1.1",
        f"GET {ROW} HTTP/9.9",
        f"GET {ROW}",
        "PRI * HTTP/2.0",
        "\x16\x03\x01\x02\x00",
    ],
)
def test_absurd_targets_are_no_fault_of_the_server(server: Server, head: str) -> None:
    """
    No form of a request line, right or wrong, is answered by a status of 500 or more.
    """
    assert server.ask(head, HOST)[0] < 500


@pytest.mark.parametrize(
    "lines",
    [
        ("X: a\x00b",),
        ("X: \xff\xfe",),
        ("Authorization: Token \xff",),
        ("Authorization: Bearer \xff",),
        ("Accept: \xff", "Accept: text/html"),
        ("Accept-Language: " + "a" * 50_000,),
        ("Origin: \xff",),
        ("X-Forwarded-Proto: javascript", "X-Forwarded-Host: <b>"),
        ("X-Forwarded-For: " + "," * 5_000,),
        ("X-Mock-Scope: \xff",),
        ("Content-Length: -1",),
        ("Content-Length: 99999999999999999999999",),
        ("Content-Length: 1", "Content-Length: 2"),
        ("Content-Length: \xb2",),
        ("Transfer-Encoding: gzip",),
        ("Transfer-Encoding: chunked, gzip",),
        ("Transfer-Encoding: xchunked",),
        ("Transfer-Encoding: chunked", "Content-Length: 3"),
        ("Expect: 200-maybe",),
        ("Upgrade: websocket",),
        ("Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"),
        (" folded: yes",),
        ("no colon",),
        (": no name",),
        *(tuple(f"X-{number}: y" for number in range(count)) for count in (90, 500)),
    ],
)
def test_absurd_headers_are_no_fault_of_the_server(server: Server, lines: tuple[str, ...]) -> None:
    """
    No header, right or wrong, is answered by a status of 500 or more, by the API, a page or the control API.
    """
    targets = (f"GET {ROW}", f"POST {ROW}", "GET /docs/", "POST /__mock__/reset")
    found = [server.ask(f"{target} HTTP/1.1", HOST, *lines, body=b"0\r\n\r\n")[0] for target in targets]
    assert [] == [status for status in found if status >= 500]
