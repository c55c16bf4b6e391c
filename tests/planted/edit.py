"""
What an edit is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Edit:
    """
    One wrong edit.

    Attributes:
        path: of the file, below the checkout.
        place: function or JSON pointer.
        change: what was done, as `old -> new`.
        made: what returns the whole file afterwards; of most edits nobody asks for it.
    """

    path: str
    place: str
    change: str
    made: Callable[[], str]

    @property
    def text(self) -> str:
        """
        The whole file afterwards.
        """
        return self.made()

    @property
    def key(self) -> str:
        """
        How lists and tables call it; it does not depend on line numbers.
        """
        return f"{self.path}::{self.place}::{self.change}"
