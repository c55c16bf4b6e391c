"""
Records as JSON with places left open, the parts of an answer, and pictures.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from apicontract.contract.catalog import load_api
from apicontract.contract.paging import STYLES
from mockserver.engine.pagination import PageLinks, with_parameters
from mockserver.engine.pictures import picture
from mockserver.engine.rendering import (
    ORIGIN,
    TAIL,
    detail_path,
    envelope,
    fill,
    indented,
    tail,
    with_local_images,
)

API = load_api()
PRIMARY = API.resources[API.primary]


@pytest.mark.parametrize(
    ("suffix", "form", "expected"),
    [
        (None, None, "/"),
        (None, "json", "/?format=json"),
        (None, "", "/?format="),
        ("json", None, ".json"),
        ("json", "a b", ".json?format=a+b"),
        ("", "api", "/?format=api"),
    ],
)
def test_links_keep_the_format(suffix: str | None, form: str | None, expected: str) -> None:
    """
    The request's format goes on as suffix or as parameter.
    """
    assert expected == tail(suffix, form)


def test_open_places_are_filled() -> None:
    """
    Every link gets scheme, host and ending.
    """
    template = f'["{ORIGIN}/a{TAIL}", "{ORIGIN}/b{TAIL}"]'.encode()

    assert b'["http://x/a/", "http://x/b/"]' == fill(template, "http://x", "/")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("things", "others"), "/v1/things/a%20b&c"),
        (("others", "more"), "/v1/others/a%20b&c"),
        ((), "/v1/things/a%20b&c"),
    ],
)
def test_the_resource_that_serves_an_entity(names: tuple[str, ...], expected: str) -> None:
    """
    It is the one named like the entity, or else the first that lists it.
    """
    resources = {name: replace(PRIMARY, name=name, entity="things") for name in names}

    assert expected == detail_path(replace(API, base_path="/v1/", resources=resources), "things", "a b&c")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("https://x.example/a/b.JPG", f"{ORIGIN}/_images/x.example/a/b.JPG"),
        ("http://x/a.svg", f"{ORIGIN}/_images/x/a.svg"),
        ("https://x.example/a.jpeg", f"{ORIGIN}/_images/x.example/a.jpeg"),
        ("https://x.example/a.png?size=1", "https://x.example/a.png?size=1"),
        ("https://x.example/a.pdf", "https://x.example/a.pdf"),
        ("see https://x.example/a.png", "see https://x.example/a.png"),
        (7, 7),
        (None, None),
        (
            {"a": ["http://x/a.gif", {"b": "http://x/b.webp"}]},
            {"a": [f"{ORIGIN}/_images/x/a.gif", {"b": f"{ORIGIN}/_images/x/b.webp"}]},
        ),
    ],
)
def test_pictures_lead_to_the_mock(value: Any, expected: Any) -> None:
    """
    The URL of a picture, however deep, leads to the mock; nothing else does.
    """
    assert expected == with_local_images(value)


def test_a_page_is_wrapped() -> None:
    """
    Count, links and rows stand in the order of the style, compact, letters beyond ASCII as they are.
    """
    rows = [b'{"a":1}', '{"b":"é"}'.encode()]
    page = envelope(STYLES["limit-offset"], 2, PageLinks("http://é", None), rows)

    assert '{"count":2,"next":"http://é","previous":null,"results":[{"a":1},{"b":"é"}]}' == page.decode()
    assert b'{"count":0,"next":null,"previous":null,"results":[]}' == envelope(
        STYLES["limit-offset"], 0, PageLinks(None, None), []
    )


@pytest.mark.parametrize(("indent", "expected"), [(1, '{\n "é": 1\n}'), (4, '{\n    "é": 1\n}')])
def test_json_is_indented(indent: int, expected: str) -> None:
    """
    With so many blanks a level, letters beyond ASCII as they are.
    """
    assert expected == indented('{"é":1}'.encode(), indent).decode()


@pytest.mark.parametrize(
    ("url", "changes", "expected"),
    [
        ("http://x/a/", {}, "http://x/a/"),
        ("http://x/a/", {"b": "1"}, "http://x/a/?b=1"),
        ("http://x/a/?c=1&b=2&c=0&e=", {"b": None}, "http://x/a/?c=1&c=0&e="),
        ("http://x/a/?c=1&c=2", {"c": "é &"}, "http://x/a/?c=%C3%A9+%26"),
        ("http://x/a/?b=1#part", {"b": None}, "http://x/a/#part"),
        ("http://x/a/?b=1#part", {"a": "2"}, "http://x/a/?a=2&b=1#part"),
    ],
)
def test_parameters_are_set(url: str, changes: dict[str, str | None], expected: str) -> None:
    """
    Parameters are set or removed, the others stay, sorted by name and encoded anew.
    """
    assert expected == with_parameters(url, changes)


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/_images/x.example/soyuz_tm-31_20200102030405.jpg", "soyuz tm 31"),
        ("/_images/x/a.b.png", "a.b"),
        ("/_images/x/" + "a" * 50 + ".png", "a" * 40),
        ("/_images/x/__.png", "__.png"),
        ("/_images/x/<b>.png", "&lt;b&gt;"),
    ],
)
def test_a_picture_has_its_name(path: str, label: str) -> None:
    """
    The label is the file's name without extension, upload time and separators, forty letters at the most.
    """
    drawn = picture(path)

    assert drawn is not None
    assert (200, (("Content-Type", "image/svg+xml"), ("Cache-Control", "max-age=3600"))) == (
        drawn.status,
        drawn.headers,
    )
    assert f'aria-label="{label}"' in drawn.body.decode()
    assert f">{label}</text>" in drawn.body.decode()


def test_a_picture_is_the_same_every_time() -> None:
    """
    The colour follows from the path, and is one of the circle.
    """
    first, again, other = (picture(f"/_images/x/{name}.png") for name in ("a", "a", "b"))

    assert first == again != other
    assert first is not None
    assert 'viewBox="0 0 640 360" width="640" height="360"' in first.body.decode()
    assert "hsl(131 45% 30%)" in first.body.decode()


@pytest.mark.parametrize("path", ["/_images/", "/images/x/a.png", "/"])
def test_no_picture(path: str) -> None:
    """
    Another path has none.
    """
    assert picture(path) is None
