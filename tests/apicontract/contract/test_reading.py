"""
Files from outside, within bounds.
"""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from apicontract.contract.errors import DataError
from apicontract.contract.reading import read_json, read_notation, read_text


@pytest.mark.parametrize(
    "content",
    [
        "é".encode(),
        codecs.BOM_UTF8 + "é".encode(),
        codecs.BOM_UTF16_LE + "é".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "é".encode("utf-16-be"),
        codecs.BOM_UTF32_LE + "é".encode("utf-32-le"),
        codecs.BOM_UTF32_BE + "é".encode("utf-32-be"),
    ],
)
def test_byte_order_marks_are_followed(tmp_path: Path, content: bytes) -> None:
    """
    A text in UTF-8, or in UTF-16 or UTF-32 with a byte order mark, is read.
    """
    (tmp_path / "a.txt").write_bytes(content)

    assert "é" == read_text(tmp_path / "a.txt")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a\n\xff", r"a.txt:2: byte 2 is not UTF-8; expected text in UTF-8, or in UTF-16 with a byte order mark"),
        (codecs.BOM_UTF16_LE + b"a", r"a.txt:1: byte 2 is not UTF-16; expected"),
        (codecs.BOM_UTF16_BE + b"a", r"a.txt:1: byte 2 is not UTF-16; expected"),
        (codecs.BOM_UTF32_BE + b"a", r"a.txt:1: byte 4 is not UTF-32; expected"),
        (b"12345678901", r"a.txt: more than 10 bytes; expected no more"),
    ],
)
def test_other_bytes_are_refused(tmp_path: Path, content: bytes, message: str) -> None:
    """
    Another encoding, and a file above the bound, are one error with the place.
    """
    (tmp_path / "a.txt").write_bytes(content)

    with pytest.raises(DataError, match=message):
        read_text(tmp_path / "a.txt", most=10)


def test_a_file_without_an_end_is_refused() -> None:
    """
    No more is read than shows that a file is too large.
    """
    endless = Path("/dev/zero")
    if not endless.exists():
        pytest.skip("this system has no file without an end")

    with pytest.raises(DataError, match="more than 1000 bytes"):
        read_text(endless, most=1_000)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", r"a.json:1: .*; expected JSON"),
        ('{"a": 1,\n"a": 2}', r"a.json:2: the key 'a' is repeated in an object; expected JSON"),
    ],
)
def test_json_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    """
    What is no JSON is one error with the line.
    """
    (tmp_path / "a.json").write_text(text)

    with pytest.raises(DataError, match=message):
        read_json(tmp_path / "a.json")


@pytest.mark.parametrize(("text", "value"), [(' {"a": 1}', {"a": 1}), ("a: NO", {"a": "NO"})])
def test_a_notation_is_json_or_yaml(tmp_path: Path, text: str, value: object) -> None:
    """
    A document that begins with a brace is JSON, every other one YAML.
    """
    (tmp_path / "a").write_text(text)

    assert value == read_notation(tmp_path / "a")


def test_yaml_is_refused_with_its_line(tmp_path: Path) -> None:
    """
    What is no YAML is one error with the line.
    """
    (tmp_path / "a.yaml").write_text("a: 1\nb: [\n")

    with pytest.raises(DataError, match=r"a\.yaml:3: .*; expected a document in JSON or YAML"):
        read_notation(tmp_path / "a.yaml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('\n {"a" 1}', r"a:2: Expecting ':' delimiter; expected a document in JSON or YAML$"),
        ("\n [1 2]", r"a:2: Expecting ',' delimiter; expected a document in JSON or YAML$"),
        ("a: b: c", r"a:1: mapping values are not allowed in this context; expected a document in JSON or YAML$"),
    ],
)
def test_a_notation_is_refused_as_what_it_begins_like(tmp_path: Path, text: str, message: str) -> None:
    """
    What begins with a bracket or a brace is refused as JSON, every other document as YAML.
    """
    (tmp_path / "a").write_text(text)

    with pytest.raises(DataError, match=message):
        read_notation(tmp_path / "a")
