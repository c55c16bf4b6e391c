"""
A document in JSON or YAML, as files of others hold it -> JSON values.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from apicontract.contract.errors import DataError


def read_notation(path: Path | str) -> Any:
    """
    Read a JSON document, or a YAML document where PyYAML is installed.

    YAML's own kinds of keys and values become those of JSON: a status code is the key "200", a date is its text.

    Raises:
        DataError: unreadable, or neither of the two, with the line where known.
    """
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise DataError(str(path), error.strerror or str(error), "a readable file") from error
    except UnicodeDecodeError as error:
        raise DataError(str(path), f"byte {error.start} is not UTF-8", "UTF-8 text") from error
    try:
        return json.loads(text) if text.lstrip()[:1] in {"{", "["} else _yaml(text, str(path))
    except json.JSONDecodeError as error:
        raise DataError(f"{path}:{error.lineno}", error.msg, "a document in JSON or YAML") from error
    except RecursionError as error:
        raise DataError(str(path), "values nested too deeply", "a document in JSON or YAML") from error


def _yaml(text: str, place: str) -> Any:
    try:
        import yaml  # noqa: PLC0415 - only where it is installed
    except ImportError:
        raise DataError(f"{place}:1", "no JSON, and PyYAML is not installed", "JSON, or 'pip install pyyaml'") from None
    try:
        return json.loads(json.dumps(yaml.safe_load(text), default=str))
    except yaml.YAMLError as error:
        raise DataError(f"{place}:1", " ".join(str(error).split()), "a document in JSON or YAML") from error
    except (TypeError, ValueError) as error:
        raise DataError(place, f"what JSON cannot hold ({error})", "a document in JSON or YAML") from error
