"""
What an experiment showed, in words.
"""

from __future__ import annotations

from dataclasses import dataclass

from apicontract.contract.grades import Grade


@dataclass(frozen=True, slots=True)
class Statement:
    """
    One thing that was found out.

    Attributes:
        subject: what it is about: a resource, or "paging".
        sentence: what holds.
        evidence: how many requests and rows show it.
        grade: how well it is known.
        key: its key in the member `evidence` of a contract, "" where it stands elsewhere.
        seen, of: rows that show it, of those that could.
    """

    subject: str
    sentence: str
    evidence: str
    grade: Grade = Grade.RECORDED
    key: str = ""
    seen: int = 0
    of: int = 0

    def __str__(self) -> str:
        return f"{self.subject}: {self.sentence} ({self.grade.value}: {self.evidence})"
