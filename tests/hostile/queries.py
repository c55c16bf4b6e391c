"""
Hostile query strings and paths of the API.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from hostile.shot import Draft, Scene, joined, request, some
from hostile.texts import ENCODED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hostile.shot import Row

#: Servers refuse longer targets before they look at them.
_LONGEST = 60_000
_SUFFIXES = (
    b"",
    b"",
    b"__gt",
    b"__in",
    b"__isnull",
    b"__regex",
    b"__x",
    b"__",
    b"[]",
    b"[a][b]",
    b"%5B%5D",
    b"%00",
    b".x",
)
_UNKNOWN = (
    b"",
    b"%",
    b"a",
    b"%FF",
    b"Limit",
    b"limit ",
    b"format%20",
    b"[",
    b"[" * 500,
    b"x" * 9000,
    b"__class__",
    b"%E2%98%83",
)
_SEPARATORS = (b"&", b"&", b"&", b"&&", b";", b"?", b"&amp;", b"#")
_SEGMENTS = (
    *(
        b".",
        b"..",
        b"...",
        b"",
        b"%2F",
        b"%2f%2f",
        b"%2e%2e",
        b"%5C",
        b";a=b",
        b"%00",
        b"%",
        b"%zz",
        b"%FF",
        b"~",
        b"*",
    ),
    *(
        b"1",
        b"0",
        b"-1",
        b"9" * 5000,
        b"1.json",
        b"1.0",
        b"%D9%A3",
        b"a" * 200,
        b"static",
        b".git",
        b"__mock__",
        b"docs",
    ),
    *(
        b"index.html",
        b"openapi.json",
        b"favicon.ico",
        b"%3Cscript%3E",
        b"%0d%0aX:1",
        b"%E2%80%AE",
        b"null",
        b"{id}",
        b"@",
    ),
)


def _name(scene: Scene, names: tuple[str, ...]) -> bytes:
    if scene.random.random() < 0.2:
        return scene.random.choice(_UNKNOWN)
    return quote(scene.random.choice(names)).encode() + scene.random.choice(_SUFFIXES)


def _listed(scene: Scene) -> tuple[bytes, tuple[str, ...]]:
    path, names = scene.random.choice(tuple(scene.served.lists.items()))
    return path.encode(), names


def _hostile(scene: Scene) -> Draft:
    path, names = _listed(scene)
    pairs = [
        _name(scene, names) + scene.random.choice((b"=", b"=", b"=", b"", b"==")) + scene.random.choice(ENCODED)
        for _ in range(scene.random.randint(1, 5))
    ]
    return Draft(request(path + b"?" + joined(scene.random.choice(_SEPARATORS), pairs, _LONGEST)))


def _repeated(scene: Scene) -> Draft:
    path, names = _listed(scene)
    pair = _name(scene, names)[:50] + b"=" + scene.random.choice(ENCODED)[:50]
    query = joined(b"&", [pair] * scene.random.choice((2, 10, 100, 1000)), _LONGEST)
    return Draft(request(path + b"?" + query))


def _ordering(scene: Scene) -> Draft:
    path, names = _listed(scene)
    terms = (
        *(quote(each).encode() for each in names),
        b"id",
        b"-id",
        b"-",
        b"zz",
        b"?",
        b"__",
        b"id__id",
        b"%FF",
        b"%2Bid",
    )
    length = scene.random.choice((1, 3, 50, 500))
    return Draft(request(path + b"?ordering=" + joined(b",", some(scene.random, terms, length), _LONGEST)))


def _enormous(scene: Scene) -> Draft:
    """
    15,000 terms are as many as fit into a request target.
    """
    path, names = _listed(scene)
    name = quote(scene.random.choice(("ordering", "search", *names))).encode()
    term = scene.random.choice((b"zz%d", b"-%d", b"a%d", b"%d", b"%%22%d")) % scene.random.randrange(10)
    separator = scene.random.choice((b",", b"+", b"&" + name + b"=", b"%00", b"__"))
    return Draft(request(path + b"?" + name + b"=" + joined(separator, [term] * 15_000, _LONGEST)))


def _long(scene: Scene) -> Draft:
    path, names = _listed(scene)
    text = scene.random.choice((b"a", b"%", b"%FF", b"%E2%80%AE", b"[", b"(", b"9", b"&", b"=", b"+", b"\\"))
    length = scene.random.choice((1_000, 8_000, 16_000, 60_000, 66_000, 130_000))
    return Draft(request(path + b"?" + _name(scene, names) + b"=" + (text * length)[:length]))


def _raw(scene: Scene) -> Draft:
    """
    Bytes that must be encoded in a target, but are not.
    """
    path, names = _listed(scene)
    text = scene.random.choice(
        (b"\xff\xfe", b"\xc3\xa9", b"\x00", b"\x7f", b"\t", b'"', b"<>", b"{}", b"|", b"^", b"`", b" ")
    )
    return Draft(request(path + b"?" + _name(scene, names) + b"=" + text))


def _path(scene: Scene) -> Draft:
    start = scene.random.choice(
        (b"/", b"//", scene.served.base.encode(), scene.api_path(), scene.served.control.encode())
    )
    segments = some(scene.random, _SEGMENTS, 6)
    target = start + b"/".join(segments) + scene.random.choice((b"", b"/", b"//", b"?", b"/?format=api", b"#x"))
    return Draft(request(target, scene.random.choice(("GET", "GET", "GET", "POST", "DELETE", "OPTIONS"))))


def _endless_path(scene: Scene) -> Draft:
    text = scene.random.choice((b"a", b"/", b"../", b"./", b"%2F", b"%", b"a/", b"%00", b"1/"))
    length = scene.random.choice((500, 5_000, 30_000, 65_000, 70_000))
    return Draft(request(scene.random.choice((b"/", scene.api_path())) + (text * length)[:length]))


def _identifier(scene: Scene) -> Draft:
    path, _ = _listed(scene)
    return Draft(
        request(path + scene.random.choice(ENCODED) + b"/" + scene.random.choice((b"", b"?format=api", b"?mode=x")))
    )


#: Requests whose target is hostile.
TARGETS: Mapping[str, tuple[int, Row]] = {
    "query": (30, _hostile),
    "query repeated": (4, _repeated),
    "query ordering": (6, _ordering),
    "query of 15,000 terms": (1, _enormous),
    "query long": (3, _long),
    "query not encoded": (3, _raw),
    "path": (14, _path),
    "path long": (3, _endless_path),
    "path identifier": (8, _identifier),
}
