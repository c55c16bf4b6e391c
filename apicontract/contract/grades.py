"""
How well something is known, and who says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Grade(Enum):
    """
    How well a statement is known, strongest first.
    """

    RECORDED = "recorded"  #: seen in an answer of the real service
    PUBLISHED = "published"  #: stated by the vendor's own description of the API
    CLIENT = "client"  #: shown by the vendor's own client
    FAQ = "faq"  #: said in the vendor's prose
    ANCESTOR = "ancestor"  #: read in the source of an ancestor of the service
    FRAMEWORK = "framework"  #: what the framework does when nobody overrides it
    GUESS = "guess"  #: nothing better than likelihood
    UNTRIED = "untried"  #: usual, and neither seen nor tried at this service, though it was asked: nothing is promised
    CONTRADICTED = "contradicted"  #: usual, and this service's own answers show otherwise: nothing is promised

    @property
    def inferred(self) -> bool:
        """
        Whether the service itself never said so: such a promise accuses nobody, unless strict.
        """
        return self in {Grade.ANCESTOR, Grade.FRAMEWORK, Grade.GUESS, Grade.UNTRIED, Grade.CONTRADICTED}

    @property
    def promises(self) -> bool:
        """
        Whether anything is promised by it.
        """
        return self not in {Grade.UNTRIED, Grade.CONTRADICTED}

    @property
    def refuted(self) -> bool:
        """
        Whether the service's own answers show otherwise.
        """
        return self is Grade.CONTRADICTED

    @property
    def guessed(self) -> bool:
        """
        Whether nobody said so: what follows from it is as uncertain.
        """
        return self in {Grade.GUESS, Grade.UNTRIED, Grade.CONTRADICTED}


@dataclass(frozen=True, slots=True)
class Promise:
    """
    How well what a check promises is known of one API.

    Attributes:
        grade: how well.
        source: the recording, document or module that says so.
    """

    grade: Grade
    source: str = ""
