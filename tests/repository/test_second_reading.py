"""
What both the mock and the checks read by the same code is what a second, plain reading finds.
"""

from __future__ import annotations

import codecs
import json
from random import Random
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from second_reading import DEEPEST, MISSING, MOST_DIGITS, at, flaw_of, is_of, leads, sent

from apicontract.contract import jsontext
from apicontract.contract.grades import Grade
from apicontract.contract.jsontext import parse_json
from apicontract.contract.jsontypes import has_own_value, is_integer, plainest, types_of
from apicontract.contract.model import Shape
from apicontract.contract.paths import ABSENT, leads_somewhere, values_at, values_or_null
from apicontract.contract.projection import Schemas, project
from apicontract.contract.reading import read_notation, read_text
from apicontract.contract.rules import hangs_on_time, rule_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: Texts that a careless scanner stumbles over, as they stand in JSON.
TEXTS = (
    *('""', '"a"', '"b"', '"["', '"]{"', '"}"', '"\\""', '"\\\\"', '":"', '","', '"\\u0061"', '"é"', '"[[[["'),
    *('"\\ud83d\\ude00"', '"a\\\\\\""', '" "', '"\\n"', '"{\\"a\\":[1,"'),
)
HALVES = ('"\\ud800"', '"\\uDC00x"', '"\\ude00\\ud83d"', '"\\ud83d\\ude00\\ud83d"')
SCALARS = (
    *TEXTS,
    "0",
    "-1",
    "1.5",
    "1e3",
    "true",
    "false",
    "null",
    "9" * MOST_DIGITS,
    "-" + "9" * MOST_DIGITS,
    "1e-999",
)
BLANKS = ("", "", "", " ", "\n", "\t ")
_OFTEN, _SELDOM = 0.7, 0.15


class Writer:
    """
    Writes JSON text, by chance with a key that stands twice, or with half a character.
    """

    def __init__(self, seed: str, *, twice: bool = False, half: bool = False) -> None:
        self.random = Random(seed)  # noqa: S311 - draws tests
        self.twice, self.half = twice, half

    def value(self, depth: int) -> str:
        """
        Write a value that is at most so deep.
        """
        kind = self.random.choice("[{s") if depth else "s"
        if kind == "s":
            halves = HALVES if self.half and self.random.random() < _SELDOM else ()
            return self.random.choice(halves or SCALARS)
        members = [self.member(kind, depth - 1) for _ in range(self.random.randint(0, 4))]
        if kind == "{" and not self.twice:
            members = list({json.loads(key): f"{key}{rest}" for key, rest in members}.values())
            return "{" + ",".join(members) + "}"
        return kind + ",".join(map("".join, members)) + {"[": "]", "{": "}"}[kind]

    def member(self, kind: str, depth: int) -> tuple[str, str]:
        """
        Write a member of a list or an object: what stands before its value, and its value, with blanks.
        """
        first, second, third = self.random.choices(BLANKS, k=3)
        key = self.random.choice(TEXTS) if kind == "{" else ""
        return key, f"{first}{':' if key else ''}{second}{self.value(depth)}{third}"


def read(text: str) -> object:
    """
    Return the value of JSON text, or what is wrong with it and where.
    """
    try:
        return parse_json(text)
    except json.JSONDecodeError as error:
        return error.msg, error.pos


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("flaws", [(), ("twice",), ("half",), ("twice", "half")], ids=str)
def test_json_is_read_as_plainly(flaws: tuple[str, ...], seed: int) -> None:
    """
    Well-formed JSON text is read as the interpreter reads it, or refused for the flaw, and at the place, found plainly.
    """
    text = Writer(f"{seed} {flaws}", **dict.fromkeys(flaws, True)).value(5)

    assert (flaw_of(text) or json.loads(text)) == read(text)


def test_what_a_service_never_said_is_inferred() -> None:
    """
    What stands in answers, documents, clients or prose of a service was said by it; what others do, or might, was not.
    """
    said = {"recorded": True, "published": True, "client": True, "faq": True}
    by_others = {"ancestor": False, "framework": False, "guess": False, "untried": False, "contradicted": False}

    assert {**said, **by_others} == {each.value: not each.inferred for each in Grade}
    assert ["guess", "untried", "contradicted"] == [each.value for each in Grade if each.guessed]
    assert ["untried", "contradicted"] == [each.value for each in Grade if not each.promises]


_SINCE = {"field": "a", "type": "date-time", "lookup": "gte"}
NOW, THEN = {**_SINCE, "now": "-P1D"}, {**_SINCE, "value": "2020-01-01T00:00:00Z"}


@pytest.mark.parametrize(
    "rule",
    [NOW, THEN, {"not": NOW}, {"not": THEN}, {"all": [THEN, NOW]}, {"any": [THEN, THEN]}, {"any": [{"not": NOW}]}],
    ids=str,
)
def test_a_rule_hangs_on_time_where_it_says_now(rule: dict[str, Any]) -> None:
    """
    What a rule selects changes by itself if, and only if, some comparison in it is with the present moment.
    """
    assert ('"now"' in json.dumps(rule)) == hangs_on_time(rule_of(rule))


