"""
Files from outside -> text and values, within bounds: the only reader of JSON, YAML, HAR, HTML and plain text.

Whatever is wrong with a file is a `DataError`: the place, what was found there, what is expected.
"""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from typing import Any

from apicontract.contract.errors import DataError
from apicontract.contract.jsontext import parse_json

#: Bytes of a data file, a description or a report; the largest published OpenAPI documents have about 12 million.
MOST_BYTES = 20_000_000
#: Bytes of a recording: browsers write HAR files of some ten million, and a reader needs about ten times the memory.
MOST_RECORDED = 100_000_000
#: Byte order marks, the longer ones first (UTF-32 little-endian begins like UTF-16), to the encoding without one.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_text(path: Path | str, most: int = MOST_BYTES) -> str:
    """
    Read a text in UTF-8, or in UTF-16 or UTF-32 with a byte order mark (Unicode Standard, section 23.8).

    Raises:
        DataError: unreadable, above `most` bytes, or in another encoding.
    """
    content = _bytes(Path(path), most)
    mark, encoding = next((each for each in _MARKS if content.startswith(each[0])), (b"", "utf-8"))
    try:
        return content[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: len(mark) + error.start].count(b"\n") + 1
        name = encoding.removesuffix("-le").removesuffix("-be").upper()
        found = f"byte {len(mark) + error.start} is not {name}"
        raise DataError(f"{path}:{line}", found, "text in UTF-8, or in UTF-16 with a byte order mark") from error


def read_json(path: Path | str, most: int = MOST_BYTES, expected: str = "JSON") -> Any:
    """
    Read a JSON document; a key that is repeated in an object is refused.

    Raises:
        DataError: as `read_text`, or not JSON within the bounds of `jsontext`, with the line.
    """
    return json_value(read_text(path, most), str(path), expected)


def json_value(text: str, place: str, expected: str = "JSON", *, repeated: bool = False) -> Any:
    """
    Return the value of JSON text; `place` names the file in messages, `repeated` is that of `parse_json`.

    Raises:
        DataError: not JSON within the bounds of `jsontext`, with the line.
    """
    try:
        return parse_json(text, repeated=repeated)
    except json.JSONDecodeError as error:
        raise DataError(f"{place}:{error.lineno}", error.msg, expected) from error


def read_notation(path: Path | str, most: int = MOST_BYTES) -> Any:
    """
    Read a document in JSON or in YAML 1.2: JSON if it begins with a bracket or a brace.

    Raises:
        DataError: as `read_text`, or neither of the two within the bounds of `jsontext` and `yamltext`, with the line.
    """
    text = read_text(path, most)
    expected = "a document in JSON or YAML"
    if text.lstrip()[:1] in {"{", "["}:
        return json_value(text, str(path), expected)
    # Most readers meet JSON alone; a start should not pay for the reader of YAML.
    from apicontract.contract.yamltext import YamlError, parse_yaml  # noqa: PLC0415 - see above

    try:
        return parse_yaml(text)
    except YamlError as error:
        raise DataError(f"{path}:{error.line}", error.problem, expected) from error


def _bytes(path: Path, most: int) -> bytes:
    """
    Return a file's content; of a larger file, or one without an end, no more is read than shows that it is.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(most + 1)
    except (OSError, ValueError) as error:
        raise DataError(str(path), getattr(error, "strerror", None) or str(error), "a readable file") from error
    if len(content) > most:
        raise DataError(str(path), f"more than {most} bytes", "no more; import and diff take more with --max-size")
    return content
