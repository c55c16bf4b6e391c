"""
Ask the mock and the framework so many requests, and fail at the first difference.

First each documented thing, then each row of the table, then each spelling of a value: 500 leave out some spellings.

    python -m planted.compare AMOUNT
"""

from __future__ import annotations

import logging
import sys
from itertools import chain, islice

from differential.asking import ask
from differential.comparing import differences
from differential.covering import documented, spellings
from differential.deliberate import deliberate
from differential.serving import subject_of
from differential.table import ROWS, requests
from reference_drf import SERVICES

#: Any fixed number would do: the same requests for every edit.
SEED = 1


def main() -> str | None:
    """
    Return the first difference and how many requests it took, or None.
    """
    logging.disable()
    amount = int(sys.argv[1])
    subjects = tuple(map(subject_of, SERVICES.values()))
    spelled = list(spellings(subjects, SEED))
    rows = requests(subjects, len(ROWS), SEED)
    more = requests(subjects, amount, SEED + 1)
    asked = chain(documented(subjects, SEED), rows, spelled[::2], spelled[1::2], more)
    for number, (row, subject, request) in enumerate(islice(asked, amount), 1):
        if not deliberate(subject, request):
            found = differences(subject, request, ask(subject.framework, request), ask(subject.mock, request))
            if found:
                return " ".join(f"{number} requests: {row}: {request}: {found[0]}".split())
    return None


if __name__ == "__main__":
    sys.exit(main())