@pytest.mark.parametrize("before", ["", '"[",\n', '{"[": "\\"{"},', '["\\\\", [], {}], '])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}"), ('[{"a":', "}]")])
@pytest.mark.parametrize("depth", range(DEEPEST - 3, DEEPEST + 2))
def test_depth_is_found_as_plainly(depth: int, opening: str, closing: str, before: str) -> None:
    """
    A text of the greatest depth is read, and one that is deeper is refused where it becomes so.
    """
    times = depth // len(closing)
    text = f"[{before}{opening * times}1{closing * times}]"

    assert (flaw_of(text) or json.loads(text)) == read(text)


def test_bounds_are_those_that_are_documented() -> None:
    """
    Depth and digits are bounded by the numbers that stand here, too.
    """
    assert (DEEPEST, MOST_DIGITS) == (jsontext.DEEPEST, jsontext.MOST_DIGITS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ["", "a", "é\n", "\N{ROCKET}", "a\0", "日本語"])
def test_texts_are_read_in_each_encoding(tmp_path: Path, encoding: str, text: str) -> None:
    """
    A text is read in UTF-8, or with its byte order mark in UTF-16 and UTF-32, up to the last byte that is allowed.
    """
    marks = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
    marks |= {"utf-32-le": codecs.BOM_UTF32_LE, "utf-32-be": codecs.BOM_UTF32_BE}
    content = marks.get(encoding, b"") + text.encode(encoding)
    (tmp_path / "a").write_bytes(content)

    assert text == read_text(tmp_path / "a", most=len(content))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1}', {"a": 1}),
        (' \n[1, "NO"]', [1, "NO"]),
        ("a: NO", {"a": "NO"}),
        ("- 1\n- [2]", [1, [2]]),
        ("- {a: 1}", [{"a": 1}]),
        ('[{"a": "\\u0061"}]', [{"a": "a"}]),
        ('{"a": "\\/"}', {"a": "/"}),
        ('["\\/"]', ["/"]),
    ],
)
def test_a_notation_is_read_as_what_it_is(tmp_path: Path, text: str, value: object) -> None:
    """
    A document is JSON if it begins with a bracket or a brace, and YAML otherwise.
    """
    (tmp_path / "a").write_text(text, "utf-8")

    assert value == read_notation(tmp_path / "a")


def nested(random: Random, depth: int = 3) -> Any:
    """
    Draw a record, or part of one.
    """
    kind = random.choice(("object", "object", "list", "scalar")) if depth else "scalar"
    if kind == "scalar":
        return random.choice((None, 0, 1, "", "x", True, 1.5))
    if kind == "list":
        return [nested(random, depth - 1) for _ in range(random.randint(0, 3))]
    return {name: nested(random, depth - 1) for name in "abc" if random.random() < _OFTEN}


@pytest.mark.parametrize("seed", range(40))
def test_paths_lead_where_they_lead_plainly(seed: int) -> None:
    """
    What stands at dotted paths of drawn records, and whether there is something, is the same read plainly.
    """
    random = Random(seed)  # noqa: S311 - draws tests
    record = nested(random)
    for path in ("a", "b.c", "a.a", "c.b.a", "a.b.c", "x"):
        found = at(record, path)

        assert found == [MISSING if each is ABSENT else each for each in values_at(record, path)]
        assert [None if each == MISSING else each for each in found] == values_or_null(record, path)
        assert leads(record, path) == leads_somewhere(record, path)


KINDS = ("boolean", "integer", "number", "string", "array", "object", "null")
#: What a fragment may say of a value besides its type.
STATED = ({}, {"const": "x"}, {"const": None}, {"enum": ["x", 1]}, {"enum": []}, {"default": "x", "enum": [1]})
FORMATS = ("date", "date-time", "email", "time", "uri", "uuid", "unknown")
VALUES = (True, False, 0, 7, 1.5, "", "x", [], [1], {}, {"a": 1}, None)
_BASE = "https://a.test/"
DOCUMENTS = {
    f"{_BASE}kind.json": {
        "type": "object",
        "x-entity": "kinds",
        "properties": {"id": {"type": "integer"}, "url": {"type": "string", "x-link": "self"}},
    },
    f"{_BASE}maker.json": {
        "type": ["object", "null"],
        "x-entity": "makers",
        "properties": {
            "mode": {"const": "plain"},
            "name": {},
            "kind": {"anyOf": [{"$ref": "kind.json"}, {"type": "null"}]},
        },
    },
}


def has_all(schema: dict[str, Any], value: object) -> bool:
    """
    Return whether a schema names each field of an object.
    """
    return not isinstance(value, dict) or "properties" not in schema or set(value) <= set(schema["properties"])


