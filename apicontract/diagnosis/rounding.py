"""
Values as a server compares them that drops what is exact about them: moments as days in UTC, numbers as whole ones.
"""

from __future__ import annotations

import math
from datetime import UTC
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: Type name to its values less exact.
ROUNDED: Mapping[str, Callable[[Any], Any]] = {
    "date-time": lambda moment: moment.astimezone(UTC).date(),
    "date": lambda day: day.replace(day=1),
    "duration": lambda length: length.days,
    "number": math.floor,
}
