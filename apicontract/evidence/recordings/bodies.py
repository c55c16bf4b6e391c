"""
The body of a HAR entry -> its bytes, by what is claimed of it and what it is.

Writers of HAR files differ: some call a body base64 that is plain text, some keep it compressed as it was sent.
So a claim is followed where the text bears it out, and never guessed without one.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from typing import TYPE_CHECKING, Any

from apicontract.contract.reading import MOST_RECORDED

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Content codings that the standard library undoes, to the window bits that zlib takes for them (RFC 9110, 8.4.1).
_WINDOWS: Mapping[str, tuple[int, ...]] = {
    "gzip": (31,),
    "x-gzip": (31,),
    "deflate": (zlib.MAX_WBITS, -zlib.MAX_WBITS),
}
_PLAIN = ("{", "[", "<")


def body_of(text: str, encoding: Any, coding: str) -> bytes:
    """
    Return the bytes of a body.

    Args:
        text: as the file holds it.
        encoding: what the file says of the text: "base64", or nothing.
        coding: the `Content-Encoding` of the answer.

    Raises:
        ValueError: it is still in a coding that cannot be undone, or larger than a recording may be.
    """
    body = _decoded(text, encoding)
    for name in reversed([each.strip().lower() for each in coding.split(",") if each.strip()]):
        body = _unpacked(body, name)
    return body


def _decoded(text: str, encoding: Any) -> bytes:
    claimed = isinstance(encoding, str) and encoding.lower() == "base64"
    if claimed and not text.lstrip().startswith(_PLAIN):
        packed = "".join(text.split())
        try:
            return base64.b64decode(packed + "=" * (-len(packed) % 4), altchars=None, validate=True)
        except (binascii.Error, ValueError):
            return text.encode()
    # Bytes that were read as Latin-1, one character each.
    binary = text[:1] == "\x1f" and all(ord(each) <= 0xFF for each in text)  # noqa: PLR2004 - the last of Latin-1
    return text.encode("latin-1") if binary else text.encode()


def _unpacked(body: bytes, coding: str) -> bytes:
    """
    Undo a coding that the bytes are still in; most writers have undone it already.
    """
    if not _is_binary(body):
        return body
    for window in _WINDOWS.get(coding, ()):
        unpacker = zlib.decompressobj(window)
        try:
            unpacked = unpacker.decompress(body, MOST_RECORDED)
        except zlib.error:
            continue
        if unpacker.unconsumed_tail:
            msg = f"a body that unpacks to more than {MOST_RECORDED} bytes"
            raise ValueError(msg)
        return unpacked
    msg = f"a body that is still in the coding {coding!r}"
    raise ValueError(msg)


def _is_binary(body: bytes) -> bool:
    try:
        return "\x00" in body.decode()
    except UnicodeDecodeError:
        return True
