"""
What an edit is.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """
    One wrong edit.

    Attributes:
        path: of the file, below the checkout.
        place: function or JSON pointer.
        change: what was done, as `old -> new`.
        text: the whole file afterwards.
    """

    path: str
    place: str
    change: str
    text: str

    @property
    def key(self) -> str:
        """
        How lists and tables call it; it does not depend on line numbers.
        """
        return f"{self.path}::{self.place}::{self.change}"
