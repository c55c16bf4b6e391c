"""
What the modules below both the mock and the checks refuse: one record for each wrong file, text or schema.

Right data never show how wrong data are refused, so neither checks nor framework can find a mistake in it. Each
record says what is given and the whole sentence of the refusal; `tests/repository/test_refusals.py` holds the table
complete: every `raise` of those modules has a record.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from refusing import (
    LIBRARY,
    MOST,
    Refusal,
    document,
    documented,
    edited,
    empty,
    followed,
    library,
    linked,
    notation,
    of_json,
    put,
    shaped,
    template,
    text,
)

from apicontract.contract.catalog import data_folders, load_api
from apicontract.contract.jsontext import DEEPEST, MOST_DIGITS
from apicontract.contract.reading import read_text
from apicontract.contract.validation import validator_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_MARK = "expected text in UTF-8, or in UTF-16 with a byte order mark"
_DIALECT = "expected https://json-schema.org/draft/2020-12/schema"
_CONTRACT = "expected what schemas/meta/contract.schema.json says"
_AUTHORS, _HEAD = "./schemas/library-1/authors/contract.json", "./schemas/library-1/api.json"
_SHAPE = "./schemas/library-1/authors/default.schema.json"
_ROUTE = "expected a parent for each parameter of the path, and a regular expression"
_RESOURCES = "(known: authors, books, books/recent, config/desks, config/shelves, loans); expected a known resource"
_SHAPES = (
    "(known: authors/default, authors/nested, books/brief, books/full, config/desks/default, "
    "config/shelves/default, loans/default)"
)
_TYPES = (
    "unknown type 'int'; did you mean 'integer'? (known: text, boolean, form-boolean, related, integer, number, "
    "date, date-time, duration, uuid, choice); expected a known type"
)
_LOOKUPS = (
    "(known: exact, iexact, contains, icontains, startswith, istartswith, endswith, iendswith, gt, gte, lt, lte, "
    "isnull, in, any, year and 3 more); expected a known lookup"
)
_NAME = (
    "expected parts of letters, digits and -._~ parted by single slashes, none with dots alone, none of a device, "
    "at most 200 bytes each"
)
_OUTSIDE, _INSIDE = "a path that leads out of ./data", "expected a file inside that folder"
_LONG = "x" * 400
_TEXTS: Mapping[str, Refusal] = {
    "no such file": Refusal(
        lambda folder: read_text(folder / "a.txt"), "./a.txt: No such file or directory; expected a readable file"
    ),
    "a name that no file has": Refusal(
        lambda _: read_text("a\0b"), "a\0b: embedded null byte; expected a readable file"
    ),
    "a byte too many": Refusal(
        text(b"x" * (MOST + 1)),
        "./a.txt: more than 20 bytes; expected no more; import and diff take more with --max-size",
    ),
    "no UTF-8": Refusal(text(b"a\nb\n\xff"), f"./a.txt:3: byte 4 is not UTF-8; {_MARK}"),
    "no UTF-8 behind its mark": Refusal(text(codecs.BOM_UTF8 + b"\n\xff"), f"./a.txt:2: byte 4 is not UTF-8; {_MARK}"),
    "half a character of UTF-16, little end first": Refusal(
        text(codecs.BOM_UTF16_LE + b"a\0b"), f"./a.txt:1: byte 4 is not UTF-16; {_MARK}"
    ),
    "half a character of UTF-16, big end first": Refusal(
        text(codecs.BOM_UTF16_BE + b"\0a\0"), f"./a.txt:1: byte 4 is not UTF-16; {_MARK}"
    ),
    "half a character of UTF-32, little end first": Refusal(
        text(codecs.BOM_UTF32_LE + b"a\0\0\0b"), f"./a.txt:1: byte 8 is not UTF-32; {_MARK}"
    ),
    "half a character of UTF-32, big end first": Refusal(
        text(codecs.BOM_UTF32_BE + b"a"), f"./a.txt:1: byte 4 is not UTF-32; {_MARK}"
    ),
}
_NOTATIONS: Mapping[str, Refusal] = {
    "no JSON object": Refusal(
        notation('\n {"a" 1}'), "./a:2: Expecting ':' delimiter; expected a document in JSON or YAML"
    ),
    "no JSON array": Refusal(
        notation("\n [1 2]"), "./a:2: Expecting ',' delimiter; expected a document in JSON or YAML"
    ),
    "no YAML": Refusal(
        notation("a: b: c"),
        "./a:1: mapping values are not allowed in this context; expected a document in JSON or YAML",
    ),
    "a repeated key": Refusal(
        notation('{"a": 1,\n"a": 2}'),
        "./a:2: the key 'a' is repeated in an object; expected a document in JSON or YAML",
    ),
    "a list for an object": Refusal(document("[]"), "./a.json:1: a JSON list; expected a JSON object"),
    "not of its kind": Refusal(
        document('{"grade": "recorded"}', "api"),
        "./a.json#: Additional properties are not allowed ('grade' was unexpected); "
        "expected what schemas/meta/api.schema.json says",
    ),
    "no JSON at all": Refusal(
        document("{\n x"), "./a.json:2: Expecting property name enclosed in double quotes; expected JSON"
    ),
}
_JSON: Mapping[str, Refusal] = {
    "too deep": Refusal(of_json("[" * (DEEPEST + 1)), "values nested more than 64 deep: line 1 column 65 (char 64)"),
    "too deep behind texts": Refusal(
        of_json('{"[{": {}, "}": [],\n"a\\"": ' + "[" * DEEPEST),
        "values nested more than 64 deep: line 2 column 71 (char 90)",
    ),
    "a digit too many": Refusal(
        of_json("[1,\n-" + "9" * (MOST_DIGITS + 1) + "]"),
        "a number of 309 digits, more than 308: line 2 column 1 (char 4)",
    ),
    "a number too large": Refusal(
        of_json("[1e999]"), "a number beyond the largest double: 1e999: line 1 column 2 (char 1)"
    ),
    "a long number too large": Refusal(
        of_json("[12345678901234567890.5e999]"),
        "a number beyond the largest double: 12345678901234567890…: line 1 column 2 (char 1)",
    ),
    "no number": Refusal(of_json("[NaN]"), "NaN is not JSON: line 1 column 2 (char 1)"),
    "endless": Refusal(of_json("-Infinity"), "-Infinity is not JSON: line 1 column 1 (char 0)"),
    "a key that stands twice": Refusal(
        of_json('{"b": {"a": 2}, "c": [{}],\n"a": [1],\n"\\u0061": 3}'),
        "the key 'a' is repeated in an object: line 3 column 1 (char 37)",
    ),
    "half a surrogate pair": Refusal(
        of_json('["\\ud83d\\ude00",\n"\\ud800"]'),
        "half a surrogate pair, which no UTF-8 has: line 2 column 1 (char 17)",
    ),
}
_CATALOG: Mapping[str, Refusal] = {
    "no folder of schemas": Refusal(
        data_folders, ".: no folder 'schemas' in it; expected a data folder with schemas/<api>/api.json"
    ),
    "no API in the folders": Refusal(empty, "unknown API '' (known: ll2-2.3.0, ll2-2.4.0)"),
    "no such API": Refusal(
        lambda _: load_api("library-2", LIBRARY),
        "unknown API 'library-2'; did you mean 'library-1'? (known: library-1, ll2-2.3.0, ll2-2.4.0)",
    ),
    "a member that must be there": Refusal(
        edited("authors/contract.json", lambda it: it["parameters"][0].pop("name")),
        f"./schemas/library-1/authors/contract.json#/parameters/0: 'name' is a required property; {_CONTRACT}",
    ),
    "a member that may not be there, at length": Refusal(
        edited("authors/contract.json", put("parameters", 1, _LONG, value=1)),
        f"{_AUTHORS}#/parameters/1: Additional properties are not allowed ('{'x' * 110} … {'x' * 133}' "
        f"was unexpected); {_CONTRACT}",
    ),
    "a description that lies outside of its data": Refusal(
        linked("../api.json"),
        f"./data/schemas/library-1/api.json: {_OUTSIDE}, to ./api.json; {_INSIDE}",
    ),
    "a description that lies outside of its data, alone": Refusal(
        linked("../api.json", alone=True),
        f"./data/schemas/library-1/api.json: {_OUTSIDE}, to ./api.json; {_INSIDE}",
    ),
    "a contract that lies outside of its data": Refusal(
        linked("../a.json", "books/contract.json"),
        f"./data/schemas/library-1/books/contract.json: {_OUTSIDE}, to ./a.json; {_INSIDE}",
    ),
    "a shape that lies outside of its data": Refusal(
        linked("../a.json", "books/full.schema.json"),
        f"./data/schemas/library-1/books/full.schema.json: {_OUTSIDE}, to ./a.json; {_INSIDE}",
    ),
    "a primary resource that is none": Refusal(
        edited("api.json", put("primary", value="bokks")),
        f"{_HEAD}: unknown resource 'bokks'; did you mean 'books'? {_RESOURCES}",
    ),
    "a default host that is none": Refusal(
        edited("api.json", put("default_host", value="x")),
        f"{_HEAD}: unknown host 'x' (known: town); expected a known host",
    ),
    "a rule of no lookup": Refusal(
        edited(
            "authors/contract.json", put("selects", value={"rule": {"field": "name", "lookup": "like", "value": ""}})
        ),
        f"{_AUTHORS} (selects): the lookup 'like'; expected a known lookup and type, and a duration such as -P1D",
    ),
    "a rule of no type": Refusal(
        edited(
            "authors/contract.json",
            put("selects", value={"rule": {"field": "name", "lookup": "exact", "type": "int", "value": ""}}),
        ),
        f"{_AUTHORS} (selects): the type 'int'; expected a known lookup and type, and a duration such as -P1D",
    ),
    "a rule of no duration": Refusal(
        edited(
            "authors/contract.json",
            put("selects", value={"rule": {"field": "born", "lookup": "lt", "type": "date", "now": "P1M"}}),
        ),
        f"{_AUTHORS} (selects): the duration 'P1M'; expected a known lookup and type, and a duration such as -P1D",
    ),
    "a route of no resource": Refusal(
        edited("api.json", put("routes", value={"x": {"path": "x"}})), f"{_HEAD}: unknown resource 'x' {_RESOURCES}"
    ),
    "a parent that is no resource": Refusal(
        template(path="x/{x}", parents={"x": {"resource": "x", "field": "x"}}),
        f"{_HEAD}#/routes/loans: unknown resource 'x' {_RESOURCES}",
    ),
    "a path without its parent": Refusal(
        template(path="{book}/loans"),
        f"{_HEAD}#/routes/loans: the path '{{book}}/loans' and the parents [] do not name the same "
        "parameters; "
        f"{_ROUTE}",
    ),
    "a parent without its place": Refusal(
        template(parents={"book": {"resource": "books", "field": "book.id"}}),
        f"{_HEAD}#/routes/loans: the path 'loans' and the parents ['book'] do not name the same parameters; {_ROUTE}",
    ),
    "a key that is no expression": Refusal(
        template(key="["), f"{_HEAD}#/routes/loans: unterminated character set at position 0; {_ROUTE}"
    ),
    "a singleton without its shape": Refusal(
        edited("api.json", put("singletons", value={"x": "y"})),
        f"{_HEAD}: unknown shape 'y' {_SHAPES}; expected a known shape",
    ),
    "a visibility of no resource": Refusal(
        edited("api.json", put("visibility", value={"x": {"grade": "recorded", "source": "x"}})),
        f"{_HEAD}: unknown resource 'x' {_RESOURCES}",
    ),
    "an identifier of no type": Refusal(
        edited("authors/contract.json", put("identifier", "type", value="int")),
        f"{_AUTHORS}#/identifier/type: 'int' is not one of ['integer', 'uuid', 'text']; {_CONTRACT}",
    ),
    "an ordering of no type": Refusal(
        edited("authors/contract.json", put("ordering", 0, "type", value="int")), f"{_AUTHORS}: {_TYPES}"
    ),
    "a search of no type": Refusal(
        edited("authors/contract.json", put("search", 0, "type", value="int")), f"{_AUTHORS}: {_TYPES}"
    ),
    "a filter of no type": Refusal(
        edited("authors/contract.json", put("parameters", 0, "type", value="int")), f"{_AUTHORS}: {_TYPES}"
    ),
    "a filter of no lookup": Refusal(
        edited("authors/contract.json", put("parameters", 0, "lookup", value="is")),
        f"{_AUTHORS}: unknown lookup 'is' {_LOOKUPS}",
    ),
    "a mode of lists that is none": Refusal(
        edited("authors/contract.json", put("modes", "list", value="odd")),
        f"{_AUTHORS}#/shapes: unknown mode 'odd' (known: default); expected a known mode",
    ),
    "a mode of records that is none": Refusal(
        edited("authors/contract.json", put("modes", "detail", value="odd")),
        f"{_AUTHORS}#/shapes: unknown mode 'odd' (known: default); expected a known mode",
    ),
    "a mode to choose that is none": Refusal(
        edited("authors/contract.json", put("modes", "choices", value=["odd"])),
        f"{_AUTHORS}#/shapes: unknown mode 'odd' (known: default); expected a known mode",
    ),
    "a shape that is none": Refusal(
        edited("authors/contract.json", put("shapes", value={"default": "odd"})),
        f"{_AUTHORS}: unknown shape 'odd' {_SHAPES}; expected a known shape",
    ),
    "an entity that no folder can have": Refusal(
        edited("authors/contract.json", put("entity", value="a/../b")),
        f"{_AUTHORS}: the entity name 'a/../b', with a part of dots alone; {_NAME}",
    ),
    "an entity of a shape that no folder can have": Refusal(
        edited("authors/default.schema.json", put("x-entity", value="..")),
        f"{_SHAPE}#/x-entity: the entity name '..', with a part of dots alone; {_NAME}",
    ),
    "a shape of another entity than its resource": Refusal(
        edited("authors/default.schema.json", put("x-entity", value="books")),
        f"{_SHAPE}#/x-entity: 'books'; expected 'authors', as {_AUTHORS}",
    ),
    "a schema without its URI": Refusal(
        edited("authors/default.schema.json", lambda it: it.pop("$id")),
        f"{_SHAPE}: no '$id'; expected the URI by which other schemas refer to this one",
    ),
    "a type that is none": Refusal(
        edited("authors/default.schema.json", put("properties", "id", "type", value="thing")),
        f'{_SHAPE}#/properties/id/type: "thing" is not valid under any of the schemas listed in '
        "the 'anyOf' keyword; "
        "expected a JSON Schema 2020-12",
    ),
    "a schema in another dialect": Refusal(
        edited("authors/default.schema.json", put("$schema", value="x" * 298)),
        f"{_SHAPE}#/$schema: '{'x' * 298}'; {_DIALECT}",
    ),
    "a schema in another dialect, at length": Refusal(
        edited("authors/default.schema.json", put("$schema", value="x" * 299)),
        f"{_SHAPE}#/$schema: '{'x' * 149} … {'x' * 149}'; {_DIALECT}",
    ),
}
_SCHEMAS: Mapping[str, Refusal] = {
    "no such shape": Refusal(
        lambda _: validator_for(library(), "author"),
        f"unknown shape 'author'; did you mean 'authors/nested'? {_SHAPES}",
    ),
    "a shape that refers to nothing": Refusal(
        lambda _: validator_for(shaped(**{"$ref": "missing.json"}), "x"),
        "the schema of the shape x: Resource 'https://a.test/missing.json' is not present in a "
        "registry and retrieving it failed: ValueError: https://a.test/missing.json is no schema of this API; "
        "expected references to shapes of the same API",
    ),
    "a shape that points to nothing": Refusal(
        lambda _: validator_for(shaped(**{"$ref": "#/missing"}), "x"),
        "the schema of the shape x: Pointer '/missing' does not exist; expected references to shapes of the same API",
    ),
    "a reference to no document": Refusal(
        followed("missing.json"),
        "https://a.test/x.json: a reference to 'missing.json'; expected a reference to a schema that exists",
    ),
    "a reference to nothing in a document": Refusal(
        followed("#/missing"),
        "https://a.test/x.json: a reference to '#/missing'; expected a reference to a schema that exists",
    ),
    "a reference to null": Refusal(
        followed("#/none", none=None),
        "https://a.test/x.json: a reference to '#/none'; expected a reference to a schema that exists",
    ),
    "a document of a shape that refers to nothing": Refusal(
        documented,
        "https://apicontract.example/library-1/authors/default.schema.json: $ref 'missing.json' "
        "leads to no schema; "
        "expected the $id of a schema of the same API",
    ),
}
#: What is only just taken, by the name of the refusal that it would have.
TAKEN: Mapping[str, Callable[[Path], object]] = {
    "a byte too many": text(b"x" * MOST),
    "too deep": of_json("[" * DEEPEST + "]" * DEEPEST),
    "a digit too many": of_json("[-" + "9" * MOST_DIGITS + "]"),
    "a number too large": of_json("[1.7e308, 1e-999]"),
    "a key that stands twice": of_json('[{"a": 1}, {"a": 1, "b": {"a": 1}}]'),
    "half a surrogate pair": of_json('"\\ud83d\\ude00"'),
    "a description that lies outside of its data": linked("api.json"),
    "a description that lies outside of its data, alone": linked("api.json", alone=True),
    "a contract that lies outside of its data": linked("a.json", "books/contract.json"),
    "a shape that lies outside of its data": linked("a.json", "books/full.schema.json"),
    "a key that is no expression": template(key="[a-z]+"),
    "a path without its parent": template(
        path="{book}/loans", parents={"book": {"resource": "books", "field": "book.id"}}
    ),
}
#: name to refusal.
REFUSALS: Mapping[str, Refusal] = {**_TEXTS, **_NOTATIONS, **_JSON, **_CATALOG, **_SCHEMAS}
