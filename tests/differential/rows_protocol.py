"""
What is said around a question: formats, `Accept`, methods, tokens, paths and identifiers.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from differential.part import Part, Row, Scene, header, join, one_of, pair, raw

if TYPE_CHECKING:
    from collections.abc import Mapping

METHODS = ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PURGE")


def _method(scene: Scene) -> Part:
    return Part(method=scene.random.choice(METHODS))


def _detail(scene: Scene) -> Part:
    return Part(path=scene.detail())


def _absent(scene: Scene) -> Part:
    absent: list[object] = [0, -5, 999999, "9" * 60, "1" * 19, uuid.UUID(int=4 << 76)]
    return Part(path=scene.detail(scene.random.choice(absent)))


def _unreadable(scene: Scene) -> Part:
    return Part(
        path=scene.detail(scene.random.choice(["abc", "\x00", "9" * 4400, "1 1", "1e3", "0x1", "ä", "None", ","]))
    )


def _spelled(scene: Scene) -> Part:
    """
    Spell an identifier in the ways that its type understands.
    """
    text = str(scene.identifier())
    spellings = [text, text.upper(), text.replace("-", ""), f"0{text}", f"+{text}", f" {text}", f"{text} ", f"{text}_0"]
    return Part(path=scene.detail(scene.random.choice(spellings)))


def _dotted(scene: Scene) -> Part:
    text = scene.random.choice([f"{scene.identifier()}.0", "a.b", ".", "..", "1.json"])
    return Part(path=f"{scene.subject.list_path(scene.resource)}{text}/")


def _slashless(scene: Scene) -> Part:
    path = scene.random.choice([scene.subject.list_path(scene.resource), scene.detail(), scene.detail("abc")])
    query = scene.random.choice(
        ["", "limit=2&name=a+b", "x=%FF&y=~", "ordering=-id,x", "é=1".encode().decode("latin-1")]
    )
    return Part(
        (query,) if query.isascii() and query else (), path.rstrip("/"), scene.random.choice(["", "", *METHODS])
    )


def _unknown_path(scene: Scene) -> Part:
    base = scene.subject.service.base_path
    listed = scene.subject.list_path(scene.resource)
    paths = [
        "/",
        "/nothing",
        "/nothing/",
        f"{base}nothing/",
        f"{listed}1/2/",
        f"{base}/",
        f"{base.rstrip('/')}x/",
        f"{listed}/",
    ]
    return Part(path=scene.random.choice(paths))


def _root(scene: Scene) -> Part:
    return Part(path=scene.subject.service.base_path)


def _singleton(scene: Scene) -> Part | None:
    names = list(scene.subject.service.singletons)
    return Part(path=f"{scene.subject.service.base_path}{scene.random.choice(names)}/") if names else None


def _suffixed(scene: Scene) -> Part:
    listed = scene.subject.list_path(scene.resource).rstrip("/")
    return Part(path=scene.random.choice([f"{listed}.json", f"{listed}.json/", f"{listed}.api", f"{listed}/1.json"]))


FORMATS: Mapping[str, Row] = {
    "8 format=json": one_of("format", "json"),
    "8 format=api": join(one_of("format", "api"), one_of("limit", 1, 2)),
    "8 format unknown": one_of("format", "xml", "JSON", "Api", "html", " json", "json ", "\x00", "admin"),
    "8 format empty": raw("format=", "format"),
    "8 format repeated": raw("format=xml&format=json", "format=json&format=xml", "format=json&format="),
    "8 format on a detail": join(_detail, one_of("format", "json", "xml", "api", "")),
    "8 accept JSON": header(
        "Accept", "*/*", "application/json", "application/*", "*/json", "application/json; charset=utf-8"
    ),
    "8 accept HTML": join(header("Accept", "text/html", "text/*", "text/html,*/*;q=0.8"), one_of("limit", 1)),
    "8 accept nothing known": header(
        "Accept", "application/xml", "", "*", "garbage", "image/*", "text/plain", "/", ";", ","
    ),
    "8 q is ignored": header(
        "Accept", "application/json;q=0.1, text/html", "application/json;q=0", "*/*;q=0", "application/json;q=x"
    ),
    "13 specificity counts": join(
        header(
            "Accept",
            "text/html,application/json",
            "text/html;level=1, application/json",
            "*/*, text/html",
            "application/xml, */*;q=0.1",
            "application/*, text/html",
        ),
        one_of("limit", 1),
    ),
    "8 format with accept": join(
        one_of("format", "json", "api", "xml"),
        header("Accept", "text/html", "application/json", "application/xml", "*/*", ""),
        one_of("limit", 1),
    ),
    "8 indented JSON": header(
        "Accept", "application/json; indent=4", "application/json; indent=2", "application/json; indent=x"
    ),
}

METHOD_ROWS: Mapping[str, Row] = {
    "9 other methods on a list": _method,
    "9 other methods on a detail": join(_method, _detail),
    "13 other methods on what is absent": join(
        _method, lambda scene: scene.random.choice([_absent, _unreadable])(scene)
    ),
    "9 HEAD": lambda scene: Part(method="HEAD", path=scene.random.choice(["", scene.detail()])),
    "9 an origin": header("Origin", "https://app.example", "null", "http://localhost:3000"),
    "9 a preflight": lambda scene: Part(
        method="OPTIONS",
        path=scene.random.choice(["", scene.detail(), scene.detail("abc"), "/nothing/"]),
        headers=(
            ("Origin", "https://app.example"),
            ("Access-Control-Request-Method", scene.random.choice(["GET", "POST"])),
        ),
    ),
    "9 half a preflight": lambda scene: Part(
        method=scene.random.choice(["OPTIONS", "GET"]),
        headers=(scene.random.choice([("Origin", "https://a.example"), ("Access-Control-Request-Method", "GET")]),),
    ),
    "9 methods with a format": join(_method, one_of("format", "json", "xml", "api")),
}

ERRORS: Mapping[str, Row] = {
    "10 an identifier that is absent": _absent,
    "10 an identifier that is none": _unreadable,
    "13 an identifier in other spellings": _spelled,
    "13 an identifier with a dot": _dotted,
    "10 a record": _detail,
    "10 a bad token": header(
        "Authorization",
        "Token wrong",
        "token wrong",
        "Token",
        "Token ",
        "Token a b",
        "Token a b c",
        "Bearer x",
        "Basic eDp5",
        "",
        "Tokenx y",
        "Token \xe9",
    ),
    "10 a bad token and something else": join(
        header("Authorization", "Token wrong", "Token"), one_of("format", "xml", "json"), one_of("limit", 1)
    ),
    "10 a bad token with another method": join(header("Authorization", "Token wrong", "Token"), _method),
    "10 a missing slash": _slashless,
    "10 an unknown path": _unknown_path,
    "10 errors as pages": join(
        lambda scene: scene.random.choice([_absent, _unreadable, lambda _: Part((pair("search", "\x00"),))])(scene),
        one_of("format", "api"),
    ),
    "13 the root": _root,
    "13 the root, asked otherwise": join(
        _root,
        lambda scene: scene.random.choice([_method, one_of("format", "json", "xml"), header("Accept", "text/xml")])(
            scene
        ),
    ),
    "11 a singleton": _singleton,
    "11 a singleton, asked otherwise": join(
        _singleton,
        lambda scene: scene.random.choice([_method, one_of("format", "json", "xml"), header("Accept", "a/b", "*/*")])(
            scene
        ),
    ),
    "2 suffix routes": _suffixed,
    "10 more parameters than the framework reads": raw("&".join(f"x{each}=1" for each in range(1001))),
}
