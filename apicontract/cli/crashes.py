"""
What is kept of an unexpected error: its traceback in a file, without credentials, for whoever reports it.
"""

from __future__ import annotations

import os
import platform
import re
import secrets
import time
import traceback
from typing import TYPE_CHECKING

import apicontract
from apicontract.contract.files import cache_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

#: Files kept; older ones are removed.
_MOST_KEPT = 20
#: Characters of a traceback that are kept, half of them from its beginning: one of a deep descent repeats itself.
_MOST_CHARACTERS = 100_000
#: Shorter values of variables are words, which would be removed from sentences.
_SHORTEST_SECRET = 6
_TELLING = r"[\w.-]*(?:token|secret|passw|api[_-]?key|apikey|auth|credential|cookie|session|signature)[\w.-]*"
_REMOVED = "[removed]"
#: Where credentials stand in text: in a URL before the host, after a telling name, after an authentication scheme.
_PATTERNS = (
    (re.compile(r"(?<=://)[^/\s@'\"]+@"), f"{_REMOVED}@"),
    (
        re.compile(
            rf"({_TELLING}['\"]?\s*[=:]\s*['\"]?)(?!//)(?:(?:Bearer|Token|Basic)\s+)?[^\s&'\",;)]+", re.IGNORECASE
        ),
        rf"\1{_REMOVED}",
    ),
    (re.compile(r"\b(Bearer|Token|Basic)\s+[\w.~+/=-]{6,}", re.IGNORECASE), rf"\1 {_REMOVED}"),
)


def keep_crash(error: BaseException, arguments: Sequence[str]) -> Path | None:
    """
    Write down an unexpected error and the command's arguments; return the file, or None if it cannot be written.
    """
    text = "".join(traceback.format_exception(error, limit=-200, chain=True))
    if len(text) > _MOST_CHARACTERS:
        text = f"{text[: _MOST_CHARACTERS // 2]}\n…\n{text[-_MOST_CHARACTERS // 2 :]}"
    head = f"apicontract {apicontract.__version__}, Python {platform.python_version()}, {platform.platform()}\n"
    called = "apicontract " + " ".join(map(ascii, _options_hidden(arguments)))
    folder = cache_folder() / "crashes"
    path = folder / f"{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}-{secrets.token_hex(4)}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for old in sorted(folder.glob("*.txt"))[: 1 - _MOST_KEPT]:
            old.unlink(missing_ok=True)
        # For its owner's eyes alone: what an error quotes is not known beforehand.
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(without_secrets(f"{head}{called}\n\n{text}", os.environ).encode("utf-8", "backslashreplace"))
    except OSError:
        return None
    return path


def without_secrets(text: str, environment: Mapping[str, str]) -> str:
    """
    Return a text without what looks like a credential, and without the values of variables that hold one.
    """
    for name, value in environment.items():
        if len(value) >= _SHORTEST_SECRET and re.fullmatch(_TELLING, name, re.IGNORECASE):
            text = text.replace(value, _REMOVED)
    for pattern, put in _PATTERNS:
        text = pattern.sub(put, text)
    return text


def _options_hidden(arguments: Sequence[str]) -> Sequence[str]:
    """
    Return the arguments, without the value that stands after an option for a credential.
    """
    before = ["", *arguments]
    return [
        _REMOVED if re.fullmatch(f"--?{_TELLING}", former, re.IGNORECASE) else each
        for former, each in zip(before, arguments, strict=False)
    ]


def sentence_of(error: BaseException, path: Path | None) -> str:
    """
    Return the one line that says what happened and where the details lie.
    """
    said = " ".join(without_secrets(str(error), os.environ).split())
    said = f"{type(error).__name__}{f': {said[:200]}' if said else ''}"
    where = f"the details are in {path}" if path else f"the details cannot be kept in {cache_folder() / 'crashes'}"
    return f"internal error ({said}); {where}; please report it"
