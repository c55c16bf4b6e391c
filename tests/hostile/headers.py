"""
Hostile headers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hostile.shot import HOST, SCOPE, Draft, Headers, Manner, Scene, request
from hostile.texts import HEADER, name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hostile.shot import Row

_NAMES = (
    *(b"Accept", b"Accept-Language", b"Accept-Encoding", b"Accept-Charset", b"Authorization", b"Cookie", b"Origin"),
    *(b"Referer", b"User-Agent", b"Content-Type", b"Content-Encoding", b"Content-MD5", b"From", b"Via", b"Forwarded"),
    *(b"X-Forwarded-For", b"X-Forwarded-Host", b"X-Forwarded-Proto", b"X-Forwarded-Port", b"X-Forwarded-Prefix"),
    *(
        b"X_Forwarded_Host",
        b"X_Mock_Scope",
        b"X-HTTP-Method-Override",
        b"X-Original-URL",
        b"X-Rewrite-URL",
        b"X-Real-IP",
    ),
    *(b"X-CSRFToken", b"X-Api-Key", b"Proxy", b"Content_Length", b"Transfer_Encoding", b"A", b"!#$%&'*+.^_`|~", b"_"),
    *(b"Sec-Fetch-Site", b"Access-Control-Request-Method", b"Access-Control-Request-Headers", b"Max-Forwards", b"TE"),
)
_MEDIA = (
    *(b"text/html", b"application/json", b"*/*", b"application/*", b"*/json", b"a/b", b"/", b"//", b"a", b"*", b""),
    *(b"application/json; indent=9", b"application/json; indent=" + b"9" * 50, b"application/json; indent=-1"),
    *(
        b"application/json;charset=utf-7",
        b"text/html;level=1",
        b"a/b;c",
        b";",
        b'a/b;c="',
        b"\xff/\xff",
        b"text/html;q=",
    ),
)
_QUALITIES = (
    b"",
    b"",
    b";q=0",
    b";q=1",
    b";q=0.5",
    b";q=-1",
    b";q=2",
    b";q=nan",
    b";q=inf",
    b";q=1e999",
    b";q=x",
    b";q=0.0000001",
)
_HOSTS = (
    *(
        b"",
        b" ",
        b"localhost:",
        b"localhost:0",
        b"localhost:99999",
        b"localhost:x",
        b"[::1]",
        b"[::1",
        b"[",
        b"::1",
        b"a b",
    ),
    *(
        b"foreign.test",
        b"foreign.test@localhost",
        b"localhost#",
        b"localhost/path",
        b"localhost?x",
        b"127.0.0.1, foreign.test",
    ),
    *(
        b"\xff\xfe",
        b"xn--",
        b"a" * 300,
        b"a." * 3000,
        b"*",
        b"..",
        b"0",
        b"<script>",
        b"localhost\x00",
        b"LOCALHOST.",
        b"127.1",
    ),
)
_CONDITIONS = (
    *((b"If-None-Match", each) for each in (b"*", b'"x"', b"W/", b'"', b'"a",' * 2000, b"\xff")),
    *((b"If-Match", each) for each in (b"*", b'"x"', b"")),
    *((b"If-Modified-Since", each) for each in (b"x", b"Thu, 01 Jan 1970 00:00:00 GMT", b"0", b"9" * 500)),
    *((b"If-Unmodified-Since", each) for each in (b"Thu, 01 Jan 1970 00:00:00 GMT", b"-1")),
    *((b"If-Range", each) for each in (b'"x"', b"x")),
    *(
        (b"Range", each)
        for each in (
            b"bytes=0-0",
            b"bytes=-1",
            b"bytes=5-1",
            b"bytes=" + b"0-," * 1500,
            b"x",
            b"bytes=9" + b"9" * 99 + b"-",
        )
    ),
)
_TOKENS = (
    b"Token",
    b"Token ",
    b"Token a b",
    b"token x",
    b"Bearer x",
    b"Basic !!!",
    b"Basic Og==",
    b"Basic /w==",
    b"Digest a=b",
    b"Negotiate",
)
_PAGES = (b"", b"?format=api", b"?format=json", b"?limit=1")


def _asked(scene: Scene, headers: Headers, host: Headers = HOST) -> Draft:
    page = scene.random.choice((scene.api_path(), scene.api_path(), b"/", b"/docs/", b"/openapi.json", b"/nothing"))
    control = scene.served.control.encode() + scene.random.choice((b"/state", b"/journal", b"/", b"/nothing"))
    target = control if scene.random.random() < 0.15 else page + scene.random.choice(_PAGES)
    return Draft(request(target, scene.random.choice(("GET", "GET", "GET", "OPTIONS", "POST")), headers, host=host))


def _hostile(scene: Scene) -> Draft:
    names = scene.random.choices(_NAMES, k=scene.random.randint(1, 6))
    return _asked(scene, tuple((each, scene.random.choice(HEADER)) for each in names))


def _accept(scene: Scene) -> Draft:
    amount = scene.random.choice((1, 2, 3, 5, 30))
    ranges = [scene.random.choice(_MEDIA) + scene.random.choice(_QUALITIES) for _ in range(amount)]
    return _asked(scene, ((b"Accept", b", ".join(ranges)),))


def _accept_thousands(scene: Scene) -> Draft:
    each = scene.random.choice(_MEDIA) + scene.random.choice(_QUALITIES)
    return _asked(scene, ((b"Accept", b",".join([each] * scene.random.choice((1000, 3000)))),))


def _scoped(scene: Scene) -> Draft:
    scopes = [(SCOPE, name(scene.random)) for _ in range(scene.random.choice((1, 1, 1, 1, 2)))]
    return _asked(scene, tuple(scopes))


def _forwarded(scene: Scene) -> Draft:
    values = (
        *(
            b"127.0.0.1",
            b"::1",
            b"203.0.113.9",
            b"a, b, c",
            b"unknown",
            b"9" * 3000,
            b"127.0.0.1:x",
            b"[",
            b"\xff",
            b"",
        ),
        *(b"javascript", b"https", b"http,https", b"x" * 5000, b"foreign.test", b"foreign.test:x", b"<script>", b"a b"),
    )
    names = (b"X-Forwarded-For", b"X-Forwarded-Host", b"X-Forwarded-Proto", b"X_Forwarded_Host", b"Forwarded")
    amount = scene.random.randint(1, 4)
    return _asked(scene, tuple((scene.random.choice(names), scene.random.choice(values)) for _ in range(amount)))


def _host(scene: Scene) -> Draft:
    return _asked(scene, (), host=((b"Host", scene.random.choice(_HOSTS)),))


def _conditional(scene: Scene) -> Draft:
    return _asked(scene, tuple(scene.random.choices(_CONDITIONS, k=scene.random.randint(1, 3))))


def _authorized(scene: Scene) -> Draft:
    token = scene.random.choice((*_TOKENS, b"Token " + name(scene.random)))
    return _asked(scene, ((b"Authorization", token),) * scene.random.choice((1, 1, 2)))


def _many(scene: Scene) -> Draft:
    """
    As many lines, or lines as long, as a server takes, and more: it may refuse these without an answer of the mock.
    """
    amount, length = scene.random.choice(
        ((20, 200), (90, 10), (99, 400), (150, 10), (3, 30_000), (1, 120_000), (2_000, 8))
    )
    same = scene.random.random() < 0.5
    value = scene.random.choice((b"a", b"\xff", b",", b"a=b;")) * length
    lines = tuple((b"X-Long" if same else b"X-Long-%d" % number, value[:length]) for number in range(amount))
    return Draft(_asked(scene, lines).raw, manner=Manner.LOOSE)


#: Requests whose headers are hostile.
HEADERS: Mapping[str, tuple[int, Row]] = {
    "headers": (14, _hostile),
    "headers Accept": (6, _accept),
    "headers Accept of thousands": (1, _accept_thousands),
    "headers scope": (8, _scoped),
    "headers forwarded": (5, _forwarded),
    "headers Host": (4, _host),
    "headers conditional": (4, _conditional),
    "headers Authorization": (4, _authorized),
    "headers many": (2, _many),
}
