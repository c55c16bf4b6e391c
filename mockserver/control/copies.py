"""
A request of the journal as text to paste: a line for a POSIX shell, JavaScript, a test for pytest.

What the journal hides stays hidden: `***` stands where a credential stood.
"""

from __future__ import annotations

import json
import re
import shlex
import string
from functools import cache
from typing import TYPE_CHECKING

from apicontract.contract.catalog import load_api, packaged_data
from apicontract.contract.redaction import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apicontract.contract.model import Api, Exchange

#: Headers that the client which sends the copy sets by itself, or that are the connection's (RFC 9110, 7.6.1).
_OWN = re.compile(
    r"host|user-agent|accept-encoding|content-length|connection|keep-alive|te|trailer|transfer-encoding|upgrade|expect"
    r"|proxy-.*|sec-.*|priority"
)
#: Headers that no script may set, and methods that it may not send (https://fetch.spec.whatwg.org/#forbidden-request-header).
_FORBIDDEN = re.compile(
    r"accept-charset|access-control-.*|cookie2?|date|dnt|origin|referer|set-cookie|via|permissions-policy"
)
_UNSENT = frozenset({"CONNECT", "TRACE", "TRACK"})
_BODILESS = frozenset({"GET", "HEAD"})
_LETTERS = string.ascii_letters.encode()
#: What a test's name is made of, and how long it is at the most.
_NO_NAME, _LONGEST_NAME = re.compile(r"[^a-z0-9]+"), 60


def copies(api: Api, world: str, exchange: Exchange) -> dict[str, str]:
    """
    Return a request as `curl`, `fetch` and `pytest`.

    Args:
        api: what is served.
        world: name of the host whose records are served.
        exchange: of the journal.
    """
    return {"curl": curl(exchange), "fetch": fetch(exchange), "pytest": pytest_test(api, world, exchange)}


def copy_notes(exchange: Exchange) -> list[str]:
    """
    Return what the copies lack, one sentence each.
    """
    sent = (exchange.url, *(value for _, value in exchange.request_headers), exchange.request_body.decode("latin-1"))
    length = dict(exchange.request_headers).get("content-length", "0")
    left_out = {name for name, _ in exchange.request_headers if _FORBIDDEN.fullmatch(name)}
    found = (
        (any(HIDDEN in each for each in sent), f"{HIDDEN} stands for a credential, which is not kept."),
        (length != "0" and not exchange.request_body, "The body of the request is not kept: it was too long or late."),
        (bool(left_out), f"A script cannot set {', '.join(sorted(left_out))}: fetch is without."),
        (exchange.method in _BODILESS and bool(exchange.request_body), "A script sends no body with GET or HEAD."),
    )
    return [sentence for holds, sentence in found if holds]


def curl(exchange: Exchange) -> str:
    """
    Return a command line for any POSIX shell.
    """
    body = b"" if exchange.method == "HEAD" else exchange.request_body
    words = ["curl", *_flags(exchange), shlex.quote(_url(exchange))]
    for name, value in _headers(exchange):
        # An empty header is written with a semicolon; with a colon, curl would leave the header out.
        words += ["-H", _shell_word(f"{name}: {value}" if value else f"{name};")]
    if body and not _has_type(exchange):
        words += ["-H", "Content-Type:"]
    if not body:
        return " ".join(words)
    text = _plain_text(body)
    if text is None:
        return f"printf '{_octal(body)}' | {' '.join(words)} --data-binary @-"
    return f"{' '.join(words)} --data-raw {shlex.quote(text)}"


def fetch(exchange: Exchange) -> str:
    """
    Return JavaScript for the console of a browser, or for a module of Node.
    """
    if exchange.method in _UNSENT:
        return f"// A script cannot send {exchange.method}."
    headers = [list(each) for each in _headers(exchange) if not _FORBIDDEN.fullmatch(each[0])]
    members = [("method", json.dumps(exchange.method)), ("headers", json.dumps(headers))]
    if exchange.request_body and exchange.method not in _BODILESS:
        members.append(("body", _script_body(exchange)))
    options = "".join(f"  {name}: {value},\n" for name, value in members)
    call = f"const response = await fetch({json.dumps(_url(exchange))}, {{\n{options}}});"
    return f"{call}\nconsole.log(response.status, await response.text());\n"


