"""
`docs/ll2-2.4.0.md`: what changes from one version of Launch Library 2 to the next, as `apicontract diff` says it.

    python tests/versions_page.py --write      # after a change of either version's data
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from apicontract.diff.rules import RULES
from apicontract.diff.sides import read_sides, side_changes
from apicontract.reports.of_changes import report_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apicontract.reports.report import Finding

OLD, NEW = "ll2-2.3.0", "ll2-2.4.0"
DOCUMENT = Path(__file__).parents[1] / "docs" / "ll2-2.4.0.md"
#: Places that are named of a change that many have.
_NAMED = 6
#: Where the part begins that is written here; what stands before it is written by hand.
_BEGIN = "\n## Breaking"


def page() -> str:
    """
    Return the whole page, of which the beginning stays as it is.
    """
    found = report_of(side_changes(*read_sides((OLD, NEW)), {}), target="", api="", started_at="").findings
    written = DOCUMENT.read_text(encoding="utf-8").partition(_BEGIN)[0]
    return "".join(
        [written, *(part for level in ("breaking", "risky") for part in _level(level, found)), *_rest(found)]
    )


def _level(level: str, found: Sequence[Finding]) -> Iterator[str]:
    rules: dict[str, list[Finding]] = defaultdict(list)
    for each in found:
        if each.level == level:
            rules[each.rule].append(each)
    yield f"\n## {level.capitalize()}: {sum(map(len, rules.values()))}\n"
    for rule, changes in rules.items():
        yield f"\n**`{rule}`**, {len(changes)}: {RULES[rule].sentence}\n\n"
        subjects: dict[str, list[str]] = defaultdict(list)
        for each in changes:
            subjects[each.message].append(each.subject)
        yield from (_line(message, sorted(set(names) - {""})) for message, names in subjects.items())


def _line(message: str, names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    named = names and not (len(names) == 1 and message.startswith(names[0]))
    where = f" ({', '.join(f'`{each}`' for each in names[:_NAMED])}{more})" if named else ""
    return f"- {message.replace('|', chr(92) + '|')}{where}\n"


def _rest(found: Sequence[Finding]) -> Iterator[str]:
    rules: dict[tuple[str, str], int] = defaultdict(int)
    for each in found:
        if each.level in {"compatible", "note"}:
            rules[each.level, each.rule] += 1
    yield "\n## What breaks nobody\n\n| level | rule | changes |\n|---|---|---:|\n"
    yield from (f"| {level} | `{rule}` | {number} |\n" for (level, rule), number in sorted(rules.items()))


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        DOCUMENT.write_text(page(), encoding="utf-8")
    else:
        sys.stdout.write(page())
