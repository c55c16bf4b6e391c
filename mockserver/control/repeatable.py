"""
What an answer leaves behind, so that the same request can have it again without asking the application.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mockserver.control.journal import Entry
    from mockserver.engine.memory import Key
    from mockserver.engine.pipeline import Pipeline
    from mockserver.http.source_header import AnswerSource

#: Where it stands in a WSGI environment what it takes to repeat the answer.
REPEATABLE_KEY = "apicontract.repeatable"


@dataclass(frozen=True, slots=True)
class Repeatable:
    """
    What it takes to answer a request again.

    Attributes:
        entry: what the journal has of it.
        key: under which the memory of the pipeline has it; empty where it has it not.
        pipeline: what answered; the answer may be kept in its memory.
        source: from where it comes; None for a mock that has no upstream.
    """

    entry: Entry
    key: Key
    pipeline: Pipeline
    source: AnswerSource | None = None
