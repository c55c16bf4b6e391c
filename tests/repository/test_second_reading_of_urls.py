"""
Where a path stands, which key ends a link, and what a header links to, are what a second, plain reading finds.
"""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from second_reading import links, path_of, standing

from apicontract.contract.catalog import load_api
from apicontract.contract.keys import key_in, key_of
from apicontract.contract.model import Setting, Throttle
from apicontract.contract.paths import ABSENT, values_at
from apicontract.contract.routes import detail_path, is_template, list_path, located
from apicontract.contract.templates import template_of
from apicontract.contract.weblinks import links_in

if TYPE_CHECKING:
    from apicontract.contract.model import Api

LIBRARY = Path(__file__).parents[1] / "data" / "library"
#: Each character that can be typed but the slash, alone, behind and before a letter, and what is no number.
LETTERS = [chr(each) for each in range(32, 127) if chr(each) != "/"]
KEYS = [form.format(each) for each in (*LETTERS, "é", "\N{ROCKET}") for form in ("{}", "a{}", "{}a")]
NUMBERS = ("0", "7", "007", "-7", "+7", "7.0", "1e3", "\u0667", "7a", "abc")
#: What a link has around the path of a record.
ROUND = ("{}/", "{}", "https://a.test/x/{}/", "/x/{}", "https://a.test/x/{}/?a=/b/", "https://a.test/x/{}#/c/")


@pytest.mark.parametrize("form", ROUND)
def test_the_key_of_a_link_is_its_last_segment(form: str) -> None:
    """
    A key that is escaped at the end of a link is read back, as a number where it is one and keys are numbers.
    """
    texts = {key: form.format(quote(key, safe="!$&'()*+,;=~:@")) for key in (*KEYS, *NUMBERS) if ":" not in key}

    assert {key: key for key in texts} == {key: key_in(link, "text") for key, link in texts.items()}
    assert {key: int(key) if {*key} <= {*"0123456789"} else key for key in texts} == {
        key: key_in(link, "integer") for key, link in texts.items()
    }
    assert [None] * 5 == [key_in(each, "text") for each in (None, 7, "", "/", "https://a.test")]


ROUTES = {
    "loans": {"path": "books/{book}/loans", "parents": {"book": {"resource": "books", "field": "book.id"}}},
    "config/desks": {
        "path": "towns/{town}/{street}/desks",
        "parents": {
            "street": {"resource": "authors", "field": "lanes.street"},
            "town": {"resource": "authors", "field": "town"},
        },
    },
    "config/shelves": {"path": "shelves"},
}


def routed(*, closing: bool) -> Api:
    """
    Return the library with lists below parents.
    """
    api = load_api("library-1", LIBRARY)
    templates = {name: template_of(name, route) for name, route in ROUTES.items()}
    return replace(
        api,
        resources={name: replace(each, template=templates.get(name)) for name, each in api.resources.items()},
        behaviour={**api.behaviour, "closing_slash": Setting(closing, api.behaviour["closing_slash"].grade)},
    )


PATHS = {name: ROUTES.get(name, {}).get("path", name) for name in load_api("library-1", LIBRARY).resources}


@pytest.mark.parametrize("name", PATHS)
@pytest.mark.parametrize("closing", [True, False])
def test_paths_are_made_and_found_as_plainly(name: str, *, closing: bool) -> None:
    """
    The path of a list and of a record, below its parents, is the one that is written, and is found to stand there.
    """
    api = routed(closing=closing)
    end = "/" if closing else ""
    for keys in (("7", "x"), ("a b", "é"), ("A&B", "%41"), ("!$&'()*+,;=~:@", "#?"), ("{x}", "~")):
        resource = api.resources[name]
        parents = keys[: PATHS[name].count("{")]
        chosen = replace(resource, template=resource.route.choosing(parents))
        path = f"{api.base_path}{path_of(PATHS[name], parents)}"

        assert path + end == list_path(api, chosen)
        assert f"{path}/{path_of('{key}', keys[:1])}{end}" == detail_path(api, chosen, keys[0])
        if "{x}" in keys:
            continue
        for ending in ("", "/"):
            found = [located(api, each + ending) for each in (path, f"{path}/{quote(keys[0], safe='')}")]
            assert [(name, "", parents), (name, keys[0], parents)] == [
                each and (each.resource.name, each.key, each.parents) for each in found
            ]


def test_a_path_stands_where_it_stands_plainly() -> None:
    """
    Paths put together of segments that there are, and are not, stand where the plain reading finds them, or nowhere.
    """
    api = routed(closing=True)
    segments = ("books", "7", "loans", "towns", "desks", "shelves", "config", "")
    rest = ["/".join(each) for length in range(1, 6) for each in product(segments, repeat=length) if each[0]]
    paths = [f"{before}{each}" for each in rest[::7] for before in (api.base_path, "/", api.base_path.upper())]

    for path in paths:
        found = located(api, path)

        assert standing(PATHS, api.base_path, path) == (found and (found.resource.name, found.key, found.parents)), path


