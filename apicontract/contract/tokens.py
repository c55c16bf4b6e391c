"""
Pages to which only tokens lead, as `rest_framework.pagination.CursorPagination` has them.
"""

from __future__ import annotations

#: Name of this way to say where a page begins.
TOKENS = "tokens"
#: A token that no service gives: it is no base64, in which tokens are usually written.
NO_TOKEN = "no-token"  # noqa: S105 - no secret
