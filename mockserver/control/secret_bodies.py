"""
Credentials in the bodies of requests, hidden as those of headers and URLs are (`apicontract.contract.redaction`).
"""

from __future__ import annotations

import json
import re
from typing import Any

from apicontract.contract.redaction import HIDDEN, is_secret, redacted_text, redacted_url

#: What may be a name in a text of any form; names are bounded so that a long text is read once.
_WORD = re.compile(r"[\w-]{2,60}")


def redacted_request_body(body: bytes, content_type: str) -> bytes:
    """
    Return the body of a request with `***` for each credential; one that holds none stays byte for byte.

    The values of members in JSON and of fields in a form are judged by their names. A text of another form, such as XML
    or the parts of a form with files, is hidden as a whole if a word in it names a credential. What is no text stays.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _parts(body) if "multipart" in content_type.lower() else body
    try:
        value = json.loads(text)
        hidden = _redacted_value(value)
        return body if hidden == value else json.dumps(hidden, ensure_ascii=False).encode("utf-8", "surrogatepass")
    except (ValueError, RecursionError):
        pass
    if "x-www-form-urlencoded" in content_type.lower():
        return redacted_url(f"?{text}")[1:].encode()
    return HIDDEN.encode() if _names_a_secret(text) else redacted_text(text).encode()


def _parts(body: bytes) -> bytes:
    return HIDDEN.encode() if _names_a_secret(body.decode("latin-1")) else body


def _names_a_secret(text: str) -> bool:
    return any(map(is_secret, set(_WORD.findall(text))))


def _redacted_value(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: HIDDEN if is_secret(key) and each else _redacted_value(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_redacted_value(each) for each in value]
    return redacted_text(value) if isinstance(value, str) else value