def pytest_test(api: Api, world: str, exchange: Exchange) -> str:
    """
    Return a test for pytest with the plugin, which holds a mock of its own to the status.
    """
    fixture, lines = _fixture(api, world)
    _, _, rest = _url(exchange).partition("//")
    path = f"/{rest.partition('/')[2]}"
    name = _NO_NAME.sub("_", f"{exchange.method} {path.partition('?')[0]}".lower()).strip("_")[:_LONGEST_NAME]
    arguments = [json.dumps(exchange.method, ensure_ascii=True), f"mock_api.url({_python(path)})"]
    headers = list(_headers(exchange))
    if headers:
        pairs = "".join(f"            {_python(each)}: {_python(value)},\n" for each, value in headers)
        arguments.append(f"headers={{\n{pairs}        }}")
    if exchange.request_body:
        arguments.append(f"content={exchange.request_body!r}")
    call = "".join(f"        {each},\n" for each in arguments)
    return (
        f"import httpx\n\n\ndef test_{name}({fixture}):\n{lines}"
        f"    response = httpx.request(\n{call}    )\n\n    assert response.status_code == {exchange.status}\n"
    )


def _fixture(api: Api, world: str) -> tuple[str, str]:
    """
    Return the fixture that serves what is served here, and the line that asks it to.
    """
    packaged = _packaged()
    own = [str(each) for each in api.folders if each not in packaged.folders]
    if not own and (api.name, world) == (packaged.name, packaged.default_host):
        return "mock_api", ""
    options = {"api": api.name, "world": world, **({"data": own[0]} if own else {})}
    given = ", ".join(f"{name}={value!r}" for name, value in options.items())
    return "make_mock_api", f"    mock_api = make_mock_api({given})\n"


@cache
def _packaged() -> Api:
    return load_api(data=packaged_data())


def _flags(exchange: Exchange) -> Iterator[str]:
    """
    Yield what keeps curl from changing the request.
    """
    if exchange.method == "HEAD":
        yield "--head"
    elif exchange.method != "GET":
        yield f"--request {shlex.quote(exchange.method)}"
    if set("[]{}") & set(exchange.url):
        yield "--globoff"
    if "/." in exchange.url.partition("?")[0]:
        yield "--path-as-is"


def _url(exchange: Exchange) -> str:
    """
    Return the URL; what stands behind a number sign was sent, and would not be sent again.
    """
    return exchange.url.replace("#", "%23")


def _headers(exchange: Exchange) -> Iterator[tuple[str, str]]:
    yield from (each for each in exchange.request_headers if not _OWN.fullmatch(each[0].lower()))


def _has_type(exchange: Exchange) -> bool:
    return any(name.lower() == "content-type" for name, _ in exchange.request_headers)


def _plain_text(data: bytes) -> str | None:
    """
    Return a text that a terminal takes as it is, or None: a tab or an escape would be taken for a key.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if all(each.isprintable() or each == "\n" for each in text) else None


def _shell_word(header: str) -> str:
    # Headers have one character for each byte (PEP 3333).
    data = header.encode("latin-1", "replace")
    text = _plain_text(data)
    return f"\"$(printf '{_octal(data)}')\"" if text is None else shlex.quote(text)


def _octal(data: bytes) -> str:
    """
    Return bytes as the format of `printf` (POSIX): letters as they are, the rest as three octal digits.
    """
    return "".join(chr(each) if each in _LETTERS else f"\\{each:03o}" for each in data)


def _script_body(exchange: Exchange) -> str:
    try:
        text = json.dumps(exchange.request_body.decode("utf-8"))
    except UnicodeDecodeError:
        return f"new Uint8Array({json.dumps(list(exchange.request_body))})"
    # A text without a type would get one.
    return text if _has_type(exchange) else f"new TextEncoder().encode({text})"


def _python(text: str) -> str:
    return repr(text) if text.isascii() else repr(text.encode("latin-1", "replace"))
