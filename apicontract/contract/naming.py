"""
Names from outside that become paths: what one may be, and that a path stays inside its folder (CWE-22).

Names of APIs, resources, entities and shapes come from documents, traffic and options. Each is checked here once,
before it becomes a path; each path is compared with its folder after symbolic links are followed.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from apicontract.contract.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

#: Bytes of one part of a name: file systems allow 255, a draft beside it adds some 40 of its own.
_LONGEST_PART = 200
#: Bytes of a whole name; systems allow 1,024 (macOS) to 4,096 for a path, the data folder's own among them.
_LONGEST = 600
#: Allowed besides letters, marks and digits of every script: what a URL's path may have (RFC 3986, section 3.3)
#: and braces of path templates, less the colon, which names a stream on Windows.
_ALLOWED = frozenset("-._~!$&'()+,;=@%{} ")
#: Names of devices, with any ending, in every folder of Windows ("Naming Files, Paths, and Namespaces").
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)
_RULE = (
    "parts of letters, digits and -._~ parted by single slashes, none with dots alone, none of a device, "
    f"at most {_LONGEST_PART} bytes each"
)
#: The folder of `schemas/` that holds the schemas of our own files.
_TAKEN = "meta"


def name_flaw(name: object) -> str:
    """
    Return what keeps a text from being a name that stands for a file or a folder, "" if nothing does.

    A name has parts, parted by slashes, each a folder or a file on every usual file system.
    """
    if not isinstance(name, str):
        return "no text"
    if len(name.encode("utf-8", "replace")) > _LONGEST:
        return f"longer than {_LONGEST} bytes"
    return next(filter(None, map(_flaw, name.split("/"))), "")


def checked_name(name: str, kind: str, place: str) -> str:
    """
    Return a name that a document gives, of a kind ("resource"), if it may become a path below a data folder.

    Raises:
        DataError: it may not; `place` says where it stands.
    """
    flaw = name_flaw(name)
    if flaw:
        raise DataError(place, f"the {kind} name {_shown(name)}, {flaw}", _RULE)
    return name


def checked_names(names: Iterable[str], kind: str, place: str) -> None:
    """
    Hold several names to the rule.

    Raises:
        DataError: as `checked_name`.
    """
    for each in names:
        checked_name(each, kind, place)


def chosen_name(name: str, option: str = "--api") -> str:
    """
    Return the name of an API that a person gives, if it may become a folder.

    Raises:
        UsageError: it may not.
    """
    flaw = "parts parted by a slash" if "/" in name else name_flaw(name)
    if not flaw and name.casefold() == _TAKEN:
        flaw = "the folder of this program's own schemas"
    if flaw:
        raise UsageError(f"{option} {_shown(name)}: {flaw}", "give a name of letters, digits and -._")
    return name


def inside(root: Path, path: Path) -> Path:
    """
    Return a path, after symbolic links are followed, that is compared with its folder.

    The folder itself may be a symbolic link: whoever named it meant what it leads to.

    Raises:
        DataError: the path leads out of the folder, or symbolic links lead in a circle.
    """
    try:
        real, top = path.resolve(), root.resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise DataError(str(path), "no path that can be followed", f"a file inside {root}") from error
    if not real.is_relative_to(top):
        raise DataError(str(path), f"a path that leads out of {root}, to {real}", "a file inside that folder")
    return path


def files_inside(root: Path, folder: Path, pattern: str) -> list[Path]:
    """
    Return the files of a folder that match a pattern, sorted, each of which stays inside the root.

    Raises:
        DataError: one leads out.
    """
    return [inside(root, each) for each in sorted(folder.glob(pattern)) if each.is_file()]


def _flaw(part: str) -> str:
    if not part.strip("."):
        return "with a part of dots alone" if part else "with an empty part"
    if part[-1] in ". " or part[0] == " ":
        return "with a part that begins or ends in a blank or ends in a dot"
    if len(part.encode("utf-8", "replace")) > _LONGEST_PART:
        return f"with a part longer than {_LONGEST_PART} bytes"
    if _DEVICE.match(part):
        return "with a part that names a device of Windows"
    strange = next((each for each in part if each not in _ALLOWED and unicodedata.category(each)[0] not in "LMN"), "")
    if strange:
        return f"with the character U+{ord(strange):04X}"
    return "" if unicodedata.is_normalized("NFKC", part) else "with characters that stand for others (not NFKC)"


def _shown(name: object) -> str:
    text = ascii(name)
    return text if len(text) <= 60 else f"{text[:40]}..."  # noqa: PLR2004 - what fits in a line