@pytest.mark.parametrize("first", [*KINDS, ["string", "null"], ["array", "object"], "properties", "anything"], ids=str)
@pytest.mark.parametrize("second", [*KINDS, ["number", "null"], "properties", "anything"], ids=str)
@pytest.mark.parametrize("key", ["anyOf", "oneOf", "allOf"])
def test_alternatives_are_those_of_the_type(key: str, first: Any, second: Any) -> None:
    """
    Of two alternatives a value is that of the first whose type it has, and whose fields, as `jsonschema` tells types.
    """
    untyped = {"properties": {"properties": {"b": {}}}, "anything": {"title": "anything"}}
    branches = [
        {"title": name, **untyped.get(str(kind), {"type": kind})} for name, kind in (("1", first), ("2", second))
    ]
    schema = {key: branches}
    fitting = [[each for each in branches if is_of(each, value)] for value in VALUES]
    whole = [[each for each in some if has_all(each, value)] for some, value in zip(fitting, VALUES, strict=True)]
    expected = [next(iter([*all_of, *some]), schema) for all_of, some in zip(whole, fitting, strict=True)]

    assert expected == [Schemas({}).branch(schema, _BASE, value)[0] for value in VALUES]


@pytest.mark.parametrize("kinds", [*KINDS, ["string", "null"], ["null", "integer"], ["array", "object"], None], ids=str)
@pytest.mark.parametrize("stated", STATED, ids=str)
def test_the_plainest_value_is_one_that_is_allowed(stated: dict[str, Any], kinds: Any) -> None:
    """
    A constant, a default, the first of some values, null where a schema allows it, or what is empty of the first type.
    """
    schema = stated | ({} if kinds is None else {"type": kinds})
    listed = [kinds] if isinstance(kinds, str) else kinds or []
    own = [schema[key] for key in ("const", "default") if key in schema] + schema.get("enum", [])
    first = listed[0] if listed and "null" not in listed else "null"
    empty = [value for value in (None, False, 0, "", [], {}) if is_of({"type": first}, value)]

    assert listed == types_of(schema)
    assert bool(own) == has_own_value(schema)
    assert json.dumps((own + empty)[0]) == json.dumps(plainest(schema))


@pytest.mark.parametrize("form", FORMATS)
def test_the_plainest_text_has_its_format(form: str) -> None:
    """
    The plainest text of a format that `jsonschema` knows is one; of another format it is empty.
    """
    schema = {"type": "string", "format": form}
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)

    assert validator.is_valid(plainest(schema))
    assert bool(plainest(schema)) == (form != "unknown")


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_whole_numbers_are_those_of_jsonschema(value: Any) -> None:
    """
    A value is a whole number where `jsonschema` says so.
    """
    assert is_of({"type": "integer"}, value) == is_integer(value)


def drawn(random: Random, depth: int = 3) -> dict[str, Any]:
    """
    Draw a schema.
    """
    make: Callable[[], dict[str, Any]] = random.choice(
        (
            lambda: {"type": random.choice(KINDS)},
            lambda: {"$ref": random.choice(("kind.json", "maker.json"))},
            lambda: {"anyOf": [drawn(random, depth - 1) for _ in range(random.randint(1, 3))]},
            lambda: {"type": ["array", "null"], "items": drawn(random, depth - 1)},
            lambda: {"items": {}},
            lambda: {
                "type": "object",
                "x-entity": "things",
                "properties": {name: drawn(random, depth - 1) for name in "abc" if random.random() < _OFTEN},
            },
            lambda: {"const": random.choice(VALUES), "type": "string"},
            lambda: {"type": "string", "x-link": "self"},
        )
        if depth
        else (lambda: {"type": random.choice(KINDS)}, dict)
    )
    return make()


def filled(random: Random, schema: dict[str, Any]) -> Any:
    """
    Draw a value, most often one that a schema means, with more fields than it has.
    """
    if random.random() < _SELDOM:
        return random.choice(VALUES)
    if "$ref" in schema:
        return filled(random, DOCUMENTS[f"{_BASE}{schema['$ref']}"])
    if "anyOf" in schema:
        return filled(random, random.choice(schema["anyOf"]))
    if "properties" in schema:
        return {"more": 1, **{name: filled(random, each) for name, each in reversed(schema["properties"].items())}}
    if schema.get("items"):
        return [filled(random, schema["items"]) for _ in range(random.randint(0, 3))]
    return random.choice(VALUES)


@pytest.mark.parametrize("seed", range(150))
def test_records_are_sent_as_plainly(seed: int) -> None:
    """
    A drawn record is sent through a drawn shape as by the plain reading, keys in the same order.
    """
    random = Random(seed)  # noqa: S311 - draws tests
    schema = {"type": "object", "x-entity": "x", "properties": {name: drawn(random) for name in "pqr"}}
    shapes = {uri: Shape(uri, uri, "", document) for uri, document in DOCUMENTS.items()}
    shape = Shape("x", f"{_BASE}x.json", "x", schema)
    record = {name: filled(random, each) for name, each in schema["properties"].items()}

    def link(entity: str, linked: dict[str, Any]) -> str:
        return f"{entity} {sorted(linked)}"

    expected = sent(record, schema, DOCUMENTS, shape.uri, link)
    assert json.dumps(expected) == json.dumps(project(record, shape, {**shapes, "x": shape}, link))
