"""
What is known of how a list is sorted.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from apicontract.contract.grades import Grade
from apicontract.explore.learning.statements import Statement

#: Terms of an ordering: a name, and whether it descends.
Terms = tuple[tuple[str, bool], ...]
#: How a parameter of the direction says that a term descends.
DESCENDING = "desc"


@dataclass
class OrderingLearnt:
    """
    What is known of how lists are sorted.

    Attributes:
        parameter: name of the parameter, "" if none is known.
        direction: name of the parameter that says the direction; "" where a minus does.
        opposite: name of the parameter that sorts downwards; "" where there is none.
        many: whether several terms were seen to be sorted by.
        fields: name of a term to the directions that were seen to work (False: upwards).
        nulls_last: whether nulls come last upwards; None if not known.
        unknown: how an unknown term is answered: "ignore", "refuse", or "" if not known.
        statements: what was found out.
        refused: terms that were refused or had no effect.
        recorded: whether recorded answers show it, and no experiment.
    """

    parameter: str = ""
    direction: str = ""
    opposite: str = ""
    many: bool = False
    fields: dict[str, set[bool]] = field(default_factory=dict)
    nulls_last: bool | None = None
    unknown: str = ""
    statements: list[Statement] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    recorded: bool = False

    def told(self, resource: str, name: str, ways: set[bool], rows: int) -> None:
        """
        Add the statement that a term sorts in these directions.
        """
        number = "recorded answers" if self.recorded else ("", "one request", "two requests")[len(ways)]
        both = "both directions" if len(ways) > 1 else "downwards" if True in ways else "upwards"
        evidence = f"{number}, {rows} rows, {both}" if ways else "accepted where an unknown term is refused"
        seen, grade = (rows, Grade.RECORDED) if ways else (0, Grade.GUESS)
        said, key = f"ordering by `{name}`", f"ordering {name}"
        self.statements.append(Statement(resource, said, evidence, grade, key, seen, rows))

    def query(self, terms: Terms) -> tuple[tuple[str, str], ...]:
        """
        Return the query that sorts by terms, each a name and whether it descends.
        """
        if self.opposite and terms[0][1]:
            return ((self.opposite, terms[0][0]),)
        if self.direction:
            words = ",".join(DESCENDING if down else "asc" for _, down in terms)
            return ((self.parameter, ",".join(name for name, _ in terms)), (self.direction, words))
        return ((self.parameter, ",".join(f"{'-' if down else ''}{name}" for name, down in terms)),)
