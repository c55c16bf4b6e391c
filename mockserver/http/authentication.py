"""
The `Authorization` header, as `rest_framework.authentication.TokenAuthentication` reads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.http.refusals import unauthenticated

if TYPE_CHECKING:
    from collections.abc import Collection

#: Among the valid tokens: every well-formed one is.
ANY_TOKEN = "*"  # noqa: S105 - a wildcard, no secret
_KEYWORD = b"token"


def authenticate(header: str, tokens: Collection[str]) -> str | None:
    """
    Return the token of a request, or None for an anonymous one; other schemes are ignored.

    Raises:
        Refusal: 401 for a token that is malformed or not among those given.
    """
    words = header.encode("latin-1", "replace").split()
    if not words or words[0].lower() != _KEYWORD:
        return None
    if len(words) == 1:
        raise unauthenticated("Invalid token header. No credentials provided.")
    if len(words) > 2:  # noqa: PLR2004 - keyword and token
        raise unauthenticated("Invalid token header. Token string should not contain spaces.")
    try:
        token = words[1].decode()
    except UnicodeDecodeError:
        message = "Invalid token header. Token string should not contain invalid characters."
        raise unauthenticated(message) from None
    if token not in tokens and ANY_TOKEN not in tokens:
        raise unauthenticated("Invalid token.")
    return token
