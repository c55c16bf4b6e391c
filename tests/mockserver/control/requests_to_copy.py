"""
Requests that are hard to write down: what a shell, a script or Python would take for something else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apicontract.contract.model import Exchange

if TYPE_CHECKING:
    from collections.abc import Mapping

PATH = "/2.3.0/spacecraft/"
#: Every printable character of ASCII, and what means something to a shell more than once.
EVERY_CHARACTER = "".join(map(chr, range(32, 127))) + " $HOME `id` $(id) !! \\n %s %% ''\"\"\\\\ ~ * ? #!"
TEXT = {"content-type": "text/plain"}


def exchange(
    query: str = "", method: str = "GET", headers: Mapping[str, str] | None = None, body: bytes = b""
) -> Exchange:
    """
    Return a request to a server whose address stands as `http://here.test`, as the journal has it.
    """
    return Exchange(
        method=method,
        url=f"http://here.test{PATH}{query}",
        status=200,
        request_headers=tuple((headers or {}).items()),
        request_body=body,
    )


#: Name to request.
REQUESTS: Mapping[str, Exchange] = {
    "plain": exchange(),
    "query": exchange("?search=a+b&limit=2&in_space=true"),
    "apostrophe": exchange("?search=it's&x=''"),
    "brackets": exchange("?a[0]=1&b={c,d}&e=[1-3]"),
    "number sign": exchange("?a=%23b&c=d%26e"),
    "number sign as it is": exchange("?a=b#c&d=#"),
    "percent": exchange("?a=100%25&b=%00&c=%0A"),
    "shell in the query": exchange("?a=$(id)&b=!x;c&d=*~"),
    "escaped letters": exchange("?search=%E6%97%A5%E6%9C%AC"),
    "long": exchange(f"?search={'x' * 50_000}"),
    "header": exchange(headers={"accept": "application/json", "x-mock-scope": "a test"}),
    "header with everything": exchange(headers={"x-note": EVERY_CHARACTER.strip()}),
    "header in UTF-8": exchange(headers={"x-note": "日本é".encode().decode("latin-1")}),
    "header in Latin-1": exchange(headers={"x-note": "é\xa0ÿ"}),
    "header with a tab": exchange(headers={"x-note": "a\tb"}),
    "empty header": exchange(headers={"x-note": ""}),
    "no body": exchange(method="POST"),
    "delete": exchange(method="DELETE"),
    "json": exchange(method="POST", headers={"content-type": "application/json"}, body=b'{"a": "it\'s \\"b\\""}'),
    "lines": exchange(method="PUT", headers=TEXT, body=b"one\n\n'two'\r\nthree\n"),
    "last line": exchange(method="PUT", headers=TEXT, body=b"\n\n"),
    "at sign": exchange(method="POST", headers=TEXT, body=b"@/etc/hostname"),
    "every character": exchange(method="PATCH", headers=TEXT, body=EVERY_CHARACTER.encode()),
    "not ASCII": exchange(method="POST", headers=TEXT, body="日本 \N{ROCKET} é".encode()),
    "separators of lines": exchange(method="POST", headers=TEXT, body="a\u2028b\u2029c\u202ed".encode()),
    "escape": exchange(method="POST", headers=TEXT, body=b"\x1b[2Ja\tb\x7f"),
    "digits after octals": exchange(method="POST", headers=TEXT, body=b"\x017\x0012\xff9%d\\n'"),
    "binary": exchange(method="POST", headers={"content-type": "image/png"}, body=bytes(range(256)) * 4),
    "no type": exchange(method="POST", body=b"plain"),
    "no type and binary": exchange(method="POST", body=b"\xff\x00"),
    "script": exchange(method="POST", headers=TEXT, body=b"</script><!-- ${a} `b` -->"),
    "large": exchange(method="POST", headers=TEXT, body=b"\xfe" * 30_000),
}
