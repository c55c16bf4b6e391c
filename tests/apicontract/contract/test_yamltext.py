"""
YAML text within bounds.
"""

from __future__ import annotations

import pytest
import yaml

from apicontract.contract.yamltext import YamlError, parse_yaml

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{former}'] * 9)}]\n" for former, name in zip("abcdefgh", "bcdefghi", strict=True)
)
CHAIN = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 100))


@pytest.fixture(params=["C", "Python"], autouse=True)
def _loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Use both parsers of PyYAML: not every installation has the one in C.
    """
    if request.param == "Python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    elif not hasattr(yaml, "CSafeLoader"):
        pytest.skip("PyYAML is installed without libyaml")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("on", "on"),
        ("yes: 1", {"yes": 1}),
        ("12:30", "12:30"),
        ("=", "="),
        ("2020-01-01", "2020-01-01"),
        ("1_000", "1_000"),
        ("012", 12),
        ("0o17", 15),
        ("0x1F", 31),
        ("+12", 12),
        ("[.5, 1., 1e3]", [0.5, 1.0, 1000.0]),
        ("[True, FALSE, true]", [True, False, True]),
        ("[~, null, '']", [None, None, ""]),
        ("200: a\n1.0: b\nnull: c\ntrue: d", {"200": "a", "1.0": "b", "null": "c", "true": "d"}),
        ("a: &x [1]\nb: *x", {"a": [1], "b": [1]}),
        ("a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3", {"a": {"b": 1, "c": 2}, "d": {"c": 3, "b": 1}}),
        ("'<<': 1", {"<<": 1}),
        ("!!str 5", "5"),
        ("!!int '7'", 7),
        ("", None),
    ],
)
def test_values_follow_the_core_schema(text: str, value: object) -> None:
    """
    Scalars are what the core schema of YAML 1.2 makes of them, keys are texts as they are written.
    """
    assert value == parse_yaml(text)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (BOMB, 6, "aliases that stand for more than 100000 values"),
        (CHAIN, 64, "values nested more than 64 deep"),
        ("- " * 5_000, 1, "values nested more than 64 deep"),
        ("a: &a [*a]", 1, "the alias *a inside what it stands for"),
        ("a: *b", 1, "the alias *b of something that does not stand above"),
        ("a: 1\nb: 2\na: 3", 3, "the key 'a' is repeated in a mapping"),
        ("200: 1\n'200': 2", 2, "the key '200' is repeated in a mapping"),
        ("? [a]\n: b", 1, "a key that is a list or a mapping"),
        ("a: &k [b]\n*k : c", 2, "a key that is no text"),
        ("<<: 1", 1, "a merge key '<<' of something that is no mapping"),
        ("--- 1\n--- 2", 2, "a second document"),
        ("a: .inf", 1, ".inf, which JSON lacks"),
        ("a: 1e999", 1, "a number beyond the largest double: 1e999"),
        ("a:\n- " + "9" * 5_000, 2, "a number of 5000 digits, more than 308"),
        ("!!python/name:os.system", 1, "the tag !!python/name:os.system, which JSON lacks"),
        ("!!binary aGk=", 1, "the tag !!binary, which JSON lacks"),
        ("!!int abc", 1, "'abc' with the tag !!int"),
    ],
)
def test_what_exceeds_a_bound_or_json_is_refused(text: str, line: int, message: str) -> None:
    """
    Aliases that multiply, depth, digits, keys that stand twice and what JSON lacks are refused with their line.
    """
    with pytest.raises(YamlError) as caught:
        parse_yaml(text)

    assert (message, line) == (caught.value.problem, caught.value.line)


@pytest.mark.parametrize(
    "text", ['"\\ud800"', '"\\U00110000"', "a: [1", "\x00", "a: b: c", "%YAML 3.0\n---\na", "[" * 9_000]
)
def test_what_is_no_yaml_is_refused(text: str) -> None:
    """
    What the parser refuses is one error of one line.
    """
    with pytest.raises(YamlError) as caught:
        parse_yaml(text)

    assert "\n" not in str(caught.value)