def test_templates_say_what_the_data_say() -> None:
    """
    Parents stand in the order of the path, and their keys are the first value at their field, if it can be a key.
    """
    template = template_of("config/desks", ROUTES["config/desks"])
    plain = template_of("books", {})
    record: dict[str, Any] = {"town": 7, "lanes": [{"street": "a"}, {"street": "b"}]}

    assert [("town", "authors", "town"), ("street", "authors", "lanes.street")] == [
        (each.name, each.resource, each.field) for each in template.parents
    ]
    assert [(7, "a"), (None, None), (None, "x")] == [
        template.parents_in(each) for each in (record, {"town": None}, {"town": [], "lanes": {"street": "x"}})
    ]
    assert (None, None) == template.parents_in({"town": 1.5, "lanes": [{"street": {"a": 1}}]})
    assert ("books", "[^/.]+", (), ()) == (plain.path, plain.key, plain.parents, plain.chosen)


@pytest.mark.parametrize("own_url", ["", "url"])
@pytest.mark.parametrize("shown", [7, 0, None])
@pytest.mark.parametrize("link", ["https://a.test/books/8/", None])
def test_a_record_is_known_by_its_identifier_or_its_link(link: str | None, shown: int | None, own_url: str) -> None:
    """
    The identifier counts, and where that is missing the link, if records name themselves by one.
    """
    resource = replace(load_api("library-1", LIBRARY).resources["loans"], own_url=own_url)
    record = {"url": link} if shown is None else {"id": shown, "url": link}

    assert (shown if shown is not None else 8 if own_url and link else None) == key_of(resource, record)


TARGETS = ("https://a.test/?page=2", "/x/?a=1,2", "?b=%C3%A9")
PARAMETERS = (
    'rel="next"',
    "rel=prev",
    'REL="First"',
    'rel="next last"',
    'title="a b"',
    "type=text/html",
    "anchor",
    "rel",
    'rel=""',
)


@pytest.mark.parametrize("seed", range(120))
def test_links_are_read_as_plainly(seed: int) -> None:
    """
    The targets of a header drawn of targets and parameters are those read plainly, by relation type.
    """
    random = Random(seed)  # noqa: S311 - draws tests
    parts = []
    for _ in range(random.randint(0, 4)):
        given = random.choices(PARAMETERS, k=random.randint(0, 3))
        parts.append(
            f"<{random.choice(TARGETS)}>" + "".join(random.choice((";", "; ", " ; ")) + each for each in given)
        )
    header = random.choice((",", ", ", " ,")).join(parts)

    assert links(header) == links_in(header)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("books", False),
        ("books/", False),
        ("", False),
        ("books/recent/", False),
        ("{shelf}", True),
        ("shelves/{shelf}/books/", True),
        ("/shelves/{shelf}", True),
    ],
)
def test_a_template_has_a_segment_in_braces(path: str, expected: bool) -> None:  # noqa: FBT001 - a row of the table
    """
    A path is a template where a whole segment of it stands in braces (RFC 6570, level 1).
    """
    assert is_template(path) is expected


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("id", 7, [7]),
        ("pk", 7, [7]),
        ("uuid", "7-a", ["7-a"]),
        ("name", 7, [ABSENT]),
        ("id", True, [ABSENT]),
        ("id", None, [None]),
        ("id", [7, 8], [7, 8]),
        ("id", {"id": 7}, [7]),
    ],
)
def test_a_key_may_stand_in_the_place_of_its_record(field: str, value: Any, expected: list[Any]) -> None:
    """
    A related record is shown whole, or as its key alone (`rest_framework.relations.PrimaryKeyRelatedField`).
    """
    assert expected == [*values_at({"maker": value}, f"maker.{field}")]


def test_what_rules_compare() -> None:
    """
    What the choices of a filter compare is known for each of them, however deep it stands.
    """
    books = load_api("library-1", LIBRARY).resources["books"]
    stated = json.loads((LIBRARY / "schemas/library-1/books/contract.json").read_text(encoding="utf-8"))

    assert fields_in([each.get("rules") for each in stated["parameters"]]) == {each.field for each in books.compared}


def fields_in(value: Any) -> set[str]:
    """
    Return what stands under `field` anywhere in a JSON value.
    """
    if isinstance(value, list):
        return set().union(*map(fields_in, value))
    if not isinstance(value, dict):
        return set()
    named = {each for key, each in value.items() if key == "field"}
    return named.union(*(fields_in(each) for key, each in value.items() if key != "field"))


@pytest.mark.parametrize(
    ("requests", "share", "left"),
    [(15, 1.0, 15), (15, 0.5, 7), (300, 0.1, 30), (15, 0.01, 1), (1, 0.5, 1), (2, 1.0, 2)],
)
def test_a_part_of_a_limit(requests: int, share: float, left: int) -> None:
    """
    A part of a limit is rounded down, and never nothing.
    """
    assert Throttle(left, 3600) == Throttle(requests, 3600).scaled(share)
